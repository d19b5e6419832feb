// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package kube

import (
	"context"
	"fmt"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/api/meta"
	"k8s.io/apimachinery/pkg/types"
	"sigs.k8s.io/controller-runtime/pkg/client"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
)

// Floor keeps a clock from telling a time before the last beat, of whichever
// process: what ended does not begin again because the API server's clock was set
// back while nobody of ours ran. Without a Heartbeat there is no floor.
func (c *ServerClock) Floor(ctx context.Context, live client.Reader) error {
	heart := &v1alpha1.Heartbeat{}
	err := live.Get(ctx, types.NamespacedName{Name: v1alpha1.HeartbeatName}, heart)
	switch {
	case apierrors.IsNotFound(err) || meta.IsNoMatchError(err):
		return nil
	case err != nil:
		return fmt.Errorf("read the last beat: %w", err)
	case heart.Spec.RenewTime != nil:
		c.Hear(heart.Spec.RenewTime.Time)
	}
	return nil
}
