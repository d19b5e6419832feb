// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package acting_test

import (
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/publicdata-io/mandate/internal/acting"
)

// TestActions holds the list to that of the API: what it lacks nobody could write.
func TestActions(t *testing.T) {
	source, err := os.ReadFile("../../api/v1alpha1/act_types.go")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(source), "+kubebuilder:validation:Enum=")
	closed, _, _ := strings.Cut(rest, "\n")
	var known []string
	for _, action := range acting.Actions {
		known = append(known, string(action))
	}
	if diff := cmp.Diff(closed, strings.Join(known, ";")); diff != "" {
		t.Errorf("the actions (-API +list):\n%s", diff)
	}
}
