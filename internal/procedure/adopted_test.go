// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package procedure_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/procedure"
)

// earlier is an agreement of 2023 under rules that hold from 1 April 2025: whoever
// signs one now goes through the agreement's two steps, and the bureau adopts one of
// before by its dated paper.
func earlier() *scene {
	s := grantScene(
		v1alpha1.Procedure{Name: "agreement", Of: v1alpha1.LinkOperationAgreement, Effect: v1alpha1.EffectEnter, Steps: []v1alpha1.Step{
			{Name: "sign", Act: v1alpha1.ActionSign, By: by(the(v1alpha1.PartyGrantor)), Basis: []v1alpha1.BasisID{"T-2"}},
			{Name: "file", Act: v1alpha1.ActionFile, By: by(the(v1alpha1.PartyGrantor)), After: after("sign"), Gate: no(), Basis: []v1alpha1.BasisID{"T-3"}},
		}},
		v1alpha1.Procedure{Name: "transition", Of: v1alpha1.LinkOperationAgreement, Effect: v1alpha1.EffectAdopted, Steps: []v1alpha1.Step{{
			Name: "adopt", Act: v1alpha1.ActionAttest, By: by(same(v1alpha1.RoleDataAuthority)), Basis: basis,
			Evidence: []v1alpha1.PointName{"signedAgreement"}, Dated: []v1alpha1.PointName{"signedAgreement"},
		}}},
	)
	hold := v1alpha1.Date("2025-04-01")
	s.edition.Spec.EffectiveFrom, s.edition.Spec.Transition = &hold, &v1alpha1.TransitionRule{Basis: basis}
	s.subject.Kind, s.subject.Name = v1alpha1.LinkOperationAgreement, "a"
	begins, _ := procedureDay("2023-07-01")
	s.subject.Begins = &begins
	return s
}

func (s *scene) adopts(org v1alpha1.ObjectName, signed v1alpha1.Date) *v1alpha1.Decision {
	return s.on("transition/adopt", v1alpha1.ActionAttest, org, "2025-04-14", func(d *v1alpha1.DecisionSpec) {
		d.Evidence = []v1alpha1.Evidence{{Name: "signedAgreement", SHA256: strings.Repeat("0", 64), IssuedOn: &signed}}
	})
}

// TestWhatWasSignedBeforeIsAdopted: what was adopted is in force from then, nobody is
// waited for in what the rules ask of others, and what was not done of that is a gap
// (GS-OP-40.2).
func TestWhatWasSignedBeforeIsAdopted(t *testing.T) {
	s := earlier()
	s.adopts("bureau", "2023-06-20")
	before, r := s.evaluate("2025-04-13"), s.evaluate("2025-04-14")
	if before.Effect(v1alpha1.EffectEnter).Complete || before.AdoptedBy() != nil || len(before.Gaps()) > 0 {
		t.Error("it is in force, or adopted, before anybody says so")
	}
	if !r.Effect(v1alpha1.EffectEnter).Complete || r.AdoptedBy() != s.acts[0] {
		t.Fatalf("it is not in force by its adoption: %v", r.Effect(v1alpha1.EffectEnter).Pending)
	}
	if parties, due := r.WaitingFor(); parties != "" || due != nil {
		t.Errorf("it waits for %s until %v, want for nobody", parties, due)
	}
	if status := r.Status(&s.subject); len(status.Procedure) != 1 || status.Procedure[0].Name != "transition" {
		t.Errorf("status.procedure tells of %d procedures, want of the adoption alone", len(status.Procedure))
	}
	if owed := r.Owed(); len(owed) > 0 {
		t.Errorf("it owes %s, want nothing", owed[0].Text())
	}
	var gaps []string
	for _, gap := range r.Gaps() {
		gaps = append(gaps, gap.Text())
	}
	if diff := cmp.Diff([]string{"step agreement/sign was not gone through [T-2]", "step agreement/file was not gone through [T-3]"}, gaps); diff != "" {
		t.Errorf("what it lacks (-want +got):\n%s", diff)
	}
}

// TestAnAdoptionMovesNothingThatCameBefore: what was in force by all that the rules ask
// is so since then, and what comes after a step that was done comes after its own day.
func TestAnAdoptionMovesNothingThatCameBefore(t *testing.T) {
	s := earlier()
	s.on("agreement/sign", v1alpha1.ActionSign, "info-centre", "2025-04-02")
	before := s.evaluate("2025-04-20")
	signed := before.Effect(v1alpha1.EffectEnter)
	s.adopts("bureau", "2023-06-20")
	r := s.evaluate("2025-04-20")
	if got := r.Effect(v1alpha1.EffectEnter); !got.Complete || !got.Since.Equal(signed.Since) {
		t.Errorf("it is in force since %s, want since it was signed, %s", got.Since, signed.Since)
	}
	if gaps := r.Gaps(); len(gaps) > 0 {
		t.Errorf("it was spared nothing, and lacks %s", gaps[0].Text())
	}
	g := grantScene(v1alpha1.Procedure{Name: "grant", Of: v1alpha1.LinkDeveloperGrant, Effect: v1alpha1.EffectEnter, Steps: []v1alpha1.Step{
		{Name: "submit", Act: v1alpha1.ActionSubmit, By: by(the(v1alpha1.PartyHolder)), After: after("agreement/sign"), Basis: basis},
	}})
	g.world.Above = []procedure.Link{{Kind: v1alpha1.LinkOperationAgreement, Report: &r}}
	submit := g.on("grant/submit", v1alpha1.ActionSubmit, "medtech", "2025-04-03")
	if got := why(g.evaluate("2025-04-20"), submit); got != "" {
		t.Errorf("an act of after the signing does not count since the adoption: %s", got)
	}
}

// TestWhatIsNotOfBeforeIsNotAdopted: neither a paper nor a term of after the rules
// counts, nor what comes after an earlier agreement (D63), whoever says so.
func TestWhatIsNotOfBeforeIsNotAdopted(t *testing.T) {
	tests := map[string]struct {
		change func(s *scene)
		signed v1alpha1.Date
		want   string
	}{
		"signed and begun before":              {func(*scene) {}, "2025-03-31", ""},
		"signed on the first day of the rules": {func(*scene) {}, "2025-04-01", v1alpha1.EvidenceMissingReason},
		"begun on the first day of the rules": {func(s *scene) {
			day, _ := procedureDay("2025-04-01")
			s.subject.Begins = &day
		}, "2025-03-31", v1alpha1.NoSuchStepReason},
		"begun on no day that is known": {func(s *scene) { s.subject.Begins = nil }, "2025-03-31", v1alpha1.NoSuchStepReason},
		"a renewal":                     {func(s *scene) { s.subject.Traits.Renewal = true }, "2025-03-31", v1alpha1.NoSuchStepReason},
		"a revision":                    {func(s *scene) { s.subject.Traits.Revision = true }, "2025-03-31", v1alpha1.NoSuchStepReason},
		"before rules that hold from an unset day": {func(s *scene) { s.edition.Spec.EffectiveFrom = nil }, "2025-03-31", v1alpha1.UndeterminedReason},
		"under rules that let nothing run on":      {func(s *scene) { s.edition.Spec.Transition = nil }, "2025-03-31", v1alpha1.UndeterminedReason},
		"by a step that asks for no day":           {func(s *scene) { s.edition.Spec.Procedures[1].Steps[0].Dated = nil }, "2025-03-31", v1alpha1.UndeterminedReason},
		"before the day of the first edition, of which this is a later one": {func(s *scene) {
			first := v1alpha1.Date("2025-03-31")
			s.edition.Spec.Transition.Before = &first
		}, "2025-03-31", v1alpha1.EvidenceMissingReason},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			s := earlier()
			tc.change(s)
			adopt := s.adopts("bureau", tc.signed)
			r := s.evaluate("2025-04-14")
			if got := why(r, adopt); got != tc.want {
				t.Errorf("it does not count for %q, want %q", got, tc.want)
			}
			if adopted := r.Effect(v1alpha1.EffectEnter).Complete; adopted != (tc.want == "") {
				t.Errorf("it is in force: %t", adopted)
			}
		})
	}
}

// TestAnAdoptionStandsInForTheSigningAbove: of a grant under an agreement that was
// adopted, what comes after a step of the agreement is not held up by it, from the day
// of the adoption.
func TestAnAdoptionStandsInForTheSigningAbove(t *testing.T) {
	above := earlier()
	above.adopts("bureau", "2023-06-20")
	adopted := above.evaluate("2025-04-14")
	s := grantScene(v1alpha1.Procedure{Name: "grant", Of: v1alpha1.LinkDeveloperGrant, Effect: v1alpha1.EffectEnter, Steps: []v1alpha1.Step{
		{Name: "submit", Act: v1alpha1.ActionSubmit, By: by(the(v1alpha1.PartyHolder)), After: after("agreement/sign"), Basis: basis},
	}})
	s.world.Above = []procedure.Link{{Kind: v1alpha1.LinkOperationAgreement, Report: &adopted}}
	early := s.on("grant/submit", v1alpha1.ActionSubmit, "medtech", "2025-04-11")
	late := s.on("grant/submit", v1alpha1.ActionSubmit, "medtech", "2025-04-15")
	r := s.evaluate("2025-04-16")
	if got := why(r, early); got == "" {
		t.Error("an act of before the adoption counts")
	}
	if got := why(r, late); got != "" {
		t.Errorf("an act after the adoption does not count: %s", got)
	}
}

// TestWhoAdoptsIsNamed: the act that is awaited next, of all who must do it, while the
// subject may be adopted.
func TestWhoAdoptsIsNamed(t *testing.T) {
	s := earlier()
	s.edition.Spec.Procedures[1].Steps[0].By = by(same(v1alpha1.RoleDataAuthority), the(v1alpha1.PartyGrantor))
	r := s.evaluate("2025-04-14")
	if by := r.Adopting(); by == nil || by.Step != "transition/adopt" || by.Giving.By.String() != "DataAuthority of 640000 and Grantor info-centre" {
		t.Errorf("it may be adopted by %+v", by)
	}
	s = earlier()
	s.adopts("bureau", "2023-06-20")
	if r = s.evaluate("2025-04-14"); r.Adopting() != nil || r.AdoptionTakenBack() != nil {
		t.Errorf("once adopted, it is adopted by %+v", r.Adopting())
	}
}
