// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

// Package docs answers one question: does the documentation still say what is
// there? Every link leads somewhere, every word of an edition is explained, and
// what is copied out of a file is that file.
package docs
