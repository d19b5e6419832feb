#!/bin/sh
# Copyright 2026 The Mandate Authors
# SPDX-License-Identifier: Apache-2.0
#
# Makes a Kubernetes control plane out of Go modules: etcd, kube-apiserver,
# kube-controller-manager and kubectl, in bin/k8s of the repository. It builds
# only when something has changed since the last build. If KUBEBUILDER_ASSETS
# holds all four in a version that suffices, nothing is built at all.
#
# Standard output is one line, the folder that holds the four programs;
# everything else goes to standard error. So this works:
#
#   export KUBEBUILDER_ASSETS="$(sh hack/kubernetes/build.sh)"
set -eu

least_minor=36 # of Kubernetes 1; the same as in test/cluster/ready.go
components="etcd kube-apiserver kube-controller-manager kubectl"

module=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
out=$(CDPATH='' cd -- "$module/../.." && pwd)/bin/k8s
stamp=$out/kube.stamp
lock=$out/.lock

say() { printf '%s\n' "$*" >&2; }
die() { say "hack/kubernetes/build.sh: $*"; exit 1; }

# lacking prints the first component that a folder lacks.
lacking() {
	for component in $components; do
		[ -x "$1/$component" ] || { echo "$component is not in it"; return; }
	done
}

# shortfall prints why a folder does not suffice, and nothing if it does.
shortfall() {
	lacking "$1" | grep . && return
	found=$("$1/kube-apiserver" --version 2>&1) || { echo "kube-apiserver does not run"; return; }
	found_minor=$(expr "$found" : '.*v1\.\([0-9][0-9]*\)\.') || found_minor=0
	[ "$found_minor" -ge "$least_minor" ] || echo "it is $found, but 1.$least_minor is needed"
}

finish() {
	say "Control plane: $1"
	printf '%s\n' "$1"
	exit 0
}

# A user's own programs win, and so spare the build.
if [ -n "${KUBEBUILDER_ASSETS:-}" ] && [ "$KUBEBUILDER_ASSETS" != "$out" ]; then
	lack=$(shortfall "$KUBEBUILDER_ASSETS")
	[ -n "$lack" ] || finish "$KUBEBUILDER_ASSETS"
	say "KUBEBUILDER_ASSETS=$KUBEBUILDER_ASSETS does not suffice ($lack): using our own build."
fi

command -v go >/dev/null || die "go is not on the PATH; see https://go.dev/doc/install"
cd "$module"

# Neither a workspace nor flags of the user's may change what is built; the
# programs are for this machine, and need no C compiler.
export GOWORK=off GOFLAGS=-mod=readonly CGO_ENABLED=0
GOOS=$(go env GOHOSTOS) && GOARCH=$(go env GOHOSTARCH) || die "go does not work"
export GOOS GOARCH

version=$(awk '$1 == "k8s.io/kubernetes" { print $2; exit }' go.mod)
minor=${version#v1.}
minor=${minor%%.*}
ldflags="-s -w"
for package in k8s.io/component-base/version k8s.io/client-go/pkg/version; do
	ldflags="$ldflags -X $package.gitVersion=$version -X $package.gitMajor=1 -X $package.gitMinor=$minor"
	# A module knows no commit: none is better than the source's placeholder.
	ldflags="$ldflags -X $package.gitCommit= -X $package.gitTreeState=clean"
done

want=$({
	cat build.sh go.mod go.sum
	find cmd -type f -name '*.go' -exec cat {} +
	go version
	echo "$GOOS $GOARCH"
} | cksum)

is_current() { [ -z "$(lacking "$out")" ] && [ "$(cat "$stamp" 2>/dev/null)" = "$want" ]; }

if is_current; then finish "$out"; fi

# One build at a time: a second one beside it would only take its cores.
mkdir -p "$out"
until mkdir "$lock" 2>/dev/null; do
	owner=$(cat "$lock/pid" 2>/dev/null) || owner=
	if [ -n "$owner" ] && ! kill -0 "$owner" 2>/dev/null; then
		rm -rf "$lock" # its owner died without a trap
		continue
	fi
	[ -n "${waiting:-}" ] || say "Waiting for another build of the control plane (process $owner)."
	waiting=yes
	sleep 1
done
echo $$ >"$lock/pid"
job=
clean_up() {
	if [ -n "$job" ]; then # interrupted
		kill "$job" 2>/dev/null || true
		say
		say "Stopped. What is compiled stays in Go's cache: the next build goes on from there."
	fi
	rm -rf "$lock"
}
trap clean_up EXIT
trap 'exit 130' HUP INT TERM
if is_current; then finish "$out"; fi

began=$(date +%s)
elapsed() {
	seconds=$(($(date +%s) - began))
	printf '%d:%02d' $((seconds / 60)) $((seconds % 60))
}

# follow waits for the job and meanwhile shows what the given command prints:
# in a terminal on one line that renews itself, elsewhere every half minute.
follow() {
	ticks=0
	while kill -0 "$job" 2>/dev/null; do
		ticks=$((ticks + 1))
		if [ -t 2 ]; then
			printf '\r\033[K  %s  %s' "$(elapsed)" "$("$@")" >&2
		elif [ $((ticks % 30)) -eq 0 ]; then
			say "  $(elapsed)  $("$@")"
		fi
		sleep 1
	done
	if [ -t 2 ]; then printf '\r\033[K' >&2; fi
	status=0
	wait "$job" || status=$?
	job=
	return "$status"
}

fetched() { echo "finding out what there is to build; modules fetched: $(grep -c '^go: downloading' "$lock/list.log" || true)"; }

compiled() {
	if [ "$total" -eq 0 ] || grep -q '/cmd/kube$' "$lock/build.log"; then
		echo "all packages compiled; linking, which takes a minute"
	else
		echo "packages compiled: $(($(wc -l <"$lock/build.log"))) of $total"
	fi
}

say "Building the control plane, etcd and Kubernetes $version, from Go modules into bin/k8s."
say "The first time this takes about ten minutes on two cores and 5 GB for Go's caches; later, nothing."

# Which packages are not in Go's cache yet? Finding out fetches the modules.
go list -deps -trimpath -f '{{if .Stale}}{{.StaleReason}}{{end}}' ./cmd/kube >"$lock/stale" 2>"$lock/list.log" &
job=$!
follow fetched || { tail -n 20 "$lock/list.log" >&2; die "could not fetch the modules named in hack/kubernetes/go.mod"; }
total=$(grep -c -v 'available in build cache' "$lock/stale") || total=0

go build -v -trimpath -buildvcs=false -ldflags "$ldflags" -o "$lock/kube" ./cmd/kube >"$lock/build.log" 2>&1 &
job=$!
follow compiled || { tail -n 20 "$lock/build.log" >&2; die "the build failed"; }

mv -f "$lock/kube" "$out/kube"
for component in $components; do ln -sf kube "$out/$component"; done
lack=$(shortfall "$out")
[ -z "$lack" ] || die "the programs in $out do not suffice: $lack"
printf '%s\n' "$want" >"$stamp"
say "Built in $(elapsed) minutes."
finish "$out"
