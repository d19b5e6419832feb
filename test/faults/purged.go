// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package faults

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"sigs.k8s.io/controller-runtime/pkg/client"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/controllers/kube"
	"github.com/publicdata-io/mandate/internal/retention"
	"github.com/publicdata-io/mandate/internal/sandbox"
)

// A retention is of days. So that a sandbox can be purged here, it stands frozen as
// the scenario begins, and the accounts of operator and cutoff, of which it takes
// both, have dated its retention to be over.

// outlived is a domain in which the grant g was terminated and the retention of its
// sandbox is over.
var outlived = &beginning{"outlived", act{do: func(ctx context.Context, w *world) error {
	if err := two.do(ctx, w); err != nil {
		return err
	}
	if err := w.inBox(ctx, "g", "is open", func(box *corev1.Namespace) bool {
		room := &metav1.PartialObjectMetadata{TypeMeta: metav1.TypeMeta{APIVersion: "rbac.authorization.k8s.io/v1", Kind: "RoleBinding"}}
		return w.house.admin.Get(ctx, types.NamespacedName{Namespace: box.Name, Name: sandbox.RoomName}, room) == nil
	}); err != nil {
		return err
	}
	if err := w.decide(ctx, w.by(bureau, "e").Terminates(onGrant, "g")); err != nil {
		return err
	}
	if err := w.inBox(ctx, "g", "is retained", func(box *corev1.Namespace) bool {
		return box.Annotations[v1alpha1.RetainedUntilAnnotation] != ""
	}); err != nil {
		return err
	}
	// Cutoff that has not heard yet of its own date, or of ours, dates it anew.
	for range 5 {
		if err := errors.Join(w.rest(ctx), w.outlive(ctx, "g"), w.rest(ctx)); err != nil {
			return err
		}
		if box, err := w.boxOf(ctx, "g"); err != nil || box.Annotations[v1alpha1.RetainedUntilAnnotation] == rfc3339(box.CreationTimestamp.Time) {
			return err
		}
	}
	return errors.New("cutoff dates the retention anew each time")
}}}

// boxOf is the sandbox of a grant.
func (w *world) boxOf(ctx context.Context, grant string) (*corev1.Namespace, error) {
	of, box := &v1alpha1.DeveloperGrant{}, &corev1.Namespace{}
	if err := w.house.admin.Get(ctx, types.NamespacedName{Namespace: w.name, Name: grant}, of); err != nil {
		return nil, fmt.Errorf("read grant %s: %w", grant, err)
	}
	box.Name = sandbox.NamespaceName(of.UID)
	return box, client.IgnoreNotFound(w.house.admin.Get(ctx, client.ObjectKeyFromObject(box), box))
}

// inBox waits until the sandbox of a grant is as it is to be.
func (w *world) inBox(ctx context.Context, grant, says string, is func(*corev1.Namespace) bool) error {
	for end := time.Now().Add(patience); ; time.Sleep(pollEvery) {
		box, err := w.boxOf(ctx, grant)
		if err != nil {
			return err
		}
		if is(box) {
			return nil
		}
		if time.Now().After(end) || ctx.Err() != nil {
			return fmt.Errorf("it is not so that the sandbox of grant %s %s: %v", grant, says, box.Annotations)
		}
	}
}

// outlive lets the retention of a sandbox be over since it was made: its class
// keeps nothing for a day, cutoff dates it anew, and its class is as it was.
func (w *world) outlive(ctx context.Context, grant string) error {
	box, err := w.boxOf(ctx, grant)
	if err != nil {
		return err
	}
	days, over := box.Annotations[v1alpha1.RetentionDaysAnnotation], rfc3339(box.CreationTimestamp.Time)
	for _, write := range []struct{ by, notes string }{
		{"mandate-operator", fmt.Sprintf(`{%q:null,%q:"0"}`, v1alpha1.RetainedUntilAnnotation, v1alpha1.RetentionDaysAnnotation)},
		{"mandate-cutoff", fmt.Sprintf(`{%q:%q}`, v1alpha1.RetainedUntilAnnotation, over)},
		{"mandate-operator", fmt.Sprintf(`{%q:%q}`, v1alpha1.RetentionDaysAnnotation, days)},
	} {
		account, err := w.house.as("system:serviceaccount:"+v1alpha1.SystemNamespace+":"+write.by, "system:masters")
		if err != nil {
			return err
		}
		patch := client.RawPatch(types.MergePatchType, []byte(`{"metadata":{"annotations":`+write.notes+`}}`))
		if err := account.Patch(ctx, box, patch); err != nil {
			return fmt.Errorf("date the retention of the sandbox of grant %s: %w", grant, err)
		}
	}
	return w.recorded(ctx, box)
}

// disposes decides on the disposal of the sandbox of a grant.
func disposes(name, grant string) act {
	return act{do: func(ctx context.Context, w *world) error {
		box, err := w.boxOf(ctx, grant)
		if err != nil {
			return err
		}
		return w.decide(ctx, w.by(bureau, name).Disposes(box.Name))
	}}
}

// purgeOf is what the purge of a sandbox rests on in the state, and the answer.
func (s *state) purgeOf(box *corev1.Namespace, now time.Time) retention.Outcome {
	facts := retention.Facts{Box: retention.Read(box), Link: retention.Gone()}
	if grant := s.grantOf(box); grant != nil {
		_, read := s.verdict(grant, now)
		facts.Link = retention.LinkOf(read, now)
	}
	var deciders []v1alpha1.ObjectName
	for _, d := range all[*v1alpha1.Decision](s) {
		if d.Spec.Action == v1alpha1.ActionDispose && string(d.Spec.Subject.Name) == box.Name {
			facts.Disposals, deciders = append(facts.Disposals, d), append(deciders, d.Spec.Organization)
		}
	}
	facts.Register, _ = kube.Observer{Reader: s}.Registered(context.Background(), deciders...) // only what is missing is not found
	return retention.Decide(facts, now)
}

// unpurged are sandboxes that an act disposes of and that stand.
func (s *state) unpurged(now time.Time) error {
	for _, box := range s.sandboxes() {
		if outcome := s.purgeOf(box, now); outcome.By != nil && box.DeletionTimestamp == nil {
			return fmt.Errorf("%s stands, of which Decision %s disposes", box.Name, outcome.By.Name)
		}
	}
	return nil
}

// purged judges a write that deletes a sandbox: it was to be purged, and carried the
// mark of the act by which since an earlier write.
func (r *replay) purged(c *change, before, after client.Object) {
	box, ok := before.(*corev1.Namespace)
	if !ok || box.Labels[v1alpha1.SandboxLabel] == "" || box.DeletionTimestamp != nil || (after != nil && after.GetDeletionTimestamp() == nil) {
		return
	}
	outcome, mark := r.now.purgeOf(box, c.seen), box.Annotations[v1alpha1.PurgeAnnotation]
	switch {
	case outcome.By == nil:
		r.violated(c, "it is deleted, and is to be kept")
	case !strings.HasSuffix(mark, string(outcome.By.UID)):
		r.violated(c, "it is deleted by Decision %s, and marked by %q", outcome.By.Name, mark)
	}
}
