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
	"github.com/publicdata-io/mandate/internal/sandbox"
)

// report writes the status where it says something new.
func (r *Reconciler) report(ctx context.Context, grant *v1alpha1.DeveloperGrant, v authorization.Verdict, b box, procedure v1alpha1.ProcedureReport, duties conditions.State, opened *metav1.Time, now time.Time) error {
	updated := grant.DeepCopy()
	status := &updated.Status
	states := append([]conditions.State{conditions.Active(v), b.ready, duties}, ready(v, b)...)
	status.Conditions = conditions.Set(status.Conditions, grant.Generation, now, states...)
	status.ObservedGeneration = grant.Generation
	status.Effective = conditions.Effective(v.Interval)
	status.Tier = v.Tier
	status.ProcedureReport = procedure
	status.Inputs = conditions.Inputs(v)
	status.Sandbox = sandboxOf(b, opened)
	told := updated.DeepCopy()
	changed, err := kube.PatchStatus(ctx, r.Client, grant, updated)
	if changed {
		kube.Tell(r.Events, grant, grant.Status.Conditions, told.Status.Conditions)
		kube.TellProcedures(r.Events, grant, &grant.Status.ProcedureReport, &told.Status.ProcedureReport)
	}
	return err
}

// sandboxOf is what status says of the sandbox.
func sandboxOf(b box, opened *metav1.Time) *v1alpha1.SandboxStatus {
	if b.name == "" {
		return nil
	}
	if !b.made.IsZero() {
		opened = &b.made
	}
	return &v1alpha1.SandboxStatus{Namespace: b.name, OpenedAt: opened}
}

// remembering is a grant whose status tells when its sandbox was opened. That is
// read from the sandbox, which is made with an open gate and outlasts any
// status: one that was lost is told again, and nothing rests on a status.
func (r *Reconciler) remembering(ctx context.Context, grant *v1alpha1.DeveloperGrant) (*v1alpha1.DeveloperGrant, error) {
	name := sandbox.NamespaceName(grant.UID)
	seen, err := r.sandboxSeen(ctx, name)
	if err != nil {
		return grant, err
	}
	known := grant.DeepCopy()
	known.Status.Sandbox = nil
	if seen != nil {
		made := seen.GetCreationTimestamp()
		known.Status.Sandbox = &v1alpha1.SandboxStatus{Namespace: name, OpenedAt: &made}
	}
	return known, nil
}

func openedAt(grant *v1alpha1.DeveloperGrant) *metav1.Time {
	if grant.Status.Sandbox == nil {
		return nil
	}
	return grant.Status.Sandbox.OpenedAt
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
