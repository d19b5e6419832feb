// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package integration

import (
	"testing"

	corev1 "k8s.io/api/core/v1"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
)

// squatted is a domain with a grant whose sandbox's name was taken before the
// grant came into force. Admission refuses that; whoever gets past it finds
// that the namespace is not adopted.
func squatted(t *testing.T) (*domain, *v1alpha1.DeveloperGrant, *corev1.Namespace) {
	t.Helper()
	d := newDomain(t)
	agreement := d.without(&v1alpha1.OperationAgreement{ObjectMeta: named("health")})
	d.established()
	d.create(d.grant("g").Input("visits").Obj())
	grant := d.awaitGrant("g", waiting("ReferenceMissing"))
	taken := &corev1.Namespace{ObjectMeta: named(box(grant))}
	// Without these, not even the operator.
	taken.Labels = map[string]string{v1alpha1.SandboxLabel: "true", "pod-security.kubernetes.io/enforce": "restricted"}
	if err := admin.Create(t.Context(), taken.DeepCopy()); err == nil {
		t.Error("somebody who is not the operator took the name of a sandbox")
	}
	if err := byOperatorsHand(t).Create(t.Context(), taken); err != nil {
		t.Fatal(err)
	}
	d.create(agreement)
	d.awaitGrant("g", "Active=True(InForce) SandboxReady=False(NameTaken) Ready=False(NameTaken) Stalled=True(NameTaken)")
	return d, grant, taken
}

// untouched checks that nothing of ours is in or on a namespace.
func untouched(t *testing.T, d *domain, taken *corev1.Namespace) {
	t.Helper()
	if left := contents(t, taken.Name); len(left) > 0 {
		t.Errorf("the squatter's namespace holds %v, want nothing of ours", left)
	}
	for _, entry := range d.namespace(taken.Name).ManagedFields {
		if entry.Manager == v1alpha1.FieldOwner || entry.Manager == v1alpha1.CutoffFieldOwner {
			t.Errorf("%s wrote to the squatter's namespace", entry.Manager)
		}
	}
	if now := d.namespace(taken.Name); len(now.Annotations) > 0 || len(now.Labels) != len(taken.Labels) {
		t.Errorf("the squatter's namespace has labels %v and annotations %v", now.Labels, now.Annotations)
	}
}

func TestSquattedNamespaceIsNeverAdopted(t *testing.T) {
	t.Parallel()
	d, grant, taken := squatted(t)
	if grant.Status.Sandbox != nil {
		t.Errorf("status names %s, which is not the grant's", grant.Status.Sandbox.Namespace)
	}
	untouched(t, d, taken)
	rescuer := as(t, "rescuer", "system:masters", "mandate:break-glass")
	if err := rescuer.Delete(t.Context(), taken); err != nil {
		t.Fatal(err)
	}
	d.awaitOpen("g")
}

func TestGrantWithSquattedSandboxCanBeDeleted(t *testing.T) {
	t.Parallel()
	d, grant, taken := squatted(t)
	d.remove(grant)
	untouched(t, d, taken)
}
