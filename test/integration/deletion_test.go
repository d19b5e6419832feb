// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package integration

import (
	"context"
	"errors"
	"strings"
	"testing"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/types"
	"sigs.k8s.io/controller-runtime/pkg/client"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/sandbox"
)

func TestDeletedGrantIsCutFirstAndLeavesItsRecord(t *testing.T) {
	t.Parallel()
	d := newDomain(t).established()
	d.create(d.grant("g").Input("visits").Obj())
	grant := d.awaitOpen("g")
	d.startPod(box(grant), "at-work")
	d.remove(grant)
	// The grant is gone only once its access is.
	for what, left := range map[string]error{
		"right": rightsLeft(t.Context(), box(grant)), "mark": marksLeft(t.Context(), box(grant)),
		"route": routesLeft(t.Context(), box(grant)), "pod": podsLeft(t.Context(), box(grant)),
	} {
		if left != nil {
			t.Errorf("the grant went before the last %s: %v", what, left)
		}
	}
	if got := d.namespace(box(grant)).Annotations[v1alpha1.GrantAnnotation]; got != d.name+"/g" {
		t.Errorf("the frozen sandbox is of %q, want %s/g", got, d.name)
	}
	if err := get(t.Context(), box(grant), sandbox.GrantConfigName, &corev1.ConfigMap{}); err != nil {
		t.Errorf("the record of the grant is gone: %v", err)
	}
}

// Not parallel: it stops cutoff.
func TestDeletedGrantSaysThatItWaitsForCutoff(t *testing.T) {
	d := newDomain(t).established()
	d.create(d.grant("g").Input("visits").Obj(), d.grant("never-opened").Under("nothing").Input("visits").Obj())
	grant := d.awaitOpen("g")
	never := d.awaitGrant("never-opened", waiting("ReferenceMissing"))
	resume := cutoff.stopFor(t)
	if err := admin.Delete(t.Context(), grant); err != nil {
		t.Fatal(err)
	}
	d.remove(never) // has nothing that would have to be cut
	d.eventually("the grant says what it waits for", func(ctx context.Context) error {
		seen := &v1alpha1.DeveloperGrant{}
		if err := get(ctx, d.name, "g", seen); err != nil {
			return err
		}
		for _, c := range seen.Status.Conditions {
			if c.Type == v1alpha1.SandboxReadyCondition && (!strings.Contains(c.Message, "mandate-cutoff") || !strings.Contains(c.Message, box(grant))) {
				return errors.New(c.Message)
			}
		}
		return differs(outlook(seen.Status.Conditions), "Active=False(Deleting) SandboxReady=False(Cutting) Ready=False(Progressing) Reconciling=True(Progressing)")
	})
	resume()
	d.eventually("the grant is gone", func(ctx context.Context) error {
		if err := get(ctx, d.name, "g", &v1alpha1.DeveloperGrant{}); err != nil {
			return ignoreNotFound(err)
		}
		return errors.New("it is still there")
	})
	d.awaitCut(box(grant))
}

func TestSandboxOfGrantThatWasTornOutIsCutAllTheSame(t *testing.T) {
	t.Parallel()
	d := newDomain(t).established()
	d.create(d.grant("g").Input("visits").Obj())
	grant := d.awaitOpen("g")
	d.startPod(box(grant), "at-work")
	// Deleted first, so that the operator does not put the finalizer back.
	torn := as(t, "breaker", "mandate:break-glass", "system:masters")
	if err := torn.Delete(t.Context(), grant); err != nil {
		t.Fatal(err)
	}
	err := torn.Patch(t.Context(), grant, client.RawPatch(types.MergePatchType, []byte(`{"metadata":{"finalizers":null}}`)))
	if ignoreNotFound(err) != nil {
		t.Fatal(err)
	}
	d.awaitCut(box(grant))
}

func TestDeletedAgreementCutsEverythingUnderIt(t *testing.T) {
	t.Parallel()
	d := newDomain(t).established()
	d.create(d.grant("one").Input("visits").Obj(), d.grant("two").Input("labs").Obj())
	one, two := d.awaitOpen("one"), d.awaitOpen("two")
	cohort := d.cohortOf(box(one))
	agreement := d.awaitAgreement("health", "Active=True(InForce) "+settled)
	d.remove(agreement)
	lost := "Active=False(ReferenceMissing) SandboxReady=True(Frozen) " + waits
	d.awaitGrant("one", lost, "health")
	d.awaitGrant("two", lost, "health")
	d.awaitCut(box(one))
	d.awaitCut(box(two))
	d.eventually("cohort and routes are empty, and the data still protected", func(ctx context.Context) error {
		return errors.Join(emptyCohort(ctx, cohort), d.routeIs(ctx, agreement, "visits", false),
			d.routeIs(ctx, agreement, "labs", false), d.baselines(ctx, "visits", "labs"))
	})
}

// Data that is no longer declared stays shut: nothing prunes its baseline.
func TestDeletedResourceIsTakenFromItsGrantAndStaysProtected(t *testing.T) {
	t.Parallel()
	d := newDomain(t).established()
	d.create(d.grant("g").Input("visits").Input("labs").Obj())
	grant := d.awaitOpen("g")
	agreement := d.awaitAgreement("health", "Active=True(InForce) "+settled)
	visits := d.uid("visits")
	pod := d.startPod(box(grant), "reached-both")
	d.remove(visits)
	d.awaitGrant("g", "Active=True(InForce) SandboxReady=True(Open) "+waits)
	d.awaitPodGone(pod)
	d.eventually("nothing leads to what was deleted, and it is still protected", func(ctx context.Context) error {
		label := sandbox.InputLabel(agreement.UID, visits.UID)
		if value, labelled := d.namespace(box(grant)).Labels[label]; labelled {
			return errors.New(label + "=" + value + " is left")
		}
		return errors.Join(closedRoute(ctx, d.name, sandbox.AllowName(agreement.UID, visits.UID)),
			closedRoute(ctx, box(grant), sandbox.EgressName(visits.UID)), d.baselines(ctx, "visits", "labs"))
	})
}
