// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package kube

import (
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/client-go/tools/events"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/conditions"
)

// longestNote is the bound of an event's note in bytes.
const longestNote = 1024

// Tell records an event when a link came into or went out of force, or the
// reason why it is not changed. The first verdict on an object is no change.
func Tell(recorder events.EventRecorder, on runtime.Object, before, after []metav1.Condition) {
	was := meta.FindStatusCondition(before, v1alpha1.ActiveCondition)
	is := meta.FindStatusCondition(after, v1alpha1.ActiveCondition)
	if recorder == nil || was == nil || is == nil || (was.Status == is.Status && was.Reason == is.Reason) {
		return
	}
	kind := corev1.EventTypeNormal
	if is.Status != metav1.ConditionTrue {
		kind = corev1.EventTypeWarning
	}
	recorder.Eventf(on, nil, kind, is.Reason, "Decide", "%s", conditions.Shorten(is.Message, longestNote))
}
