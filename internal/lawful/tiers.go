// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package lawful

import (
	"slices"
	"strings"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/finding"
)

// tierInputs keeps raw data from the holders of a tier that works on products
// alone. Which tier the holder is of, another check says.
func tierInputs(c *Case) *finding.Finding {
	if c.Subject.Kind != v1alpha1.LinkDeveloperGrant || c.Grant == nil || len(c.Grant.Spec.Inputs) == 0 {
		return nil
	}
	at := slices.IndexFunc(c.Edition.Spec.Tiers, func(t v1alpha1.Tier) bool { return t.Tier == c.Subject.Traits.Tier })
	if at < 0 {
		return nil
	}
	tier := &c.Edition.Spec.Tiers[at]
	if slices.Contains(tier.Inputs, v1alpha1.InputResource) {
		return nil
	}
	there := slices.IndexFunc(c.Grant.Spec.Inputs, func(in v1alpha1.Input) bool { return c.Missing == nil || !c.Missing(in.Resource) })
	if there < 0 {
		return unlawful(tier.Basis, "spec.inputs of DeveloperGrant %q: DataResource %q does not exist, and would be raw data if it did: a holder of tier %d of Jurisdiction %q works on %v alone; ask for these, none of which is there yet",
			c.Grant.Name, c.Grant.Spec.Inputs[0].Resource, tier.Tier, c.Edition.Name, tier.Inputs)
	}
	return unlawful(tier.Basis, "spec.inputs of DeveloperGrant %q: DataResource %q is raw data, and a holder of tier %d of Jurisdiction %q works on %v alone; ask for these, none of which is there yet",
		c.Grant.Name, c.Grant.Spec.Inputs[there].Resource, tier.Tier, c.Edition.Name, tier.Inputs)
}

// deliveredToItself keeps the operator from what it delivers to others: a grant
// of its own with a contract, which is made with who develops its products
// further, where the edition has such a tier. Without one, a ban of delivered
// products is about products alone.
func deliveredToItself(c *Case, rule *v1alpha1.CheckRule) *finding.Finding {
	holder := c.Grant.Spec.Holder
	if holder != c.Agreement.Spec.Operator || c.Grant.Spec.Contract == nil || !slices.ContainsFunc(c.Edition.Spec.Tiers, onProducts) {
		return nil
	}
	return unlawful(rule.Basis, "spec.contract of DeveloperGrant %q is a contract of %q with itself: who operates OperationAgreement %q takes no part in developing further what it delivers; choose another holder, or ask for raw data without a contract",
		c.Grant.Name, holder, c.Agreement.Name)
}

// onProducts says that a tier works on what a lower one makes.
func onProducts(t v1alpha1.Tier) bool {
	return slices.ContainsFunc(t.Inputs, func(in v1alpha1.InputKind) bool { return strings.HasPrefix(string(in), "Product:") })
}
