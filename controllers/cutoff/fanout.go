// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package cutoff

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"time"

	"k8s.io/apimachinery/pkg/types"
	"k8s.io/utils/clock"
	"sigs.k8s.io/controller-runtime/pkg/event"
	"sigs.k8s.io/controller-runtime/pkg/reconcile"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/controllers/kube"
	"github.com/publicdata-io/mandate/internal/authorization"
)

// lull is how long the grants of an agreement wait after what they share was
// cut. Rights and routes are gone by then; until that one write has come through
// to whoever obeys it, ten thousand others would only stand in its way.
const lull = 300 * time.Millisecond

// Fanout hands the grants of an agreement on a moment after what they share was
// cut, and never before.
type Fanout struct {
	Affected kube.Affected
	// Local paces the lull.
	Local clock.PassiveClock
	// To takes the grants.
	To chan event.TypedGenericEvent[reconcile.Request]

	mu   sync.Mutex
	last map[types.NamespacedName]answered
}

// answered is what was last decided on an agreement of a name.
type answered struct {
	uid    types.UID
	answer string
	due    time.Time // when its grants are to be handed on; zero when they were
}

// NewFanout hands grants on to a channel of its own.
func NewFanout(affected kube.Affected, local clock.PassiveClock) *Fanout {
	return &Fanout{
		Affected: affected, Local: local, last: map[types.NamespacedName]answered{},
		To: make(chan event.TypedGenericEvent[reconcile.Request], 1024),
	}
}

// Note takes down what was decided on an agreement, and says whether another
// one of its name was decided on before.
func (f *Fanout) Note(a *v1alpha1.OperationAgreement, v authorization.Verdict) (another bool) {
	var answer strings.Builder
	fmt.Fprintf(&answer, "%d %s", v.Force, v.Message())
	for _, input := range v.Inputs {
		fmt.Fprintf(&answer, " %s %d", input.Resource, input.Force)
	}
	name := types.NamespacedName{Namespace: a.Namespace, Name: a.Name}
	f.mu.Lock()
	defer f.mu.Unlock()
	last, known := f.last[name]
	if known && last.uid == a.UID && last.answer == answer.String() {
		return false
	}
	due := last.due
	if due.IsZero() {
		due = f.Local.Now().Add(lull)
	}
	f.last[name] = answered{uid: a.UID, answer: answer.String(), due: due}
	return known && last.uid != a.UID
}

// Hand hands on the grants under an agreement whose verdict changed, once they
// are due, and otherwise tells how long they have to wait. It tells zero where
// nothing is left to be done.
func (f *Fanout) Hand(ctx context.Context, a *v1alpha1.OperationAgreement) time.Duration {
	if wait := f.take(types.NamespacedName{Namespace: a.Namespace, Name: a.Name}); wait != 0 {
		return max(wait, 0)
	}
	for _, grant := range f.Affected.GrantsUnder(ctx, a) {
		select {
		case f.To <- event.TypedGenericEvent[reconcile.Request]{Object: grant}:
		case <-ctx.Done():
			return 0
		}
	}
	return 0
}

// take says how long the grants of an agreement have to wait: zero if they are
// due, and are the caller's to hand on, and less where none are to be.
func (f *Fanout) take(name types.NamespacedName) time.Duration {
	f.mu.Lock()
	defer f.mu.Unlock()
	last := f.last[name]
	if last.due.IsZero() {
		return -1
	}
	if wait := last.due.Sub(f.Local.Now()); wait > 0 {
		return wait
	}
	if last.due = (time.Time{}); last.uid == "" { // an agreement that does not exist
		delete(f.last, name)
	} else {
		f.last[name] = last
	}
	return 0
}
