// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package ordering

import (
	"encoding/hex"
	"fmt"
	"hash/fnv"
	"slices"
	"strings"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/publicdata-io/mandate/internal/authorization"
)

// Kinds of facts that marks tell of.
const (
	KindJurisdiction = "Jurisdiction"
	KindOrganization = "Organization"
	KindClass        = "SandboxClass"
	KindResource     = "DataResource"
	KindAgreement    = "OperationAgreement"
	KindGrant        = "DeveloperGrant"
	KindDecision     = "Decision"
	KindService      = "Service"
	KindPlan         = "ImplementationPlan"
	KindSelection    = "Selection"
	KindObjection    = "Objection"
	KindCalendar     = "WorkCalendar"
)

// Kinds are all of them.
var Kinds = []string{
	KindJurisdiction, KindOrganization, KindClass, KindResource, KindAgreement, KindGrant, KindDecision, KindService,
	KindPlan, KindSelection, KindObjection, KindCalendar,
}

// each visits every object among the facts.
func each(f *authorization.Facts, visit func(kind string, object metav1.Object)) {
	if f.Grant != nil {
		visit(KindGrant, f.Grant)
	}
	if a := f.Agreement.Get(); a != nil {
		visit(KindAgreement, a)
	}
	if c := f.Class.Get(); c != nil {
		visit(KindClass, c)
	}
	eachEdition(f, visit)
	for _, o := range f.Organizations {
		if o := o.Get(); o != nil {
			visit(KindOrganization, o)
		}
	}
	for _, r := range f.Resources {
		if r := r.Get(); r != nil {
			visit(KindResource, r)
		}
	}
	for _, s := range f.Services {
		if s := s.Get(); s != nil {
			visit(KindService, s)
		}
	}
	eachBefore(f, visit)
	eachBeside(f, visit)
	for _, decisions := range f.Decisions {
		for _, d := range decisions {
			visit(KindDecision, d)
		}
	}
}

// eachEdition visits the editions that the chain pins, and those above them.
func eachEdition(f *authorization.Facts, visit func(kind string, object metav1.Object)) {
	for _, j := range f.Jurisdictions {
		if j := j.Get(); j != nil {
			visit(KindJurisdiction, j)
		}
	}
	for _, j := range f.Parents {
		if j := j.Get(); j != nil {
			visit(KindJurisdiction, j)
		}
	}
}

// eachBeside visits what the chain rests on beside itself: the agreements that it
// names, those that are counted together with one of it, later and earlier versions,
// what bears a code of the catalogue already, and what was terminated.
func eachBeside(f *authorization.Facts, visit func(kind string, object metav1.Object)) {
	for _, a := range f.Agreements {
		if a := a.Get(); a != nil {
			visit(KindAgreement, a)
		}
	}
	for _, rivals := range f.Rivals {
		for _, rival := range rivals {
			each(rival, visit)
		}
	}
	for _, versions := range f.Revisions {
		for _, later := range versions {
			each(later.Facts, visit)
		}
	}
	for _, g := range f.Grants {
		if g := g.Get(); g != nil {
			visit(KindGrant, g)
		}
	}
	for _, r := range f.Entered {
		if r := r.Get(); r != nil {
			visit(KindResource, r)
		}
	}
	for _, ended := range f.Ended {
		each(ended, visit)
	}
}

// eachBefore visits what stands before the agreement, and what procedures rest
// on beside acts.
func eachBefore(f *authorization.Facts, visit func(kind string, object metav1.Object)) {
	for _, p := range f.Plans {
		if p := p.Get(); p != nil {
			visit(KindPlan, p)
		}
	}
	for _, s := range f.Selections {
		if s := s.Get(); s != nil {
			visit(KindSelection, s)
		}
	}
	for _, objections := range f.Objections {
		for _, o := range objections {
			visit(KindObjection, o)
		}
	}
	for _, c := range f.Calendars {
		if c := c.Get(); c != nil {
			visit(KindCalendar, c)
		}
	}
}

// Of are the newest versions among the facts.
func Of(f *authorization.Facts) Versions {
	v := Versions{}
	each(f, func(kind string, object metav1.Object) { v.Add(kind, object.GetResourceVersion()) })
	return v
}

// CauseOf names what stands against a link: the reason, and a digest of the
// message, which names the acts in force, and of the state of the objects it
// rests on. Whatever takes access, gives it back and takes it again is then
// another cause each time, also where the message says the same.
func CauseOf(f *authorization.Facts, reason, message string) string {
	states := []string{message}
	each(f, func(kind string, object metav1.Object) {
		switch kind {
		case KindDecision: // immutable, and those that count are in the message
		case KindService: // counts no generations
			states = append(states, fmt.Sprint(kind, object.GetUID(), object.GetResourceVersion()))
		default:
			states = append(states, fmt.Sprint(kind, object.GetUID(), object.GetGeneration()))
		}
	})
	slices.Sort(states)
	hash := fnv.New64a()
	_, _ = hash.Write([]byte(strings.Join(states, "\n"))) // never fails
	return reason + " " + hex.EncodeToString(hash.Sum(nil))
}
