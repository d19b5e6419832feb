// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package integration

import (
	"context"
	"testing"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/controller-runtime/pkg/client"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/test/builder"
)

// What a grant says that waits: for what it refers to itself, its pipeline
// waits too; what a link above waits for is that link's to show.
const (
	waits   = "Ready=False(Waiting) Reconciling=True(Waiting)"
	settled = "Ready=True(Settled)"
)

// Whatever is missing is said by name, is waited for, and takes force away
// again when it goes.
func TestWhateverIsMissingIsAwaitedByName(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		missing func(d *domain) client.Object
		// wantGrant and wantAgreement are the reasons of Active; empty is in
		// force.
		wantGrant, wantAgreement string
		// grantReady and agreementReady tell who refers to what is missing.
		grantReady, agreementReady string
	}{
		"edition":  {func(d *domain) client.Object { return &v1alpha1.Jurisdiction{ObjectMeta: named(d.edition)} }, "ReferenceMissing", "ReferenceMissing", waits, waits},
		"holder":   {func(d *domain) client.Object { return &v1alpha1.Organization{ObjectMeta: named(d.holder)} }, "ReferenceMissing", "", waits, settled},
		"operator": {func(d *domain) client.Object { return &v1alpha1.Organization{ObjectMeta: named(d.operator)} }, "AncestorNotInForce", "ReferenceMissing", settled, waits},
		"grantor":  {func(d *domain) client.Object { return &v1alpha1.Organization{ObjectMeta: named(d.bureau)} }, "AncestorNotInForce", "ReferenceMissing", settled, waits},
		"source":   {func(d *domain) client.Object { return &v1alpha1.Organization{ObjectMeta: named(d.source)} }, "NoInputLeft", "NoInputLeft", waits, waits},
		"class":    {func(d *domain) client.Object { return &v1alpha1.SandboxClass{ObjectMeta: named(d.class)} }, "ReferenceMissing", "", waits, settled},
		"resource": {func(*domain) client.Object { return &v1alpha1.DataResource{ObjectMeta: named("visits")} }, "NoInputLeft", "NoInputLeft", waits, waits},
		"service":  {func(*domain) client.Object { return &corev1.Service{ObjectMeta: named("visits")} }, "NoInputLeft", "NoInputLeft", waits, waits},
		"agreement": {func(*domain) client.Object { return &v1alpha1.OperationAgreement{ObjectMeta: named("health")} },
			"ReferenceMissing", "", waits, ""},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := newDomain(t)
			d.with(servedBy(d)...).with(d.agreement("health").Over("visits").Term(begins, ends).Obj())
			missing := d.without(tc.missing(d))
			d.established()
			d.create(d.grant("g").Input("visits").Obj())
			reason := "Active=False(" + tc.wantGrant + ") "
			d.awaitGrant("g", reason+"SandboxReady=True(NotNeeded) "+tc.grantReady, missing.GetName(), "does not exist")
			if tc.wantAgreement != "" {
				d.awaitAgreement("health", "Active=False("+tc.wantAgreement+") "+tc.agreementReady)
			}

			d.create(missing)
			d.awaitOpen("g")
			d.remove(missing)
			grant := d.awaitGrant("g", reason+"SandboxReady=True(Frozen) "+tc.grantReady, missing.GetName(), "does not exist")
			d.awaitCut(box(grant))
			d.again(missing)
			d.awaitOpen("g")
		})
	}
}

func named(name string) metav1.ObjectMeta { return metav1.ObjectMeta{Name: name} }

// servedBy serves visits through a Service.
func servedBy(d *domain) []client.Object {
	service := builder.Service("visits").Obj()
	service.Namespace, service.UID = d.name, ""
	return []client.Object{service, d.resource("visits").Service("visits", 5432).Obj()}
}

// A grant whose one input is not there is in force for the other, and says so.
func TestGrantIsInForceForTheInputsThatAreThere(t *testing.T) {
	t.Parallel()
	d := newDomain(t)
	labs := d.without(&v1alpha1.DataResource{ObjectMeta: named("labs")})
	d.established()
	d.create(d.grant("g").Input("visits").Input("labs").Obj())
	grant := d.awaitGrant("g", "Active=True(InForce) SandboxReady=True(Open) "+waits)
	if inForce(grant, "labs") || !inForce(grant, "visits") {
		t.Errorf("inputs %+v, want visits alone", grant.Status.Inputs)
	}
	d.create(labs)
	grant = d.awaitOpen("g")
	if !inForce(grant, "labs") {
		t.Errorf("inputs %+v, want both", grant.Status.Inputs)
	}
}

// What is against the law of the edition is the applier's to mend.
func TestUnlawfulGrantIsStalledUntilItIsMended(t *testing.T) {
	t.Parallel()
	d := newDomain(t)
	d.with(d.agreement("health").Over("visits").Term(begins, ends).Obj()).established()
	d.create(d.grant("g").Input("labs").Obj())
	grant := d.awaitGrant("g", "Active=False(NoInputLeft) SandboxReady=True(NotNeeded) Ready=False(Invalid) Stalled=True(Invalid)", "labs", "spec.inputs")
	patch := client.MergeFrom(grant.DeepCopy())
	grant.Spec.Inputs[0].Resource = "visits"
	if err := admin.Patch(t.Context(), grant, patch); err != nil {
		t.Fatal(err)
	}
	d.awaitOpen("g")
}

// The pods behind a Service may move; what was protected stays protected.
func TestDataStaysProtectedWhenItsServiceMoves(t *testing.T) {
	t.Parallel()
	d := newDomain(t)
	d.with(servedBy(d)...).established()
	d.create(d.grant("g").Input("visits").Obj())
	d.awaitOpen("g")
	service := &corev1.Service{}
	if err := get(t.Context(), d.name, "visits", service); err != nil {
		t.Fatal(err)
	}
	patch := client.MergeFrom(service.DeepCopy())
	service.Spec.Selector = map[string]string{"app": "visits-new"}
	if err := admin.Patch(t.Context(), service, patch); err != nil {
		t.Fatal(err)
	}
	d.eventually("old and new pods have a baseline", func(ctx context.Context) error {
		return d.baselines(ctx, "visits", "visits-new")
	})
	d.awaitOpen("g")
}
