// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package procedure_test

import (
	"strings"
	"testing"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
)

// HA-13.1a, GS-OP-19.1a, D35: who authorises together with the grantor signs too,
// and nothing else of the grantor's is its own: the agency alone decides and ends.
func TestCoGrantorsSign(t *testing.T) {
	tests := map[string]struct {
		coGrantors []string
		known      bool
		signs      []v1alpha1.ObjectName
		done       bool
		waits      string
	}{
		"there are none":             {nil, true, []v1alpha1.ObjectName{"info-centre", "data-group"}, true, ""},
		"it has signed":              {[]string{"health-commission"}, true, []v1alpha1.ObjectName{"info-centre", "health-commission", "data-group"}, true, ""},
		"it has not":                 {[]string{"health-commission"}, true, []v1alpha1.ObjectName{"info-centre", "data-group"}, false, "CoGrantor health-commission"},
		"one of two has":             {[]string{"health-commission", "bureau"}, true, []v1alpha1.ObjectName{"info-centre", "bureau", "data-group"}, false, "CoGrantor health-commission"},
		"it alone":                   {[]string{"health-commission"}, true, []v1alpha1.ObjectName{"health-commission"}, false, "Grantor info-centre; Operator data-group"},
		"nobody, and there are none": {nil, true, nil, false, "Grantor info-centre; Operator data-group"},
		"it could not be read":       {nil, false, []v1alpha1.ObjectName{"info-centre", "data-group"}, false, "CoGrantor"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			s := grantScene(enters(approve(func(s *v1alpha1.Step) {
				s.Act, s.By = v1alpha1.ActionSign, by(the(v1alpha1.PartyGrantor), the(v1alpha1.PartyCoGrantor), the(v1alpha1.PartyOperator))
			})))
			if tc.known {
				s.subject.Parties[v1alpha1.PartyCoGrantor] = tc.coGrantors
			}
			for _, org := range tc.signs {
				s.on("p/s", v1alpha1.ActionSign, org, "2025-06-02")
			}
			step := new(s.evaluate("2025-06-03")).Step("p", "s")
			if done := step.State == v1alpha1.StepDone; done != tc.done || strings.Join(step.WaitingFor, "; ") != tc.waits {
				t.Errorf("done %t, waits for %q; want %t, %q", done, step.WaitingFor, tc.done, tc.waits)
			}
		})
	}
}

// GS-OP-21.3: what is asked of the grantor is done by it alone, and not by who
// signed beside it.
func TestTheGrantorActsAlone(t *testing.T) {
	s := grantScene(v1alpha1.Procedure{Name: "end", Of: v1alpha1.LinkDeveloperGrant, Effect: v1alpha1.EffectTerminated, Steps: []v1alpha1.Step{
		{Name: "end", Act: v1alpha1.ActionTerminate, By: by(the(v1alpha1.PartyGrantor)), Basis: basis},
	}})
	s.subject.Parties[v1alpha1.PartyCoGrantor] = []string{"health-commission"}
	beside := s.on("end/end", v1alpha1.ActionTerminate, "health-commission", "2025-06-02")
	if r := s.evaluate("2025-06-03"); taken(r) != "" || why(r, beside) != v1alpha1.NotEntitledReason {
		t.Errorf("terminated by who signed beside it: %q, %q", taken(r), why(r, beside))
	}
	s.on("end/end", v1alpha1.ActionTerminate, "info-centre", "2025-06-03")
	if r := s.evaluate("2025-06-04"); taken(r) != v1alpha1.TerminatedReason {
		t.Errorf("terminated by the agency alone it is %q", taken(r))
	}
}
