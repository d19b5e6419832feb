// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package guard_test

import (
	"os"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"
	admissionregistrationv1 "k8s.io/api/admissionregistration/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/utils/ptr"

	"github.com/publicdata-io/mandate/config/policy"
	"github.com/publicdata-io/mandate/internal/authorization"
	"github.com/publicdata-io/mandate/internal/guard"
)

const text = `
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata: {name: mandate-a}
spec:
  matchConstraints:
    resourceRules:
    - {apiGroups: [""], apiVersions: ["*"], operations: [CREATE], resources: [pods]}
  validations:
  - {expression: "false", message: nothing is let in}
---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicyBinding
metadata: {name: mandate-a}
spec: {policyName: mandate-a, validationActions: [Deny]}
`

// stored is the policy of text as the API server stores it, with its defaults.
func stored() *admissionregistrationv1.ValidatingAdmissionPolicy {
	return &admissionregistrationv1.ValidatingAdmissionPolicy{
		ObjectMeta: metav1.ObjectMeta{Name: "mandate-a", ResourceVersion: "7", Labels: map[string]string{"helm.sh/chart": "mandate"}},
		Spec: admissionregistrationv1.ValidatingAdmissionPolicySpec{
			FailurePolicy: ptr.To(admissionregistrationv1.Fail),
			MatchConstraints: &admissionregistrationv1.MatchResources{
				MatchPolicy:       ptr.To(admissionregistrationv1.Equivalent),
				NamespaceSelector: &metav1.LabelSelector{}, ObjectSelector: &metav1.LabelSelector{},
				ResourceRules: []admissionregistrationv1.NamedRuleWithOperations{{RuleWithOperations: admissionregistrationv1.RuleWithOperations{
					Operations: []admissionregistrationv1.OperationType{admissionregistrationv1.Create},
					Rule: admissionregistrationv1.Rule{
						APIGroups: []string{""}, APIVersions: []string{"*"}, Resources: []string{"pods"}, Scope: ptr.To(admissionregistrationv1.AllScopes),
					},
				}}},
			},
			Validations: []admissionregistrationv1.Validation{{Expression: "false", Message: "nothing is let in"}},
		},
		Status: admissionregistrationv1.ValidatingAdmissionPolicyStatus{ObservedGeneration: 1},
	}
}

func binding() *admissionregistrationv1.ValidatingAdmissionPolicyBinding {
	return &admissionregistrationv1.ValidatingAdmissionPolicyBinding{
		ObjectMeta: metav1.ObjectMeta{Name: "mandate-a"},
		Spec: admissionregistrationv1.ValidatingAdmissionPolicyBindingSpec{
			PolicyName: "mandate-a", ValidationActions: []admissionregistrationv1.ValidationAction{admissionregistrationv1.Deny},
		},
	}
}

func TestFaultsNameWhatIsWrong(t *testing.T) {
	expected, err := guard.ReadExpected(fstest.MapFS{
		"kustomization.yaml": {Data: []byte("resources: [a.yaml]")},
		"a.yaml":             {Data: []byte(text)},
	})
	if err != nil {
		t.Fatal(err)
	}
	type policies = admissionregistrationv1.ValidatingAdmissionPolicy
	type bindings = admissionregistrationv1.ValidatingAdmissionPolicyBinding
	tests := map[string]struct {
		policy  func(*policies)
		binding func(*bindings)
		want    string
	}{
		"as the API server stores it":         {func(*policies) {}, func(*bindings) {}, ""},
		"before defaults were filled":         {func(p *policies) { p.Spec.FailurePolicy, p.Spec.MatchConstraints.MatchPolicy = nil, nil }, func(*bindings) {}, ""},
		"an expression is folded another way": {func(p *policies) { p.Spec.Validations[0].Message = "nothing \n\n  is let in\n" }, func(*bindings) {}, ""},
		"a word is split":                     {func(p *policies) { p.Spec.Validations[0].Message = "no thing is let in" }, func(*bindings) {}, "ValidatingAdmissionPolicy mandate-a is not as shipped (spec.validations)"},
		"the policy does not exist":           {nil, func(*bindings) {}, "ValidatingAdmissionPolicy mandate-a does not exist"},
		"the binding does not exist":          {func(*policies) {}, nil, "ValidatingAdmissionPolicyBinding mandate-a does not exist"},
		"nothing exists":                      {nil, nil, "ValidatingAdmissionPolicy mandate-a does not exist, and 1 more"},
		"it fails open":                       {func(p *policies) { p.Spec.FailurePolicy = ptr.To(admissionregistrationv1.Ignore) }, func(*bindings) {}, "ValidatingAdmissionPolicy mandate-a is not as shipped (spec.failurePolicy)"},
		"an expression is another":            {func(p *policies) { p.Spec.Validations[0].Expression = "true" }, func(*bindings) {}, "ValidatingAdmissionPolicy mandate-a is not as shipped (spec.validations)"},
		"a condition was added": {func(p *policies) {
			p.Spec.MatchConditions = []admissionregistrationv1.MatchCondition{{Name: "n", Expression: "false"}}
		}, func(*bindings) {}, "ValidatingAdmissionPolicy mandate-a is not as shipped (spec.matchConditions)"},
		"fewer objects are matched":     {func(p *policies) { p.Spec.MatchConstraints.ObjectSelector.MatchLabels = map[string]string{"a": "b"} }, func(*bindings) {}, "ValidatingAdmissionPolicy mandate-a is not as shipped (spec.matchConstraints)"},
		"the binding warns":             {func(*policies) {}, func(b *bindings) { b.Spec.ValidationActions[0] = admissionregistrationv1.Warn }, "ValidatingAdmissionPolicyBinding mandate-a is not as shipped (spec.validationActions)"},
		"the binding selects":           {func(*policies) {}, func(b *bindings) { b.Spec.MatchResources = &admissionregistrationv1.MatchResources{} }, "ValidatingAdmissionPolicyBinding mandate-a is not as shipped (spec.matchResources)"},
		"the binding is of another one": {func(*policies) {}, func(b *bindings) { b.Spec.PolicyName = "other" }, "ValidatingAdmissionPolicyBinding mandate-a is not as shipped (spec.policyName)"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			seen := map[guard.Key]guard.Digest{}
			if tc.policy != nil {
				p := stored()
				tc.policy(p)
				key, digest, err := guard.Of(p)
				if err != nil {
					t.Fatal(err)
				}
				seen[key] = digest
			}
			if tc.binding != nil {
				b := binding()
				tc.binding(b)
				key, digest, err := guard.Of(b)
				if err != nil {
					t.Fatal(err)
				}
				seen[key] = digest
			}
			if diff := cmp.Diff(tc.want, guard.Tell(expected.Faults(seen))); diff != "" {
				t.Errorf("what is wrong (-want +got):\n%s", diff)
			}
		})
	}
}

func TestEveryPolicyThatIsShippedHasItsBinding(t *testing.T) {
	expected, err := guard.ReadExpected(policy.Files)
	if err != nil {
		t.Fatal(err)
	}
	if len(expected) < 80 {
		t.Errorf("%d policies and bindings are shipped, want all of config/policy", len(expected))
	}
	for key := range expected {
		if key.Kind != "ValidatingAdmissionPolicy" && key.Kind != "MutatingAdmissionPolicy" {
			continue
		}
		if _, bound := expected[guard.Key{Kind: key.Kind + "Binding", Name: key.Name}]; !bound {
			t.Errorf("%s has no binding of its name", key)
		}
	}
}

func TestJudge(t *testing.T) {
	refused := "networkpolicies \"x\" is forbidden: ValidatingAdmissionPolicy 'mandate-a' with binding 'mandate-a' denied request: no"
	tests := map[string]struct {
		otherwise, status int
		answer            string
		want              guard.Outcome
	}{
		"this policy refuses":           {0, 403, refused, guard.Bites},
		"another policy refuses":        {0, 403, strings.ReplaceAll(refused, "mandate-a", "mandate-b"), guard.Unclear},
		"a policy of a longer name":     {0, 403, strings.ReplaceAll(refused, "mandate-a'", "mandate-ab'"), guard.Unclear},
		"RBAC refuses":                  {0, 403, "cannot create resource", guard.Unclear},
		"it is accepted":                {0, 201, "{}", guard.Idle},
		"it is accepted with its words": {0, 200, refused, guard.Idle},
		"it fails as it would without":  {409, 409, "already exists", guard.Idle},
		"it is accepted all the same":   {409, 201, "{}", guard.Idle},
		"it fails otherwise":            {0, 409, "already exists", guard.Unclear},
		"the API server is busy":        {0, 429, "slow down", guard.Unclear},
		"the API server fails":          {0, 500, "", guard.Unclear},
		"no answer came":                {0, 0, "", guard.Unclear},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			probe := guard.Probe{Policy: "mandate-a", Otherwise: tc.otherwise}
			if got := probe.Judge(tc.status, tc.answer); got != tc.want {
				t.Errorf("got %d, want %d", got, tc.want)
			}
		})
	}
}

func TestProbesAreOfPoliciesThatAreShipped(t *testing.T) {
	expected, err := guard.ReadExpected(policy.Files)
	if err != nil {
		t.Fatal(err)
	}
	probes, err := guard.Probes()
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, probe := range probes {
		if _, shipped := expected[guard.Key{Kind: "ValidatingAdmissionPolicy", Name: probe.Policy}]; !shipped {
			t.Errorf("%s is probed and not shipped", probe.Policy)
		}
		if seen[probe.Policy] {
			t.Errorf("%s is probed twice", probe.Policy)
		}
		seen[probe.Policy] = true
	}
	if len(probes) == 0 {
		t.Error("nothing is probed")
	}
}

// TestEveryPolicyIsPutToTheProofOrSaysWhyNot reads which policies no request of
// the operator can put to the proof from the page that says why.
func TestEveryPolicyIsPutToTheProofOrSaysWhyNot(t *testing.T) {
	expected, err := guard.ReadExpected(policy.Files)
	if err != nil {
		t.Fatal(err)
	}
	probes, err := guard.Probes()
	if err != nil {
		t.Fatal(err)
	}
	probed := map[string]bool{}
	for _, probe := range probes {
		probed[probe.Policy] = true
	}
	excused := excused(t)
	for _, name := range expected.Policies() {
		said := slices.ContainsFunc(excused, func(e string) bool { matched, _ := path.Match(e, name); return matched })
		switch {
		case probed[name] && said:
			t.Errorf("%s is probed, and docs/cut.md says that it cannot be", name)
		case !probed[name] && !said:
			t.Errorf("%s has no probe in probes.yaml: add one that it alone refuses the operator, or its name to the table of docs/cut.md with the reason why there is none", name)
		}
	}
	for _, e := range excused {
		if !strings.Contains(e, "*") && !slices.Contains(expected.Policies(), e) {
			t.Errorf("docs/cut.md says why %s is not probed, which is not shipped", e)
		}
	}
}

// excused are the names in the table of policies that are not probed; one that
// ends with * is several.
func excused(t *testing.T) []string {
	t.Helper()
	page, err := os.ReadFile("../../docs/cut.md")
	if err != nil {
		t.Fatal(err)
	}
	_, table, found := strings.Cut(string(page), "### Held by their digests alone\n")
	if !found {
		t.Fatal("docs/cut.md has no table of policies that are held by their digests alone")
	}
	table, _, _ = strings.Cut(table, "\n## ")
	var names []string
	for _, match := range regexp.MustCompile("`(mandate-[a-z-]+[*]?)`").FindAllStringSubmatch(table, -1) {
		names = append(names, match[1])
	}
	return names
}

func TestRecord(t *testing.T) {
	at := func(seconds int) time.Time { return time.Date(2026, 3, 1, 0, 0, seconds, 0, time.UTC) }
	proven := authorization.Guards{Proven: true}
	missing := func(what string, since int) authorization.Guards {
		return authorization.Guards{Missing: what, Since: at(since)}
	}
	tests := map[string]struct {
		happens      func(r *guard.Record)
		giver, taker authorization.Guards
	}{
		"nothing is known":                   {func(*guard.Record) {}, authorization.Guards{}, authorization.Guards{}},
		"they stand, and none bit yet":       {func(r *guard.Record) { r.Stood("", at(0)) }, authorization.Guards{}, proven},
		"they bit, and were not looked at":   {func(r *guard.Record) { r.Bit(at(90)) }, authorization.Guards{}, authorization.Guards{}},
		"they stand and bite":                {func(r *guard.Record) { r.Stood("", at(0)); r.Bit(at(90)) }, proven, proven},
		"they bit long ago":                  {func(r *guard.Record) { r.Stood("", at(-300)); r.Bit(at(-100)) }, authorization.Guards{}, proven},
		"one is missing":                     {func(r *guard.Record) { r.Stood("", at(0)); r.Bit(at(5)); r.Stood("a", at(10)) }, missing("a", 10), missing("a", 10)},
		"another is missing since":           {func(r *guard.Record) { r.Stood("a", at(10)); r.Stood("b", at(50)) }, missing("b", 10), missing("b", 10)},
		"one came back, and must bite again": {func(r *guard.Record) { r.Bit(at(0)); r.Stood("a", at(10)); r.Stood("", at(20)) }, authorization.Guards{}, proven},
		"one came back, and may not be taken up yet": {
			func(r *guard.Record) { r.Stood("a", at(10)); r.Stood("", at(20)); r.Bit(at(21)) }, authorization.Guards{}, proven,
		},
		"one came back and bites":       {func(r *guard.Record) { r.Stood("a", at(10)); r.Stood("", at(20)); r.Bit(at(23)) }, proven, proven},
		"one is idle":                   {func(r *guard.Record) { r.Stood("", at(0)); r.Idle("idle", at(30)) }, missing("idle", 30), missing("idle", 30)},
		"one is idle, then all bite":    {func(r *guard.Record) { r.Stood("", at(0)); r.Idle("idle", at(30)); r.Bit(at(60)) }, proven, proven},
		"one is idle and one missing":   {func(r *guard.Record) { r.Idle("idle", at(30)); r.Stood("a", at(40)) }, missing("a", 30), missing("a", 30)},
		"gone and back and gone anew":   {func(r *guard.Record) { r.Stood("a", at(0)); r.Stood("", at(30)); r.Stood("a", at(40)) }, missing("a", 40), missing("a", 40)},
		"idle from before it was noted": {func(r *guard.Record) { r.Stood("", at(0)); r.Idle("idle", at(-50)) }, missing("idle", -50), missing("idle", -50)},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			var r guard.Record
			tc.happens(&r)
			if diff := cmp.Diff(tc.giver, r.Giver(at(100))); diff != "" {
				t.Errorf("who gives (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(tc.taker, r.Taker()); diff != "" {
				t.Errorf("who takes away (-want +got):\n%s", diff)
			}
		})
	}
}
