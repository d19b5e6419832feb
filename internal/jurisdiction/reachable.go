// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package jurisdiction

import (
	"slices"
	"strings"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
)

// over are the kinds that an object of a kind refers to as what it stands under:
// those whose steps it may wait for.
var over = map[v1alpha1.LinkKind][]v1alpha1.LinkKind{
	v1alpha1.LinkSelection:          {v1alpha1.LinkImplementationPlan, v1alpha1.LinkOperationAgreement},
	v1alpha1.LinkOperationAgreement: {v1alpha1.LinkImplementationPlan, v1alpha1.LinkSelection},
	v1alpha1.LinkDeveloperGrant:     {v1alpha1.LinkOperationAgreement},
}

// named are the parties that the fields of a kind name. An objection has those of
// what it is against too.
var named = map[v1alpha1.LinkKind][]v1alpha1.PartyRef{
	v1alpha1.LinkOrganization:       {v1alpha1.PartySubject},
	v1alpha1.LinkDataResource:       {v1alpha1.PartySourceUnit, v1alpha1.PartySharedFrom},
	v1alpha1.LinkImplementationPlan: {v1alpha1.PartyDrafter},
	v1alpha1.LinkSelection:          {v1alpha1.PartyOrganiser, v1alpha1.PartyApplicant},
	v1alpha1.LinkOperationAgreement: {v1alpha1.PartyGrantor, v1alpha1.PartyCoGrantor, v1alpha1.PartyOperator},
	v1alpha1.LinkDeveloperGrant:     {v1alpha1.PartyGrantor, v1alpha1.PartyCoGrantor, v1alpha1.PartyOperator, v1alpha1.PartyHolder},
}

// several are the parties of which one object may name more than one.
var several = []v1alpha1.PartyRef{v1alpha1.PartyCoGrantor, v1alpha1.PartySharedFrom, v1alpha1.PartyApplicant}

// reachable makes sure that what a step waits for can come: a step of its own kind
// or of one above it, by parties that there can be.
func (c *checker) reachable(p *v1alpha1.Procedure, s *v1alpha1.Step) {
	field := procedureField(p, s)
	for _, ref := range s.After {
		name, _, elsewhere := strings.Cut(string(ref), "/")
		q := find(c.spec.Procedures, name)
		if elsewhere && q != nil && q.Of != p.Of && !slices.Contains(over[p.Of], q.Of) {
			c.found.add(field+".after", "%q is a step of %s, which %s does not refer to, so that it is waited for in vain; name a step of its own kind or of what it stands under", ref, q.Of, p.Of)
		}
	}
	if s.Gate != nil && !*s.Gate {
		return // nothing waits for it
	}
	optional := true
	for i := range s.By {
		c.party(field+".by", p.Of, &s.By[i])
		optional = optional && s.By[i].Ref == v1alpha1.PartyCoGrantor
	}
	if optional {
		c.found.add(field+".by", "asks for the CoGrantor alone, and most agreements have none, so that nobody could act; name another party beside it")
	}
	for i := range s.To {
		if s.Receipt != "" {
			c.party(field+".to", p.Of, &s.To[i])
		}
	}
}

// before makes sure that what a step comes before is done to the same object.
func (c *checker) before(p *v1alpha1.Procedure, s *v1alpha1.Step) {
	for _, ref := range s.Before {
		if q, _ := c.resolve(p, ref); q != nil && q.Of != p.Of {
			c.found.add(procedureField(p, s)+".before", "%q is a step of %s, and a step comes before those of its own kind alone, here of %s; name one of these", ref, q.Of, p.Of)
		}
	}
}

// party makes sure that objects of a kind can have a party.
func (c *checker) party(field string, of v1alpha1.LinkKind, p *v1alpha1.Party) {
	if of == v1alpha1.LinkObjection {
		return
	}
	if p.Ref != "" && !slices.Contains(named[of], p.Ref) {
		c.found.add(field, "asks for the %s, and %s has none, so that nobody could ever act; name a party that it has, or a role", p.Ref, of)
	}
	if p.AtLeast == nil {
		return
	}
	most := map[v1alpha1.PartyRef]bool{}
	for _, choice := range p.Among {
		if choice.Ref == "" || slices.Contains(several, choice.Ref) {
			return // as many as there are
		}
		if slices.Contains(named[of], choice.Ref) {
			most[choice.Ref] = true
		}
	}
	if len(most) < int(*p.AtLeast) {
		c.found.add(field, "asks for %d of %d parties that %s names, so that it could never be met; ask for fewer, or name more", *p.AtLeast, len(most), of)
	}
}

// renewal makes sure that what may be renewed has a procedure in which it is: one
// with that effect, or another one that asks for the renewal window.
func (c *checker) renewal() {
	if c.spec.Renewal == nil {
		return
	}
	for _, of := range c.spec.Renewal.Of {
		if !Renews(c.spec, of) {
			c.found.add("spec.renewal.of", "names %s, and no procedure of it has the effect Renewed or the window RenewalWindow, so that nobody could admit a renewal", of)
		}
	}
}

// Renews says whether an edition has a procedure in which objects of a kind are
// renewed.
func Renews(spec *v1alpha1.JurisdictionSpec, of v1alpha1.LinkKind) bool {
	return slices.ContainsFunc(spec.Procedures, func(p v1alpha1.Procedure) bool {
		windowed := slices.ContainsFunc(p.Steps, func(s v1alpha1.Step) bool { return s.Window == v1alpha1.WindowRenewal })
		return p.Of == of && (p.Effect == v1alpha1.EffectRenewed || windowed)
	})
}
