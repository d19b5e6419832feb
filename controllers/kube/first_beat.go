// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package kube

import (
	"context"
	"time"

	"k8s.io/apimachinery/pkg/types"
	"k8s.io/utils/clock"
	"sigs.k8s.io/controller-runtime/pkg/client"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/beat"
)

const (
	// firstBeat is how long who gives waits for who takes away.
	firstBeat = 10 * time.Second
	// askedAgain is how often the Heartbeat is read meanwhile.
	askedAgain = 250 * time.Millisecond
)

// AwaitFirstBeat has who gives begin after who takes away. Where all were down,
// both begin at once, and the lists of the one and its reports on what is cut take
// the API server's time from the cuts of the other. It ends with the first beat,
// which a replica makes once it has seen the cluster and can cut; after ten
// seconds without one; at once where somebody beats, where nobody ever did, and
// where the Heartbeat cannot be read, since nothing is decided by it here.
func AwaitFirstBeat(ctx context.Context, live client.Reader, now clock.PassiveClock, local clock.Clock) {
	ctx, cancel := context.WithTimeout(ctx, firstBeat) // a read may hang, and an API server that begins is slow
	defer cancel()
	for until := local.Now().Add(firstBeat); local.Now().Before(until) && silent(ctx, live, now); {
		select {
		case <-ctx.Done():
			return
		case <-local.After(askedAgain):
		}
	}
}

func silent(ctx context.Context, live client.Reader, now clock.PassiveClock) bool {
	heart := &v1alpha1.Heartbeat{}
	err := live.Get(ctx, types.NamespacedName{Name: v1alpha1.HeartbeatName}, heart)
	return err == nil && beat.Silent(heart.Spec.RenewTime, now.Now())
}
