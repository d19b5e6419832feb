// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package integration

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	"k8s.io/client-go/rest"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/manager"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	cutoffcontrollers "github.com/publicdata-io/mandate/controllers/cutoff"
	"github.com/publicdata-io/mandate/controllers/kube"
	"github.com/publicdata-io/mandate/internal/ordering"
)

// marks are those of a sandbox, a cohort or a route.
func marks(t *testing.T, o client.Object) (closedBy, openedBy string) {
	t.Helper()
	if err := admin.Get(t.Context(), client.ObjectKeyFromObject(o), o); err != nil {
		t.Fatal(err)
	}
	return o.GetAnnotations()[v1alpha1.ClosedByAnnotation], o.GetAnnotations()[v1alpha1.OpenedByAnnotation]
}

// answered checks the marks of an opening against those of the cut before it and
// the newest fact that it rests on.
func answered(t *testing.T, what, cut, openedBy string, newest client.Object) {
	t.Helper()
	opened := ordering.ParseOpened(openedBy)
	if opened.Answers.String() != cut || cut == "" {
		t.Errorf("%s: opened by %q, which answers %q, want the cut %q", what, openedBy, opened.Answers, cut)
	}
	if closed := ordering.ParseClosed(cut); closed.At == "" || ordering.Newer(closed.At, opened.At) {
		t.Errorf("%s: opened on facts of %q, and the cut had seen %q", what, opened.At, closed.At)
	}
	if seen := opened.Facts[ordering.KindDecision]; ordering.Newer(newest.GetResourceVersion(), seen) {
		t.Errorf("%s: opened on Decisions up to %q, want %q at least", what, seen, newest.GetResourceVersion())
	}
}

func TestAnOpeningNamesTheCutItAnswersAndTheFactsItRestsOn(t *testing.T) {
	t.Parallel()
	d := newDomain(t).established()
	d.create(d.grant("g").Input("visits").Obj())
	grant := d.awaitOpen("g")
	namespace, cohort := d.namespace(box(grant)), &rbacv1.ClusterRole{}
	cohort.Name = d.cohortOf(box(grant))
	for what, o := range map[string]client.Object{"sandbox": namespace, "cohort": cohort} {
		closedBy, openedBy := marks(t, o)
		if opened := ordering.ParseOpened(openedBy); closedBy != "" || opened.Facts[ordering.KindGrant] == "" || opened.Answers.Cause != "" {
			t.Errorf("%s: closed by %q, opened by %q, want the facts of its first opening", what, closedBy, openedBy)
		}
	}

	own := d.decide(d.act("s", d.bureau).Suspends(v1alpha1.OnDeveloperGrant, "g"))
	d.awaitFrozen("g", "Suspended")
	cut, _ := marks(t, namespace)
	lift := d.decide(d.act("l", d.bureau).Lifts(own))
	d.awaitOpen("g")
	_, openedBy := marks(t, namespace)
	answered(t, "sandbox", cut, openedBy, lift)

	above := d.decide(d.act("sa", d.bureau).Suspends(v1alpha1.OnOperationAgreement, "health"))
	d.awaitFrozen("g", "AncestorNotInForce")
	boxCut, _ := marks(t, namespace)
	cohortCut, _ := marks(t, cohort)
	lift = d.decide(d.act("la", d.bureau).Lifts(above))
	d.awaitOpen("g")
	_, openedBy = marks(t, namespace)
	answered(t, "sandbox", boxCut, openedBy, lift)
	_, openedBy = marks(t, cohort)
	answered(t, "cohort", cohortCut, openedBy, lift)
}

// Not parallel: the operator of these tests is one that stands still at a write,
// beside one that leads, as after a change of leaders that the old one missed.
func TestOperatorThatStoodStillOpensNothingThatWasCutSince(t *testing.T) {
	resume := operator.stopFor(t)
	defer resume()
	tests := map[string]struct {
		held func(namespace string) func(*http.Request) bool
		// came is the answer to the write that was late.
		came int
	}{
		"at the gate": {func(namespace string) func(*http.Request) bool {
			return write(http.MethodPatch, "/api/v1/namespaces/"+namespace)
		}, http.StatusConflict},
		"before a room that it makes": {func(namespace string) func(*http.Request) bool {
			return func(req *http.Request) bool {
				return write(http.MethodPost, "/apis/rbac.authorization.k8s.io/v1/namespaces/"+namespace+"/rolebindings")(req)
			}
		}, http.StatusForbidden},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			d := newDomain(t).established()
			d.create(d.grant("g").Input("visits").Obj())
			first := &process{account: operator.account, config: operator.config, wire: operator.wire}
			startFor(t, first)
			grant := d.awaitOpen("g")
			suspension := d.decide(d.act("s1", d.bureau).Suspends(v1alpha1.OnDeveloperGrant, "g"))
			d.awaitFrozen("g", "Suspended")
			before, _ := marks(t, d.namespace(box(grant)))
			if err := first.stop(); err != nil {
				t.Fatal(err)
			}

			late := holding(tc.held(box(grant)))
			t.Cleanup(late.release)
			stands := &process{account: operator.account, config: operator.config, wire: operator.wire, through: late.wrap}
			startFor(t, stands)
			d.decide(d.act("l1", d.bureau).Lifts(suspension))
			late.await(t)
			d.decide(d.act("s2", d.bureau).Suspends(v1alpha1.OnDeveloperGrant, "g"))
			d.eventually("the sandbox is frozen for the new act", func(ctx context.Context) error {
				if closed, _ := marks(t, d.namespace(box(grant))); closed == before {
					return fmt.Errorf("it is closed by %q, as before", closed)
				}
				return errors.Join(marksLeft(ctx, box(grant)), rightsLeft(ctx, box(grant)))
			})
			closed, _ := marks(t, d.namespace(box(grant)))
			late.release()
			d.awaitFrozen("g", "Suspended", "s2")
			d.eventually("the late write was answered", func(context.Context) error {
				if !slices.Contains(late.came(), tc.came) {
					return fmt.Errorf("it came to %v, want %d", late.came(), tc.came)
				}
				return nil
			})
			for _, answer := range late.came() {
				if answer < http.StatusBadRequest {
					t.Errorf("a write that was late came to %d", answer)
				}
			}
			if now, _ := marks(t, d.namespace(box(grant))); now != closed {
				t.Errorf("the mark of the cut went from %q to %q: it was opened in between", closed, now)
			}
		})
	}
}

// startFor runs a process until the test is over.
func startFor(t *testing.T, p *process) {
	t.Helper()
	if err := p.start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := p.stop(); err != nil {
			t.Error(err)
		}
	})
}

// Not parallel: the only cutoff is one whose watch of Decisions stands still.
func TestCutoffThatMissesALiftDoesNotHoldOutAgainstIt(t *testing.T) {
	resume := cutoff.stopFor(t)
	defer resume()
	watch := &still{resource: "decisions"}
	startFor(t, &process{account: cutoff.account, config: cutoff.config, wire: cutoff.wire, through: watch.wrap})
	t.Cleanup(watch.goOn)
	d := newDomain(t).established()
	d.create(d.grant("g").Input("visits").Obj(), d.grant("other").Input("visits").Obj())
	grant := d.awaitOpen("g")
	d.awaitOpen("other")
	suspension := d.decide(d.act("s", d.bureau).Suspends(v1alpha1.OnDeveloperGrant, "g"))
	d.awaitFrozen("g", "Suspended")

	watch.stand()
	d.decide(d.act("l", d.bureau).Lifts(suspension))
	d.eventually("the operator opened the sandbox", func(ctx context.Context) error { return mayWork(ctx, box(grant), true) })
	// What its cache shows it cuts at once, whatever else stands still.
	live := &v1alpha1.DeveloperGrant{}
	if err := get(t.Context(), d.name, "other", live); err != nil {
		t.Fatal(err)
	}
	live.Spec.Suspend = new(true)
	if err := admin.Update(t.Context(), live); err != nil {
		t.Fatal(err)
	}
	d.awaitCut(box(live))
	// After two seconds it believes its cache.
	d.eventually("cutoff cut what its cache still denies", func(ctx context.Context) error {
		seen := &corev1.Namespace{}
		if err := get(ctx, "", box(grant), seen); err != nil {
			return err
		}
		if seen.Annotations[v1alpha1.ClosedByAnnotation] == "" {
			return errors.New("it is open")
		}
		return nil
	})
	watch.goOn()
	d.awaitOpen("g")
}

// Not parallel: both processes are replaced by ones whose machines have a wrong
// clock.
func TestAWrongClockOfAMachineHarmsNothing(t *testing.T) {
	resumeOperator, resumeCutoff := operator.stopFor(t), cutoff.stopFor(t)
	defer resumeOperator()
	defer resumeCutoff()
	for name, by := range map[string]time.Duration{"an hour ahead": time.Hour, "an hour behind": -time.Hour} {
		t.Run(name, func(t *testing.T) {
			machine := wrong{by: by}
			startFor(t, &process{account: operator.account, config: operator.config, wire: operator.wire, local: machine})
			startFor(t, &process{account: cutoff.account, config: cutoff.config, local: machine, wire: func(ctx context.Context, mgr manager.Manager, now *kube.ServerClock, api rest.Interface) error {
				return cutoffcontrollers.Setup(ctx, mgr, cutoffcontrollers.NewDeadlines(now, machine, api))
			}})
			d := newDomain(t).established()
			d.create(d.grant("longer").Input("visits").Obj(),
				d.ungranted("g").Input("visits").Window("2025-01-01T00:00:00Z", "2035-01-01T00:00:00Z").Obj())
			d.awaitOpen("longer") // both have begun
			grant := d.awaitOpen("g")
			end := time.Now().Add(5 * time.Second).Truncate(time.Second).UTC()
			d.change("g", func(g *v1alpha1.DeveloperGrant) { g.Spec.Window.NotAfter.Time = end })
			d.awaitFrozen("g", "TermEnded", told(end))
			notBefore(t, end, d.namespace(box(grant)))
			d.awaitOpen("longer")
		})
	}
}
