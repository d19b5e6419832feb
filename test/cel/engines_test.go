// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package cel_test

import (
	"context"
	"testing"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"sigs.k8s.io/controller-runtime/pkg/client"
)

// ofCilium is a kind of Cilium's, as small as a CRD may be.
func ofCilium(kind, plural string) *unstructured.Unstructured {
	return object("apiextensions.k8s.io/v1", "CustomResourceDefinition", "", plural+".cilium.io", map[string]any{
		"group": "cilium.io", "scope": "Namespaced",
		"names": map[string]any{"kind": kind, "plural": plural, "singular": plural[:len(plural)-1], "listKind": kind + "List"},
		"versions": []any{map[string]any{
			"name": "v2", "served": true, "storage": true,
			"schema": map[string]any{"openAPIV3Schema": map[string]any{"type": "object", "x-kubernetes-preserve-unknown-fields": true}},
		}},
	})
}

// TestCiliumWritesItsEndpointsAlone shows that the agent of Cilium notes the
// endpoints of a sandbox's pods and writes nothing else there, and that nobody
// else writes them, by whichever name.
func TestCiliumWritesItsEndpointsAlone(t *testing.T) {
	for _, kind := range []*unstructured.Unstructured{ofCilium("CiliumEndpoint", "ciliumendpoints"), ofCilium("CiliumNetworkPolicy", "ciliumnetworkpolicies")} {
		create(t, root, kind)
		t.Cleanup(func() { _ = admin.Delete(context.WithoutCancel(t.Context()), kind) }) // the other tests know of no engine
	}
	sandbox := newSandbox(t, nil)
	cilium := person{name: "system:serviceaccount:kube-system:cilium", groups: []string{masters}}
	engine := person{name: "system:serviceaccount:kube-system:cilium-operator", groups: []string{masters}}
	borrowed := person{name: "system:serviceaccount:" + sandbox + ":cilium", groups: []string{masters}}
	strangers := []person{root, rescuer, engine, borrowed}
	one := func(kind, namespace, name string) *unstructured.Unstructured {
		return object("cilium.io/v2", kind, namespace, name, nil)
	}
	err := eventually(t.Context(), func(ctx context.Context) error { // until the kinds are served
		err := cilium.client(t).Create(ctx, one("CiliumEndpoint", sandbox, "train"))
		if err != nil {
			return err
		}
		return root.client(t).Create(ctx, one("CiliumNetworkPolicy", "default", "any"))
	})
	if err != nil {
		t.Fatal(err)
	}
	writes := func(p person, kind string) map[string]error {
		there := one(kind, sandbox, "train")
		return map[string]error{
			"CREATE": dryCreate(t, p, one(kind, sandbox, "other")),
			"UPDATE": dryPatch(t, p, there, `{"spec":{"a":"b"}}`),
			"DELETE": p.client(t).Delete(t.Context(), there, client.DryRunAll),
		}
	}
	for _, err := range writes(cilium, "CiliumEndpoint") {
		wants(t, err)
	}
	for _, p := range strangers {
		for does, err := range writes(p, "CiliumEndpoint") {
			t.Run(p.name+" "+does, func(t *testing.T) { wants(t, err, "in ", sandbox, does+" by ") })
		}
	}
	const reach = "what a sandbox may reach follows from its grant alone"
	wants(t, dryCreate(t, cilium, one("CiliumNetworkPolicy", sandbox, "open")), "CiliumNetworkPolicy open in sandbox "+sandbox+": CREATE by "+cilium.name, reach)
	wants(t, dryCreate(t, cilium, edited(parse(t, networkPolicyText), set("metadata.namespace", sandbox), set("metadata.name", "more"), unset("metadata.labels"))), "NetworkPolicy more in sandbox "+sandbox, reach)
	wants(t, dryCreate(t, root, one("CiliumEndpoint", "default", "any")))
}
