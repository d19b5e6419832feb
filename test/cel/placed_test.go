// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package cel_test

import "testing"

// TestPodsOfASandboxArePlacedByTheScheduler asks for pods that would push cutoff
// off its node, or go where no tenant goes.
func TestPodsOfASandboxArePlacedByTheScheduler(t *testing.T) {
	sandbox, elsewhere := podsSandbox(t, nil), newDomain(t)
	furnish(t, elsewhere)
	controller := person{name: "system:serviceaccount:kube-system:replicaset-controller"}
	for name, rank := range map[string]int64{"as-cutoff": 1000000000, "below-cutoff": 999999999} {
		class := object("scheduling.k8s.io/v1", "PriorityClass", "", name, nil)
		class.Object["value"] = rank
		create(t, root, class)
	}
	tolerates := func(terms ...any) edit { return set("spec.tolerations", terms) }
	type term = map[string]any
	for name, tc := range map[string]struct {
		as   person
		asks edit
		want []string
	}{
		"a class of the cluster itself": {root, set("spec.priorityClassName", "system-node-critical"), []string{
			"Pod train in sandbox " + sandbox + ": spec.priority 2000001000 (spec.priorityClassName system-node-critical) is refused, because the pod could push cutoff (1000000000) off its node: name a class of less, or none",
		}},
		"a class as high as cutoff's":   {root, set("spec.priorityClassName", "as-cutoff"), []string{"spec.priority 1000000000 (spec.priorityClassName as-cutoff) is refused"}},
		"a class below cutoff's":        {root, set("spec.priorityClassName", "below-cutoff"), nil},
		"a node, by a controller":       {controller, set("spec.nodeName", "n1"), []string{"Pod train in sandbox " + sandbox + ": spec.nodeName n1 is refused", "leave it out; spec.nodeSelector asks the scheduler"}},
		"a node, by who is beyond RBAC": {root, set("spec.nodeName", "n1"), nil},
		"a label of nodes":              {controller, set("spec.nodeSelector", term{"pool": "sandboxes"}), nil},
		"every taint":                   {root, tolerates(term{"operator": "Exists"}), []string{"spec.tolerations of every key are refused"}},
		"every taint, beside one":       {root, tolerates(term{"key": "pool", "operator": "Exists"}, term{"operator": "Exists", "effect": "NoExecute"}), []string{"spec.tolerations of every key"}},
		"the control plane's":           {root, tolerates(term{"key": "node-role.kubernetes.io/control-plane", "operator": "Exists"}), []string{"spec.tolerations of node-role.kubernetes.io/control-plane are refused", "name the taints of nodes that are for it"}},
		"a taint of its own pool":       {root, tolerates(term{"key": "pool", "operator": "Equal", "value": "sandboxes", "effect": "NoSchedule"}), nil},
		"a node that is not ready":      {root, tolerates(term{"key": "node.kubernetes.io/not-ready", "operator": "Exists", "effect": "NoExecute", "tolerationSeconds": int64(300)}), nil},
	} {
		t.Run(name, func(t *testing.T) {
			made := edited(parse(t, podText), set("metadata.namespace", sandbox), tc.asks)
			wants(t, dryCreate(t, tc.as, made), tc.want...)
			if tc.want != nil {
				wants(t, dryCreate(t, root, edited(made, set("metadata.namespace", elsewhere))))
			}
		})
	}
}
