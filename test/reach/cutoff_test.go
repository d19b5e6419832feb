// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package reach

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"testing"

	appsv1 "k8s.io/api/apps/v1"
	flowcontrolv1 "k8s.io/api/flowcontrol/v1"
	policyv1 "k8s.io/api/policy/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/rest"
	"sigs.k8s.io/controller-runtime/pkg/client"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
)

// TestCutoffCreatesAndFillsNothing asks RBAC, whatever policies say: the account
// of cutoff has no verb that brings anything into being, and none on which the
// giving of rights rests. What RBAC lets every account write into a role, the
// rules that it holds itself, a policy refuses.
func TestCutoffCreatesAndFillsNothing(t *testing.T) {
	held := map[string]bool{}
	for _, r := range rights(t, stolen["cutoff"], resources(t), []place{{"cluster", ""}, {"system", v1alpha1.SystemNamespace}}) {
		if everybodys(r.resource) {
			continue
		}
		if r.String() == "pods" {
			held[r.verb] = true
		}
		if slices.Contains([]string{"create", "deletecollection"}, r.verb) {
			t.Errorf("cutoff may %s %s", r.verb, r.resource)
		}
		if r.Resource == "secrets" || r.sub != "" {
			t.Errorf("cutoff may %s %s, which no cut needs", r.verb, r.resource)
		}
	}
	for _, what := range beyond {
		allowed, err := may(t.Context(), clientsOf(stolen["cutoff"]), what)
		if err != nil {
			t.Fatal(err)
		}
		if allowed {
			t.Errorf("cutoff may %s %s of group %q", what.Verb, what.Resource, what.Group)
		}
	}
	fillsNothing(t, held)
}

// fillsNothing tries for real to fill an emptied cohort with each verb on pods.
// RBAC refuses those that cutoff does not hold; the others its fence alone.
func fillsNothing(t *testing.T, held map[string]bool) {
	t.Helper()
	if len(held) == 0 {
		t.Error("cutoff holds nothing on pods, so that there is nothing to fill a cohort with")
	}
	room := cohort(t)
	unstructured.RemoveNestedField(room.Object, "rules")
	room.SetAnnotations(map[string]string{v1alpha1.ClosedByAnnotation: "x"})
	create(t, accounts(t)["operator"], room)
	t.Cleanup(func() {
		if err := accounts(t)["operator"].Delete(context.WithoutCancel(t.Context()), room); err != nil {
			t.Error(err)
		}
	})
	for _, verb := range verbs {
		by := "RBAC"
		if held[verb] {
			by = "policies"
		}
		rule := `{"rules":[{"apiGroups":[""],"resources":["pods"],"verbs":["` + verb + `"]}]}`
		err := accounts(t)["cutoff"].Patch(t.Context(), room.DeepCopy(), client.RawPatch(types.MergePatchType, []byte(rule)))
		if got := refusal(t, err); got != by {
			t.Errorf("cutoff fills a cohort with %s on pods, which it holds itself: %v; refused by %q, want %q", verb, held[verb], got, by)
		}
		if held[verb] && (err == nil || !strings.Contains(err.Error(), "mandate-fence-cutoff-rights")) {
			t.Errorf("not refused by the fence: %v", err)
		}
	}
}

// TestCutoffWaitsBehindNobody shows that the API server serves cutoff out of a
// share of its own, and that two replicas of it are always there.
func TestCutoffWaitsBehindNobody(t *testing.T) {
	schema := &flowcontrolv1.FlowSchema{}
	level := &flowcontrolv1.PriorityLevelConfiguration{}
	deployment := &appsv1.Deployment{}
	budget := &policyv1.PodDisruptionBudget{}
	name := types.NamespacedName{Name: "mandate-cutoff"}
	inSystem := types.NamespacedName{Namespace: v1alpha1.SystemNamespace, Name: name.Name}
	for _, err := range []error{
		admin.Get(t.Context(), name, schema), admin.Get(t.Context(), name, level),
		admin.Get(t.Context(), inSystem, deployment), admin.Get(t.Context(), inSystem, budget),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	for account, own := range map[string]bool{"cutoff": true, "operator": false} {
		for _, path := range []string{"/api/v1/namespaces", "/apis/mandate.publicdata.io/v1alpha1/decisions", "/version"} {
			flow, served := servedBy(t, stolen[account], path)
			if (flow == string(schema.UID)) != own || (served == string(level.UID)) != own {
				t.Errorf("%s asked for %s: served by FlowSchema %s at level %s; that cutoff is served by its own is %v", account, path, flow, served, own)
			}
		}
	}
	if n := *deployment.Spec.Replicas; n < 2 {
		t.Errorf("cutoff has %d replicas, want two or more", n)
	}
	selector, err := metav1.LabelSelectorAsSelector(budget.Spec.Selector)
	if err != nil {
		t.Fatal(err)
	}
	if !selector.Matches(labels.Set(deployment.Spec.Template.Labels)) || budget.Spec.MaxUnavailable.IntValue() != 1 {
		t.Error("an eviction may take more than one replica of cutoff at once")
	}
}

// servedBy asks as an account and tells which FlowSchema and priority level the
// API server put the request into.
func servedBy(t *testing.T, config *rest.Config, path string) (flow, level string) {
	t.Helper()
	c, err := rest.HTTPClientFor(config)
	if err != nil {
		t.Fatal(err)
	}
	request, err := http.NewRequestWithContext(context.WithoutCancel(t.Context()), http.MethodGet, config.Host+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	answer, err := c.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	if err := answer.Body.Close(); err != nil {
		t.Fatal(err)
	}
	return answer.Header.Get(flowcontrolv1.ResponseHeaderMatchedFlowSchemaUID), answer.Header.Get(flowcontrolv1.ResponseHeaderMatchedPriorityLevelConfigurationUID)
}
