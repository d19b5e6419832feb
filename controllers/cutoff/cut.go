// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package cutoff

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"strings"
	"time"

	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"sigs.k8s.io/controller-runtime/pkg/client"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/controllers/kube"
	"github.com/publicdata-io/mandate/internal/sandbox"
)

// Knife makes the writes that take away. Each is unconditional and may be
// repeated: what is gone already is no error.
type Knife struct {
	Client client.Client
	// Live reads from the API server what must be proved gone.
	Live client.Reader
}

// NewKnife bounds each of its requests: one that hangs stops neither the other
// writes of the same cut nor, for longer than that, the worker that waits for it.
func NewKnife(c client.Client, live client.Reader, each time.Duration) Knife {
	return Knife{Client: kube.Bounded{Client: c, Each: each}, Live: kube.BoundedReader{Reader: live, Each: each}}
}

// merge patches an object that may be gone.
func (k Knife) merge(ctx context.Context, object client.Object, patch map[string]any) error {
	data, err := json.Marshal(patch)
	if err != nil {
		return fmt.Errorf("encode the cut of %s: %w", object.GetName(), err)
	}
	err = k.Client.Patch(ctx, object, client.RawPatch(types.MergePatchType, data), client.FieldOwner(v1alpha1.CutoffFieldOwner))
	if client.IgnoreNotFound(err) != nil {
		return fmt.Errorf("cut %T %s/%s: %w", object, object.GetNamespace(), object.GetName(), err)
	}
	return nil
}

func closedBy(cause string) map[string]any {
	return map[string]any{"annotations": map[string]any{v1alpha1.ClosedByAnnotation: cause}}
}

// EmptyCohort takes every right of every room of a cohort in one write.
func (k Knife) EmptyCohort(ctx context.Context, role, cause string) error {
	object := &rbacv1.ClusterRole{ObjectMeta: metav1.ObjectMeta{Name: role}}
	return entry(k.merge(ctx, object, map[string]any{"metadata": closedBy(cause), "rules": []any{}}))
}

// CloseRoute lets nobody of an agreement reach a resource. The policy stays:
// deleting the last one that selects data would open it.
func (k Knife) CloseRoute(ctx context.Context, namespace, name, cause string) error {
	object := &networkingv1.NetworkPolicy{ObjectMeta: metav1.ObjectMeta{Namespace: namespace, Name: name}}
	return k.merge(ctx, object, map[string]any{"metadata": closedBy(cause), "spec": map[string]any{"ingress": []any{}}})
}

// Close closes a sandbox and takes all of its inputs.
func (k Knife) Close(ctx context.Context, box metav1.Object, cause string) error {
	marks := closedBy(cause)
	marks["annotations"].(map[string]any)[v1alpha1.FrozenAnnotation] = nil
	marks["labels"] = without(inputLabels(box.GetLabels(), nil))
	return entry(k.merge(ctx, &corev1.Namespace{ObjectMeta: metav1.ObjectMeta{Name: box.GetName()}}, map[string]any{"metadata": marks}))
}

// CloseInputs takes some inputs of a sandbox, and marks the pods that could
// reach them.
func (k Knife) CloseInputs(ctx context.Context, box metav1.Object, lost []string, evictBefore time.Time) error {
	return entry(k.merge(ctx, &corev1.Namespace{ObjectMeta: metav1.ObjectMeta{Name: box.GetName()}}, map[string]any{"metadata": map[string]any{
		"labels":      without(lost),
		"annotations": map[string]any{v1alpha1.EvictBeforeAnnotation: evictBefore.UTC().Format(time.RFC3339)},
	}}))
}

// inputLabels are the input labels that are there and not to be kept.
func inputLabels(labels map[string]string, keep map[string]bool) []string {
	var lost []string
	for key := range labels {
		if strings.HasPrefix(key, v1alpha1.InputLabelPrefix) && !keep[key] {
			lost = append(lost, key)
		}
	}
	return lost
}

func without(keys []string) map[string]any {
	gone := map[string]any{}
	for _, key := range keys {
		gone[key] = nil
	}
	return gone
}

// TakeRights deletes the room and the door of a sandbox.
func (k Knife) TakeRights(ctx context.Context, namespace string) error {
	var errs []error
	for _, name := range []string{sandbox.RoomName, sandbox.DoorName} {
		binding := &rbacv1.RoleBinding{ObjectMeta: metav1.ObjectMeta{Namespace: namespace, Name: name}}
		if err := k.Client.Delete(ctx, binding); client.IgnoreNotFound(err) != nil {
			errs = append(errs, fmt.Errorf("delete RoleBinding %s/%s: %w", namespace, name, err))
		}
	}
	return entry(errors.Join(errs...))
}

// CloseEgress lets no pod of a sandbox out by a policy.
func (k Knife) CloseEgress(ctx context.Context, namespace, name, cause string) error {
	object := &networkingv1.NetworkPolicy{ObjectMeta: metav1.ObjectMeta{Namespace: namespace, Name: name}}
	return k.merge(ctx, object, map[string]any{"metadata": closedBy(cause), "spec": map[string]any{"egress": []any{}}})
}

// EmptyQuota lets nothing new start in a sandbox.
func (k Knife) EmptyQuota(ctx context.Context, namespace, cause string) error {
	object := &corev1.ResourceQuota{ObjectMeta: metav1.ObjectMeta{Namespace: namespace, Name: sandbox.QuotaName}}
	return k.merge(ctx, object, map[string]any{"metadata": closedBy(cause), "spec": map[string]any{"hard": sandbox.EmptyQuota()}})
}

// Evict deletes the pods of a sandbox without grace, all of them or those made
// before an instant, and says how many a live list still held.
func (k Knife) Evict(ctx context.Context, namespace string, before *time.Time) (int, error) {
	var pods corev1.PodList
	if err := k.Live.List(ctx, &pods, client.InNamespace(namespace)); err != nil {
		return 0, fmt.Errorf("list the pods of %s: %w", namespace, err)
	}
	left, errs := 0, []error(nil)
	for i := range pods.Items {
		pod := &pods.Items[i]
		if before != nil && !pod.CreationTimestamp.Time.Before(*before) {
			continue
		}
		left++
		err := k.Client.Delete(ctx, pod, client.GracePeriodSeconds(0))
		if err != nil && !apierrors.IsNotFound(err) {
			errs = append(errs, fmt.Errorf("delete pod %s/%s: %w", namespace, pod.Name, err))
		}
	}
	return left, errors.Join(errs...)
}

// CloseAgain writes the cause that stands now on a sandbox whose cut for another
// is complete: a giving write that rests on the older one then fails. The date,
// unless it is zero, is as in MarkFrozen.
func (k Knife) CloseAgain(ctx context.Context, namespace, cause string, until time.Time) error {
	return k.freeze(ctx, namespace, map[string]any{v1alpha1.ClosedByAnnotation: cause, v1alpha1.FrozenAnnotation: cause}, until)
}

// MarkFrozen says that the cut which closed a sandbox is complete, and, unless
// that is zero, until when it is kept.
func (k Knife) MarkFrozen(ctx context.Context, namespace, cause string, until time.Time) error {
	return k.freeze(ctx, namespace, map[string]any{v1alpha1.FrozenAnnotation: cause}, until)
}

// freeze writes marks and the end of the retention in one patch. The date stands
// in the way of nothing: where it is refused, as one that is earlier than another
// replica's, the marks are written without.
func (k Knife) freeze(ctx context.Context, namespace string, marks map[string]any, until time.Time) error {
	patch := func(annotations map[string]any) error {
		return k.merge(ctx, &corev1.Namespace{ObjectMeta: metav1.ObjectMeta{Name: namespace}}, map[string]any{
			"metadata": map[string]any{"annotations": annotations},
		})
	}
	if until.IsZero() {
		return patch(marks)
	}
	dated := maps.Clone(marks)
	dated[v1alpha1.RetainedUntilAnnotation] = until.Format(time.RFC3339)
	err := patch(dated)
	if apierrors.IsForbidden(err) || apierrors.IsInvalid(err) {
		return patch(marks)
	}
	return err
}

// Shorten lowers how long a pod may run from its start on. The API server raises
// it for nobody.
func (k Knife) Shorten(ctx context.Context, pod *corev1.Pod, seconds int64) error {
	object := &corev1.Pod{ObjectMeta: metav1.ObjectMeta{Namespace: pod.Namespace, Name: pod.Name}}
	return k.merge(ctx, object, map[string]any{
		"metadata": map[string]any{"uid": pod.UID}, // not of another one by this name
		"spec":     map[string]any{"activeDeadlineSeconds": seconds},
	})
}
