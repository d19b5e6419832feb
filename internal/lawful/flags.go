// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package lawful

import (
	"slices"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/finding"
	"github.com/publicdata-io/mandate/internal/procedure"
)

// Flag is something that a check of the edition asks to be shown, and that
// refuses nothing.
type Flag struct {
	Check   v1alpha1.CheckName
	Finding *finding.Finding
}

// Flags are what the edition asks to be shown of a link, in its order, one of
// each check: those who are affiliated, where the text bars the party itself
// alone (D40, D43). Of an affiliation that could not be read nothing is shown.
func Flags(c *Case) []Flag {
	if c.Edition == nil {
		return nil
	}
	var flags []Flag
	for i := range c.Edition.Spec.Checks {
		rule := &c.Edition.Spec.Checks[i]
		if rule.Affiliates != v1alpha1.AffiliatesFlag || !procedure.Holds(c.Edition, c.Subject, c.World, rule.When) {
			continue
		}
		again := slices.ContainsFunc(flags, func(f Flag) bool { return f.Check == rule.Check })
		if found := affiliated(c, rule); found != nil && !again {
			flags = append(flags, Flag{rule.Check, found})
		}
	}
	return flags
}

// affiliated finds that a party is affiliated with the one whom a check bars.
func affiliated(c *Case, rule *v1alpha1.CheckRule) *finding.Finding {
	if c.Agreement == nil {
		return nil
	}
	barred := c.Agreement.Spec.Operator
	switch {
	case rule.Check == v1alpha1.CheckRedevelopmentBan && c.Subject.Kind == v1alpha1.LinkDeveloperGrant:
	case rule.Check == v1alpha1.CheckOperatorNotDeveloper && c.Agreement.Spec.Level == 2:
		barred = c.Agreement.Spec.Grantor
	default:
		return nil
	}
	field, name := "spec.operator", c.Agreement.Spec.Operator
	if c.Subject.Kind == v1alpha1.LinkDeveloperGrant {
		field, name = "spec.holder", c.Grant.Spec.Holder
	}
	org, _ := c.organization(name)
	if org == nil || name == barred || !slices.Contains(org.Affiliates, barred) {
		return nil
	}
	return finding.New(v1alpha1.FlaggedReason, rule.Basis, "%s %q of %s %q is affiliated with %q, which operates what it develops on; this is shown, and refuses nothing",
		field, name, c.Subject.Kind, c.Subject.Name, barred)
}
