#!/bin/sh
# Copyright 2026 The Mandate Authors
# SPDX-License-Identifier: Apache-2.0

# Fails where a page names a test that does not exist: a promise is shown by
# what its page names, or it is not shown.

set -eu
cd "$(dirname "$0")/.."

known=$(mktemp)
trap 'rm -f "$known"' EXIT
git ls-files '*_test.go' | xargs grep -hoE '^func Test[A-Za-z0-9_]+' | sed 's/^func //' | sort -u >"$known"

status=0
for page in README.md README.zh-CN.md docs/*.md; do
	for name in $(grep -oE '\bTest[A-Z][A-Za-z0-9_]+' "$page" | sort -u); do
		grep -qx "$name" "$known" || { echo "$page names $name, which is no test"; status=1; }
	done
done
exit $status
