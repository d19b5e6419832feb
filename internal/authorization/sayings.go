// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package authorization

import (
	"time"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/finding"
)

// Sayings are what Proceedings says in words, by that, for any language.
func (f *Facts) Sayings(subject v1alpha1.DecisionSubject, now time.Time) map[string]finding.Phrase {
	return f.hearing().proceedings(subject, now).Sayings()
}
