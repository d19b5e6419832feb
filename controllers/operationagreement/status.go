// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package operationagreement

import (
	"context"
	"time"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/controllers/kube"
	"github.com/publicdata-io/mandate/internal/authorization"
	"github.com/publicdata-io/mandate/internal/conditions"
)

// report writes the status where it says something new. waits says what keeps
// a cohort closed, or is empty.
func (r *Reconciler) report(ctx context.Context, agreement *v1alpha1.OperationAgreement, v authorization.Verdict, procedure v1alpha1.ProcedureReport, duties conditions.State, waits string, applyErr error, now time.Time) error {
	updated := agreement.DeepCopy()
	progress, reason, message := conditions.Of(v)
	if progress == conditions.Settled && waits != "" {
		progress, reason, message = conditions.Reconciling, v1alpha1.ProgressingReason, waits
	}
	if applyErr != nil {
		progress, reason, message = conditions.Reconciling, v1alpha1.FailedReason, kube.Hindered("the routes and cohorts of the agreement", applyErr)
	}
	states := append([]conditions.State{conditions.Active(v), duties}, conditions.Ready(progress, reason, message)...)
	updated.Status.Conditions = conditions.Set(updated.Status.Conditions, agreement.Generation, now, states...)
	updated.Status.ObservedGeneration = agreement.Generation
	updated.Status.Effective = conditions.Effective(v.Interval)
	updated.Status.Inputs = conditions.Inputs(v)
	updated.Status.ProcedureReport = procedure
	told := updated.DeepCopy()
	changed, err := kube.PatchStatus(ctx, r.Client, agreement, updated)
	if changed {
		kube.Tell(r.Events, agreement, agreement.Status.Conditions, told.Status.Conditions)
		kube.TellProcedures(r.Events, agreement, &agreement.Status.ProcedureReport, &told.Status.ProcedureReport)
	}
	return err
}
