// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package workcalendar

import (
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/tools/events"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
)

// tell records an event when the reason of Active changed: a warning of a year
// that is not known, also when it is the first thing ever said of the calendar.
func tell(recorder events.EventRecorder, on *v1alpha1.WorkCalendar, before []metav1.Condition) {
	was := meta.FindStatusCondition(before, v1alpha1.ActiveCondition)
	is := meta.FindStatusCondition(on.Status.Conditions, v1alpha1.ActiveCondition)
	known := is != nil && is.Reason == v1alpha1.InForceReason
	switch {
	case recorder == nil || is == nil, was == nil && known, was != nil && was.Reason == is.Reason:
		return
	case known:
		recorder.Eventf(on, nil, corev1.EventTypeNormal, is.Reason, "Read", "%s", is.Message)
	default:
		recorder.Eventf(on, nil, corev1.EventTypeWarning, is.Reason, "Read", "%s", is.Message)
	}
}
