#!/bin/sh
# Copyright 2026 The Mandate Authors
# SPDX-License-Identifier: Apache-2.0

# Installs what a node needs beside what Go builds, where it is missing: runc,
# the bridge of containernetworking-plugins, and ip. It is for Debian and what
# comes of it, and asks for root, as the node itself does.
#
#   hack/node/packages.sh

set -eu

die() { printf 'hack/node/packages.sh: %s\n' "$*" >&2; exit 1; }

[ "$(uname -s)" = Linux ] || die 'a node is a Linux machine'
[ "$(id -u)" -eq 0 ] || die 'a node makes namespaces, mounts and cgroups, and packages may be missing: run this as root'

missing=
command -v runc >/dev/null || missing="$missing runc"
[ -x /usr/lib/cni/bridge ] || [ -x /opt/cni/bin/bridge ] || missing="$missing containernetworking-plugins"
command -v ip >/dev/null || missing="$missing iproute2"
[ -n "$missing" ] || exit 0

command -v apt-get >/dev/null || die "there is no apt-get here: install by hand$missing"
printf 'Installing from Debian:%s\n' "$missing"
export DEBIAN_FRONTEND=noninteractive
# shellcheck disable=SC2086
apt-get install -y -q --no-install-recommends $missing >/dev/null || {
	apt-get update -q >/dev/null && apt-get install -y -q --no-install-recommends $missing >/dev/null
} || die "apt-get could not install$missing"
