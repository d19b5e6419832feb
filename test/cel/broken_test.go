// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package cel_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"sigs.k8s.io/controller-runtime/pkg/client"
)

// TestNothingOfOursDelaysACut breaks every policy at once, so that each of them
// fails on every request that it matches, but the one that asks who takes away;
// and then takes everything away.
func TestNothingOfOursDelaysACut(t *testing.T) {
	domain, sandbox := newDomain(t), podsSandbox(t, nil)
	room := "mandate-room-" + hexDigits(20)
	made := map[string]*unstructured.Unstructured{}
	texts := map[string]string{
		"pod": podText, "egress": networkPolicyText, "quota": quotaText, "door": doorText, "room": roomText,
		"allow": allowText, "cohort": strings.ReplaceAll(cohortText, "mandate-room-0123456789abcdef0123", room),
	}
	for _, name := range []string{"pod", "egress", "quota", "door", "room", "allow", "cohort"} {
		u := parse(t, strings.ReplaceAll(texts[name], "SANDBOX", sandbox))
		switch name {
		case "allow":
			u.SetNamespace(domain)
		case "cohort":
		case "pod":
			u = edited(u, set("metadata.namespace", sandbox), set("spec.nodeName", strings.TrimPrefix(node.name, "system:node:")))
		default:
			u.SetNamespace(sandbox)
		}
		create(t, operator, u)
		made[name] = u
	}
	breakPolicies(t)

	t.Run("something is broken", func(t *testing.T) {
		lift := edited(parse(t, liftText), set("metadata.namespace", domain))
		wants(t, dryCreate(t, officer, lift), "mandate-decisions-giving", "no such key")
	})
	for _, action := range []string{"Suspend", "Halt", "Terminate"} {
		t.Run(action, func(t *testing.T) {
			wants(t, dryCreate(t, officer, edited(parse(t, suspendText), set("metadata.namespace", domain), set("spec.action", action))))
		})
	}
	t.Run("an outsider still takes nothing away", func(t *testing.T) {
		u := edited(parse(t, suspendText), set("metadata.namespace", domain), set("spec.decidedBy", outsider.name))
		wants(t, dryCreate(t, outsider, u), "mandate-decisions-taking")
	})
	const mark = `"metadata":{"annotations":{"` + closedByNote + `":"812"}}`
	for name, cut := range map[string]struct {
		of    *unstructured.Unstructured
		patch string
	}{
		"the sandbox closed":   {namespace(sandbox, nil, nil), `{"metadata":{"annotations":{"` + closedByNote + `":"812"},"labels":{"mandate.publicdata.io/input-0123456789abcd":null}}}`},
		"the cohort emptied":   {made["cohort"], `{` + mark + `,"rules":[]}`},
		"the cohort, again":    {made["cohort"], `{` + mark + `,"rules":null}`},
		"the way out closed":   {made["egress"], `{` + mark + `,"spec":{"egress":[]}}`},
		"the way in closed":    {made["allow"], `{` + mark + `,"spec":{"ingress":[]}}`},
		"the quota tightened":  {made["quota"], `{` + mark + `,"spec":{"hard":{"pods":"0","requests.cpu":"0","requests.memory":"0"}}}`},
		"the sandbox's freeze": {namespace(sandbox, nil, nil), `{"metadata":{"annotations":{"mandate.publicdata.io/frozen":"812"}}}`},
	} {
		t.Run(name, func(t *testing.T) { wants(t, dryPatch(t, cutoff, cut.of, cut.patch)) })
	}
	t.Run("the pod deleted by its node", func(t *testing.T) {
		wants(t, node.client(t).Delete(t.Context(), made["pod"].DeepCopy(), client.GracePeriodSeconds(0), client.DryRunAll))
	})
	t.Run("the pod deleted by whoever says nothing", func(t *testing.T) {
		wants(t, root.client(t).Delete(t.Context(), made["pod"].DeepCopy(), client.DryRunAll))
	})
	for _, name := range []string{"door", "room", "pod"} {
		t.Run("the "+name+" deleted", func(t *testing.T) {
			wants(t, cutoff.client(t).Delete(t.Context(), made[name].DeepCopy(), client.GracePeriodSeconds(0), client.DryRunAll))
		})
	}
}

// breakPolicies lets every policy of ours but the one on taking away fail on
// each request, until the end of the test.
func breakPolicies(t *testing.T) {
	t.Helper()
	ctx := context.WithoutCancel(t.Context()) // mends after the test too
	replace := func(u *unstructured.Unstructured, field string, value any) {
		live := u.DeepCopy()
		if err := admin.Get(ctx, client.ObjectKeyFromObject(u), live); err != nil {
			t.Fatal(err)
		}
		set("spec."+field, value)(live)
		if err := admin.Update(ctx, live); err != nil {
			t.Fatal(err)
		}
	}
	t.Cleanup(func() { // the last of all
		if err := errors.Join(awaitPolicies(ctx), eventually(ctx, grantsAreStamped)); err != nil {
			t.Error(err)
		}
	})
	const fails = "dyn(request).nothing.of.the.kind == true"
	for _, policy := range policies() {
		field, broken := "validations", any([]any{map[string]any{"expression": fails}})
		switch {
		case policy.GetName() == "mandate-decisions-taking":
			continue
		case policy.GetKind() == "MutatingAdmissionPolicy":
			field, broken = "matchConditions", []any{map[string]any{"name": "fails", "expression": fails}}
		}
		whole, _, _ := unstructured.NestedFieldCopy(policy.Object, "spec", field)
		replace(policy, field, broken)
		t.Cleanup(func() { replace(policy, field, whole) })
	}
	if err := awaitPolicies(ctx); err != nil {
		t.Fatal(err)
	}
}
