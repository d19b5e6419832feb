// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package procedure

import (
	"slices"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/finding"
)

// Conferral is the step that is waited for before a role is conferred.
type Conferral struct {
	Step v1alpha1.StepReference
	// Giving is its act, whose it is and by which rows.
	Giving finding.Giving
}

// Conferrals are the steps that the procedures wait for which confer one of the
// roles on an organisation that claims it.
func (r *Report) Conferrals(roles []v1alpha1.Role) []Conferral {
	var awaited []Conferral
	for i := range r.Progress {
		p := &r.Progress[i]
		if p.Complete || p.Rejected != nil || p.Unclaimed || !slices.Contains(roles, roleOf(p.Procedure.Effect)) {
			continue
		}
		for j := range p.Steps {
			s := &p.Steps[j]
			if s.State != v1alpha1.StepWaiting || len(s.Waiting) == 0 {
				continue
			}
			awaited = append(awaited, Conferral{
				Step:   v1alpha1.StepReference(p.Procedure.Name + "/" + s.Step.Name),
				Giving: finding.Giving{Act: s.Step.Act, By: finding.All("; ", s.Waiting...), Basis: s.Step.Basis},
			})
		}
	}
	return awaited
}

// Awaits is what is said of the conferrals behind a finding that one is awaited on
// an organisation: nothing where none is known.
func Awaits(of []Conferral, organization v1alpha1.ObjectName) finding.Phrase {
	said := make([]finding.Phrase, len(of))
	for i, c := range of {
		said[i] = finding.Say("step %s on Organization %q, %s of %s", c.Step, organization, c.Giving.Act, c.Giving.By)
	}
	if len(said) == 0 {
		return finding.Phrase{}
	}
	return finding.Say(": %s", finding.All("; ", said...))
}

// AwaitedOn lets a finding be waited for by the first of the conferrals.
func AwaitedOn(found *finding.Finding, of []Conferral) *finding.Finding {
	if len(of) == 0 {
		return found
	}
	return found.GivenBackBy(of[0].Giving)
}
