// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package integration

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	corev1 "k8s.io/api/core/v1"
	"sigs.k8s.io/controller-runtime/pkg/client"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
)

// another is a second replica of a process, until the test is over.
func another(t *testing.T, of *process) *process {
	t.Helper()
	second := &process{account: of.account, config: of.config, wire: of.wire}
	if err := second.start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := second.stop(); err != nil {
			t.Error(err)
		}
		if len(second.requests.refused) > 0 {
			t.Errorf("the second %s was refused: %v", of.account, second.requests.refused)
		}
	})
	return second
}

// Not parallel: it runs a second cutoff, and stops the first.
func TestTwoCutoffsAtOnceDoNoHarm(t *testing.T) {
	d := newDomain(t).established()
	names := []string{"one", "two", "three", "four"}
	for _, name := range names {
		d.create(d.grant(name).Input("visits").Input("labs").Obj())
	}
	second := another(t, cutoff)
	for _, name := range names {
		d.startPod(box(d.awaitOpen(name)), "at-work")
	}
	for round := range 2 {
		partial := d.decide(d.act(fmt.Sprint("p", round), d.bureau).Suspends(v1alpha1.OnDataResource, "labs"))
		whole := d.decide(d.act(fmt.Sprint("s", round), d.bureau).Suspends(v1alpha1.OnOperationAgreement, "health"))
		for _, name := range names {
			d.awaitFrozen(name, "AncestorNotInForce")
		}
		d.decide(d.act(fmt.Sprint("lw", round), d.bureau).Lifts(whole))
		d.decide(d.act(fmt.Sprint("lp", round), d.bureau).Lifts(partial))
		for _, name := range names {
			if grant := d.awaitOpen(name); !inForce(grant, "visits") {
				t.Errorf("grant %s came back without visits", name)
			}
		}
	}
	// Either goes on without the other.
	resume := cutoff.stopFor(t)
	d.decide(d.act("s-one", d.bureau).Suspends(v1alpha1.OnDeveloperGrant, "one"))
	d.awaitFrozen("one", "Suspended")
	resume()
	if err := second.stop(); err != nil {
		t.Fatal(err)
	}
	d.decide(d.act("s-two", d.bureau).Suspends(v1alpha1.OnDeveloperGrant, "two"))
	d.awaitFrozen("two", "Suspended")
	d.awaitOpen("three")
}

// Not parallel: it restarts the operator.
func TestOperatorThatDiesWhileItProvisionsIsMadeUpFor(t *testing.T) {
	d := newDomain(t).established()
	const grants = 12
	for i := range grants {
		d.create(d.grant(fmt.Sprint("g", i)).Input("visits").Input("labs").Obj())
	}
	d.eventually("the first sandboxes are there", func(ctx context.Context) error {
		if made := d.sandboxes(ctx); made < 2 {
			return fmt.Errorf("%d are", made)
		}
		return nil
	})
	operator.restart(t)
	t.Logf("restarted after %d of %d sandboxes", d.sandboxes(t.Context()), grants)
	var want []string
	for i := range grants {
		grant := d.awaitOpen(fmt.Sprint("g", i))
		if want == nil {
			want = contents(t, box(grant))
		}
		if diff := cmp.Diff(want, contents(t, box(grant))); diff != "" {
			t.Errorf("grant %s holds other objects than the first (-first +this):\n%s", grant.Name, diff)
		}
	}
}

// sandboxes counts the sandboxes of the domain.
func (d *domain) sandboxes(ctx context.Context) int {
	d.t.Helper()
	var all corev1.NamespaceList
	if err := admin.List(ctx, &all, client.HasLabels{v1alpha1.SandboxLabel}); err != nil {
		d.t.Fatal(err)
	}
	return len(slices.DeleteFunc(all.Items, func(n corev1.Namespace) bool {
		return !strings.HasPrefix(n.Annotations[v1alpha1.GrantAnnotation], d.name+"/")
	}))
}

// Not parallel: it stops both processes.
func TestCutoffAloneCutsWhatWasDecidedWhileNobodyWatched(t *testing.T) {
	d := newDomain(t)
	d.with(d.agreement("more").Over("labs").Term(begins, ends).Obj()).established()
	d.create(d.grant("suspended").Input("visits").Obj(), d.grant("deleted").Input("visits").Obj(),
		d.grant("partial").Input("visits").Input("labs").Obj(), d.grant("orphan").Under("more").Input("labs").Obj())
	suspended, deleted, partial, orphan := d.awaitOpen("suspended"), d.awaitOpen("deleted"), d.awaitOpen("partial"), d.awaitOpen("orphan")
	agreement, more := d.awaitAgreement("health", "Active=True(InForce) "+settled), d.awaitAgreement("more", "Active=True(InForce) "+settled)
	d.startPod(box(suspended), "at-work")
	d.startPod(box(partial), "at-work")

	resumeOperator, resumeCutoff := operator.stopFor(t), cutoff.stopFor(t)
	d.decide(d.act("s", d.bureau).Suspends(v1alpha1.OnDeveloperGrant, "suspended"))
	d.decide(d.act("p", d.bureau).Suspends(v1alpha1.OnDeveloperGrant, "partial").Only("labs"))
	d.remove(more)
	if err := admin.Delete(t.Context(), deleted); err != nil {
		t.Fatal(err)
	}
	resumeCutoff()
	for _, grant := range []*v1alpha1.DeveloperGrant{suspended, deleted, orphan} {
		d.awaitCut(box(grant))
	}
	d.eventually("pods that reached what was taken are gone, routes closed", func(ctx context.Context) error {
		return errors.Join(podsLeft(ctx, box(partial)), mayWork(ctx, box(partial), true),
			d.routeIs(ctx, agreement, "visits", true), d.routeIs(ctx, more, "labs", false))
	})
	resumeOperator()
	d.awaitFrozen("suspended", "Suspended")
	d.awaitGrant("partial", open)
}
