// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package authorization_test

import (
	"strings"
	"testing"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/authorization"
	"github.com/publicdata-io/mandate/test/builder"
)

// approved is Health under an edition in which the unit of every input that joins
// a later version approves it, with data of two units more: beds and roads.
func approved(of v1alpha1.LinkKind, more ...metav1.Object) *builder.Chain {
	edition := builder.Jurisdiction("demo", 1).SilentOn(of).Procedure(v1alpha1.Procedure{
		Name: "enter", Of: of, Effect: v1alpha1.EffectEnter,
		Steps: []v1alpha1.Step{{
			Name: "join", Act: v1alpha1.ActionApprove, By: []v1alpha1.Party{{Owner: v1alpha1.ScopeOfInputs}}, Each: v1alpha1.EachInput,
			When:     &v1alpha1.When{Revision: new(true), Inputs: v1alpha1.InputsAdded},
			Outcomes: []v1alpha1.Outcome{v1alpha1.OutcomeApprove}, Basis: []v1alpha1.BasisID{"policy"},
		}, {
			Name: "sign", Act: v1alpha1.ActionSign, By: []v1alpha1.Party{builder.The(v1alpha1.PartyOperator)}, Basis: []v1alpha1.BasisID{"policy"},
		}},
	})
	return builder.Health().Put(edition.Obj(),
		builder.Organization("ward").Roles("SourceUnit").Obj(), builder.Resource("beds").SuppliedBy("ward").Obj(),
		builder.Organization("road-office").Roles("SourceUnit").Obj(), builder.Resource("roads").SuppliedBy("road-office").Obj(),
	).Put(more...)
}

// acted has a party act on an agreement as it is written, on a day.
func acted(c *builder.Chain, step v1alpha1.StepReference, act v1alpha1.Action, by, on, day string) *builder.Chain {
	d := builder.Decision(on+"-"+by).By(by).ActedOn(day).Recorded(day+"T04:00:00Z").Does(act, v1alpha1.OnOperationAgreement, on).Step(step)
	subject := v1alpha1.DecisionSubject{Kind: v1alpha1.OnOperationAgreement, Name: v1alpha1.ObjectName(on)}
	for _, part := range c.OfAgreement(on).Proceedings(subject, builder.Instant("2026-06-01T00:00:00Z")).Digests {
		d = d.Covers(v1alpha1.PartAll, part.Digest)
	}
	return c.Put(d.Obj())
}

func entered(c *builder.Chain, agreements ...string) *builder.Chain {
	for _, name := range agreements {
		c = acted(c, "enter/sign", v1alpha1.ActionSign, builder.Operator, name, "2026-02-01")
	}
	return c
}

// TestWhoseDataJoinsALaterVersion shows that the units are asked of what the
// agreement in whose place a later one comes did not hold, and of nothing else
// (YZ-4.开发.4).
func TestWhoseDataJoinsALaterVersion(t *testing.T) {
	version := func(name, revises string, over ...string) metav1.Object {
		a := builder.Agreement(name).Over(over...).Term("2026-01-01", "2026-12-31").Revises(revises).Obj()
		a.CreationTimestamp = metav1.NewTime(builder.Instant("2026-03-01T00:00:00Z"))
		return a
	}
	first := version("first", "", "visits", "beds")
	const agreement = v1alpha1.LinkOperationAgreement
	of := func(more ...metav1.Object) *builder.Chain { return approved(agreement, append(more, first)...) }
	takes := func(d *builder.DecisionBuilder, day string) *v1alpha1.Decision {
		return d.By(builder.Bureau).On(day).Obj()
	}
	const (
		none  = `denied, ProcedurePending: step enter/sign`
		waits = `denied, ProcedurePending: step enter/join of OperationAgreement "v": awaits Approve of `
		doubt = `undecided, Undetermined: `
	)
	second := func(over ...string) metav1.Object { return version("second", "first", over...) }
	joined := func(c *builder.Chain) *builder.Chain { // the roads joined by the second, which was approved and signed
		return entered(acted(entered(c, "first"), "enter/join", v1alpha1.ActionApprove, "road-office", "second", "2026-02-02"), "second")
	}
	partial := takes(builder.Decision("p").Suspends(v1alpha1.OnOperationAgreement, "first").Only("beds"), "2026-02-10")
	annul := builder.Decision("a").By(builder.Operator).On("2026-02-20").Answers(v1alpha1.ActionAnnul, builder.Decision("first-"+builder.Operator).Does(v1alpha1.ActionSign, v1alpha1.OnOperationAgreement, "first").Obj()).Obj()
	tests := map[string]struct {
		chain *builder.Chain
		want  string
	}{
		"of the first version":                       {approved(agreement, version("v", "", "visits", "beds")), none},
		"nothing joins":                              {entered(of(version("v", "first", "beds", "visits")), "first"), none},
		"less":                                       {entered(of(version("v", "first", "visits")), "first"), none},
		"one joins":                                  {entered(of(version("v", "first", "visits", "beds", "roads")), "first"), waits + "SourceUnit road-office"},
		"the first was never in force":               {of(version("v", "first", "beds")), waits + "SourceUnit ward"},
		"it joined by one that nobody entered":       {entered(of(second("visits", "beds", "roads"), version("v", "second", "visits", "roads")), "first"), waits + "SourceUnit road-office"},
		"it joined by one that was approved":         {joined(of(second("visits", "beds", "roads"), version("v", "second", "visits", "roads"))), none},
		"it had left, and comes back":                {entered(of(second("visits"), version("v", "second", "visits", "beds")), "first", "second"), waits + "SourceUnit ward"},
		"it had left one that nobody entered":        {entered(of(second("visits"), version("v", "second", "visits", "beds")), "first"), none},
		"it was taken before":                        {entered(of(version("v", "first", "visits", "beds")).Put(partial), "first"), waits + "SourceUnit ward"},
		"and was given back":                         {entered(of(version("v", "first", "visits", "beds")).Put(partial, builder.Decision("l").By(builder.Bureau).On("2026-04-01").Lifts(partial).Obj()), "first"), none},
		"it was taken after an act on the later one": {acted(entered(of(version("v", "first", "visits", "beds")), "first"), "enter/sign", v1alpha1.ActionSign, builder.Operator, "v", "2026-02-05").Put(takes(builder.Decision("p").Suspends(v1alpha1.OnOperationAgreement, "first"), "2026-02-10")), given},
		"taken before, in a draft's time":            {entered(of(second("visits", "beds"), version("v", "second", "visits", "beds")).Put(takes(builder.Decision("p").Suspends(v1alpha1.OnOperationAgreement, "first").Only("beds"), "2026-03-10")), "first"), waits + "SourceUnit ward"},
		"who signed the one before annuls it":        {acted(entered(of(version("v", "first", "visits", "beds")), "first"), "enter/sign", v1alpha1.ActionSign, builder.Operator, "v", "2026-02-05").Put(annul), given},
		"and had annulled it before":                 {acted(entered(of(version("v", "first", "visits", "beds")), "first").Put(annul), "enter/sign", v1alpha1.ActionSign, builder.Operator, "v", "2026-02-25"), waits},
		"all was taken before":                       {entered(of(version("v", "first", "visits", "beds")).Put(takes(builder.Decision("p").Terminates(v1alpha1.OnOperationAgreement, "first"), "2026-02-10")), "first"), waits + `SourceUnit ` + builder.SourceUnit + ` and SourceUnit ward`},
		"the first is gone":                          {approved(agreement, version("v", "first", "beds", "roads")), waits + "SourceUnit ward and SourceUnit road-office"},
		"the first is unread":                        {of(version("v", "first", "beds")).Unreadable("OperationAgreement", "first"), doubt + `OperationAgreement "first" could not be read`},
		"the one before it is unread":                {approved(agreement, version("second", "first", "beds"), version("v", "second", "beds")).Unreadable("OperationAgreement", "first"), doubt + `OperationAgreement "first" could not be read`},
		"the acts on the first are unread":           {entered(of(version("v", "first", "beds")), "first").Unreadable("Decisions on OperationAgreement", "first"), doubt + `the Decisions on OperationAgreement "first" could not be read`},
		"they revise each other":                     {approved(agreement, version("second", "v", "beds"), version("v", "second", "beds")), `denied, Unlawful: spec.revises: OperationAgreement "second" was there before`},
		"three revise each other":                    {approved(agreement, version("w", "second", "beds"), version("second", "v", "beds"), version("v", "w", "beds")), waits + "SourceUnit ward"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			got := whole(authorization.DecideAgreement(tc.chain.OfAgreement("v"), builder.Instant("2026-06-01T00:00:00Z")))
			if !strings.HasPrefix(got, tc.want) {
				t.Errorf("it is %s, want %s", got, tc.want)
			}
		})
	}
}
