// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package faults

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/go-logr/logr"
	ctrl "sigs.k8s.io/controller-runtime"
)

// selected is how many plans a test runs, and selectedFor how long at most; the
// first of them, least, are run however long that takes. All plans are run by
// `make faults`.
const (
	least       = 8
	selected    = 60
	selectedFor = 60 * time.Second
)

func TestASelectionOfFaultsKeepsNoAccessOpen(t *testing.T) {
	ctrl.SetLogger(logr.Discard())
	house, err := Open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := house.Close(); err != nil {
			t.Error(err)
		}
	})
	results, err := OpenResults("")
	if err != nil {
		t.Fatal(err)
	}
	r := &Runner{AtOnce: 16, Results: results, Out: t.Output()}
	for _, scenario := range []string{"suspend", "agreement-partial"} {
		if err := r.Learn(t.Context(), house, scenario); err != nil {
			t.Fatal(err)
		}
	}
	ctx, cancel := context.WithTimeout(t.Context(), selectedFor)
	defer cancel()
	plans := r.Plans(1, 1)
	if len(plans) < selected {
		t.Fatalf("%d plans follow from what was learned, want %d at least", len(plans), selected)
	}
	r.Run(t.Context(), house, plans[:least])
	r.Run(ctx, house, plans[least:selected])
	if !results.Tell(t.Output()) {
		t.Error("access was kept that the verdict denies, or the end is another")
	}
	if err := house.hub.failure(); err != nil && !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}
