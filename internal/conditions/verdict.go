// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package conditions

import (
	"strings"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/authorization"
	"github.com/publicdata-io/mandate/internal/calendar"
	"github.com/publicdata-io/mandate/internal/finding"
)

// Active is the state of Active for a verdict.
func Active(v authorization.Verdict) State {
	state := Is(v1alpha1.ActiveCondition, v.Force == authorization.InForce, v.Reason(), v.Message())
	if v.Force == authorization.Undecided {
		state.Status = metav1.ConditionUnknown
	}
	return state
}

// Of tells how a verdict bears on Ready: a link that waits for a missing object, or for
// an act that lets it run on, is Reconciling, one whose content only the applier can
// mend is Stalled, and every other answer, in force or not, is a legal state like any
// other.
func Of(v authorization.Verdict) (Progress, string, string) {
	if progress, reason := bears(v.Force, v.Reason(), v.Finding); progress != Settled {
		return progress, reason, v.Message()
	}
	for _, input := range v.Inputs {
		if progress, reason := bears(input.Force, input.Reason(), input.Finding); progress != Settled {
			return progress, reason, "input " + string(input.Resource) + ": " + input.Message()
		}
	}
	return Settled, v1alpha1.SettledReason, "the cluster matches the legal state"
}

func bears(force authorization.Force, reason string, found *finding.Finding) (Progress, string) {
	switch {
	case force == authorization.Undecided:
		return Reconciling, v1alpha1.FailedReason
	case reason == v1alpha1.UnlawfulReason && len(found.Said.Givings()) > 0:
		return Reconciling, v1alpha1.WaitingReason // for an act, as an agreement that may be adopted
	}
	switch reason {
	case v1alpha1.ReferenceMissingReason:
		return Reconciling, v1alpha1.WaitingReason
	case v1alpha1.UnlawfulReason, v1alpha1.ContentChangedReason:
		return Stalled, v1alpha1.InvalidReason
	case v1alpha1.GuardMissingReason:
		return Reconciling, v1alpha1.FailedReason
	case v1alpha1.DeletingReason:
		return Reconciling, v1alpha1.ProgressingReason
	}
	return Settled, ""
}

// longestOfInput is the bound of an input's message in bytes.
const longestOfInput = 4096

// Inputs are the inputs of a verdict as status shows them.
func Inputs(v authorization.Verdict) []v1alpha1.InputStatus {
	out := make([]v1alpha1.InputStatus, 0, len(v.Inputs))
	for _, input := range v.Inputs {
		inForce := input.Force == authorization.InForce
		out = append(out, v1alpha1.InputStatus{Resource: input.Resource, InForce: &inForce, Reason: input.Reason(), Message: Shorten(input.Message(), longestOfInput)})
	}
	return out
}

// Effective is an interval as status shows it, or nil where it is not known.
func Effective(i calendar.Interval) *v1alpha1.Interval {
	if i == (calendar.Interval{}) {
		return nil
	}
	return &v1alpha1.Interval{NotBefore: metav1.NewTime(i.NotBefore), NotAfter: metav1.NewTime(i.NotAfter)}
}

// Awaiting is a report on the procedures of a link as the verdict leaves it: nobody
// is waited for where nothing brings the link back, and whoever may give back what
// was taken is.
func Awaiting(v authorization.Verdict, report v1alpha1.ProcedureReport) v1alpha1.ProcedureReport {
	if authorization.IsOver(v.Reason()) {
		report.WaitingFor, report.Due, report.Overdue = "", nil, ""
	}
	for _, giving := range v.Givings() {
		report.WaitingFor = Clip(strings.TrimPrefix(report.WaitingFor+"; "+giving.String(), "; "), longestWaitingFor)
	}
	return report
}

// longestWaitingFor is the bound of status.waitingFor.
const longestWaitingFor = 512
