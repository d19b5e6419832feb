// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package procedure_test

import (
	"strings"
	"testing"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/procedure"
)

// chosenOn is a call in which operators were chosen, each on a day.
func chosenOn(days map[v1alpha1.ObjectName]string) *procedure.Report {
	s := callScene()
	for _, org := range []v1alpha1.ObjectName{"data-group", "second"} {
		applied := s.on("call/apply", v1alpha1.ActionApply, org, "2025-06-02")
		s.on("call/review", v1alpha1.ActionAssess, "bureau", "2025-06-03", regarding(applied)).Name += string(org)
		if day := days[org]; day != "" {
			s.on("call/choose", v1alpha1.ActionSelect, "info-centre", day, regarding(applied)).Name += string(org)
		}
	}
	r := s.evaluate("2025-07-31")
	return &r
}

// Whoever signs does so with the one who was chosen, on the day of the choice or
// later. What is chosen beside it, what is no signature, and a call that tells
// nothing undo no signature.
func TestWhoSignsSignsWithWhomTheCallChose(t *testing.T) {
	call := func(report *procedure.Report) []procedure.Link {
		return []procedure.Link{{Kind: v1alpha1.LinkSelection, Name: "call", Reading: procedure.Found, Holds: true, Report: report}}
	}
	on := func(days map[v1alpha1.ObjectName]string) []procedure.Link { return call(chosenOn(days)) }
	requires := &v1alpha1.Requires{Selection: v1alpha1.RequiredSelected}
	tests := map[string]struct {
		above    []procedure.Link
		requires *v1alpha1.Requires
		act      v1alpha1.Action
		want     string // why the act of 5 June has no effect
	}{
		"chosen before":                          {on(map[v1alpha1.ObjectName]string{"data-group": "2025-06-04"}), requires, v1alpha1.ActionSign, ""},
		"chosen on the day":                      {on(map[v1alpha1.ObjectName]string{"data-group": "2025-06-05"}), requires, v1alpha1.ActionSign, ""},
		"chosen the day after":                   {on(map[v1alpha1.ObjectName]string{"data-group": "2025-06-06"}), requires, v1alpha1.ActionSign, `spec.actedOn 2025-06-05: "data-group" was chosen in Selection "call" on 2025-06-06, and step agreement/sign comes after that; act again on that day or later`},
		"not chosen yet":                         {on(nil), requires, v1alpha1.ActionSign, `step agreement/sign of OperationAgreement "a" comes after the choice of "data-group" in Selection "call", which is awaited; act again then`},
		"another one was chosen":                 {on(map[v1alpha1.ObjectName]string{"second": "2025-06-04"}), requires, v1alpha1.ActionSign, `step agreement/sign of OperationAgreement "a" comes after the choice of "data-group"`},
		"another one was chosen beside it later": {on(map[v1alpha1.ObjectName]string{"data-group": "2025-06-04", "second": "2025-06-09"}), requires, v1alpha1.ActionSign, ""},
		"no call is required":                    {on(nil), nil, v1alpha1.ActionSign, ""},
		"something else is required":             {on(nil), &v1alpha1.Requires{Plan: v1alpha1.RequiredInForce}, v1alpha1.ActionSign, ""},
		"it is no signature":                     {on(nil), requires, v1alpha1.ActionAttest, ""},
		"the acts of the call were not read":     {call(&procedure.Report{}), requires, v1alpha1.ActionSign, ""},
		"the call was not read":                  {[]procedure.Link{{Kind: v1alpha1.LinkSelection, Name: "call", Reading: procedure.Unread}}, requires, v1alpha1.ActionSign, ""},
		"it names no call":                       {nil, requires, v1alpha1.ActionSign, ""},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			s := grantScene(v1alpha1.Procedure{Name: "agreement", Of: v1alpha1.LinkOperationAgreement, Effect: v1alpha1.EffectEnter, Requires: tc.requires, Basis: basis, Steps: []v1alpha1.Step{
				{Name: "sign", Act: tc.act, By: by(the(v1alpha1.PartyGrantor), the(v1alpha1.PartyOperator)), Basis: basis},
			}})
			s.subject.Kind, s.subject.Name = v1alpha1.LinkOperationAgreement, "a"
			delete(s.subject.Parties, v1alpha1.PartyHolder)
			s.world.Above = tc.above
			signed := []*v1alpha1.Decision{
				s.on("agreement/sign", tc.act, "info-centre", "2025-06-05"), s.on("agreement/sign", tc.act, "data-group", "2025-06-05"),
			}
			r := s.evaluate("2025-07-31")
			for i := range signed {
				got := ""
				if f := r.Judged[i].Finding; f != nil {
					got = f.Message
				}
				if !strings.HasPrefix(got, tc.want) || (tc.want == "") != (got == "") {
					t.Errorf("act %d has no effect for %q, want %q", i, got, tc.want)
				}
			}
		})
	}
}
