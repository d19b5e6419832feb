// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package plugin

import (
	"context"
	"fmt"
	"slices"
	"time"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/controllers/kube"
	"github.com/publicdata-io/mandate/internal/authorization"
	"github.com/publicdata-io/mandate/internal/finding"
	"github.com/publicdata-io/mandate/internal/jurisdiction"
	"github.com/publicdata-io/mandate/internal/login"
	"github.com/publicdata-io/mandate/internal/procedure"
	"github.com/publicdata-io/mandate/internal/sandbox"
)

// shared is who else is served from the place of what a Decision takes.
type shared struct {
	decision *v1alpha1.Decision
	// taken are the data that it takes: a resource, or inputs of a grant or an
	// agreement that keeps others.
	taken []sandbox.Neighbour
	// others are not known to be out of force: any in the domain beside a resource,
	// those that are kept beside inputs.
	others []sandbox.Neighbour
	// unread is what could not be read for it.
	unread error
}

// briefly bounds what is read for a warning, after the record.
const briefly = 3 * time.Second

// shares looks who else is served from the place of what a Decision takes: nobody,
// where it takes no data, or all of it.
func (s survey) shares(ctx context.Context, d *v1alpha1.Decision, edition *v1alpha1.Jurisdiction, now time.Time) shared {
	found := shared{decision: d, taken: takenBy(d, edition)}
	if len(found.taken) == 0 || !takesData(d, edition) {
		return found
	}
	ctx, cancel := context.WithTimeout(ctx, briefly)
	defer cancel()
	places, err := kube.Places(ctx, s.glance, d.Namespace)
	if len(places) == 0 || slices.ContainsFunc(places, func(p sandbox.Place) bool { return found.takes(p) && p.Resource.Spec.Endpoint.CIDR == nil }) {
		found.unread = err // no Service leads to addresses
	}
	var names []v1alpha1.ObjectName
	for _, place := range places {
		if found.takes(place) {
			names = append(names, place.Beside(places)...)
		}
	}
	slices.Sort(names)
	found.others = s.open(ctx, d, slices.DeleteFunc(slices.Compact(names), found.has), now)
	return found
}

func (s shared) takes(p sandbox.Place) bool { return s.has(v1alpha1.ObjectName(p.Resource.Name)) }

func (s shared) has(name v1alpha1.ObjectName) bool {
	return slices.ContainsFunc(s.taken, func(n sandbox.Neighbour) bool { return n.Name == name })
}

// takenBy are the data that a Decision is on: a resource, or inputs, where they are
// not taken with all others.
func takenBy(d *v1alpha1.Decision, edition *v1alpha1.Jurisdiction) []sandbox.Neighbour {
	var taken []sandbox.Neighbour
	if d.Spec.Subject.Kind == v1alpha1.OnDataResource {
		return []sandbox.Neighbour{{Name: d.Spec.Subject.Name}}
	}
	of, step := jurisdiction.StepOf(edition, d.Spec.Step)
	if whole := step != nil && !procedure.Narrows(of, step); d.Spec.Scope != nil && !whole {
		for _, name := range d.Spec.Scope.Inputs {
			taken = append(taken, sandbox.Neighbour{Name: name})
		}
	}
	return taken
}

// open are those of names that are not known to be out of force, of inputs as those of
// what the Decision is on. What is not read leaves it open.
func (s survey) open(ctx context.Context, d *v1alpha1.Decision, names []v1alpha1.ObjectName, now time.Time) []sandbox.Neighbour {
	var of []sandbox.Neighbour
	if len(names) == 0 {
		return nil
	}
	if d.Spec.Subject.Kind != v1alpha1.OnDataResource {
		facts, _ := s.facts(ctx, d.Spec.Subject.DecisionSubject, d.Namespace)
		for _, in := range verdict(facts, d.Spec.Subject.DecisionSubject, now).Inputs {
			if slices.Contains(names, in.Resource) && in.Force != authorization.Denied {
				of = append(of, sandbox.Neighbour{Name: in.Resource, Force: in.Force})
			}
		}
		return of
	}
	for _, name := range names {
		facts, _ := s.facts(ctx, v1alpha1.DecisionSubject{Kind: v1alpha1.OnDataResource, Name: name}, d.Namespace)
		if v := authorization.DecideResource(facts, name, now); v.Force != authorization.Denied {
			of = append(of, sandbox.NeighbourOf(name, v))
		}
	}
	return of
}

// takesData says whether an act, or the procedure whose step it is, ends access.
func takesData(d *v1alpha1.Decision, edition *v1alpha1.Jurisdiction) bool {
	switch d.Spec.Action {
	case v1alpha1.ActionSuspend, v1alpha1.ActionHalt, v1alpha1.ActionTerminate:
		return true
	}
	of, _ := jurisdiction.StepOf(edition, d.Spec.Step)
	return of != nil && procedure.TakesAway(of.Effect)
}

// tellShared says of what was taken through what else it is reached, which lines end
// that, and what could not be read for it.
func (o *actOptions) tellShared(s shared) {
	if len(s.others) > 0 {
		fmt.Fprintln(o.ErrOut, tell(o.language(), s.said()))
	}
	for _, other := range s.others[:min(len(s.others), mostLines)] {
		fmt.Fprintln(o.ErrOut, "  "+o.likewise(s.decision, other.Name))
	}
	if more := len(s.others) - mostLines; more > 0 {
		fmt.Fprintln(o.ErrOut, tell(o.language(), finding.Say("and likewise for %d more", more)))
	}
	if s.unread != nil {
		fmt.Fprintln(o.ErrOut, tell(o.language(), finding.Say("whether anything else is served from the place of %s could not be told in full: %s; the condition Active says what the operator saw (kubectl describe dr/%s -n %s)",
			sandbox.Naming(s.taken), joined(notRead(s.unread)), s.taken[0].Name, s.decision.Namespace)))
	}
}

// said is what the act leaves within reach.
func (s shared) said() finding.Phrase {
	subject, act := s.decision.Spec.Subject, s.decision.Spec.Action
	if subject.Kind == v1alpha1.OnDataResource {
		return finding.Say("this %s is of %s alone, whose data can be reached all the same by whoever was granted %s, since no network tells apart what is served from the same place; to end that:",
			act, sandbox.Naming(s.taken), sandbox.Naming(s.others))
	}
	return finding.Say("this %s is of %s alone, whose data can be reached all the same through %s, which %s %s keeps, since no network tells apart what is served from the same place; to end that:",
		act, sandbox.Naming(s.taken), sandbox.Naming(s.others), subject.Kind, subject.Name)
}

// mostLines is how many lines are told to somebody who acted.
const mostLines = 20

// likewise is the line that does to another resource, or input, what a Decision does:
// a halt, or else a suspension, for the same body and on the same ground.
func (o *actOptions) likewise(d *v1alpha1.Decision, name v1alpha1.ObjectName) string {
	act := v1alpha1.ActionSuspend
	if d.Spec.Action == v1alpha1.ActionHalt {
		act = v1alpha1.ActionHalt
	}
	line := sandbox.Line(act, d.Namespace, "dr/"+name)
	switch d.Spec.Subject.Kind {
	case v1alpha1.OnDeveloperGrant:
		line = sandbox.Line(act, d.Namespace, "dg/"+d.Spec.Subject.Name) + " --input " + string(name)
	case v1alpha1.OnOperationAgreement:
		line = sandbox.Line(act, d.Namespace, "oa/"+d.Spec.Subject.Name) + " --input " + string(name)
	}
	if o.order.Organization != "" {
		line += " --organization " + login.Quote(string(o.order.Organization))
	}
	if o.order.Ground != "" {
		line += " --ground " + login.Quote(o.order.Ground)
	}
	return line
}
