#!/bin/sh
# Copyright 2026 The Mandate Authors
# SPDX-License-Identifier: Apache-2.0

# Writes the templates of charts/mandate out of config/default and config/personas.

set -eu
cd "$(dirname "$0")/.."
sh hack/tools/build.sh kustomize

bin/tools/kustomize build config/default | go run ./hack/chart charts/mandate config/personas
