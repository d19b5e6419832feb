#!/bin/sh
# Copyright 2026 The Mandate Authors
# SPDX-License-Identifier: Apache-2.0

# Writes everything that follows from the Go types and markers: deepcopy
# methods, CRDs, the API reference, the roles of the two service accounts; the
# chart out of config/default and config/personas; and the table of conformance.

set -eu
cd "$(dirname "$0")/.."
sh hack/tools/build.sh controller-gen crd-ref-docs

controller_gen=bin/tools/controller-gen
module=$(go list -m)

$controller_gen object:headerFile=hack/boilerplate.go.txt paths=./api/...
$controller_gen crd paths=./api/... output:crd:dir=config/crd

mkdir -p docs
bin/tools/crd-ref-docs --log-level=ERROR --renderer=markdown --max-depth=20 \
	--config=hack/reference.yaml --source-path=api/v1alpha1 --output-path=docs/reference.md

# The cut has an account of its own: what controllers/cutoff may do is never
# mixed with what any other controller may do.
other_controllers=$(go list ./controllers/... | grep -vE "^$module/controllers/cutoff(/|$)" | sed "s|^$module|.|" | paste -sd ';' -)

$controller_gen rbac:roleName=mandate-operator "paths=$other_controllers" output:rbac:dir=config/rbac/operator
$controller_gen rbac:roleName=mandate-cutoff paths=./controllers/cutoff/... output:rbac:dir=config/rbac/cutoff

go run ./hack/reasons api/v1alpha1/conditions.go docs/reasons.md
go run ./hack/conformance docs/conformance.md
sh hack/chart.sh
