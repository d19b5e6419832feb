// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package authorization_test

import (
	"testing"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/authorization"
	"github.com/publicdata-io/mandate/test/builder"
)

// planned is Health with the plan and the call that stand before its agreement.
func planned() *builder.Chain {
	return builder.Health().Put(
		builder.Plan("p").Over("visits").Term("2026-01-01", "2026-12-31").Obj(),
		builder.Call("c").CarriesOut("p").Obj(),
		builder.Call("d").ForDevelopersUnder("health").Obj(),
		builder.Objection("o").Against(v1alpha1.LinkImplementationPlan, "p").Obj(),
	)
}

func TestPlans(t *testing.T) {
	const day = "2026-06-01T00:00:00Z"
	act := builder.Decision("act")
	tests := map[string]struct {
		chain     *builder.Chain
		at        string
		wantForce authorization.Force
		want      string
	}{
		"in force":                              {planned(), day, authorization.InForce, "InForce"},
		"in force before the planned operation": {planned(), "2025-06-01T00:00:00Z", authorization.InForce, "InForce"},
		"without a term it has no end":          {planned().Put(builder.Plan("p").Obj()), "2099-01-01T00:00:00Z", authorization.InForce, "InForce"},
		"after the planned operation":           {planned(), "2026-12-31T16:00:00Z", authorization.Denied, "TermEnded"},
		"suspended":                             {planned().Put(act.Suspends(v1alpha1.OnImplementationPlan, "p").Obj()), day, authorization.Denied, "Suspended"},
		"whose drafter was disqualified":        {planned().Put(act.Disqualifies(builder.Bureau).Obj()), day, authorization.Denied, "Disqualified"},
		"whose drafter does not exist":          {planned().Drop("Organization", builder.Bureau), day, authorization.Denied, "ReferenceMissing"},
		"whose edition does not exist":          {planned().Drop("Jurisdiction", "demo.1"), day, authorization.Denied, "ReferenceMissing"},
		"of which the edition says nothing":     {planned().Put(builder.Jurisdiction("demo", 1).SilentOn(v1alpha1.LinkImplementationPlan).Obj()), day, authorization.Denied, "Undetermined"},
		"before the edition is in effect":       {planned(), "2024-12-31T15:59:59Z", authorization.Denied, "NotYetEffective"},
		"that does not exist":                   {planned().Drop("ImplementationPlan", "p"), day, authorization.Denied, "ReferenceMissing"},
		"that could not be read":                {planned().Unreadable("ImplementationPlan", "p"), day, authorization.Undecided, "Undetermined"},
		"whose Decisions could not be read":     {planned().Unreadable("Decisions on ImplementationPlan", "p"), day, authorization.Undecided, "Undetermined"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			v := authorization.DecidePlan(tc.chain.OfPlan("p"), "p", builder.Instant(tc.at))
			if v.Force != tc.wantForce || v.Reason() != tc.want {
				t.Errorf("%d %s (%s), want %d %s", v.Force, v.Reason(), v.Message(), tc.wantForce, tc.want)
			}
		})
	}
}

func TestSelections(t *testing.T) {
	const day = "2026-06-01T00:00:00Z"
	act := builder.Decision("act")
	tests := map[string]struct {
		chain     *builder.Chain
		call      string
		wantForce authorization.Force
		want      string
	}{
		"for operators, under a plan":                    {planned(), "c", authorization.InForce, "InForce"},
		"for developers, under an agreement":             {planned(), "d", authorization.InForce, "InForce"},
		"suspended":                                      {planned().Put(act.Suspends(v1alpha1.OnSelection, "c").Obj()), "c", authorization.Denied, "Suspended"},
		"whose plan is suspended":                        {planned().Put(act.Suspends(v1alpha1.OnImplementationPlan, "p").Obj()), "c", authorization.Denied, "AncestorNotInForce"},
		"whose plan does not exist":                      {planned().Drop("ImplementationPlan", "p"), "c", authorization.Denied, "ReferenceMissing"},
		"whose plan does not exist, and is suspended":    {planned().Drop("ImplementationPlan", "p").Put(act.Suspends(v1alpha1.OnImplementationPlan, "p").Obj()), "c", authorization.Denied, "ReferenceMissing"},
		"whose plan could not be read, and is suspended": {planned().Unreadable("ImplementationPlan", "p").Put(act.Suspends(v1alpha1.OnImplementationPlan, "p").Obj()), "c", authorization.Denied, "AncestorNotInForce"},
		"whose plan could not be read":                   {planned().Unreadable("ImplementationPlan", "p"), "c", authorization.Undecided, "Undetermined"},
		"whose plan is of another code": {
			planned().Put(builder.Plan("p").Edition("other.1").Obj(), builder.Jurisdiction("other", 1).Obj()), "c", authorization.Denied, "Unlawful",
		},
		"whose agreement was terminated": {planned().Put(act.Terminates(v1alpha1.OnOperationAgreement, "health").Obj()), "d", authorization.Denied, "AncestorNotInForce"},
		"whose agreement does not exist, and was terminated": {
			planned().Drop("OperationAgreement", "health").Put(act.Terminates(v1alpha1.OnOperationAgreement, "health").Obj()), "d", authorization.Denied, "ReferenceMissing",
		},
		"whose agreement does not exist":     {planned().Drop("OperationAgreement", "health"), "d", authorization.Denied, "ReferenceMissing"},
		"whose organiser was disqualified":   {planned().Put(act.Disqualifies(builder.Bureau).Obj(), builder.Call("c").Obj()), "c", authorization.Denied, "Disqualified"},
		"of which the edition says nothing":  {planned().Put(builder.Jurisdiction("demo", 1).SilentOn(v1alpha1.LinkSelection).Obj()), "c", authorization.Denied, "Undetermined"},
		"that does not exist":                {planned().Drop("Selection", "c"), "c", authorization.Denied, "ReferenceMissing"},
		"whose Decisions could not be read":  {planned().Unreadable("Decisions on Selection", "c"), "c", authorization.Undecided, "Undetermined"},
		"unread, and denied all the same":    {planned().Unreadable("Organization", builder.Bureau).Put(act.Suspends(v1alpha1.OnSelection, "c").Obj()), "c", authorization.Denied, "Suspended"},
		"whoever is sought is not cut by it": {planned().Put(act.Disqualifies(builder.Holder).Obj()), "c", authorization.InForce, "InForce"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			v := authorization.DecideSelection(tc.chain.OfSelection(tc.call), v1alpha1.ObjectName(tc.call), builder.Instant(day))
			if v.Force != tc.wantForce || v.Reason() != tc.want {
				t.Errorf("%d %s (%s), want %d %s", v.Force, v.Reason(), v.Message(), tc.wantForce, tc.want)
			}
		})
	}
}

func TestObjections(t *testing.T) {
	const day = "2026-06-01T00:00:00Z"
	against := func(kind v1alpha1.LinkKind, name string) *builder.Chain {
		return planned().Put(
			builder.Jurisdiction("demo", 1).SilentOn(v1alpha1.LinkObjection).Obj(),
			builder.Objection("o").Against(kind, name).Obj())
	}
	tests := map[string]struct {
		chain     *builder.Chain
		wantForce authorization.Force
		want      string
	}{
		"against a plan":                       {against(v1alpha1.LinkImplementationPlan, "p"), authorization.InForce, "InForce"},
		"against a call":                       {against(v1alpha1.LinkSelection, "c"), authorization.InForce, "InForce"},
		"against an agreement":                 {against(v1alpha1.LinkOperationAgreement, "health"), authorization.InForce, "InForce"},
		"against a grant":                      {against(v1alpha1.LinkDeveloperGrant, "g"), authorization.InForce, "InForce"},
		"against what does not exist":          {against(v1alpha1.LinkSelection, "nothing"), authorization.Denied, "ReferenceMissing"},
		"against a grant that does not exist":  {against(v1alpha1.LinkDeveloperGrant, "nothing"), authorization.Denied, "ReferenceMissing"},
		"against what could not be read":       {against(v1alpha1.LinkDeveloperGrant, "g").Unreadable("DeveloperGrant", "g"), authorization.Undecided, "Undetermined"},
		"where no act is needed to dispose it": {planned(), authorization.Denied, "Disposed"},
		"under an edition that is not there":   {against(v1alpha1.LinkSelection, "c").Drop("Jurisdiction", "demo.1"), authorization.InForce, "InForce"},
		"that does not exist":                  {planned().Drop("Objection", "o"), authorization.Denied, "ReferenceMissing"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			v := authorization.DecideObjection(tc.chain.OfObjection("o"), builder.Instant(day))
			if v.Force != tc.wantForce || v.Reason() != tc.want {
				t.Errorf("%d %s (%s), want %d %s", v.Force, v.Reason(), v.Message(), tc.wantForce, tc.want)
			}
		})
	}
}
