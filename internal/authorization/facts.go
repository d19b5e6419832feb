// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

// Package authorization answers: is a link of the chain in force at this
// instant, input by input, and if not, why? It is the one function that
// controllers, cutoff and the plugin share.
package authorization

import (
	corev1 "k8s.io/api/core/v1"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
)

// Lookup is the outcome of looking for one object. The zero Lookup is unknown:
// nobody could tell whether the object exists.
type Lookup[T any] struct {
	object *T
	absent bool
}

// Found is the outcome that the object exists.
func Found[T any](object *T) Lookup[T] { return Lookup[T]{object: object} }

// Missing is the outcome that the object does not exist.
func Missing[T any]() Lookup[T] { return Lookup[T]{absent: true} }

// Get is the object, or nil where it is missing or unknown.
func (l Lookup[T]) Get() *T { return l.object }

// IsMissing says that the object is known not to exist.
func (l Lookup[T]) IsMissing() bool { return l.absent }

// Facts are everything a verdict over one chain rests on. A key that is absent
// from a map is unknown, never "none".
type Facts struct {
	// Grant is the grant in question; nil where the agreement is.
	Grant *v1alpha1.DeveloperGrant
	// GrantUnread says that the grant in question could not be read, so that a
	// nil Grant does not mean that there is none.
	GrantUnread bool
	// Agreement is the agreement in question or above the grant.
	Agreement Lookup[v1alpha1.OperationAgreement]
	// Agreements are other agreements of the domain that the chain names, by
	// name: the one that an agreement of level 2 stands under, one under which
	// developers are sought.
	Agreements map[v1alpha1.ObjectName]Lookup[v1alpha1.OperationAgreement]
	// Revisions are, for each plan, agreement and grant of the chain, the later
	// versions of it that the domain holds. One without an entry was not looked
	// for.
	Revisions map[v1alpha1.DecisionSubject][]Revision
	// Grants are the grants that the one in question says it revises, renews or
	// continues, by name.
	Grants map[v1alpha1.ObjectName]Lookup[v1alpha1.DeveloperGrant]
	// Rivals are, for each agreement of the chain whose edition bounds the number
	// of operators, the facts on every agreement, of whatever domain, that may
	// take a place before it. One without an entry was not looked for.
	Rivals map[v1alpha1.ObjectName][]*Facts
	// Plans and Selections are the plans and calls in question, or above the
	// link in question, by name.
	Plans      map[v1alpha1.ObjectName]Lookup[v1alpha1.ImplementationPlan]
	Selections map[v1alpha1.ObjectName]Lookup[v1alpha1.Selection]
	// Objection is the objection in question.
	Objection Lookup[v1alpha1.Objection]
	// Objections are those against each subject of the chain whose edition asks
	// for acts.
	Objections map[v1alpha1.DecisionSubject][]*v1alpha1.Objection
	// Calendars are those by which the editions count working days, by name.
	Calendars map[v1alpha1.ObjectName]Lookup[v1alpha1.WorkCalendar]
	// Affiliates are, for every organisation there is, those declared to be
	// under common control with it; nil where they are not known.
	Affiliates map[v1alpha1.ObjectName][]v1alpha1.ObjectName
	// Bodies are, for each organisation whose unified social credit code others
	// bear too, all who bear it, in the order of their registration: one body by
	// several names. Nil where they are not known.
	Bodies map[v1alpha1.ObjectName][]v1alpha1.ObjectName
	// Authorities are, for each division, the organisation that was registered
	// first as its data authority; nil where they were not looked for.
	Authorities map[string]v1alpha1.ObjectName
	// Entered are, for each resource whose edition wants the codes of its catalogue
	// unique, the one that was entered first under its code, missing where that is
	// the resource itself. One without an entry was not looked for.
	Entered map[v1alpha1.ObjectName]Lookup[v1alpha1.DataResource]
	// Ended are the facts on agreements and grants, of whatever domain, that were
	// terminated and whose operator or holder applied for something here: what
	// bars them. Nil where nobody looked for them.
	Ended []*Facts
	// Jurisdictions are the editions pinned along the chain, by name.
	Jurisdictions map[v1alpha1.ObjectName]Lookup[v1alpha1.Jurisdiction]
	// ConferringUnread says that the editions which confer roles could not all be
	// read, so that those in Jurisdictions are not all.
	ConferringUnread bool
	// Parents are the editions above those that are pinned, through others too, by
	// name. They confer nothing and ask for nothing themselves.
	Parents map[v1alpha1.ObjectName]Lookup[v1alpha1.Jurisdiction]
	// Loosened remembers for many verdicts how editions stand to their parents; nil
	// asks it anew for each.
	Loosened *Loosened
	// Organizations are the parties, by name.
	Organizations map[v1alpha1.ObjectName]Lookup[v1alpha1.Organization]
	// Resources are the data resources of agreement and grant, by name.
	Resources map[v1alpha1.ObjectName]Lookup[v1alpha1.DataResource]
	// Services are the Services that serve resources, by name.
	Services map[string]Lookup[corev1.Service]
	// Class is the grant's sandbox class.
	Class Lookup[v1alpha1.SandboxClass]
	// Decisions are all Decisions on each subject of the chain.
	Decisions map[v1alpha1.DecisionSubject][]*v1alpha1.Decision
	// ReadAt is a resourceVersion at which, or later, all of these were read
	// live. It is empty where they come from a cache, and then opens nothing
	// that was ever cut.
	ReadAt string
	// Guards is what is known of the policies that hold what is given.
	Guards Guards

	heard *heard // what was already found, while one verdict is given
	kept  *kept  // what was found for other verdicts; nil where nobody shares the facts
}

// NewFacts is Facts in which nothing is known yet.
func NewFacts() *Facts {
	return &Facts{
		Agreements:    map[v1alpha1.ObjectName]Lookup[v1alpha1.OperationAgreement]{},
		Revisions:     map[v1alpha1.DecisionSubject][]Revision{},
		Grants:        map[v1alpha1.ObjectName]Lookup[v1alpha1.DeveloperGrant]{},
		Rivals:        map[v1alpha1.ObjectName][]*Facts{},
		Entered:       map[v1alpha1.ObjectName]Lookup[v1alpha1.DataResource]{},
		Jurisdictions: map[v1alpha1.ObjectName]Lookup[v1alpha1.Jurisdiction]{},
		Parents:       map[v1alpha1.ObjectName]Lookup[v1alpha1.Jurisdiction]{},
		Organizations: map[v1alpha1.ObjectName]Lookup[v1alpha1.Organization]{},
		Resources:     map[v1alpha1.ObjectName]Lookup[v1alpha1.DataResource]{},
		Plans:         map[v1alpha1.ObjectName]Lookup[v1alpha1.ImplementationPlan]{},
		Selections:    map[v1alpha1.ObjectName]Lookup[v1alpha1.Selection]{},
		Objections:    map[v1alpha1.DecisionSubject][]*v1alpha1.Objection{},
		Calendars:     map[v1alpha1.ObjectName]Lookup[v1alpha1.WorkCalendar]{},
		Services:      map[string]Lookup[corev1.Service]{},
		Decisions:     map[v1alpha1.DecisionSubject][]*v1alpha1.Decision{},
	}
}

// Names are the objects an agreement and a grant refer to: what has to be
// looked up before a verdict.
type Names struct {
	Jurisdictions, Organizations, Resources []v1alpha1.ObjectName
}

// WithoutResources are the names but for the resources.
func (n Names) WithoutResources() Names {
	n.Resources = nil
	return n
}

// NamesOf collects what an agreement and a grant, either of which may be nil,
// refer to.
func NamesOf(agreement *v1alpha1.OperationAgreement, grant *v1alpha1.DeveloperGrant) Names {
	var n Names
	if agreement != nil {
		n.Jurisdictions = append(n.Jurisdictions, agreement.Spec.Jurisdiction)
		n.Organizations = append(n.Organizations, agreement.Spec.Grantor, agreement.Spec.Operator)
		n.Organizations = append(n.Organizations, agreement.Spec.CoGrantors...)
	}
	if grant != nil {
		n.Jurisdictions = append(n.Jurisdictions, grant.Spec.Jurisdiction)
		n.Organizations = append(n.Organizations, grant.Spec.Holder)
		for i := range grant.Spec.Inputs {
			n.Resources = append(n.Resources, grant.Spec.Inputs[i].Resource)
		}
		return n
	}
	if agreement != nil {
		n.Resources = append(n.Resources, agreement.Spec.DataResources...)
	}
	return n
}
