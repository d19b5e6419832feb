#!/bin/sh
# Copyright 2026 The Mandate Authors
# SPDX-License-Identifier: Apache-2.0

# Generates everything anew and fails when that is not what is committed.

set -eu
cd "$(dirname "$0")/.."

generated='api charts config/crd config/rbac docs/conformance.md docs/reasons.md docs/reference.md'

sh hack/generate.sh

# shellcheck disable=SC2086 # a list of paths
{
	git --no-pager diff --stat --exit-code -- $generated || different=yes
	new=$(git ls-files --others --exclude-standard -- $generated)
}
if [ -n "${different-}$new" ]; then
	[ -z "$new" ] || printf 'not committed:\n%s\n' "$new" >&2
	echo 'What is committed is not what the types and markers say: run make generate and commit the result.' >&2
	exit 1
fi
