// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package cel_test

import (
	"strings"
	"testing"
)

func TestFees(t *testing.T) {
	fee := func(amount, guidance string) []edit {
		of := map[string]any{"amount": amount, "currency": "CNY", "priceDocument": "price"}
		if guidance != "" {
			of["guidancePrice"] = guidance
		}
		return []edit{
			set("spec.documents", []any{map[string]any{"name": "price", "title": "Price", "sha256": strings.Repeat("a", 64)}}),
			set("spec.contract", map[string]any{"serviceFee": of, "clauses": clauses("price", "purpose")}),
		}
	}
	checkSchema(t, map[string]refusal{
		"a fee above its price":          {base: grantText, edits: fee("120", "100"), want: []string{"spec.contract.serviceFee.amount", "amount 120 is more than the guidancePrice 100"}},
		"a fee a little above its price": {base: grantText, edits: fee("100.0001", "100"), want: []string{"amount 100.0001 is more than the guidancePrice 100"}},
		"a price that is no number":      {base: grantText, edits: fee("1", "ten"), want: []string{"spec.contract.serviceFee.guidancePrice", "should match"}},
		"a fee of its price":             {base: grantText, edits: fee("100.00", "100")},
		"a fee with many digits":         {base: grantText, edits: fee("9.5", "100")},
		"no fee":                         {base: grantText, edits: fee("0", "")},
	})
}
