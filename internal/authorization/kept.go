// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package authorization

import (
	"sync"
	"time"

	"github.com/publicdata-io/mandate/internal/calendar"
)

// longestKept bounds how long what was found of facts that many verdicts share
// is not asked anew, whatever it says of its next change.
const longestKept = time.Minute

// kept is what was found of facts that many verdicts share.
type kept struct {
	mu          sync.Mutex
	found       *Facts
	from, until time.Time
}

// Keep lets facts that many verdicts share, and that nobody changes any more,
// remember what was found of them. They are those on other chains: of rivals,
// and of what was terminated.
func (f *Facts) Keep() { f.kept = &kept{} }

// asked is what is asked of the facts on another chain. What was found of kept
// ones is remembered until time alone may change it.
func asked[T any](f *Facts, now time.Time, question func(*Facts) T) T {
	k := f.kept
	if k == nil {
		return question(f.hearing())
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.found == nil || now.Before(k.from) || !now.Before(k.until) {
		k.found, k.from = f.hearing(), now
	}
	answer := question(k.found)
	k.until = calendar.Earliest(k.found.heard.next, k.from.Add(longestKept))
	for _, v := range k.found.heard.decided {
		k.until = calendar.Earliest(k.until, v.Next)
	}
	return answer
}
