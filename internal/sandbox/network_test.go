// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package sandbox_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/intstr"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/sandbox"
	"github.com/publicdata-io/mandate/test/builder"
)

func port(protocol corev1.Protocol, number intstr.IntOrString) networkingv1.NetworkPolicyPort {
	return networkingv1.NetworkPolicyPort{Protocol: &protocol, Port: &number}
}

func tcp(number int32) networkingv1.NetworkPolicyPort {
	return port(corev1.ProtocolTCP, intstr.FromInt32(number))
}

func podsIn(domain string, labels map[string]string) networkingv1.NetworkPolicyPeer {
	return networkingv1.NetworkPolicyPeer{
		NamespaceSelector: &metav1.LabelSelector{MatchLabels: map[string]string{"kubernetes.io/metadata.name": domain}},
		PodSelector:       &metav1.LabelSelector{MatchLabels: labels},
	}
}

func TestEgressLeadsOnlyToWhatIsGranted(t *testing.T) {
	to := func(peer networkingv1.NetworkPolicyPeer, ports ...networkingv1.NetworkPolicyPort) []networkingv1.NetworkPolicyEgressRule {
		return []networkingv1.NetworkPolicyEgressRule{{To: []networkingv1.NetworkPolicyPeer{peer}, Ports: ports}}
	}
	udp := builder.Resource("visits").Obj()
	udp.Spec.Endpoint.Pods.Ports = []v1alpha1.EndpointPort{{Port: 53, Protocol: "UDP"}, {Port: 5432}}
	tests := map[string]struct {
		chain *builder.Chain
		want  []networkingv1.NetworkPolicyEgressRule
	}{
		"pods of the domain": {builder.Health(), to(podsIn("demo-health", map[string]string{"app": "visits"}), tcp(5432))},
		"on each of their ports": {
			builder.Health().Put(udp),
			to(podsIn("demo-health", map[string]string{"app": "visits"}), port(corev1.ProtocolUDP, intstr.FromInt32(53)), tcp(5432)),
		},
		"the pods behind a Service, on their own port": {
			builder.Health().Put(builder.Resource("visits").Service("clinic", 80).Obj(),
				builder.Service("clinic").Selecting(map[string]string{"db": "clinic"}).Port(80, intstr.FromInt32(5432), corev1.ProtocolTCP).Obj()),
			to(podsIn("demo-health", map[string]string{"db": "clinic"}), tcp(5432)),
		},
		"a port that the pods name": {
			builder.Health().Put(builder.Resource("visits").Service("clinic", 80).Obj(),
				builder.Service("clinic").Port(80, intstr.FromString("sql"), corev1.ProtocolUDP).Obj()),
			to(podsIn("demo-health", map[string]string{"app": "clinic"}), port(corev1.ProtocolUDP, intstr.FromString("sql"))),
		},
		"a Service that leaves port and protocol open": {
			builder.Health().Put(builder.Resource("visits").Service("clinic", 5432).Obj(), builder.Service("clinic").Obj()),
			to(podsIn("demo-health", map[string]string{"app": "clinic"}), tcp(5432)),
		},
		"addresses outside the cluster": {
			builder.Health().Put(builder.Resource("visits").CIDR("192.0.2.0/28", 5432).Obj()),
			to(networkingv1.NetworkPolicyPeer{IPBlock: &networkingv1.IPBlock{CIDR: "192.0.2.0/28"}}, tcp(5432)),
		},
		"nothing while the input is suspended": {
			builder.Health().Put(builder.Decision("s").Suspends(v1alpha1.OnDeveloperGrant, "g").Only("visits").Obj()), nil,
		},
		"nothing while its Service is awaited": {builder.Health().Put(builder.Resource("visits").Service("clinic", 80).Obj()), nil},
		"nothing where ports are left open":    {builder.Health().Put(builder.Resource("visits").Pods(map[string]string{"app": "visits"}).Obj()), nil},
		"nothing where pods are left open":     {builder.Health().Put(builder.Resource("visits").Pods(nil, 5432).Obj()), nil},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			visits := sandbox.EgressName(builder.UIDOf("DataResource", builder.Domain, "visits"))
			policy := part[*networkingv1.NetworkPolicy](t, planOf(tc.chain), sandbox.PartEgress, visits)
			want := networkingv1.NetworkPolicySpec{PolicyTypes: []networkingv1.PolicyType{"Egress"}, Egress: tc.want}
			if diff := cmp.Diff(want, policy.Spec); diff != "" {
				t.Errorf("egress to visits (-want +got):\n%s", diff)
			}
			labs := sandbox.EgressName(builder.UIDOf("DataResource", builder.Domain, "labs"))
			other := part[*networkingv1.NetworkPolicy](t, planOf(tc.chain), sandbox.PartEgress, labs)
			if diff := cmp.Diff(to(podsIn("demo-health", map[string]string{"app": "labs"}), tcp(5432)), other.Spec.Egress); diff != "" {
				t.Errorf("egress to labs, which stays (-want +got):\n%s", diff)
			}
		})
	}
}

func TestALostInputLosesItsLabelAndItsWayThere(t *testing.T) {
	agreement := builder.UIDOf("OperationAgreement", builder.Domain, "health")
	label := func(resource string) string {
		return sandbox.InputLabel(agreement, builder.UIDOf("DataResource", builder.Domain, resource))
	}
	tests := map[string]struct {
		chain            *builder.Chain
		visits, labs     string
		wantEgressToThem map[string]int
	}{
		"both in force": {builder.Health(), "true", "true", map[string]int{"visits": 1, "labs": 1}},
		"one suspended": {
			builder.Health().Put(builder.Decision("s").Suspends(v1alpha1.OnOperationAgreement, "health").Only("visits").Obj()),
			"", "true", map[string]int{"visits": 0, "labs": 1},
		},
		"one gone":                   {builder.Health().Drop("DataResource", "visits"), "", "true", map[string]int{"labs": 1}},
		"one that could not be read": {builder.Health().Unreadable("Decisions on DataResource", "visits"), "", "true", map[string]int{"visits": 0, "labs": 1}},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			plan := planOf(tc.chain)
			for resource, want := range map[string]string{"visits": tc.visits, "labs": tc.labs, "drugs": ""} {
				if got := plan.Namespace.Labels[label(resource)]; got != want {
					t.Errorf("the label that opens %s is %q, want %q", resource, got, want)
				}
			}
			got := map[string]int{}
			for _, o := range plan.Guards {
				policy, ok := o.(*networkingv1.NetworkPolicy)
				if !ok || o.GetLabels()[v1alpha1.PartLabel] != sandbox.PartEgress {
					continue
				}
				for _, resource := range []string{"visits", "labs", "drugs"} {
					if o.GetLabels()[v1alpha1.ResourceUIDLabel] == string(builder.UIDOf("DataResource", builder.Domain, resource)) {
						got[resource] = len(policy.Spec.Egress)
					}
				}
			}
			if diff := cmp.Diff(tc.wantEgressToThem, got); diff != "" {
				t.Errorf("egress rules by resource (-want +got):\n%s", diff)
			}
		})
	}
}

func TestTargetOf(t *testing.T) {
	tests := map[string]struct {
		chain  *builder.Chain
		want   sandbox.Target
		wantOK bool
	}{
		"pods":                      {builder.Health(), sandbox.Target{MatchLabels: map[string]string{"app": "visits"}, Ports: []networkingv1.NetworkPolicyPort{tcp(5432)}}, true},
		"nowhere":                   {chain: builder.Health().Put(noEndpoint())},
		"a Service that is missing": {chain: builder.Health().Put(builder.Resource("visits").Service("clinic", 80).Obj())},
		"a Service without selector": {
			chain: builder.Health().Put(builder.Resource("visits").Service("clinic", 5432).Obj(), builder.Service("clinic").Selecting(nil).Obj()),
		},
		"a Service that points out of the cluster": {
			chain: builder.Health().Put(builder.Resource("visits").Service("clinic", 5432).Obj(), builder.Service("clinic").External("db.example").Obj()),
		},
		"a Service without that port": {
			chain: builder.Health().Put(builder.Resource("visits").Service("clinic", 80).Obj(), builder.Service("clinic").Obj()),
		},
		"no addresses": {chain: builder.Health().Put(builder.Resource("visits").CIDR("", 5432).Obj())},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			facts := tc.chain.OfResource("visits")
			got, ok := sandbox.TargetOf(facts, facts.Resources["visits"].Get())
			if ok != tc.wantOK {
				t.Errorf("found: %t, want %t", ok, tc.wantOK)
			}
			if diff := cmp.Diff(tc.want, got); diff != "" {
				t.Errorf("the target (-want +got):\n%s", diff)
			}
		})
	}
}

func noEndpoint() *v1alpha1.DataResource {
	resource := builder.Resource("visits").Obj()
	resource.Spec.Endpoint = v1alpha1.Endpoint{}
	return resource
}

func TestTheDataSide(t *testing.T) {
	resource := builder.Resource("visits").Obj()
	target := sandbox.Target{MatchLabels: map[string]string{"app": "visits"}, Ports: []networkingv1.NetworkPolicyPort{tcp(5432)}}
	readers := networkingv1.NetworkPolicyPeer{PodSelector: &metav1.LabelSelector{MatchLabels: map[string]string{"app": "reports"}}}
	agreement := builder.UIDOf("OperationAgreement", builder.Domain, "health")
	sandboxes := networkingv1.NetworkPolicyPeer{
		NamespaceSelector: &metav1.LabelSelector{MatchLabels: map[string]string{
			"mandate.publicdata.io/sandbox": "true", sandbox.InputLabel(agreement, resource.UID): "true",
		}},
		PodSelector: &metav1.LabelSelector{},
	}
	from := func(peer networkingv1.NetworkPolicyPeer) []networkingv1.NetworkPolicyIngressRule {
		return []networkingv1.NetworkPolicyIngressRule{{From: []networkingv1.NetworkPolicyPeer{peer}, Ports: []networkingv1.NetworkPolicyPort{tcp(5432)}}}
	}
	tests := map[string]struct {
		policy     *networkingv1.NetworkPolicy
		want       []networkingv1.NetworkPolicyIngressRule
		wantLabels map[string]string
	}{
		"the baseline denies everybody": {
			sandbox.Baseline(resource, target), nil,
			map[string]string{"mandate.publicdata.io/part": "baseline", "mandate.publicdata.io/resource-uid": string(resource.UID)},
		},
		"but the owner's other consumers": {
			sandbox.Baseline(builder.Resource("visits").OtherConsumers(readers).Obj(), target), from(readers),
			map[string]string{"mandate.publicdata.io/part": "baseline", "mandate.publicdata.io/resource-uid": string(resource.UID)},
		},
		"of which no namespace is a sandbox, whatever the owner wrote": {
			sandbox.Baseline(builder.Resource("visits").OtherConsumers(networkingv1.NetworkPolicyPeer{
				NamespaceSelector: &metav1.LabelSelector{}, PodSelector: &metav1.LabelSelector{},
			}).Obj(), target),
			from(networkingv1.NetworkPolicyPeer{
				NamespaceSelector: &metav1.LabelSelector{MatchExpressions: []metav1.LabelSelectorRequirement{
					{Key: "mandate.publicdata.io/sandbox", Operator: metav1.LabelSelectorOpDoesNotExist},
				}},
				PodSelector: &metav1.LabelSelector{},
			}),
			map[string]string{"mandate.publicdata.io/part": "baseline", "mandate.publicdata.io/resource-uid": string(resource.UID)},
		},
		"an allow policy lets the agreement's sandboxes in": {
			sandbox.Allow(agreement, resource, target, true), from(sandboxes),
			map[string]string{
				"mandate.publicdata.io/part": "allow", "mandate.publicdata.io/resource-uid": string(resource.UID),
				"mandate.publicdata.io/agreement-uid": string(agreement),
			},
		},
		"cut, it selects the data still and lets nobody in": {
			sandbox.Allow(agreement, resource, target, false), nil,
			map[string]string{
				"mandate.publicdata.io/part": "allow", "mandate.publicdata.io/resource-uid": string(resource.UID),
				"mandate.publicdata.io/agreement-uid": string(agreement),
			},
		},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			want := networkingv1.NetworkPolicySpec{
				PodSelector: metav1.LabelSelector{MatchLabels: map[string]string{"app": "visits"}},
				PolicyTypes: []networkingv1.PolicyType{"Ingress"}, Ingress: tc.want,
			}
			if diff := cmp.Diff(want, tc.policy.Spec); diff != "" {
				t.Errorf("the policy (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(tc.wantLabels, tc.policy.Labels); diff != "" {
				t.Errorf("its labels (-want +got):\n%s", diff)
			}
			if tc.policy.Namespace != builder.Domain {
				t.Errorf("it lies in %q, want %s", tc.policy.Namespace, builder.Domain)
			}
		})
	}
}

func TestWhatNoPodServesNeedsNoPolicy(t *testing.T) {
	outside := sandbox.Target{CIDR: "192.0.2.0/28", Ports: []networkingv1.NetworkPolicyPort{tcp(5432)}}
	resource := builder.Resource("visits").CIDR("192.0.2.0/28", 5432).Obj()
	if policy := sandbox.Baseline(resource, outside); policy != nil {
		t.Errorf("a baseline %s for data outside the cluster, want none", policy.Name)
	}
	if policy := sandbox.Allow("a", resource, outside, true); policy != nil {
		t.Errorf("an allow policy %s for data outside the cluster, want none", policy.Name)
	}
}

func TestTheProtectionOfTheOldPodsStaysWhenASelectorMoves(t *testing.T) {
	resource := builder.Resource("visits").Service("clinic", 5432).Obj()
	old := sandbox.Baseline(resource, sandbox.Target{MatchLabels: map[string]string{"app": "clinic", "v": "1"}})
	moved := sandbox.Baseline(resource, sandbox.Target{MatchLabels: map[string]string{"app": "clinic", "v": "2"}})
	again := sandbox.Baseline(resource, sandbox.Target{MatchLabels: map[string]string{"v": "1", "app": "clinic"}})
	if old.Name == moved.Name {
		t.Errorf("both baselines are %s: the new would take the old pods' protection", old.Name)
	}
	if old.Name != again.Name {
		t.Errorf("the same pods have the baselines %s and %s", old.Name, again.Name)
	}
}
