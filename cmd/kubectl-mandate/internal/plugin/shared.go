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

// shared is who else is served from the place of a resource that a Decision takes.
type shared struct {
	decision *v1alpha1.Decision
	// others are not known to be out of force.
	others []sandbox.Neighbour
	// unread is what could not be read for it.
	unread error
}

// briefly bounds what is read for a warning: it is not to hold up what takes away.
const briefly = 3 * time.Second

// shares looks who else is served from the place of the resource that a Decision
// takes: nobody, where it takes none.
func (s survey) shares(ctx context.Context, d *v1alpha1.Decision, edition *v1alpha1.Jurisdiction, now time.Time) shared {
	found := shared{decision: d}
	if d.Spec.Subject.Kind != v1alpha1.OnDataResource || !takesData(d, edition) {
		return found
	}
	ctx, cancel := context.WithTimeout(ctx, briefly)
	defer cancel()
	places, err := kube.Places(ctx, s.glance, d.Namespace)
	at := slices.IndexFunc(places, func(p sandbox.Place) bool { return p.Resource.Name == string(d.Spec.Subject.Name) })
	if at < 0 {
		found.unread = err
		return found
	}
	if places[at].Resource.Spec.Endpoint.CIDR == nil { // no Service leads there
		found.unread = err
	}
	for _, name := range places[at].Beside(places) {
		facts, _ := s.facts(ctx, v1alpha1.DecisionSubject{Kind: v1alpha1.OnDataResource, Name: name}, d.Namespace) // what is not read leaves it open
		if v := authorization.DecideResource(facts, name, now); v.Force != authorization.Denied {
			found.others = append(found.others, sandbox.NeighbourOf(name, v))
		}
	}
	return found
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

// warnShared says before the act what it leaves within reach.
func (o *actOptions) warnShared(s shared) shared {
	name := s.decision.Spec.Subject.Name
	if len(s.others) > 0 {
		fmt.Fprintln(o.ErrOut, tell(o.language(), finding.Say("this %s is of DataResource %s alone, whose data can be reached all the same by whoever was granted %s, since no network tells apart what is served from the same place",
			s.decision.Spec.Action, name, sandbox.Naming(s.others))))
	}
	if s.unread != nil {
		fmt.Fprintln(o.ErrOut, tell(o.language(), finding.Say("whether anything else is served from the place of DataResource %s could not be told in full: %s; its condition Active says what the operator saw (kubectl describe dr/%s -n %s)",
			name, joined(notRead(s.unread)), name, s.decision.Namespace)))
	}
	return s
}

// tellShared says after the act which lines end what it left.
func (o *actOptions) tellShared(s shared) {
	if len(s.others) == 0 {
		return
	}
	fmt.Fprintln(o.ErrOut, tell(o.language(), finding.Say("the data of DataResource %s can be reached through %s; to end that:", s.decision.Spec.Subject.Name, sandbox.Naming(s.others))))
	for _, other := range s.others[:min(len(s.others), mostLines)] {
		fmt.Fprintln(o.ErrOut, "  "+o.likewise(s.decision, other.Name))
	}
	if more := len(s.others) - mostLines; more > 0 {
		fmt.Fprintln(o.ErrOut, tell(o.language(), finding.Say("and likewise for %d more", more)))
	}
}

// mostLines is how many lines are told to somebody who acted.
const mostLines = 20

// likewise is the line that does to another resource what a Decision does: a halt,
// or else a suspension, for the same body and on the same ground.
func (o *actOptions) likewise(d *v1alpha1.Decision, name v1alpha1.ObjectName) string {
	act := v1alpha1.ActionSuspend
	if d.Spec.Action == v1alpha1.ActionHalt {
		act = v1alpha1.ActionHalt
	}
	line := sandbox.Line(act, d.Namespace, name)
	if o.order.Organization != "" {
		line += " --organization " + login.Quote(string(o.order.Organization))
	}
	if o.order.Ground != "" {
		line += " --ground " + login.Quote(o.order.Ground)
	}
	return line
}
