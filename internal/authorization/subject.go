// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package authorization

import (
	"cmp"
	"slices"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/calendar"
	"github.com/publicdata-io/mandate/internal/digest"
	"github.com/publicdata-io/mandate/internal/jurisdiction"
	"github.com/publicdata-io/mandate/internal/procedure"
)

// subject reads what Decisions are on in the words that rules use, once for one
// verdict; nil where the object is not there.
func (f *Facts) subject(subject v1alpha1.DecisionSubject, edition *v1alpha1.Jurisdiction) *procedure.Subject {
	if f.heard == nil {
		return f.readSubject(subject, edition)
	}
	key := hearing{subject, edition.Name}
	if _, read := f.heard.read[key]; !read {
		f.heard.read[key] = f.readSubject(subject, edition)
	}
	return f.heard.read[key]
}

func (f *Facts) readSubject(subject v1alpha1.DecisionSubject, edition *v1alpha1.Jurisdiction) *procedure.Subject {
	s := &procedure.Subject{Kind: v1alpha1.LinkKind(subject.Kind), Name: subject.Name, Parties: f.parties(subject)}
	s.Traits.Level = 1
	there := false
	switch subject.Kind {
	case v1alpha1.OnImplementationPlan:
		there = f.readPlan(s, f.Plans[subject.Name].Get(), edition)
	case v1alpha1.OnSelection:
		there = f.readSelection(s, f.Selections[subject.Name].Get(), edition)
	case v1alpha1.OnOperationAgreement:
		there = f.readAgreement(s, f.agreement(subject.Name).Get(), edition)
	case v1alpha1.OnDeveloperGrant:
		there = f.readGrant(s, f.Grant, edition)
	case v1alpha1.OnDataResource:
		there = f.readResource(s, f.Resources[subject.Name].Get(), edition)
	case v1alpha1.OnObjection:
		return f.objection(f.Objection.Get(), edition)
	case v1alpha1.OnOrganization:
		return f.organization(subject.Name)
	}
	if !there {
		return nil
	}
	s.Inputs = f.inputs(f.inputsOf(subject), edition)
	return s
}

func (f *Facts) readPlan(s *procedure.Subject, p *v1alpha1.ImplementationPlan, edition *v1alpha1.Jurisdiction) bool {
	if p == nil {
		return false
	}
	s.Digests = digest.Plan(p, digestOf(edition))
	s.Division = cmp.Or(p.Spec.Division, edition.Spec.Division)
	s.Traits.Revision, s.Traits.Mode = p.Spec.Revises != "", p.Spec.Mode
	s.Renewable = lastDay(p.Spec.Term)
	return true
}

func (f *Facts) readSelection(s *procedure.Subject, c *v1alpha1.Selection, edition *v1alpha1.Jurisdiction) bool {
	if c == nil {
		return false
	}
	s.Digests = digest.Selection(c, digestOf(edition))
	s.Division = cmp.Or(c.Spec.Division, f.divisionOfPlan(c.Spec.Plan), edition.Spec.Division)
	s.Traits.Seeks, s.Traits.Competitive = c.Spec.Seeks, c.Spec.Method != v1alpha1.MethodDirect
	s.Applications = c.Spec.ApplicationWindow
	return true
}

func (f *Facts) readAgreement(s *procedure.Subject, a *v1alpha1.OperationAgreement, edition *v1alpha1.Jurisdiction) bool {
	if a == nil {
		return false
	}
	s.Digests = digest.Agreement(a, digestOf(edition))
	s.Division = f.divisionOfAgreement(a, edition)
	s.Registration = f.registration(a.Spec.Operator)
	s.Traits.Revision, s.Traits.Renewal = a.Spec.Revises != "", a.Spec.Renews != ""
	s.Traits.Level, s.Traits.Mode = max(a.Spec.Level, 1), a.Spec.Mode
	s.Renewable, s.Begins = f.renewable(a), f.begins(a, edition)
	return true
}

func (f *Facts) readGrant(s *procedure.Subject, g *v1alpha1.DeveloperGrant, edition *v1alpha1.Jurisdiction) bool {
	if g == nil {
		return false
	}
	if class := f.Class.Get(); class != nil {
		s.Digests = digest.Grant(g, digestOf(edition), digestOfClass(class))
	}
	s.Division = edition.Spec.Division
	s.Registration = f.registration(g.Spec.Holder)
	s.Traits.Revision, s.Traits.Renewal = g.Spec.Revises != "", g.Spec.Renews != ""
	s.Traits.Tier, _ = f.tier(g)
	if !s.Traits.Renewal {
		s.Renewable = lastDay(g.Spec.Term)
	}
	if box := g.Status.Sandbox; box != nil && box.OpenedAt != nil {
		s.OpenedAt = box.OpenedAt.Time
	}
	if a := f.Agreement.Get(); a != nil {
		s.Division = f.divisionOfAgreement(a, edition)
		s.Traits.Level, s.Traits.Mode = max(a.Spec.Level, 1), a.Spec.Mode
		s.Traits.OutsideAgreement = slices.ContainsFunc(g.Spec.Inputs, func(in v1alpha1.Input) bool {
			return !slices.Contains(a.Spec.DataResources, in.Resource)
		})
	}
	return true
}

func (f *Facts) readResource(s *procedure.Subject, r *v1alpha1.DataResource, edition *v1alpha1.Jurisdiction) bool {
	if r == nil {
		return false
	}
	s.Digests = digest.Resource(r, digestOf(edition))
	s.Division = cmp.Or(r.Spec.Division, f.registration(r.Spec.SourceUnit), edition.Spec.Division)
	s.Traits.Shared = len(r.Spec.SharedFrom) > 0
	return true
}

// objection reads an objection, which is of the territory of the edition.
func (f *Facts) objection(o *v1alpha1.Objection, edition *v1alpha1.Jurisdiction) *procedure.Subject {
	if o == nil {
		return nil
	}
	parties := jurisdiction.Parties{}
	if name := o.Spec.Objector.Organization; name != "" {
		parties[v1alpha1.PartyObjector] = []string{string(name)}
	}
	against := v1alpha1.DecisionSubject{Kind: v1alpha1.SubjectLinkKind(o.Spec.Against.Kind), Name: o.Spec.Against.Name}
	for ref, names := range f.parties(against) {
		if _, ok := parties[ref]; !ok {
			parties[ref] = names
		}
	}
	s := &procedure.Subject{
		Kind: v1alpha1.LinkObjection, Name: v1alpha1.ObjectName(o.Name), Parties: nobodyBut(parties),
		Digests: digest.Objection(o, digestOf(edition)), Division: edition.Spec.Division,
	}
	if about := f.subject(against, edition); about != nil {
		s.Division = about.Division
	}
	return s
}

// organization reads a party, which pins no edition.
func (f *Facts) organization(name v1alpha1.ObjectName) *procedure.Subject {
	o := f.Organizations[name].Get()
	if o == nil {
		return nil
	}
	return &procedure.Subject{
		Kind: v1alpha1.LinkOrganization, Name: name, Digests: digest.Organization(o, ""),
		Parties:  nobodyBut(jurisdiction.Parties{v1alpha1.PartySubject: {string(name)}}),
		Division: o.Spec.Division, Registration: o.Spec.Division,
	}
}

// inputsOf are the names of the data that a subject is about.
func (f *Facts) inputsOf(subject v1alpha1.DecisionSubject) []v1alpha1.ObjectName {
	switch subject.Kind {
	case v1alpha1.OnImplementationPlan:
		if p := f.Plans[subject.Name].Get(); p != nil {
			return p.Spec.DataResources
		}
	case v1alpha1.OnOperationAgreement:
		if a := f.agreement(subject.Name).Get(); a != nil {
			return a.Spec.DataResources
		}
	case v1alpha1.OnDeveloperGrant:
		if f.Grant != nil {
			return NamesOf(nil, f.Grant).Resources
		}
	case v1alpha1.OnDataResource:
		return []v1alpha1.ObjectName{subject.Name}
	}
	return nil
}

func (f *Facts) inputs(names []v1alpha1.ObjectName, edition *v1alpha1.Jurisdiction) []procedure.Input {
	inputs := make([]procedure.Input, 0, len(names))
	for _, name := range names {
		in := procedure.Input{Resource: name, Added: true}
		if r := f.Resources[name].Get(); r != nil {
			in.SourceUnit, in.Sector, in.Origin = r.Spec.SourceUnit, r.Spec.Sector, f.origin(r, edition)
		} else if f.Resources[name].IsMissing() { // the input alone is lost, and nobody need confirm what is not there
			in.Origin = v1alpha1.OriginPublic
		}
		inputs = append(inputs, in)
	}
	return inputs
}

func (f *Facts) divisionOfPlan(name v1alpha1.ObjectName) string {
	if p := f.Plans[name].Get(); p != nil {
		return p.Spec.Division
	}
	return ""
}

func (f *Facts) divisionOfAgreement(a *v1alpha1.OperationAgreement, edition *v1alpha1.Jurisdiction) string {
	return cmp.Or(a.Spec.Division, f.divisionOfPlan(a.Spec.Plan), edition.Spec.Division)
}

// registration is where an organisation is registered, or empty.
func (f *Facts) registration(name v1alpha1.ObjectName) string {
	if o := f.Organizations[name].Get(); o != nil {
		return o.Spec.Division
	}
	return ""
}

// begins is the first day of the term of an agreement, or nil.
func (f *Facts) begins(a *v1alpha1.OperationAgreement, edition *v1alpha1.Jurisdiction) *calendar.Day {
	own, unknown := agreementSpan(f, a)
	zone, err := jurisdiction.Zone(edition)
	if unknown != nil || err != nil {
		return nil
	}
	day := calendar.DayAt(own.NotBefore, zone)
	return &day
}

func lastDay(term *v1alpha1.Term) *calendar.Day {
	if term == nil {
		return nil
	}
	day, err := calendar.DayOf(term.To)
	if err != nil {
		return nil
	}
	return &day
}
