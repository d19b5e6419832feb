// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package faults

import (
	"cmp"
	"context"
	"errors"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/go-logr/logr"
	ctrl "sigs.k8s.io/controller-runtime"
)

// selected is how many plans a test runs, and selectedFor how long at most; one of
// each kind of fault is run however long that takes. All plans are run by
// `make faults`.
const (
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
	if err := r.Learn(t.Context(), house, "suspend", "agreement-partial", "term", "terminate"); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), selectedFor)
	defer cancel()
	plans := r.Plans(1, 1)
	if len(plans) < selected {
		t.Fatalf("%d plans follow from what was learned, want %d at least", len(plans), selected)
	}
	least, others := oneOfEach(plans)
	r.Run(t.Context(), house, least)
	r.Run(ctx, house, others[:selected-len(least)])
	if !results.Tell(t.Output()) {
		t.Error("access was kept that the verdict denies, or the end is another")
	}
	if err := house.hub.failure(); err != nil && !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

// oneOfEach takes one plan of each kind of fault out of plans, in turn of the
// scenario of which the fewest were taken.
func oneOfEach(plans []string) (taken, others []string) {
	byKind, ofScenario := map[string][]string{}, map[string]int{}
	for _, name := range plans {
		kind := kindOfPlan(Outcome{Plan: name})
		byKind[kind] = append(byKind[kind], name)
	}
	scenarioOf := func(name string) string { return strings.Split(name, "/")[1] }
	for _, kind := range slices.Sorted(maps.Keys(byKind)) {
		least := slices.MinFunc(byKind[kind], func(a, b string) int {
			return cmp.Compare(ofScenario[scenarioOf(a)], ofScenario[scenarioOf(b)])
		})
		ofScenario[scenarioOf(least)]++
		taken = append(taken, least)
	}
	return taken, slices.DeleteFunc(slices.Clone(plans), func(name string) bool { return slices.Contains(taken, name) })
}
