// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package sandbox_test

import (
	"strings"
	"testing"

	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	"k8s.io/apimachinery/pkg/types"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/authorization"
	"github.com/publicdata-io/mandate/internal/sandbox"
	"github.com/publicdata-io/mandate/test/builder"
)

func baselineName(resource types.UID, pods map[string]string) string {
	return sandbox.Baseline(builder.Resource("visits").UID(resource).Obj(), sandbox.Target{MatchLabels: pods}).Name
}

// TestNamesAreOfEverythingTheyStandFor shows that a name changes with each of
// the things that it is derived from: what shares a name is cut together.
func TestNamesAreOfEverythingTheyStandFor(t *testing.T) {
	app := map[string]string{"app": "visits"}
	tests := map[string][]string{
		"the label of an input":          {sandbox.InputLabel("a", "r"), sandbox.InputLabel("a2", "r"), sandbox.InputLabel("a", "r2")},
		"the policy that lets sandboxes": {sandbox.AllowName("a", "r"), sandbox.AllowName("a2", "r"), sandbox.AllowName("a", "r2")},
		"the policy out of a sandbox":    {sandbox.EgressName("r"), sandbox.EgressName("r2")},
		"the baseline":                   {baselineName("r", app), baselineName("r2", app), baselineName("r", map[string]string{"app": "labs"})},
		"a cohort": {
			sandbox.Cohort{Agreement: "a", Class: "c", Ends: now}.RoleName(), sandbox.Cohort{Agreement: "a2", Class: "c", Ends: now}.RoleName(),
			sandbox.Cohort{Agreement: "a", Class: "c2", Ends: now}.RoleName(), sandbox.Cohort{Agreement: "a", Class: "c", Ends: now.Add(1)}.RoleName(),
		},
	}
	for what, names := range tests {
		seen := map[string]bool{}
		for _, name := range names {
			if seen[name] {
				t.Errorf("%s: two have the name %s", what, name)
			}
			seen[name] = true
		}
	}
}

// TestNamesStayAsTheyAre pins names for given UIDs: what runs already would
// find nothing of its own under others.
func TestNamesStayAsTheyAre(t *testing.T) {
	for got, want := range map[string]string{
		sandbox.NamespaceName("g"):                                       "sandbox-cd0aa9856147b6c5b4ff",
		sandbox.InputLabel("a", "r"):                                     "mandate.publicdata.io/input-8160ccef0d1660b22895",
		sandbox.EgressName("r"):                                          "mandate-egress-454349e422f05297191e",
		sandbox.AllowName("a", "r"):                                      "mandate-allow-8160ccef0d1660b22895",
		baselineName("r", map[string]string{"app": "visits"}):            "mandate-baseline-c9c901340001eb0c0075",
		sandbox.Cohort{Agreement: "a", Class: "c", Ends: now}.RoleName(): "mandate-room-bfde097ad0713849df63",
	} {
		if got != want {
			t.Errorf("the name is %s, want %s", got, want)
		}
	}
}

func TestTheCohortIsOfTheClass(t *testing.T) {
	c := builder.Health()
	plan := planOf(c)
	facts := c.OfGrant("g")
	if want := facts.Class.Get().UID; plan.Cohort.Class != want || want == "" {
		t.Errorf("the cohort is of the class %q, want %q", plan.Cohort.Class, want)
	}
	if plan.Role.Name != plan.Cohort.RoleName() {
		t.Errorf("the role is %s, and that of the cohort %s", plan.Role.Name, plan.Cohort.RoleName())
	}
}

// TestTheConfigMapTellsOnlyOfWhatIsOpen looks at one input that is in force, by
// one of its fields, and at others that are not or of which nothing is known.
func TestTheConfigMapTellsOnlyOfWhatIsOpen(t *testing.T) {
	c := builder.Health().Put(
		builder.Grant("g").Under("health").Input("visits", "date").Input("labs").Term("2026-01-01", "2026-12-31").Obj(),
		builder.Decision("s").Suspends(v1alpha1.OnDeveloperGrant, "g").Only("labs").Obj())
	want := "visits: pods app=visits in demo-health fields date"
	if got := part[*corev1.ConfigMap](t, planOf(c), sandbox.PartGrant, "").Data["inputs"]; got != want {
		t.Errorf("the inputs are told as %q, want %q", got, want)
	}

	facts := c.Drop("DataResource", "visits").OfGrant("g")
	v := authorization.Verdict{Force: authorization.InForce, Inputs: []authorization.InputVerdict{{Resource: "visits", Force: authorization.InForce}}}
	plan := sandbox.PlanGrant(facts, v)
	if got := part[*corev1.ConfigMap](t, plan, sandbox.PartGrant, "").Data["inputs"]; got != "" {
		t.Errorf("the inputs are told as %q of what is not there", got)
	}
	for key := range plan.Namespace.Labels {
		if strings.HasPrefix(key, v1alpha1.InputLabelPrefix) {
			t.Errorf("the sandbox has the label %s of what is not there", key)
		}
	}
}

func TestDataThatIsServedNowhereHasNoAddress(t *testing.T) {
	nowhere := builder.Resource("visits").Obj()
	nowhere.Spec.Endpoint = v1alpha1.Endpoint{}
	facts := builder.Health().Put(nowhere).OfGrant("g")
	v := authorization.Verdict{Force: authorization.InForce, Inputs: []authorization.InputVerdict{{Resource: "visits", Force: authorization.InForce}}}
	if got := part[*corev1.ConfigMap](t, sandbox.PlanGrant(facts, v), sandbox.PartGrant, "").Data["inputs"]; got != "visits: " {
		t.Errorf("the inputs are told as %q", got)
	}
}

// TestAClosedWayIsMarkedAsCutoffMarksIt shows the mark by which cutoff knows
// that nothing is left to be done.
func TestAClosedWayIsMarkedAsCutoffMarksIt(t *testing.T) {
	c := builder.Health().Put(builder.Decision("s").Suspends(v1alpha1.OnDeveloperGrant, "g").Only("visits").Obj())
	for resource, want := range map[string]string{"visits": v1alpha1.SuspendedReason, "labs": ""} {
		name := sandbox.EgressName(builder.UIDOf("DataResource", builder.Domain, resource))
		policy := part[*networkingv1.NetworkPolicy](t, planOf(c), sandbox.PartEgress, name)
		if got := policy.Annotations[v1alpha1.ClosedByAnnotation]; got != want {
			t.Errorf("the way to %s is marked %q, want %q", resource, got, want)
		}
	}
}

func TestNoOtherConsumersIsNobody(t *testing.T) {
	resource := builder.Resource("visits").Obj()
	resource.Spec.Endpoint.OtherConsumers = nil
	if policy := sandbox.Baseline(resource, sandbox.Target{MatchLabels: map[string]string{"app": "visits"}}); len(policy.Spec.Ingress) != 0 {
		t.Errorf("let in are %v, want nobody", policy.Spec.Ingress)
	}
}
