// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package explaining

import (
	"slices"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
)

// Link is one object of the chain and the links that it names above itself,
// nearest first.
type Link struct {
	Subject v1alpha1.DecisionSubject
	above   []v1alpha1.DecisionSubject
	// resources are those of an agreement. The inputs of a grant are told by
	// its own explanation.
	resources []v1alpha1.ObjectName
}

// Chain are the links of one domain namespace, in the order in which they were
// given.
type Chain []Link

// Plan adds a plan.
func (c *Chain) Plan(p *v1alpha1.ImplementationPlan) {
	*c = append(*c, Link{Subject: on(v1alpha1.OnImplementationPlan, p.Name)})
}

// Selection adds a call, which stands under the agreement or the plan that it
// names.
func (c *Chain) Selection(s *v1alpha1.Selection) {
	*c = append(*c, Link{
		Subject: on(v1alpha1.OnSelection, s.Name),
		above:   under(on(v1alpha1.OnOperationAgreement, string(s.Spec.Agreement)), on(v1alpha1.OnImplementationPlan, string(s.Spec.Plan))),
	})
}

// Agreement adds an agreement, which stands under the agreement of level 1, the
// call or the plan that it names.
func (c *Chain) Agreement(a *v1alpha1.OperationAgreement) {
	*c = append(*c, Link{
		Subject: on(v1alpha1.OnOperationAgreement, a.Name),
		above: under(on(v1alpha1.OnOperationAgreement, string(a.Spec.Under)), on(v1alpha1.OnSelection, string(a.Spec.Selection)),
			on(v1alpha1.OnImplementationPlan, string(a.Spec.Plan))),
		resources: a.Spec.DataResources,
	})
}

// Grant adds a grant.
func (c *Chain) Grant(g *v1alpha1.DeveloperGrant) {
	*c = append(*c, Link{
		Subject: on(v1alpha1.OnDeveloperGrant, g.Name),
		above:   under(on(v1alpha1.OnOperationAgreement, string(g.Spec.Agreement))),
	})
}

// Resource adds a data resource.
func (c *Chain) Resource(r *v1alpha1.DataResource) {
	*c = append(*c, Link{Subject: on(v1alpha1.OnDataResource, r.Name)})
}

// Objection adds an objection, which stands under what it is against.
func (c *Chain) Objection(o *v1alpha1.Objection) {
	against := v1alpha1.DecisionSubject{Kind: v1alpha1.SubjectLinkKind(o.Spec.Against.Kind), Name: o.Spec.Against.Name}
	*c = append(*c, Link{Subject: on(v1alpha1.OnObjection, o.Name), above: under(against)})
}

// Subjects are the links by kind and name.
func (c Chain) Subjects() []v1alpha1.DecisionSubject {
	subjects := make([]v1alpha1.DecisionSubject, len(c))
	for i, link := range c {
		subjects[i] = link.Subject
	}
	return subjects
}

func on(kind v1alpha1.SubjectLinkKind, name string) v1alpha1.DecisionSubject {
	return v1alpha1.DecisionSubject{Kind: kind, Name: v1alpha1.ObjectName(name)}
}

// under leaves out what is not named.
func under(subjects ...v1alpha1.DecisionSubject) []v1alpha1.DecisionSubject {
	return slices.DeleteFunc(subjects, func(s v1alpha1.DecisionSubject) bool { return s.Name == "" })
}

// Branch is a link of the chain and what stands beneath it.
type Branch struct {
	Explanation
	Beneath []Branch `json:"beneath,omitempty"`
}

// Branches are the links that have none above them, each with all that stands
// beneath it. A resource is shown under every agreement over it.
func (c Chain) Branches(explain func(v1alpha1.DecisionSubject) Explanation) []Branch {
	g := c.grow(explain)
	var grown []Branch
	for _, link := range c {
		if link.Subject.Kind != v1alpha1.OnDataResource && !slices.ContainsFunc(link.above, g.has) {
			grown = append(grown, g.branch(link))
		}
	}
	// What is left stands under nothing: links that name each other in a
	// circle, and resources of no agreement.
	for _, link := range c {
		if !g.shown[link.Subject] {
			grown = append(grown, g.branch(link))
		}
	}
	return grown
}

// Only keeps of the branches what leads to the subject, and what stands beneath
// it.
func Only(branches []Branch, subject v1alpha1.DecisionSubject) []Branch {
	var kept []Branch
	for _, b := range branches {
		if b.Kind == subject.Kind && b.Name == subject.Name {
			kept = append(kept, b)
			continue
		}
		if b.Beneath = Only(b.Beneath, subject); len(b.Beneath) > 0 {
			kept = append(kept, b)
		}
	}
	return kept
}

// growth shows every link but resources once.
type growth struct {
	explain func(v1alpha1.DecisionSubject) Explanation
	there   map[v1alpha1.DecisionSubject]bool
	beneath map[v1alpha1.DecisionSubject][]Link
	shown   map[v1alpha1.DecisionSubject]bool
}

// grow looks through the chain once for what stands beneath each link.
func (c Chain) grow(explain func(v1alpha1.DecisionSubject) Explanation) growth {
	g := growth{
		explain: explain, there: map[v1alpha1.DecisionSubject]bool{},
		beneath: map[v1alpha1.DecisionSubject][]Link{}, shown: map[v1alpha1.DecisionSubject]bool{},
	}
	for _, link := range c {
		g.there[link.Subject] = true
	}
	for _, link := range c {
		if at := slices.IndexFunc(link.above, g.has); at >= 0 { // the nearest one that exists
			g.beneath[link.above[at]] = append(g.beneath[link.above[at]], link)
		}
	}
	return g
}

func (g growth) has(subject v1alpha1.DecisionSubject) bool { return g.there[subject] }

func (g growth) branch(link Link) Branch {
	g.shown[link.Subject] = true
	b := Branch{Explanation: g.explain(link.Subject)}
	for _, name := range link.resources {
		if at := on(v1alpha1.OnDataResource, string(name)); g.has(at) {
			b.Beneath = append(b.Beneath, g.branch(Link{Subject: at}))
		}
	}
	for _, below := range g.beneath[link.Subject] {
		if !g.shown[below.Subject] {
			b.Beneath = append(b.Beneath, g.branch(below))
		}
	}
	return b
}
