// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package integration

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/sandbox"
	"github.com/publicdata-io/mandate/test/builder"
)

func TestGrantThatLosesOneInputKeepsTheOther(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		act func(d *domain) *builder.DecisionBuilder
		// wantRoute is whether others under the agreement keep the input.
		wantRoute bool
	}{
		"by an act on the grant": {func(d *domain) *builder.DecisionBuilder {
			return d.act("s", d.bureau).Suspends(v1alpha1.OnDeveloperGrant, "g").Only("visits")
		}, true},
		"by an act on the agreement": {func(d *domain) *builder.DecisionBuilder {
			return d.act("s", d.bureau).Suspends(v1alpha1.OnOperationAgreement, "health").Only("visits")
		}, false},
		"by an act on the resource": {func(d *domain) *builder.DecisionBuilder {
			return d.act("s", d.bureau).Suspends(v1alpha1.OnDataResource, "visits")
		}, false},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := newDomain(t).established()
			d.create(d.grant("g").Input("visits").Input("labs").Obj())
			grant := d.awaitOpen("g")
			agreement := d.awaitAgreement("health", "Active=True(InForce) Ready=True(Settled)")
			d.awaitInputs(agreement, grant, true)
			before := d.startPod(box(grant), "reached-both")

			suspension := d.decide(tc.act(d))
			d.awaitInputs(agreement, grant, false)
			d.eventually("the route is as it should be for the others", func(ctx context.Context) error {
				return errors.Join(d.routeIs(ctx, agreement, "visits", tc.wantRoute), d.routeIs(ctx, agreement, "labs", true))
			})
			d.awaitPodGone(before)
			d.awaitOpen("g")
			after := d.startPodAfterEviction(box(grant), "reaches-one")

			d.decide(d.act("l", d.bureau).Lifts(suspension))
			d.awaitInputs(agreement, grant, true)
			d.eventually("the route is open again", func(ctx context.Context) error { return d.routeIs(ctx, agreement, "visits", true) })
			seen := &corev1.Pod{}
			if err := get(t.Context(), after.Namespace, after.Name, seen); err != nil || seen.UID != after.UID {
				t.Errorf("the pod that never reached what was taken is gone: %v", err)
			}
		})
	}
}

// awaitInputs waits until visits is in force or not on every side, and labs is.
func (d *domain) awaitInputs(agreement *v1alpha1.OperationAgreement, grant *v1alpha1.DeveloperGrant, visits bool) {
	d.t.Helper()
	d.eventually(fmt.Sprintf("labs is in force, visits %v", visits), func(ctx context.Context) error {
		seen, namespace := &v1alpha1.DeveloperGrant{}, &corev1.Namespace{}
		if err := errors.Join(admin.Get(ctx, d.key(grant.Name), seen), get(ctx, "", box(grant), namespace)); err != nil {
			return err
		}
		errs := []error{differs(outlook(seen.Status.Conditions), open)}
		for name, want := range map[string]bool{"visits": visits, "labs": true} {
			resource := d.uid(name)
			egress := &networkingv1.NetworkPolicy{}
			errs = append(errs, get(ctx, box(grant), sandbox.EgressName(resource.UID), egress))
			for where, got := range map[string]bool{
				"the label":         namespace.Labels[sandbox.InputLabel(agreement.UID, resource.UID)] == "true",
				"the egress policy": len(egress.Spec.Egress) > 0,
				"the status":        inForce(seen, name),
			} {
				if got != want {
					errs = append(errs, fmt.Errorf("%s of %s: %v, want %v", where, name, got, want))
				}
			}
		}
		return errors.Join(errs...)
	})
}

func inForce(grant *v1alpha1.DeveloperGrant, input string) bool {
	for _, in := range grant.Status.Inputs {
		if string(in.Resource) == input {
			return in.InForce != nil && *in.InForce
		}
	}
	return false
}

func (d *domain) awaitPodGone(pod *corev1.Pod) {
	d.t.Helper()
	d.eventually("pod "+pod.Name+" is gone", func(ctx context.Context) error {
		seen := &corev1.Pod{}
		if err := get(ctx, pod.Namespace, pod.Name, seen); err != nil {
			return ignoreNotFound(err)
		}
		return errors.New("it is still there")
	})
}

// startPodAfterEviction starts a pod once the second is over in which pods are
// still taken for older ones.
func (d *domain) startPodAfterEviction(namespace, name string) *corev1.Pod {
	d.t.Helper()
	mark := d.namespace(namespace).Annotations[v1alpha1.EvictBeforeAnnotation]
	before, err := time.Parse(time.RFC3339, mark)
	if err != nil {
		d.t.Fatalf("read the mark of the eviction: %v", err)
	}
	d.eventually("the second of the eviction is over", func(context.Context) error {
		if time.Now().Before(before) {
			return fmt.Errorf("it is not yet %s", before)
		}
		return nil
	})
	return d.startPod(namespace, name)
}

func TestGrantWithoutAnyInputLeftIsCut(t *testing.T) {
	t.Parallel()
	d := newDomain(t).established()
	d.create(d.grant("g").Input("visits").Input("labs").Obj())
	d.awaitOpen("g")
	visits := d.decide(d.act("s-visits", d.bureau).Suspends(v1alpha1.OnDeveloperGrant, "g").Only("visits"))
	d.decide(d.act("s-labs", d.authority).Halts(v1alpha1.OnDataResource, "labs"))
	d.awaitFrozen("g", "NoInputLeft", "visits", visits.Name)
	d.decide(d.act("l-visits", d.bureau).Lifts(visits))
	grant := d.awaitOpen("g")
	if !inForce(grant, "visits") || inForce(grant, "labs") {
		t.Errorf("inputs %+v, want visits alone", grant.Status.Inputs)
	}
}
