// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package cutoff

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"sync"
	"time"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/utils/clock"
	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/client"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/beat"
)

// +kubebuilder:rbac:groups=mandate.publicdata.io,resources=heartbeats,verbs=get;list;watch;patch

const (
	// canaryPatience is how long a canary may take; then it is asked for anew.
	canaryPatience = 5 * time.Second
	// beatPause is how often a replica asks itself whether a beat is due.
	beatPause = 200 * time.Millisecond
)

// Heart beats while this replica can cut: once a canary cut went through the
// watch, both queues and the write, and came back by the watch, and while no
// close and no room write is overdue. Any replica beats that is due; one that
// cannot stops no other.
type Heart struct {
	Client client.Client
	// Clock is the API server's time, at least.
	Clock clock.PassiveClock
	// Local paces the loop.
	Local clock.Clock
	// Name is the replica's.
	Name string
	// Canary is the proof.
	Canary *Canary
	// Owed are the cuts under way.
	Owed *Owed

	mu     sync.Mutex
	asked  time.Time     // when the canary was asked for, by Local; zero while none is out
	mark   string        // of the canary that is out
	jitter time.Duration // of the next beat
	said   string        // why there was no beat, as it was last logged
}

// NeedLeaderElection lets every replica beat.
func (h *Heart) NeedLeaderElection() bool { return false }

// Start beats until the context ends.
func (h *Heart) Start(ctx context.Context) error {
	for {
		h.tell(ctx, h.Step(ctx))
		timer := h.Local.NewTimer(beatPause)
		select {
		case <-ctx.Done():
			timer.Stop()
			return nil
		case <-h.Canary.Proved:
			timer.Stop()
		case <-timer.C():
		}
	}
}

// tell logs why there is no beat, once for each reason.
func (h *Heart) tell(ctx context.Context, err error) {
	now := ""
	if err != nil {
		now = err.Error()
	}
	if now != h.said && now != "" && ctx.Err() == nil {
		ctrl.LoggerFrom(ctx).Error(err, "there is no beat")
	}
	h.said = now
}

// Step asks for a canary where a beat is due, and beats where the canary that is
// out came through.
func (h *Heart) Step(ctx context.Context) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	heart := &v1alpha1.Heartbeat{}
	err := h.Client.Get(ctx, types.NamespacedName{Name: v1alpha1.HeartbeatName}, heart)
	if apierrors.IsNotFound(err) {
		h.asked = time.Time{}
		return errors.New("there is no Heartbeat operator yet; the operator makes it")
	}
	if err != nil {
		return fmt.Errorf("read the Heartbeat: %w", err)
	}
	if err := h.hindered(); err != nil {
		return err
	}
	local := h.Local.Now()
	switch {
	case !h.asked.IsZero() && h.Canary.Came(h.mark):
		return h.beat(ctx)
	case h.asked.IsZero() && beat.Due(heart.Spec.RenewTime, h.Clock.Now()) > h.jitter:
		return nil
	case h.asked.IsZero():
		return h.ask(ctx)
	case local.Sub(h.asked) > canaryPatience:
		h.asked = time.Time{}
		if h.overtaken(heart) {
			return nil
		}
		return fmt.Errorf("the canary did not come through watch, queue and write within %s; is there a ClusterRole %s?", canaryPatience, v1alpha1.CanaryRole)
	}
	return nil
}

// overtaken says whether another replica asked in the same moment, so that its
// canary took the place of ours, and has beaten: nothing is shown of us by that.
func (h *Heart) overtaken(heart *v1alpha1.Heartbeat) bool {
	return heart.Spec.Canary != nil && canaryMark(heart.Spec.Canary) != h.mark &&
		beat.Due(heart.Spec.RenewTime, h.Clock.Now()) > h.jitter
}

// hindered says what keeps a replica from beating.
func (h *Heart) hindered() error {
	if since, overdue := h.Owed.Longest(h.Local.Now()); since > beat.Overdue {
		return fmt.Errorf("the cut of %s is under way for more than %s", overdue, beat.Overdue)
	}
	return nil
}

// ask writes the canary that the watch is to bring back.
func (h *Heart) ask(ctx context.Context) error {
	canary := &v1alpha1.Canary{Asked: metav1.NewMicroTime(h.Clock.Now().UTC().Truncate(time.Microsecond)), By: h.Name}
	h.asked, h.mark = h.Local.Now(), canaryMark(canary)
	if err := h.patch(ctx, map[string]any{"canary": canary}); err != nil {
		h.asked = time.Time{}
		return fmt.Errorf("ask for a canary: %w", err)
	}
	return nil
}

// beat renews the Heartbeat.
func (h *Heart) beat(ctx context.Context) error {
	h.asked = time.Time{}
	// Beats fall at changing parts of the second, so that what the server's
	// answers tell of its time closes in.
	h.jitter = rand.N(time.Second)
	now := metav1.NewTime(h.Clock.Now().UTC().Truncate(time.Second))
	if err := h.patch(ctx, map[string]any{"renewTime": now, "holder": h.Name}); err != nil {
		return fmt.Errorf("beat: %w", err)
	}
	return nil
}

func (h *Heart) patch(ctx context.Context, spec map[string]any) error {
	data, err := json.Marshal(map[string]any{"spec": spec})
	if err != nil {
		return fmt.Errorf("encode: %w", err)
	}
	heart := &v1alpha1.Heartbeat{ObjectMeta: metav1.ObjectMeta{Name: v1alpha1.HeartbeatName}}
	return h.Client.Patch(ctx, heart, client.RawPatch(types.MergePatchType, data), client.FieldOwner(v1alpha1.CutoffFieldOwner))
}
