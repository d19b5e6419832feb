// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package cel_test

import (
	"encoding/json"
	"fmt"
	"testing"
)

// TestTheOperatorOpensNothingWide holds the shape of what the operator's account
// writes, whoever holds it: under the right name, in the right place, too much.
func TestTheOperatorOpensNothingWide(t *testing.T) {
	sandbox, domain := newSandbox(t, nil), newDomain(t)
	deny := `
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: mandate-default-deny}
spec: {podSelector: {}, policyTypes: [Ingress, Egress]}
`
	peer := func(direction, side string, p map[string]any) edit {
		return set("spec."+direction, []any{map[string]any{side: []any{p}}})
	}
	to := func(p map[string]any) edit { return peer("egress", "to", p) }
	from := func(p map[string]any) edit { return peer("ingress", "from", p) }
	named := func(labels map[string]any) map[string]any {
		return map[string]any{"namespaceSelector": map[string]any{"matchLabels": labels}}
	}
	visits := named(map[string]any{"kubernetes.io/metadata.name": "health"})
	visits["podSelector"] = map[string]any{"matchLabels": map[string]any{"app": "visits"}}
	block := func(cidr string) map[string]any { return map[string]any{"ipBlock": map[string]any{"cidr": cidr}} }
	const wide, let = "that is not every address", "nobody but sandboxes with the label of one input"
	baseline := set("metadata.name", "mandate-baseline-0123456789abcdef0123")
	for name, tc := range map[string]struct {
		base, place string
		edits       []edit
		want        string
	}{
		"default-deny":                {base: deny, place: sandbox},
		"half a default-deny":         {deny, sandbox, []edit{set("spec.policyTypes", []any{"Ingress"})}, wide},
		"a default-deny of some pods": {deny, sandbox, []edit{set("spec.podSelector.matchLabels", map[string]any{"a": "b"})}, wide},
		"a default-deny with a way":   {deny, sandbox, []edit{to(block("10.0.0.0/24"))}, wide},
		"out to pods":                 {networkPolicyText, sandbox, []edit{to(visits)}, ""},
		"out to nowhere":              {networkPolicyText, sandbox, []edit{unset("spec.egress")}, ""},
		"out to everything":           {networkPolicyText, sandbox, []edit{set("spec.egress", []any{map[string]any{}})}, wide},
		"out to every address":        {networkPolicyText, sandbox, []edit{to(block("0.0.0.0/0"))}, wide},
		"out to every address of v6":  {networkPolicyText, sandbox, []edit{to(block("::/0"))}, wide},
		"out to all of a namespace":   {networkPolicyText, sandbox, []edit{to(named(map[string]any{"kubernetes.io/metadata.name": "kube-system"}))}, wide},
		"out to all namespaces":       {networkPolicyText, sandbox, []edit{to(named(map[string]any{}))}, wide},
		"out, and in":                 {networkPolicyText, sandbox, []edit{from(visits)}, wide},
		"in at data":                  {base: allowText, place: domain},
		"in at data for everybody":    {allowText, domain, []edit{set("spec.ingress", []any{map[string]any{}})}, let},
		"in at data for addresses":    {allowText, domain, []edit{from(block("10.0.0.0/24"))}, let},
		"in at data for a namespace":  {allowText, domain, []edit{from(visits)}, let},
		"in at data for any sandbox":  {allowText, domain, []edit{from(named(map[string]any{sandboxLabel: "true"}))}, let},
		"in at all pods":              {allowText, domain, []edit{unset("spec.podSelector.matchLabels")}, let},
		"a baseline for a consumer":   {allowText, domain, []edit{baseline, from(visits)}, ""},
		"a baseline for everybody":    {allowText, domain, []edit{baseline, set("spec.ingress", []any{map[string]any{}})}, let},
		"a ConfigMap of others":       {configText, sandbox, []edit{set("metadata.name", "kube-root-ca.crt")}, "in a sandbox it writes the ConfigMap mandate-grant"},
	} {
		t.Run(name, func(t *testing.T) {
			made := edited(parse(t, tc.base), append(tc.edits, set("metadata.namespace", tc.place))...)
			wants(t, dryCreate(t, operator, made), fragments(tc.want)...)
		})
	}
}

// TestTheOperatorAsksForNothing shows that the operator's account writes of a
// grant no more than its finalizer.
func TestTheOperatorAsksForNothing(t *testing.T) {
	domain := newDomain(t)
	grant := edited(parse(t, grantText), set("metadata.namespace", domain))
	create(t, root, grant)
	const refused = "UPDATE by the operator is refused: of a grant it puts on and takes off the finalizer mandate.publicdata.io/cut, nothing else"
	for patch, want := range map[string]string{
		`{"metadata":{"finalizers":null}}`:                                           "",
		`{"metadata":{"finalizers":["mandate.publicdata.io/cut","others.io/hold"]}}`: refused,
		`{"metadata":{"labels":{"a":"b"}}}`:                                          refused,
		`{"metadata":{"annotations":{"a":"b"}}}`:                                     refused,
		`{"spec":{"suspend":true}}`:                                                  refused,
	} {
		t.Run(patch, func(t *testing.T) { wants(t, dryPatch(t, operator, grant, patch), fragments(want)...) })
	}
	wants(t, dryCreate(t, operator, edited(parse(t, grantText), set("metadata.namespace", domain))), "CREATE by the operator is refused")
}

// TestMarksNameACause shows that neither account bends the marks and what else
// the metadata of a sandbox says.
func TestMarksNameACause(t *testing.T) {
	sandbox := namespace(newSandbox(t, map[string]string{closedByNote: "1"}), nil, nil)
	const owned = `{"metadata":{"ownerReferences":[{"apiVersion":"v1","kind":"Namespace","name":"gone","uid":"0"}]}}`
	const held = `{"metadata":{"finalizers":["others.io/hold"]}}`
	for name, tc := range map[string]struct {
		as          person
		patch, want string
	}{
		"closed for another cause":   {cutoff, `{"metadata":{"annotations":{"` + closedByNote + `":"2"}}}`, ""},
		"closed for no cause":        {cutoff, `{"metadata":{"annotations":{"` + closedByNote + `":""}}}`, "annotation " + closedByNote + " cannot be changed so by cutoff"},
		"opened":                     {cutoff, `{"metadata":{"annotations":{"` + closedByNote + `":null}}}`, "annotation " + closedByNote},
		"a note of others":           {cutoff, `{"metadata":{"annotations":{"scheduler.alpha.kubernetes.io/node-selector":"a=b"}}}`, "annotation scheduler"},
		"owned by what is gone":      {cutoff, owned, "a finalizer or an owner cannot"},
		"held by a finalizer":        {cutoff, held, "a finalizer or an owner cannot"},
		"held by the operator":       {operator, held, "metadata.finalizers cannot be written so by the operator"},
		"owned by the operator":      {operator, owned, "metadata.ownerReferences"},
		"opened by the operator":     {operator, `{"metadata":{"annotations":{"` + closedByNote + `":null}}}`, ""},
		"labelled by the operator":   {operator, `{"metadata":{"labels":{"a":"b"}}}`, "label a cannot be written so"},
		"noted by the operator":      {operator, `{"metadata":{"annotations":{"a":"b"}}}`, "annotation a cannot be written so"},
		"privileged by the operator": {operator, `{"metadata":{"labels":{"pod-security.kubernetes.io/enforce":"privileged"}}}`, "the Pod Security level baseline or restricted"},
		"secured by the operator":    {operator, `{"metadata":{"labels":{"pod-security.kubernetes.io/enforce":"restricted"}}}`, ""},
		"unsecured by the operator":  {operator, `{"metadata":{"labels":{"pod-security.kubernetes.io/enforce":null}}}`, "pod-security.kubernetes.io/enforce cannot be written so"},
	} {
		t.Run(name, func(t *testing.T) { wants(t, dryPatch(t, tc.as, sandbox, tc.patch), fragments(tc.want)...) })
	}
	marked := func(base, patch string, want ...string) {
		t.Helper()
		u := edited(parse(t, base), set("metadata.namespace", sandbox.GetName()))
		if u.GetKind() == "ClusterRole" {
			u = edited(u, unset("metadata.namespace"), set("metadata.name", "mandate-room-"+hexDigits(20)), unset("rules"))
		}
		create(t, operator, u)
		wants(t, dryPatch(t, cutoff, u, patch), want...)
		for _, extra := range []string{`{"a":"b"}`, `{"` + closedByNote + `":""}`} {
			wants(t, dryPatch(t, cutoff, u, `{"metadata":{"annotations":`+extra+`},"spec":{"egress":[]}}`), "by cutoff is refused")
		}
		wants(t, dryPatch(t, cutoff, u, held), "by cutoff is refused")
		wants(t, dryPatch(t, cutoff, u, owned), "by cutoff is refused")
	}
	marked(networkPolicyText, `{"metadata":{"annotations":{"`+closedByNote+`":"1"}},"spec":{"egress":[]}}`)
	marked(quotaText, `{"spec":{"scopeSelector":{"matchExpressions":[{"scopeName":"Terminating","operator":"Exists"}]}}}`, tight)
	marked(cohortText, `{"metadata":{"annotations":{"`+closedByNote+`":"1"}},"rules":null}`)
}

// TestNoFenceIsWalkedAroundByItsSize shows that a write of cutoff's account is
// refused also where it is so large that to look at all of it would go over the
// budget of CEL, which lets through what it cannot judge.
func TestNoFenceIsWalkedAroundByItsSize(t *testing.T) {
	sandbox := namespace(newSandbox(t, map[string]string{closedByNote: "1"}), nil, nil)
	junk := map[string]any{closedByNote: nil}
	for i := range 30000 {
		junk[fmt.Sprintf("k%x", i)] = "x"
	}
	patch := func(body map[string]any) string {
		text, err := json.Marshal(body)
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
	err := dryPatch(t, cutoff, sandbox, patch(map[string]any{"metadata": map[string]any{"annotations": junk}}))
	wants(t, err, "mandate-fence-cutoff-namespaces")
	quota := edited(parse(t, quotaText), set("metadata.namespace", sandbox.GetName()))
	create(t, operator, quota)
	hard := map[string]any{"pods": "1000"}
	for i := range 30000 {
		hard[fmt.Sprintf("count/k%x.example", i)] = "0"
	}
	wants(t, dryPatch(t, cutoff, quota, patch(map[string]any{"spec": map[string]any{"hard": hard}})), tight)
}
