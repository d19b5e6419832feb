// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package acting

import (
	"slices"

	"k8s.io/apimachinery/pkg/types"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/procedure"
)

// answered is the Decision that the act answers, or nil where it answers none.
func answered(o Order, s Scene, on *rule) (*v1alpha1.DecisionReference, *Refusal) {
	if o.Regarding != "" {
		at := slices.IndexFunc(s.Acts, func(d *v1alpha1.Decision) bool { return d.Name == string(o.Regarding) })
		if at < 0 {
			return nil, refuse("noAct", o, s, string(o.Regarding), said(within(o, s, on))...)
		}
		return reference(s.Acts[at]), nil
	}
	could, needed := answerable(o, s, on)
	switch {
	case len(could) == 1:
		return reference(could[0]), nil
	case !needed:
		return nil, nil
	case len(could) == 0:
		return nil, refuse("nothingToAnswer", o, s, "")
	}
	return nil, refuse("manyToAnswer", o, s, "", said(could)...)
}

// within are the acts of which one may have been meant: those that can be answered,
// or all where there is none.
func within(o Order, s Scene, on *rule) []*v1alpha1.Decision {
	if could, _ := answerable(o, s, on); len(could) > 0 {
		return could
	}
	return s.Acts
}

// answerable are the acts that this one could answer, and whether it must
// answer one.
func answerable(o Order, s Scene, on *rule) (could []*v1alpha1.Decision, needed bool) {
	keep := func(from []*v1alpha1.Decision, fits func(*v1alpha1.Decision) bool) []*v1alpha1.Decision {
		seen := map[types.UID]bool{} // an act that took twice is one act
		return slices.DeleteFunc(slices.Clone(from), func(d *v1alpha1.Decision) bool {
			before := seen[d.UID]
			seen[d.UID] = true
			return before || s.Idle[d.UID] || !fits(d)
		})
	}
	switch {
	case o.Action == v1alpha1.ActionRelease:
		return keep(s.Standing, func(d *v1alpha1.Decision) bool { return d.Spec.Action == v1alpha1.ActionHalt }), true
	case o.Action == v1alpha1.ActionLift:
		return keep(s.Standing, func(d *v1alpha1.Decision) bool { return liftable(d.Spec.Action) }), true
	case o.Action == v1alpha1.ActionAnnul:
		return keep(s.Acts, func(d *v1alpha1.Decision) bool { return d.Spec.Organization == o.Organization && annullable(d, s) }), true
	case o.Action == v1alpha1.ActionReceive && on != nil:
		return keep(s.Acts, func(d *v1alpha1.Decision) bool {
			return d.Spec.Step == o.Step && d.Spec.Action != v1alpha1.ActionReceive
		}), true
	case on != nil && on.step.Each == v1alpha1.EachApplicant, o.Action == v1alpha1.ActionSelect:
		return keep(s.Acts, func(d *v1alpha1.Decision) bool { return d.Spec.Action == v1alpha1.ActionApply }), true
	case on != nil && on.runs() && !on.opens():
		return keep(s.Acts, func(d *v1alpha1.Decision) bool { return opened(on, d) }), true
	}
	return nil, false
}

// liftable says whether a Lift may answer an act that took away: a Halt is
// released, and what ended something for good does not come back.
func liftable(action v1alpha1.Action) bool {
	return action != v1alpha1.ActionHalt && action != v1alpha1.ActionTerminate && action != v1alpha1.ActionDisqualify
}

// annullable says whether an act can be taken back by who did it: what takes away is
// lifted, and what gave back, or was taken back before, stays so.
func annullable(d *v1alpha1.Decision, s Scene) bool {
	runs := slices.ContainsFunc(rules(s, d.Spec.Subject.Kind), func(r *rule) bool { return r.name() == d.Spec.Step && r.runs() })
	again := slices.ContainsFunc(s.Acts, func(other *v1alpha1.Decision) bool {
		return other.Spec.Action == v1alpha1.ActionAnnul && other.Spec.Organization == d.Spec.Organization &&
			other.Spec.Regarding != nil && string(other.Spec.Regarding.Name) == d.Name
	})
	fixed := []v1alpha1.Action{v1alpha1.ActionAnnul, v1alpha1.ActionLift, v1alpha1.ActionRelease}
	return !runs && !again && !procedure.Takes(d.Spec.Action) && !slices.Contains(fixed, d.Spec.Action)
}

// opened says whether a Decision opened a run of the rule's procedure.
func opened(on *rule, d *v1alpha1.Decision) bool {
	for i := range on.procedure.Steps {
		step := &rule{on.procedure, &on.procedure.Steps[i]}
		if step.opens() && d.Spec.Step == step.name() {
			return true
		}
	}
	return false
}

func reference(d *v1alpha1.Decision) *v1alpha1.DecisionReference {
	return &v1alpha1.DecisionReference{Name: v1alpha1.ObjectName(d.Name), UID: string(d.UID)}
}

func said(acts []*v1alpha1.Decision) []string {
	names := make([]string, len(acts))
	for i, d := range acts {
		names[i] = d.Name + " (" + string(d.Spec.Action) + ", " + string(d.Spec.Organization) + ", " + string(d.Spec.ActedOn) + ")"
	}
	return names
}
