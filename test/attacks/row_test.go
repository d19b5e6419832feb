// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package attacks

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// row is one way out, tried by one persona, and the one object that closes it.
type row struct {
	way    string
	who    persona
	attack func(context.Context, *access) error
	// says are fragments of the refusal, beside the layer's own mark.
	says   []string
	closed layer
	// beside are the other layers that close the same way for the same persona;
	// they have rows of their own, and are away while this one is shown to hold.
	beside []layer
	// reaches is how the attack fails once nothing of ours stands in its way,
	// on a control plane that has no node; empty where it then succeeds.
	reaches string
}

// refused finds that the attack is not refused by the row's own layer.
func (r row) refused(ctx context.Context, w *world) error {
	return r.judge(r.attack(ctx, w.people[r.who]))
}

func (r row) judge(err error) error {
	switch {
	case err == nil:
		return errors.New("it works")
	case apierrors.ReasonForError(err) != r.reason():
		return fmt.Errorf("it is not refused as %s: %w", r.reason(), err)
	}
	for _, fragment := range append([]string{r.closed.marks}, r.says...) {
		if !strings.Contains(err.Error(), fragment) {
			return fmt.Errorf("the refusal does not say %q: %w", fragment, err)
		}
	}
	return nil
}

// reason is the status reason of the refusal.
func (r row) reason() metav1.StatusReason {
	if r.closed.invalid {
		return metav1.StatusReasonInvalid
	}
	return metav1.StatusReasonForbidden
}

// stopped finds that the attack is not refused at all.
func (r row) stopped(ctx context.Context, w *world) error {
	err := r.attack(ctx, w.people[r.who])
	if apierrors.IsForbidden(err) || apierrors.IsInvalid(err) {
		return nil
	}
	return fmt.Errorf("not refused: %w", err)
}

// works finds that the attack does not get through.
func (r row) works(ctx context.Context, w *world) error {
	err := r.attack(ctx, w.people[r.who])
	if err == nil || (r.reaches != "" && strings.Contains(err.Error(), r.reaches) && !apierrors.IsForbidden(err)) {
		return nil
	}
	return err
}

// shaded tells whether another layer is heard before the row's own, or may be:
// policies are asked in no order.
func (r row) shaded() bool {
	return slices.ContainsFunc(r.beside, func(l layer) bool { return l.rank <= r.closed.rank })
}

// bindings are the names of the policies that are off while the row's control
// runs.
func (r row) bindings() string {
	var names []string
	for _, l := range append([]layer{r.closed}, r.beside...) {
		if l.binding != "" {
			names = append(names, strings.TrimPrefix(l.binding, "mandate-"))
		}
	}
	slices.Sort(names)
	return strings.Join(names, " ")
}
