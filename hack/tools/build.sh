#!/bin/sh
# Copyright 2026 The Mandate Authors
# SPDX-License-Identifier: Apache-2.0

# Builds the tools named as arguments into bin/tools/, unless they are there
# and their module has not changed since. Versions are pinned in go.mod beside
# this script, and for golangci-lint in golangci/go.mod.
#
#   hack/tools/build.sh controller-gen golangci-lint

set -eu

root=$(CDPATH='' cd -- "$(dirname -- "$0")/../.." && pwd)
bin=$root/bin/tools

# locate sets where a tool is built, from which package, and how long the
# first time takes on two cores.
locate() {
	module=$root/hack/tools
	case $1 in
	controller-gen) package=sigs.k8s.io/controller-tools/cmd/controller-gen first='a minute' ;;
	crd-ref-docs) package=github.com/elastic/crd-ref-docs first='half a minute' ;;
	kustomize) package=sigs.k8s.io/kustomize/kustomize/v5 first='a minute' ;;
	helm) package=helm.sh/helm/v4/cmd/helm first='four minutes' ;;
	kubeconform) package=github.com/yannh/kubeconform/cmd/kubeconform first='half a minute' ;;
	golangci-lint) module=$module/golangci package=. first='four minutes' ;;
	*)
		echo "hack/tools/build.sh: no tool is called $1" >&2
		exit 2
		;;
	esac
}

# fingerprint changes with everything a tool is built from.
fingerprint() {
	(cd "$module" && { cat go.mod go.sum && find . -maxdepth 1 -name '*.go' -exec cat {} + && go version; } | cksum)
}

# build goes through a file of another name, so that an interrupted build
# never leaves a half program under the right one.
build() {
	(cd "$module" && CGO_ENABLED=0 go build -ldflags '-s -w' -o "$bin/.$1.new" "$package")
	mv "$bin/.$1.new" "$bin/$1"
	echo "$2" >"$bin/.$1.stamp"
}

if [ "${1-}" = --build ]; then
	locate "$2"
	build "$2" "$3"
	exit
fi

mkdir -p "$bin"
for tool in "$@"; do
	locate "$tool"
	wanted=$(fingerprint)
	if [ -x "$bin/$tool" ] && [ "$(cat "$bin/.$tool.stamp" 2>/dev/null)" = "$wanted" ]; then
		continue
	fi
	sh "$root/hack/step.sh" "Building $tool (once; about $first on two cores)" \
		sh "$0" --build "$tool" "$wanted"
done
