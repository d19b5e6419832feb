// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package acting

import (
	"slices"
	"strings"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/procedure"
)

// rule is the step of an edition that an act is on.
type rule struct {
	procedure *v1alpha1.Procedure
	step      *v1alpha1.Step
}

// runs says whether the procedure may run again: its acts name what they are
// about, and carry no digest.
func (r *rule) runs() bool { return procedure.RunsAgain(r.procedure.Effect) }

// opens says whether the step begins a run.
func (r *rule) opens() bool { return procedure.Opens(r.procedure, r.step) }

func (r *rule) name() v1alpha1.StepReference {
	return v1alpha1.StepReference(r.procedure.Name + "/" + r.step.Name)
}

// rules are the steps that the edition has for a kind.
func rules(s Scene, kind v1alpha1.SubjectLinkKind) []*rule {
	if s.Edition == nil {
		return nil
	}
	var found []*rule
	for i := range s.Edition.Spec.Procedures {
		p := &s.Edition.Spec.Procedures[i]
		if string(p.Of) != string(kind) {
			continue
		}
		for j := range p.Steps {
			found = append(found, &rule{p, &p.Steps[j]})
		}
	}
	return found
}

// effectOf is the effect by which an edition may ask for more than the act.
var effectOf = map[v1alpha1.Action]v1alpha1.Effect{
	v1alpha1.ActionSuspend: v1alpha1.EffectSuspended, v1alpha1.ActionLift: v1alpha1.EffectLifted, v1alpha1.ActionTerminate: v1alpha1.EffectTerminated,
}

// resolve finds the step that the order is on. A Halt and a Release are of no
// procedure: nothing delays them.
func resolve(o Order, s Scene) (Order, *rule, *Refusal) {
	known := rules(s, o.Subject.Kind)
	if o.Step != "" {
		return resolveStep(o, s, known)
	}
	effect, may := effectOf[o.Action]
	switch {
	case o.OnStep():
		return resolveAct(o, s, known)
	case !may:
		return o, nil, barsNobody(o, s)
	}
	of := slices.DeleteFunc(known, func(r *rule) bool { return r.procedure.Effect != effect })
	if len(of) == 0 {
		return o, nil, nil
	}
	fits := slices.DeleteFunc(slices.Clone(of), func(r *rule) bool { return r.step.Act != o.Action || !r.opens() })
	if len(fits) != 1 || len(of[0].procedure.Steps) > 1 {
		return o, nil, refuse("procedure", o, s, string(o.Action), names(of)...)
	}
	o.Step = fits[0].name()
	return o, fits[0], nil
}

func resolveStep(o Order, s Scene, known []*rule) (Order, *rule, *Refusal) {
	fits := slices.DeleteFunc(slices.Clone(known), func(r *rule) bool {
		return o.Step != r.name() && (strings.Contains(string(o.Step), "/") || string(o.Step) != r.step.Name)
	})
	switch {
	case s.Edition == nil:
		return o, nil, refuse("noEdition", o, s, string(o.Step))
	case len(fits) == 0:
		return resolveDuty(o, s, known)
	case len(fits) > 1:
		return o, nil, refuse("manySteps", o, s, string(o.Step), names(fits)...)
	}
	found := fits[0]
	o.Step = found.name()
	if o.Action == "" {
		o.Action = found.step.Act
	}
	if o.Action != found.step.Act && o.Action != v1alpha1.ActionReceive {
		return o, nil, refuse("otherAct", o, s, string(o.Action), string(found.step.Act))
	}
	return o, found, nil
}

// resolveDuty finds the duty of the edition that an order names, of which the act is
// fulfilled by a Decision: it is of no procedure, and covers no content.
func resolveDuty(o Order, s Scene, known []*rule) (Order, *rule, *Refusal) {
	choices := names(known)
	for _, duty := range s.Edition.Spec.Duties {
		if string(duty.Of) != string(o.Subject.Kind) || duty.Act == "" {
			continue
		}
		choices = append(choices, duty.Name+" ("+string(duty.Act)+")")
		if duty.Name != string(o.Step) {
			continue
		}
		if o.Action != "" && o.Action != duty.Act {
			return o, nil, refuse("otherAct", o, s, string(o.Action), string(duty.Act))
		}
		o.Action = duty.Act
		return o, nil, nil
	}
	return o, nil, refuse("noStep", o, s, string(o.Step), choices...)
}

func names(of []*rule) []string {
	said := make([]string, len(of))
	for i, r := range of {
		said[i] = string(r.name()) + " (" + string(r.step.Act) + ")"
	}
	return said
}

// whose is the organisation that acts.
func whose(o Order, s Scene) (v1alpha1.ObjectName, *Refusal) {
	switch {
	case o.Organization != "":
		return o.Organization, nil
	case len(s.Organizations) == 1:
		return s.Organizations[0], nil
	}
	choices := make([]string, len(s.Organizations))
	for i, name := range s.Organizations {
		choices[i] = string(name)
	}
	return "", refuse("whose", o, s, s.User, choices...)
}
