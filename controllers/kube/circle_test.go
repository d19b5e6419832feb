// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package kube

import (
	"testing"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/reference"
	"github.com/publicdata-io/mandate/test/builder"
)

// Editions that name each other as parent do not hold each other; who names one of
// them from outside of the circle does.
// Two that revise or renew each other can be deleted, one after the other.
func TestTwoThatReviseEachOtherDoNotHoldEachOther(t *testing.T) {
	renewing := builder.Agreement("c").Over("visits").Obj()
	renewing.Spec.Renews = "a"
	reader := affectedBy(t,
		builder.Agreement("a").Over("visits").Revises("b").Obj(), builder.Agreement("b").Over("visits").Revises("a").Obj(), renewing,
		builder.Plan("p").Revises("q").Obj(), builder.Plan("q").Revises("p").Obj()).Reader
	references := References{Cache: reader, Live: reader}
	domain := renewing.Namespace
	for target, want := range map[reference.Target]string{
		{Kind: reference.OperationAgreement, Namespace: domain, Name: "a"}: "OperationAgreement " + domain + "/c",
		{Kind: reference.OperationAgreement, Namespace: domain, Name: "b"}: "",
		{Kind: reference.ImplementationPlan, Namespace: domain, Name: "p"}: "",
		{Kind: reference.ImplementationPlan, Namespace: domain, Name: "q"}: "",
	} {
		if got, err := references.Seen(t.Context(), target, ""); err != nil || got != want {
			t.Errorf("Seen(%v) = %q, %v, want %q", target, got, err, want)
		}
		if got, err := references.Proved(t.Context(), target); err != nil || got != want {
			t.Errorf("Proved(%v) = %q, %v, want %q", target, got, err, want)
		}
	}
}

func TestEditionsInACircleDoNotHoldEachOther(t *testing.T) {
	edition := func(name, parent string) *v1alpha1.Jurisdiction {
		j := &v1alpha1.Jurisdiction{}
		j.Name, j.Spec.Parent = name, v1alpha1.ObjectName(parent)
		return j
	}
	reader := affectedBy(t, edition("demo-a.1", "demo-b.1"), edition("demo-b.1", "demo-a.1"), edition("demo-c.1", "demo-b.1"), edition("demo-d.1", "demo-c.1")).Reader
	references := References{Cache: reader, Live: reader}
	for name, want := range map[string]string{"demo-a.1": "", "demo-b.1": "Jurisdiction demo-c.1", "demo-c.1": "Jurisdiction demo-d.1", "demo-d.1": ""} {
		target := reference.Target{Kind: reference.Jurisdiction, Name: name}
		if got, err := references.Seen(t.Context(), target, ""); err != nil || got != want {
			t.Errorf("Seen(%s) = %q, %v, want %q", name, got, err, want)
		}
		if got, err := references.Proved(t.Context(), target); err != nil || got != want {
			t.Errorf("Proved(%s) = %q, %v, want %q", name, got, err, want)
		}
	}
}
