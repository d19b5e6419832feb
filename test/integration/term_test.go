// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package integration

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	rbacv1 "k8s.io/api/rbac/v1"
	"sigs.k8s.io/controller-runtime/pkg/client"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
)

// soon is an instant that a sandbox is surely open before, on few cores and with
// other tests beside, on whole seconds as the API writes them.
func soon() time.Time { return time.Now().Add(15 * time.Second).Truncate(time.Second).UTC() }

func rfc3339(t time.Time) string { return t.UTC().Format(time.RFC3339) }

// told is an instant as it is told to people: by the clocks of the edition.
func told(t time.Time) string {
	return t.In(time.FixedZone("Asia/Shanghai", 8*60*60)).Format(time.RFC3339)
}

func TestEndOfTermCutsAtTheInstantAndNotBefore(t *testing.T) {
	t.Parallel()
	d := newDomain(t).established()
	end := soon()
	d.create(d.ungranted("g").Input("visits").Window("2025-01-01T00:00:00Z", rfc3339(end)).Obj(), d.grant("longer").Input("visits").Obj())
	grant := d.awaitGrant("g", open)
	d.awaitOpen("longer")
	cohort := d.cohortOf(box(grant))
	if longer := d.cohortOf(sandboxOf(d, "longer")); longer == cohort {
		t.Errorf("grants with different ends share the cohort %s", cohort)
	}
	d.awaitFrozen("g", "TermEnded", told(end))
	role := &rbacv1.ClusterRole{}
	if err := get(t.Context(), "", cohort, role); err != nil {
		t.Fatal(err)
	}
	if len(role.Rules) > 0 || !strings.HasPrefix(role.Annotations[v1alpha1.ClosedByAnnotation], "TermEnded") {
		t.Errorf("cohort has rules %v, closed by %q; the end empties it in one write", role.Rules, role.Annotations[v1alpha1.ClosedByAnnotation])
	}
	notBefore(t, end, role, d.namespace(box(grant)))
	d.awaitOpen("longer")
	// No new pod and no token, by the API server alone.
	if err := as(t, developerOf(box(grant)), "system:masters").Create(t.Context(), pending(box(grant), "late")); err == nil || !strings.Contains(err.Error(), "no pod starts") {
		t.Errorf("a pod after the end: %v, want a refusal by the sandbox's policy", err)
	}
}

func sandboxOf(d *domain, name string) string {
	d.t.Helper()
	grant := &v1alpha1.DeveloperGrant{}
	if err := get(d.t.Context(), d.name, name, grant); err != nil {
		d.t.Fatal(err)
	}
	return box(grant)
}

// notBefore checks, by the API server's record of who wrote when, that cutoff
// wrote to none of the objects before an instant.
func notBefore(t *testing.T, instant time.Time, objects ...client.Object) {
	t.Helper()
	for _, o := range objects {
		wrote := false
		for _, entry := range o.GetManagedFields() {
			if entry.Manager != v1alpha1.CutoffFieldOwner {
				continue
			}
			wrote = true
			if entry.Time.Time.Before(instant) {
				t.Errorf("cutoff wrote %s/%s at %s, before %s", kindOf(o), o.GetName(), rfc3339(entry.Time.Time), rfc3339(instant))
			}
		}
		if !wrote {
			t.Errorf("cutoff wrote nothing to %s/%s", kindOf(o), o.GetName())
		}
	}
}

func TestEndOfAgreementEndsItsGrants(t *testing.T) {
	t.Parallel()
	d := newDomain(t)
	d.without(&v1alpha1.OperationAgreement{ObjectMeta: named("health")})
	d.established()
	grant := d.grant("g").Input("visits").Obj()
	d.create(grant)
	d.awaitGrant("g", waiting("ReferenceMissing")) // so that little is left to do before the end
	end := soon()
	d.create(d.agreement("health").Over("visits", "labs").Window("2025-01-01T00:00:00Z", rfc3339(end)).Obj())
	grant = d.awaitGrant("g", open)
	if got := rfc3339(grant.Status.Effective.NotAfter.Time); got != rfc3339(end) {
		t.Errorf("the grant is in force until %s, want the agreement's end %s", got, rfc3339(end))
	}
	cohort := d.cohortOf(box(grant))
	d.awaitFrozen("g", "AncestorNotInForce", "TermEnded", told(end))
	agreement := d.awaitAgreement("health", "Active=False(TermEnded) Ready=True(Settled)")
	d.eventually("the data is closed", func(ctx context.Context) error {
		return errors.Join(d.routeIs(ctx, agreement, "visits", false), d.routeIs(ctx, agreement, "labs", false))
	})
	role := &rbacv1.ClusterRole{}
	route, err := d.allow(t.Context(), agreement, "visits")
	if err := errors.Join(err, get(t.Context(), "", cohort, role)); err != nil {
		t.Fatal(err)
	}
	notBefore(t, end, role, route, d.namespace(box(grant)))
}

func TestGrantOpensByItselfWhenItsTermBegins(t *testing.T) {
	t.Parallel()
	d := newDomain(t).established()
	begin := soon()
	d.create(d.ungranted("g").Input("visits").Window(rfc3339(begin), "2035-01-01T00:00:00Z").Obj())
	d.awaitGrant("g", "Active=False(NotYetEffective) "+idle, told(begin))
	grant := d.awaitOpen("g")
	if made := d.namespace(box(grant)).CreationTimestamp.Time; made.Before(begin) {
		t.Errorf("the sandbox was made at %s, before the term began at %s", rfc3339(made), rfc3339(begin))
	}
}

func TestAgreementOpensItsDataWhenItsTermBegins(t *testing.T) {
	t.Parallel()
	d := newDomain(t)
	begin := soon()
	d.with(d.agreement("health").Over("visits").Window(rfc3339(begin), "2035-01-01T00:00:00Z").Obj()).established()
	d.create(d.grant("g").Input("visits").Obj())
	agreement := d.awaitAgreement("health", "Active=False(NotYetEffective) Ready=True(Settled)")
	d.awaitGrant("g", "Active=False(AncestorNotInForce) "+idle, "NotYetEffective", told(begin))
	if policy, err := d.allow(t.Context(), agreement, "visits"); err == nil && len(policy.Spec.Ingress) > 0 {
		t.Errorf("before the term NetworkPolicy %s lets in %v", policy.Name, policy.Spec.Ingress)
	}
	d.awaitOpen("g")
	d.eventually("the data is open", func(ctx context.Context) error { return d.routeIs(ctx, agreement, "visits", true) })
	policy, err := d.allow(t.Context(), agreement, "visits")
	if err != nil || policy.CreationTimestamp.Time.Before(begin) {
		t.Errorf("the route was made at %v, before %s: %v", policy.CreationTimestamp, rfc3339(begin), err)
	}
}

// A grant whose end its owner moves changes its cohort, and keeps nothing of
// the old one.
func TestEndThatComesEarlierThanSaidBeforeCuts(t *testing.T) {
	t.Parallel()
	d := newDomain(t).established()
	d.create(d.ungranted("g").Input("visits").Window("2025-01-01T00:00:00Z", "2035-01-01T00:00:00Z").Obj())
	grant := d.awaitOpen("g")
	end := soon()
	patch := client.MergeFrom(grant.DeepCopy())
	grant.Spec.Window.NotAfter.Time = end
	if err := admin.Patch(t.Context(), grant, patch); err != nil {
		t.Fatal(err)
	}
	d.eventually("the sandbox carries the new end", func(context.Context) error {
		if got := d.namespace(box(grant)).Annotations[v1alpha1.NotAfterAnnotation]; got != rfc3339(end) {
			return fmt.Errorf("not-after is %s, want %s", got, rfc3339(end))
		}
		return nil
	})
	d.awaitFrozen("g", "TermEnded", told(end))
	notBefore(t, end, d.namespace(box(grant)))
}
