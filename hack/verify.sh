#!/bin/sh
# Copyright 2026 The Mandate Authors
# SPDX-License-Identifier: Apache-2.0

# Runs every check that needs no cluster, all of them even when one fails, and
# says at the end which did.

set -u
cd "$(dirname "$0")/.."

failed=

check() {
	sh hack/step.sh "$@" || failed="$failed
    $1"
}

check 'What is generated is what is committed' sh hack/verify-generated.sh
check 'Every Go file carries the licence header' sh hack/verify-headers.sh
check 'No Go file is over its budget of lines' sh hack/verify-sizes.sh
check 'No jurisdiction is named in Go' sh hack/verify-no-codes.sh
check 'Every module is tidy' sh hack/verify-modules.sh
check 'Every seeded fault fits the code' go run ./test/mutants check
check 'Every test that a page names exists' sh hack/verify-named-tests.sh
check 'Every row of the matrix is disposed of, and what is claimed is shown' go run ./hack/conformance check
check 'go vet' go vet ./...
check 'golangci-lint' sh hack/lint.sh
check 'kustomizations and chart build' sh hack/verify-manifests.sh

if [ -n "$failed" ]; then
	printf 'make verify FAILED:%s\n' "$failed" >&2
	exit 1
fi
echo 'make verify: everything is in order'
