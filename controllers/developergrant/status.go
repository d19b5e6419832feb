// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package developergrant

import (
	"context"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/controllers/kube"
	"github.com/publicdata-io/mandate/internal/authorization"
	"github.com/publicdata-io/mandate/internal/conditions"
)

// report writes the status where it says something new.
func (r *Reconciler) report(ctx context.Context, grant *v1alpha1.DeveloperGrant, v authorization.Verdict, b box, procedure v1alpha1.ProcedureReport, now time.Time) error {
	updated := grant.DeepCopy()
	status := &updated.Status
	states := append([]conditions.State{conditions.Active(v), b.ready}, ready(v, b)...)
	status.Conditions = conditions.Set(status.Conditions, grant.Generation, now, states...)
	status.ObservedGeneration = grant.Generation
	status.Effective = conditions.Effective(v.Interval)
	status.Tier = v.Tier
	status.ProcedureReport = procedure
	status.Inputs = conditions.Inputs(v)
	status.Sandbox = sandboxOf(grant, b, now)
	told := updated.DeepCopy()
	changed, err := kube.PatchStatus(ctx, r.Client, grant, updated)
	if changed {
		kube.Tell(r.Events, grant, grant.Status.Conditions, told.Status.Conditions)
		kube.TellProcedures(r.Events, grant, &grant.Status.ProcedureReport, &told.Status.ProcedureReport)
	}
	return err
}

// sandboxOf is what status says of the sandbox. When it was first open is kept.
func sandboxOf(grant *v1alpha1.DeveloperGrant, b box, now time.Time) *v1alpha1.SandboxStatus {
	if b.name == "" {
		return nil
	}
	status := &v1alpha1.SandboxStatus{Namespace: b.name}
	if before := grant.Status.Sandbox; before != nil && before.Namespace == b.name {
		status.OpenedAt = before.OpenedAt
	}
	if status.OpenedAt == nil && b.ready.Reason == v1alpha1.OpenReason {
		opened := metav1.NewTime(now).Rfc3339Copy()
		status.OpenedAt = &opened
	}
	return status
}

// ready is whether the cluster matches the legal state: the sandbox is what the
// verdict asks for, and nothing is awaited or to be mended.
func ready(v authorization.Verdict, b box) []conditions.State {
	if b.progress == conditions.Stalled {
		return conditions.Ready(b.progress, b.ready.Reason, b.ready.Message)
	}
	progress, reason, message := conditions.Of(v)
	if progress == conditions.Settled && b.progress != conditions.Settled {
		return conditions.Ready(b.progress, v1alpha1.ProgressingReason, b.ready.Message)
	}
	return conditions.Ready(progress, reason, message)
}
