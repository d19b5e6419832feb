// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

// Package standing answers: what have people's Decisions taken away from one
// subject, and not given back?
package standing

import (
	"cmp"
	"slices"
	"strings"
	"time"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/calendar"
	"github.com/publicdata-io/mandate/internal/finding"
	"github.com/publicdata-io/mandate/internal/jurisdiction"
)

// Standing is what stands against a subject. The zero Standing is good
// standing: nothing was taken away.
type Standing struct {
	// Acts are the effective taking-away acts, in the order of severity and
	// then of their recording.
	Acts []*v1alpha1.Decision
	// Next is when a giving act that is already recorded takes effect, or zero.
	Next time.Time

	// rules say who gives back.
	rules Rules
}

// Fold reads the standing of one subject out of all Decisions on it. A
// taking-away act counts as soon as it is there, whatever its dates and
// whatever the subject holds, also after the subject was made again.
func Fold(decisions []*v1alpha1.Decision, rules Rules, now time.Time) Standing {
	s := Standing{rules: rules}
	for _, d := range decisions {
		switch {
		case Gives(d.Spec.Action):
			if found := Judge(d, decisions, rules, now); found != nil && found.Reason == v1alpha1.NotYetDueReason {
				s.Next = calendar.Earliest(s.Next, EffectiveAt(d, rules.Zone))
			}
		case Takes(d.Spec.Action) && judge(d, decisions, rules, now) == nil: // whatever its scope covers now
			s.Acts = append(s.Acts, d)
		}
	}
	slices.SortFunc(s.Acts, bySeverity)
	return s
}

// Against finds the gravest act that covers the whole subject.
func (s Standing) Against() *finding.Finding {
	for _, act := range s.Acts {
		if whole(act) {
			return s.describe(act)
		}
	}
	return nil
}

// AgainstInput finds the gravest act that covers one input of the subject.
func (s Standing) AgainstInput(resource v1alpha1.ObjectName) *finding.Finding {
	for _, act := range s.Acts {
		if whole(act) || slices.Contains(act.Spec.Scope.Inputs, resource) {
			return s.describe(act)
		}
	}
	return nil
}

// whole says whether an act covers its whole subject. A scope is only of a
// Suspend or Halt and names inputs; any other narrows nothing.
func whole(act *v1alpha1.Decision) bool {
	narrows := act.Spec.Action == v1alpha1.ActionSuspend || act.Spec.Action == v1alpha1.ActionHalt
	return act.Spec.Scope == nil || len(act.Spec.Scope.Inputs) == 0 || !narrows
}

// CoversNothing finds that what takes away from some inputs names none that its
// subject holds. It stands all the same: such an input may join.
func CoversNothing(d *v1alpha1.Decision, named, held []v1alpha1.ObjectName, basis []v1alpha1.BasisID) *finding.Finding {
	if len(held) == 0 || slices.ContainsFunc(named, func(in v1alpha1.ObjectName) bool { return slices.Contains(held, in) }) {
		return nil
	}
	return finding.New(v1alpha1.SubjectMissingReason, basis,
		"spec.scope.inputs %s: %s %q holds none of these, so that nothing is cut; it holds %s. Act again on one of them, or without spec.scope on the whole; this act takes effect by itself once it holds one that it names",
		words(named), d.Spec.Subject.Kind, d.Spec.Subject.Name, words(held))
}

func words(names []v1alpha1.ObjectName) string {
	out := make([]string, len(names))
	for i, name := range names {
		out[i] = string(name)
	}
	return strings.Join(out, ", ")
}

// Gives says whether an action gives back what another took.
func Gives(action v1alpha1.Action) bool {
	return action == v1alpha1.ActionLift || action == v1alpha1.ActionRelease
}

// Takes says whether an action takes away from its subject at once.
func Takes(action v1alpha1.Action) bool {
	_, known := severity[action]
	return known
}

var severity = map[v1alpha1.Action]int{
	v1alpha1.ActionDisqualify: 0, v1alpha1.ActionTerminate: 1, v1alpha1.ActionHalt: 2, v1alpha1.ActionSuspend: 3,
}

func bySeverity(a, b *v1alpha1.Decision) int {
	return cmp.Or(
		cmp.Compare(severity[a.Spec.Action], severity[b.Spec.Action]),
		RecordedAt(a).Compare(RecordedAt(b)),
		cmp.Compare(a.Name, b.Name))
}

func (s Standing) describe(act *v1alpha1.Decision) *finding.Finding {
	subject, by, basis := act.Spec.Subject, act.Spec.Organization, s.rules.basis(act)
	switch act.Spec.Action {
	case v1alpha1.ActionTerminate:
		return finding.New(v1alpha1.TerminatedReason, basis,
			"%s %q was terminated by Organization %q (Decision %q, %s)%s; it does not come back", subject.Kind, subject.Name, by, act.Name, act.Spec.ActedOn, ground(act))
	case v1alpha1.ActionDisqualify:
		return finding.New(v1alpha1.DisqualifiedReason, basis,
			"%s %q was disqualified by Organization %q (Decision %q, %s)%s", subject.Kind, subject.Name, by, act.Name, act.Spec.ActedOn, ground(act))
	case v1alpha1.ActionHalt:
		return finding.New(v1alpha1.HaltedReason, basis,
			"%s %q was halted by Organization %q (Decision %q, %s)%s; a Release regarding it is awaited", subject.Kind, subject.Name, by, act.Name, act.Spec.ActedOn, ground(act)).GivenBackBy(s.giving(act))
	default:
		return finding.New(v1alpha1.SuspendedReason, basis,
			"%s %q was suspended by Organization %q (Decision %q, %s)%s; its Lift regarding that Decision is awaited", subject.Kind, subject.Name, by, act.Name, act.Spec.ActedOn, ground(act)).GivenBackBy(s.giving(act))
	}
}

// giving is the act that gives back what another took: of who took it, or, of a
// Halt, of whom the edition names.
func (s Standing) giving(act *v1alpha1.Decision) finding.Giving {
	gives := finding.Giving{Act: v1alpha1.ActionLift, By: finding.All("", finding.Say("Organization %s", act.Spec.Organization))}
	if act.Spec.Action != v1alpha1.ActionHalt {
		return gives
	}
	gives.Act = v1alpha1.ActionRelease
	if halt := s.rules.Halt; halt != nil && len(halt.ReleaseBy) > 0 {
		gives.By, gives.Basis = finding.All(" or ", jurisdiction.Describe(halt.ReleaseBy, s.rules.Parties, s.rules.Place).Of...), halt.Basis
	}
	return gives
}

func ground(act *v1alpha1.Decision) finding.Phrase {
	if act.Spec.Ground == "" {
		return finding.Say("")
	}
	return finding.Say(" on the ground %s", act.Spec.Ground)
}
