// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package authorization

import (
	"strings"
	"time"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/finding"
	"github.com/publicdata-io/mandate/internal/jurisdiction"
	"github.com/publicdata-io/mandate/internal/procedure"
)

// conferred finds that a role which the edition confers was not conferred on an
// organisation.
func (f *Facts) conferred(name v1alpha1.ObjectName, role v1alpha1.Role, edition *v1alpha1.Jurisdiction, field string, now time.Time) *finding.Finding {
	organization := f.Organizations[name].Get()
	if organization == nil || !asks(edition, v1alpha1.LinkOrganization) {
		return nil // another check says what is missing
	}
	report, known := f.heardOn(name, edition, now)
	if !known {
		return finding.Unread(finding.Say("the Decisions on %s", v1alpha1.OnOrganization), string(name))
	}
	party := &procedure.Organization{Declared: organization.Spec.Roles, Conferred: report.Conferred()}
	if party.HasRole(edition, role) || !jurisdiction.HasRole(organization, role) {
		return nil // that it does not claim the role another check says
	}
	awaited := report.Conferrals([]v1alpha1.Role{role})
	return procedure.AwaitedOn(finding.New(v1alpha1.ProcedurePendingReason, nil,
		"%s: Jurisdiction %q confers the role %s by Decision, and Organization %q has none; that Decision is awaited%s", field, edition.Name, role, name, procedure.Awaits(awaited, name)), awaited)
}

// effectsOn are the effects that Decisions on an organisation have under
// editions of one code; known is false where they could not be read.
func (f *Facts) effectsOn(name v1alpha1.ObjectName, edition *v1alpha1.Jurisdiction, now time.Time) (effects []v1alpha1.Effect, known bool) {
	report, known := f.heardOn(name, edition, now)
	return report.Conferred(), known
}

// heardOn is what the Decisions on an organisation under editions of one code
// come to; known is false where they could not be read.
func (f *Facts) heardOn(name v1alpha1.ObjectName, edition *v1alpha1.Jurisdiction, now time.Time) (report *procedure.Report, known bool) {
	if !asks(edition, v1alpha1.LinkOrganization) {
		return nothingHeard, true
	}
	subject := subjectOf(v1alpha1.OnOrganization, string(name))
	acts, known := f.Decisions[subject]
	if !known {
		return nothingHeard, false
	}
	acts = ofCode(acts, edition)
	return f.hear(subject, edition, acts, now, func() *procedure.Subject { return f.organization(name) }), true
}

// ofCode are the acts under editions of one code: those that bear it as their
// name, and those of the same child, whose name begins with the code and a word.
func ofCode(acts []*v1alpha1.Decision, edition *v1alpha1.Jurisdiction) []*v1alpha1.Decision {
	own, _, _ := strings.Cut(edition.Name, ".")
	var of []*v1alpha1.Decision
	for _, d := range acts {
		if pinned, _, _ := strings.Cut(string(d.Spec.Jurisdiction), "."); pinned == edition.Spec.Code || pinned == own {
			of = append(of, d)
		}
	}
	return of
}
