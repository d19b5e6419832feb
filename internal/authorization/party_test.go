// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package authorization_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/authorization"
	"github.com/publicdata-io/mandate/test/builder"
)

// recognising is Health under an edition in which a developer is recognised by
// Decision of its data authority.
func recognising() *builder.Chain {
	edition := builder.Jurisdiction("demo", 1).Procedure(v1alpha1.Procedure{
		Name: "recognition", Of: v1alpha1.LinkOrganization, Effect: "Recognised:Developer",
		Steps: []v1alpha1.Step{{Name: "recognise", Act: v1alpha1.ActionRecognise, By: []v1alpha1.Party{{Role: "DataAuthority", Level: v1alpha1.LevelAny}}, Basis: []v1alpha1.BasisID{"NX-13.1"}}},
	}).Obj()
	holder := builder.Organization(builder.Holder).Roles(v1alpha1.RoleDeveloper, "Consumer").Obj()
	return builder.Health().Put(edition, holder)
}

// TestAnOrganisationShowsWhatWasConferred shows which roles of an organisation
// count under a code, which are awaited and from whom.
func TestAnOrganisationShowsWhatWasConferred(t *testing.T) {
	facts := func(c *builder.Chain) *authorization.Facts {
		f := c.OfGrant("g") // reads the editions, and who decided
		return f
	}
	recognise := func(c *builder.Chain, by string) *builder.Chain {
		d := builder.Decision("r").By(by).ActedOn("2026-03-02").Recorded("2026-03-02T00:00:00Z").Does(v1alpha1.ActionRecognise, v1alpha1.OnOrganization, builder.Holder).
			Step("recognition/recognise").Covers(v1alpha1.PartAll, facts(c).Party(builder.Holder, now).Procedure.Digests[0].Digest).Obj()
		d.Spec.Jurisdiction = "demo.1"
		return c.Put(d)
	}
	// appointing is an edition that confers another role beside, which the holder
	// does not claim.
	appointing := func(c *builder.Chain) *builder.Chain {
		f := facts(c)
		edition := f.Jurisdictions["demo.1"].Get().DeepCopy()
		appoint := edition.Spec.Procedures[len(edition.Spec.Procedures)-1].DeepCopy()
		appoint.Name, appoint.Effect, appoint.Steps[0].Name = "appointment", "Appointed:ImplementingAgency", "appoint"
		edition.Spec.Procedures = append([]v1alpha1.Procedure{*appoint}, edition.Spec.Procedures...)
		return c.Put(edition)
	}
	// elsewhere puts the edition into another place than that of the holder.
	elsewhere := func(c *builder.Chain) *builder.Chain {
		edition := facts(c).Jurisdictions["demo.1"].Get().DeepCopy()
		edition.Spec.Division = "110000"
		holder := facts(c).Organizations[builder.Holder].Get().DeepCopy()
		holder.Spec.Division = "310000"
		return c.Put(edition, holder)
	}
	tests := map[string]struct {
		chain       *builder.Chain
		at          string
		want        []v1alpha1.RolesOfCode
		wantWaiting string
	}{
		"an edition of another place":            {elsewhere(recognising()), "2026-03-10T00:00:00Z", []v1alpha1.RolesOfCode{{Code: "demo", Missing: []v1alpha1.Role{v1alpha1.RoleDeveloper}}}, ""},
		"of another place, where somebody acted": {recognise(elsewhere(recognising()), builder.Operator), "2026-03-10T00:00:00Z", []v1alpha1.RolesOfCode{{Code: "demo", Missing: []v1alpha1.Role{v1alpha1.RoleDeveloper}}}, "DataAuthority of anywhere"},
		"it claims no more":                      {appointing(recognise(recognising(), builder.Bureau)), "2026-03-10T00:00:00Z", []v1alpha1.RolesOfCode{{Code: "demo", Conferred: []v1alpha1.Role{v1alpha1.RoleDeveloper}}}, ""},
		"nobody has":                             {recognising(), "2026-03-10T00:00:00Z", []v1alpha1.RolesOfCode{{Code: "demo", Missing: []v1alpha1.Role{v1alpha1.RoleDeveloper}}}, "DataAuthority of anywhere"},
		"the authority has":                      {recognise(recognising(), builder.Bureau), "2026-03-10T00:00:00Z", []v1alpha1.RolesOfCode{{Code: "demo", Conferred: []v1alpha1.Role{v1alpha1.RoleDeveloper}}}, ""},
		"another one has":                        {recognise(recognising(), builder.Operator), "2026-03-10T00:00:00Z", []v1alpha1.RolesOfCode{{Code: "demo", Missing: []v1alpha1.Role{v1alpha1.RoleDeveloper}}}, "DataAuthority of anywhere"},
		"the edition asks not":                   {builder.Health(), "2026-03-10T00:00:00Z", nil, ""},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			party := facts(tc.chain).Party(builder.Holder, builder.Instant(tc.at))
			if diff := cmp.Diff(tc.want, party.Roles); diff != "" {
				t.Errorf("the roles (-want +got):\n%s", diff)
			}
			if party.Procedure.WaitingFor != tc.wantWaiting {
				t.Errorf("it waits for %q, want %q", party.Procedure.WaitingFor, tc.wantWaiting)
			}
		})
	}
}

// TestAnOrganisationWaitsForWhoIsOfItsPlace puts an edition of the place of an
// organisation beside one of another.
func TestAnOrganisationWaitsForWhoIsOfItsPlace(t *testing.T) {
	facts := recognising().OfGrant("g")
	holder := facts.Organizations[builder.Holder].Get()
	holder.Spec.Division = "310100"
	for name, place := range map[string]string{"abroad": "110000", "home": "310000"} {
		edition := facts.Jurisdictions["demo.1"].Get().DeepCopy()
		edition.Name, edition.Spec.Code, edition.Spec.Division = name+".1", name, place
		edition.Spec.Procedures[len(edition.Spec.Procedures)-1].Steps[0].By[0] = v1alpha1.Party{Role: "DataAuthority", Level: v1alpha1.LevelSame, At: v1alpha1.AnchorEdition}
		facts.Jurisdictions[v1alpha1.ObjectName(edition.Name)] = authorization.Found(edition)
	}
	delete(facts.Jurisdictions, "demo.1")
	const want = "DataAuthority of 310000"
	if got := facts.Party(builder.Holder, now).Procedure.WaitingFor; got != want {
		t.Errorf("it waits for %q, want %q", got, want)
	}
}

// TestAnOrganisationIsReadByTheLatestEditionOfEachCode shows which editions confer
// roles on an organisation, and what is told where one may be missing among them.
func TestAnOrganisationIsReadByTheLatestEditionOfEachCode(t *testing.T) {
	edition := func(code string, number int32, roles ...v1alpha1.Role) *v1alpha1.Jurisdiction {
		b := builder.Jurisdiction(code, number)
		for _, role := range roles {
			b = b.Procedure(v1alpha1.Procedure{
				Name: "as-" + strings.ToLower(string(role)), Of: v1alpha1.LinkOrganization, Effect: v1alpha1.Effect("Recognised:" + string(role)),
				Steps: []v1alpha1.Step{{Name: "recognise", Act: v1alpha1.ActionRecognise, By: []v1alpha1.Party{{Role: "DataAuthority", Level: v1alpha1.LevelAny}}, Basis: []v1alpha1.BasisID{"policy"}}},
			})
		}
		return b.Obj()
	}
	const developer, consumer = v1alpha1.RoleDeveloper, v1alpha1.Role("Consumer")
	later, under := edition("demo", 11, developer, consumer), edition("demo", 12, developer)
	from := v1alpha1.Date("2027-01-01")
	later.Spec.EffectiveFrom, under.Spec.Parent = &from, "above.1"
	holder := builder.Organization(builder.Holder).Roles(developer, consumer).Obj()
	facts := builder.Health().Put(holder).OfGrant("g")
	facts.Jurisdictions = map[v1alpha1.ObjectName]authorization.Lookup[v1alpha1.Jurisdiction]{
		"gone.1": authorization.Missing[v1alpha1.Jurisdiction](), "silent.1": authorization.Found(edition("silent", 1)),
		"demo.1": authorization.Found(edition("demo", 1, developer)), "demo.2": authorization.Found(edition("demo", 2, developer)),
		"demo.10": authorization.Found(edition("demo", 10, consumer)), "beta.1": authorization.Found(edition("beta", 1, consumer)),
		"demo.11": authorization.Found(later), "alpha.1": authorization.Found(edition("alpha", 1, developer)), "demo.12": authorization.Found(under),
	}
	want := []v1alpha1.RolesOfCode{{Code: "alpha", Missing: []v1alpha1.Role{developer}}, {Code: "beta", Missing: []v1alpha1.Role{consumer}}, {Code: "demo", Missing: []v1alpha1.Role{consumer}}}
	for name, tc := range map[string]struct {
		above  authorization.Lookup[v1alpha1.Jurisdiction]
		unread bool
	}{
		"the edition above is not there":      {authorization.Missing[v1alpha1.Jurisdiction](), false},
		"the edition above could not be read": {authorization.Lookup[v1alpha1.Jurisdiction]{}, true},
	} {
		facts.Parents["above.1"] = tc.above
		party := facts.Party(builder.Holder, now)
		if diff := cmp.Diff(want, party.Roles); diff != "" {
			t.Errorf("%s: the roles (-want +got):\n%s", name, diff)
		}
		if unread := party.Owing.Unread != nil; unread != tc.unread {
			t.Errorf("%s: nobody can tell what is owed for %v", name, party.Owing.Unread)
		}
	}
}

// TestDataOfWhomTheRulesApplyToByReferenceSaysSo shows the remark on what rests on
// an organisation that the rules do not bind of themselves (HA-2.2, GS-OP-41.1,
// GS-OP-41.2, YZ-7.其他.1).
func TestDataOfWhomTheRulesApplyToByReferenceSaysSo(t *testing.T) {
	for applicability, want := range map[v1alpha1.Applicability]string{
		"":                          given,
		v1alpha1.AppliesByReference: given + `; the rules apply to Organization "` + builder.SourceUnit + `", its source unit, by reference`,
		v1alpha1.AppliesOptionally:  given + `; Organization "` + builder.SourceUnit + `", its source unit, follows the rules of its own choice`,
	} {
		unit := builder.Organization(builder.SourceUnit).Roles("SourceUnit").Obj()
		unit.Spec.Applicability = applicability
		v := authorization.DecideResource(builder.Health().Put(unit).OfResource("visits"), "visits", now)
		if got := whole(v); got != want {
			t.Errorf("of one that applies %q the data is %s, want %s", applicability, got, want)
		}
		if v.Force != authorization.InForce || strings.Contains(v.Reason(), "Applies") {
			t.Errorf("the rules are asked all the same: %s", whole(v))
		}
	}
}

// TestEveryGrantorSigns shows that those who authorise together all sign (co-grantors),
// where the edition asks them to, and that nobody may beside the grantor where not.
func TestEveryGrantorSigns(t *testing.T) {
	s := counting(v1alpha1.OperatorsRule{Max: 9}).agreed("health", builder.Operator, "2026-01-01", "2026-12-31", func(a *v1alpha1.OperationAgreement) {
		a.Spec.CoGrantors = []v1alpha1.ObjectName{"city-bureau"}
	}).signed("health", builder.Operator, "2026-01-05")
	if got := whole(authorization.DecideAgreement(s.OfAgreement("health"), now)); !strings.HasPrefix(got, "denied, ProcedurePending") || !strings.Contains(got, "city-bureau") {
		t.Errorf("signed by one of two grantors it is %s", got)
	}
	first := s.Decisions()[0]
	s.Put(builder.Decision("city").By("city-bureau").ActedOn("2026-01-06").Recorded("2026-01-06T04:00:00Z").Does(v1alpha1.ActionSign, v1alpha1.OnOperationAgreement, "health").
		Step("agreement/sign").Covers(v1alpha1.PartAll, first.Spec.Subject.Digest).Obj())
	if got := whole(authorization.DecideAgreement(s.OfAgreement("health"), now)); got != given {
		t.Errorf("signed by both it is %s", got)
	}
	alone := builder.Jurisdiction("demo", 1).SilentOn(v1alpha1.LinkOperationAgreement).Procedure(v1alpha1.Procedure{
		Name: "agreement", Of: v1alpha1.LinkOperationAgreement, Effect: v1alpha1.EffectEnter, Steps: []v1alpha1.Step{{
			Name: "sign", Act: v1alpha1.ActionSign, By: []v1alpha1.Party{builder.The(v1alpha1.PartyGrantor), builder.The(v1alpha1.PartyOperator)}, Basis: []v1alpha1.BasisID{"policy"},
		}},
	}).Obj()
	if got := whole(authorization.DecideAgreement(s.Put(alone).OfAgreement("health"), now)); !strings.HasPrefix(got, "denied, Unlawful: spec.coGrantors") {
		t.Errorf("under an edition that knows no co-grantors it is %s", got)
	}
}
