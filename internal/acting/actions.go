// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package acting

import (
	"slices"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
)

// Actions are the closed list of the API, in its order.
var Actions = []v1alpha1.Action{
	v1alpha1.ActionSubmit, v1alpha1.ActionApply, v1alpha1.ActionForward, v1alpha1.ActionGuide, v1alpha1.ActionAssess, v1alpha1.ActionApprove,
	v1alpha1.ActionConsent, v1alpha1.ActionSign, v1alpha1.ActionFile, v1alpha1.ActionReceive, v1alpha1.ActionPublish, v1alpha1.ActionSelect,
	v1alpha1.ActionAppoint, v1alpha1.ActionRecognise, v1alpha1.ActionAuthorise, v1alpha1.ActionClear, v1alpha1.ActionAttest, v1alpha1.ActionRequest,
	v1alpha1.ActionOrder, v1alpha1.ActionAccept, v1alpha1.ActionSuspend, v1alpha1.ActionHalt, v1alpha1.ActionRelease, v1alpha1.ActionLift,
	v1alpha1.ActionTerminate, v1alpha1.ActionDisqualify, v1alpha1.ActionBar, v1alpha1.ActionExcept, v1alpha1.ActionAnnul, v1alpha1.ActionDispose,
}

// stepless are the actions that the API takes without a step.
var stepless = []v1alpha1.Action{
	v1alpha1.ActionSuspend, v1alpha1.ActionLift, v1alpha1.ActionHalt, v1alpha1.ActionRelease, v1alpha1.ActionTerminate,
	v1alpha1.ActionDisqualify, v1alpha1.ActionBar, v1alpha1.ActionAnnul, v1alpha1.ActionDispose,
}

// OnStep says whether an order is on a step of the edition whatever that says, so
// that the edition and what the act covers have to be known. An Objection is
// disposed of by a step; what is kept is without one.
func (o Order) OnStep() bool {
	return o.Step != "" || !slices.Contains(stepless, o.Action) ||
		o.Action == v1alpha1.ActionDispose && o.Subject.Kind == v1alpha1.OnObjection
}

// resolveAct finds the only step of an act that is of a procedure. A receipt is of a
// step that asks for one.
func resolveAct(o Order, s Scene, known []*rule) (Order, *rule, *Refusal) {
	fits := slices.DeleteFunc(slices.Clone(known), func(r *rule) bool {
		return r.step.Act != o.Action && (o.Action != v1alpha1.ActionReceive || r.step.Receipt == "")
	})
	switch {
	case s.Edition == nil:
		return o, nil, refuse("noEdition", o, s, string(o.Action))
	case len(fits) == 0:
		return o, nil, refuse("noStepOf", o, s, string(o.Action), names(known)...)
	case len(fits) > 1:
		return o, nil, refuse("manySteps", o, s, string(o.Action), names(fits)...)
	}
	o.Step = fits[0].name()
	return o, fits[0], nil
}

// barsNobody is what a Bar lacks without which it bars nobody: its last day, or an
// edition that refuses whom it bars.
func barsNobody(o Order, s Scene) *Refusal {
	switch {
	case o.Action != v1alpha1.ActionBar || o.Anyway:
		return nil
	case o.DueDate == "":
		return refuse("noLastDay", o, s, "")
	case s.Edition == nil:
		var refusing []string
		for i := range s.Editions {
			if refuses(&s.Editions[i]) {
				refusing = append(refusing, s.Editions[i].Name)
			}
		}
		if o.Jurisdiction != "" {
			return refuse("unknownEditionOfBar", o, s, string(o.Jurisdiction), refusing...)
		}
		return refuse("noEditionOfBar", o, s, "", refusing...)
	case !refuses(s.Edition):
		return refuse("editionBarsNobody", o, s, s.Edition.Name)
	}
	return nil
}

// refuses says whether an edition refuses what the barred apply for.
func refuses(edition *v1alpha1.Jurisdiction) bool {
	return slices.ContainsFunc(edition.Spec.Checks, func(c v1alpha1.CheckRule) bool { return c.Check == v1alpha1.CheckNotBarred })
}
