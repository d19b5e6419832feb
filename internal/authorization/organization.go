// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package authorization

import (
	"time"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/calendar"
	"github.com/publicdata-io/mandate/internal/finding"
	"github.com/publicdata-io/mandate/internal/jurisdiction"
)

// DecideOrganization is the verdict on the standing of a party.
func DecideOrganization(f *Facts, name v1alpha1.ObjectName, now time.Time) Verdict {
	found := f.party(name, "metadata.name", now)
	barred, ends := f.barredNow(name, now)
	return Verdict{Force: forceOf(found), Finding: found, Remark: barred, Next: calendar.Earliest(f.next(now), ends)}
}

// DecideJurisdiction is the verdict on an edition, over facts that hold those above
// it. Its interval begins when it comes into effect. Once the validity of the
// regulation is over it is not in force for what is new; what was made before does
// not ask for it.
func DecideJurisdiction(f *Facts, j *v1alpha1.Jurisdiction, now time.Time) Verdict {
	from, _ := jurisdiction.EffectiveFrom(j)
	lapses, _ := jurisdiction.LapsesAt(j)
	found := finding.First(f.underParents(j), jurisdiction.NotInEffect(j, now), f.runsOn(j, now))
	return Verdict{
		Force: forceOf(found), Finding: found,
		Interval: calendar.Interval{NotBefore: from},
		Next:     calendar.NextAfter(now, from, lapses),
	}
}
