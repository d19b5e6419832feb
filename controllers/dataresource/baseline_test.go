// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package dataresource_test

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"
	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/tools/events"
	testclock "k8s.io/utils/clock/testing"
	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/client/fake"
	"sigs.k8s.io/controller-runtime/pkg/client/interceptor"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/controllers/dataresource"
	"github.com/publicdata-io/mandate/controllers/kube"
	"github.com/publicdata-io/mandate/internal/sandbox"
	"github.com/publicdata-io/mandate/test/builder"
)

// indexing indexes the fake cluster as the cache is.
type indexing struct{ *fake.ClientBuilder }

func (i indexing) IndexField(_ context.Context, o client.Object, field string, values client.IndexerFunc) error {
	i.WithIndex(o, field, values)
	return nil
}

// unconditional is an update that says nothing of what it replaces: the API server
// takes it, and the fake one does not.
func unconditional(ctx context.Context, c client.WithWatch, o client.Object, opts ...client.UpdateOption) error {
	if there := (&networkingv1.NetworkPolicy{}); o.GetResourceVersion() == "" && c.Get(ctx, client.ObjectKeyFromObject(o), there) == nil {
		o.SetResourceVersion(there.ResourceVersion)
	}
	return c.Update(ctx, o, opts...)
}

// scene is the resource visits, served by the Service clinic and read by reports.
type scene struct {
	client.Client
	t        *testing.T
	resource *v1alpha1.DataResource
	loop     *dataresource.Reconciler
	strays   *dataresource.Strays
	// written counts the statuses that were written, by the resource.
	written map[string]int
}

func newScene(t *testing.T, consumers ...networkingv1.NetworkPolicyPeer) *scene {
	t.Helper()
	scheme, err := kube.NewScheme()
	if err != nil {
		t.Fatal(err)
	}
	resource := builder.Resource("visits").Service("clinic", 5432).OtherConsumers(consumers...).Obj()
	service := &corev1.Service{
		ObjectMeta: metav1.ObjectMeta{Namespace: builder.Domain, Name: "clinic"},
		Spec:       corev1.ServiceSpec{Selector: map[string]string{"app": "visits"}, Ports: []corev1.ServicePort{{Port: 5432}}},
	}
	cluster := fake.NewClientBuilder().WithScheme(scheme).WithStatusSubresource(resource).WithObjects(
		builder.Jurisdiction("demo", 1).Obj(), builder.Organization(builder.SourceUnit).Roles(v1alpha1.RoleSourceUnit).Obj(), resource, service,
	)
	if err := kube.Index(t.Context(), indexing{cluster}); err != nil {
		t.Fatal(err)
	}
	written := map[string]int{}
	c := cluster.WithInterceptorFuncs(interceptor.Funcs{
		Update: unconditional,
		SubResourcePatch: func(ctx context.Context, c client.Client, sub string, o client.Object, patch client.Patch, opts ...client.SubResourcePatchOption) error {
			written[o.GetName()]++
			return c.SubResource(sub).Patch(ctx, o, patch, opts...)
		},
	}).Build()
	return &scene{
		Client: c, t: t, written: written, resource: resource, strays: &dataresource.Strays{Client: c, Live: c},
		loop: &dataresource.Reconciler{
			Client: c, Live: c, Clock: testclock.NewFakePassiveClock(builder.Instant("2026-03-10T00:00:00Z")),
			Events: events.NewFakeRecorder(10), Writer: &kube.Writer{Client: c, Live: c, Ledger: kube.NewLedger()},
		},
	}
}

func (s *scene) do(err error) {
	s.t.Helper()
	if err != nil {
		s.t.Fatal(err)
	}
}

// run lets both controllers look.
func (s *scene) run() {
	s.t.Helper()
	_, err := s.loop.Reconcile(s.t.Context(), ctrl.Request{NamespacedName: client.ObjectKeyFromObject(s.resource)})
	s.do(err)
	_, err = s.strays.Reconcile(s.t.Context(), ctrl.Request{NamespacedName: types.NamespacedName{Namespace: s.resource.Namespace, Name: string(s.resource.UID)}})
	s.do(err)
}

// leads points the Service to the pods of a label app.
func (s *scene) leads(app string) {
	s.t.Helper()
	service := &corev1.Service{}
	s.do(s.Get(s.t.Context(), types.NamespacedName{Namespace: builder.Domain, Name: "clinic"}, service))
	service.Spec.Selector = map[string]string{"app": app}
	s.do(s.Update(s.t.Context(), service))
}

func (s *scene) halts() {
	s.t.Helper()
	s.do(s.Create(s.t.Context(), builder.Decision("stop").On("2026-03-01").Halts(v1alpha1.OnDataResource, "visits").Obj()))
}

// policies are the baselines, by the pods that they select and how many they let in.
func (s *scene) policies() map[string]int {
	s.t.Helper()
	var list networkingv1.NetworkPolicyList
	s.do(s.List(s.t.Context(), &list, client.MatchingLabels{v1alpha1.PartLabel: sandbox.PartBaseline}))
	found := map[string]int{}
	for _, p := range list.Items {
		found[p.Spec.PodSelector.MatchLabels["app"]] = len(p.Spec.Ingress)
	}
	return found
}

// TestWhomABaselineLetsIn shows that a resource opens no pods before it is in
// force, that what is in force stays open to the owner's readers when it falls, and
// that nothing is open any more once no resource serves it.
func TestWhomABaselineLetsIn(t *testing.T) {
	reports := networkingv1.NetworkPolicyPeer{PodSelector: &metav1.LabelSelector{MatchLabels: map[string]string{"app": "reports"}}}
	type policies = map[string]int
	tests := map[string]struct {
		consumers []networkingv1.NetworkPolicyPeer
		story     func(s *scene)
		want      policies
	}{
		"in force":                     {[]networkingv1.NetworkPolicyPeer{reports}, func(*scene) {}, policies{"visits": 1}},
		"never in force":               {[]networkingv1.NetworkPolicyPeer{reports}, func(s *scene) { s.halts() }, policies{}},
		"never in force, read by none": {nil, func(s *scene) { s.halts() }, policies{"visits": 0}},
		"halted":                       {[]networkingv1.NetworkPolicyPeer{reports}, func(s *scene) { s.run(); s.halts() }, policies{"visits": 1}},
		"served by other pods":         {[]networkingv1.NetworkPolicyPeer{reports}, func(s *scene) { s.run(); s.leads("moved") }, policies{"visits": 0, "moved": 1}},
		"served by the old ones again": {[]networkingv1.NetworkPolicyPeer{reports}, func(s *scene) { s.run(); s.leads("moved"); s.run(); s.leads("visits") }, policies{"visits": 1, "moved": 0}},
		"halted, served by other pods": {[]networkingv1.NetworkPolicyPeer{reports}, func(s *scene) { s.run(); s.halts(); s.leads("moved") }, policies{"visits": 0, "moved": 0}},
		"served by nobody knows what": {[]networkingv1.NetworkPolicyPeer{reports}, func(s *scene) {
			s.run()
			s.do(s.Delete(t.Context(), &corev1.Service{ObjectMeta: metav1.ObjectMeta{Namespace: builder.Domain, Name: "clinic"}}))
		}, policies{"visits": 1}},
		"deleted":                        {[]networkingv1.NetworkPolicyPeer{reports}, func(s *scene) { s.run(); s.do(s.Delete(t.Context(), s.resource.DeepCopy())) }, policies{"visits": 0}},
		"deleted while it was halted":    {[]networkingv1.NetworkPolicyPeer{reports}, func(s *scene) { s.run(); s.halts(); s.run(); s.do(s.Delete(t.Context(), s.resource.DeepCopy())) }, policies{"visits": 0}},
		"deleted, and nobody was let in": {nil, func(s *scene) { s.run(); s.do(s.Delete(t.Context(), s.resource.DeepCopy())) }, policies{"visits": 0}},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			s := newScene(t, tc.consumers...)
			tc.story(s)
			s.run()
			s.run()
			if diff := cmp.Diff(tc.want, s.policies()); diff != "" {
				t.Errorf("who is let in where (-want +got):\n%s", diff)
			}
		})
	}
}
