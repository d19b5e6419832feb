// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package calendar_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/calendar"
)

func TestOutlook(t *testing.T) {
	tests := map[string]struct {
		today v1alpha1.Date
		want  string
	}{
		"in the first year":                         {"2024-03-01", "known to 2026-12-31, not 2027; next 2024-11-15"},
		"a notice is looked for, and there already": {"2024-12-01", "known to 2026-12-31, not 2027; next 2025-01-01"},
		"in the last year":                          {"2026-11-14", "known to 2026-12-31, not 2027; next 2026-11-15"},
		"from 15 November of the last year on":      {"2026-11-15", "known to 2026-12-31, not 2027, due; next 2027-01-01"},
		"on its last day":                           {"2026-12-31", "known to 2026-12-31, not 2027, due; next 2027-01-01"},
		"after it":                                  {"2027-01-01", "not 2027; next 2027-11-15"},
		"before the first year":                     {"2023-12-31", "not 2023; next 2024-01-01"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			o := calendar.NewWorking(china(t)).Outlook(dayOf(t, tc.today))
			got := fmt.Sprintf("not %d", o.Unknown)
			if o.Known {
				got = fmt.Sprintf("known to %s, %s", o.Horizon, got)
			}
			if o.Due {
				got += ", due"
			}
			if diff := cmp.Diff(tc.want, fmt.Sprintf("%s; next %s", got, o.Next)); diff != "" {
				t.Errorf("on %s (-want +got):\n%s", tc.today, diff)
			}
		})
	}
}
