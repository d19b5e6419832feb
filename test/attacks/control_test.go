// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package attacks

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	coordinationv1 "k8s.io/api/coordination/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/controller-runtime/pkg/client"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
)

// TestWaysOut tries every way out: refused; open once its one object is away;
// and refused again. The operator stands still meanwhile, so that nothing is
// mended in between, and in the end has everything as before.
func TestWaysOut(t *testing.T) {
	w := build(t)
	rows := w.rows()
	t.Run("closed", func(t *testing.T) {
		for _, r := range rows {
			t.Run(r.title(), func(t *testing.T) { w.isClosed(t, r) })
		}
	})
	operator.Kill()
	t.Run("controls", func(t *testing.T) {
		for _, off := range phases(rows) {
			t.Run("without "+off, func(t *testing.T) { w.control(t, off, rows) })
		}
	})
	restart(t)
	t.Run("closed again", func(t *testing.T) {
		for _, r := range rows {
			t.Run(r.title(), func(t *testing.T) { w.isClosed(t, r) })
		}
	})
	publish(t, rows)
}

func (r row) title() string { return strings.ReplaceAll(r.way, "/", " ") + " by " + string(r.who) }

// isClosed waits until a way is closed: by the row's own layer where no other
// is heard before it.
func (w *world) isClosed(t *testing.T, r row) {
	t.Helper()
	soon(t, r.title()+" is refused", func(ctx context.Context) error {
		if r.shaded() {
			return r.stopped(ctx, w)
		}
		return r.refused(ctx, w)
	})
}

// phases are the sets of policies that controls need off, each once.
func phases(rows []row) []string {
	var sets []string
	for _, r := range rows {
		if off := r.bindings(); !slices.Contains(sets, off) {
			sets = append(sets, off)
		}
	}
	slices.Sort(sets)
	return sets
}

// control takes a set of policies off and runs the controls that need it.
func (w *world) control(t *testing.T, off string, rows []row) {
	rows = slices.DeleteFunc(slices.Clone(rows), func(r row) bool { return r.bindings() != off })
	for _, r := range rows {
		if r.closed.binding != "" && len(r.beside) > 0 {
			t.Run(r.title()+" held by the policy alone", func(t *testing.T) { w.heldAlone(t, r) })
		}
	}
	var policies []layer
	for name := range strings.FieldsSeq(off) {
		policies = append(policies, policy(name))
	}
	change(t, policies, layer.away)
	for _, r := range rows {
		t.Run(r.title(), func(t *testing.T) { w.opens(t, r) })
	}
	change(t, policies, layer.back)
	for _, r := range rows {
		w.isClosed(t, r)
	}
}

// heldAlone shows that a policy refuses where no other layer does.
func (w *world) heldAlone(t *testing.T, r row) {
	change(t, r.beside, layer.away)
	soon(t, "the policy refuses", func(ctx context.Context) error { return r.refused(ctx, w) })
	change(t, r.beside, layer.back)
}

// opens shows, with the phase's policies off, that a row's layer is what closes
// the way.
func (w *world) opens(t *testing.T, r row) {
	others := slices.DeleteFunc(slices.Clone(r.beside), func(l layer) bool { return l.binding != "" })
	change(t, others, layer.away)
	if r.closed.binding == "" {
		soon(t, "the layer alone refuses", func(ctx context.Context) error { return r.refused(ctx, w) })
		change(t, []layer{r.closed}, layer.away)
	}
	soon(t, "the attack works", func(ctx context.Context) error { return r.works(ctx, w) })
	if r.closed.binding == "" {
		change(t, []layer{r.closed}, layer.back)
		soon(t, "the layer refuses again", func(ctx context.Context) error { return r.refused(ctx, w) })
	}
	change(t, others, layer.back)
}

func (l layer) away(ctx context.Context) error { return l.remove(ctx) }
func (l layer) back(ctx context.Context) error { return l.restore(ctx) }

func change(t *testing.T, layers []layer, how func(layer, context.Context) error) {
	t.Helper()
	for _, l := range layers {
		if err := how(l, t.Context()); err != nil {
			t.Fatalf("%s: %v", l.object, err)
		}
	}
}

// restart brings the operator back at once: the Lease of the one that was
// killed would have to run out first.
func restart(t *testing.T) {
	t.Helper()
	lease := &coordinationv1.Lease{ObjectMeta: metav1.ObjectMeta{Namespace: v1alpha1.SystemNamespace, Name: "mandate-operator"}}
	again, err := installed.StartOperator(t.Context(), "operator-again")
	if err := errors.Join(err, client.IgnoreNotFound(admin.Delete(t.Context(), lease))); err != nil {
		t.Fatal(err)
	}
	operator = again
}
