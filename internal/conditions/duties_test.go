// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package conditions_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/authorization"
	"github.com/publicdata-io/mandate/internal/conditions"
	"github.com/publicdata-io/mandate/internal/finding"
	"github.com/publicdata-io/mandate/internal/procedure"
)

// TestDutiesDone shows the condition for what is owed: three are named, each with
// its clause, and it is Unknown where nobody can tell.
func TestDutiesDone(t *testing.T) {
	ranOut := procedure.Owed{Expired: true, Said: finding.Say("duty %s: %s", "paper", finding.Say("nobody"))}
	one := func(what string, overdue bool) procedure.Owed {
		return procedure.Owed{Overdue: overdue, Said: finding.Say("duty %s: %s", what, finding.Say("nobody")), Basis: []v1alpha1.BasisID{"T-1"}}
	}
	gap := func(what string) procedure.Owed {
		lacks := one(what, false)
		lacks.Gap = true
		return lacks
	}
	tests := map[string]struct {
		owing authorization.Owing
		want  conditions.State
		over  bool
	}{
		"nothing":             {authorization.Owing{}, conditions.State{Status: "True", Reason: "NoneOutstanding", Message: "no duty is left to do"}, false},
		"one":                 {authorization.Owing{Owed: []procedure.Owed{one("a", false)}}, conditions.State{Status: "False", Reason: "Outstanding", Message: "duty a: nobody [T-1]"}, false},
		"one of what is over": {authorization.Owing{Owed: []procedure.Owed{one("a", false)}}, conditions.State{Status: "False", Reason: "Outstanding", Message: "duty a: nobody [T-1]"}, true},
		"a paper that has run out": {
			authorization.Owing{Owed: []procedure.Owed{ranOut, one("b", true)}},
			conditions.State{Status: "False", Reason: "EvidenceExpired", Message: "duty paper: nobody; duty b: nobody [T-1]"}, false,
		},
		"a paper of what is over": {
			authorization.Owing{Owed: []procedure.Owed{ranOut, one("b", true)}},
			conditions.State{Status: "False", Reason: "Overdue", Message: "duty b: nobody [T-1]"}, true,
		},
		"nothing else of what is over": {authorization.Owing{Owed: []procedure.Owed{ranOut}}, conditions.State{Status: "True", Reason: "NoneOutstanding", Message: "no duty is left to do"}, true},
		"one that is late": {
			authorization.Owing{Owed: []procedure.Owed{one("b", true), one("a", false), one("c", false)}},
			conditions.State{Status: "False", Reason: "Overdue", Message: "duty b: nobody [T-1]; duty a: nobody [T-1]; duty c: nobody [T-1]"}, false,
		},
		"what an adopted agreement lacks": {authorization.Owing{Owed: []procedure.Owed{gap("a")}}, conditions.State{Status: "False", Reason: "Legacy", Message: "duty a: nobody [T-1]"}, false},
		"what it lacks, of what is over":  {authorization.Owing{Owed: []procedure.Owed{gap("a")}}, conditions.State{Status: "True", Reason: "NoneOutstanding", Message: "no duty is left to do"}, true},
		"what it lacks, all of it, beside duties": {
			authorization.Owing{Owed: []procedure.Owed{one("a", false), one("b", false), one("c", false), one("d", false), gap("e"), gap("f")}},
			conditions.State{Status: "False", Reason: "Outstanding", Message: "duty a: nobody [T-1]; duty b: nobody [T-1]; duty c: nobody [T-1]; and 1 more, see status.procedure and status.duties; duty e: nobody [T-1]; duty f: nobody [T-1]"}, false,
		},
		"five": {
			authorization.Owing{Owed: []procedure.Owed{one("a", false), one("b", false), one("c", false), one("d", false), one("e", false)}},
			conditions.State{Status: "False", Reason: "Outstanding", Message: "duty a: nobody [T-1]; duty b: nobody [T-1]; duty c: nobody [T-1]; and 2 more, see status.procedure and status.duties"}, false,
		},
		"four": {
			authorization.Owing{Owed: []procedure.Owed{one("a", false), one("b", false), one("c", false), one("d", false)}},
			conditions.State{Status: "False", Reason: "Outstanding", Message: "duty a: nobody [T-1]; duty b: nobody [T-1]; duty c: nobody [T-1]; and 1 more, see status.procedure and status.duties"}, false,
		},
		"what could not be read": {
			authorization.Owing{Unread: finding.Unread("WorkCalendar", "china")},
			conditions.State{Status: "Unknown", Reason: "Undetermined", Message: `WorkCalendar "china" could not be read; nothing is given until it is`}, false,
		},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			tc.want.Type = "DutiesDone"
			verdict := verdictFor(v1alpha1.InForceReason)
			if tc.over {
				verdict = verdictFor(v1alpha1.TermEndedReason)
			}
			if diff := cmp.Diff(tc.want, conditions.DutiesDone(verdict, tc.owing)); diff != "" {
				t.Errorf("the condition (-want +got):\n%s", diff)
			}
		})
	}
}
