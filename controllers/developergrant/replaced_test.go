// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package developergrant

import (
	"context"
	"strings"
	"testing"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	testclock "k8s.io/utils/clock/testing"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/client/fake"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/controllers/kube"
	"github.com/publicdata-io/mandate/internal/conditions"
	"github.com/publicdata-io/mandate/test/builder"
)

// indexing indexes the fake cluster as the cache is.
type indexing struct{ *fake.ClientBuilder }

func (i indexing) IndexField(_ context.Context, o client.Object, field string, values client.IndexerFunc) error {
	i.WithIndex(o, field, values)
	return nil
}

// replacing are a grant g, and h, which revises it and is being deleted.
func replacing(t *testing.T, change func(g, h *v1alpha1.DeveloperGrant), more ...client.Object) (*Reconciler, *v1alpha1.DeveloperGrant) {
	t.Helper()
	scheme, err := kube.NewScheme()
	if err != nil {
		t.Fatal(err)
	}
	g := builder.Grant("g").Under("health").Input("visits").Term("2026-01-01", "2026-12-31").Obj()
	h := builder.Grant("h").Under("health").Input("visits").Term("2026-03-01", "2026-12-31").Revises("g").BeingDeleted("2026-03-05T00:00:00Z").Obj()
	h.Finalizers = []string{v1alpha1.CutFinalizer}
	if change != nil {
		change(g, h)
	}
	cluster := fake.NewClientBuilder().WithScheme(scheme).WithObjects(
		builder.Jurisdiction("demo", 1).Obj(), builder.Class(builder.StandardClass).Obj(),
		builder.Organization(builder.Bureau).Roles(v1alpha1.RoleDataAuthority).Obj(), builder.Organization(builder.Operator).Roles(v1alpha1.RoleOperator).Obj(),
		builder.Organization(builder.SourceUnit).Roles(v1alpha1.RoleSourceUnit).Obj(), builder.Organization(builder.Holder).Roles(v1alpha1.RoleDeveloper).Obj(),
		builder.Resource("visits").Obj(), builder.Agreement("health").Over("visits").Term("2026-01-01", "2026-12-31").Obj(), g, h,
	).WithObjects(more...)
	if err := kube.Index(t.Context(), indexing{cluster}); err != nil {
		t.Fatal(err)
	}
	c := cluster.Build()
	if err := c.Get(t.Context(), client.ObjectKeyFromObject(h), h); err != nil {
		t.Fatal(err)
	}
	return &Reconciler{Client: c, Live: c, Clock: testclock.NewFakePassiveClock(builder.Instant("2026-03-10T00:00:00Z"))}, h
}

// TestADeletedGrantThatTookAPlaceIsKept deletes a grant that took the place of an
// earlier one, which would come back without it.
func TestADeletedGrantThatTookAPlaceIsKept(t *testing.T) {
	tests := map[string]struct {
		change func(g, h *v1alpha1.DeveloperGrant)
		more   []client.Object
		kept   bool
	}{
		"while the term of the earlier goes on": {kept: true},
		"not once that one is over":             {change: func(g, _ *v1alpha1.DeveloperGrant) { g.Spec.Term.To = "2026-03-09" }},
		"not once that one is terminated":       {more: []client.Object{builder.Decision("end").On("2026-03-04").Terminates(v1alpha1.OnDeveloperGrant, "g").Obj()}},
		"nor one that never took it":            {change: func(_, h *v1alpha1.DeveloperGrant) { h.Spec.Term.From = "2026-04-01" }},
		"nor of one that is gone":               {change: func(_, h *v1alpha1.DeveloperGrant) { h.Spec.Revises = "gone" }},
		"nor one that revises none":             {change: func(_, h *v1alpha1.DeveloperGrant) { h.Spec.Revises = "" }},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			r, h := replacing(t, tc.change, tc.more...)
			b, err := r.release(t.Context(), h, state(true, conditions.Settled, "", v1alpha1.NotNeededReason, "it has no sandbox"))
			if err != nil {
				t.Fatal(err)
			}
			if told := strings.Contains(b.ready.Message, `took the place of "g"`); told != tc.kept {
				t.Errorf("its status says %q", b.ready.Message)
			}
			err = r.Client.Get(t.Context(), client.ObjectKeyFromObject(h), &v1alpha1.DeveloperGrant{})
			if gone := apierrors.IsNotFound(err); gone == tc.kept {
				t.Errorf("it is gone: %t (%v)", gone, err)
			}
		})
	}
}

// TestAChangeOfAnEarlierGrantWakesWhoIsKept shows that what is kept is looked at
// again when the earlier one changes.
func TestAChangeOfAnEarlierGrantWakesWhoIsKept(t *testing.T) {
	other := builder.Grant("other").Under("health").Input("visits").Revises("g").Obj()
	r, _ := replacing(t, nil, other)
	var woken []string
	for _, request := range r.later(t.Context(), &v1alpha1.DeveloperGrant{ObjectMeta: metav1.ObjectMeta{Namespace: other.Namespace, Name: "g"}}) {
		woken = append(woken, request.Name)
	}
	if len(woken) != 1 || woken[0] != "h" {
		t.Errorf("woken are %q, want h alone, which is being deleted", woken)
	}
}
