#!/bin/sh
# Copyright 2026 The Mandate Authors
# SPDX-License-Identifier: Apache-2.0

# Fails when a Go file does not begin with the licence header.

set -eu
cd "$(dirname "$0")/.."

header=$(cat hack/boilerplate.go.txt)
status=0
for file in $(git ls-files --cached --others --exclude-standard '*.go'); do
	[ -f "$file" ] || continue # deleted, but not yet in a commit
	# controller-gen puts its build constraint in front of the header.
	if [ "$(sed -e '1{/^\/\/go:build /d;}' "$file" | sed -e '1{/^$/d;}' | head -n 2)" != "$header" ]; then
		echo "$file: does not begin with the lines of hack/boilerplate.go.txt" >&2
		status=1
	fi
done
exit $status
