// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package finding_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/finding"
)

func TestFirstPrefersWhatDeniesToWhatCouldNotBeRead(t *testing.T) {
	halted := finding.New(v1alpha1.HaltedReason, nil, "halted")
	ended := finding.New(v1alpha1.TermEndedReason, nil, "ended")
	unread := finding.Unread("SandboxClass", "standard")
	alsoUnread := finding.Unread("Organization", "medtech")
	tests := map[string]struct {
		findings []*finding.Finding
		want     *finding.Finding
	}{
		"nothing stands against a link":                  {nil, nil},
		"nil findings are nothing":                       {[]*finding.Finding{nil, nil}, nil},
		"the first that denies is shown":                 {[]*finding.Finding{nil, halted, ended}, halted},
		"what could not be read never hides a cut":       {[]*finding.Finding{unread, nil, ended}, ended},
		"where nothing denies the first unread is shown": {[]*finding.Finding{nil, unread, alsoUnread}, unread},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			if got := finding.First(tc.findings...); got != tc.want {
				t.Errorf("First = %+v, want %+v", got, tc.want)
			}
		})
	}
}

func TestTextCitesTheBasis(t *testing.T) {
	tests := map[string]struct {
		finding *finding.Finding
		want    string
	}{
		"without a basis it is the message": {finding.New("Halted", nil, "%s was halted", "g"), "g was halted"},
		"with one it ends in the clauses":   {finding.New("Unlawful", []v1alpha1.BasisID{"HA-14.2", "D8"}, "too long"), "too long [HA-14.2 (article 14), D8]"},
		"an unread object is named":         {finding.Unread("SandboxClass", "standard"), `SandboxClass "standard" could not be read; nothing is given until it is`},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(tc.want, tc.finding.Text()); diff != "" {
				t.Errorf("Text (-want +got):\n%s", diff)
			}
		})
	}
}

func TestWhatAFindingSays(t *testing.T) {
	basis := []v1alpha1.BasisID{"NX-21.4a"}
	tests := map[string]struct{ got, want *finding.Finding }{
		"one that denies":        {finding.New(v1alpha1.HaltedReason, basis, "%s halted", "g"), &finding.Finding{Reason: v1alpha1.HaltedReason, Message: "g halted", Basis: basis}},
		"what could not be read": {finding.Unread("SandboxClass", "standard"), &finding.Finding{Reason: v1alpha1.UndeterminedReason, Message: `SandboxClass "standard" could not be read; nothing is given until it is`, Undecided: true}},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(tc.want, tc.got); diff != "" {
				t.Errorf("the finding (-want +got):\n%s", diff)
			}
		})
	}
}

// TestFindingsAreEqualWhereAReaderSeesTheSame: status changes only where what
// it would tell changes.
func TestFindingsAreEqualWhereAReaderSeesTheSame(t *testing.T) {
	basis := []v1alpha1.BasisID{"NX-21.4a"}
	halted := finding.New(v1alpha1.HaltedReason, basis, "%s is halted", "g")
	undecided := *halted
	undecided.Undecided = true
	tests := map[string]struct {
		a, b *finding.Finding
		want bool
	}{
		"nothing and nothing":                {nil, nil, true},
		"something and nothing":              {halted, nil, false},
		"one text in other words":            {halted, finding.New(v1alpha1.HaltedReason, basis, "g is %s", "halted"), true},
		"another reason":                     {halted, finding.New(v1alpha1.SuspendedReason, basis, "g is halted"), false},
		"another text":                       {halted, finding.New(v1alpha1.HaltedReason, basis, "h is halted"), false},
		"another reason and another text":    {halted, finding.New(v1alpha1.TermEndedReason, basis, "g ended"), false},
		"another rule":                       {halted, finding.New(v1alpha1.HaltedReason, []v1alpha1.BasisID{"HA-14.2"}, "g is halted"), false},
		"one that denies, and one undecided": {halted, &undecided, false},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			if tc.a.Equal(tc.b) != tc.want || tc.b.Equal(tc.a) != tc.want {
				t.Errorf("%+v and %+v are equal: %t and %t, want %t", tc.a, tc.b, tc.a.Equal(tc.b), tc.b.Equal(tc.a), tc.want)
			}
		})
	}
}
