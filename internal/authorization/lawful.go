// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package authorization

import (
	"time"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/calendar"
	"github.com/publicdata-io/mandate/internal/finding"
	"github.com/publicdata-io/mandate/internal/jurisdiction"
	"github.com/publicdata-io/mandate/internal/lawful"
	"github.com/publicdata-io/mandate/internal/procedure"
)

// lawful finds that a link as a whole breaks a check that its edition makes.
func (f *Facts) lawful(subject v1alpha1.DecisionSubject, own calendar.Interval, now time.Time) *finding.Finding {
	c := f.lawfulCase(subject, now)
	if c == nil {
		return nil
	}
	c.Term = own
	return lawful.Against(c)
}

// lawfulInput finds that a link may not hold one of its resources.
func (f *Facts) lawfulInput(subject v1alpha1.DecisionSubject, name v1alpha1.ObjectName, now time.Time) *finding.Finding {
	if c := f.lawfulCaseOf(subject, name, now); c != nil {
		return lawful.AgainstInput(c)
	}
	return nil
}

// inputBreaches are all rules that a link breaks by holding one of its resources.
func (f *Facts) inputBreaches(subject v1alpha1.DecisionSubject, name v1alpha1.ObjectName, now time.Time) []*finding.Finding {
	if c := f.lawfulCaseOf(subject, name, now); c != nil {
		return lawful.InputBreaches(c)
	}
	return nil
}

// lawfulCaseOf reads a link and one of its resources for checks; nil where that is not
// there, of which another check says so.
func (f *Facts) lawfulCaseOf(subject v1alpha1.DecisionSubject, name v1alpha1.ObjectName, now time.Time) *lawful.Case {
	resource := f.Resources[name].Get()
	if resource == nil {
		return nil
	}
	c := f.lawfulCase(subject, now)
	if c != nil {
		c.Resource = resource
	}
	return c
}

// lawfulCase reads a link for checks; nil where its edition makes none and is of no
// place.
func (f *Facts) lawfulCase(subject v1alpha1.DecisionSubject, now time.Time) *lawful.Case {
	edition := f.editionOf(subject).Get()
	if edition == nil || !checks(&edition.Spec) {
		return nil
	}
	of := f.subject(subject, edition)
	if of == nil {
		return nil
	}
	c := &lawful.Case{
		Edition: edition, Subject: of, LegalForm: f.legalForm, SourceClass: f.sourceClass, Authority: f.authorityBefore,
		Registered: func(name v1alpha1.ObjectName) *v1alpha1.Organization { return f.Organizations[name].Get() },
		World: &procedure.World{Organization: func(name v1alpha1.ObjectName) (*procedure.Organization, procedure.Reading) {
			return f.actor(name, edition, now)
		}},
		Conferrals: func(name v1alpha1.ObjectName, roles []v1alpha1.Role) []procedure.Conferral {
			report, _ := f.heardOn(name, edition, now)
			return report.Conferrals(roles)
		},
	}
	switch subject.Kind {
	case v1alpha1.OnOperationAgreement:
		f.lawfulUnderPlan(c, f.agreement(subject.Name).Get(), now)
	case v1alpha1.OnDeveloperGrant:
		c.Grant, c.Agreement = f.Grant, f.Agreement.Get()
		c.Missing = func(name v1alpha1.ObjectName) bool { return f.Resources[name].IsMissing() }
		if c.Agreement != nil {
			c.Above, _ = agreementSpan(f, c.Agreement)
		}
	case v1alpha1.OnDataResource:
		c.Resource = f.Resources[subject.Name].Get()
		c.Entered = func() (*v1alpha1.DataResource, bool) {
			first := f.Entered[subject.Name]
			return first.Get(), !unknown(first)
		}
	case v1alpha1.OnImplementationPlan, v1alpha1.OnSelection:
	}
	return c
}

// checks says whether anything is asked of the content of a link under an edition.
func checks(spec *v1alpha1.JurisdictionSpec) bool {
	return spec.Division != "" || len(spec.Checks) > 0 || len(spec.Grantor) > 0 || len(spec.AgreementLevels) > 0 || spec.Modes != nil || len(spec.Tiers) > 0
}

// lawfulUnderPlan reads an agreement, its plan and its call.
func (f *Facts) lawfulUnderPlan(c *lawful.Case, agreement *v1alpha1.OperationAgreement, now time.Time) {
	c.Agreement = agreement
	if c.Plan = f.Plans[c.Agreement.Spec.Plan].Get(); c.Plan != nil {
		c.Above, _ = planSpan(f, c.Plan)
	}
	if name := c.Agreement.Spec.Selection; name != "" {
		c.Selected = f.proceedings(subjectOf(v1alpha1.OnSelection, string(name)), now).Selected
		if call := f.Selections[name].Get(); call != nil {
			c.Organiser = call.Spec.Organiser
		}
	}
}

// authorityBefore is who was registered as the data authority of a division
// before an organisation that claims to be it too.
func (f *Facts) authorityBefore(name v1alpha1.ObjectName) (v1alpha1.ObjectName, bool) {
	o := f.Organizations[name].Get()
	if o == nil || !jurisdiction.HasRole(o, v1alpha1.RoleDataAuthority) {
		return "", true // that it is not there another check says
	}
	first := f.Authorities[o.Spec.Division]
	if first == name {
		first = ""
	}
	return first, f.Authorities != nil
}

func (f *Facts) legalForm(name v1alpha1.ObjectName) (v1alpha1.LegalForm, bool) {
	o := f.Organizations[name].Get()
	if o == nil {
		return "", false
	}
	return o.Spec.LegalForm, true
}

func (f *Facts) sourceClass(name v1alpha1.ObjectName) (v1alpha1.SourceClass, bool) {
	o := f.Organizations[name].Get()
	if o == nil {
		return "", false
	}
	return o.Spec.SourceClass, true
}
