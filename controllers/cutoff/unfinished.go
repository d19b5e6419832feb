// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package cutoff

import (
	"time"

	ctrl "sigs.k8s.io/controller-runtime"
)

// unfinished is what a cut leaves to be done. The zero value: nothing.
type unfinished struct {
	// again is when to look again; zero: when something happens.
	again time.Duration
	// behind says that the developer is refused already, and that the rest waits
	// until that is so of all who are cut at the same time.
	behind bool
}

// and is what two cuts leave. It waits for others only if all of it does.
func (u unfinished) and(other unfinished) unfinished {
	switch {
	case u.again == 0:
		return other
	case other.again == 0:
		return u
	}
	return unfinished{again: sooner(u.again, other.again), behind: u.behind && other.behind}
}

// result puts what is left into the queue again.
func (u unfinished) result() ctrl.Result {
	if u.behind {
		return ctrl.Result{RequeueAfter: u.again, Priority: new(remains)}
	}
	return ctrl.Result{RequeueAfter: u.again}
}

// sooner is the shorter of two waits, of which zero is none.
func sooner(a, b time.Duration) time.Duration {
	if a == 0 || (b != 0 && b < a) {
		return b
	}
	return a
}
