// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package kube

import (
	"fmt"

	"sigs.k8s.io/controller-runtime/pkg/client"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/authorization"
)

// AgainstNameField selects Objections by the name of what they are against, in
// the cache as on the API server.
const AgainstNameField = "spec.against.name"

// proceed reads what procedures rest on, of every subject among the facts whose
// edition asks for acts: who acted and who was told, who objected, the calendar and
// the data. Where no edition asks, it reads nothing but who is registered, which
// every verdict asks.
func (r *reading) proceed() {
	r.registers()
	defer r.otherNames()
	heard := map[v1alpha1.DecisionSubject]bool{}
	for again := true; again; {
		again = false
		for _, subject := range r.subjects() {
			edition := r.facts.EditionOf(subject).Get()
			if heard[subject] || edition == nil {
				continue
			}
			heard[subject] = true
			if authorization.Asks(edition, v1alpha1.LinkKind(subject.Kind)) {
				again = true
				r.restsOn(subject, edition)
			}
		}
	}
}

// subjects are those whose Decisions were read.
func (r *reading) subjects() []v1alpha1.DecisionSubject {
	subjects := make([]v1alpha1.DecisionSubject, 0, len(r.facts.Decisions))
	for subject := range r.facts.Decisions {
		subjects = append(subjects, subject)
	}
	return subjects
}

func (r *reading) restsOn(subject v1alpha1.DecisionSubject, edition *v1alpha1.Jurisdiction) {
	parties := r.facts.Named(subject) // read before others write
	reads := []func(){
		func() { r.calendar(edition.Spec.Calendar) },
		func() { r.objections(subject) },
		func() { r.actors(subject, parties, edition) },
	}
	for _, name := range r.facts.InputsOf(subject) {
		reads = append(reads, func() { r.resource(name) })
	}
	if authorization.AsksWhoIsBarred(edition) {
		reads = append(reads, func() { r.ended(edition, r.together(edition, r.acting(subject))) })
	}
	r.all(reads...)
}

// actors reads who acted on a subject and who was told, and where the edition
// confers roles, who conferred theirs and those of the parties.
func (r *reading) actors(subject v1alpha1.DecisionSubject, parties []v1alpha1.ObjectName, edition *v1alpha1.Jurisdiction) {
	confers := authorization.Asks(edition, v1alpha1.LinkOrganization)
	queue := r.acting(subject)
	if confers {
		for _, name := range parties {
			queue = append(queue, r.acting(onOrganization(name))...)
		}
	}
	for seen := map[v1alpha1.ObjectName]bool{}; len(queue) > 0; {
		name := queue[0]
		queue = queue[1:]
		if seen[name] {
			continue
		}
		seen[name] = true
		r.organization(name)
		if confers {
			queue = append(queue, r.acting(onOrganization(name))...)
		}
	}
}

func onOrganization(name v1alpha1.ObjectName) v1alpha1.DecisionSubject {
	return v1alpha1.DecisionSubject{Kind: v1alpha1.OnOrganization, Name: name}
}

// acting are the organisations that the Decisions on a subject name.
func (r *reading) acting(subject v1alpha1.DecisionSubject) []v1alpha1.ObjectName {
	r.mu.Lock()
	decisions := r.facts.Decisions[subject]
	r.mu.Unlock()
	var names []v1alpha1.ObjectName
	for _, d := range decisions {
		names = append(append(names, d.Spec.Organization), d.Spec.To...)
	}
	return names
}

func (r *reading) calendar(name v1alpha1.ObjectName) {
	if name == "" || !r.first("WorkCalendar", name) {
		return
	}
	found := look(r, "", string(name), &v1alpha1.WorkCalendar{})
	r.note(func(f *authorization.Facts) { f.Calendars[name] = found })
}

// objections reads those against a subject, and the Decisions on them.
func (r *reading) objections(subject v1alpha1.DecisionSubject) {
	var list v1alpha1.ObjectionList
	err := r.reader.List(r.ctx, &list, client.InNamespace(r.namespace), client.MatchingFields{AgainstNameField: string(subject.Name)})
	if err != nil {
		r.failed(fmt.Errorf("list the Objections against %s %s/%s: %w", subject.Kind, r.namespace, subject.Name, err))
		return
	}
	found := []*v1alpha1.Objection{}
	for i := range list.Items {
		if o := &list.Items[i]; string(o.Spec.Against.Kind) == string(subject.Kind) {
			found = append(found, o)
			r.decisions(v1alpha1.OnObjection, o.Name)
			for _, name := range r.acting(v1alpha1.DecisionSubject{Kind: v1alpha1.OnObjection, Name: v1alpha1.ObjectName(o.Name)}) {
				r.organization(name)
			}
		}
	}
	r.note(func(f *authorization.Facts) { f.Objections[subject] = found })
}
