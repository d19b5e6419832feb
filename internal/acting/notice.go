// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package acting

import (
	"slices"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/citing"
	"github.com/publicdata-io/mandate/internal/procedure"
)

// Beforehand is what has to be said of an order before it is recorded all the same:
// a Decision cannot be changed.
func Beforehand(o Order, s Scene) []*Refusal {
	o, rule, refusal := resolve(o, s)
	if refusal != nil {
		return nil // told as the refusal that it is
	}
	return notices(o, s, rule)
}

// unborne is the first notice that keeps an order from being recorded.
func unborne(o Order, s Scene, on *rule) *Refusal {
	for _, notice := range notices(o, s, on) {
		if !notice.Borne {
			return notice
		}
	}
	return nil
}

// notices are what of an order is not as its line says, or names what nobody knows.
func notices(o Order, s Scene, on *rule) []*Refusal {
	found := []*Refusal{
		unnarrowed(o, s, on),
		nobody(o, s, "--organization", []v1alpha1.ObjectName{o.Organization}, false),
		nobody(o, s, "--transcribed-by", []v1alpha1.ObjectName{o.TranscribedBy}, takes(o, on)),
		nobody(o, s, "--to", o.To, takes(o, on)),
		strangePoints(o, s, on),
		strangePapers(o, s, on),
	}
	return slices.DeleteFunc(found, func(r *Refusal) bool { return r == nil })
}

// takes says whether an order takes away, or is on a step of what does.
func takes(o Order, on *rule) bool {
	return procedure.Takes(o.Action) || on != nil && procedure.TakesAway(on.procedure.Effect)
}

// notice is something to be said, which holds nothing up where it is borne.
func notice(name string, o Order, s Scene, on *rule, borne bool, value string, choices ...string) *Refusal {
	refusal := refuse(name, o, s, value, choices...)
	refusal.Borne = borne || o.Anyway
	if on != nil {
		refusal.Basis = citing.Rules(on.step.Basis)
	}
	return refusal
}

// unnarrowed is that an order names inputs on a step whose acts are on the whole:
// whoever asks for a part would take, or give, all of it.
func unnarrowed(o Order, s Scene, on *rule) *Refusal {
	if len(o.Inputs) == 0 || on == nil || procedure.Narrows(on.procedure, on.step) {
		return nil
	}
	name := "whole"
	if procedure.TakesAway(on.procedure.Effect) {
		name = "wholeTaken"
	}
	return notice(name, o, s, on, false, string(o.Step), inWords(o.Inputs)...)
}

// nobody is that a flag names organisations that are known not to exist. Of what
// takes away only whose act it is holds it up: it would be lifted by nobody.
func nobody(o Order, s Scene, flag string, named []v1alpha1.ObjectName, borne bool) *Refusal {
	unknown := slices.DeleteFunc(slices.Clone(named), func(of v1alpha1.ObjectName) bool { return !slices.Contains(s.Unknown, of) })
	if len(unknown) == 0 {
		return nil
	}
	return notice("nobody", o, s, nil, borne, flag, inWords(unknown)...)
}

// strangePoints is that findings are on points that nobody asks of the step.
func strangePoints(o Order, s Scene, on *rule) *Refusal {
	var asked, strange []v1alpha1.PointName
	if on != nil {
		asked = slices.Clone(on.step.Points)
		if on.procedure.Effect == v1alpha1.EffectRectification {
			asked = append(asked, v1alpha1.PointMajorRisk)
		}
	}
	for _, f := range o.Findings {
		if !slices.Contains(asked, f.Point) {
			strange = append(strange, f.Point)
		}
	}
	if len(strange) == 0 {
		return nil
	}
	refusal := notice("strangePoints", o, s, on, takes(o, on), string(o.Step), inWords(strange)...)
	refusal.Asked = inWords(asked)
	return refusal
}

// strangePapers is that papers are given that the step does not ask for: they may
// well belong to the act.
func strangePapers(o Order, s Scene, on *rule) *Refusal {
	var asked, strange []v1alpha1.PointName
	if on != nil {
		asked = on.step.Evidence
	}
	for _, e := range o.Evidence {
		if !slices.Contains(asked, e.Name) {
			strange = append(strange, e.Name)
		}
	}
	if len(strange) == 0 {
		return nil
	}
	refusal := notice("strangePapers", o, s, on, true, string(o.Step), inWords(strange)...)
	refusal.Asked = inWords(asked)
	return refusal
}

func inWords[T ~string](of []T) []string {
	said := make([]string, len(of))
	for i, word := range of {
		said[i] = string(word)
	}
	return said
}
