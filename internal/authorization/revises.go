// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package authorization

import (
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/calendar"
	"github.com/publicdata-io/mandate/internal/finding"
)

// revisesAgreement finds that an agreement is no later version of the one that
// it says it revises: a change is between the same parties, under one regulation.
// What is revised may be long gone.
func (f *Facts) revisesAgreement(a *v1alpha1.OperationAgreement) *finding.Finding {
	if a.Spec.Revises == "" {
		return nil
	}
	if string(a.Spec.Revises) == a.Name {
		return revisesItself(linkOfAgreement(a))
	}
	lookup := f.agreement(a.Spec.Revises)
	old := lookup.Get()
	switch {
	case lookup.IsMissing():
		return nil
	case old == nil:
		return finding.Unread("OperationAgreement", string(a.Spec.Revises))
	case isRevisedBy(old, old.Spec.Revises, a):
		return inACircle(linkOfAgreement(a), linkOfAgreement(old))
	case old.Spec.Operator != a.Spec.Operator || old.Spec.Grantor != a.Spec.Grantor:
		return finding.New(v1alpha1.UnlawfulReason, nil,
			"spec.revises: OperationAgreement %q is of Organization %q with %q, and OperationAgreement %q is of %q with %q; one of other parties is no change, leave the field out", old.Name, old.Spec.Grantor, old.Spec.Operator, a.Name, a.Spec.Grantor, a.Spec.Operator)
	}
	return f.sameCode(linkOfAgreement(a), linkOfAgreement(old))
}

// revisesPlan finds that a plan is no later version of the one that it says it
// revises.
func (f *Facts) revisesPlan(p *v1alpha1.ImplementationPlan) *finding.Finding {
	if p.Spec.Revises == "" {
		return nil
	}
	if string(p.Spec.Revises) == p.Name {
		return revisesItself(linkOfPlan(p))
	}
	lookup := f.Plans[p.Spec.Revises]
	old := lookup.Get()
	switch {
	case lookup.IsMissing():
		return nil
	case old == nil:
		return finding.Unread("ImplementationPlan", string(p.Spec.Revises))
	case isRevisedBy(old, old.Spec.Revises, p):
		return inACircle(linkOfPlan(p), linkOfPlan(old))
	case old.Spec.Drafter != p.Spec.Drafter:
		return finding.New(v1alpha1.UnlawfulReason, nil,
			"spec.revises: Organization %q drafted ImplementationPlan %q, and %q drafted ImplementationPlan %q; who drafted a plan changes it, leave the field out", old.Spec.Drafter, old.Name, p.Spec.Drafter, p.Name)
	}
	return f.sameCode(linkOfPlan(p), linkOfPlan(old))
}

// isRevisedBy says whether what a link says it revises was there first, and says
// that it revises the link.
func isRevisedBy(old metav1.Object, revises v1alpha1.ObjectName, link metav1.Object) bool {
	if string(revises) != link.GetName() {
		return false
	}
	before, after := old.GetCreationTimestamp(), link.GetCreationTimestamp()
	return before.Before(&after) || before.Equal(&after) && old.GetName() < link.GetName()
}

func inACircle(l, old link) *finding.Finding {
	return finding.New(v1alpha1.UnlawfulReason, nil, "spec.revises: %s was there before %s and revises it; delete the later one", old, l)
}

func revisesItself(l link) *finding.Finding {
	return finding.New(v1alpha1.UnlawfulReason, nil, "spec.revises: %s revises itself; name the earlier one, or leave the field out", l)
}

// earlierGrants finds that a grant is not to an earlier one what it says: a later
// version and a renewal are of the same holder, a renewal follows the other's
// term, and what goes on with a grant is for its scenario.
func (f *Facts) earlierGrants(g *v1alpha1.DeveloperGrant, own calendar.Interval) *finding.Finding {
	if string(g.Spec.Revises) == g.Name {
		return revisesItself(linkOfGrant(g))
	}
	return finding.First(
		f.earlierGrant("spec.revises", g.Spec.Revises, func(old *v1alpha1.DeveloperGrant) *finding.Finding {
			if isRevisedBy(old, old.Spec.Revises, g) {
				return inACircle(linkOfGrant(g), linkOfGrant(old))
			}
			return ofOneHolder("spec.revises", g, old)
		}),
		f.earlierGrant("spec.renews", g.Spec.Renews, func(old *v1alpha1.DeveloperGrant) *finding.Finding {
			return finding.First(ofOneHolder("spec.renews", g, old), f.followsGrant(g, old, own))
		}),
		f.earlierGrant("spec.continues", g.Spec.Continues, func(old *v1alpha1.DeveloperGrant) *finding.Finding {
			return ofOneScenario(g, old)
		}))
}

// earlierGrant asks of the grant that a field names, which may be long gone.
func (f *Facts) earlierGrant(field string, name v1alpha1.ObjectName, ask func(*v1alpha1.DeveloperGrant) *finding.Finding) *finding.Finding {
	lookup := f.Grants[name]
	switch {
	case name == "" || lookup.IsMissing():
		return nil
	case lookup.Get() == nil:
		return finding.Unread(finding.Say("%s: DeveloperGrant", field), string(name))
	}
	return ask(lookup.Get())
}

func ofOneHolder(field string, g, old *v1alpha1.DeveloperGrant) *finding.Finding {
	if g.Spec.Holder == old.Spec.Holder {
		return nil
	}
	return finding.New(v1alpha1.UnlawfulReason, nil,
		"%s: Organization %q holds DeveloperGrant %q, and %q DeveloperGrant %q; both are of one holder, leave the field out", field, old.Spec.Holder, old.Name, g.Spec.Holder, g.Name)
}

func ofOneScenario(g, old *v1alpha1.DeveloperGrant) *finding.Finding {
	if g.Spec.Scenario.Name == old.Spec.Scenario.Name {
		return nil
	}
	return finding.New(v1alpha1.UnlawfulReason, nil,
		"spec.continues: DeveloperGrant %q is for the scenario %q, and DeveloperGrant %q for %q; another scenario is nothing to go on with, leave the field out", old.Name, old.Spec.Scenario.Name, g.Name, g.Spec.Scenario.Name)
}

// followsGrant finds that a renewal begins before what it renews has ended.
func (f *Facts) followsGrant(g, old *v1alpha1.DeveloperGrant, own calendar.Interval) *finding.Finding {
	before, unknown := span(f, old.Spec.Jurisdiction, old.Spec.Term, old.Spec.Window)
	if unknown != nil || own == (calendar.Interval{}) || !own.NotBefore.Before(before.NotAfter) {
		return nil
	}
	return finding.New(v1alpha1.UnlawfulReason, f.basisOfRenewalUnder(g.Spec.Jurisdiction),
		"the term of DeveloperGrant %q begins at %s, before that of DeveloperGrant %q, which it renews, has ended at %s; begin it then", g.Name, f.show(own.NotBefore, g.Spec.Jurisdiction), old.Name, f.show(before.NotAfter, g.Spec.Jurisdiction))
}
