#!/bin/sh
# Copyright 2026 The Mandate Authors
# SPDX-License-Identifier: Apache-2.0

# Fails when what is to be applied does not build: the kustomizations, the chart.

set -eu
cd "$(dirname "$0")/.."
sh hack/tools/build.sh kustomize helm

for folder in config/default config/samples; do
	bin/tools/kustomize build "$folder" >/dev/null
	echo "    $folder builds"
done
bin/tools/helm lint --strict --quiet charts/mandate
bin/tools/helm template mandate charts/mandate --namespace mandate-system >/dev/null
echo "    charts/mandate renders"
