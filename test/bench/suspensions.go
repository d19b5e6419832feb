// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"fmt"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/types"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/controllers/cutoff"
	"github.com/publicdata-io/mandate/internal/sandbox"
)

// suspensions measures P1: grants are suspended one by one, in turn by Mandate
// and by a bare client while Mandate stands still.
func (b *bench) suspensions(ctx context.Context) error {
	reader, err := newReader(b.cluster.Config())
	if err != nil {
		return err
	}
	bare, err := newBareCutoff(ctx, b)
	if err != nil {
		return err
	}
	samples := min(b.samples, b.options.grants/2)
	b.progress("P1: suspending %d grants, and %d for the floor", samples, samples)
	step := b.options.grants / (2 * samples)
	var acts []*v1alpha1.Decision
	for i := range samples {
		for turn, bare := range []*bareCutoff{nil, bare} {
			act, err := b.suspendOne(ctx, reader, bare, (2*i+turn)*step)
			if err != nil {
				return err
			}
			acts = append(acts, act)
		}
	}
	b.progress("P1: p50 %s, floor %s", b.report.Suspensions.Mandate.median(), b.report.Suspensions.Floor.median())
	return b.liftAll(ctx, acts)
}

func (b *bench) suspendOne(ctx context.Context, reader *reader, bare *bareCutoff, number int) (*v1alpha1.Decision, error) {
	grant := b.observed.grant(newGrants(large, number, 1)[0].Name)
	box := &corev1.Namespace{}
	if err := b.installed.Admin.Get(ctx, types.NamespacedName{Name: sandbox.NamespaceName(grant.UID)}, box); err != nil {
		return nil, fmt.Errorf("read the sandbox of grant %s: %w", grant.Name, err)
	}
	act, took, err := race{
		kind: v1alpha1.OnDeveloperGrant, name: grant.Name,
		reading: reading{reader, []string{box.Name}},
		bare:    bare,
		barely: func(ctx context.Context, knife cutoff.Knife) error {
			if err := knife.Close(ctx, box, "floor"); err != nil {
				return err
			}
			return knife.TakeRights(ctx, box.Name)
		},
	}.run(ctx, b)
	if err != nil {
		return nil, fmt.Errorf("suspend grant %s: %w", grant.Name, err)
	}
	b.report.Suspensions.add(took, bare != nil)
	if _, err := b.observed.every(ctx, []*v1alpha1.DeveloperGrant{grant}, v1alpha1.FrozenReason); err != nil {
		return nil, err
	}
	return act, b.mandate.quiet(ctx)
}

// liftAll gives back what was suspended and waits until all is open.
func (b *bench) liftAll(ctx context.Context, acts []*v1alpha1.Decision) error {
	var grants []*v1alpha1.DeveloperGrant
	for _, act := range acts {
		if err := b.lift(ctx, act); err != nil {
			return err
		}
		grants = append(grants, b.observed.grant(string(act.Spec.Subject.Name)))
	}
	if _, err := b.observed.every(ctx, grants, v1alpha1.OpenReason); err != nil {
		return err
	}
	return b.mandate.quiet(ctx)
}
