// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package explaining_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/acting"
	"github.com/publicdata-io/mandate/internal/authorization"
	"github.com/publicdata-io/mandate/internal/explaining"
	"github.com/publicdata-io/mandate/internal/finding"
)

// Of an act that counts because nobody could tell who acted, a person is told that
// it cannot be told, and what the operator says, which may read all.
func TestWhatCountsForWantOfReadingIsNotTold(t *testing.T) {
	halted := finding.New(v1alpha1.HaltedReason, nil, "%s %q was halted", v1alpha1.OnSelection, "call").
		GivenBackBy(finding.Giving{Act: v1alpha1.ActionRelease, By: finding.All("", finding.Say("Organization %s", "x"))})
	above := func(of *finding.Finding) *finding.Finding {
		return finding.New(v1alpha1.AncestorNotInForceReason, nil, "%s %q is not in force (%s): %s", "OperationAgreement", "health", of.Reason, of.Said)
	}
	pending := finding.New(v1alpha1.ProcedurePendingReason, nil, "step grant/approve: awaits Approve")
	ended := finding.New(v1alpha1.TermEndedReason, nil, "the term ended")
	active := []metav1.Condition{{Type: v1alpha1.ActiveCondition, Status: metav1.ConditionTrue, Reason: v1alpha1.InForceReason, Message: "in force"}}
	unread := finding.Say("you may not read %s", finding.All(", ", finding.Say("%ss", v1alpha1.OnOrganization)))
	tests := map[string]struct {
		finding *finding.Finding
		unread  []finding.Phrase
		want    string
	}{
		"halted":                       {halted, []finding.Phrase{unread}, "Unknown"},
		"two links above it is halted": {above(above(halted)), []finding.Phrase{unread}, "Unknown"},
		"halted, and all was read":     {halted, nil, "False"},
		"an act is awaited":            {pending, []finding.Phrase{unread}, "False"},
		"above it an act is awaited":   {above(pending), []finding.Phrase{unread}, "False"},
		"the term has ended":           {ended, []finding.Phrase{unread}, "False"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			v := authorization.Verdict{Finding: tc.finding, Inputs: []authorization.InputVerdict{{Resource: "visits", Finding: tc.finding}}}
			e := explaining.Of(subject, "d", v, v1alpha1.ProcedureReport{}, time.Unix(0, 0), beijing)
			e.Doubt(tc.unread...)
			e.Report(active)
			if got := []string{e.InForce, e.Inputs[0].InForce}; !cmp.Equal(got, []string{tc.want, tc.want}) {
				t.Errorf("in force, it and its input: %v, want %s", got, tc.want)
			}
			text := e.Text(acting.English)
			for _, words := range []string{"cannot be told: you may not read Organizations", "the operator says: in force, InForce"} {
				if strings.Contains(text, words) != (tc.want == "Unknown") {
					t.Errorf("that it says %q is %v:\n%s", words, tc.want != "Unknown", text)
				}
			}
			if tc.want == "Unknown" && (e.WaitingFor != "" || strings.Contains(text, "waiting for")) {
				t.Errorf("it waits for %q:\n%s", e.WaitingFor, text)
			}
		})
	}
}

// A pause rests on the object alone: whatever act is in doubt beside it, it is told,
// and what could not be read stays said.
func TestAPauseIsToldWhateverIsInDoubt(t *testing.T) {
	halted := finding.New(v1alpha1.HaltedReason, nil, "%s %q was halted", v1alpha1.OnSelection, "call")
	paused := finding.New(v1alpha1.SuspendedReason, nil, "spec.suspend of DeveloperGrant %q is true: its owner paused it; set it to false to go on", "g")
	unread := finding.Say("you may not read %s", finding.All(", ", finding.Say("%ss", v1alpha1.OnOrganization)))
	for name, against := range map[string]*finding.Finding{"a halt in doubt": halted, "the pause itself": paused} {
		v := authorization.Verdict{Finding: against, Inputs: []authorization.InputVerdict{{Resource: "visits", Finding: against}, {Resource: "lab", Force: authorization.InForce}}}
		e := explaining.Of(subject, "d", v, v1alpha1.ProcedureReport{}, time.Unix(0, 0), beijing)
		e.Doubt(unread)
		e.Deny(paused)
		if got := []string{e.InForce, e.Reason, e.Inputs[0].InForce, e.Inputs[1].InForce}; !cmp.Equal(got, []string{"False", v1alpha1.SuspendedReason, "False", "True"}) {
			t.Errorf("%s: it is %v", name, got)
		}
		for language, words := range map[acting.Language][]string{
			acting.English: {"its owner paused it", "you may not read Organizations"}, acting.Chinese: {"spec.suspend", "您无权读取组织机构"},
		} {
			for _, word := range words {
				if text := e.Text(language); !strings.Contains(text, word) || strings.Contains(text, "cannot be told") || strings.Contains(text, "无法判断") {
					t.Errorf("%s: it says:\n%s\nwant %q", name, text, word)
				}
			}
		}
	}
	whole := explaining.Of(subject, "d", authorization.Verdict{Force: authorization.InForce}, v1alpha1.ProcedureReport{}, time.Unix(0, 0), beijing)
	whole.Deny(nil)
	if whole.InForce != "True" {
		t.Errorf("what is not paused is %s", whole.InForce)
	}
}
