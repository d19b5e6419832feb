#!/bin/sh
# Copyright 2026 The Mandate Authors
# SPDX-License-Identifier: Apache-2.0

# Fails when a module's go.mod or go.sum is not what `go mod tidy` would write.
# For the main module this also proves that no tool has leaked into it.

set -eu
cd "$(dirname "$0")/.."

status=0
for file in $(git ls-files --cached --others --exclude-standard 'go.mod' '*/go.mod'); do
	folder=$(dirname "$file")
	if ! (cd "$folder" && go mod tidy -diff); then
		echo "$file: not tidy, run: go -C $folder mod tidy" >&2
		status=1
	fi
done
exit $status
