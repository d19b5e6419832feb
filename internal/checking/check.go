// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package checking

import (
	"slices"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/content"
	"github.com/publicdata-io/mandate/internal/finding"
	"github.com/publicdata-io/mandate/internal/jurisdiction"
	"github.com/publicdata-io/mandate/internal/reference"
	"github.com/publicdata-io/mandate/internal/sandbox"
)

// Check is all that is wrong with the objects of a folder, in their order.
// beside are objects that may be referred to and are not themselves checked,
// such as the editions of another folder. What names an edition that is in
// neither is checked for its references alone, and says so.
func (f Folder) Check(beside []Object) []Fault {
	c := checker{all: slices.Concat(f.Objects, beside)}
	faults, places := slices.Clone(f.Faults), f.places()
	for i, o := range f.Objects {
		if o.GetName() != "" && slices.ContainsFunc(f.Objects[:i], func(other Object) bool {
			return other.kind == o.kind && other.GetName() == o.GetName() && other.GetNamespace() == o.GetNamespace()
		}) {
			faults = append(faults, o.fault("metadata.name", finding.Say("another object of the folder has the same kind, namespace and name: the last one applied would win")))
		}
		faults = append(faults, c.references(o)...)
		faults = append(faults, f.zoned(o)...)
		faults = append(faults, c.rules(o)...)
		faults = append(faults, c.designated(o)...)
		faults = append(faults, places.shared(o)...)
	}
	return faults
}

type checker struct{ all []Object }

// references are the names that name nothing.
func (c checker) references(o Object) []Fault {
	var faults []Fault
	seen := map[reference.Target]bool{}
	for _, target := range append(reference.Of(o.Object), subjectsOf(o.Object)...) {
		if seen[target] || slices.ContainsFunc(c.all, func(of Object) bool { return of.is(target) }) {
			continue
		}
		seen[target] = true
		faults = append(faults, o.fault(leafOf(o.Object, target), finding.Say("refers to %s %s, which is neither in the folder nor beside it (--jurisdictions)", target.Kind, target.Name)))
	}
	return faults
}

// designated are those whom a grant designates in vain: its holder does not list
// them, so that nobody lets them in.
func (c checker) designated(o Object) []Fault {
	grant, ok := o.Object.(*v1alpha1.DeveloperGrant)
	if !ok {
		return nil
	}
	holder := c.organization(grant.Spec.Holder)
	if holder == nil {
		return nil // said as a reference
	}
	var faults []Fault
	for _, s := range sandbox.Outside(grant, holder) {
		fault := o.fault("spec.subjects", finding.Say("designates %s, whom spec.subjects of Organization %s does not list so: not let in until it does", s.Name, grant.Spec.Holder))
		fault.Severity = Warned
		faults = append(faults, fault)
	}
	return faults
}

// subjectsOf are what an act or an objection is on and does not hold: it may be
// deleted and leave the act behind. Who writes the act down names what there is.
func subjectsOf(object any) []reference.Target {
	switch o := object.(type) {
	case *v1alpha1.Decision:
		if kind := o.Spec.Subject.Kind; kind == v1alpha1.OnDeveloperGrant || kind == v1alpha1.OnObjection {
			return []reference.Target{{Kind: string(kind), Namespace: o.Namespace, Name: string(o.Spec.Subject.Name)}}
		}
	case *v1alpha1.Objection:
		if o.Spec.Against.Kind == v1alpha1.LinkDeveloperGrant {
			return []reference.Target{{Kind: string(o.Spec.Against.Kind), Namespace: o.Namespace, Name: string(o.Spec.Against.Name)}}
		}
	}
	return nil
}

// rules hold an object against its edition, and an edition against itself and
// its parent.
func (c checker) rules(o Object) []Fault {
	if edition, ok := o.Object.(*v1alpha1.Jurisdiction); ok {
		return c.edition(o, edition)
	}
	pinned, subject, ok := contentOf(o.Object)
	if !ok {
		return nil
	}
	var faults []Fault
	edition := c.jurisdiction(pinned)
	for _, refusal := range content.Refusals(edition, subject) {
		field := leading.FindString(refusal.Format)
		if field == "" {
			field = lackingOf(o, edition, subject)
		}
		faults = append(faults, o.fault(field, refusal))
	}
	if _, grant := o.Object.(*v1alpha1.DeveloperGrant); grant && edition != nil {
		if lacks := subject.Told(content.Missing(edition, subject, v1alpha1.PartContract, nil)); len(lacks) > 0 {
			waits := o.fault("spec.contract", finding.Say("it lacks, before it is signed, %s", finding.All(", ", lacks...)))
			waits.Severity = Warned // admission takes it: the signature waits
			faults = append(faults, waits)
		}
	}
	return faults
}

// lackingOf is the field that is lacking: the only one, that of the clauses where
// nothing but clauses is, or spec.
func lackingOf(o Object, edition *v1alpha1.Jurisdiction, subject content.Subject) string {
	part, clauses := v1alpha1.PartAll, "spec.clauses"
	if o.kind == string(v1alpha1.LinkDeveloperGrant) {
		part, clauses = v1alpha1.PartApplication, "spec.application.clauses"
	}
	missing := content.Missing(edition, subject, part, nil)
	typed := slices.DeleteFunc(slices.Clone(missing), func(item v1alpha1.ContentItem) bool {
		_, typed := content.Field(v1alpha1.LinkKind(o.kind), item.Key)
		return !typed
	})
	switch {
	case len(missing) == 1 && len(typed) == 1:
		field, _ := content.Field(v1alpha1.LinkKind(o.kind), typed[0].Key)
		return field
	case len(missing) > 0 && len(typed) == 0:
		return clauses
	}
	return "spec"
}

func (c checker) edition(o Object, edition *v1alpha1.Jurisdiction) []Fault {
	flaws := jurisdiction.Flaws(edition)
	flaws = append(flaws, jurisdiction.Circle(edition, c.jurisdiction)...)
	if parent := c.jurisdiction(edition.Spec.Parent); parent != nil {
		flaws = append(flaws, jurisdiction.Loosens(edition, parent)...)
	}
	var faults []Fault
	for _, flaw := range flaws {
		faults = append(faults, o.fault(flaw.Field, flaw.Said))
	}
	return faults
}

// organization is the party of a name, or nil.
func (c checker) organization(name v1alpha1.ObjectName) *v1alpha1.Organization {
	for _, o := range c.all {
		if party, ok := o.Object.(*v1alpha1.Organization); ok && party.Name == string(name) {
			return party
		}
	}
	return nil
}

// jurisdiction is the edition of a name, or nil.
func (c checker) jurisdiction(name v1alpha1.ObjectName) *v1alpha1.Jurisdiction {
	for _, o := range c.all {
		if edition, ok := o.Object.(*v1alpha1.Jurisdiction); ok && edition.Name == string(name) {
			return edition
		}
	}
	return nil
}

// contentOf is what the edition that an object pins asks of.
func contentOf(object any) (v1alpha1.ObjectName, content.Subject, bool) {
	switch o := object.(type) {
	case *v1alpha1.ImplementationPlan:
		return o.Spec.Jurisdiction, content.OfPlan(&o.Spec), true
	case *v1alpha1.Selection:
		return o.Spec.Jurisdiction, content.OfSelection(&o.Spec), true
	case *v1alpha1.OperationAgreement:
		return o.Spec.Jurisdiction, content.OfAgreement(&o.Spec), true
	case *v1alpha1.DataResource:
		return o.Spec.Jurisdiction, content.OfResource(&o.Spec), true
	case *v1alpha1.DeveloperGrant:
		return o.Spec.Jurisdiction, content.OfGrant(&o.Spec), true
	}
	return "", content.Subject{}, false
}
