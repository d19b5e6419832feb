// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package authorization_test

import (
	"strings"
	"testing"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/authorization"
	"github.com/publicdata-io/mandate/test/builder"
)

var healthAgreement = v1alpha1.DecisionSubject{Kind: v1alpha1.OnOperationAgreement, Name: "health"}

// legacy is an agreement of 2023 for seven years, under rules that hold from 2026,
// allow three, one operator and one mode, ask for clauses, and that it be signed.
func legacy() *builder.Chain {
	edition := builder.Jurisdiction("demo", 1).EffectiveFrom("2026-01-01").AtMost(v1alpha1.LinkOperationAgreement, 3, v1alpha1.StartDayIncluded, "GS-OP-20.2").
		SilentOn(v1alpha1.LinkOperationAgreement).
		Procedure(v1alpha1.Procedure{
			Name: "agreement", Of: v1alpha1.LinkOperationAgreement, Effect: v1alpha1.EffectEnter,
			Steps: []v1alpha1.Step{{Name: "sign", Act: v1alpha1.ActionSign, By: []v1alpha1.Party{builder.The(v1alpha1.PartyGrantor)}, Basis: []v1alpha1.BasisID{"GS-OP-19.1a"}}},
		}).
		Procedure(v1alpha1.Procedure{
			Name: "transition", Of: v1alpha1.LinkOperationAgreement, Effect: v1alpha1.EffectAdopted,
			Steps: []v1alpha1.Step{{
				Name: "adopt", Act: v1alpha1.ActionAttest, By: []v1alpha1.Party{builder.The(v1alpha1.PartyGrantor)},
				Evidence: []v1alpha1.PointName{"signedAgreement"}, Dated: []v1alpha1.PointName{"signedAgreement"}, Basis: []v1alpha1.BasisID{"GS-OP-40.2"},
			}},
		}).Obj()
	edition.Spec.Transition = &v1alpha1.TransitionRule{Basis: []v1alpha1.BasisID{"GS-OP-40.2"}}
	edition.Spec.Modes = &v1alpha1.ModeRules{OperationAgreement: []v1alpha1.Mode{v1alpha1.ModeWhole}, Basis: []v1alpha1.BasisID{"GS-OP-6.1"}}
	edition.Spec.Content = &v1alpha1.ContentRules{OperationAgreement: []v1alpha1.ContentItem{{Key: "breachLiability", Basis: []v1alpha1.BasisID{"GS-OP-20.10"}}}}
	edition.Spec.Operators = []v1alpha1.OperatorsRule{{Max: 1, Basis: []v1alpha1.BasisID{"SY-5.2c"}}}
	agreement := builder.Agreement("health").Over("visits").Term("2023-07-01", "2030-06-30").Obj()
	agreement.Spec.Mode = v1alpha1.ModeByField
	return builder.Health().Put(edition, agreement)
}

// adopted adds the act by which the grantor adopts it, with the paper as it was signed.
func adopted(c *builder.Chain) *builder.Chain {
	var digest v1alpha1.Digest
	for _, d := range c.OfAgreement("health").Proceedings(healthAgreement, now).Digests {
		digest = d.Digest
	}
	d := builder.Decision("adopt").By(builder.Bureau).ActedOn("2026-01-05").Recorded("2026-01-05T04:00:00Z").
		Does(v1alpha1.ActionAttest, v1alpha1.OnOperationAgreement, "health").Step("transition/adopt").Covers(v1alpha1.PartAll, digest).Obj()
	signed := v1alpha1.Date("2023-06-20")
	d.Spec.Evidence = []v1alpha1.Evidence{{Name: "signedAgreement", SHA256: strings.Repeat("0", 64), IssuedOn: &signed}}
	return c.Put(d)
}

// TestAnAgreementOfBeforeRunsOn: adopted, it is in force as it was signed, with a list
// of what it lacks, and everything that takes away holds against it as against any
// other (GS-OP-40.2, D63).
func TestAnAgreementOfBeforeRunsOn(t *testing.T) {
	const remark = given + `; Legacy: signed before the rules of Jurisdiction "demo.1" held, and adopted by Decision "adopt"`
	unread := func(f *authorization.Facts) { delete(f.Decisions, healthAgreement) }
	tests := map[string]struct {
		facts *authorization.Facts
		at    string
		want  string
	}{
		"as nobody says of it that it is of before":                {legacy().OfAgreement("health"), "2026-03-01T00:00:00Z", "denied, Unlawful: the term ends on 2030-06-30; Jurisdiction \"demo.1\" allows 3 years at most, to 2026-06-30; were it signed before 2026-01-01, from when the rules hold, Attest of Grantor data-bureau on step transition/adopt would let it run on as it is [GS-OP-20.2 (article 20), GS-OP-40.2 (article 40)]"},
		"one that renews another, of which nobody needs to say so": {legacy().Put(renewing()).OfAgreement("health"), "2026-03-01T00:00:00Z", "denied, Unlawful: the term ends on 2030-06-30; Jurisdiction \"demo.1\" allows 3 years at most, to 2026-06-30 [GS-OP-20.2"},
		"adopted": {adopted(legacy()).OfAgreement("health"), "2026-03-01T00:00:00Z", remark},
		"adopted, when nobody can read who adopted it":                               {less(adopted(legacy()).OfAgreement("health"), unread), "2026-03-01T00:00:00Z", "undecided, Undetermined"},
		"not adopted, when nobody can read whether":                                  {less(legacy().OfAgreement("health"), unread), "2026-03-01T00:00:00Z", "undecided, Undetermined"},
		"adopted, and suspended":                                                     {adopted(legacy()).Put(builder.Decision("s").Suspends(v1alpha1.OnOperationAgreement, "health").Obj()).OfAgreement("health"), "2026-03-01T00:00:00Z", "denied, Suspended"},
		"adopted, and terminated":                                                    {adopted(legacy()).Put(builder.Decision("t").Does(v1alpha1.ActionTerminate, v1alpha1.OnOperationAgreement, "health").Obj()).OfAgreement("health"), "2026-03-01T00:00:00Z", "denied, Terminated"},
		"adopted, in the last instant of its own term":                               {adopted(legacy()).OfAgreement("health"), "2030-06-30T15:59:59Z", remark},
		"adopted, and its own term has ended":                                        {adopted(legacy()).OfAgreement("health"), "2030-06-30T16:00:00Z", "denied, TermEnded: the term of OperationAgreement \"health\" ended at 2030-07-01T00:00:00+08:00; a later term needs a new one [GS-OP-40.2 (article 40)]"},
		"adopted, which was taken back":                                              {annulled().OfAgreement("health"), "2026-03-01T00:00:00Z", "denied, Unlawful: the term ends on 2030-06-30; Jurisdiction \"demo.1\" allows 3 years at most, to 2026-06-30; were it signed before 2026-01-01, from when the rules hold, Attest of Grantor data-bureau on step transition/adopt would let it run on as it is; Decision \"adopt\" on that step was taken back by Organization \"data-bureau\" itself (Decision \"annul\", 2026-01-06)"},
		"lawful, and not adopted":                                                    {briefly(legacy()).OfAgreement("health"), "2026-03-01T00:00:00Z", "denied, ProcedurePending: step agreement/sign of OperationAgreement \"health\": awaits Sign of Grantor data-bureau; were it signed before 2026-01-01, from when the rules hold, Attest of Grantor data-bureau on step transition/adopt would let it run on as it is"},
		"of now, which lost its operator's role, when nobody can read its Decisions": {less(ofNow(), unread), "2026-03-01T00:00:00Z", "denied, Unlawful"},
		"adopted, and changed since":                                                 {lengthened(), "2026-03-01T00:00:00Z", "denied, Unlawful"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			if got := whole(authorization.DecideAgreement(tc.facts, builder.Instant(tc.at))); !strings.HasPrefix(got, tc.want) {
				t.Errorf("it is %s, want %s", got, tc.want)
			}
		})
	}
}

// annulled takes the adoption back.
func annulled() *builder.Chain {
	c := adopted(legacy())
	return c.Put(builder.Decision("annul").By(builder.Bureau).ActedOn("2026-01-06").Recorded("2026-01-06T04:00:00Z").
		Answers(v1alpha1.ActionAnnul, c.OfAgreement("health").Decisions[healthAgreement][0]).Obj())
}

// briefly is the agreement with all that the rules ask it to contain.
func briefly(c *builder.Chain) *builder.Chain {
	a := c.OfAgreement("health").Agreement.Get().DeepCopy()
	a.Spec.Term.To, a.Spec.Mode = "2026-06-30", v1alpha1.ModeWhole
	a.Spec.Clauses, a.Spec.Documents = []v1alpha1.Clause{{Key: "breachLiability", Document: "paper", At: "1"}}, []v1alpha1.Document{{Name: "paper", Title: "Paper", SHA256: strings.Repeat("0", 64)}}
	return c.Put(a)
}

// TestWhoAdoptsIsAwaited: status names whose act would let an agreement of before run
// on, of the agreement and of what stands under it, and nobody once it was adopted.
func TestWhoAdoptsIsAwaited(t *testing.T) {
	const adopt = "Attest of Grantor data-bureau [GS-OP-40.2 (article 40)]"
	waiting := legacy().Put(builder.Grant("g").Under("health").Input("visits").Term("2026-01-01", "2026-12-31").Obj())
	for name, tc := range map[string]struct {
		verdict authorization.Verdict
		want    string
	}{
		"the agreement":              {authorization.DecideAgreement(legacy().OfAgreement("health"), now), adopt},
		"a grant under it":           {authorization.DecideGrant(waiting.OfGrant("g"), now), adopt},
		"one that is adopted":        {authorization.DecideAgreement(adopted(legacy()).OfAgreement("health"), now), ""},
		"one whose adoption is over": {authorization.DecideAgreement(annulled().OfAgreement("health"), now), adopt},
		"one that renews another":    {authorization.DecideAgreement(legacy().Put(renewing()).OfAgreement("health"), now), ""},
	} {
		t.Run(name, func(t *testing.T) {
			var got []string
			for _, giving := range tc.verdict.Givings() {
				got = append(got, giving.String())
			}
			if all := strings.Join(got, "; "); all != tc.want {
				t.Errorf("it waits for %q, want %q", all, tc.want)
			}
		})
	}
}

// ofNow is an agreement that begins with the rules, and whose operator is none.
func ofNow() *authorization.Facts {
	a := builder.Agreement("health").Over("visits").Term("2026-01-01", "2028-12-31").Obj()
	a.Spec.Mode = v1alpha1.ModeWhole
	return legacy().Put(a, builder.Organization(builder.Operator).Roles("SourceUnit").Obj()).OfAgreement("health")
}

// renewing is the agreement as one that renews another.
func renewing() *v1alpha1.OperationAgreement {
	a := legacy().OfAgreement("health").Agreement.Get().DeepCopy()
	a.Spec.Renews = "earlier"
	return a
}

// lengthened is an adopted agreement whose term was made longer afterwards.
func lengthened() *authorization.Facts {
	c := adopted(legacy())
	longer := c.OfAgreement("health").Agreement.Get().DeepCopy()
	longer.Spec.Term.To = "2033-06-30"
	return c.Put(longer).OfAgreement("health")
}

// TestWhatAnAdoptedAgreementLacks is the list: every demand of the edition that it
// does not meet, and each step that it was spared. Of another agreement there is none.
func TestWhatAnAdoptedAgreementLacks(t *testing.T) {
	list := func(c *builder.Chain) (lines []string) {
		for _, o := range c.OfAgreement("health").Owing(healthAgreement, now).Owed {
			if o.Gap {
				lines = append(lines, o.Text())
			}
		}
		return lines
	}
	if got := list(legacy()); len(got) > 0 {
		t.Errorf("before it was adopted it lacks %q, want that the verdict says so alone", got)
	}
	got := strings.Join(list(adopted(legacy())), "\n")
	for _, want := range []string{"GS-OP-20.2", "GS-OP-6.1", "clause breachLiability [GS-OP-20.10 (article 20)]; what was adopted is fixed, and one that revises or renews it contains it", "step agreement/sign was not gone through [GS-OP-19.1a"} {
		if !strings.Contains(got, want) {
			t.Errorf("the list lacks %s:\n%s", want, got)
		}
	}
	c := legacy()
	strict := c.OfAgreement("health").Jurisdictions["demo.1"].Get().DeepCopy()
	for basis, ref := range map[v1alpha1.BasisID]v1alpha1.PartyRef{"SY-10.4b": v1alpha1.PartyGrantor, "YZ-4.开发.4": v1alpha1.PartyOperator} {
		strict.Spec.Checks = append(strict.Spec.Checks, v1alpha1.CheckRule{
			Check: v1alpha1.CheckPartyAmong, Of: v1alpha1.PartySourceUnit, Among: []v1alpha1.PartyChoice{{Ref: ref}}, Basis: []v1alpha1.BasisID{basis},
		})
	}
	several := strings.Join(list(adopted(c.Put(strict))), "\n")
	for _, want := range []string{"SY-10.4b", "YZ-4.开发.4"} {
		if !strings.Contains(several, want) {
			t.Errorf("of one resource the list lacks %s:\n%s", want, several)
		}
	}
	unsaid := legacy().OfAgreement("health").Never(healthAgreement, now)
	if len(unsaid) == 0 {
		t.Error("before anybody adopts it nothing is told")
	}
	for _, found := range unsaid {
		if !strings.Contains(found.Message, "on step transition/adopt would let it run on as it is") {
			t.Errorf("it is told %q, and not how it could run on", found.Message)
		}
	}
	told := 0
	for _, found := range adopted(legacy()).OfAgreement("health").Never(healthAgreement, now) {
		if strings.Contains(got, found.Text()) {
			told++
		}
	}
	if told != len(strings.Split(got, "\n")) {
		t.Errorf("before it is applied %d lines of the list are told, want all:\n%s", told, got)
	}
}

// TestWhoSignedUnderTheRulesKeepsThePlace: an agreement that is adopted later takes no
// place of an operator from one that was signed under the rules, and holds its own
// against whoever signs after the adoption.
func TestWhoSignedUnderTheRulesKeepsThePlace(t *testing.T) {
	for on, want := range map[string]string{"2026-01-02": given, "2026-01-04": "denied, PlaceTaken", "2026-01-06": "denied, PlaceTaken"} {
		other := builder.Agreement("other").Over("visits").OperatedBy("second").Term("2026-01-01", "2028-12-31").Obj()
		other.Spec.Mode, other.Spec.Clauses, other.Spec.Documents = v1alpha1.ModeWhole,
			[]v1alpha1.Clause{{Key: "breachLiability", Document: "paper", At: "1"}}, []v1alpha1.Document{{Name: "paper", Title: "Paper", SHA256: strings.Repeat("0", 64)}}
		c := signing{legacy().Put(other, builder.Organization("second").Roles(v1alpha1.RoleOperator).Obj())}.signed("other", "second", on)
		if on == "2026-01-04" { // before that, the earlier one was signed under the rules, too
			c = c.signed("health", builder.Operator, "2026-01-03")
		}
		adopted(c.Chain)
		if got := whole(authorization.DecideAgreement(c.OfAgreement("other"), now)); !strings.HasPrefix(got, want) {
			t.Errorf("signed on %s, the other is %s, want %s", on, got, want)
		}
		if got := whole(authorization.DecideAgreement(c.OfAgreement("health"), now)); !strings.HasPrefix(got, given) {
			t.Errorf("with another one signed on %s, the adopted one is %s", on, got)
		}
	}
}
