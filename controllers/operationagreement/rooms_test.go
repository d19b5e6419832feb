// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package operationagreement

import (
	"context"
	"testing"

	corev1 "k8s.io/api/core/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	testclock "k8s.io/utils/clock/testing"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/client/fake"
	"sigs.k8s.io/controller-runtime/pkg/client/interceptor"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/controllers/kube"
	"github.com/publicdata-io/mandate/internal/sandbox"
	"github.com/publicdata-io/mandate/test/builder"
)

// indexer gives a fake cache the indexes of the real one.
type indexer struct{ *fake.ClientBuilder }

// IndexField adds an index.
func (i indexer) IndexField(_ context.Context, o client.Object, field string, values client.IndexerFunc) error {
	i.WithIndex(o, field, values)
	return nil
}

// holding is a cache, or an API server, that holds objects, and counts the lists
// that it is asked for.
func holding(t *testing.T, objects ...client.Object) (client.Client, *int) {
	t.Helper()
	scheme, err := kube.NewScheme()
	if err != nil {
		t.Fatal(err)
	}
	lists := new(int)
	b := fake.NewClientBuilder().WithScheme(scheme).WithObjects(objects...).WithInterceptorFuncs(interceptor.Funcs{
		List: func(ctx context.Context, c client.WithWatch, list client.ObjectList, opts ...client.ListOption) error {
			*lists++
			if asksForAnyRevision(opts) { // a fake API server knows no such selector
				return nil // nothing here revises anything
			}
			return c.List(ctx, list, opts...)
		},
	})
	if err := kube.Index(t.Context(), indexer{b}); err != nil {
		t.Fatal(err)
	}
	return b.Build(), lists
}

func asksForAnyRevision(opts []client.ListOption) bool {
	options := client.ListOptions{}
	options.ApplyOptions(opts)
	return options.FieldSelector != nil && options.FieldSelector.String() == kube.RevisesField+"!="
}

func box(grant string, agreement *v1alpha1.OperationAgreement) []client.Object {
	name := sandbox.NamespaceName(builder.Grant(grant).Obj().UID)
	return []client.Object{
		&corev1.Namespace{ObjectMeta: metav1.ObjectMeta{Name: name, Labels: map[string]string{v1alpha1.AgreementUIDLabel: string(agreement.UID)}}},
		&rbacv1.RoleBinding{ObjectMeta: metav1.ObjectMeta{Namespace: name, Name: sandbox.RoomName, Labels: map[string]string{v1alpha1.PartLabel: sandbox.PartRoom}}},
	}
}

// TestNoCohortIsFilledOverARoomThatTheCacheHasNotHeardOf shows that a cohort waits
// for rooms of grants that are denied, of which the API server alone knows, and
// that asking takes no more lists with more grants.
func TestNoCohortIsFilledOverARoomThatTheCacheHasNotHeardOf(t *testing.T) {
	agreement := builder.Agreement("health").Over("visits").Term("2026-01-01", "2026-12-31").Obj()
	chain := func() []client.Object {
		return []client.Object{
			builder.Jurisdiction("demo", 1).Obj(), agreement.DeepCopy(), builder.Class(builder.StandardClass).Obj(), builder.Resource("visits").Obj(),
			builder.Organization(builder.Bureau).Roles("DataAuthority").Obj(), builder.Organization(builder.Operator).Roles(v1alpha1.RoleOperator).Obj(),
			builder.Organization(builder.SourceUnit).Roles("SourceUnit").Obj(), builder.Organization(builder.Holder).Roles(v1alpha1.RoleDeveloper).Obj(),
		}
	}
	grant := func(name string) client.Object {
		return builder.Grant(name).Under("health").Input("visits").Term("2026-01-01", "2026-12-31").Obj()
	}
	suspension := func(of string) client.Object {
		return builder.Decision("s-"+of).Suspends(v1alpha1.OnDeveloperGrant, of).Obj()
	}
	both := []client.Object{grant("g"), grant("h")}
	rooms := append(box("g", agreement), box("h", agreement)...)
	tests := map[string]struct {
		cached, live []client.Object
		want         int
		wantsLive    bool
	}{
		"nothing is denied":                      {cached: both, live: append(both, rooms...), wantsLive: true},
		"as the cache knows":                     {cached: append([]client.Object{suspension("g")}, append(both, rooms...)...), want: 1},
		"an act that the cache has not heard of": {cached: append(both, rooms...), live: append([]client.Object{suspension("h")}, append(both, rooms...)...), want: 1, wantsLive: true},
		"a room that the cache has not heard of": {cached: append(both, suspension("g")), live: append([]client.Object{suspension("g")}, append(both, rooms...)...), want: 1, wantsLive: true},
		"a grant that is gone":                   {cached: append(both, rooms...), live: append([]client.Object{grant("g")}, rooms...), want: 1, wantsLive: true},
		"all of them":                            {live: append([]client.Object{suspension("g"), suspension("h")}, append(both, rooms...)...), want: 2, wantsLive: true},
		"rooms of another agreement":             {cached: both, live: append([]client.Object{suspension("g")}, append(both, box("g", builder.Agreement("other").Obj())...)...), wantsLive: true},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			cached, _ := holding(t, append(tc.cached, chain()...)...)
			live, lists := holding(t, append(tc.live, chain()...)...)
			r := &Reconciler{
				Client: cached, Live: live, Clock: testclock.NewFakePassiveClock(builder.Instant("2026-03-10T00:00:00Z")),
				Writer: &kube.Writer{Client: cached, Live: live, Ledger: kube.NewLedger()},
			}
			got, err := r.deniedRooms(t.Context(), agreement)
			if err != nil || got != tc.want {
				t.Errorf("%d rooms are denied, want %d: %v", got, tc.want, err)
			}
			if asked := *lists > 0; asked != tc.wantsLive || *lists > 8 {
				t.Errorf("the API server was asked for %d lists", *lists)
			}
		})
	}
}
