// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package kube

import (
	"context"
	"time"

	"k8s.io/apimachinery/pkg/types"
	"k8s.io/utils/clock"
	"k8s.io/utils/ptr"
	"sigs.k8s.io/controller-runtime/pkg/client"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/beat"
)

const (
	// firstBeat is how long who gives waits for who takes away in a small cluster.
	firstBeat = 10 * time.Second
	// longestFirstBeat is how long it waits in any: as long as pods are let in after
	// a last beat.
	longestFirstBeat = time.Minute
	// grantsASecond and actsASecond are what cutoff lists, a grant with what is in its
	// sandbox, while a busy API server of two cores answers it alone.
	grantsASecond, actsASecond = 1000, 2000
	// askedAgain is how often the Heartbeat is read meanwhile.
	askedAgain = 250 * time.Millisecond
)

// AwaitFirstBeat has who gives begin after who takes away. Where all were down,
// both begin at once, and the lists of the one and its reports on what is cut take
// the API server's time from the cuts of the other. It ends with the first beat,
// which a replica makes once it has seen the cluster and can cut; without one after
// ten seconds and as long as it takes to list all grants and Decisions, a minute at
// most; at once where somebody beats, where nobody ever did, and where the Heartbeat
// cannot be read, since nothing is decided by it here.
func AwaitFirstBeat(ctx context.Context, live client.Reader, now clock.PassiveClock, local clock.Clock) {
	began := local.Now()
	patience := firstPatience(ctx, live, now)
	ctx, cancel := context.WithTimeout(ctx, patience) // a read may hang, and an API server that begins is slow
	defer cancel()
	for until := began.Add(patience); local.Now().Before(until) && silent(ctx, live, now); {
		select {
		case <-ctx.Done():
			return
		case <-local.After(askedAgain):
		}
	}
}

// firstPatience is how long a first beat is waited for: zero where none is.
func firstPatience(ctx context.Context, live client.Reader, now clock.PassiveClock) time.Duration {
	ctx, cancel := context.WithTimeout(ctx, firstBeat)
	defer cancel()
	if !silent(ctx, live, now) {
		return 0
	}
	grants := time.Duration(held(ctx, live, &v1alpha1.DeveloperGrantList{})) * time.Second / grantsASecond
	acts := time.Duration(held(ctx, live, &v1alpha1.DecisionList{})) * time.Second / actsASecond
	return min(firstBeat+grants+acts, longestFirstBeat)
}

// held is how many objects of a kind there are beyond the first, as the API server
// counts them beside a list of one; zero where it does not say.
func held(ctx context.Context, live client.Reader, one client.ObjectList) int64 {
	if err := live.List(ctx, one, client.Limit(1)); err != nil {
		return 0
	}
	return ptr.Deref(one.GetRemainingItemCount(), 0)
}

func silent(ctx context.Context, live client.Reader, now clock.PassiveClock) bool {
	heart := &v1alpha1.Heartbeat{}
	err := live.Get(ctx, types.NamespacedName{Name: v1alpha1.HeartbeatName}, heart)
	return err == nil && beat.Silent(heart.Spec.RenewTime, now.Now())
}
