#!/bin/sh
# Copyright 2026 The Mandate Authors
# SPDX-License-Identifier: Apache-2.0

# Builds what a node consists of out of Go modules, into bin/node: kubelet,
# containerd with its shim and ctr, and the program that pods run on it. Each is
# built anew only when its module has changed. Versions are pinned in
# kubelet/go.mod and containerd/go.mod beside this script.
#
#   hack/node/build.sh

set -eu

root=$(CDPATH='' cd -- "$(dirname -- "$0")/../.." && pwd)
bin=$root/bin/node

# Neither a workspace nor flags of the user's may change what is built.
export GOWORK=off GOFLAGS=-mod=readonly CGO_ENABLED=0

# version prints that of a module in a go.mod.
version() { awk -v module="$2" '$1 == module && $2 ~ /^v/ { print $2; exit }' "$root/hack/node/$1/go.mod"; }

# fingerprint changes with everything that a program is built from.
fingerprint() {
	(cd "$root/hack/node" && { cat build.sh "$1"/go.mod "$1"/go.sum && find "$1" -name '*.go' -exec cat {} + && go version; } | cksum)
}

build_kubelet() {
	version=$(version kubelet k8s.io/kubernetes)
	minor=${version#v1.}
	flags="-s -w"
	for package in k8s.io/component-base/version k8s.io/client-go/pkg/version; do
		flags="$flags -X $package.gitVersion=$version -X $package.gitMajor=1 -X $package.gitMinor=${minor%%.*}"
		# A module knows no commit: none is better than the source's placeholder.
		flags="$flags -X $package.gitCommit= -X $package.gitTreeState=clean"
	done
	go build -C "$root/hack/node/kubelet" -trimpath -buildvcs=false -ldflags "$flags" -o "$1/" .
}

build_containerd() {
	module=github.com/containerd/containerd/v2
	go build -C "$root/hack/node/containerd" -trimpath -buildvcs=false -tags no_btrfs,no_zfs,no_devmapper,no_aufs \
		-ldflags "-s -w -X $module/version.Version=$(version containerd $module)" \
		-o "$1/" "$module/cmd/containerd" "$module/cmd/containerd-shim-runc-v2" "$module/cmd/ctr"
}

# build goes through a folder of another name, so that an interrupted build
# never leaves a half program under the right one.
build() {
	mkdir -p "$bin/.new"
	"build_$1" "$bin/.new"
	mv "$bin/.new"/* "$bin/"
	rmdir "$bin/.new"
	echo "$2" >"$bin/.$1.stamp"
}

if [ "${1-}" = --build ]; then
	build "$2" "$3"
	exit
fi

# programs are what a build makes, and about how long the first time takes.
programs() {
	case $1 in
	kubelet) programs=kubelet about='5 min' ;;
	containerd) programs='containerd containerd-shim-runc-v2 ctr' about='2 min' ;;
	esac
}

is_there() {
	[ "$(cat "$bin/.$1.stamp" 2>/dev/null)" = "$2" ] || return 1
	for program in $programs; do [ -x "$bin/$program" ] || return 1; done
}

mkdir -p "$bin"
for part in kubelet containerd; do
	programs "$part"
	wanted=$(fingerprint "$part")
	if ! is_there "$part" "$wanted"; then
		sh "$root/hack/step.sh" "Building $part for a node (once; about $about on two cores)" sh "$0" --build "$part" "$wanted"
	fi
done
cd "$root" && go build -trimpath -ldflags '-s -w' -o "$bin/payload" ./test/node/payload
