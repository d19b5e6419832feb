// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package purge

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"sigs.k8s.io/controller-runtime/pkg/client"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/controllers/kube"
	"github.com/publicdata-io/mandate/internal/beat"
	"github.com/publicdata-io/mandate/internal/retention"
)

// observe reads live what the purge of a sandbox rests on. What could not be
// read stays unread, which keeps.
func (r *Reconciler) observe(ctx context.Context, target *corev1.Namespace, now time.Time) (retention.Facts, error) {
	facts := retention.Facts{Box: retention.Read(target)}
	link, linkErr := r.link(ctx, facts.Box, now)
	disposals, listErr := r.disposals(ctx, r.Live, facts.Box.Domain, target.Name)
	facts.Link, facts.Disposals = link, disposals
	var deciders []v1alpha1.ObjectName
	for _, d := range disposals {
		deciders = append(deciders, d.Spec.Organization)
	}
	register, registerErr := kube.Observer{Reader: r.Live}.Registered(ctx, deciders...)
	facts.Register = register
	return facts, errors.Join(linkErr, listErr, registerErr)
}

// link reads live whether the grant of a sandbox may still come back. A grant
// that was made again under the name is another one.
func (r *Reconciler) link(ctx context.Context, box retention.Box, now time.Time) (retention.Link, error) {
	if box.Domain == "" || box.Grant == "" || box.GrantUID == "" {
		return retention.Link{}, nil // whose it was cannot be told
	}
	grant := &v1alpha1.DeveloperGrant{}
	err := r.Live.Get(ctx, types.NamespacedName{Namespace: box.Domain, Name: box.Grant}, grant)
	switch {
	case apierrors.IsNotFound(err), err == nil && string(grant.UID) != box.GrantUID:
		return retention.Gone(), nil
	case err != nil:
		return retention.Link{}, fmt.Errorf("read the grant of sandbox %s: %w", box.Name, err)
	}
	facts, err := kube.Observer{Reader: r.Live, Parallel: true}.Grant(ctx, grant)
	if err != nil {
		return retention.Link{}, fmt.Errorf("read the facts on the grant of sandbox %s: %w", box.Name, err)
	}
	return retention.LinkOf(facts, now), nil
}

// step makes the next step of a purge: the mark, or, by a mark that stands
// since an earlier look, the deletion. A mark that no act bears is taken off.
// Each rests on the version that was read before the facts: whoever gives the
// sandbox back in between wins. It returns when to look again for want of a beat;
// last is the last one.
func (r *Reconciler) step(ctx context.Context, target *corev1.Namespace, box retention.Box, outcome retention.Outcome, last, now time.Time) (time.Time, error) {
	switch {
	case outcome.By == nil && box.Purge == "":
		return time.Time{}, nil
	case outcome.By == nil:
		return time.Time{}, r.mark(ctx, target, v1alpha1.PurgeAnnotation, "")
	case box.Purge != actOf(outcome.By):
		if err := r.mark(ctx, target, v1alpha1.PurgeAnnotation, actOf(outcome.By)); err != nil {
			return time.Time{}, err
		}
		r.tell(target, corev1.EventTypeWarning, v1alpha1.PurgingReason, "sandbox %s is deleted next, by Decision %s/%s of Organization %s",
			target.Name, outcome.By.Namespace, outcome.By.Name, outcome.By.Spec.Organization)
		return time.Time{}, nil
	}
	if box.Unbeaten(last) != nil {
		return now.Add(beatPause), nil
	}
	return time.Time{}, r.purge(ctx, target)
}

// beatPause is how soon it is looked at again whether cutoff has beaten. All that
// the purge rests on is read live with it, so that it is as rare as beats are.
const beatPause = beat.Every

// lastBeat is when cutoff beat last, by what is cached; zero where it has not, or
// where that could not be read.
func (r *Reconciler) lastBeat(ctx context.Context) (time.Time, error) {
	heart := &v1alpha1.Heartbeat{}
	if err := r.Client.Get(ctx, types.NamespacedName{Name: v1alpha1.HeartbeatName}, heart); err != nil {
		return time.Time{}, client.IgnoreNotFound(err) // it is being made
	}
	if heart.Spec.RenewTime == nil {
		return time.Time{}, nil
	}
	return heart.Spec.RenewTime.Time, nil
}

// purge deletes a sandbox that is marked, at the version that was read.
func (r *Reconciler) purge(ctx context.Context, target *corev1.Namespace) error {
	uid, version := target.UID, target.ResourceVersion
	err := r.Client.Delete(ctx, target.DeepCopy(), client.Preconditions{UID: &uid, ResourceVersion: &version})
	if client.IgnoreNotFound(err) != nil {
		return fmt.Errorf("purge sandbox %s: %w", target.Name, err)
	}
	return nil
}

// mark sets a mark on a sandbox at a version, or takes it off.
func (r *Reconciler) mark(ctx context.Context, at metav1.Object, key, value string) error {
	var set any
	if value != "" {
		set = value
	}
	patch, err := json.Marshal(map[string]any{"metadata": map[string]any{
		"resourceVersion": at.GetResourceVersion(), "annotations": map[string]any{key: set},
	}})
	if err != nil {
		return fmt.Errorf("encode the mark %s of sandbox %s: %w", key, at.GetName(), err)
	}
	object := &corev1.Namespace{ObjectMeta: metav1.ObjectMeta{Name: at.GetName()}}
	err = r.Client.Patch(ctx, object, client.RawPatch(types.MergePatchType, patch))
	if client.IgnoreNotFound(err) != nil {
		return fmt.Errorf("mark sandbox %s with %s: %w", at.GetName(), key, err)
	}
	return nil
}

func (r *Reconciler) tell(about *corev1.Namespace, kind, reason, note string, args ...any) {
	if r.Events != nil {
		r.Events.Eventf(about, nil, kind, reason, "Purge", note, args...)
	}
}
