// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package integration

import (
	"errors"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/intstr"
	"k8s.io/utils/ptr"
	"sigs.k8s.io/controller-runtime/pkg/client"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/sandbox"
)

func TestGrantInForceGetsItsSandbox(t *testing.T) {
	t.Parallel()
	d := newDomain(t).established()
	d.create(d.grant("g").Input("visits").Input("labs").Obj())
	grant := d.awaitOpen("g")
	visits, labs := d.uid("visits"), d.uid("labs")
	agreement := d.awaitAgreement("health", "Active=True(InForce) Ready=True(Settled)")

	t.Run("with every object and no other", func(t *testing.T) {
		want := []string{
			"ConfigMap/mandate-grant", "LimitRange/mandate",
			"NetworkPolicy/mandate-default-deny",
			"NetworkPolicy/" + sandbox.EgressName(labs.UID), "NetworkPolicy/" + sandbox.EgressName(visits.UID),
			"ResourceQuota/mandate", "RoleBinding/mandate-door", "RoleBinding/mandate-room",
			"ServiceAccount/developer", "ServiceAccount/workload",
		}
		slices.Sort(want)
		if diff := cmp.Diff(want, contents(t, box(grant))); diff != "" {
			t.Errorf("objects of the sandbox (-want +got):\n%s", diff)
		}
	})
	t.Run("in a namespace that carries what guards rest on", func(t *testing.T) {
		namespace := d.namespace(box(grant))
		want := map[string]string{
			"kubernetes.io/metadata.name":                 box(grant),
			"mandate.publicdata.io/sandbox":               "true",
			"mandate.publicdata.io/part":                  "namespace",
			"mandate.publicdata.io/grant-uid":             string(grant.UID),
			"mandate.publicdata.io/agreement-uid":         string(agreement.UID),
			"pod-security.kubernetes.io/enforce":          "restricted",
			"pod-security.kubernetes.io/enforce-version":  "v1.36",
			"pod-security.kubernetes.io/audit":            "restricted",
			"pod-security.kubernetes.io/audit-version":    "v1.36",
			"pod-security.kubernetes.io/warn":             "restricted",
			"pod-security.kubernetes.io/warn-version":     "v1.36",
			sandbox.InputLabel(agreement.UID, visits.UID): "true",
			sandbox.InputLabel(agreement.UID, labs.UID):   "true",
		}
		if diff := cmp.Diff(want, namespace.Labels); diff != "" {
			t.Errorf("labels (-want +got):\n%s", diff)
		}
		wantMarks := map[string]string{
			"mandate.publicdata.io/grant":           d.name + "/g",
			"mandate.publicdata.io/not-after":       "2035-12-31T16:00:00Z",
			"mandate.publicdata.io/registries":      registry,
			"mandate.publicdata.io/storage-classes": "",
			"mandate.publicdata.io/class":           d.class,
			"mandate.publicdata.io/holder":          d.holder,
			"mandate.publicdata.io/retention-days":  "30",
			// What it says is looked at with the order of cuts and openings.
			"mandate.publicdata.io/opened-by": namespace.Annotations["mandate.publicdata.io/opened-by"],
		}
		if diff := cmp.Diff(wantMarks, namespace.Annotations); diff != "" {
			t.Errorf("annotations (-want +got):\n%s", diff)
		}
		if len(namespace.OwnerReferences) > 0 {
			t.Errorf("a namespace is never owned by what a user can delete; it has %v", namespace.OwnerReferences)
		}
	})
	t.Run("shut in both directions but to its inputs", func(t *testing.T) { shutButToInputs(t, d, grant, visits) })
	t.Run("with its quota, limits and accounts", func(t *testing.T) { bounded(t, grant) })
	t.Run("whose door is for the holder's people alone", func(t *testing.T) { doorIsForHolder(t, d, grant) })
	t.Run("whose room is the account's alone", func(t *testing.T) { roomIsForAccount(t, d, grant) })
	t.Run("and the data is open to it alone", func(t *testing.T) { dataIsGuarded(t, d, agreement, visits) })
	t.Run("and its status tells", func(t *testing.T) {
		if grant.Status.Sandbox == nil || grant.Status.Sandbox.Namespace != box(grant) || grant.Status.Tier != 2 ||
			grant.Status.ObservedGeneration != grant.Generation {
			t.Errorf("status %+v, want tier 2 in %s", grant.Status, box(grant))
		}
		if got := grant.Status.Effective; got == nil || got.NotAfter.UTC().Format("2006-01-02T15:04:05Z") != "2035-12-31T16:00:00Z" {
			t.Errorf("effective until %v, want the midnight in Shanghai that ends 2035", got)
		}
	})
}

// uid reads a resource of the domain.
func (d *domain) uid(name string) *v1alpha1.DataResource {
	d.t.Helper()
	found := &v1alpha1.DataResource{}
	if err := get(d.t.Context(), d.name, name, found); err != nil {
		d.t.Fatal(err)
	}
	return found
}

// childKinds are the kinds that Mandate writes into sandboxes.
func childKinds() []client.ObjectList {
	return []client.ObjectList{
		&networkingv1.NetworkPolicyList{}, &corev1.ResourceQuotaList{}, &corev1.LimitRangeList{},
		&corev1.ServiceAccountList{}, &corev1.ConfigMapList{}, &rbacv1.RoleBindingList{}, &rbacv1.RoleList{}, &corev1.SecretList{},
	}
}

// contents are the objects of a namespace as Kind/name, but those that the
// cluster itself puts into every namespace.
func contents(t *testing.T, namespace string) []string {
	t.Helper()
	var found []string
	for _, o := range children(t, namespace) {
		found = append(found, kindOf(o)+"/"+o.GetName())
	}
	slices.Sort(found)
	return found
}

func bounded(t *testing.T, grant *v1alpha1.DeveloperGrant) {
	quota, limits := &corev1.ResourceQuota{}, &corev1.LimitRange{}
	if err := errors.Join(get(t.Context(), box(grant), "mandate", quota), get(t.Context(), box(grant), "mandate", limits)); err != nil {
		t.Fatal(err)
	}
	zero := resource.MustParse("0")
	want := corev1.ResourceList{
		"pods": resource.MustParse("20"), "requests.cpu": resource.MustParse("4"), "limits.cpu": resource.MustParse("4"),
		"requests.memory": resource.MustParse("8Gi"), "limits.memory": resource.MustParse("8Gi"), "requests.storage": zero,
		"services.loadbalancers": zero, "services.nodeports": zero, "count/ingresses.networking.k8s.io": zero,
		"count/httproutes.gateway.networking.k8s.io": zero, "count/grpcroutes.gateway.networking.k8s.io": zero,
		"count/tlsroutes.gateway.networking.k8s.io": zero, "count/referencegrants.gateway.networking.k8s.io": zero,
	}
	if diff := cmp.Diff(want, quota.Spec.Hard); diff != "" {
		t.Errorf("quota (-want +got):\n%s", diff)
	}
	if len(limits.Spec.Limits) != 1 || limits.Spec.Limits[0].Default.Memory().String() != "512Mi" {
		t.Errorf("limits %+v, want the class's 512Mi for a container that says nothing", limits.Spec.Limits)
	}
	for _, name := range []string{"workload", "developer"} {
		account := &corev1.ServiceAccount{}
		if err := get(t.Context(), box(grant), name, account); err != nil {
			t.Fatal(err)
		}
		if ptr.Deref(account.AutomountServiceAccountToken, true) {
			t.Errorf("account %s mounts its token", name)
		}
	}
}

func shutButToInputs(t *testing.T, d *domain, grant *v1alpha1.DeveloperGrant, visits *v1alpha1.DataResource) {
	deny, egress := &networkingv1.NetworkPolicy{}, &networkingv1.NetworkPolicy{}
	if err := errors.Join(get(t.Context(), box(grant), "mandate-default-deny", deny),
		get(t.Context(), box(grant), sandbox.EgressName(visits.UID), egress)); err != nil {
		t.Fatal(err)
	}
	both := []networkingv1.PolicyType{networkingv1.PolicyTypeIngress, networkingv1.PolicyTypeEgress}
	if diff := cmp.Diff(networkingv1.NetworkPolicySpec{PolicyTypes: both}, deny.Spec); diff != "" {
		t.Errorf("default-deny (-want +got):\n%s", diff)
	}
	want := networkingv1.NetworkPolicySpec{
		PolicyTypes: []networkingv1.PolicyType{networkingv1.PolicyTypeEgress},
		Egress: []networkingv1.NetworkPolicyEgressRule{{
			To: []networkingv1.NetworkPolicyPeer{{
				NamespaceSelector: &metav1.LabelSelector{MatchLabels: map[string]string{"kubernetes.io/metadata.name": d.name}},
				PodSelector:       &metav1.LabelSelector{MatchLabels: map[string]string{"app": "visits"}},
			}},
			Ports: tcp(5432),
		}},
	}
	if diff := cmp.Diff(want, egress.Spec); diff != "" {
		t.Errorf("egress to visits (-want +got):\n%s", diff)
	}
}

func tcp(port int32) []networkingv1.NetworkPolicyPort {
	return []networkingv1.NetworkPolicyPort{{Protocol: new(corev1.ProtocolTCP), Port: new(intstr.FromInt32(port))}}
}

func dataIsGuarded(t *testing.T, d *domain, agreement *v1alpha1.OperationAgreement, visits *v1alpha1.DataResource) {
	var policies networkingv1.NetworkPolicyList
	err := admin.List(t.Context(), &policies, client.InNamespace(d.name), client.MatchingLabels{v1alpha1.ResourceUIDLabel: string(visits.UID)})
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]networkingv1.NetworkPolicySpec{}
	for _, p := range policies.Items {
		got[p.Labels[v1alpha1.PartLabel]] = p.Spec
	}
	pods := metav1.LabelSelector{MatchLabels: map[string]string{"app": "visits"}}
	ingress := []networkingv1.PolicyType{networkingv1.PolicyTypeIngress}
	want := map[string]networkingv1.NetworkPolicySpec{
		"baseline": {PodSelector: pods, PolicyTypes: ingress},
		"allow": {PodSelector: pods, PolicyTypes: ingress, Ingress: []networkingv1.NetworkPolicyIngressRule{{
			From: []networkingv1.NetworkPolicyPeer{{
				NamespaceSelector: &metav1.LabelSelector{MatchLabels: map[string]string{
					"mandate.publicdata.io/sandbox": "true", sandbox.InputLabel(agreement.UID, visits.UID): "true",
				}},
				PodSelector: &metav1.LabelSelector{},
			}},
			Ports: tcp(5432),
		}}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("policies at the data (-want +got):\n%s", diff)
	}
}

func doorIsForHolder(t *testing.T, d *domain, grant *v1alpha1.DeveloperGrant) {
	door := &rbacv1.RoleBinding{}
	if err := get(t.Context(), box(grant), "mandate-door", door); err != nil {
		t.Fatal(err)
	}
	want := []rbacv1.Subject{{APIGroup: rbacv1.GroupName, Kind: "User", Name: d.developer}}
	if diff := cmp.Diff(want, door.Subjects); diff != "" || door.RoleRef.Name != "mandate-door" {
		t.Errorf("door to %s for (-want +got):\n%s", door.RoleRef.Name, diff)
	}
	for _, user := range []string{"officer@" + d.holder, "somebody", developerOf(box(grant))} {
		if err := mayEnter(t.Context(), user, box(grant), false); err != nil {
			t.Error(err)
		}
	}
	// Nothing but the door: no person has a right inside under their own name.
	for _, verb := range []string{"get", "list", "create", "delete"} {
		if err := rightIs(t.Context(), false, d.developer, verb, "pods", box(grant), ""); err != nil {
			t.Error(err)
		}
	}
	if err := rightIs(t.Context(), false, d.developer, "create", "serviceaccounts/token", box(grant), "workload"); err != nil {
		t.Error(err)
	}
}

func roomIsForAccount(t *testing.T, _ *domain, grant *v1alpha1.DeveloperGrant) {
	room, cohort := &rbacv1.RoleBinding{}, &rbacv1.ClusterRole{}
	if err := get(t.Context(), box(grant), "mandate-room", room); err != nil {
		t.Fatal(err)
	}
	want := []rbacv1.Subject{{Kind: "ServiceAccount", Namespace: box(grant), Name: "developer"}}
	if diff := cmp.Diff(want, room.Subjects); diff != "" {
		t.Errorf("room for (-want +got):\n%s", diff)
	}
	if err := get(t.Context(), "", room.RoleRef.Name, cohort); err != nil {
		t.Fatal(err)
	}
	wantRules := []rbacv1.PolicyRule{
		{APIGroups: []string{""}, Resources: []string{"pods"}, Verbs: []string{"get", "list", "create", "delete"}},
		{APIGroups: []string{""}, Resources: []string{"configmaps"}, Verbs: []string{"get", "list"}},
	}
	if diff := cmp.Diff(wantRules, cohort.Rules); diff != "" {
		t.Errorf("rules of the room (-want +got):\n%s", diff)
	}
	for _, attempt := range []struct{ verb, resource string }{
		{"create", "pods/exec"}, {"create", "pods/attach"}, {"create", "pods/portforward"}, {"get", "pods/proxy"}, {"watch", "pods"},
		{"create", "serviceaccounts/token"}, {"get", "secrets"}, {"create", "services"}, {"patch", "configmaps"},
	} {
		if err := rightIs(t.Context(), false, developerOf(box(grant)), attempt.verb, attempt.resource, box(grant), ""); err != nil {
			t.Error(err)
		}
	}
}
