// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package sandbox

import (
	networkingv1 "k8s.io/api/networking/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
)

// Baseline is the policy that denies everybody but the owner's other consumers
// at the pods of a resource in force (else see Held), or nil where no pods serve it.
// Nothing prunes it: deleting the last policy that selects data opens the data.
func Baseline(resource *v1alpha1.DataResource, target Target) *networkingv1.NetworkPolicy {
	if len(target.MatchLabels) == 0 {
		return nil
	}
	policy := ingressPolicy(resource.Namespace, "mandate-baseline-"+digest(string(resource.UID), target.key()), target)
	policy.Labels = map[string]string{
		v1alpha1.PartLabel:        PartBaseline,
		v1alpha1.ResourceUIDLabel: string(resource.UID),
	}
	if others := resource.Spec.Endpoint.OtherConsumers; others != nil && len(*others) > 0 {
		policy.Spec.Ingress = []networkingv1.NetworkPolicyIngressRule{{From: withoutSandboxes(*others), Ports: target.Ports}}
	}
	return policy
}

// withoutSandboxes are peers of which no selector of namespaces reaches a
// sandbox, whatever its owner wrote: those come in through Allow alone.
func withoutSandboxes(peers []networkingv1.NetworkPolicyPeer) []networkingv1.NetworkPolicyPeer {
	out := make([]networkingv1.NetworkPolicyPeer, 0, len(peers))
	for i := range peers {
		peer := peers[i].DeepCopy()
		if peer.NamespaceSelector != nil {
			peer.NamespaceSelector.MatchExpressions = append(peer.NamespaceSelector.MatchExpressions,
				metav1.LabelSelectorRequirement{Key: v1alpha1.SandboxLabel, Operator: metav1.LabelSelectorOpDoesNotExist})
		}
		out = append(out, *peer)
	}
	return out
}

// Allow is the policy that lets the sandboxes of an agreement reach a resource,
// or lets nobody where it is not in force. It is nil where no pods of the
// cluster serve the resource.
func Allow(agreement types.UID, resource *v1alpha1.DataResource, target Target, inForce bool) *networkingv1.NetworkPolicy {
	if len(target.MatchLabels) == 0 {
		return nil
	}
	policy := ingressPolicy(resource.Namespace, AllowName(agreement, resource.UID), target)
	policy.Labels = map[string]string{
		v1alpha1.PartLabel:         PartAllow,
		v1alpha1.AgreementUIDLabel: string(agreement),
		v1alpha1.ResourceUIDLabel:  string(resource.UID),
	}
	if inForce {
		policy.Spec.Ingress = []networkingv1.NetworkPolicyIngressRule{{
			From: []networkingv1.NetworkPolicyPeer{{
				NamespaceSelector: &metav1.LabelSelector{MatchLabels: map[string]string{
					v1alpha1.SandboxLabel:               "true",
					InputLabel(agreement, resource.UID): "true",
				}},
				PodSelector: &metav1.LabelSelector{},
			}},
			Ports: target.Ports,
		}}
	}
	return policy
}

func ingressPolicy(namespace, name string, target Target) *networkingv1.NetworkPolicy {
	return &networkingv1.NetworkPolicy{
		ObjectMeta: metav1.ObjectMeta{Namespace: namespace, Name: name},
		Spec: networkingv1.NetworkPolicySpec{
			PodSelector: metav1.LabelSelector{MatchLabels: target.MatchLabels},
			PolicyTypes: []networkingv1.PolicyType{networkingv1.PolicyTypeIngress},
		},
	}
}
