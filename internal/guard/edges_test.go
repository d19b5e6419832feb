// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package guard_test

import (
	"net/http"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"
	admissionregistrationv1 "k8s.io/api/admissionregistration/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/utils/ptr"

	"github.com/publicdata-io/mandate/internal/authorization"
	"github.com/publicdata-io/mandate/internal/guard"
)

const mutating = `# what it promises

---
apiVersion: admissionregistration.k8s.io/v1
kind: MutatingAdmissionPolicy
metadata: {name: mandate-stamp}
spec: {reinvocationPolicy: IfNeeded}
---
apiVersion: admissionregistration.k8s.io/v1
kind: MutatingAdmissionPolicyBinding
metadata: {name: mandate-stamp}
spec: {policyName: mandate-stamp}
`

func TestWhatIsNoGuardIsNotExpected(t *testing.T) {
	list := func(name string) *fstest.MapFile { return &fstest.MapFile{Data: []byte("resources: [" + name + "]")} }
	file := func(text string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(text)} }
	tests := map[string]struct {
		folder  fstest.MapFS
		want    []string // policies
		wantErr string
	}{
		"policies, beside comments": {fstest.MapFS{"kustomization.yaml": list("a.yaml"), "a.yaml": file(mutating)}, []string{"mandate-stamp"}, ""},
		"no list":                   {fstest.MapFS{"a.yaml": file(mutating)}, nil, "read the list of policies: open kustomization.yaml"},
		"a list that is none":       {fstest.MapFS{"kustomization.yaml": file("resources: {a: b}")}, nil, "read the list of policies: error"},
		"a file that is not there":  {fstest.MapFS{"kustomization.yaml": list("a.yaml")}, nil, "read policy file a.yaml: open a.yaml"},
		"what is no YAML":           {fstest.MapFS{"kustomization.yaml": list("a.yaml"), "a.yaml": file("kind: [")}, nil, "read policy file a.yaml: read what it is"},
		"another kind":              {fstest.MapFS{"kustomization.yaml": list("a.yaml"), "a.yaml": file("kind: Secret")}, nil, `read policy file a.yaml: kind "Secret" is no policy and no binding`},
		"a field that nobody knows": {
			fstest.MapFS{"kustomization.yaml": list("a.yaml"), "a.yaml": file(strings.Replace(mutating, "reinvocationPolicy", "reinvokes", 1))}, nil,
			"read policy file a.yaml: read MutatingAdmissionPolicy mandate-stamp: ",
		},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			expected, err := guard.ReadExpected(tc.folder)
			if (err == nil) != (tc.wantErr == "") || (err != nil && !strings.Contains(err.Error(), tc.wantErr)) {
				t.Fatalf("error %v, want one with %q", err, tc.wantErr)
			}
			if diff := cmp.Diff(tc.want, expected.Policies()); diff != "" {
				t.Errorf("policies (-want +got):\n%s", diff)
			}
		})
	}
	if _, _, err := guard.Of(&corev1.Secret{}); err == nil || !strings.Contains(err.Error(), "*v1.Secret is no policy and no binding") {
		t.Errorf("the digest of a Secret: %v", err)
	}
}

// TestDefaultsMakeNoDifference compares specs as they are written and as the API
// server stores them.
func TestDefaultsMakeNoDifference(t *testing.T) {
	rules := func(scope *admissionregistrationv1.ScopeType) *admissionregistrationv1.MatchResources {
		named := []admissionregistrationv1.NamedRuleWithOperations{{RuleWithOperations: admissionregistrationv1.RuleWithOperations{
			Rule: admissionregistrationv1.Rule{APIGroups: []string{""}, Resources: []string{"pods"}, Scope: scope},
		}}}
		return &admissionregistrationv1.MatchResources{ResourceRules: named, ExcludeResourceRules: named}
	}
	all := ptr.To(admissionregistrationv1.AllScopes)
	whole := func() *admissionregistrationv1.MatchResources {
		m := rules(all)
		m.MatchPolicy, m.NamespaceSelector, m.ObjectSelector = ptr.To(admissionregistrationv1.Equivalent), &metav1.LabelSelector{}, &metav1.LabelSelector{}
		return m
	}
	excluded := whole()
	excluded.ExcludeResourceRules = rules(nil).ExcludeResourceRules
	type (
		policies = admissionregistrationv1.MutatingAdmissionPolicySpec
		bindings = admissionregistrationv1.MutatingAdmissionPolicyBindingSpec
		validate = admissionregistrationv1.ValidatingAdmissionPolicyBindingSpec
	)
	deny, audit := admissionregistrationv1.Deny, admissionregistrationv1.Audit
	tests := map[string][2]runtime.Object{
		"a policy that mutates": {
			&admissionregistrationv1.MutatingAdmissionPolicy{Spec: policies{MatchConstraints: rules(nil)}},
			&admissionregistrationv1.MutatingAdmissionPolicy{Spec: policies{MatchConstraints: whole(), FailurePolicy: ptr.To(admissionregistrationv1.Fail)}},
		},
		"what is excluded": {
			&admissionregistrationv1.MutatingAdmissionPolicy{Spec: policies{MatchConstraints: excluded}},
			&admissionregistrationv1.MutatingAdmissionPolicy{Spec: policies{MatchConstraints: whole()}},
		},
		"its binding": {
			&admissionregistrationv1.MutatingAdmissionPolicyBinding{Spec: bindings{MatchResources: rules(nil)}},
			&admissionregistrationv1.MutatingAdmissionPolicyBinding{Spec: bindings{MatchResources: whole()}},
		},
		"a binding of one that validates": {
			&admissionregistrationv1.ValidatingAdmissionPolicyBinding{Spec: validate{MatchResources: rules(nil)}},
			&admissionregistrationv1.ValidatingAdmissionPolicyBinding{Spec: validate{MatchResources: whole()}},
		},
		"the order of actions": {
			&admissionregistrationv1.ValidatingAdmissionPolicyBinding{Spec: validate{ValidationActions: []admissionregistrationv1.ValidationAction{deny, audit}}},
			&admissionregistrationv1.ValidatingAdmissionPolicyBinding{Spec: validate{ValidationActions: []admissionregistrationv1.ValidationAction{audit, deny}}},
		},
	}
	for name, pair := range tests {
		t.Run(name, func(t *testing.T) {
			key, written, err := guard.Of(pair[0])
			if err != nil {
				t.Fatal(err)
			}
			_, stored, err := guard.Of(pair[1])
			if err != nil {
				t.Fatal(err)
			}
			if said := guard.Tell(guard.Expected{key: written}.Faults(map[guard.Key]guard.Digest{key: stored})); said != "" {
				t.Errorf("said to differ: %s", said)
			}
		})
	}
}

func TestAFieldThatIsGoneIsNamed(t *testing.T) {
	bound := binding()
	key, want, err := guard.Of(bound)
	if err != nil {
		t.Fatal(err)
	}
	bound.Spec.ValidationActions = nil
	_, got, err := guard.Of(bound)
	if err != nil {
		t.Fatal(err)
	}
	said := guard.Tell(guard.Expected{key: want}.Faults(map[guard.Key]guard.Digest{key: got}))
	if said != "ValidatingAdmissionPolicyBinding mandate-a is not as shipped (spec.validationActions)" {
		t.Errorf("said %q", said)
	}
}

func TestWhatAnAnswerSaysOfAGuard(t *testing.T) {
	refused := func(name string) string {
		return "pods is forbidden: ValidatingAdmissionPolicy '" + name + "' with binding 'x' denied request"
	}
	tests := map[string]struct {
		probe  guard.Probe
		status int
		answer string
		want   guard.Outcome
	}{
		"refused by the policy":                           {guard.Probe{Policy: "a"}, http.StatusForbidden, refused("a"), guard.Bites},
		"refused by another":                              {guard.Probe{Policy: "a"}, http.StatusForbidden, refused("b"), guard.Unclear},
		"let through":                                     {guard.Probe{Policy: "a"}, http.StatusCreated, "{}", guard.Idle},
		"let through, whatever is written there":          {guard.Probe{Policy: "a"}, http.StatusOK, refused("a"), guard.Idle},
		"not found, where that is the other end":          {guard.Probe{Policy: "a", Otherwise: 404}, http.StatusNotFound, "", guard.Idle},
		"not found, where it is not":                      {guard.Probe{Policy: "a"}, http.StatusNotFound, "", guard.Unclear},
		"refused, where it would not be found":            {guard.Probe{Policy: "a", Otherwise: 404}, http.StatusForbidden, refused("a"), guard.Bites},
		"refused by another, where it would not be found": {guard.Probe{Policy: "a", Otherwise: 404}, http.StatusForbidden, refused("b"), guard.Unclear},
		"no answer":                 {guard.Probe{Policy: "a"}, 0, "", guard.Unclear},
		"an answer that is neither": {guard.Probe{Policy: "a"}, http.StatusMultipleChoices, "", guard.Unclear},
		"one before any success":    {guard.Probe{Policy: "a"}, 199, "", guard.Unclear},
		"the server is overloaded":  {guard.Probe{Policy: "a"}, http.StatusServiceUnavailable, "", guard.Unclear},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			if got := tc.probe.Judge(tc.status, tc.answer); got != tc.want {
				t.Errorf("Judge(%d, %q) = %v, want %v", tc.status, tc.answer, got, tc.want)
			}
		})
	}
	if said := (guard.Probe{Policy: "a", Method: "POST", Path: "/x"}).Fault(); said != "ValidatingAdmissionPolicy a does not refuse what it has to (POST /x)" {
		t.Errorf("Fault = %q", said)
	}
	one := guard.Probe{Policy: "a", Grant: true, Method: "PATCH", Path: "/{namespace}/grants/{name}"}.On("ns", "g")
	if one.Path != "/ns/grants/g" {
		t.Errorf("the probe of a grant goes to %q", one.Path)
	}
	if said := one.Fault(); said != "ValidatingAdmissionPolicy a does not refuse what it has to (PATCH of a DeveloperGrant)" {
		t.Errorf("Fault = %q", said)
	}
}

func TestALookThatFindsNothingWrongForgetsNothing(t *testing.T) {
	at := func(seconds int) time.Time { return time.Date(2026, 3, 1, 0, 0, seconds, 0, time.UTC) }
	var r guard.Record
	r.Stood("", at(0))
	r.Bit(at(5))
	r.Stood("", at(10))
	if diff := cmp.Diff(authorization.Guards{Proven: true}, r.Giver(at(11))); diff != "" {
		t.Errorf("after a second look (-want +got):\n%s", diff)
	}
	r.Stood("a", at(30))
	r.Idle("idle", at(40))
	if got := r.Taker(); !got.Since.Equal(at(30)) {
		t.Errorf("missing since %s, want since the first of both", got.Since)
	}
}
