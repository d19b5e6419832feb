#!/bin/sh
# Copyright 2026 The Mandate Authors
# SPDX-License-Identifier: Apache-2.0

# Fails when a jurisdiction is named in Go. Rules are data: a jurisdiction is a
# folder of YAML, and code that knows one by name would have to be changed,
# reviewed and released for the next one.

set -eu
cd "$(dirname "$0")/.."

codes='ningxia|henan|shiyan|gansu|yanzhou|宁夏|河南|十堰|甘肃|兖州'

found=$(find api cmd controllers internal -name '*.go' ! -name '*_test.go' -exec grep -nHiE "$codes" {} + || true)
if [ -n "$found" ]; then
	echo "$found" >&2
	echo 'A jurisdiction is named in Go: put what differs between jurisdictions into config/jurisdictions/.' >&2
	exit 1
fi
