// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package procedure_test

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
)

// TestWhatIsOverdueIsOneLine: a report on a rectification is due by 30 June.
func TestWhatIsOverdueIsOneLine(t *testing.T) {
	tests := map[string]struct {
		reported bool
		at, want string
	}{
		"on its last day":           {false, "2025-06-30", ""},
		"the day after":             {false, "2025-07-01", "rectify/report"},
		"once it was done, if late": {true, "2025-07-04", ""},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			s, _, order := breached()
			if test.reported {
				s.on("rectify/report", v1alpha1.ActionSubmit, "medtech", "2025-07-03", regarding(order))
			}
			r := s.evaluate(test.at)
			if got := r.Status(&s.subject).Overdue; got != test.want {
				t.Errorf("overdue is %q, want %q", got, test.want)
			}
		})
	}
}

// TestTextsEndWhereTheirFieldsDo: of a party of many organisations a column and a
// message name as many as they hold, in whole characters.
func TestTextsEndWhereTheirFieldsDo(t *testing.T) {
	s := grantScene(grantProcedure())
	s.subject.Parties[v1alpha1.PartyHolder] = slices.Repeat([]string{"數據", "要素"}, 200)
	r := s.evaluate("2025-10-20")
	status := r.Status(&s.subject)
	for name, text := range map[string]struct {
		got  string
		most int
	}{"who is waited for": {status.WaitingFor, 512}, "a message": {status.Procedure[0].Steps[0].Message, 2048}} {
		if n := len(text.got); n > text.most || n < text.most-5 || !strings.HasSuffix(text.got, "…") || !utf8.ValidString(text.got) || !strings.Contains(text.got, "Holder 數據 要素 數據") {
			t.Errorf("%s is %d bytes: %q, want %d at most and a sign that there is more", name, n, text.got, text.most)
		}
	}
}

// TestOneLineHoldsWhatItMay: what is overdue of many procedures ends where the field
// does.
func TestOneLineHoldsWhatItMay(t *testing.T) {
	s, _, _ := breached()
	r := s.evaluate("2025-07-01")
	for len(r.Progress) < 200 {
		r.Progress = append(r.Progress, r.Progress...)
	}
	got := r.Status(&s.subject).Overdue
	if len(got) > 512 || len(got) < 490 || !strings.HasSuffix(got, ", …") {
		t.Errorf("it is %d bytes and ends with %q, want 512 at most and a sign that there is more", len(got), got[max(0, len(got)-10):])
	}
}
