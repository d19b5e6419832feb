// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package lawful

import (
	"math/big"
	"slices"
	"strings"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/finding"
)

// guidancePrice keeps a fee to the price that its document sets. Whether the
// document says so is for those to say who read it.
func guidancePrice(c *Case, rule *v1alpha1.CheckRule) *finding.Finding {
	fee := c.fee()
	if fee == nil {
		return nil
	}
	if !slices.ContainsFunc(c.Grant.Spec.Documents, func(d v1alpha1.Document) bool { return d.Name == fee.PriceDocument }) {
		return unlawful(rule.Basis, "spec.contract.serviceFee.priceDocument %q of DeveloperGrant %q names none of spec.documents, and a fee of %s rests on the guidance price; add the document that sets it, or ask for no fee",
			fee.PriceDocument, c.Grant.Name, fee.Amount)
	}
	if within(fee.Amount, fee.GuidancePrice) {
		return nil
	}
	return unlawful(rule.Basis, "spec.contract.serviceFee of DeveloperGrant %q is %s, and the guidancePrice of the document %q is %q; say what it allows, and ask for no more",
		c.Grant.Name, fee.Amount, fee.PriceDocument, fee.GuidancePrice)
}

// feeStated asks that a fee was agreed where it has to be, in the agreement that
// the grant stands under.
func feeStated(c *Case, rule *v1alpha1.CheckRule) *finding.Finding {
	fee := c.fee()
	if fee == nil || c.Agreement == nil || slices.ContainsFunc(c.Agreement.Spec.Clauses, func(k v1alpha1.Clause) bool { return k.Key == "serviceFee" }) {
		return nil
	}
	return unlawful(rule.Basis, "spec.contract.serviceFee of DeveloperGrant %q is %s, and OperationAgreement %q has no clause serviceFee that states it; ask for no fee, or have the agreement revised",
		c.Grant.Name, fee.Amount, c.Agreement.Name)
}

// fee is what the grant in question costs; nil where it costs nothing.
func (c *Case) fee() *v1alpha1.ServiceFee {
	if c.Subject.Kind != v1alpha1.LinkDeveloperGrant || c.Grant.Spec.Contract == nil {
		return nil
	}
	fee := c.Grant.Spec.Contract.ServiceFee
	if fee == nil || strings.Trim(fee.Amount, "0.") == "" {
		return nil
	}
	return fee
}

// within says that a decimal number is no more than another; what is no number
// is within nothing.
func within(amount, most string) bool {
	a, isNumber := new(big.Rat).SetString(amount)
	b, areNumbers := new(big.Rat).SetString(most)
	return isNumber && areNumbers && a.Cmp(b) <= 0
}

// desensitised asks that a resource is declared desensitised.
func desensitised(c *Case, rule *v1alpha1.CheckRule) *finding.Finding {
	if c.Subject.Kind != v1alpha1.LinkDataResource || c.Resource == nil || (c.Resource.Spec.Desensitised != nil && *c.Resource.Spec.Desensitised) {
		return nil
	}
	return unlawful(rule.Basis, "spec.desensitised of DataResource %q is not true, and data is given desensitised alone; have it desensitised, and say so", c.Resource.Name)
}
