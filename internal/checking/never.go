// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package checking

import (
	"slices"
	"strings"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/authorization"
	"github.com/publicdata-io/mandate/internal/finding"
	"github.com/publicdata-io/mandate/internal/jurisdiction"
	"github.com/publicdata-io/mandate/internal/procedure"
	"github.com/publicdata-io/mandate/internal/reference"
)

// Hopes warn of every link of the folder that can never be in force as it is
// written, as far as the folder and what is beside it tell. One of which a
// reference is missing is not looked at.
func (f Folder) Hopes(s Stage) []Fault {
	c := checker{all: s.Objects}
	var faults []Fault
	for i, o := range f.Objects {
		kind := v1alpha1.SubjectLinkKind(o.kind)
		if !inDomain[o.kind] || kind == "Decision" || f.misshapen(o) || len(c.references(s.Objects[i])) > 0 {
			continue
		}
		staged := s.Objects[i]
		about := &v1alpha1.Decision{}
		about.Namespace = staged.GetNamespace()
		about.Spec.Subject.DecisionSubject = v1alpha1.DecisionSubject{Kind: kind, Name: v1alpha1.ObjectName(staged.GetName())}
		facts := s.Facts(about)
		if edition := editionOf(facts, about); unread(edition) {
			faults = append(faults, f.unread(o, edition)...)
			continue
		}
		c.everyone(facts)
		var told []string
		for _, found := range facts.Never(about.Spec.Subject.DecisionSubject, s.Now) {
			if text := found.Text(); !slices.Contains(told, text) {
				told = append(told, text)
				faults = append(faults, o.found(Warned, lies(found), found, finding.Phrase{}))
			}
		}
		faults = append(faults, o.overlong(c, about.Spec.Subject.DecisionSubject)...)
		faults = append(faults, o.undated(c)...)
		faults = append(faults, o.twice(facts, about)...)
		if plan, ok := staged.Object.(*v1alpha1.ImplementationPlan); ok {
			faults = append(faults, o.rivalled(plan, s.Objects[:i], c)...)
		}
	}
	return faults
}

// undated warns of a link that pins an edition which no day brings into effect, as
// that of a text whose day is a blank: a child supplies it.
func (o Object) undated(c checker) []Fault {
	pinned, _, ok := contentOf(o.Object)
	edition := c.jurisdiction(pinned)
	if !ok || edition == nil {
		return nil
	}
	if _, dated := jurisdiction.EffectiveFrom(edition); dated {
		return nil
	}
	var children []string
	for _, of := range c.all {
		child, ok := of.Object.(*v1alpha1.Jurisdiction)
		if !ok || child.Spec.Parent != pinned || slices.Contains(children, child.Name) {
			continue
		}
		if _, dated := jurisdiction.EffectiveFrom(child); dated {
			children = append(children, child.Name)
		}
	}
	found := finding.New(v1alpha1.NotYetEffectiveReason, nil, "Jurisdiction %q gives no spec.effectiveFrom, so that what pins it never comes into force", edition.Name)
	advice := finding.Say("pin an edition that supplies the date: one whose spec.parent is %q and which gives spec.effectiveFrom", edition.Name)
	if len(children) > 0 {
		advice = finding.Say("pin an edition that supplies the date, such as %s", strings.Join(children, ", "))
	}
	return []Fault{o.found(Warned, "spec.jurisdiction", found, advice)}
}

// lies is the field that a warning is about, where its message does not say it.
func lies(found *finding.Finding) string {
	switch {
	case strings.HasPrefix(begins(found.Said), "the term "):
		return "spec.term"
	case found.Reason == v1alpha1.UnlawfulReason:
		return "spec"
	}
	return "spec.jurisdiction" // a procedure of it
}

// everyone tells the facts of all organisations that there are.
func (c checker) everyone(facts *authorization.Facts) {
	for _, o := range c.all {
		organization, ok := o.Object.(*v1alpha1.Organization)
		if !ok {
			continue
		}
		name := v1alpha1.ObjectName(organization.Name)
		facts.Organizations[name] = authorization.Found(organization)
		subject := v1alpha1.DecisionSubject{Kind: v1alpha1.OnOrganization, Name: name}
		if _, known := facts.Decisions[subject]; !known {
			facts.Decisions[subject] = c.actsOn(subject)
		}
	}
}

func (c checker) actsOn(subject v1alpha1.DecisionSubject) []*v1alpha1.Decision {
	acts := []*v1alpha1.Decision{}
	for _, o := range c.all {
		if d, ok := o.Object.(*v1alpha1.Decision); ok && d.Spec.Subject.DecisionSubject == subject {
			acts = append(acts, d)
		}
	}
	return acts
}

// twice warns that acts which give cover two contents of one object: the first of
// them fixed its content, and a change of it is an object of its own.
func (o Object) twice(facts *authorization.Facts, about *v1alpha1.Decision) []Fault {
	type covered struct {
		part   v1alpha1.Part
		digest v1alpha1.Digest
		by     string
	}
	var first []covered
	for _, d := range facts.Decisions[about.Spec.Subject.DecisionSubject] {
		part, digest := d.Spec.Subject.Part, d.Spec.Subject.Digest
		returned := d.Spec.Outcome != "" && d.Spec.Outcome != v1alpha1.OutcomeApprove
		if returned { // what was given back may be corrected
			return nil
		}
		if digest == "" || procedure.Takes(d.Spec.Action) {
			continue
		}
		at := slices.IndexFunc(first, func(c covered) bool { return c.part == part })
		switch {
		case at < 0:
			first = append(first, covered{part, digest, d.Name})
		case first[at].digest != digest:
			found := finding.New(v1alpha1.ContentChangedReason, nil,
				"Decisions %q and %q are on two contents of %s %q: the first of them fixes it, and a change is a new object that revises this one; write that, and have it decided on",
				first[at].by, d.Name, o.kind, o.GetName())
			return []Fault{o.found(Warned, "spec", found, finding.Phrase{})}
		}
	}
	return nil
}

// rivalled warns of two plans of one drafter over the same data in the same time:
// a plan is changed by one that revises it.
func (o Object) rivalled(plan *v1alpha1.ImplementationPlan, before []Object, c checker) []Fault {
	for _, other := range before {
		first, ok := other.Object.(*v1alpha1.ImplementationPlan)
		if !ok || first.Namespace != plan.Namespace || first.Spec.Drafter != plan.Spec.Drafter || c.revises(plan, first) || c.revises(first, plan) || !meets(plan.Spec.Term, first.Spec.Term) {
			continue
		}
		if slices.ContainsFunc(plan.Spec.DataResources, func(name v1alpha1.ObjectName) bool { return slices.Contains(first.Spec.DataResources, name) }) {
			found := finding.New("", nil, "%s and %s %q hold the same data in the same time, and neither revises the other; let the later one name the earlier in spec.revises",
				finding.Say("%s %q", o.kind, plan.Name), o.kind, first.Name)
			return []Fault{o.found(Warned, "spec.revises", found, finding.Phrase{})}
		}
	}
	return nil
}

// revises says whether a plan revises another one, itself or through those that it
// revises.
func (c checker) revises(plan, first *v1alpha1.ImplementationPlan) bool {
	for met := []string{plan.Name}; plan != nil && !slices.Contains(met, string(plan.Spec.Revises)); {
		name, namespace := string(plan.Spec.Revises), plan.Namespace
		if name == first.Name {
			return true
		}
		at := slices.IndexFunc(c.all, func(o Object) bool {
			return o.is(reference.Target{Kind: reference.ImplementationPlan, Namespace: namespace, Name: name})
		})
		if at < 0 {
			return false
		}
		met = append(met, name)
		plan, _ = c.all[at].Object.(*v1alpha1.ImplementationPlan)
	}
	return false
}

// meets says whether two terms have a day in common, or whether either is open.
func meets(a, b *v1alpha1.Term) bool {
	return a == nil || b == nil || (a.From <= b.To && b.From <= a.To)
}
