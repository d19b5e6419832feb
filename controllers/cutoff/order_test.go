// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package cutoff

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	clocktesting "k8s.io/utils/clock/testing"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/client/fake"
	"sigs.k8s.io/controller-runtime/pkg/client/interceptor"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/controllers/kube"
	"github.com/publicdata-io/mandate/internal/ordering"
	"github.com/publicdata-io/mandate/internal/retention"
	"github.com/publicdata-io/mandate/internal/sandbox"
)

// cutting is a whole sandbox in a cluster that keeps a list of what is written,
// and that refuses some of it.
type cutting struct {
	*GrantReconciler
	box     *metav1.PartialObjectMetadata
	refuses string
	writes  []string
}

func newCutting(t *testing.T) *cutting {
	t.Helper()
	scheme, err := kube.NewScheme()
	if err != nil {
		t.Fatal(err)
	}
	part := func(name string) metav1.ObjectMeta {
		return metav1.ObjectMeta{Namespace: boxName, Name: name, Labels: map[string]string{v1alpha1.PartLabel: sandbox.PartEgress}}
	}
	box := &corev1.Namespace{ObjectMeta: metav1.ObjectMeta{
		Name: boxName, Labels: map[string]string{v1alpha1.InputLabelPrefix + "1": "true"},
		Annotations: map[string]string{v1alpha1.GrantAnnotation: theGrant.String()},
	}}
	c := &cutting{}
	note := func(verb string, o client.Object) error {
		write := fmt.Sprintf("%s %T %s", verb, o, o.GetName())
		c.writes = append(c.writes, write)
		if write == c.refuses {
			return errors.New("refused")
		}
		return nil
	}
	cluster := fake.NewClientBuilder().WithScheme(scheme).WithObjects(
		box, &rbacv1.RoleBinding{ObjectMeta: inBox(sandbox.RoomName)}, &rbacv1.RoleBinding{ObjectMeta: inBox(sandbox.DoorName)},
		&networkingv1.NetworkPolicy{ObjectMeta: part("mandate-egress-1")}, &corev1.ResourceQuota{ObjectMeta: inBox(sandbox.QuotaName)},
		&corev1.Pod{ObjectMeta: inBox("at-work")},
	).WithInterceptorFuncs(interceptor.Funcs{
		Patch: func(ctx context.Context, w client.WithWatch, o client.Object, patch client.Patch, opts ...client.PatchOption) error {
			return errors.Join(note("patch", o), w.Patch(ctx, o, patch, opts...))
		},
		Delete: func(ctx context.Context, w client.WithWatch, o client.Object, opts ...client.DeleteOption) error {
			return errors.Join(note("delete", o), w.Delete(ctx, o, opts...))
		},
	}).WithIndex(box, sandboxGrantField, grantSandboxIsOf).Build()
	c.box = &metav1.PartialObjectMetadata{ObjectMeta: box.ObjectMeta}
	c.GrantReconciler = &GrantReconciler{
		Client: cluster, Knife: Knife{Client: cluster, Live: cluster}, Clock: clocktesting.NewFakePassiveClock(time.Unix(1_000_000, 0)),
		Patience: &Patience{Cache: &cacheAt{}, Local: clocktesting.NewFakePassiveClock(time.Unix(1_000_000, 0))},
	}
	return c
}

// theGrant is what the sandbox was made for.
var theGrant = types.NamespacedName{Namespace: "health", Name: "g"}

func (c *cutting) run(ctx context.Context) (unfinished, error) {
	return c.cut(ctx, c.box, order{seen: c.Patience.before(), by: ordering.Closed{Cause: mark}, link: func() retention.Link { return retention.Link{} }})
}

// inOrder are the writes of a cut: what lets people and data in first.
var inOrder = []string{
	"patch *v1.Namespace " + boxName, "delete *v1.RoleBinding mandate-room", "delete *v1.RoleBinding mandate-door",
	"patch *v1.NetworkPolicy mandate-egress-1", "patch *v1.ResourceQuota mandate", "delete *v1.Pod at-work",
}

func TestACutClosesFirstAndIsCompleteLast(t *testing.T) {
	c := newCutting(t)
	left, err := c.run(t.Context())
	if want := (unfinished{again: podsLeft}); err != nil || left != want {
		t.Errorf("it leaves %+v, %v, want %+v: a pod was there", left, err, want)
	}
	if diff := cmp.Diff(inOrder, c.writes); diff != "" {
		t.Errorf("the writes in their order (-want +got):\n%s", diff)
	}
	c.writes = nil
	if _, err := c.run(t.Context()); err != nil {
		t.Fatal(err)
	}
	if frozen := "patch *v1.Namespace " + boxName; len(c.writes) == 0 || c.writes[len(c.writes)-1] != frozen {
		t.Errorf("with no pod left the writes are %q, want the mark that it is complete at last", c.writes)
	}
}

// TestNoStepOfACutWaitsForAnother refuses each write in turn.
func TestNoStepOfACutWaitsForAnother(t *testing.T) {
	for _, refused := range inOrder {
		t.Run(refused, func(t *testing.T) {
			c := newCutting(t)
			c.refuses = refused
			if _, err := c.run(t.Context()); err == nil {
				t.Error("no error, want that it is tried again")
			}
			if missing := slices.DeleteFunc(slices.Clone(inOrder), func(write string) bool { return slices.Contains(c.writes, write) }); len(missing) > 0 {
				t.Errorf("not even tried: %q", missing)
			}
			if len(c.writes) != len(inOrder) {
				t.Errorf("the writes are %q: what failed is not said to be complete", c.writes)
			}
		})
	}
}
