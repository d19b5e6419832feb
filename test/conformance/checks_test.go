// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package conformance

import (
	"slices"
	"testing"

	"github.com/publicdata-io/mandate/api/v1alpha1"
)

// TestChecks breaks what an edition checks of the content of a link, and finds
// that the link is unlawful by the row; that a link which breaks nothing is
// lawful under the whole edition; and that without the lines which cite the row
// nobody would have found it.
func TestChecks(t *testing.T) {
	for id, edition := range asked(t) {
		if all := breachesOf(edition, v1alpha1.BasisID(id)); len(all) > 0 {
			t.Run(id, func(t *testing.T) {
				for _, b := range all {
					t.Run(b.name, func(t *testing.T) { broken(t, edition, v1alpha1.BasisID(id), b) })
				}
			})
		}
	}
}

// breachesOf are the breaches of all lines that cite a row.
func breachesOf(edition *v1alpha1.Jurisdiction, id v1alpha1.BasisID) []breach {
	var all []breach
	spec := &edition.Spec
	for i := range spec.Checks {
		rule := &spec.Checks[i]
		if !slices.Contains(rule.Basis, id) {
			continue
		}
		for _, b := range breaches(edition, rule) {
			b.when = append(slices.Clone(b.when), rule.When)
			all = append(all, b)
		}
	}
	for _, g := range spec.Grantor {
		if slices.Contains(g.Basis, id) {
			all = append(all, unauthorised(edition, g.Role, &v1alpha1.When{Mode: g.Mode, Level: g.Level})...)
		}
	}
	for _, l := range spec.AgreementLevels {
		if slices.Contains(l.Basis, id) {
			all = append(append(all, unauthorised(edition, l.Grantor, &v1alpha1.When{Level: l.Level})...), otherModes(l.Level)[0])
		}
	}
	if spec.Modes != nil && slices.Contains(spec.Modes.Basis, id) {
		all = append(all, otherModes(1)...)
	}
	return all
}

func broken(t *testing.T, edition *v1alpha1.Jurisdiction, id v1alpha1.BasisID, b breach) {
	t.Helper()
	k := keeping(t, edition, b.kind, b.when...)
	if found := k.found(k.edition); found != nil {
		t.Fatalf("a %s that breaks nothing: %s", b.kind, found.Text())
	}
	b.do(k)
	found := k.found(alone(k.edition, id))
	want := v1alpha1.UnlawfulReason
	if b.awaited {
		want = v1alpha1.ProcedurePendingReason
	}
	switch {
	case found == nil:
		t.Errorf("nothing is found")
	case found.Reason != want || !slices.Contains(found.Basis, id):
		t.Errorf("found %s: %s, want %s by %s", found.Reason, found.Text(), want, id)
	}
	if found := k.found(alone(k.edition, "none")); found != nil {
		t.Errorf("an edition that checks nothing finds %s", found.Text())
	}
}
