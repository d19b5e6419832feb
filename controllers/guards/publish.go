// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package guards

import (
	"context"
	"fmt"

	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"sigs.k8s.io/controller-runtime/pkg/client"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/conditions"
)

// publish writes what is known of the guards to the Heartbeat, for cutoff and
// for people, where that is new. What somebody wrote since we read is a
// conflict.
func (p *Prober) publish(ctx context.Context) error {
	known := p.Watch.Guards()
	state := metav1.Condition{
		Type: v1alpha1.GuardsProvenCondition, Status: metav1.ConditionUnknown,
		Reason: v1alpha1.GuardsUnprovenReason, Message: "the admission policies could not be put to the proof; nothing is given until they are",
		LastTransitionTime: metav1.NewTime(p.Clock.Now()),
	}
	switch {
	case known.Missing != "":
		state.Status, state.Reason, state.Message = metav1.ConditionFalse, v1alpha1.GuardMissingReason, conditions.Clip(known.Missing, 4096)
		state.LastTransitionTime = metav1.NewTime(known.Since)
	case known.Proven:
		state.Status, state.Reason = metav1.ConditionTrue, v1alpha1.GuardsBiteReason
		state.Message = "every admission policy of Mandate stands as it was shipped, and those that can be tried refuse what they have to"
	}
	heart := &v1alpha1.Heartbeat{}
	if err := p.Client.Get(ctx, types.NamespacedName{Name: v1alpha1.HeartbeatName}, heart); err != nil {
		return client.IgnoreNotFound(err) // it is being made
	}
	updated := heart.DeepCopy()
	if !meta.SetStatusCondition(&updated.Status.Conditions, state) {
		return nil
	}
	err := p.Client.Status().Patch(ctx, updated, client.MergeFromWithOptions(heart, client.MergeFromWithOptimisticLock{}))
	if client.IgnoreNotFound(err) != nil {
		return fmt.Errorf("publish what is known of the guards: %w", err)
	}
	return nil
}
