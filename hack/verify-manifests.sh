#!/bin/sh
# Copyright 2026 The Mandate Authors
# SPDX-License-Identifier: Apache-2.0

# Fails when what users apply does not build, or holds a field that neither
# Kubernetes nor our CRDs know: the kustomizations and the chart.

set -eu
cd "$(dirname "$0")/.."
sh hack/tools/build.sh kustomize helm kubeconform

# Kubernetes brings its OpenAPI documents in its Go module.
rendered=$(mktemp -d)
trap 'rm -rf "$rendered"' EXIT
go -C hack/kubernetes mod download k8s.io/kubernetes
kubernetes=$(go -C hack/kubernetes list -m -f '{{.Dir}}' k8s.io/kubernetes)
go run ./hack/schemas "$kubernetes/api/openapi-spec/v3" config/crd "$rendered/schemas"

for folder in config/default config/samples; do
	bin/tools/kustomize build "$folder" >"$rendered/$(basename "$folder").yaml"
done
bin/tools/helm lint --strict --quiet --namespace mandate-system charts/mandate
bin/tools/helm template mandate charts/mandate --namespace mandate-system \
	--set-json 'personas.organizations={"demo-data-bureau": ["authority", "agency"]}' >"$rendered/chart.yaml"

for mistake in operator.replica=3 cutoff.replicas=two image.tag=20261123 logLevel=verbose; do
	if bin/tools/helm template mandate charts/mandate --namespace mandate-system --set "$mistake" >"$rendered/refused" 2>&1 ||
		! grep -q "^- at '/${mistake%%[.=]*}" "$rendered/refused"; then
		printf 'Helm does not refuse %s by its schema\n' "$mistake" >&2
		exit 1
	fi
done

# Another chart holds ours, and asks for it by the usual switch.
mkdir -p "$rendered/umbrella/charts"
cp -R charts/mandate "$rendered/umbrella/charts/"
cat >"$rendered/umbrella/Chart.yaml" <<-EOF
	apiVersion: v2
	name: umbrella
	version: 0.1.0
	dependencies:
	  - name: mandate
	    version: ">=0.0.0-0"
	    condition: mandate.enabled
EOF
printf 'mandate: {enabled: true}\n' >"$rendered/umbrella/values.yaml"
bin/tools/helm template umbrella "$rendered/umbrella" --namespace mandate-system >"$rendered/umbrella.yaml"

for name in default samples chart umbrella; do
	printf '    %s: ' "$name"
	bin/tools/kubeconform -strict -summary \
		-schema-location "$rendered/schemas/{{ .Group }}_{{ .ResourceAPIVersion }}_{{ .ResourceKind }}.json" \
		"$rendered/$name.yaml"
done
