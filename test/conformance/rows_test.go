// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package conformance

import (
	"iter"
	"testing"

	"github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/test/conformance/matrix"
)

// asked are the rows of the matrix that an edition has to say, in the order of the
// matrix, each with that edition.
func asked(t *testing.T) iter.Seq2[string, *v1alpha1.Jurisdiction] {
	t.Helper()
	return func(yield func(string, *v1alpha1.Jurisdiction) bool) {
		for regulation, edition := range editions(t) {
			rows := expected(t, regulation)
			for _, row := range matrix.Rows() {
				if _, has := rows[row.ID]; has && row.Regulation() == regulation && !yield(row.ID, edition) {
					return
				}
			}
		}
	}
}

// stepsOf are the steps of an edition, each with its procedure.
func stepsOf(edition *v1alpha1.Jurisdiction) iter.Seq2[*v1alpha1.Procedure, *v1alpha1.Step] {
	return func(yield func(*v1alpha1.Procedure, *v1alpha1.Step) bool) {
		for i := range edition.Spec.Procedures {
			p := &edition.Spec.Procedures[i]
			for j := range p.Steps {
				if !yield(p, &p.Steps[j]) {
					return
				}
			}
		}
	}
}
