// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package jurisdiction_test

import (
	"testing"
	"time"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/jurisdiction"
)

func TestARegulationLapsesAfterItsLastDay(t *testing.T) {
	tests := map[string]struct{ spec, want string }{
		"three years, of which the first day is one (D56)": {`{timeZone: Asia/Shanghai, effectiveFrom: "2025-03-01", validity: {years: 3}}`, "2028-02-29T16:00:00Z"},
		"in its own zone":              {`{timeZone: Asia/Urumqi, effectiveFrom: "2025-03-01", validity: {years: 1}}`, "2026-02-28T18:00:00Z"},
		"never, where it says none":    {`{timeZone: Asia/Shanghai, effectiveFrom: "2025-03-01"}`, ""},
		"never, where it begins not":   {"{timeZone: Asia/Shanghai, validity: {years: 3}}", ""},
		"never by a day that is none":  {`{timeZone: Asia/Shanghai, effectiveFrom: "2025-02-30", validity: {years: 3}}`, ""},
		"never in a zone that is none": {`{timeZone: Mars/Olympus, effectiveFrom: "2025-03-01", validity: {years: 3}}`, ""},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			at, ok := jurisdiction.LapsesAt(edition(t, tc.spec))
			if ok != (tc.want != "") {
				t.Fatalf("LapsesAt = %s, %t; want %q", at, ok, tc.want)
			}
			if ok && at.Format(time.RFC3339) != tc.want {
				t.Errorf("LapsesAt = %s, want %s", at.Format(time.RFC3339), tc.want)
			}
			if !ok && !at.IsZero() {
				t.Errorf("LapsesAt = %s, want no instant", at)
			}
		})
	}
	if at, ok := jurisdiction.LapsesAt(nil); ok {
		t.Errorf("of no edition: %s", at)
	}
}

func TestTermExceptionAllowed(t *testing.T) {
	tests := map[string]struct {
		spec string
		want bool
	}{
		"by the rule of the kind (D10)": {"terms: {DeveloperGrant: {exception: Allowed}}", true},
		"never":                         {"terms: {DeveloperGrant: {exception: Never}}", false},
		"not by a rule that is silent":  {"terms: {DeveloperGrant: {max: {years: 3}}}", false},
		"not by that of another kind":   {"terms: {OperationAgreement: {exception: Allowed}}", false},
		"not without a rule":            {"{}", false},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			if got := jurisdiction.TermExceptionAllowed(edition(t, tc.spec), v1alpha1.LinkDeveloperGrant); got != tc.want {
				t.Errorf("TermExceptionAllowed = %t, want %t", got, tc.want)
			}
		})
	}
}
