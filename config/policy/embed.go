// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

// Package policy carries the admission policies as they are shipped, so that
// the processes can tell whether a cluster still has them.
package policy

import "embed"

// Files are the kustomization of this folder and what it lists. No overlay
// changes a spec: kustomize and Helm install these very ones.
//
//go:embed *.yaml
var Files embed.FS
