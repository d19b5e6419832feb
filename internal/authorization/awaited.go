// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package authorization

import (
	"slices"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/finding"
)

// ended are the reasons of what does not come back.
var ended = []string{v1alpha1.TermEndedReason, v1alpha1.TerminatedReason, v1alpha1.DisqualifiedReason, v1alpha1.ReplacedReason}

// IsOver says whether a reason is of what does not come back, whatever is done.
func IsOver(reason string) bool { return slices.Contains(ended, reason) }

// Givings are the acts that would give back what was taken from the link, from what
// it stands under and from its inputs, each once; none where it is over.
func (v Verdict) Givings() []finding.Phrase {
	if IsOver(v.Reason()) {
		return nil
	}
	found := []*finding.Finding{v.Finding}
	for _, in := range v.Inputs {
		found = append(found, in.Finding)
	}
	var givings []finding.Phrase
	told := map[string]bool{}
	for _, f := range found {
		if f == nil || IsOver(f.Reason) {
			continue
		}
		for _, giving := range f.Said.Givings() {
			said := giving.Phrase()
			if text := said.String(); !told[text] {
				told[text] = true
				givings = append(givings, said)
			}
		}
	}
	return givings
}
