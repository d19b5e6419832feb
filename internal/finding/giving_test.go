// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package finding_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/finding"
)

// lift is the Lift of one body, by a rule or by none.
func lift(of string, basis ...v1alpha1.BasisID) finding.Giving {
	return finding.Giving{Act: v1alpha1.ActionLift, By: finding.All("", finding.Say("Organization %s", of)), Basis: basis}
}

// TestAFindingNamesWhatWouldGiveBackWhatWasTaken: who reads that an input was
// suspended also reads whose Lift is awaited, however deep the finding is told.
func TestAFindingNamesWhatWouldGiveBackWhatWasTaken(t *testing.T) {
	suspended := func(what, by string, basis ...v1alpha1.BasisID) finding.Phrase {
		return finding.New(v1alpha1.SuspendedReason, nil, "%s is suspended", what).GivenBackBy(lift(by, basis...)).Said
	}
	tests := map[string]struct {
		said     finding.Phrase
		wantSaid string
		want     []string
	}{
		"nothing was taken":                       {finding.Say("%s ended on %s", "g", "2026-01-01"), "g ended on 2026-01-01", nil},
		"by who took it, and no rule says else":   {suspended("g", "data-bureau"), "g is suspended", []string{"Lift of Organization data-bureau"}},
		"by a rule, which is cited":               {suspended("g", "data-bureau", "HA-14.2", "D8"), "g is suspended", []string{"Lift of Organization data-bureau [HA-14.2 (article 14), D8]"}},
		"told of what the link stands under":      {finding.Say("%s is not in force: %s", "a", suspended("a", "health-bureau")), "a is not in force: a is suspended", []string{"Lift of Organization health-bureau"}},
		"told of several inputs, in their order":  {finding.Say("without %s", finding.All(" and ", suspended("x", "x-unit"), finding.Say("y"), suspended("z", "z-unit"))), "without x is suspended and y and z is suspended", []string{"Lift of Organization x-unit", "Lift of Organization z-unit"}},
		"what is taken twice is given back twice": {finding.New(v1alpha1.SuspendedReason, nil, "g, and %s", suspended("a", "above")).GivenBackBy(lift("beside")).Said, "g, and a is suspended", []string{"Lift of Organization beside", "Lift of Organization above"}},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(tc.wantSaid, tc.said.String()); diff != "" {
				t.Errorf("what is said (-want +got):\n%s", diff)
			}
			var got []string
			for _, giving := range tc.said.Givings() {
				got = append(got, giving.Phrase().String())
			}
			if diff := cmp.Diff(tc.want, got); diff != "" {
				t.Errorf("what would give it back (-want +got):\n%s", diff)
			}
		})
	}
}

// TestAPhraseNamesWhatIsAwaitedNext: apart from what would give back, however deep it
// is told.
func TestAPhraseNamesWhatIsAwaitedNext(t *testing.T) {
	waits := finding.Say("%s is not cleared", "x").Awaiting(lift("x-unit"))
	told := finding.New(v1alpha1.NoInputLeftReason, nil, "%s; %s", waits, finding.All(", ", finding.Say("y"), waits)).GivenBackBy(lift("bureau"))
	if got := told.Said.String(); got != "x is not cleared; y, x is not cleared" {
		t.Errorf("it says %q", got)
	}
	if awaited, gives := told.Said.Awaited(), told.Said.Givings(); len(awaited) != 2 || len(gives) != 1 || gives[0].Phrase().String() != "Lift of Organization bureau" {
		t.Errorf("it awaits %v, and is given back by %v", awaited, gives)
	}
}

// TestWhatIsSaid: a finding is told in English here, and in another language by
// the format and what fills it, which must not be lost on the way.
func TestWhatIsSaid(t *testing.T) {
	tests := map[string]struct {
		said finding.Phrase
		want string
		zero bool
	}{
		"nothing":                              {zero: true},
		"a format and what fills it":           {said: finding.New(v1alpha1.HaltedReason, nil, "%s was halted", "g").Said, want: "g was halted"},
		"several in a row, with a word":        {said: finding.Say("%s", finding.All(" or ", finding.Say("any %s", "Government"), finding.Say("the Grantor"))), want: "any Government or the Grantor"},
		"a kind that begins with a vowel":      {said: finding.Say("%s", finding.A(v1alpha1.LinkOperationAgreement)), want: "an OperationAgreement"},
		"a kind that begins with a consonant":  {said: finding.Say("%s", finding.A(v1alpha1.LinkDataResource)), want: "a DataResource"},
		"only the first letter asks for an an": {said: finding.Say("%s", finding.A(v1alpha1.ActionHalt)), want: "a Halt"},
		"an act that the object does not name": {said: finding.Say("%s", finding.A(v1alpha1.Action(""))), want: "a "},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			if got := tc.said.IsZero(); got != tc.zero {
				t.Errorf("nothing is said: %t, want %t", got, tc.zero)
			}
			if diff := cmp.Diff(tc.want, tc.said.String()); diff != "" {
				t.Errorf("what is said (-want +got):\n%s", diff)
			}
		})
	}
}
