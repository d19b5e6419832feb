// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package procedure_test

import (
	"testing"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/calendar"
	"github.com/publicdata-io/mandate/internal/procedure"
)

// D15: on the days on which it is barred, or on which nobody can tell, an
// organisation submits nothing; what it owes it still does.
func TestWhoIsBarredSubmitsNothing(t *testing.T) {
	first, err := procedureDay("2025-10-20")
	if err != nil {
		t.Fatal(err)
	}
	tests := map[string]struct {
		barred     v1alpha1.ObjectName
		days       calendar.Days
		affiliates v1alpha1.AffiliateRule
		reading    procedure.Reading
		want       string
	}{
		"on its first barred day":           {"medtech", calendar.Days{First: first, Last: first + 9}, "", procedure.Found, v1alpha1.BarredReason},
		"on its last":                       {"medtech", calendar.Days{First: first - 9, Last: first}, "", procedure.Found, v1alpha1.BarredReason},
		"the day after":                     {"medtech", calendar.Days{First: first - 9, Last: first - 1}, "", procedure.Found, ""},
		"where nobody can tell":             {"medtech", calendar.Days{}, "", procedure.Unread, v1alpha1.BarredReason},
		"one affiliated, where it may":      {"sister", calendar.Days{First: first, Last: first}, "", procedure.Found, ""},
		"one affiliated, where it may not":  {"sister", calendar.Days{First: first, Last: first}, v1alpha1.AffiliatesDeny, procedure.Found, v1alpha1.BarredReason},
		"of one affiliated nobody can tell": {"sister", calendar.Days{}, v1alpha1.AffiliatesDeny, procedure.Unread, v1alpha1.BarredReason},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			s := grantScene(append(breach(), grantProcedure())...)
			s.edition.Spec.Checks = []v1alpha1.CheckRule{{Check: v1alpha1.CheckNotBarred, Affiliates: tc.affiliates, Basis: basis}}
			s.orgs["medtech"].Affiliates = []v1alpha1.ObjectName{"sister"}
			s.world.Bars = func(of v1alpha1.ObjectName) ([]procedure.Bar, procedure.Reading) {
				if of != tc.barred {
					return nil, procedure.Found
				}
				return []procedure.Bar{{Of: of, Days: tc.days, Act: &v1alpha1.Decision{}}}, tc.reading
			}
			submit := s.on("grant/submit", v1alpha1.ActionSubmit, "medtech", "2025-10-20", part(v1alpha1.PartApplication))
			order := s.on("rectify/order", v1alpha1.ActionOrder, "bureau", "2025-10-17", dueOn("2025-10-31"))
			report := s.on("rectify/report", v1alpha1.ActionSubmit, "medtech", "2025-10-20", regarding(order))
			r := s.evaluate("2025-10-21")
			if got := why(r, submit); got != tc.want {
				t.Errorf("the submission: %q, want %q", got, tc.want)
			}
			if j := r.Judged[0]; j.Finding != nil && j.Finding.Undecided != (tc.reading == procedure.Unread) {
				t.Errorf("it is undecided: %t", j.Finding.Undecided)
			}
			if got := why(r, report); got != "" {
				t.Errorf("the report that it owes: %q", got)
			}
		})
	}
}
