// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package authorization

import (
	"time"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
)

// DecideOrganization is the verdict on the standing of a party.
func DecideOrganization(f *Facts, name v1alpha1.ObjectName, now time.Time) Verdict {
	found := f.party(name, "metadata.name", now)
	return Verdict{Force: forceOf(found), Finding: found, Next: f.next(now)}
}
