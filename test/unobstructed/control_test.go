// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package unobstructed

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"testing"

	coordinationv1 "k8s.io/api/coordination/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"sigs.k8s.io/controller-runtime/pkg/client"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
)

// bait is the name of the Leases by which a policy that is broken alone shows that
// it is: what breaks it lets it match them, too.
const bait = "unobstructed-bait"

// ofDeletions is the policy that is asked of nothing but what is deleted in a longer
// time than it has, so that its bait is.
const ofDeletions = "mandate-sandbox-pod-deletions"

// alsoLeases lets a policy match the bait, at its doors too: what these ask for no
// Lease has.
func alsoLeases(policy string, spec map[string]any) {
	operation := "CREATE"
	if policy == ofDeletions {
		operation = "DELETE"
	}
	constraints := spec["matchConstraints"].(map[string]any)
	rules, _, _ := unstructured.NestedSlice(constraints, "resourceRules")
	constraints["resourceRules"] = append(rules, map[string]any{
		"apiGroups": []any{coordinationv1.GroupName}, "apiVersions": []any{"*"}, "operations": []any{operation},
		"resources": []any{"leases"}, "resourceNames": []any{bait},
	})
	conditions, _, _ := unstructured.NestedSlice(spec, "matchConditions")
	for _, c := range conditions {
		door := c.(map[string]any)
		door["expression"] = fmt.Sprintf("request.name == '%s' || (%s)", bait, door["expression"])
	}
	spec["matchConditions"] = conditions
}

// takes returns what asks for the bait in a namespace.
func takes(t *testing.T, by client.Client, policy, namespace string) func(context.Context) error {
	t.Helper()
	lease := &coordinationv1.Lease{ObjectMeta: metav1.ObjectMeta{
		Namespace: namespace, Name: bait, Labels: map[string]string{v1alpha1.SandboxLabel: "true"},
	}}
	if policy != ofDeletions {
		return func(ctx context.Context) error { return by.Create(ctx, lease.DeepCopy(), client.DryRunAll) }
	}
	if err := by.Create(t.Context(), lease.DeepCopy()); err != nil {
		t.Fatal(err)
	}
	return func(ctx context.Context) error {
		return by.Delete(ctx, lease.DeepCopy(), client.GracePeriodSeconds(1), client.DryRunAll)
	}
}

// failsAlone is the positive control of a policy that is broken alone: an object
// on which it does nothing while it is whole is refused by it, by name and for the
// key that is not there; where it lets pass what fails, the API server counts a
// failure of it.
//
// The bait has the label of a sandbox: the bindings of some policies are for those
// alone.
func failsAlone(t *testing.T, s *scene, policy unstructured.Unstructured) {
	t.Helper()
	namespace, err := s.lure(t.Context(), policy)
	if err != nil {
		t.Fatal(err)
	}
	before := failures(t, policy.GetName())
	user := "administrator"
	for _, who := range []string{"operator", "cutoff"} {
		if strings.HasPrefix(policy.GetName(), "mandate-fence-"+who) {
			user = "system:serviceaccount:mandate-system:mandate-" + who
		}
	}
	by := as(t, user, "system:masters")
	failure, _, _ := unstructured.NestedString(policy.Object, "spec", "failurePolicy")
	take := takes(t, by, policy.GetName(), namespace)
	eventually(t, policy.GetName()+" fails", func(ctx context.Context) error {
		err := take(ctx)
		refused := err != nil && strings.Contains(err.Error(), policy.GetName()) && strings.Contains(err.Error(), "no such key")
		switch {
		case failure == "Fail" && !refused:
			return fmt.Errorf("the bait is not refused for it: %w", err)
		case failure != "Fail" && err != nil:
			return fmt.Errorf("the bait is refused, though what fails here is let pass: %w", err)
		case failure != "Fail" && failures(t, policy.GetName()) == before:
			return fmt.Errorf("the API server counts %v failures of it, as before", before)
		}
		return nil
	})
}

// lure is where the bait of a policy lies: in a sandbox, but where its parameters
// are data or a Service, which are nowhere but in a domain. Where there are none, a
// policy is not asked.
func (s *scene) lure(ctx context.Context, policy unstructured.Unstructured) (string, error) {
	switch kind, _, _ := unstructured.NestedString(policy.Object, "spec", "paramKind", "kind"); kind {
	case "Service", "DataResource":
		return s.domain, nil
	}
	return s.box(ctx, bystander)
}

// failures is how many of a policy's evaluations failed, by the API server's count.
func failures(t *testing.T, policy string) (sum float64) {
	t.Helper()
	clients, err := installed.Clientset()
	if err != nil {
		t.Fatal(err)
	}
	text, err := clients.Discovery().RESTClient().Get().AbsPath("/metrics").DoRaw(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(text)) {
		ofCheck := strings.HasPrefix(line, "apiserver_validating_admission_policy_check_total{") && !strings.Contains(line, `error_type="no_error"`)
		ofCondition := strings.HasPrefix(line, "apiserver_admission_match_condition_evaluation_errors_total{")
		fields := strings.Fields(line)
		if (ofCheck || ofCondition) && strings.Contains(line, `="`+policy+`"`) {
			count, err := strconv.ParseFloat(fields[len(fields)-1], 64)
			if err != nil {
				t.Fatal(err)
			}
			sum += count
		}
	}
	return sum
}
