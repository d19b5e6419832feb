// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

// Package lawful answers: does the content of a link break a check that its
// edition switches on? An edition names checks and gives them parameters; what
// each one asks is here, and nothing else is.
package lawful

import (
	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/calendar"
	"github.com/publicdata-io/mandate/internal/procedure"
)

// Case is one link of the chain before its edition. A pointer that is nil is of
// an object that the link does not have, does not name, or that is not there:
// another check says so.
type Case struct {
	// Edition is the one that the link pins; without it nothing is found.
	Edition *v1alpha1.Jurisdiction
	// Subject and World are the link in the words that procedures use.
	Subject *procedure.Subject
	World   *procedure.World
	// Term is the link's own term, and Above that of the plan over an agreement
	// or of the agreement over a grant; zero where there is none.
	Term, Above calendar.Interval
	// Plan is the plan that an agreement carries out.
	Plan *v1alpha1.ImplementationPlan
	// Agreement is the agreement in question, or over the grant in question.
	Agreement *v1alpha1.OperationAgreement
	Grant     *v1alpha1.DeveloperGrant
	// Resource is the resource in question, or the one of a link's inputs.
	Resource *v1alpha1.DataResource
	// Missing says that a resource was looked for and is not there; nil knows of
	// none.
	Missing func(name v1alpha1.ObjectName) bool
	// Selected are those whom the agreement's call chose; nil where it names
	// none or its choice is not known.
	Selected []v1alpha1.ObjectName
	// Organiser is who held the agreement's call; empty where it names none or
	// the call was not read.
	Organiser v1alpha1.ObjectName
	// Authority is who was registered first as the data authority of the division
	// of an organisation that claims to be it, where that is another one; empty
	// where none is, and known false where the organisations were not read.
	Authority func(name v1alpha1.ObjectName) (first v1alpha1.ObjectName, known bool)
	// Entered is the resource that was entered first under the catalogue code of
	// the resource in question, where that is another one; nil where none is, and
	// known false where the resources were not read.
	Entered func() (first *v1alpha1.DataResource, known bool)
	// Conferrals are the steps that are waited for before one of the roles is
	// conferred on an organisation; nil knows of none.
	Conferrals func(name v1alpha1.ObjectName, roles []v1alpha1.Role) []procedure.Conferral
	// Registered is an organisation as it was registered; nil where it is not there
	// or was not read. A nil func knows of none.
	Registered func(name v1alpha1.ObjectName) *v1alpha1.Organization
	// LegalForm is the legal form of an organisation; known is false where the
	// organisation was not read.
	LegalForm func(name v1alpha1.ObjectName) (form v1alpha1.LegalForm, known bool)
	// SourceClass is which kind of body an organisation supplies data as, empty
	// where it states none; known is false where the organisation was not read.
	SourceClass func(name v1alpha1.ObjectName) (class v1alpha1.SourceClass, known bool)
}

// of are the organisations that a check is about: those which a field of the
// link itself names. A field of a link above is that link's own matter, except
// that only an agreement tells of which mode it is: what a rule asks of the
// organiser by the mode is asked of the agreement that the call led to.
func (c *Case) of(rule *v1alpha1.CheckRule) []v1alpha1.ObjectName {
	ref := rule.Of
	if ref == v1alpha1.PartyOrganiser && c.Subject.Kind == v1alpha1.LinkOperationAgreement && c.Organiser != "" && rule.When != nil && rule.When.Mode != "" {
		return []v1alpha1.ObjectName{c.Organiser}
	}
	if homes[ref] != c.Subject.Kind {
		return nil
	}
	named := c.Subject.Parties[ref]
	names := make([]v1alpha1.ObjectName, 0, len(named))
	for _, name := range named {
		names = append(names, v1alpha1.ObjectName(name))
	}
	return names
}

// homes are the kinds whose fields name a party.
var homes = map[v1alpha1.PartyRef]v1alpha1.LinkKind{
	v1alpha1.PartyGrantor:    v1alpha1.LinkOperationAgreement,
	v1alpha1.PartyCoGrantor:  v1alpha1.LinkOperationAgreement,
	v1alpha1.PartyOperator:   v1alpha1.LinkOperationAgreement,
	v1alpha1.PartyHolder:     v1alpha1.LinkDeveloperGrant,
	v1alpha1.PartySourceUnit: v1alpha1.LinkDataResource,
	v1alpha1.PartyDrafter:    v1alpha1.LinkImplementationPlan,
	v1alpha1.PartyOrganiser:  v1alpha1.LinkSelection,
}

// organization is an organisation that was found, or what could not be read.
func (c *Case) organization(name v1alpha1.ObjectName) (*procedure.Organization, procedure.Reading) {
	if c.World == nil || c.World.Organization == nil {
		return nil, procedure.Unread
	}
	return c.World.Organization(name)
}

// claiming is the world in which every role counts that an organisation claims.
func (c *Case) claiming() *procedure.World {
	return &procedure.World{Organization: func(name v1alpha1.ObjectName) (*procedure.Organization, procedure.Reading) {
		o, reading := c.organization(name)
		return o.Claiming(c.Edition), reading
	}}
}
