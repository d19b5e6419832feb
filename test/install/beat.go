// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package install

import (
	"context"
	"fmt"
	"time"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/rest"
	"sigs.k8s.io/controller-runtime/pkg/client"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/controllers/kube"
	"github.com/publicdata-io/mandate/internal/beat"
)

// beater is who beats in place of cutoff, as a member of mandate:break-glass.
const beater = "test-beater"

// Beater is a client that may beat by hand, out of an administrator's access.
func Beater(admin *rest.Config) (client.Client, error) {
	scheme, err := kube.NewScheme()
	if err != nil {
		return nil, err
	}
	config := rest.CopyConfig(admin)
	config.Impersonate = rest.ImpersonationConfig{UserName: beater, Groups: []string{"system:masters", "mandate:break-glass"}}
	c, err := client.New(config, client.Options{Scheme: scheme})
	return c, wrap("make client", err)
}

// Beat makes the Heartbeat where there is none, and beats once, with a client of
// Beater: for tests that let pods or tokens into a sandbox while no cutoff runs.
// A beat is good for a minute.
func Beat(ctx context.Context, c client.Client) error {
	return BeatAt(ctx, c, time.Now())
}

// BeatAt beats with another time than now. The API server runs on this machine,
// so that its clock is ours.
func BeatAt(ctx context.Context, c client.Client, at time.Time) error {
	heart := &v1alpha1.Heartbeat{ObjectMeta: metav1.ObjectMeta{Name: v1alpha1.HeartbeatName}}
	if err := c.Create(ctx, heart.DeepCopy()); err != nil && !apierrors.IsAlreadyExists(err) {
		return fmt.Errorf("make the Heartbeat: %w", err)
	}
	patch := fmt.Sprintf(`{"spec":{"renewTime":%q,"holder":%q}}`, at.UTC().Format(time.RFC3339), beater)
	return wrap("beat", c.Patch(ctx, heart, client.RawPatch(types.MergePatchType, []byte(patch))))
}

// KeepBeating beats until the context ends, and returns after the first beat.
// What fails later shows in what is then refused.
func KeepBeating(ctx context.Context, c client.Client) error {
	if err := Beat(ctx, c); err != nil {
		return err
	}
	go func() {
		tick := time.NewTicker(beat.Every)
		defer tick.Stop()
		for {
			select {
			case <-ctx.Done():
				return
			case <-tick.C:
				_ = Beat(ctx, c)
			}
		}
	}()
	return nil
}
