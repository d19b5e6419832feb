// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package conformance

import (
	"fmt"
	"slices"
	"testing"

	"github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/division"
)

// TestByAnother lets every act that a row asks for be done by somebody else: by
// one who has none of the roles, and by one who has them at another place. The
// effect does not come by the one nor by the other; a duty that nothing waits for
// stays open.
func TestByAnother(t *testing.T) {
	for id, edition := range asked(t) {
		for p, step := range stepsOf(edition) {
			if slices.Contains(step.Basis, v1alpha1.BasisID(id)) {
				t.Run(id, func(t *testing.T) { byAnother(t, edition, p, step) })
			}
		}
	}
}

func byAnother(t *testing.T, edition *v1alpha1.Jurisdiction, p *v1alpha1.Procedure, step *v1alpha1.Step) {
	done := playAll(t, staged(t, edition, p.Of, p.When, step.When), p)
	if !done.come(p, done.acts) {
		t.Fatalf("%s/%s: everything was done, and %s has not come:\n%s", p.Name, step.Name, p.Effect, done.why())
	}
	done.subject.OpenedAt = done.now()
	for i, d := range done.acts {
		if d.Spec.Step != v1alpha1.StepReference(p.Name+"/"+step.Name) || d.Spec.Action != step.Act {
			continue
		}
		for _, other := range done.others(step, d.Spec.Organization) {
			acts := slices.Clone(done.acts)
			acts[i] = d.DeepCopy()
			acts[i].Spec.Organization = other
			if step.Gate != nil {
				done.owes(t, acts, step, d.Spec.Step, fmt.Sprintf("when %s, %+v, acts for %s", other, done.orgs[other], d.Spec.Organization))
				continue
			}
			if done.come(p, acts) {
				t.Errorf("%s/%s: %s comes all the same when %s, %+v, acts for %s", p.Name, step.Name, p.Effect, other, done.orgs[other], d.Spec.Organization)
			}
		}
	}
}

// others are organisations that may not act for the one: one of no role at its
// own place, and one of its roles at each place where the step wants nobody.
func (s *stage) others(step *v1alpha1.Step, who v1alpha1.ObjectName) []v1alpha1.ObjectName {
	stranger := *s.orgs[who]
	stranger.Name, stranger.Declared, stranger.Conferred, stranger.Affiliates = "stranger", nil, nil, nil
	s.orgs["stranger"] = &stranger
	names := []v1alpha1.ObjectName{"stranger"}
	for _, place := range []string{elsewhere, division.At(v1alpha1.DivisionProvince, s.subject.Division), s.subject.Division[:4] + "00", s.subject.Division[:4] + "99"} {
		if !slices.ContainsFunc(step.By, func(p v1alpha1.Party) bool { return s.mayAct(&p, place) }) {
			same := *s.orgs[who]
			name := v1alpha1.ObjectName("namesake-" + place)
			same.Name, same.Division = name, place
			s.orgs[name] = &same
			names = append(names, name)
		}
	}
	return names
}

// mayAct says whether the place of whoever acts matters to a party, and this one
// will do.
func (s *stage) mayAct(p *v1alpha1.Party, place string) bool {
	if p.Ref != "" || p.Owner != "" {
		return p.Ref == v1alpha1.PartyApplicant
	}
	choices := p.Among
	if p.AtLeast == nil {
		choices = []v1alpha1.PartyChoice{{Role: p.Role, Level: p.Level, At: p.At}}
	}
	return slices.ContainsFunc(choices, func(c v1alpha1.PartyChoice) bool {
		at := s.place(&c)
		return c.Level == v1alpha1.LevelAny || at == place || (c.Level == "" && division.Contains(place, at))
	})
}

// TestOtherLevels finds that a subject of a level for which the edition has no
// procedure never comes into force, whoever does whatever in one of another.
func TestOtherLevels(t *testing.T) {
	for id, edition := range asked(t) {
		for i := range edition.Spec.Procedures {
			p := &edition.Spec.Procedures[i]
			if left := leftOut(edition, p); p.Effect == v1alpha1.EffectEnter && len(left) > 0 && citesRow(p, id) {
				t.Run(id, func(t *testing.T) { ofAnotherLevel(t, edition, p, left) })
			}
		}
	}
}

// leftOut are the levels of which no procedure with the same effect is.
func leftOut(edition *v1alpha1.Jurisdiction, p *v1alpha1.Procedure) []v1alpha1.DivisionLevel {
	if p.When == nil || p.When.DivisionLevel == "" {
		return nil
	}
	return slices.DeleteFunc([]v1alpha1.DivisionLevel{v1alpha1.DivisionProvince, v1alpha1.DivisionCity, v1alpha1.DivisionCounty}, func(level v1alpha1.DivisionLevel) bool {
		return slices.ContainsFunc(edition.Spec.Procedures, func(other v1alpha1.Procedure) bool {
			return other.Of == p.Of && other.Effect == p.Effect && (other.When == nil || other.When.DivisionLevel == level)
		})
	})
}

func ofAnotherLevel(t *testing.T, edition *v1alpha1.Jurisdiction, p *v1alpha1.Procedure, levels []v1alpha1.DivisionLevel) {
	done := playAll(t, staged(t, edition, p.Of, p.When), p)
	if !done.come(p, done.acts) {
		t.Fatalf("%s: everything was done, and %s has not come:\n%s", p.Name, p.Effect, done.why())
	}
	for _, level := range levels {
		done.meetPlaces(&v1alpha1.When{DivisionLevel: level})
		if done.come(p, done.acts) {
			t.Errorf("%s of a %s comes by the procedure of a %s", p.Effect, level, p.When.DivisionLevel)
		}
	}
}
