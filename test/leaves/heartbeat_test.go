// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package leaves

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/util/wait"
	"sigs.k8s.io/controller-runtime/pkg/client"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
)

const heartbeat = "Heartbeat"

// TestEveryLeafOfTheHeartbeat gives every value to the one Heartbeat, of which
// there are no copies. An administrator is refused whatever it is. What a member
// of mandate:break-glass may write does not keep cutoff from beating: the next
// beat, which is due at once, takes its place.
func TestEveryLeafOfTheHeartbeat(t *testing.T) {
	awaitBeat(t, "before anything is written")
	heart := &unstructured.Unstructured{}
	heart.SetGroupVersionKind(v1alpha1.GroupVersion.WithKind(heartbeat))
	heart.SetName(v1alpha1.HeartbeatName)
	for _, l := range leavesOf(t) {
		if l.kind != heartbeat {
			continue
		}
		for _, m := range values(l) {
			r := &trial{leaf: l, mutation: m, object: heart}
			err := r.writeHeart(t.Context(), admin)
			if !apierrors.IsInvalid(err) && (!apierrors.IsForbidden(err) || !strings.Contains(err.Error(), "cutoff alone writes its spec")) {
				r.fail("an administrator is not refused: %w", err)
			}
			r.judge(r.writeHeart(t.Context(), beater), true)
			if r.found != nil {
				t.Error(r.found)
			}
			if !r.refused {
				awaitBeat(t, fmt.Sprintf("with %s %s (%v)", l, m.name, m.value))
			}
		}
	}
	nobodyPanicked(t)
}

// writeHeart writes the mutation into the Heartbeat as it stands, and takes its
// last beat away first, so that the next is due.
func (r *trial) writeHeart(ctx context.Context, by client.Client) error {
	u := r.blank()
	if err := by.Get(ctx, client.ObjectKeyFromObject(r.object), u); err != nil {
		return err
	}
	unstructured.RemoveNestedField(u.Object, "spec", "renewTime")
	u.Object = set(u.Object, r.path, r.mutation).(map[string]any)
	err := by.Update(ctx, u)
	if apierrors.IsConflict(err) {
		return r.writeHeart(ctx, by)
	}
	return err
}

// awaitBeat waits for a whole beat of cutoff.
func awaitBeat(t *testing.T, when string) {
	t.Helper()
	var seen any
	err := wait.PollUntilContextTimeout(t.Context(), 50*time.Millisecond, patience, true, func(ctx context.Context) (bool, error) {
		heart := &v1alpha1.Heartbeat{}
		if seen = admin.Get(ctx, client.ObjectKey{Name: v1alpha1.HeartbeatName}, heart); seen != nil {
			return false, nil
		}
		spec := heart.Spec
		seen = spec
		return spec.RenewTime != nil && time.Until(spec.RenewTime.Time).Abs() < patience && spec.Canary != nil && spec.Canary.By == spec.Holder, nil
	})
	if err != nil {
		t.Fatalf("%s, cutoff does not beat: %v; seen: %+v", when, err, seen)
	}
}
