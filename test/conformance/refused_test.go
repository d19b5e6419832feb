// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package conformance

import (
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/content"
	"github.com/publicdata-io/mandate/test/conformance/dispositions"
	"github.com/publicdata-io/mandate/test/conformance/matrix"
)

// disposed are the dispositions, by row.
var disposed = sync.OnceValues(func() (map[string]dispositions.Disposition, error) {
	all, err := dispositions.Load()
	rows := map[string]dispositions.Disposition{}
	for _, d := range all {
		rows[d.ID] = d
	}
	return rows, err
})

// refusedAtOnce finds that what a disposition calls refused is refused as soon
// as it is applied, with the key and the row: not only missed by the verdict,
// which knows more than admission. That the policies say what internal/content
// says is shown in test/cel.
func refusedAtOnce(t *testing.T, edition *v1alpha1.Jurisdiction, kind v1alpha1.LinkKind, row matrix.Entry) {
	t.Helper()
	rows, err := disposed()
	if err != nil {
		t.Fatal(err)
	}
	if rows[row.ID].As != dispositions.Refused {
		return
	}
	for _, key := range row.Keys {
		refused := content.Refused(edition, wholeOf(edition, kind).without(key).subject())
		if !slices.ContainsFunc(refused, func(said string) bool {
			return strings.HasPrefix(said, "it lacks ") && strings.Contains(said, key) && strings.Contains(said, row.ID)
		}) {
			t.Errorf("a %s without %s is refused for %q, want it to lack %s [%s]", kind, key, refused, key, row.ID)
		}
	}
}
