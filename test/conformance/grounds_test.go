// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package conformance

import (
	"slices"
	"testing"

	"github.com/publicdata-io/mandate/api/v1alpha1"
)

// TestGrounds lets acts rest on the case that a row is, and finds that they take
// effect; then takes the case away, from the act and from the edition, and finds
// that they do not.
func TestGrounds(t *testing.T) {
	for id, edition := range asked(t) {
		for _, ground := range edition.Spec.Grounds {
			if slices.Contains(ground.Basis, v1alpha1.BasisID(id)) {
				t.Run(id, func(t *testing.T) { restsOn(t, edition, ground) })
			}
		}
	}
}

// restsOn plays every act that may rest on the ground.
func restsOn(t *testing.T, edition *v1alpha1.Jurisdiction, ground v1alpha1.Ground) {
	t.Helper()
	played := 0
	for p, step := range stepsOf(edition) {
		if step.Act != ground.Act || !slices.Contains(step.Grounds, ground.ID) || (ground.Of != "" && ground.Of != p.Of) {
			continue
		}
		played++
		done := playAll(t, staged(t, edition, p.Of, p.When, step.When), p)
		for named, want := range map[string]bool{ground.ID: true, "": false, "a case that nobody names": false} {
			if came := done.come(p, done.restingOn(p, step, named)); came != want {
				t.Errorf("%s/%s resting on %q: %s comes: %t, want %t\n%s", p.Name, step.Name, named, p.Effect, came, want, done.why())
			}
		}
		less := *done
		less.stage = &stage{edition: without(done.edition, p.Name, step.Name, ground.ID), subject: done.subject, world: done.world, orgs: done.orgs, zone: done.zone, begin: done.begin}
		if less.come(p, done.restingOn(p, step, ground.ID)) {
			t.Errorf("%s/%s: under an edition that does not name %q %s comes by it all the same", p.Name, step.Name, ground.ID, p.Effect)
		}
	}
	if played == 0 {
		t.Errorf("no step of an edition rests on %q", ground.ID)
	}
}

// restingOn are the acts, with one ground for every act on a step.
func (p *play) restingOn(of *v1alpha1.Procedure, step *v1alpha1.Step, ground string) []*v1alpha1.Decision {
	acts := slices.Clone(p.acts)
	for i, d := range acts {
		if d.Spec.Step == v1alpha1.StepReference(of.Name+"/"+step.Name) && d.Spec.Action == step.Act {
			acts[i] = d.DeepCopy()
			acts[i].Spec.Ground = ground
		}
	}
	return acts
}

// without is the edition in which a step does not rest on a ground.
func without(edition *v1alpha1.Jurisdiction, procedure, step, ground string) *v1alpha1.Jurisdiction {
	less := edition.DeepCopy()
	for i := range less.Spec.Procedures {
		for j := range less.Spec.Procedures[i].Steps {
			s := &less.Spec.Procedures[i].Steps[j]
			if less.Spec.Procedures[i].Name == procedure && s.Name == step {
				s.Grounds = append(slices.DeleteFunc(s.Grounds, func(id string) bool { return id == ground }), "another")
			}
		}
	}
	return less
}
