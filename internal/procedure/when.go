// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package procedure

import (
	"slices"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/division"
	"github.com/publicdata-io/mandate/internal/finding"
)

// holds says whether a condition holds of the subject. What could not be read
// holds: it never makes less necessary.
func (e *engine) holds(w *v1alpha1.When) bool {
	if w == nil {
		return true
	}
	t := &e.subject.Traits
	return is(w.Revision, t.Revision) && is(w.Renewal, t.Renewal) && is(w.Shared, t.Shared) &&
		asked(w.Level, max(t.Level, 1)) && asked(w.DivisionLevel, division.LevelOf(e.subject.Division)) &&
		asked(w.Mode, t.Mode) && asked(w.Tier, t.Tier) && asked(w.Seeks, t.Seeks) &&
		e.extended(w.Inputs) &&
		e.registered(w.RegisteredIn) && e.drafted(w.Drafter)
}

// asked says whether a value is the one that is asked for, if one is.
func asked[T comparable](want, got T) bool {
	var anything T
	return want == anything || want == got
}

func is(want *bool, got bool) bool { return want == nil || *want == got }

// extended says whether the subject holds inputs that the rule is for.
func (e *engine) extended(by v1alpha1.InputScope) bool {
	switch by {
	case "":
		return true
	case v1alpha1.InputsAdded:
		return slices.ContainsFunc(e.subject.Inputs, func(in Input) bool { return in.Added })
	case v1alpha1.InputsSocial:
		return slices.ContainsFunc(e.subject.Inputs, func(in Input) bool { return in.Origin != v1alpha1.OriginPublic })
	case v1alpha1.InputsPublic:
		return !slices.ContainsFunc(e.subject.Inputs, func(in Input) bool { return in.Origin == v1alpha1.OriginSocial })
	}
	return (by == v1alpha1.InputsOutsideAgreement) == e.subject.Traits.OutsideAgreement
}

// concerned are those of some inputs that a step is for where it is for each:
// all of them, or where it or its procedure is asked for because of added ones,
// these alone.
func concerned(p *v1alpha1.Procedure, s *v1alpha1.Step, inputs []Input) []Input {
	if s.Each != v1alpha1.EachInput || !isForAdded(s.When) && !isForAdded(p.When) {
		return inputs
	}
	return slices.DeleteFunc(slices.Clone(inputs), func(in Input) bool { return !in.Added })
}

func isForAdded(w *v1alpha1.When) bool { return w != nil && w.Inputs == v1alpha1.InputsAdded }

// AsksOfAdded says whether a procedure of a kind, or a step of one, is for data
// that join alone, so that has to be known which were held before.
func AsksOfAdded(edition *v1alpha1.Jurisdiction, kind v1alpha1.LinkKind) bool {
	return slices.ContainsFunc(edition.Spec.Procedures, func(p v1alpha1.Procedure) bool {
		return p.Of == kind && (isForAdded(p.When) || slices.ContainsFunc(p.Steps, func(s v1alpha1.Step) bool { return isForAdded(s.When) }))
	})
}

// ConfirmsSocial says whether an edition asks of every grant that somebody confirms
// the social data among its inputs, and of no other condition.
func ConfirmsSocial(edition *v1alpha1.Jurisdiction) bool {
	return slices.ContainsFunc(edition.Spec.Procedures, func(p v1alpha1.Procedure) bool {
		return p.Of == v1alpha1.LinkDeveloperGrant && p.Effect == v1alpha1.EffectEnter && forAnySocial(p.When) &&
			slices.ContainsFunc(p.Steps, func(s v1alpha1.Step) bool {
				return isForSocial(p.When, s.When) && forAnySocial(s.When) && (s.Gate == nil || *s.Gate)
			})
	})
}

// forAnySocial says whether a condition holds of whatever has social data.
func forAnySocial(w *v1alpha1.When) bool {
	return w == nil || *w == v1alpha1.When{} || *w == v1alpha1.When{Inputs: v1alpha1.InputsSocial}
}

// isForSocial says whether a step is asked for because of social data, by its
// procedure's condition or its own.
func isForSocial(whens ...*v1alpha1.When) bool {
	return slices.ContainsFunc(whens, func(w *v1alpha1.When) bool { return w != nil && w.Inputs == v1alpha1.InputsSocial })
}

// unsettled finds that an act confirms social data that was cleared after it: its
// content may have been another one.
func (e *engine) unsettled(a *act) *finding.Finding {
	if !isForSocial(a.procedure.When, a.step.When) || !a.affirms() {
		return nil
	}
	for i := range e.subject.Inputs {
		if in := &e.subject.Inputs[i]; in.Settled.After(a.since) {
			return finding.New(v1alpha1.OutOfOrderReason, a.step.Basis,
				"DataResource %q was cleared as it is at %s, after this act, whose content may have been another; record the act again",
				in.Resource, e.show(in.Settled))
		}
	}
	return nil
}

// registered says where the subject or its holder is registered, seen from the
// edition's territory: at its own level counts as outside (D61).
func (e *engine) registered(in v1alpha1.RegisteredIn) bool {
	at, territory := e.subject.Registration, e.edition.Spec.Division
	if in == "" || at == "" {
		return true
	}
	inside := division.Contains(territory, at) && !division.Same(territory, at)
	return inside == (in == v1alpha1.RegisteredInside)
}

func (e *engine) drafted(role v1alpha1.Role) bool {
	if role == "" {
		return true
	}
	drafters, known := e.subject.Parties[v1alpha1.PartyDrafter]
	if !known {
		return true
	}
	for _, name := range drafters {
		org, reading := e.organization(v1alpha1.ObjectName(name))
		if reading == Unread || (org != nil && slices.Contains(org.Declared, role)) {
			return true
		}
	}
	return false
}
