// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package unobstructed

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/types"
	"sigs.k8s.io/controller-runtime/pkg/client"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/authorization"
)

// TestNoPolicyStandsInTheWayOfACut breaks what is ours in every way and then
// takes everything away.
func TestNoPolicyStandsInTheWayOfACut(t *testing.T) {
	for _, b := range breakages(t) {
		t.Run(b.name, func(t *testing.T) {
			s := newScene(t)
			broken := time.Now()
			mend := b.apply(t)
			if time.Now().After(s.end) {
				t.Error("the term was over before the policies were broken: this machine is too slow to tell")
			}
			b.shows(t, s)
			s.cutAll(t, broken)
			if b.last != nil {
				b.last(t, s)
			}
			mend()
		})
	}
}

// refusesPods shows that all policies are broken: what gives is refused.
func refusesPods(t *testing.T, s *scene) {
	t.Helper()
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

// cutAll does all cuts, one as soon as the other is asked for, and awaits that
// each was seen to be complete, for its own reason.
//
// They are looked at side by side: policies that stay broken for longer than the
// grace of a missing guard are themselves a reason to cut everything.
func (s *scene) cutAll(t *testing.T, broken time.Time) {
	t.Helper()
	for _, c := range cuts {
		if c.act == nil {
			continue
		}
		if err := c.act(t.Context(), t, s); err != nil {
			t.Errorf("%s: %v", c.name, err)
		}
	}
	left := slices.DeleteFunc(slices.Clone(cuts), func(c cut) bool { return c.name == bystander })
	limit := patience + max(time.Until(s.end), 0)
	err := await(t.Context(), limit, func(ctx context.Context) error {
		var errs []error
		left = slices.DeleteFunc(left, func(c cut) bool {
			err := c.done(ctx, s)
			if err != nil {
				errs = append(errs, fmt.Errorf("%s: %w", c.name, err))
			}
			return err == nil
		})
		return errors.Join(errs...)
	})
	if err != nil {
		t.Error(err)
	}
	s.standsBy(t, broken)
}

// standsBy shows that it was the acts that cut: whoever none was for is as
// before, unless the policies were broken for so long that everybody is cut.
func (s *scene) standsBy(t *testing.T, broken time.Time) {
	t.Helper()
	box := &corev1.Namespace{}
	namespace, err := s.box(t.Context(), bystander)
	if err != nil {
		t.Fatal(err)
	}
	if err := admin.Get(t.Context(), types.NamespacedName{Name: namespace}, box); err != nil {
		t.Fatal(err)
	}
	by := box.Annotations[v1alpha1.ClosedByAnnotation]
	guardsMissed := strings.HasPrefix(by, v1alpha1.GuardMissingReason) && time.Since(broken) >= authorization.GuardGrace
	if by != "" && !guardsMissed {
		t.Errorf("the bystander is closed by %s: something else than the acts did the cuts", by)
	}
}
