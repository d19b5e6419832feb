// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package kube

import (
	"testing"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/controller-runtime/pkg/event"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/test/builder"
)

// TestWhichWritesOfStatusAreRetold shows which of our own writes have the acts on a
// subject looked at again.
func TestWhichWritesOfStatusAreRetold(t *testing.T) {
	told := func(change func(*v1alpha1.DeveloperGrant)) *v1alpha1.DeveloperGrant {
		g := builder.Grant("g").Obj()
		g.Generation = 1
		g.Status.Conditions = []metav1.Condition{{Type: v1alpha1.ActiveCondition, Status: "False", Reason: "ProcedurePending", Message: "awaits a"}}
		g.Status.Procedure = []v1alpha1.ProcedureStatus{{Name: "grant", Steps: []v1alpha1.StepStatus{{Name: "approve", State: v1alpha1.StepWaiting}}}}
		change(g)
		return g
	}
	as := told(func(*v1alpha1.DeveloperGrant) {})
	tests := map[string]struct {
		change func(*v1alpha1.DeveloperGrant)
		want   bool
	}{
		"the same":          {func(*v1alpha1.DeveloperGrant) {}, false},
		"a change of spec":  {func(g *v1alpha1.DeveloperGrant) { g.Generation++ }, true},
		"another verdict":   {func(g *v1alpha1.DeveloperGrant) { g.Status.Conditions[0].Reason = v1alpha1.InForceReason }, true},
		"what it rests on":  {func(g *v1alpha1.DeveloperGrant) { g.Status.Conditions[0].Message = "awaits b" }, true},
		"the first verdict": {func(g *v1alpha1.DeveloperGrant) { g.Status.Conditions = nil }, true},
		"a step":            {func(g *v1alpha1.DeveloperGrant) { g.Status.Procedure[0].Steps[0].State = v1alpha1.StepDone }, true},
		"what is open": {func(g *v1alpha1.DeveloperGrant) {
			g.Status.Conditions = append(g.Status.Conditions, metav1.Condition{Type: v1alpha1.SandboxReadyCondition, Status: "True"})
		}, false},
		"what was seen": {func(g *v1alpha1.DeveloperGrant) { g.Status.ObservedGeneration = 1 }, false},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			for way, e := range map[string]event.UpdateEvent{
				"after":  {ObjectOld: as, ObjectNew: told(tc.change)},
				"before": {ObjectOld: told(tc.change), ObjectNew: as},
			} {
				if got := Retold().Update(e); got != tc.want {
					t.Errorf("%s: passed is %t, want %t", way, got, tc.want)
				}
			}
		})
	}
}
