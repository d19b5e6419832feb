// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package authorization

import (
	"slices"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
)

// related says whether two organisations are affiliated, as far as affiliations
// were read.
func (f *Facts) related(a, b v1alpha1.ObjectName) bool {
	return a == b || slices.Contains(f.affiliatesOf(a), b)
}
