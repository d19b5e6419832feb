// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package retention

import (
	"time"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/authorization"
	"github.com/publicdata-io/mandate/internal/finding"
	"github.com/publicdata-io/mandate/internal/jurisdiction"
)

// Link is whether the grant of a sandbox may still come back. The zero Link
// could not be read, and keeps.
type Link struct {
	state linkState
	// ends is the end of the grant's term, or zero where that is not known.
	ends time.Time
	// zone reads legal days, where the grant's edition is known.
	zone *time.Location
}

type linkState int

const (
	unread linkState = iota
	lasting
	ended
)

// Gone is the link of a sandbox whose grant does not exist any more.
func Gone() Link { return Link{state: ended} }

// LinkOf reads off a grant that exists whether it has ended for good: its term
// is over, or it or its agreement was terminated. One that is suspended, paused
// or waits for something may come back.
func LinkOf(f *authorization.Facts, now time.Time) Link {
	verdict := authorization.DecideGrant(f, now)
	link := Link{state: lasting, ends: verdict.Interval.NotAfter}
	if j := f.Jurisdictions[f.Grant.Spec.Jurisdiction].Get(); j != nil {
		if zone, err := jurisdiction.Zone(j); err == nil {
			link.zone = zone
		}
	}
	over := !link.ends.IsZero() && !now.Before(link.ends)
	if verdict.Force != authorization.InForce && (over || terminated(f, now)) {
		link.state = ended
	}
	return link
}

// terminated says whether the grant or its agreement was, by acts that count: it
// does not come back.
func terminated(f *authorization.Facts, now time.Time) bool {
	grant := v1alpha1.DecisionSubject{Kind: v1alpha1.OnDeveloperGrant, Name: v1alpha1.ObjectName(f.Grant.Name)}
	agreement := v1alpha1.DecisionSubject{Kind: v1alpha1.OnOperationAgreement, Name: f.Grant.Spec.Agreement}
	return !f.Terminated(grant, now).IsZero() || !f.Terminated(agreement, now).IsZero()
}

// Ended says that the grant does not come back. Of one that could not be read it
// does not.
func (l Link) Ended() bool { return l.state == ended }

// lasts finds that the grant may come back, or that this could not be told.
func (l Link) lasts(box Box) *finding.Finding {
	switch l.state {
	case ended:
		return nil
	case lasting:
		term := finding.Say("its term")
		if !l.ends.IsZero() {
			term = finding.Say("its term at %s", l.ends.UTC().Format(time.RFC3339))
		}
		return finding.New(v1alpha1.RetainedReason, nil,
			"DeveloperGrant %s/%s has not ended and may come back: the end of %s, its deletion or its Terminate is awaited", box.Domain, box.Grant, term)
	}
	return finding.Unread("DeveloperGrant", box.Domain+"/"+box.Grant)
}
