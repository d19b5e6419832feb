// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package guard

import (
	"time"

	"github.com/publicdata-io/mandate/internal/authorization"
)

// ProofLife is how long a proof by requests holds. One is sought every minute:
// a busy API server may keep it from us once, and not twice.
const ProofLife = 150 * time.Second

// settling is how long the API server may need to take up a policy that came
// back: it does so in rounds, a second apart. Before, a proof proves nothing.
const settling = 2 * time.Second

// Record is what one process knows of the guards and since when. The zero
// Record knows nothing: guards are neither proven nor missing.
type Record struct {
	// standing is by digest, biting by request.
	standing, biting side
	// provenAt is when every guard last bit, since the last one came back.
	provenAt, cameBack time.Time
}

// side is one way to look at guards.
type side struct {
	known bool
	fault string
	since time.Time
}

func (s *side) note(fault string, since time.Time) {
	if fault == "" || s.fault == "" {
		s.since = since
	}
	s.known, s.fault = true, fault
}

// Stood notes what is wrong with the guards by their digests, or that nothing
// is: the empty text.
func (r *Record) Stood(fault string, now time.Time) {
	if r.standing.fault != "" && fault == "" {
		r.provenAt, r.cameBack = time.Time{}, now
	}
	r.standing.note(fault, now)
}

// Bit notes that every guard refused what it has to refuse.
func (r *Record) Bit(now time.Time) {
	r.biting.note("", now)
	if !now.Before(r.cameBack.Add(settling)) {
		r.provenAt = now
	}
}

// Idle notes a guard that let through what it has to refuse, and since when
// that is known. A proof that could not be had is no such thing.
func (r *Record) Idle(fault string, since time.Time) { r.biting.note(fault, since) }

// Giver is what a process rests on that gives: guards are proven while they
// stand and the last proof by requests is not too old.
func (r *Record) Giver(now time.Time) authorization.Guards {
	guards := r.Taker()
	guards.Proven = guards.Proven && r.Proven(now)
	return guards
}

// Proven says whether the last proof by requests holds still.
func (r *Record) Proven(now time.Time) bool {
	return !r.provenAt.IsZero() && now.Before(r.provenAt.Add(ProofLife))
}

// Taker is what a process rests on that only takes away: it needs no proof by
// requests, which has no power to cut by its absence.
func (r *Record) Taker() authorization.Guards {
	guards := authorization.Guards{Proven: r.standing.known}
	for _, s := range []side{r.biting, r.standing} {
		if s.fault == "" {
			continue
		}
		if guards.Missing == "" || s.since.Before(guards.Since) {
			guards.Since = s.since
		}
		guards.Proven, guards.Missing = false, s.fault
	}
	return guards
}
