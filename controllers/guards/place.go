// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package guards

import (
	"context"
	"fmt"

	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"sigs.k8s.io/controller-runtime/pkg/client"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/guard"
)

// place makes the probe sandbox where there is none, and looks whether what else
// is probed is there. The sandbox has no label part, so
// that no cache of ours holds it, and no grant. Without the end of a term no pod
// starts in it, and it has no door.
func (p *Prober) place(ctx context.Context) error {
	if p.placed {
		return nil
	}
	there := &corev1.Namespace{}
	err := p.Live.Get(ctx, types.NamespacedName{Name: guard.ProbeSandbox}, there)
	if apierrors.IsNotFound(err) {
		err = p.Client.Create(ctx, &corev1.Namespace{ObjectMeta: metav1.ObjectMeta{
			Name: guard.ProbeSandbox,
			Labels: map[string]string{
				v1alpha1.SandboxLabel:                "true",
				"pod-security.kubernetes.io/enforce": "restricted",
			},
		}})
	}
	if err != nil && !apierrors.IsAlreadyExists(err) {
		return fmt.Errorf("make the probe sandbox %s: %w", guard.ProbeSandbox, err)
	}
	// A probe is put to the Heartbeat too, which is being made.
	if err := p.Client.Get(ctx, types.NamespacedName{Name: v1alpha1.HeartbeatName}, &v1alpha1.Heartbeat{}); err != nil {
		return fmt.Errorf("look for the Heartbeat: %w", err)
	}
	p.placed = true
	return nil
}

// targeted are the probes of a round: those of a grant are put to one that is
// there, and left out where there is none.
func (p *Prober) targeted(ctx context.Context) ([]guard.Probe, error) {
	var grants v1alpha1.DeveloperGrantList
	if err := p.Client.List(ctx, &grants, client.Limit(1), client.UnsafeDisableDeepCopy); err != nil {
		return nil, fmt.Errorf("look for a grant: %w", err)
	}
	probes := make([]guard.Probe, 0, len(p.probes))
	for _, probe := range p.probes {
		switch {
		case !probe.Grant:
			probes = append(probes, probe)
		case len(grants.Items) > 0:
			probes = append(probes, probe.On(grants.Items[0].Namespace, grants.Items[0].Name))
		}
	}
	return probes, nil
}
