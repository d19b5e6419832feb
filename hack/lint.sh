#!/bin/sh
# Copyright 2026 The Mandate Authors
# SPDX-License-Identifier: Apache-2.0

# Lints the main module, then its API types by the Kubernetes API conventions;
# of the modules under hack/ the form alone, as linting compiles what they build.

set -eu
cd "$(dirname "$0")/.."
sh hack/tools/build.sh golangci-lint

status=0
bin/tools/golangci-lint run ./... || status=1
bin/tools/golangci-lint run --config .golangci-kal.yml ./api/... || status=1
bin/tools/golangci-lint fmt --diff hack || status=1
exit $status
