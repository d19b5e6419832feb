// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package kube_test

import (
	"context"
	"testing"
	"time"

	"sigs.k8s.io/controller-runtime/pkg/client"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/controllers/kube"
	"github.com/publicdata-io/mandate/internal/authorization"
	"github.com/publicdata-io/mandate/test/builder"
)

// TestWhatIsSharedIsNeverOlderThanTheCache asks anew after each change of another
// chain, and wants the answer of who shares nothing.
func TestWhatIsSharedIsNeverOlderThanTheCache(t *testing.T) {
	m, grants := boundedDomain(t, 1)
	shared, err := kube.NewShared(t.Context(), m)
	if err != nil {
		t.Fatal(err)
	}
	now := time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC)
	decide := func(shared *kube.Shared) authorization.Verdict {
		t.Helper()
		facts, err := kube.Observer{Reader: m, Shared: shared}.Grant(t.Context(), grants[0])
		if err != nil {
			t.Fatal(err)
		}
		facts.Guards.Proven = true
		return authorization.DecideGrant(facts, now)
	}
	earlier := builder.Agreement("a-first").OperatedBy("operator-50").Over("visits").Term("2026-01-01", "2030-01-01").Obj()
	twin := builder.Resource("a-visits").Obj()
	twin.Spec.Catalogue.Code = builder.Resource("visits").Obj().Spec.Catalogue.Code
	for _, step := range []struct {
		name   string
		change client.Object
		want   string // of the grant, and of its first input
		input  string
	}{
		{"as it is", nil, v1alpha1.InForceReason, v1alpha1.InForceReason},
		{"another operator signed before", earlier, v1alpha1.AncestorNotInForceReason, v1alpha1.AncestorNotInForceReason},
		{"its agreement is terminated", builder.Decision("frees").Terminates(v1alpha1.OnOperationAgreement, earlier.Name).ActedOn("2026-03-01").Obj(), v1alpha1.InForceReason, v1alpha1.InForceReason},
		{"the code of an input was given before", twin, v1alpha1.InForceReason, v1alpha1.UnlawfulReason},
	} {
		t.Run(step.name, func(t *testing.T) {
			if step.change != nil {
				m.put(t, step.change)
			}
			for _, by := range []*kube.Shared{nil, shared, shared} {
				v := decide(by)
				if got := v.Inputs[0].Reason(); v.Reason() != step.want || got != step.input {
					t.Errorf("shared %t: %s (%s), of the first input %s; want %s and %s", by != nil, v.Reason(), v.Message(), got, step.want, step.input)
				}
			}
		})
	}
}

// countsLists counts the lists of Decisions by what they are on.
type countsLists struct {
	client.Reader
	of map[string]int
}

// List counts a list.
func (c countsLists) List(ctx context.Context, list client.ObjectList, options ...client.ListOption) error {
	by := (&client.ListOptions{}).ApplyOptions(options).FieldSelector
	if _, ok := list.(*v1alpha1.DecisionList); ok && by != nil {
		c.of[by.Requirements()[0].Value]++
	}
	return c.Reader.List(ctx, list, options...)
}

// TestATerminatedGrantIsReadOnce terminates one after the other, and wants each
// known at once, and none read anew after the next.
func TestATerminatedGrantIsReadOnce(t *testing.T) {
	m, grants := boundedDomain(t, 1)
	shared, err := kube.NewShared(t.Context(), m)
	if err != nil {
		t.Fatal(err)
	}
	reader := countsLists{m, map[string]int{}}
	for i := range 3 {
		facts, err := kube.Observer{Reader: reader, Shared: shared}.Grant(t.Context(), grants[0])
		if err != nil {
			t.Fatal(err)
		}
		if want := endedBefore + i; len(facts.Ended) != want {
			t.Errorf("%d terminations are known, want %d", len(facts.Ended), want)
		}
		next := grants[i+1]
		m.put(t, builder.Decision("next-"+next.Name).Terminates(v1alpha1.OnDeveloperGrant, next.Name).ActedOn("2026-03-01").Obj())
	}
	if read := reader.of["ended-0"]; read != 1 {
		t.Errorf("what was terminated first was read %d times", read)
	}
}
