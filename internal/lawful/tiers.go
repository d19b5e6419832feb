// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package lawful

import (
	"slices"

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
	return unlawful(tier.Basis, "spec.inputs of DeveloperGrant %q: DataResource %q is raw data, and a holder of tier %d of Jurisdiction %q works on %v alone; ask for these, none of which is there yet",
		c.Grant.Name, c.Grant.Spec.Inputs[0].Resource, tier.Tier, c.Edition.Name, tier.Inputs)
}
