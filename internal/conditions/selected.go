// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package conditions

import (
	"strings"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
)

// longestSelected is the bound of status.selected.
const longestSelected = 512

// Selected names those of the applicants who were chosen, with commas between.
func Selected(applicants []v1alpha1.ApplicantStatus) string {
	var names []string
	for _, a := range applicants {
		if a.Selected != nil && *a.Selected {
			names = append(names, string(a.Organization))
		}
	}
	return Clip(strings.Join(names, ", "), longestSelected)
}
