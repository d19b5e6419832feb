// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package authorization

import (
	"cmp"
	"slices"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/finding"
)

// ended are the reasons of what does not come back.
var ended = []string{v1alpha1.TermEndedReason, v1alpha1.TerminatedReason, v1alpha1.DisqualifiedReason, v1alpha1.ReplacedReason}

// IsOver says whether a reason is of what does not come back, whatever is done.
func IsOver(reason string) bool { return slices.Contains(ended, reason) }

// Givings are the acts that would give back what was taken from the link, from what
// it stands under and from its inputs, each once; none where it is over. Of a link of
// which no input is left they are in order, and beside them are those that its inputs
// wait for: nobody else brings it back.
func (v Verdict) Givings() []finding.Phrase {
	if IsOver(v.Reason()) {
		return nil
	}
	var givings []finding.Phrase
	told := map[string]bool{}
	for _, giving := range v.noted() {
		said := giving.Phrase()
		if text := said.String(); !told[text] {
			told[text] = true
			givings = append(givings, said)
		}
	}
	if v.Reason() == v1alpha1.NoInputLeftReason {
		slices.SortFunc(givings, func(a, b finding.Phrase) int { return cmp.Compare(a.String(), b.String()) })
	}
	return givings
}

// noted are the acts that what stands against the link and its inputs notes.
func (v Verdict) noted() []finding.Giving {
	var acts []finding.Giving
	add := func(found *finding.Finding) {
		if found == nil || IsOver(found.Reason) {
			return
		}
		acts = append(acts, found.Said.Givings()...)
		if v.Reason() == v1alpha1.NoInputLeftReason {
			acts = append(acts, found.Said.Awaited()...)
		}
	}
	add(v.Finding)
	for _, in := range v.Inputs {
		add(in.Finding)
	}
	return acts
}
