// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package kube

import (
	"fmt"
	"slices"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/client-go/tools/events"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/conditions"
)

// news is one thing that became so between two reports.
type news struct {
	reason, note string
	warning      bool
}

// TellProcedures records events of what became of the procedures, the duties and
// the flags of a link. The first report on an object is no change.
func TellProcedures(recorder events.EventRecorder, on runtime.Object, before, after *v1alpha1.ProcedureReport) {
	if recorder == nil || len(before.Procedure) == 0 {
		return
	}
	for _, n := range newsOf(before, after) {
		kind := corev1.EventTypeNormal
		if n.warning {
			kind = corev1.EventTypeWarning
		}
		recorder.Eventf(on, nil, kind, n.reason, "Proceed", "%s", conditions.Shorten(n.note, longestNote))
	}
}

// newsOf are the news between two reports: steps, duties, flags, and last who is
// waited for now.
func newsOf(before, after *v1alpha1.ProcedureReport) []news {
	var all []news
	for i := range after.Procedure {
		p := &after.Procedure[i]
		for j := range p.Steps {
			all = append(all, newsOfStep(p.Name, stepBefore(before, p, p.Steps[j].Name), &p.Steps[j])...)
		}
	}
	for i := range after.Duties {
		all = append(all, newsOfDuty(before, &after.Duties[i])...)
	}
	for _, flag := range after.Flags {
		if !slices.ContainsFunc(before.Flags, func(f v1alpha1.FlagStatus) bool { return f.Check == flag.Check }) {
			all = append(all, news{v1alpha1.FlaggedReason, flag.Message, true})
		}
	}
	if after.WaitingFor != "" && after.WaitingFor != before.WaitingFor {
		by := ""
		if after.Due != nil {
			by = fmt.Sprintf(", the first of them by %s", *after.Due)
		}
		all = append(all, news{v1alpha1.AwaitedReason, "waiting for " + after.WaitingFor + by, false})
	}
	return all
}

// stepBefore is a step as it was, or one of which nothing is known.
func stepBefore(before *v1alpha1.ProcedureReport, p *v1alpha1.ProcedureStatus, step string) *v1alpha1.StepStatus {
	for i := range before.Procedure {
		was := &before.Procedure[i]
		if was.Name != p.Name || was.Run != p.Run {
			continue
		}
		for j := range was.Steps {
			if was.Steps[j].Name == step {
				return &was.Steps[j]
			}
		}
	}
	return &v1alpha1.StepStatus{}
}

// kept are the states that are told of.
var kept = map[v1alpha1.StepState]string{
	v1alpha1.StepReturned: v1alpha1.ReturnedReason,
	v1alpha1.StepRejected: v1alpha1.RejectedReason,
	v1alpha1.StepBlocked:  v1alpha1.BlockedReason,
}

func newsOfStep(procedure string, was, is *v1alpha1.StepStatus) []news {
	var all []news
	step := fmt.Sprintf("step %s/%s: ", procedure, is.Name)
	if reason := kept[is.State]; reason != "" && was.State != is.State {
		all = append(all, news{reason, step + is.Message, true})
	}
	if isTrue(is.Overdue) && !isTrue(was.Overdue) {
		all = append(all, news{v1alpha1.OverdueReason, step + is.Message, true})
	}
	if isTrue(is.CompletedLate) && !isTrue(was.CompletedLate) {
		late := "done after its last day"
		if is.Due != nil {
			late = fmt.Sprintf("done after its last day %s", *is.Due)
		}
		all = append(all, news{v1alpha1.CompletedLateReason, step + late, true})
	}
	return all
}

func newsOfDuty(before *v1alpha1.ProcedureReport, is *v1alpha1.DutyStatus) []news {
	was := v1alpha1.DutyStatus{}
	at := slices.IndexFunc(before.Duties, func(d v1alpha1.DutyStatus) bool { return d.Name == is.Name && d.Regarding == is.Regarding })
	if at >= 0 {
		was = before.Duties[at]
	}
	duty := fmt.Sprintf("duty %s: %s", is.Name, is.Message)
	switch {
	case isTrue(is.Overdue) && !isTrue(was.Overdue):
		return []news{{v1alpha1.OverdueReason, duty, true}}
	case isTrue(is.CompletedLate) && !isTrue(was.CompletedLate):
		return []news{{v1alpha1.CompletedLateReason, duty, true}}
	case at < 0 && is.FulfilledOn == nil:
		return []news{{v1alpha1.DutyArisenReason, duty, false}}
	}
	return nil
}

func isTrue(b *bool) bool { return b != nil && *b }
