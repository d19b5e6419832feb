// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package cutoff

import (
	"context"
	"fmt"
	"strings"
	"sync"

	"k8s.io/apimachinery/pkg/types"
	"sigs.k8s.io/controller-runtime/pkg/event"
	"sigs.k8s.io/controller-runtime/pkg/reconcile"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/controllers/kube"
	"github.com/publicdata-io/mandate/internal/authorization"
)

// Fanout hands the grants of an agreement on once what they share was cut, and
// not before: ten thousand of them would stand in the way of the one write that
// cuts them all.
type Fanout struct {
	Affected kube.Affected
	// To takes the grants.
	To chan event.TypedGenericEvent[reconcile.Request]

	mu   sync.Mutex
	last map[types.NamespacedName]string
}

// NewFanout hands grants on to a channel of its own.
func NewFanout(affected kube.Affected) *Fanout {
	return &Fanout{Affected: affected, To: make(chan event.TypedGenericEvent[reconcile.Request], 1024), last: map[types.NamespacedName]string{}}
}

// Forget drops an agreement that does not exist.
func (f *Fanout) Forget(a *v1alpha1.OperationAgreement) {
	f.mu.Lock()
	defer f.mu.Unlock()
	delete(f.last, types.NamespacedName{Namespace: a.Namespace, Name: a.Name})
}

// Agreement hands on the grants under an agreement whose verdict changed since
// it was last asked, and says whether it did.
func (f *Fanout) Agreement(ctx context.Context, a *v1alpha1.OperationAgreement, v authorization.Verdict) bool {
	name := types.NamespacedName{Namespace: a.Namespace, Name: a.Name}
	var answer strings.Builder
	fmt.Fprintf(&answer, "%s %d %s", a.UID, v.Force, v.Message())
	for _, input := range v.Inputs {
		fmt.Fprintf(&answer, " %s %d", input.Resource, input.Force)
	}
	f.mu.Lock()
	unchanged := f.last[name] == answer.String()
	f.last[name] = answer.String()
	f.mu.Unlock()
	if unchanged {
		return false
	}
	for _, grant := range f.Affected.GrantsUnder(ctx, a) {
		select {
		case f.To <- event.TypedGenericEvent[reconcile.Request]{Object: grant}:
		case <-ctx.Done():
			return true
		}
	}
	return true
}
