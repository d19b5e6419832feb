#!/bin/sh
# Copyright 2026 The Mandate Authors
# SPDX-License-Identifier: Apache-2.0

# Builds the image of `mandate` with whichever of docker, podman and buildah is
# there: a static program for Linux, built here by Go, in an empty image. Nothing
# is pulled. What it leaves to you is to push it where your cluster pulls from.
#
#   hack/image.sh registry.example/platform/mandate:v1
#
# ARCH is the architecture of the cluster's nodes (default: this machine's),
# VERSION what `mandate --version` says.
set -eu
cd "$(dirname "$0")/.."

die() { printf 'hack/image.sh: %s\n' "$*" >&2; exit 1; }

image=${1:-}
[ -n "$image" ] || die 'no image is named: make image IMAGE=registry.example/platform/mandate:v1'
arch=${ARCH:-$(go env GOARCH)}

# A docker without its daemon, or a podman without its machine, builds nothing.
silent=
for candidate in docker podman buildah; do
	command -v "$candidate" >/dev/null || continue
	if "$candidate" info >/dev/null 2>&1; then
		tool=$candidate
		break
	fi
	silent="$silent $candidate"
done
if [ -z "${tool:-}" ]; then
	[ -z "$silent" ] || die "found$silent, but \`info\` fails: start the daemon, or see what \`${silent##* } info\` says"
	die 'none of docker, podman and buildah is on the PATH: install one, or build the Dockerfile where there is one (it copies LICENSE and bin/image/mandate)'
fi

# Neither a workspace nor flags of the user's may change what is built.
GOWORK=off GOFLAGS=-mod=readonly CGO_ENABLED=0 GOOS=linux GOARCH=$arch \
	go build -ldflags "-s -w -X main.version=${VERSION:-unknown}" -o bin/image/mandate ./cmd/mandate

"$tool" build --platform "linux/$arch" --tag "$image" --file Dockerfile .

printf '%s is built for linux/%s. Push it (%s push %s) and name it to the cluster:\n' "$image" "$arch" "$tool" "$image"
printf '  kustomize: images: in config/manager/kustomization.yaml, or in a kustomization of yours over config/default\n'
printf '  helm:      --set image.repository=REPOSITORY --set image.tag=TAG\n'
