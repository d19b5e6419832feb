// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package authorization

import (
	"time"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/lawful"
)

// flags are what the edition asks to be shown of a subject of the chain, and
// that refuses nothing.
func (f *Facts) flags(subject v1alpha1.DecisionSubject, now time.Time) []v1alpha1.FlagStatus {
	c := f.lawfulCase(subject, now)
	if c == nil {
		return nil
	}
	var flags []v1alpha1.FlagStatus
	for _, flag := range lawful.Flags(c) {
		flags = append(flags, v1alpha1.FlagStatus{Check: flag.Check, Message: flag.Finding.Text()})
	}
	return flags
}
