// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package integration

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/apimachinery/pkg/util/wait"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/yaml"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/beat"
)

// beaten reads the Heartbeat and finds that it is not as it is while cutoff beats.
func beaten(ctx context.Context) (*v1alpha1.Heartbeat, error) {
	heart := &v1alpha1.Heartbeat{}
	if err := get(ctx, "", v1alpha1.HeartbeatName, heart); err != nil {
		return heart, err
	}
	if beat.At(heart.Spec.RenewTime, time.Now()) != beat.Fresh {
		return heart, fmt.Errorf("the last beat is of %v", heart.Spec.RenewTime)
	}
	for _, c := range heart.Status.Conditions {
		if c.Type == v1alpha1.ReadyCondition && c.Status != metav1.ConditionTrue {
			return heart, fmt.Errorf("it is said to be %s: %s", c.Reason, c.Message)
		}
	}
	return heart, nil
}

// awaitBeat waits until pods and tokens are let into sandboxes.
func awaitBeat(ctx context.Context) error {
	var last error
	err := wait.PollUntilContextTimeout(ctx, 20*time.Millisecond, patience, true, func(ctx context.Context) (bool, error) {
		_, last = beaten(ctx)
		return last == nil, nil
	})
	return errors.Join(err, last)
}

// rescuer may do by hand what nobody else may.
func rescuer(t *testing.T) client.Client {
	return as(t, "rescuer", "system:masters", "mandate:break-glass")
}

func theHeartbeat() *v1alpha1.Heartbeat {
	return &v1alpha1.Heartbeat{ObjectMeta: metav1.ObjectMeta{Name: v1alpha1.HeartbeatName}}
}

// Not parallel: it takes the Heartbeat away for a moment.
func TestHeartbeatIsMadeAndBeaten(t *testing.T) {
	d := newDomain(t)
	if err := rescuer(t).Delete(t.Context(), theHeartbeat()); err != nil {
		t.Fatal(err)
	}
	var first *v1alpha1.Heartbeat
	d.eventually("the operator makes it again, and cutoff beats", func(ctx context.Context) (err error) {
		first, err = beaten(ctx)
		return err
	})
	role := &rbacv1.ClusterRole{}
	if err := get(t.Context(), "", v1alpha1.CanaryRole, role); err != nil {
		t.Fatal(err)
	}
	if mark := role.Annotations[v1alpha1.ClosedByAnnotation]; mark == "" || len(role.Rules) > 0 {
		t.Errorf("the canary is closed by %q with rules %v, want a mark and none", mark, role.Rules)
	}
	d.eventually("cutoff beats again, after another canary", func(ctx context.Context) error {
		next, err := beaten(ctx)
		if err != nil {
			return err
		}
		if !next.Spec.RenewTime.After(first.Spec.RenewTime.Time) || next.Spec.Canary.Asked.Equal(&first.Spec.Canary.Asked) {
			return fmt.Errorf("it is still the beat of %s", first.Spec.RenewTime)
		}
		return nil
	})
}

// Not parallel: it runs a second cutoff, and stops the first.
func TestEitherReplicaBeats(t *testing.T) {
	d := newDomain(t)
	before, err := beaten(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	another(t, cutoff)
	cutoff.stopFor(t)
	d.eventually("the other one beats", func(ctx context.Context) error {
		now, err := beaten(ctx)
		if err == nil && now.Spec.Holder == before.Spec.Holder {
			return fmt.Errorf("the last beat is by %s, which is stopped", now.Spec.Holder)
		}
		return err
	})
}

// TestPodsAreShortenedOnceTheyRun plays the node, which tells when a pod started.
func TestPodsAreShortenedOnceTheyRun(t *testing.T) {
	t.Parallel()
	d := newDomain(t).established()
	end := time.Now().Add(time.Hour).Truncate(time.Second).UTC()
	d.create(d.ungranted("g").Input("visits").Window("2025-01-01T00:00:00Z", rfc3339(end)).Obj())
	pod := d.startPod(box(d.awaitGrant("g", open)), "at-work")
	if pod.Spec.ActiveDeadlineSeconds == nil || *pod.Spec.ActiveDeadlineSeconds > 3660 {
		t.Fatalf("the pod may run %v seconds, want an hour and a minute at the most", pod.Spec.ActiveDeadlineSeconds)
	}
	started := metav1.NewTime(end.Add(-10 * time.Minute))                             // as one that waited for a node
	node := &corev1.Binding{Target: corev1.ObjectReference{Kind: "Node", Name: "n1"}} // a node tells of its own pods alone
	err := as(t, "system:kube-scheduler", "system:masters").SubResource("binding").Create(t.Context(), pod.DeepCopy(), node)
	if err := errors.Join(err, get(t.Context(), pod.Namespace, pod.Name, pod)); err != nil {
		t.Fatal(err)
	}
	pod.Status.Phase, pod.Status.StartTime = corev1.PodRunning, &started
	if err := as(t, "system:node:n1", "system:masters", "system:nodes").Status().Update(t.Context(), pod); err != nil {
		t.Fatal(err)
	}
	awaitLifetime := func(want int64) {
		t.Helper()
		d.eventually(fmt.Sprintf("the pod may run %d seconds", want), func(ctx context.Context) error {
			seen := &corev1.Pod{}
			if err := get(ctx, pod.Namespace, pod.Name, seen); err != nil {
				return err
			}
			if got := seen.Spec.ActiveDeadlineSeconds; got == nil || *got != want {
				return fmt.Errorf("it is %v", got)
			}
			return nil
		})
	}
	awaitLifetime(600)
	t.Run("and again where the term becomes shorter", func(t *testing.T) {
		patch := fmt.Sprintf(`{"metadata":{"annotations":{%q:%q}}}`, v1alpha1.NotAfterAnnotation, rfc3339(end.Add(-9*time.Minute)))
		namespace := &corev1.Namespace{ObjectMeta: metav1.ObjectMeta{Name: pod.Namespace}}
		if err := byOperatorsHand(t).Patch(t.Context(), namespace, client.RawPatch(types.MergePatchType, []byte(patch))); err != nil {
			t.Fatal(err)
		}
		awaitLifetime(60)
	})
}

// Not parallel: it takes the kind away, and with it the one Heartbeat.
func TestCutNeedsNoHeartbeat(t *testing.T) {
	d := newDomain(t).established()
	for _, name := range []string{"now", "restarted", "all"} {
		d.create(d.grant(name).Input("visits").Obj())
	}
	boxes := map[string]string{}
	for _, name := range []string{"now", "restarted", "all"} {
		boxes[name] = box(d.awaitOpen(name))
		d.startPod(boxes[name], "at-work")
	}
	operator.stopFor(t)
	kind := withoutHeartbeats(t)

	d.decide(d.act("now", d.bureau).Suspends(v1alpha1.OnDeveloperGrant, "now"))
	d.awaitCut(boxes["now"])
	cutoff.restart(t)
	d.decide(d.act("restarted", d.bureau).Suspends(v1alpha1.OnDeveloperGrant, "restarted"))
	d.awaitCut(boxes["restarted"])
	d.decide(d.act("all", d.bureau).Suspends(v1alpha1.OnOperationAgreement, "health"))
	d.awaitCut(boxes["all"])

	err := byOperatorsHand(t).Create(t.Context(), pending(boxes["all"], "late"))
	if err == nil {
		t.Error("a pod is let in without a Heartbeat")
	}
	kind()
	if err := operator.start(); err != nil {
		t.Fatal(err)
	}
	if err := awaitBeat(t.Context()); err != nil {
		t.Errorf("there is no beat once the kind is back: %v", err)
	}
}

// withoutHeartbeats deletes the kind, and returns how to bring it back.
func withoutHeartbeats(t *testing.T) (back func()) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "..", "config", "crd", "mandate.publicdata.io_heartbeats.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	kind := &unstructured.Unstructured{}
	if err := yaml.Unmarshal(text, &kind.Object); err != nil {
		t.Fatal(err)
	}
	by := rescuer(t)
	disposable := []byte(`{"metadata":{"annotations":{"mandate.publicdata.io/disposable":"true"}}}`)
	err = errors.Join(by.Patch(t.Context(), kind.DeepCopy(), client.RawPatch(types.MergePatchType, disposable)), by.Delete(t.Context(), kind.DeepCopy()))
	if err != nil {
		t.Fatal(err)
	}
	gone := func(ctx context.Context) (bool, error) {
		err := by.Get(ctx, client.ObjectKeyFromObject(kind), kind.DeepCopy())
		return apierrors.IsNotFound(err), client.IgnoreNotFound(err)
	}
	if err := wait.PollUntilContextTimeout(t.Context(), 20*time.Millisecond, patience, true, gone); err != nil {
		t.Fatal(err)
	}
	restored := false
	back = func() {
		if restored {
			return
		}
		restored = true
		if err := by.Create(context.WithoutCancel(t.Context()), kind.DeepCopy()); err != nil {
			t.Fatal(err)
		}
	}
	t.Cleanup(back)
	return back
}
