// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package login

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
)

const box = "sandbox-0123456789abcdef0123"

// grant is one in force over two inputs, with an open sandbox.
func grant() *v1alpha1.DeveloperGrant {
	yes := true
	return &v1alpha1.DeveloperGrant{
		ObjectMeta: metav1.ObjectMeta{Namespace: "demo-health", Name: "drug-safety"},
		Spec: v1alpha1.DeveloperGrantSpec{
			Agreement: "health",
			Holder:    "demo-pharma",
			Inputs:    []v1alpha1.Input{{Resource: "visits", Fields: []string{"drug", "date"}}, {Resource: "lab"}},
		},
		Status: v1alpha1.DeveloperGrantStatus{
			Conditions: []metav1.Condition{
				{Type: v1alpha1.ActiveCondition, Status: metav1.ConditionTrue, Reason: v1alpha1.InForceReason},
				{Type: v1alpha1.SandboxReadyCondition, Status: metav1.ConditionTrue, Reason: v1alpha1.OpenReason},
			},
			Effective: &v1alpha1.Interval{
				NotBefore: metav1.NewTime(time.Date(2024, 12, 31, 16, 0, 0, 0, time.UTC)),
				NotAfter:  metav1.NewTime(time.Date(2035, 12, 31, 16, 0, 0, 0, time.UTC)),
			},
			Inputs: []v1alpha1.InputStatus{
				{Resource: "visits", InForce: &yes, Reason: v1alpha1.InForceReason},
				{Resource: "lab", InForce: &yes, Reason: v1alpha1.InForceReason},
			},
			Sandbox: &v1alpha1.SandboxStatus{Namespace: box},
		},
	}
}

func (s Scene) change(f func(*Scene)) Scene { f(&s); return s }

func open() Scene {
	return Scene{
		Namespace: "demo-health", Grant: "drug-safety", Sandbox: box, Agreement: "health", Holder: "demo-pharma",
		From: "2024-12-31T16:00:00Z", Until: "2035-12-31T16:00:00Z",
		Inputs: []string{"visits: fields drug, date", "lab"},
	}
}

func TestJudge(t *testing.T) {
	tests := map[string]struct {
		change func(*v1alpha1.DeveloperGrant)
		want   Scene
		refuse string
	}{
		"in force and open": {func(*v1alpha1.DeveloperGrant) {}, open(), ""},
		"persons are designated": {func(g *v1alpha1.DeveloperGrant) { g.Spec.Subjects = []v1alpha1.Subject{{Kind: "User", Name: "li"}} },
			open().change(func(s *Scene) { s.Designates = true }), ""},
		"one input lost": {func(g *v1alpha1.DeveloperGrant) {
			no := false
			g.Status.Inputs[1] = v1alpha1.InputStatus{Resource: "lab", InForce: &no, Reason: "Halted", Message: "halted by demo-data-bureau"}
		}, open().change(func(s *Scene) {
			s.Inputs, s.Lost = s.Inputs[:1], []string{"lab (Halted): halted by demo-data-bureau"}
		}), ""},
		"never looked at": {func(g *v1alpha1.DeveloperGrant) {
			g.Status = v1alpha1.DeveloperGrantStatus{ObservedGeneration: -1}
		}, Scene{Namespace: "demo-health", Grant: "drug-safety", Agreement: "health", Holder: "demo-pharma"}, "unseen"},
		"not in force": {func(g *v1alpha1.DeveloperGrant) {
			g.Status.Conditions[0] = metav1.Condition{Type: "Active", Status: metav1.ConditionFalse, Reason: "Suspended", Message: "paused"}
		}, open().change(func(s *Scene) { s.Reason, s.Message = "Suspended", "paused" }), "inactive"},
		"not known to be in force": {func(g *v1alpha1.DeveloperGrant) {
			g.Status.Conditions[0] = metav1.Condition{Type: "Active", Status: metav1.ConditionUnknown, Reason: "Undetermined", Message: "unread"}
		}, open().change(func(s *Scene) { s.Reason, s.Message = "Undetermined", "unread" }), "inactive"},
		"sandbox under way": {func(g *v1alpha1.DeveloperGrant) {
			g.Status.Conditions[1] = metav1.Condition{Type: "SandboxReady", Status: metav1.ConditionFalse, Reason: "Provisioning", Message: "quota"}
		}, open().change(func(s *Scene) { s.Reason, s.Message = "Provisioning", "quota" }), "unready"},
		"sandbox without a name": {func(g *v1alpha1.DeveloperGrant) { g.Status.Sandbox = nil },
			open().change(func(s *Scene) { s.Sandbox, s.Reason = "", "Open" }), "unready"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			g := grant()
			tc.change(g)
			got, refusal := Judge(g)
			if tc.refuse == "" {
				if refusal != nil {
					t.Fatalf("refused: %v", refusal)
				}
				if diff := cmp.Diff(tc.want, got); diff != "" {
					t.Errorf("scene (-want +got):\n%s", diff)
				}
				return
			}
			if refusal == nil {
				t.Fatal("not refused")
			}
			if diff := cmp.Diff(Refuse(tc.refuse, tc.want).Error(), refusal.Error()); diff != "" {
				t.Errorf("refusal (-want +got):\n%s", diff)
			}
		})
	}
}

func TestTold(t *testing.T) {
	const of = "demo-health/drug-safety"
	data := func(grant string) map[string]string {
		return map[string]string{
			"grant": grant, "until": "2030-01-01T00:00:00Z",
			"inputs": "visits: visits.demo-health.svc:5432 fields drug, date\nlab: 10.20.0.0/24",
		}
	}
	located := []string{"visits: visits.demo-health.svc:5432 fields drug, date", "lab: 10.20.0.0/24"}
	tests := map[string]struct {
		scene  Scene
		data   map[string]string
		want   Scene
		refuse bool
	}{
		"where the inputs are": {open(), data(of), open().change(func(s *Scene) { s.Owner, s.Inputs = of, located }), false},
		"all that a person without the right to read knows": {Scene{Sandbox: box}, data(of),
			Scene{Sandbox: box, Owner: of, Until: "2030-01-01T00:00:00Z", Inputs: located}, false},
		"an input taken away since": {open().change(func(s *Scene) { s.Inputs = s.Inputs[:1] }), data(of),
			open().change(func(s *Scene) { s.Owner, s.Inputs = of, located[:1] }), false},
		"nothing, where the class does not allow it": {open(), nil, open(), false},
		"of another grant":                           {open(), data("demo-health/other"), Scene{}, true},
		"of a grant in another namespace":            {open(), data("other/drug-safety"), Scene{}, true},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			got, refusal := tc.scene.Told(tc.data)
			if (refusal != nil) != tc.refuse {
				t.Fatalf("refusal = %v, want one: %v", refusal, tc.refuse)
			}
			if diff := cmp.Diff(tc.want, got); !tc.refuse && diff != "" {
				t.Errorf("scene (-want +got):\n%s", diff)
			}
		})
	}
}
