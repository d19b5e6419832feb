// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package purge

import (
	"context"
	"errors"
	"fmt"
	"time"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/controllers/kube"
	"github.com/publicdata-io/mandate/internal/conditions"
	"github.com/publicdata-io/mandate/internal/retention"
)

// report says of every Dispose whether it has its effect, and what it waits for: at
// the last, for a beat of cutoff. One that was not decided where the sandbox's grant
// lives is judged too.
func (r *Reconciler) report(ctx context.Context, disposals []*v1alpha1.Decision, f retention.Facts, last, now time.Time) error {
	var errs []error
	for _, d := range disposals {
		counts := conditions.Is(v1alpha1.CountsCondition, true, v1alpha1.EffectiveReason, "by this act the sandbox is purged")
		found := retention.Judge(d, f, now)
		if found == nil {
			found = f.Box.Unbeaten(last)
		}
		if found != nil {
			counts = conditions.Is(v1alpha1.CountsCondition, false, found.Reason, found.Text())
		}
		errs = append(errs, r.write(ctx, d, counts, now))
	}
	return errors.Join(errs...)
}

// reportGone says of every Dispose of a sandbox that is gone that nothing is
// left to be done.
func (r *Reconciler) reportGone(ctx context.Context, sandbox string, disposals []*v1alpha1.Decision, now time.Time) error {
	var errs []error
	for _, d := range disposals {
		errs = append(errs, r.write(ctx, d, conditions.Is(v1alpha1.CountsCondition, true, v1alpha1.DisposedReason,
			fmt.Sprintf("there is no sandbox %s: it was purged, or never was; one that is made later needs a Dispose of its own", sandbox)), now))
	}
	return errors.Join(errs...)
}

func (r *Reconciler) write(ctx context.Context, d *v1alpha1.Decision, counts conditions.State, now time.Time) error {
	updated := d.DeepCopy()
	states := append([]conditions.State{counts}, conditions.Ready(conditions.Settled, "", "the act is recorded")...)
	updated.Status.Conditions = conditions.Set(updated.Status.Conditions, d.Generation, now, states...)
	updated.Status.ObservedGeneration = d.Generation
	_, err := kube.PatchStatus(ctx, r.Client, d, updated)
	return err
}
