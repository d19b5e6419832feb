// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package authorization

import (
	"time"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/finding"
	"github.com/publicdata-io/mandate/internal/procedure"
)

// Sayings are what Proceedings says in words, by that, for any language.
func (f *Facts) Sayings(subject v1alpha1.DecisionSubject, now time.Time) map[string]finding.Phrase {
	return f.hearing().proceedings(subject, now).Sayings()
}

// Duties are where the duties on a subject of the chain stand whose clock has
// started.
func (f *Facts) Duties(subject v1alpha1.DecisionSubject, now time.Time) []procedure.DutyState {
	return f.hearing().proceedings(subject, now).Duties
}

// Progress is where the procedures of a subject of the chain stand.
func (f *Facts) Progress(subject v1alpha1.DecisionSubject, now time.Time) []procedure.Progress {
	return f.hearing().proceedings(subject, now).Progress
}
