// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package lawful

import (
	"slices"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/division"
	"github.com/publicdata-io/mandate/internal/finding"
	"github.com/publicdata-io/mandate/internal/jurisdiction"
	"github.com/publicdata-io/mandate/internal/procedure"
)

// grantor finds that who authorises has none of the roles that the edition lets
// authorise, by mode and by level.
func grantor(c *Case) *finding.Finding {
	if c.Subject.Kind != v1alpha1.LinkOperationAgreement || c.Agreement == nil {
		return nil
	}
	roles, basis := c.authorising()
	name := c.Agreement.Spec.Grantor
	org, reading := c.organization(name)
	switch {
	case len(roles) == 0 || reading == procedure.Missing:
		return nil
	case reading == procedure.Unread || org == nil:
		return finding.Unread("Organization", string(name))
	case org.HasRoleOf(c.Edition, roles):
		return nil
	}
	if org.Claiming(c.Edition).HasRoleOf(c.Edition, roles) {
		awaited := c.conferrals(name, roles)
		return procedure.AwaitedOn(finding.New(v1alpha1.ProcedurePendingReason, basis,
			"spec.grantor: Jurisdiction %q confers the roles %v by Decision, and Organization %q has none; that Decision is awaited%s", c.Edition.Name, roles, name, procedure.Awaits(awaited, name)), awaited)
	}
	return unlawful(basis, "spec.grantor %q of OperationAgreement %q has none of the roles %v, which Jurisdiction %q lets authorise; name one who has", name, c.Agreement.Name, roles, c.Edition.Name)
}

// authorising are the roles that the edition lets authorise the agreement, and
// what that rests on.
func (c *Case) authorising() (roles []v1alpha1.Role, basis []v1alpha1.BasisID) {
	for _, rule := range c.Edition.Spec.Grantor {
		if (rule.Mode == "" || rule.Mode == c.Subject.Traits.Mode) && (rule.Level == 0 || rule.Level == max(c.Subject.Traits.Level, 1)) {
			roles, basis = append(roles, rule.Role), append(basis, rule.Basis...)
		}
	}
	if level := jurisdiction.LevelOf(c.Edition, c.Subject.Traits.Level); level != nil {
		roles, basis = append(roles, level.Grantor), append(basis, level.Basis...)
	}
	return roles, basis
}

// coGrantors finds that somebody authorises beside the grantor under an edition
// that asks nothing of such a party: its text knows none. Where it asks for no act
// at all, nothing is asked of them either.
func coGrantors(c *Case) *finding.Finding {
	if c.Subject.Kind != v1alpha1.LinkOperationAgreement || c.Agreement == nil || len(c.Agreement.Spec.CoGrantors) == 0 {
		return nil
	}
	asked := 0
	for i := range c.Edition.Spec.Procedures {
		p := &c.Edition.Spec.Procedures[i]
		if p.Of != v1alpha1.LinkOperationAgreement || p.Effect != v1alpha1.EffectEnter {
			continue
		}
		for j := range p.Steps {
			if asked++; ofCoGrantor(p.Steps[j].By) {
				return nil
			}
		}
	}
	if asked == 0 {
		return nil
	}
	_, basis := c.authorising()
	return unlawful(basis, "spec.coGrantors of OperationAgreement %q: under Jurisdiction %q nobody authorises beside the grantor; leave it out", c.Agreement.Name, c.Edition.Name)
}

func ofCoGrantor(parties []v1alpha1.Party) bool {
	return slices.ContainsFunc(parties, func(p v1alpha1.Party) bool { return p.Ref == v1alpha1.PartyCoGrantor })
}

// selectedOperator keeps an agreement to who was chosen in its call.
func selectedOperator(c *Case, rule *v1alpha1.CheckRule) *finding.Finding {
	if c.Subject.Kind != v1alpha1.LinkOperationAgreement || c.Selected == nil || slices.Contains(c.Selected, c.Agreement.Spec.Operator) {
		return nil
	}
	return unlawful(rule.Basis, "spec.operator %q of OperationAgreement %q was not chosen in Selection %q, which chose %v; name one of these", c.Agreement.Spec.Operator, c.Agreement.Name, c.Agreement.Spec.Selection, c.Selected)
}

// partyAmong keeps a party to those whom the rule designates.
func partyAmong(c *Case, rule *v1alpha1.CheckRule) *finding.Finding {
	for _, name := range c.of(rule) {
		if found := c.among(name, rule); found != nil {
			return found
		}
	}
	return nil
}

// sourceAmong keeps the source unit of a resource under an agreement to those
// whom the rule designates for the agreement, such as its own grantor.
func sourceAmong(c *Case, rule *v1alpha1.CheckRule) *finding.Finding {
	if rule.Of != v1alpha1.PartySourceUnit || c.Subject.Kind != v1alpha1.LinkOperationAgreement || c.Resource == nil {
		return nil
	}
	return c.among(c.Resource.Spec.SourceUnit, rule)
}

func (c *Case) among(name v1alpha1.ObjectName, rule *v1alpha1.CheckRule) *finding.Finding {
	if _, reading := c.organization(name); reading == procedure.Missing {
		return nil
	}
	yes, known := procedure.Designated(c.Edition, c.Subject, c.World, rule.Among, name)
	switch {
	case yes:
		return nil
	case !known:
		return finding.Unread("Organization", string(name))
	}
	if yes, _ := procedure.Designated(c.Edition, c.Subject, c.claiming(), rule.Among, name); yes {
		roles := c.claimed(name, rule.Among)
		awaited := c.conferrals(name, roles)
		return procedure.AwaitedOn(finding.New(v1alpha1.ProcedurePendingReason, rule.Basis,
			"the %s %q of %s %q claims the role %v, which Jurisdiction %q confers by Decision; that Decision is awaited%s",
			rule.Of, name, c.Subject.Kind, c.Subject.Name, roles, c.Edition.Name, procedure.Awaits(awaited, name)), awaited)
	}
	return unlawful(rule.Basis, "the %s %q of %s %q is not %s, as Jurisdiction %q asks; name one who is", rule.Of, name, c.Subject.Kind, c.Subject.Name, c.describe(rule.Among), c.Edition.Name)
}

func (c *Case) describe(choices []v1alpha1.PartyChoice) finding.Series {
	parties := make([]v1alpha1.Party, 0, len(choices))
	for _, choice := range choices {
		parties = append(parties, v1alpha1.Party{Ref: choice.Ref, Role: choice.Role, Level: choice.Level, At: choice.At})
	}
	return jurisdiction.Describe(parties, c.Subject.Parties, procedure.Placing(c.Edition, c.Subject))
}

// territory keeps a party inside the edition's division.
func territory(c *Case, rule *v1alpha1.CheckRule) *finding.Finding {
	for _, name := range c.of(rule) {
		org, reading := c.organization(name)
		switch {
		case reading == procedure.Missing:
			continue
		case reading == procedure.Unread || org == nil:
			return finding.Unread("Organization", string(name))
		case !division.Contains(c.Edition.Spec.Division, org.Division):
			return unlawful(rule.Basis, "the %s %q of %s %q is of the division %q, which does not lie inside %q of Jurisdiction %q; name one of that territory",
				rule.Of, name, c.Subject.Kind, c.Subject.Name, org.Division, c.Edition.Spec.Division, c.Edition.Name)
		}
	}
	return nil
}

// legalForm bounds the legal form of a party.
func legalForm(c *Case, rule *v1alpha1.CheckRule) *finding.Finding {
	for _, name := range c.of(rule) {
		form, known := c.LegalForm(name)
		if known && !slices.Contains(rule.LegalForms, form) {
			return unlawful(rule.Basis, "the %s %q of %s %q has the spec.legalForm %q, which is none of %v; name one of these forms, or let it state its own", rule.Of, name, c.Subject.Kind, c.Subject.Name, form, rule.LegalForms)
		}
	}
	return nil // that it is not there or not read another check says
}

// sourceClass keeps a party to the kinds of bodies whose data is public data.
func sourceClass(c *Case, rule *v1alpha1.CheckRule) *finding.Finding {
	for _, name := range c.of(rule) {
		class, known := c.SourceClass(name)
		switch {
		case !known || slices.Contains(rule.SourceClasses, class):
			continue // that it is not there or not read another check says
		case class == "":
			return unlawful(rule.Basis, "the %s %q of %s %q states no spec.sourceClass, and the data of nobody but %v is public data under Jurisdiction %q; let it state which of them it is, or name one of them", rule.Of, name, c.Subject.Kind, c.Subject.Name, rule.SourceClasses, c.Edition.Name)
		default:
			return unlawful(rule.Basis, "the %s %q of %s %q has the spec.sourceClass %q, which is none of %v; name one of these, or let it state its own", rule.Of, name, c.Subject.Kind, c.Subject.Name, class, rule.SourceClasses)
		}
	}
	return nil
}

// redevelopmentBan keeps the operator, and those affiliated with it where the
// rule denies them, from holding a grant inside its scope (D43, D44).
func redevelopmentBan(c *Case, rule *v1alpha1.CheckRule) *finding.Finding {
	if c.Subject.Kind != v1alpha1.LinkDeveloperGrant || c.Agreement == nil {
		return nil
	}
	if rule.Scope != "AllInScope" {
		return deliveredToItself(c, rule)
	}
	holder, operator := c.Grant.Spec.Holder, c.Agreement.Spec.Operator
	if holder == operator {
		return unlawful(rule.Basis, "spec.holder %q of DeveloperGrant %q operates OperationAgreement %q, and may not develop inside its scope; choose another holder", holder, c.Grant.Name, c.Agreement.Name)
	}
	if rule.Affiliates != v1alpha1.AffiliatesDeny {
		return nil
	}
	org, reading := c.organization(holder)
	switch {
	case reading == procedure.Missing:
		return nil
	case reading == procedure.Unread || org == nil:
		return finding.Unread(finding.Say("the affiliates of %s", v1alpha1.OnOrganization), string(holder))
	case slices.Contains(org.Affiliates, operator):
		return unlawful(rule.Basis, "spec.holder %q of DeveloperGrant %q is affiliated with %q, which operates OperationAgreement %q, and may not develop inside its scope; choose a holder that is not", holder, c.Grant.Name, operator, c.Agreement.Name)
	}
	return nil
}

// operatorNotDeveloper keeps the operator of level 1, who grants the agreements
// of level 2, from being their operator or a holder under them (D40).
func operatorNotDeveloper(c *Case, rule *v1alpha1.CheckRule) *finding.Finding {
	if c.Agreement == nil || c.Agreement.Spec.Level != 2 {
		return nil
	}
	field, name := "spec.operator", c.Agreement.Spec.Operator
	switch c.Subject.Kind {
	case v1alpha1.LinkOperationAgreement:
	case v1alpha1.LinkDeveloperGrant:
		field, name = "spec.holder", c.Grant.Spec.Holder
	default:
		return nil
	}
	if name != c.Agreement.Spec.Grantor {
		return nil
	}
	return unlawful(rule.Basis, "%s %q of %s %q is the operator of level 1 that grants OperationAgreement %q, and may not develop under it; name a developer", field, name, c.Subject.Kind, c.Subject.Name, c.Agreement.Name)
}
