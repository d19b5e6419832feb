// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package lawful

import (
	"slices"
	"strings"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/finding"
)

// guidancePrice asks for the price document of a fee. Whether the fee lies in
// the band that the document gives is for those to say who read it.
func guidancePrice(c *Case, rule *v1alpha1.CheckRule) *finding.Finding {
	if c.Subject.Kind != v1alpha1.LinkDeveloperGrant || c.Grant.Spec.Contract == nil || c.Grant.Spec.Contract.ServiceFee == nil {
		return nil
	}
	fee := c.Grant.Spec.Contract.ServiceFee
	if strings.Trim(fee.Amount, "0.") == "" {
		return nil
	}
	if slices.ContainsFunc(c.Grant.Spec.Documents, func(d v1alpha1.Document) bool { return d.Name == fee.PriceDocument }) {
		return nil
	}
	return unlawful(rule.Basis, "spec.contract.serviceFee.priceDocument %q of DeveloperGrant %q names none of spec.documents, and a fee of %s rests on the guidance price; add the document that sets it, or ask for no fee",
		fee.PriceDocument, c.Grant.Name, fee.Amount)
}

// desensitised asks that a resource is declared desensitised.
func desensitised(c *Case, rule *v1alpha1.CheckRule) *finding.Finding {
	if c.Subject.Kind != v1alpha1.LinkDataResource || c.Resource == nil || (c.Resource.Spec.Desensitised != nil && *c.Resource.Spec.Desensitised) {
		return nil
	}
	return unlawful(rule.Basis, "spec.desensitised of DataResource %q is not true, and data is given desensitised alone; have it desensitised, and say so", c.Resource.Name)
}
