// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

// Package crd carries the kinds as they are shipped, so that objects can be held
// against their schemas without a cluster.
package crd

import "embed"

// Files are the CustomResourceDefinitions, a file each, and the kustomization.
//
//go:embed *.yaml
var Files embed.FS
