// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package sandbox

import (
	networkingv1 "k8s.io/api/networking/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/authorization"
)

func (b builder) defaultDeny() Object {
	return &networkingv1.NetworkPolicy{
		ObjectMeta: b.meta(DefaultDenyName, PartDefaultDeny),
		Spec: networkingv1.NetworkPolicySpec{
			PolicyTypes: []networkingv1.PolicyType{networkingv1.PolicyTypeIngress, networkingv1.PolicyTypeEgress},
		},
	}
}

// egress is one policy per input: to the pods or addresses that serve it while
// it is in force, and to nothing otherwise.
func (b builder) egress() []Object {
	var policies []Object
	for _, input := range b.verdict.Inputs {
		resource := b.facts.Resources[input.Resource].Get()
		if resource == nil {
			continue
		}
		policy := &networkingv1.NetworkPolicy{
			ObjectMeta: b.meta(EgressName(resource.UID), PartEgress),
			Spec:       networkingv1.NetworkPolicySpec{PolicyTypes: []networkingv1.PolicyType{networkingv1.PolicyTypeEgress}},
		}
		policy.Labels[v1alpha1.ResourceUIDLabel] = string(resource.UID)
		if target, ok := TargetOf(b.facts, resource); ok && input.Force == authorization.InForce {
			policy.Spec.Egress = []networkingv1.NetworkPolicyEgressRule{{To: []networkingv1.NetworkPolicyPeer{target.peer(resource.Namespace)}, Ports: target.Ports}}
		} else { // marked as cutoff marks what it closes, which then has nothing left to do
			policy.Annotations = map[string]string{v1alpha1.ClosedByAnnotation: input.Reason()}
		}
		policies = append(policies, policy)
	}
	return policies
}

// peer is the target seen from a sandbox: by the domain namespace's own name,
// which nobody can set, and the pods in it.
func (t Target) peer(domain string) networkingv1.NetworkPolicyPeer {
	if t.CIDR != "" {
		return networkingv1.NetworkPolicyPeer{IPBlock: &networkingv1.IPBlock{CIDR: t.CIDR}}
	}
	return networkingv1.NetworkPolicyPeer{
		NamespaceSelector: &metav1.LabelSelector{MatchLabels: map[string]string{"kubernetes.io/metadata.name": domain}},
		PodSelector:       &metav1.LabelSelector{MatchLabels: t.MatchLabels},
	}
}
