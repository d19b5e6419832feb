// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package conformance

import (
	"slices"
	"strings"
	"testing"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"

	"github.com/publicdata-io/mandate/api/v1alpha1"
)

// TestRunsOut lets each paper that a row asks to be valid run out, in a history in
// which everything was done: DutiesDone is False then, and names the paper, its last
// day and the row, until whoever showed it acts again with another. What it had
// completed stays.
func TestRunsOut(t *testing.T) {
	for id, edition := range asked(t) {
		for p, step := range stepsOf(edition) {
			if runsOut(step, id) {
				t.Run(id, func(t *testing.T) { lapsing(t, edition, p, step, id) })
			}
		}
	}
}

func runsOut(step *v1alpha1.Step, id string) bool {
	return len(step.Expires) > 0 && slices.Contains(step.Basis, v1alpha1.BasisID(id))
}

func lapsing(t *testing.T, edition *v1alpha1.Jurisdiction, p *v1alpha1.Procedure, step *v1alpha1.Step, id string) {
	done := playAll(t, staged(t, edition, p.Of, p.When, step.When), p)
	done.subject.OpenedAt = done.now()
	on := v1alpha1.StepReference(p.Name + "/" + step.Name)
	for i, d := range done.acts {
		if d.Spec.Step != on {
			continue
		}
		for _, paper := range step.Expires {
			last := day(t, v1alpha1.Date(d.Spec.ActedOn)) + 1
			old := slices.Clone(done.acts)
			old[i] = until(d, paper, last.Date())
			state := done.duties(old)
			if state.Status != metav1.ConditionFalse || state.Reason != v1alpha1.EvidenceExpiredReason ||
				!strings.Contains(state.Message, string(paper)) || !strings.Contains(state.Message, last.String()) || !strings.Contains(state.Message, id) {
				t.Errorf("%s: once %s has run out DutiesDone is %s, %s: %s", on, paper, state.Status, state.Reason, state.Message)
			}
			if !done.come(p, old) {
				t.Errorf("%s: once %s has run out %s has come no more", on, paper, p.Effect)
			}
			again := redated(until(d, paper, (last+3650).Date()), last+1, done.zone)
			again.Name, again.UID = "again", types.UID("uid-again")
			if state := done.duties(append(old, again)); state.Status != metav1.ConditionTrue {
				t.Errorf("%s: with another %s DutiesDone is %s, %s: %s", on, paper, state.Status, state.Reason, state.Message)
			}
		}
	}
}

// until is the act with a paper that is valid until a day.
func until(d *v1alpha1.Decision, paper v1alpha1.PointName, last v1alpha1.Date) *v1alpha1.Decision {
	d = d.DeepCopy()
	at := slices.IndexFunc(d.Spec.Evidence, func(e v1alpha1.Evidence) bool { return e.Name == paper })
	d.Spec.Evidence[at].ValidUntil = &last
	return d
}
