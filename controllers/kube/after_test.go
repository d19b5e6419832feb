// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package kube

import (
	"testing"
	"time"

	"github.com/publicdata-io/mandate/internal/authorization"
)

// TestWhatTimeTakesIsReportedOnceItIsCut says when a grant is looked at again
// whose verdict changes at noon.
func TestWhatTimeTakesIsReportedOnceItIsCut(t *testing.T) {
	noon := time.Date(2026, 3, 10, 12, 0, 0, 0, time.UTC)
	tests := map[string]struct {
		force authorization.Force
		next  time.Time
		want  time.Time
	}{
		"it ends at noon":              {authorization.InForce, noon, noon.Add(reporting)},
		"it begins at noon":            {authorization.Denied, noon, noon},
		"it may be decided on at noon": {authorization.Undecided, noon, noon},
		"it is in force for good":      {authorization.InForce, time.Time{}, time.Time{}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			if got := Reported(authorization.Verdict{Force: test.force, Next: test.next}); !got.Equal(test.want) {
				t.Errorf("it is looked at again at %s, want %s", got, test.want)
			}
		})
	}
}
