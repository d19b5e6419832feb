#!/bin/sh
# Copyright 2026 The Mandate Authors
# SPDX-License-Identifier: Apache-2.0

# Runs one step of a build: says what is being done, says twice a minute that
# it still is, and says how long it took. The exit code is the command's.
#
#   hack/step.sh "what is being done" command [argument ...]

set -u

what=$1
shift
start=$(date +%s)

elapsed() {
	seconds=$(($(date +%s) - start))
	if [ "$seconds" -lt 60 ]; then
		printf '%d s' "$seconds"
	else
		printf '%d min %02d s' $((seconds / 60)) $((seconds % 60))
	fi
}

# The sleep is killed together with its shell, so that nothing stays behind
# and nobody who reads our output waits for it.
beat() {
	trap 'kill "$nap" 2>/dev/null; exit 0' TERM
	while :; do
		sleep 30 >/dev/null 2>&1 &
		nap=$!
		wait "$nap"
		printf '    ... %s: %s\n' "$what" "$(elapsed)"
	done
}

printf '==> %s\n' "$what"
beat &
beat=$!
trap 'kill "$beat" 2>/dev/null' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

"$@"
status=$?

if [ "$status" -eq 0 ]; then
	printf '    done in %s: %s\n' "$(elapsed)" "$what"
else
	printf '    FAILED after %s (exit code %d): %s\n' "$(elapsed)" "$status" "$what" >&2
fi
exit "$status"
