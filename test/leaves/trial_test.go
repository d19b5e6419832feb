// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package leaves

import (
	"context"
	"errors"
	"fmt"
	"testing"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"sigs.k8s.io/controller-runtime/pkg/client"
)

// trial is one mutation of one leaf, on an object of its own.
type trial struct {
	leaf
	mutation
	// object is what is applied, without the mutation for one that is updated.
	object *unstructured.Unstructured
	// dry is that it is only asked whether it would be taken.
	dry bool
	// refused is that the mutation was refused, rightly.
	refused bool
	// first is the status before the mutation.
	first string
	// found is what is wrong; nothing more is tried of such an object.
	found error
}

// fail notes what was seen, once.
func (r *trial) fail(format string, args ...any) {
	if r.found == nil {
		r.found = fmt.Errorf("%s\n\tmutation: %s\n\tvalue:    %s\n\tseen:     %w", r.leaf, r.mutation.name, clip(fmt.Sprintf("%#v", r.value)), fmt.Errorf(format, args...))
	}
}

// alive tells whether there is an object to look at.
func (r *trial) alive() bool { return r.found == nil && !r.dry && !(r.refused && r.immutable) }

// trials are all mutations of all leaves that an object of its own can have.
// Kinds that nobody updates, and fields that cannot be, are tried by creating.
func trials(t *testing.T, b *bases) []*trial {
	t.Helper()
	var all []*trial
	for _, l := range leavesOf(t) {
		if l.kind == heartbeat {
			continue // there is one, which TestEveryLeafOfTheHeartbeat takes
		}
		// Nobody takes back what a calendar gave: what matters is what it may give.
		l.immutable = l.immutable || l.kind == "WorkCalendar"
		variant := b.holding(t, l)
		for _, m := range values(l) {
			all = append(all, &trial{leaf: l, mutation: m, object: b.fresh(t, variant), dry: variant >= b.live})
		}
	}
	return all
}

// mutated is the object with its mutation. An edition is named after its code
// and number, so that its name goes with them.
func (r *trial) mutated() *unstructured.Unstructured {
	u := r.object.DeepCopy()
	u.Object = set(u.Object, r.path, r.mutation).(map[string]any)
	code, _, _ := unstructured.NestedString(u.Object, "spec", "code")
	edition, ok, _ := unstructured.NestedInt64(u.Object, "spec", "edition")
	if parent, _, _ := unstructured.NestedString(u.Object, "spec", "parent"); r.kind == "Jurisdiction" && parent != "" {
		code += "-child"
	}
	if r.kind == "Jurisdiction" && code != "" && ok {
		u.SetName(fmt.Sprintf("%s.%d", code, edition))
	}
	return u
}

// begin creates the object: as it is, or mutated where it could not be updated.
func (r *trial) begin(ctx context.Context) {
	u := r.object.DeepCopy()
	if r.immutable {
		u = r.mutated()
	}
	if r.dry {
		r.ask(ctx, u)
		return
	}
	r.judge(admin.Create(ctx, u), r.immutable)
	r.object.SetName(u.GetName())
}

// mutate updates an object with its mutation.
func (r *trial) mutate(ctx context.Context) {
	if r.immutable || r.found != nil {
		return
	}
	r.judge(r.write(ctx, r.mutated()), true)
}

// revert puts the first spec back.
func (r *trial) revert(ctx context.Context) {
	if r.immutable || r.found != nil || r.refused {
		return
	}
	if err := r.write(ctx, r.object); err != nil {
		r.fail("it cannot be put back: %w", err)
	}
}

// write updates the spec of the object whatever its version is now.
func (r *trial) write(ctx context.Context, to *unstructured.Unstructured) error {
	u := to.DeepCopy()
	now := r.blank()
	if err := admin.Get(ctx, client.ObjectKeyFromObject(r.object), now); err != nil {
		return err
	}
	u.SetResourceVersion(now.GetResourceVersion())
	u.SetFinalizers(now.GetFinalizers())
	err := admin.Update(ctx, u)
	if apierrors.IsConflict(err) {
		return r.write(ctx, to)
	}
	return err
}

// judge takes a refusal in words that name the leaf where one may be.
func (r *trial) judge(err error, mayRefuse bool) {
	switch {
	case err == nil:
	case !mayRefuse:
		r.fail("the base itself is refused: %w", err)
	case !apierrors.IsInvalid(err) && !apierrors.IsForbidden(err) && !apierrors.IsBadRequest(err):
		r.fail("neither accepted nor refused: %w", err)
	case !r.names(err.Error(), r.mutation):
		r.fail("refused in words that do not name the field: %w", err)
	default:
		r.refused = true
	}
}

func (r *trial) blank() *unstructured.Unstructured {
	u := &unstructured.Unstructured{}
	u.SetGroupVersionKind(r.object.GroupVersionKind())
	return u
}

// problems are all that was found.
func problems(all []*trial) error {
	var found []error
	for _, r := range all {
		found = append(found, r.found)
	}
	return errors.Join(found...)
}

func clip(s string) string {
	const most = 120
	if runes := []rune(s); len(runes) > most {
		return string(runes[:most]) + fmt.Sprintf("… (%d bytes)", len(s))
	}
	return s
}
