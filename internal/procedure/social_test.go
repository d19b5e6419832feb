// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package procedure_test

import (
	"testing"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/procedure"
)

// TestConfirmsSocial shows which editions ask of every grant that somebody confirms
// its social data: nothing else may excuse from it.
func TestConfirmsSocial(t *testing.T) {
	social, some := &v1alpha1.When{Inputs: v1alpha1.InputsSocial}, &v1alpha1.When{Tier: 1}
	both, revised := &v1alpha1.When{Inputs: v1alpha1.InputsSocial, Tier: 1}, &v1alpha1.When{Inputs: v1alpha1.InputsSocial, Revision: yes()}
	tests := map[string]struct {
		procedure, step *v1alpha1.When
		change          func(p *v1alpha1.Procedure)
		want            bool
	}{
		"a step for social data":           {nil, social, nil, true},
		"a procedure for social data":      {social, nil, nil, true},
		"both":                             {social, social, nil, true},
		"a step under no condition":        {&v1alpha1.When{}, social, nil, true},
		"for all data":                     {nil, nil, nil, false},
		"for public data":                  {nil, &v1alpha1.When{Inputs: v1alpha1.InputsPublic}, nil, false},
		"of some grants, by the procedure": {some, social, nil, false},
		"of some grants, by the step":      {nil, both, nil, false},
		"of revisions, by the step":        {nil, revised, nil, false},
		"of some grants, of social data":   {both, nil, nil, false},
		"by a step that nobody awaits":     {nil, social, func(p *v1alpha1.Procedure) { p.Steps[0].Gate = no() }, false},
		"by a step that is awaited":        {nil, social, func(p *v1alpha1.Procedure) { p.Steps[0].Gate = yes() }, true},
		"of an agreement":                  {nil, social, func(p *v1alpha1.Procedure) { p.Of = v1alpha1.LinkOperationAgreement }, false},
		"before a grant is suspended":      {nil, social, func(p *v1alpha1.Procedure) { p.Effect = v1alpha1.EffectSuspended }, false},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			p := enters(approve(func(s *v1alpha1.Step) { s.When = tc.step }))
			if p.When = tc.procedure; tc.change != nil {
				tc.change(&p)
			}
			if got := procedure.ConfirmsSocial(grantScene(p).edition); got != tc.want {
				t.Errorf("it is confirmed: %t, want %t", got, tc.want)
			}
		})
	}
}

// TestSocialDataThatWasClearedLater shows that who confirms social data confirms what
// was cleared by then.
func TestSocialDataThatWasClearedLater(t *testing.T) {
	const reject = v1alpha1.OutcomeReject
	social := &v1alpha1.When{Inputs: v1alpha1.InputsSocial}
	tests := map[string]struct {
		procedure, step *v1alpha1.When
		settled         [2]string // of both inputs; nothing where one is not cleared
		outcome         v1alpha1.Outcome
		want            string
	}{
		"neither is cleared":           {nil, social, [2]string{}, "", ""},
		"cleared before":               {nil, social, [2]string{"2025-06-01", "2025-06-02T09:00:00+08:00"}, "", ""},
		"one cleared a second later":   {nil, social, [2]string{"2025-06-01", "2025-06-02T09:00:01+08:00"}, "", v1alpha1.OutOfOrderReason},
		"both cleared later":           {nil, social, [2]string{"2025-06-03", "2025-06-03"}, "", v1alpha1.OutOfOrderReason},
		"by a procedure for such data": {social, nil, [2]string{"2025-06-03", ""}, "", v1alpha1.OutOfOrderReason},
		"a step that is for all":       {nil, nil, [2]string{"2025-06-03", "2025-06-03"}, "", ""},
		"a step that is for a tier":    {nil, &v1alpha1.When{Tier: 2}, [2]string{"2025-06-03", "2025-06-03"}, "", ""},
		"it was rejected":              {nil, social, [2]string{"2025-06-03", "2025-06-03"}, reject, ""},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			p := enters(approve(func(s *v1alpha1.Step) {
				s.When, s.Outcomes = tc.step, []v1alpha1.Outcome{v1alpha1.OutcomeApprove, reject}
			}))
			p.When = tc.procedure
			s := grantScene(p)
			for i, at := range tc.settled {
				if s.subject.Inputs[i].Origin = v1alpha1.OriginSocial; at != "" {
					s.subject.Inputs[i].Settled = instant(at)
				}
			}
			d := s.on("p/s", v1alpha1.ActionApprove, "bureau", "2025-06-02", outcome(tc.outcome))
			r := s.evaluate("2025-06-04")
			if got := why(r, d); got != tc.want {
				t.Errorf("the act: %q, want %q", got, tc.want)
			}
			if done := r.Effect(v1alpha1.EffectEnter).Complete; done != (tc.want == "" && tc.outcome == "") {
				t.Errorf("it entered: %t", done)
			}
		})
	}
}
