// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package kube

import (
	"context"
	"fmt"
	"time"

	"k8s.io/apimachinery/pkg/api/equality"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/util/workqueue"
	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/reconcile"
)

const (
	// longestWait caps a sleep: every wake reads the time again.
	longestWait = 12 * time.Hour
	// shortestWait is how soon a wake comes that is due now: a wait of zero or
	// less may never fire.
	shortestWait = 20 * time.Millisecond
	// firstRetry and longestRetry bound the wait after a failure; the default
	// of a thousand seconds is no answer where rights are to be taken.
	firstRetry   = 10 * time.Millisecond
	longestRetry = 2 * time.Second
)

// MovedOn says that a write failed because its target was not, or no longer, as
// it was seen: all is looked at again.
func MovedOn(err error) bool { return apierrors.IsConflict(err) || apierrors.IsAlreadyExists(err) }

// Finish turns a pass into the result of Reconcile: an error is retried, one that
// says that the target moved on quietly, and otherwise the next look is at the
// instant at which time alone could change the answer.
func Finish(next, now time.Time, err error) (ctrl.Result, error) {
	if MovedOn(err) {
		return ctrl.Result{RequeueAfter: shortestWait}, nil
	}
	if err != nil {
		return ctrl.Result{}, err
	}
	if next.IsZero() {
		return ctrl.Result{}, nil
	}
	return ctrl.Result{RequeueAfter: min(max(next.Sub(now), shortestWait), longestWait)}, nil
}

// Hindered says what keeps writes back. The text of an error may differ with
// each try, so that only what the API server says of the object's content is
// passed on, and of the rest the kind.
func Hindered(what string, err error) string {
	switch reason := apierrors.ReasonForError(err); {
	case reason == metav1.StatusReasonInvalid || reason == metav1.StatusReasonForbidden:
		return fmt.Sprintf("%s could not be written (%s): %v", what, reason, err)
	case reason != metav1.StatusReasonUnknown:
		return fmt.Sprintf("%s could not be written (%s); it is tried again", what, reason)
	}
	return what + " could not be written; it is tried again"
}

// Retries paces retries of one controller: each item on its own, soon.
func Retries() workqueue.TypedRateLimiter[reconcile.Request] {
	return workqueue.NewTypedItemExponentialFailureRateLimiter[reconcile.Request](firstRetry, longestRetry)
}

// PatchStatus writes the status of updated where it differs from that of
// current, and says whether it did. A status that says the same is no write.
// current may be older than our own last write, and then a difference is missed:
// controllers look again when the status they wrote comes back to them.
func PatchStatus(ctx context.Context, c client.Client, current, updated client.Object) (bool, error) {
	if equality.Semantic.DeepEqual(current, updated) { // as nearly always, and cheaper than two encodings
		return false, nil
	}
	patch := client.MergeFrom(current)
	data, err := patch.Data(updated)
	if err != nil {
		return false, fmt.Errorf("compare the status of %s: %w", client.ObjectKeyFromObject(current), err)
	}
	if string(data) == "{}" {
		return false, nil
	}
	if err := c.Status().Patch(ctx, updated, patch); err != nil {
		if apierrors.IsNotFound(err) { // deleted meanwhile: nobody is left to be told
			return false, nil
		}
		return false, fmt.Errorf("report the status of %s: %w", client.ObjectKeyFromObject(current), err)
	}
	return true, nil
}
