// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package builder

import (
	"slices"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/authorization"
)

// revisions reads the facts on each later version of a link.
func (c *Chain) revisions(f *authorization.Facts, kind v1alpha1.SubjectLinkKind, name v1alpha1.ObjectName) {
	subject := v1alpha1.DecisionSubject{Kind: kind, Name: name}
	if slices.Contains(c.revising, subject) || c.unreadable[key{"Revisions of " + string(kind), string(name)}] {
		return
	}
	beside := c.Clone()
	beside.beside, beside.past, beside.revising = c.beside, c.past, append(slices.Clone(c.revising), subject)
	f.Revisions[subject] = nil
	for _, later := range c.later(kind, name) {
		revision := authorization.Revision{Subject: v1alpha1.DecisionSubject{Kind: kind, Name: v1alpha1.ObjectName(later)}}
		switch kind {
		case v1alpha1.OnImplementationPlan:
			revision.Facts = beside.OfPlan(later)
			beside.proceed(revision.Facts)
		case v1alpha1.OnOperationAgreement:
			revision.Facts = beside.OfAgreement(later)
		case v1alpha1.OnDeveloperGrant:
			revision.Facts = beside.OfGrant(later)
		}
		f.Revisions[subject] = append(f.Revisions[subject], revision)
	}
}

// later are the names of what revises a link, in order.
func (c *Chain) later(kind v1alpha1.SubjectLinkKind, name v1alpha1.ObjectName) []string {
	var names []string
	for k, o := range c.objects {
		var revises v1alpha1.ObjectName
		switch o := o.(type) {
		case *v1alpha1.ImplementationPlan:
			revises = o.Spec.Revises
		case *v1alpha1.OperationAgreement:
			revises = o.Spec.Revises
		case *v1alpha1.DeveloperGrant:
			revises = o.Spec.Revises
		}
		if revises == name && k.kind == string(kind) {
			names = append(names, k.name)
		}
	}
	slices.Sort(names)
	return names
}

// earlierGrants reads the grants that the one in question names.
func (c *Chain) earlierGrants(f *authorization.Facts) {
	for _, name := range []v1alpha1.ObjectName{f.Grant.Spec.Revises, f.Grant.Spec.Renews, f.Grant.Spec.Continues} {
		if name == "" {
			continue
		}
		f.Grants[name] = look[v1alpha1.DeveloperGrant](c, "DeveloperGrant", string(name))
		if old := f.Grants[name].Get(); old != nil {
			c.edition(f, old.Spec.Jurisdiction)
		}
	}
}

// Revises names the agreement that this one replaces.
func (b *AgreementBuilder) Revises(agreement string) *AgreementBuilder {
	b.agreement.Spec.Revises = v1alpha1.ObjectName(agreement)
	return b
}

// Revises names the grant that this one replaces.
func (b *GrantBuilder) Revises(grant string) *GrantBuilder {
	b.grant.Spec.Revises = v1alpha1.ObjectName(grant)
	return b
}
