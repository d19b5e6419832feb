// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package unobstructed

import (
	"context"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/types"
	"sigs.k8s.io/controller-runtime/pkg/client"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
)

// TestNoPolicyStandsInTheWayOfACut breaks what is ours in every way and then
// takes everything away.
func TestNoPolicyStandsInTheWayOfACut(t *testing.T) {
	for _, b := range breakages(t) {
		t.Run(b.name, func(t *testing.T) {
			s := newScene(t)
			mend := b.apply(t)
			s.isBroken(t, len(b.name) > 0 && !*each)
			s.cutAll(t)
			mend()
		})
	}
}

// isBroken shows that the breakage is in effect: what gives is refused.
func (s *scene) isBroken(t *testing.T, all bool) {
	t.Helper()
	if time.Now().After(s.end) {
		t.Error("the term was over before the policies were broken: this machine is too slow to tell")
	}
	if !all {
		return
	}
	namespace, err := s.box(t.Context(), bystander)
	if err != nil {
		t.Fatal(err)
	}
	other := pod(namespace)
	other.Name = "other"
	if err := admin.Create(t.Context(), other, client.DryRunAll); err == nil {
		t.Error("a pod is let in: nothing is broken")
	}
}

// cutAll does all cuts, one as soon as the other is asked for, and awaits each.
func (s *scene) cutAll(t *testing.T) {
	t.Helper()
	for _, c := range cuts {
		if c.act == nil {
			continue
		}
		if err := c.act(t.Context(), t, s); err != nil {
			t.Errorf("%s: %v", c.name, err)
		}
	}
	for _, c := range cuts {
		if c.name == bystander {
			continue
		}
		limit := patience
		if c.name == termEnd {
			limit += time.Until(s.end)
		}
		if err := await(t.Context(), limit, func(ctx context.Context) error { return c.done(ctx, s) }); err != nil {
			t.Errorf("%s: %v", c.name, err)
		}
	}
	box := &corev1.Namespace{}
	namespace, err := s.box(t.Context(), bystander)
	if err != nil {
		t.Fatal(err)
	}
	if err := admin.Get(t.Context(), types.NamespacedName{Name: namespace}, box); err != nil {
		t.Fatal(err)
	}
	if by := box.Annotations[v1alpha1.ClosedByAnnotation]; by != "" {
		t.Errorf("the bystander is closed by %s: something else than the acts did the cuts", by)
	}
}
