// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"fmt"
	"time"

	"golang.org/x/sync/errgroup"
	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/watch"
	"sigs.k8s.io/controller-runtime/pkg/client"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/sandbox"
	"github.com/publicdata-io/mandate/test/builder"
)

// stepSamples is how many cuts are looked at step by step.
const stepSamples = 20

// cutSteps are the steps of the cut of one sandbox, in their order, and where each
// is seen.
var cutSteps = []struct {
	name string
	kind schema.GroupVersionKind
	// done says whether an event is the step; left counts what it takes.
	done func(e watch.Event, o client.Object) bool
	left int
}{
	{"the namespace is closed", corev1.SchemeGroupVersion.WithKind("Namespace"), isClosed, 1},
	{"room and door are gone", rbacv1.SchemeGroupVersion.WithKind("RoleBinding"), isGone, 2},
	{"its egress policies are closed", networkingv1.SchemeGroupVersion.WithKind("NetworkPolicy"), isClosedEgress, 2},
	{"its quota is empty", corev1.SchemeGroupVersion.WithKind("ResourceQuota"), isClosed, 1},
	{"it is frozen", corev1.SchemeGroupVersion.WithKind("Namespace"), isFrozen, 1},
}

func isClosed(_ watch.Event, o client.Object) bool {
	return o.GetAnnotations()[v1alpha1.ClosedByAnnotation] != ""
}

func isClosedEgress(e watch.Event, o client.Object) bool {
	return o.GetLabels()[v1alpha1.PartLabel] == sandbox.PartEgress && isClosed(e, o)
}

func isGone(e watch.Event, o client.Object) bool {
	return e.Type == watch.Deleted && (o.GetName() == sandbox.RoomName || o.GetName() == sandbox.DoorName)
}

func isFrozen(_ watch.Event, o client.Object) bool {
	return o.GetAnnotations()[v1alpha1.FrozenAnnotation] != ""
}

// steps suspends grants one by one and notes when each step of the cut is seen by a
// watch: the timeline from the act to the last byte. Sandboxes of the bench have no
// pods.
func (b *bench) steps(ctx context.Context) error {
	seer, err := newClient(b.cluster.Config(), b.installed.Admin.Scheme())
	if err != nil {
		return err
	}
	samples := min(stepSamples, b.options.grants)
	var acts []*v1alpha1.Decision
	for i := range samples {
		act, err := b.stepThrough(ctx, seer, i*(b.options.grants/samples))
		if err != nil {
			return err
		}
		acts = append(acts, act)
	}
	return b.liftAll(ctx, acts)
}

func (b *bench) stepThrough(ctx context.Context, seer client.WithWatch, number int) (*v1alpha1.Decision, error) {
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	grant := b.observed.grant(newGrants(large, number, 1)[0].Name)
	seen := make([]time.Time, len(cutSteps))
	group, watching := errgroup.WithContext(ctx)
	for i := range cutSteps {
		events, err := b.watchStep(watching, seer, i, sandbox.NamespaceName(grant.UID))
		if err != nil {
			return nil, err
		}
		defer events.Stop()
		group.Go(func() (err error) {
			seen[i], err = stepSeen(watching, events, i)
			return err
		})
	}
	act := builder.Decision(b.decisionName()).Suspends(v1alpha1.OnDeveloperGrant, grant.Name).ActedOn(acted).Obj()
	if err := b.officer.Create(ctx, act); err != nil {
		return nil, fmt.Errorf("suspend grant %s: %w", grant.Name, err)
	}
	answered := time.Now()
	if err := group.Wait(); err != nil {
		return nil, fmt.Errorf("see the cut of grant %s: %w", grant.Name, err)
	}
	if b.report.Steps == nil {
		b.report.Steps = make([]times, len(cutSteps))
	}
	for i := range cutSteps {
		b.report.Steps[i] = append(b.report.Steps[i], seen[i].Sub(answered))
	}
	return act, b.mandate.quiet(ctx)
}

func (b *bench) watchStep(ctx context.Context, seer client.WithWatch, step int, sandbox string) (watch.Interface, error) {
	list := &metav1.PartialObjectMetadataList{}
	list.SetGroupVersionKind(cutSteps[step].kind.GroupVersion().WithKind(cutSteps[step].kind.Kind + "List"))
	scope := client.ListOption(client.InNamespace(sandbox))
	if cutSteps[step].kind.Kind == "Namespace" {
		scope = client.MatchingFields{"metadata.name": sandbox}
	}
	events, err := seer.Watch(ctx, list, scope)
	if err != nil {
		return nil, fmt.Errorf("watch %s of %s: %w", cutSteps[step].kind.Kind, sandbox, err)
	}
	return events, nil
}

// stepSeen is when the last of what a step takes is seen.
func stepSeen(ctx context.Context, events watch.Interface, step int) (time.Time, error) {
	left := map[string]bool{}
	for {
		select {
		case <-ctx.Done():
			return time.Time{}, fmt.Errorf("%s: %d of %d seen: %w", cutSteps[step].name, len(left), cutSteps[step].left, ctx.Err())
		case e, open := <-events.ResultChan():
			if !open {
				return time.Time{}, fmt.Errorf("%s: the watch ended", cutSteps[step].name)
			}
			if o, ok := e.Object.(client.Object); ok && cutSteps[step].done(e, o) {
				left[o.GetName()] = true
			}
			if len(left) == cutSteps[step].left {
				return time.Now(), nil
			}
		}
	}
}

func (r *report) stepped() []row {
	var rows []row
	for i, at := range r.Steps {
		rows = append(rows, row{fmt.Sprintf("    one cut, %d times: %s after p50, p99", len(at), cutSteps[i].name), milliseconds(at.median()) + ", " + milliseconds(at.high()), "", "", ""})
	}
	return rows
}
