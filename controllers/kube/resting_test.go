// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package kube

import (
	"fmt"
	"testing"

	"sigs.k8s.io/controller-runtime/pkg/reconcile"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/test/builder"
)

// TestVersionsAfterTheNextAreWoken shows that what bears on an agreement wakes all
// that revise it, one after another: which data join by them is asked of it.
func TestVersionsAfterTheNextAreWoken(t *testing.T) {
	a := affectedBy(t, builder.Jurisdiction("demo", 1).Obj(),
		builder.Agreement("first").Over("visits").Obj(), builder.Agreement("second").Revises("first").Over("visits").Obj(),
		builder.Agreement("third").Revises("second").Over("visits").Obj(), builder.Agreement("fourth").Revises("third").Over("visits").Obj(),
	)
	signed := builder.Decision("sign").By("bureau").Does(v1alpha1.ActionSign, v1alpha1.OnOperationAgreement, "first").Step("agreement/sign").Obj()
	for what, woken := range map[string][]reconcile.Request{
		"an act on the first": a.AgreementsDecided(t.Context(), signed),
		"the first itself":    a.AgreementAndResting(t.Context(), builder.Agreement("first").Over("visits").Obj()),
	} {
		if got, want := fmt.Sprint(namesOf(woken)), "[first fourth second third]"; got != want {
			t.Errorf("%s wakes %s, want %s", what, got, want)
		}
	}
	circle := affectedBy(t, builder.Agreement("one").Revises("other").Over("visits").Obj(), builder.Agreement("other").Revises("one").Over("visits").Obj())
	if got := fmt.Sprint(namesOf(circle.AgreementAndResting(t.Context(), builder.Agreement("one").Revises("other").Obj()))); got != "[one other]" {
		t.Errorf("of two that revise each other are woken %s, want both once", got)
	}
}
