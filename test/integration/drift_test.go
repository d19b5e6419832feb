// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package integration

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	networkingv1 "k8s.io/api/networking/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/types"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/client/apiutil"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
)

// repairLimit is far above the second within which drift is repaired, because
// tests run on few cores, beside others. What it took is logged.
const repairLimit = 5 * time.Second

// damage is, by kind, what a holder of the operator's account might do to an
// object of a sandbox or of the data side: widen a right, or hide it from
// whoever looks for its label. What its fences refuse is no damage.
var damage = map[string]string{
	"NetworkPolicy":  `{"metadata":{"labels":{"mandate.publicdata.io/part":null}}}`,
	"ResourceQuota":  `{"spec":{"hard":{"pods":"999","services.loadbalancers":"9"}}}`,
	"LimitRange":     `{"spec":{"limits":[]}}`,
	"ServiceAccount": `{"metadata":{"labels":{"mandate.publicdata.io/part":null}}}`,
	"ConfigMap":      `{"data":{"until":"for ever"}}`,
	"RoleBinding":    `{"metadata":{"labels":{"mandate.publicdata.io/part":null}},"subjects":[]}`,
	"ClusterRole":    `{"rules":[{"apiGroups":[""],"resources":["configmaps"],"verbs":["create","delete"]}]}`,
	"Namespace":      `{"metadata":{"labels":{"pod-security.kubernetes.io/enforce":"baseline"},"annotations":{"mandate.publicdata.io/not-after":"2999-01-01T00:00:00Z"}}}`,
}

// Somebody who holds the operator's account and all of RBAC touches everything
// that Mandate made for a grant. Most of it not even that account deletes.
// Not parallel: it asks how long a repair took.
func TestWhateverIsTouchedIsRepaired(t *testing.T) {
	d := newDomain(t).established()
	d.create(d.grant("g").Input("visits").Input("labs").Obj())
	grant := d.awaitOpen("g")
	stranger := byOperatorsHand(t)
	cohort := &rbacv1.ClusterRole{ObjectMeta: named(d.cohortOf(box(grant)))}
	objects := append(children(t, box(grant)), d.dataSide()...)
	objects = append(objects, cohort)
	if len(objects) != 10+4+1 {
		t.Errorf("%d objects to touch, want 10 in the sandbox, 4 at the data and the cohort", len(objects))
	}
	for _, o := range objects {
		want := d.read(o)
		d.repaired("edited", o, want, func() error {
			return stranger.Patch(t.Context(), o, client.RawPatch(types.MergePatchType, []byte(damage[kindOf(o)])))
		})
		if err := stranger.Delete(t.Context(), o, client.DryRunAll); apierrors.IsForbidden(err) {
			t.Logf("%s/%s cannot be deleted: %v", kindOf(o), o.GetName(), err)
			continue
		}
		d.repaired("deleted", o, want, func() error { return stranger.Delete(t.Context(), o) })
	}
	namespace := d.namespace(box(grant))
	d.repaired("edited", namespace, d.read(namespace), func() error {
		return stranger.Patch(t.Context(), namespace, client.RawPatch(types.MergePatchType, []byte(damage["Namespace"])))
	})
	d.awaitOpen("g")
}

// dataSide are our policies in the domain.
func (d *domain) dataSide() []client.Object {
	d.t.Helper()
	var policies networkingv1.NetworkPolicyList
	if err := admin.List(d.t.Context(), &policies, client.InNamespace(d.name), client.HasLabels{v1alpha1.PartLabel}); err != nil {
		d.t.Fatal(err)
	}
	var found []client.Object
	for i := range policies.Items {
		found = append(found, &policies.Items[i])
	}
	return found
}

// read is an object as it stands, without what changes by itself.
func (d *domain) read(o client.Object) map[string]any {
	d.t.Helper()
	found, err := read(d.t.Context(), o)
	if err != nil {
		d.t.Fatal(err)
	}
	return found
}

func read(ctx context.Context, o client.Object) (map[string]any, error) {
	kind, err := apiutil.GVKForObject(o, admin.Scheme())
	if err != nil {
		return nil, err
	}
	found := &unstructured.Unstructured{}
	found.SetGroupVersionKind(kind)
	if err := admin.Get(ctx, client.ObjectKeyFromObject(o), found); err != nil {
		return nil, err
	}
	if found.GetDeletionTimestamp() != nil {
		return nil, errors.New("it is being deleted")
	}
	delete(found.Object, "status")
	for _, field := range []string{"uid", "resourceVersion", "generation", "creationTimestamp", "managedFields"} {
		unstructured.RemoveNestedField(found.Object, "metadata", field)
	}
	unstructured.RemoveNestedField(found.Object, "metadata", "annotations", v1alpha1.OpenedByAnnotation)
	return found.Object, nil
}

// repaired touches an object and waits until it stands as before, in time.
func (d *domain) repaired(how string, o client.Object, want map[string]any, touch func() error) {
	d.t.Helper()
	if err := touch(); err != nil {
		d.t.Errorf("%s/%s cannot be %s: %v", kindOf(o), o.GetName(), how, err)
		return
	}
	touched := time.Now()
	d.eventually(fmt.Sprintf("%s/%s that was %s stands as before", kindOf(o), o.GetName(), how), func(ctx context.Context) error {
		got, err := read(ctx, o)
		if err != nil {
			return err
		}
		if diff := cmp.Diff(want, got); diff != "" {
			return errors.New(diff)
		}
		return nil
	})
	took := time.Since(touched)
	d.t.Logf("%s/%s %s: repaired in %s", kindOf(o), o.GetName(), how, took.Round(time.Millisecond))
	if took > repairLimit {
		d.t.Errorf("%s/%s that was %s stood so for %s, want at most %s", kindOf(o), o.GetName(), how, took, repairLimit)
	}
}

// What is frozen is kept frozen: not even the operator's account gives rights in
// it before it has opened it.
func TestNoRightsAreGivenInAFrozenSandbox(t *testing.T) {
	t.Parallel()
	d := newDomain(t).established()
	d.create(d.grant("g").Input("visits").Obj())
	grant := d.awaitOpen("g")
	door, room := &rbacv1.RoleBinding{}, &rbacv1.RoleBinding{}
	if err := errors.Join(get(t.Context(), box(grant), "mandate-door", door), get(t.Context(), box(grant), "mandate-room", room)); err != nil {
		t.Fatal(err)
	}
	d.decide(d.act("s", d.bureau).Suspends(v1alpha1.OnDeveloperGrant, "g"))
	d.awaitFrozen("g", "Suspended")
	for _, binding := range []*rbacv1.RoleBinding{door, room} {
		binding.ResourceVersion, binding.UID = "", ""
		if err := byOperatorsHand(t).Create(t.Context(), binding); !apierrors.IsForbidden(err) {
			t.Errorf("RoleBinding %s in a frozen sandbox: got %v, want a refusal", binding.Name, err)
		}
	}
	d.awaitFrozen("g", "Suspended")
}
