// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

// Package conformance shows that the editions say what the regulations say.
// What is expected comes from the matrix: its ids, keys and numbers. The
// editions are what is tested.
package conformance
