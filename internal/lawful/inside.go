// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package lawful

import (
	"slices"
	"time"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/calendar"
	"github.com/publicdata-io/mandate/internal/finding"
	"github.com/publicdata-io/mandate/internal/jurisdiction"
)

// mode finds that a plan or an agreement is of a mode that the edition does not
// have.
func mode(c *Case) *finding.Finding {
	kind := c.Subject.Kind
	if kind != v1alpha1.LinkImplementationPlan && kind != v1alpha1.LinkOperationAgreement {
		return nil
	}
	var allowed []v1alpha1.Mode
	var basis []v1alpha1.BasisID
	if rules := c.Edition.Spec.Modes; rules != nil {
		allowed, basis = rules.OperationAgreement, rules.Basis
	}
	if level := jurisdiction.LevelOf(c.Edition, c.Subject.Traits.Level); level != nil && kind == v1alpha1.LinkOperationAgreement {
		allowed, basis = level.Modes, level.Basis
	}
	own := c.Subject.Traits.Mode
	if len(allowed) == 0 || own == "" || slices.Contains(allowed, own) {
		return nil // that a mode has to be given is content
	}
	return unlawful(basis, "spec.mode %q of %s %q is none of %v, which Jurisdiction %q allows; choose one of them", own, kind, c.Subject.Name, allowed, c.Edition.Name)
}

// planMode keeps an agreement to the mode of its plan.
func planMode(c *Case, rule *v1alpha1.CheckRule) *finding.Finding {
	if c.Subject.Kind != v1alpha1.LinkOperationAgreement || c.Plan == nil || c.Agreement.Spec.Mode == c.Plan.Spec.Mode {
		return nil
	}
	return unlawful(rule.Basis, "spec.mode %q of OperationAgreement %q is not %q, the mode of ImplementationPlan %q; make the agreement as the plan has it, or have the plan revised",
		c.Agreement.Spec.Mode, c.Agreement.Name, c.Plan.Spec.Mode, c.Plan.Name)
}

// termWithinPlan keeps an agreement's term inside its plan's.
func termWithinPlan(c *Case, rule *v1alpha1.CheckRule) *finding.Finding {
	if c.Subject.Kind != v1alpha1.LinkOperationAgreement || c.Plan == nil || c.Above == (calendar.Interval{}) || c.Term == (calendar.Interval{}) {
		return nil
	}
	if !c.Term.NotBefore.Before(c.Above.NotBefore) && !c.Term.NotAfter.After(c.Above.NotAfter) {
		return nil
	}
	return unlawful(rule.Basis, "the term of OperationAgreement %q, %s, is not inside that of ImplementationPlan %q, %s; make it shorter, or have the plan revised",
		c.Agreement.Name, c.show(c.Term), c.Plan.Name, c.show(c.Above))
}

// grantWithinAgreement lets no grant end after its agreement (DRV-1).
func grantWithinAgreement(c *Case, rule *v1alpha1.CheckRule) *finding.Finding {
	if c.Subject.Kind != v1alpha1.LinkDeveloperGrant || c.Agreement == nil || c.Above == (calendar.Interval{}) || c.Term == (calendar.Interval{}) || !c.Term.NotAfter.After(c.Above.NotAfter) {
		return nil
	}
	return unlawful(rule.Basis, "the term of DeveloperGrant %q, %s, ends after that of OperationAgreement %q, %s; end it with the agreement", c.Grant.Name, c.show(c.Term), c.Agreement.Name, c.show(c.Above))
}

// dataWithinPlan keeps a resource of an agreement inside its plan.
func dataWithinPlan(c *Case, rule *v1alpha1.CheckRule) *finding.Finding {
	if c.Subject.Kind != v1alpha1.LinkOperationAgreement || c.Plan == nil || c.Resource == nil || slices.Contains(c.Plan.Spec.DataResources, v1alpha1.ObjectName(c.Resource.Name)) {
		return nil
	}
	return unlawful(rule.Basis, "spec.dataResources of OperationAgreement %q: DataResource %q is not among spec.dataResources of ImplementationPlan %q; leave it out, or have the plan revised",
		c.Agreement.Name, c.Resource.Name, c.Plan.Name)
}

// dataWithinAgreement keeps a grant's input inside its agreement.
func dataWithinAgreement(c *Case, rule *v1alpha1.CheckRule) *finding.Finding {
	if c.Subject.Kind != v1alpha1.LinkDeveloperGrant || c.Agreement == nil || c.Resource == nil || slices.Contains(c.Agreement.Spec.DataResources, v1alpha1.ObjectName(c.Resource.Name)) {
		return nil
	}
	return unlawful(rule.Basis, "spec.inputs of DeveloperGrant %q: DataResource %q is not among spec.dataResources of OperationAgreement %q; choose an input of the agreement",
		c.Grant.Name, c.Resource.Name, c.Agreement.Name)
}

// sectorsWithinField keeps a resource of a by-field agreement to its field.
func sectorsWithinField(c *Case, rule *v1alpha1.CheckRule) *finding.Finding {
	if c.Subject.Kind != v1alpha1.LinkOperationAgreement || c.Resource == nil || c.Resource.Spec.Sector == c.Agreement.Spec.Field {
		return nil
	}
	return unlawful(rule.Basis, "spec.dataResources of OperationAgreement %q: DataResource %q is of the sector %q, and spec.field is %q; an agreement by field holds data of its field alone, leave it out",
		c.Agreement.Name, c.Resource.Name, c.Resource.Spec.Sector, c.Agreement.Spec.Field)
}

// show writes a term by the edition's clocks (D3).
func (c *Case) show(span calendar.Interval) finding.Phrase {
	zone, err := jurisdiction.Zone(c.Edition)
	if err != nil {
		zone = time.UTC
	}
	return finding.Say("from %s until %s", span.NotBefore.In(zone).Format(time.RFC3339), span.NotAfter.In(zone).Format(time.RFC3339))
}
