// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package plugin

import (
	"context"
	"fmt"
	"testing"
	"time"

	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/types"
	"sigs.k8s.io/controller-runtime/pkg/client"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/acting"
	"github.com/publicdata-io/mandate/internal/authorization"
	"github.com/publicdata-io/mandate/test/builder"
)

// bare is a cluster in which everything that is asked for is there and is empty.
type bare struct {
	client.Client
	scheme *runtime.Scheme
	// asked is what was asked of it, in order.
	asked *[]string
}

func newBare(t *testing.T) bare {
	t.Helper()
	scheme, err := newScheme()
	if err != nil {
		t.Fatal(err)
	}
	return bare{scheme: scheme, asked: &[]string{}}
}

func (b bare) Scheme() *runtime.Scheme { return b.scheme }

func (b bare) Get(context.Context, client.ObjectKey, client.Object, ...client.GetOption) error {
	return nil
}

func (b bare) List(_ context.Context, into client.ObjectList, _ ...client.ListOption) error {
	*b.asked = append(*b.asked, fmt.Sprintf("list %T", into))
	return nil
}

func (b bare) Create(_ context.Context, object client.Object, _ ...client.CreateOption) error {
	*b.asked = append(*b.asked, fmt.Sprintf("create %T", object))
	return nil
}

// TestWhatTakesAwayIsNotHeldUpByTheActsThatStand asks which of them have an effect
// where an act answers one of them alone.
func TestWhatTakesAwayIsNotHeldUpByTheActsThatStand(t *testing.T) {
	agreement := v1alpha1.DecisionSubject{Kind: v1alpha1.OnOperationAgreement, Name: "health"}
	for _, tc := range []struct {
		action v1alpha1.Action
		step   v1alpha1.StepReference
		asked  bool
	}{
		{action: v1alpha1.ActionHalt},
		{action: v1alpha1.ActionSuspend},
		{action: v1alpha1.ActionTerminate},
		{action: v1alpha1.ActionSuspend, step: "suspension/suspend", asked: true},
		{action: v1alpha1.ActionOrder, asked: true},
		{action: v1alpha1.ActionRelease, asked: true},
		{action: v1alpha1.ActionAnnul, asked: true},
	} {
		b := newBare(t)
		order := acting.Order{Subject: agreement, Namespace: domain, Action: tc.action, Step: tc.step, Organization: "bureau"}
		scene, err := survey{b, newGlance(b)}.scene(t.Context(), order, "demo.1", time.Now())
		if err != nil {
			t.Fatal(err)
		}
		if got := scene.Idle != nil; got != tc.asked {
			t.Errorf("%s %s: which acts have no effect was asked: %t, want %t", tc.action, tc.step, got, tc.asked)
		}
	}
}

// TestActsAreHeardOnce finds those of many that have no effect for the price of a few.
func TestActsAreHeardOnce(t *testing.T) {
	const many = 200
	chain := builder.Health().Put(builder.Jurisdiction("demo", 1).Procedure(v1alpha1.Procedure{
		Name: "review", Of: v1alpha1.LinkOperationAgreement, Effect: v1alpha1.EffectEnter,
		Steps: []v1alpha1.Step{{Name: "attest", Act: v1alpha1.ActionAttest}},
	}).Obj())
	var acts []*v1alpha1.Decision
	for i := range many {
		d := builder.Decision(fmt.Sprintf("a%03d", i)).Does(v1alpha1.ActionAttest, v1alpha1.OnOperationAgreement, "health").Step("review/attest").UID(types.UID(fmt.Sprintf("a%03d", i))).Obj()
		acts = append(acts, d)
		chain.Put(d)
	}
	facts, now := chain.OfAgreement("health"), builder.Instant("2026-03-10T00:00:00Z")
	one := testing.AllocsPerRun(1, func() { authorization.Counts(facts, acts[0], now) })
	if all := testing.AllocsPerRun(1, func() { idleOf(facts, acts, now) }); all > 20*one {
		t.Errorf("%d acts are judged at the price of %.0f, want that of a few", many, all/one)
	}
}
