// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package cutoff

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/client/fake"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/controllers/kube"
	"github.com/publicdata-io/mandate/internal/sandbox"
)

const (
	boxName = "sandbox-0123456789abcdef0123"
	mark    = "Suspended 1f"
)

func inBox(name string) metav1.ObjectMeta { return metav1.ObjectMeta{Namespace: boxName, Name: name} }

// knife cuts in a cluster that holds some objects.
func knife(t *testing.T, objects ...client.Object) (Knife, client.Client) {
	t.Helper()
	scheme, err := kube.NewScheme()
	if err != nil {
		t.Fatal(err)
	}
	cluster := fake.NewClientBuilder().WithScheme(scheme).WithObjects(objects...).Build()
	return Knife{Client: cluster, Live: cluster}, cluster
}

// read brings an object to what the cluster holds.
func read(t *testing.T, cluster client.Client, object client.Object) {
	t.Helper()
	if err := cluster.Get(t.Context(), client.ObjectKeyFromObject(object), object); err != nil {
		t.Fatal(err)
	}
}

func TestAClosedSandboxHasNoInputAndIsNotFrozenYet(t *testing.T) {
	box := &corev1.Namespace{ObjectMeta: metav1.ObjectMeta{
		Name:        boxName,
		Labels:      map[string]string{v1alpha1.SandboxLabel: "true", v1alpha1.InputLabelPrefix + "1": "true", v1alpha1.InputLabelPrefix + "2": "true"},
		Annotations: map[string]string{v1alpha1.ClosedByAnnotation: "Halted 2f", v1alpha1.FrozenAnnotation: "Halted 2f", v1alpha1.NotAfterAnnotation: "2026-12-31T16:00:00Z"},
	}}
	k, cluster := knife(t, box)
	for _, cut := range []func() error{
		func() error { return k.Close(t.Context(), box, mark) },
		func() error { return k.Close(t.Context(), box, mark) }, // again, as another replica would
	} {
		if err := cut(); err != nil {
			t.Fatal(err)
		}
	}
	read(t, cluster, box)
	if diff := cmp.Diff(map[string]string{v1alpha1.SandboxLabel: "true"}, box.Labels); diff != "" {
		t.Errorf("labels (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(map[string]string{v1alpha1.ClosedByAnnotation: mark, v1alpha1.NotAfterAnnotation: "2026-12-31T16:00:00Z"}, box.Annotations); diff != "" {
		t.Errorf("annotations (-want +got):\n%s", diff)
	}
}

func TestALostInputLeavesTheOther(t *testing.T) {
	box := &corev1.Namespace{ObjectMeta: metav1.ObjectMeta{
		Name: boxName, Labels: map[string]string{v1alpha1.SandboxLabel: "true", v1alpha1.InputLabelPrefix + "1": "true", v1alpha1.InputLabelPrefix + "2": "true"},
	}}
	k, cluster := knife(t, box)
	before := time.Date(2026, 3, 10, 0, 0, 0, 0, time.UTC)
	if err := k.CloseInputs(t.Context(), box, inputLabels(box.Labels, map[string]bool{v1alpha1.InputLabelPrefix + "2": true}), before); err != nil {
		t.Fatal(err)
	}
	read(t, cluster, box)
	if diff := cmp.Diff(map[string]string{v1alpha1.SandboxLabel: "true", v1alpha1.InputLabelPrefix + "2": "true"}, box.Labels); diff != "" {
		t.Errorf("labels (-want +got):\n%s", diff)
	}
	if got := box.Annotations[v1alpha1.EvictBeforeAnnotation]; got != "2026-03-10T00:00:00Z" || box.Annotations[v1alpha1.ClosedByAnnotation] != "" {
		t.Errorf("annotations %v, want that the pods from before are to go and nothing is closed", box.Annotations)
	}
}

// TestWhatIsCutIsEmptiedAndStays shows that no policy is deleted: the last one
// that selects pods is what denies.
func TestWhatIsCutIsEmptiedAndStays(t *testing.T) {
	both := []networkingv1.PolicyType{networkingv1.PolicyTypeIngress, networkingv1.PolicyTypeEgress}
	selects := metav1.LabelSelector{MatchLabels: map[string]string{"app": "visits"}}
	policy := &networkingv1.NetworkPolicy{ObjectMeta: inBox("mandate-1"), Spec: networkingv1.NetworkPolicySpec{
		PodSelector: selects, PolicyTypes: both,
		Ingress: []networkingv1.NetworkPolicyIngressRule{{}}, Egress: []networkingv1.NetworkPolicyEgressRule{{}},
	}}
	role := &rbacv1.ClusterRole{ObjectMeta: metav1.ObjectMeta{Name: "mandate-room-1"}, Rules: []rbacv1.PolicyRule{{Verbs: []string{"get"}, APIGroups: []string{""}, Resources: []string{"pods"}}}}
	quota := &corev1.ResourceQuota{ObjectMeta: inBox(sandbox.QuotaName), Spec: corev1.ResourceQuotaSpec{Hard: corev1.ResourceList{corev1.ResourcePods: resource.MustParse("10")}}}
	k, cluster := knife(t, policy, role, quota)
	for what, cut := range map[string]func() error{
		"route":  func() error { return k.CloseRoute(t.Context(), policy.Namespace, policy.Name, mark) },
		"egress": func() error { return k.CloseEgress(t.Context(), policy.Namespace, policy.Name, mark) },
		"cohort": func() error { return k.EmptyCohort(t.Context(), role.Name, mark) },
		"quota":  func() error { return k.EmptyQuota(t.Context(), boxName, mark) },
	} {
		if err := cut(); err != nil {
			t.Errorf("%s: %v", what, err)
		}
	}
	read(t, cluster, policy)
	read(t, cluster, role)
	read(t, cluster, quota)
	want := networkingv1.NetworkPolicySpec{PodSelector: selects, PolicyTypes: both}
	if len(policy.Spec.Ingress)+len(policy.Spec.Egress) > 0 || !cmp.Equal(want.PodSelector, policy.Spec.PodSelector) || !cmp.Equal(want.PolicyTypes, policy.Spec.PolicyTypes) {
		t.Errorf("the policy is left as %+v, want it to select the same and to let nobody through", policy.Spec)
	}
	if len(role.Rules) > 0 {
		t.Errorf("the cohort still has %v", role.Rules)
	}
	if pods := quota.Spec.Hard[corev1.ResourcePods]; !pods.IsZero() || len(quota.Spec.Hard) < len(sandbox.EmptyQuota()) {
		t.Errorf("the quota is %v", quota.Spec.Hard)
	}
	for _, o := range []client.Object{policy, role, quota} {
		if got := o.GetAnnotations()[v1alpha1.ClosedByAnnotation]; got != mark {
			t.Errorf("%T is marked %q, want %q", o, got, mark)
		}
	}
}

func TestRightsGoBothAndMayBeGone(t *testing.T) {
	room, door := &rbacv1.RoleBinding{ObjectMeta: inBox(sandbox.RoomName)}, &rbacv1.RoleBinding{ObjectMeta: inBox(sandbox.DoorName)}
	k, cluster := knife(t, room, door)
	for range 2 {
		if err := k.TakeRights(t.Context(), boxName); err != nil {
			t.Fatal(err)
		}
	}
	for _, binding := range []*rbacv1.RoleBinding{room, door} {
		if err := cluster.Get(t.Context(), client.ObjectKeyFromObject(binding), binding); !apierrors.IsNotFound(err) {
			t.Errorf("RoleBinding %s is still there: %v", binding.Name, err)
		}
	}
}

func TestPodsGoUntilNoneIsLeft(t *testing.T) {
	before := time.Date(2026, 3, 10, 0, 0, 0, 0, time.UTC)
	pod := func(name string, made time.Time) *corev1.Pod {
		p := &corev1.Pod{ObjectMeta: inBox(name)}
		p.CreationTimestamp = metav1.NewTime(made)
		return p
	}
	tests := map[string]struct {
		before *time.Time
		want   []int // pods that a live list held, by round
		stay   int
	}{
		"all":             {nil, []int{3, 0}, 0},
		"of a lost input": {&before, []int{1, 0}, 2},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			k, cluster := knife(t, pod("older", before.Add(-time.Second)), pod("at-that-second", before), pod("newer", before.Add(time.Second)))
			for round, want := range tc.want {
				if left, err := k.Evict(t.Context(), boxName, tc.before); left != want || err != nil {
					t.Errorf("round %d: %d left, %v, want %d", round+1, left, err, want)
				}
			}
			var pods corev1.PodList
			if err := cluster.List(t.Context(), &pods); err != nil || len(pods.Items) != tc.stay {
				t.Errorf("%d pods are left, %v, want %d", len(pods.Items), err, tc.stay)
			}
		})
	}
}
