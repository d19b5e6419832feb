// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package cutoff

import (
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

func TestLifetime(t *testing.T) {
	ends := time.Date(2026, 3, 1, 8, 0, 0, 0, time.UTC)
	before := func(d time.Duration) *metav1.Time { at := metav1.NewTime(ends.Add(-d)); return &at }
	tests := map[string]struct {
		started   *metav1.Time
		given     *int64
		deleted   bool
		want      int64
		wantLower bool
	}{
		"not started":             {given: new(int64(100))},
		"given what is left":      {started: before(time.Minute), given: new(int64(60)), want: 60},
		"given less":              {started: before(time.Minute), given: new(int64(5)), want: 60},
		"given a second too many": {started: before(time.Minute), given: new(int64(61)), want: 60, wantLower: true},
		"given nothing":           {started: before(time.Minute), want: 60, wantLower: true},
		"started after the end":   {started: before(-time.Minute), given: new(int64(60)), want: 1, wantLower: true},
		"on its way out":          {started: before(time.Minute), deleted: true},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			pod := &corev1.Pod{Spec: corev1.PodSpec{ActiveDeadlineSeconds: tc.given}, Status: corev1.PodStatus{StartTime: tc.started}}
			if tc.deleted {
				pod.DeletionTimestamp = before(0)
			}
			got, lower := lifetime(pod, ends)
			if got != tc.want || lower != tc.wantLower {
				t.Errorf("got %d, lower %t, want %d, %t", got, lower, tc.want, tc.wantLower)
			}
		})
	}
}
