// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package procedure_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/procedure"
)

// What may come in some way is no reason to say that it never will, and what cannot
// come is named with what is missing.
func TestNeverSaysWhatCannotCome(t *testing.T) {
	const grant, enter = v1alpha1.LinkDeveloperGrant, v1alpha1.EffectEnter
	to := func(name string, parties ...v1alpha1.Party) v1alpha1.Step {
		return v1alpha1.Step{Name: name, Act: v1alpha1.ActionApprove, By: parties, Basis: basis}
	}
	mine := the(v1alpha1.PartyHolder)
	price := v1alpha1.Party{Role: priceAuthority}
	one := func(steps ...v1alpha1.Step) v1alpha1.Procedure {
		return v1alpha1.Procedure{Name: "grant", Of: grant, Effect: enter, Steps: steps}
	}
	more := func(name string, of v1alpha1.LinkKind, effect v1alpha1.Effect, steps ...v1alpha1.Step) v1alpha1.Procedure {
		return v1alpha1.Procedure{Name: name, Of: of, Effect: effect, Steps: steps}
	}
	requires := func(q v1alpha1.Requires) v1alpha1.Procedure {
		p := one(to("approve", mine))
		p.Requires = &q
		return p
	}
	plan := func(reading procedure.Reading, steps ...procedure.StepProgress) []procedure.Link {
		return []procedure.Link{{Kind: v1alpha1.LinkImplementationPlan, Name: "plan", Reading: reading, Report: &procedure.Report{
			Progress: []procedure.Progress{{Procedure: &v1alpha1.Procedure{Name: "plan"}, Steps: steps}},
		}}}
	}
	call := func(l procedure.Link) []procedure.Link {
		l.Kind, l.Name = v1alpha1.LinkSelection, "call"
		return []procedure.Link{l}
	}
	published := &v1alpha1.Step{Name: "publish"}
	received := to("file", mine)
	received.To, received.Receipt = []v1alpha1.Party{price}, v1alpha1.RequirementRequired
	unasked := to("unasked", mine)
	unasked.When = &v1alpha1.When{Tier: 1}
	each := to("approve", v1alpha1.Party{Role: v1alpha1.RoleIndustryDepartment, Of: v1alpha1.ScopeOfInputs})
	each.Each = v1alpha1.EachInput
	const reach, nobody = `OutOfOrder: step grant/approve of DeveloperGrant "g" comes after`, `NotEntitled: step grant/`
	tests := map[string]struct {
		procedures []v1alpha1.Procedure
		change     func(s *scene)
		want       string // with what it begins
	}{
		"after a step of its own":                        {[]v1alpha1.Procedure{one(to("submit", mine), following(to("approve", mine), "submit"))}, nil, ""},
		"after a step of another procedure of the grant": {[]v1alpha1.Procedure{more("pre", grant, v1alpha1.EffectCleared, to("look", mine)), one(following(to("approve", mine), "pre/look"))}, nil, ""},
		"after one of it that is not asked for":          {[]v1alpha1.Procedure{more("pre", grant, v1alpha1.EffectCleared, to("look", mine), unasked), one(following(to("approve", mine), "pre/unasked"))}, nil, ""},
		"after one that may run yet":                     {[]v1alpha1.Procedure{more("suspend", grant, v1alpha1.EffectSuspended, to("suspend", mine)), one(following(to("approve", mine), "suspend/suspend"))}, nil, ""},
		"after one of agreements that may run":           {[]v1alpha1.Procedure{more("suspend", v1alpha1.LinkOperationAgreement, v1alpha1.EffectSuspended, to("suspend", mine)), one(following(to("approve", mine), "suspend/suspend"))}, nil, reach + " suspend/suspend,"},
		"after one that is for another tier":             {[]v1alpha1.Procedure{one(following(to("approve", mine), "suspend/suspend")), {Name: "suspend", Of: grant, Effect: v1alpha1.EffectCleared, When: &v1alpha1.When{Tier: 1}, Steps: []v1alpha1.Step{to("suspend", mine)}}}, nil, reach + " suspend/suspend,"},
		"after one that its plan goes through":           {[]v1alpha1.Procedure{one(following(to("approve", mine), "plan/publish"))}, func(s *scene) { s.world.Above = plan(procedure.Found, procedure.StepProgress{Step: published}) }, ""},
		"after one that its plan has done": {[]v1alpha1.Procedure{one(following(to("approve", mine), "plan/publish"))}, func(s *scene) {
			s.world.Above = plan(procedure.Found, procedure.StepProgress{Step: published, State: v1alpha1.StepDone})
		}, ""},
		"of a plan that does not go through it":  {[]v1alpha1.Procedure{one(following(to("approve", mine), "plan/publish"))}, func(s *scene) { s.world.Above = plan(procedure.Found) }, reach + " plan/publish,"},
		"of a plan that could not be read":       {[]v1alpha1.Procedure{one(following(to("approve", mine), "plan/publish"))}, func(s *scene) { s.world.Above = plan(procedure.Unread) }, ""},
		"of a plan that is not there yet":        {[]v1alpha1.Procedure{one(following(to("approve", mine), "plan/publish"))}, func(s *scene) { s.world.Above = plan(procedure.Missing) }, ""},
		"the second of two is out of reach":      {[]v1alpha1.Procedure{one(to("submit", mine), following(to("approve", mine), "submit", "plan/publish"))}, nil, reach + " plan/publish,"},
		"nobody waits for a renewal":             {[]v1alpha1.Procedure{more("renew", grant, v1alpha1.EffectRenewed, to("approve", price))}, nil, ""},
		"a gate says that it is one":             {[]v1alpha1.Procedure{one(withGate(to("approve", price), true))}, nil, nobody + "approve"},
		"nobody can receive":                     {[]v1alpha1.Procedure{one(received)}, nil, nobody + "file"},
		"nobody has to":                          {[]v1alpha1.Procedure{one(func() v1alpha1.Step { s := received; s.Receipt = ""; return s }())}, nil, ""},
		"of two parties the second is nobody":    {[]v1alpha1.Procedure{one(to("approve", mine, price))}, nil, nobody + "approve"},
		"of an owner and nobody":                 {[]v1alpha1.Procedure{one(to("approve", owners(), price))}, nil, nobody + "approve"},
		"who would authorise beside the grantor": {[]v1alpha1.Procedure{one(to("approve", the(v1alpha1.PartyCoGrantor)))}, func(s *scene) { s.subject.Parties[v1alpha1.PartyCoGrantor] = []string{} }, ""},
		"and nobody beside them":                 {[]v1alpha1.Procedure{one(to("approve", the(v1alpha1.PartyCoGrantor), price))}, func(s *scene) { s.subject.Parties[v1alpha1.PartyCoGrantor] = []string{} }, nobody + "approve"},
		"a party that could not be read":         {[]v1alpha1.Procedure{one(to("approve", the(v1alpha1.PartyGrantor)))}, func(s *scene) { delete(s.subject.Parties, v1alpha1.PartyGrantor) }, ""},
		"one that applies, where somebody may":   {[]v1alpha1.Procedure{one(to("approve", the(v1alpha1.PartyApplicant)))}, func(s *scene) { s.subject.Traits.Seeks = v1alpha1.RoleOperator }, ""},
		"one that applies, where nobody may":     {[]v1alpha1.Procedure{one(to("approve", the(v1alpha1.PartyApplicant)))}, func(s *scene) { s.subject.Traits.Seeks = priceAuthority }, nobody + "approve of DeveloperGrant \"g\" is for any PriceAuthority that applies"},
		"one that applies to what names nobody as such": {[]v1alpha1.Procedure{one(to("approve", the(v1alpha1.PartyApplicant)))}, func(s *scene) {
			s.subject.Traits.Seeks, s.subject.Parties[v1alpha1.PartyApplicant] = v1alpha1.RoleOperator, nil
		}, ""},
		"the department of each sector":               {[]v1alpha1.Procedure{one(each)}, nil, nobody + `approve of DeveloperGrant "g" is for IndustryDepartment over 640000 for the sector insurance,`},
		"the department of each sector is there":      {[]v1alpha1.Procedure{one(each)}, func(s *scene) { s.orgs["health-commission"].Sectors = []string{"health", "insurance"} }, ""},
		"who was not read may be anybody":             {[]v1alpha1.Procedure{one(to("approve", price))}, func(s *scene) { s.orgs["unread-1"] = nil }, ""},
		"a call that is required and not named":       {[]v1alpha1.Procedure{requires(v1alpha1.Requires{Selection: v1alpha1.RequiredSelected})}, nil, `RequirementMissing: spec.selection of DeveloperGrant "g" names no Selection`},
		"a call that is named and has not ended":      {[]v1alpha1.Procedure{requires(v1alpha1.Requires{Selection: v1alpha1.RequiredSelected})}, func(s *scene) { s.world.Above = call(procedure.Link{Reading: procedure.Found}) }, ""},
		"a call that is named, and no plan has to be": {[]v1alpha1.Procedure{requires(v1alpha1.Requires{Selection: v1alpha1.RequiredSelected})}, func(s *scene) { s.world.Above = plan(procedure.Found) }, `RequirementMissing: spec.selection of DeveloperGrant "g" names no Selection`},
		"a plan that is named":                        {[]v1alpha1.Procedure{requires(v1alpha1.Requires{Plan: v1alpha1.RequiredInForce})}, func(s *scene) { s.world.Above = plan(procedure.Found) }, ""},
		"a call in which nobody competes":             {[]v1alpha1.Procedure{requires(v1alpha1.Requires{Method: v1alpha1.RequiredCompetitive})}, func(s *scene) { s.world.Above = call(procedure.Link{Reading: procedure.Found}) }, `RequirementMissing: spec.method of DeveloperGrant "g" lets nobody compete`},
		"a call in which they do":                     {[]v1alpha1.Procedure{requires(v1alpha1.Requires{Method: v1alpha1.RequiredCompetitive})}, func(s *scene) { s.world.Above = call(procedure.Link{Reading: procedure.Found, Competitive: true}) }, ""},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			s := grantScene(tc.procedures...)
			if tc.change != nil {
				tc.change(s)
			}
			found := procedure.Never(s.edition, &s.subject, &s.world, slices.Sorted(maps.Keys(s.orgs)))
			var got string
			for _, f := range found {
				got += f.Reason + ": " + f.Text()
			}
			if tc.want == "" && got != "" || !strings.HasPrefix(got, tc.want) || len(found) > 1 {
				t.Errorf("it finds %q, want %q", got, tc.want)
			}
		})
	}
}
