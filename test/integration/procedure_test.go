// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package integration

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/controller-runtime/pkg/client"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/test/builder"
)

// twoSteps is an edition in which the holder of a grant applies, and every source
// unit approves, which the holder receives.
func (d *domain) twoSteps() *v1alpha1.Jurisdiction {
	basis := []v1alpha1.BasisID{"policy"}
	holder := []v1alpha1.Party{builder.The(v1alpha1.PartyHolder)}
	return builder.Jurisdiction(d.name, 1).SilentOn(v1alpha1.LinkDeveloperGrant).Procedure(v1alpha1.Procedure{
		Name: "grant", Of: v1alpha1.LinkDeveloperGrant, Effect: v1alpha1.EffectEnter,
		Steps: []v1alpha1.Step{
			{Name: "apply", Act: v1alpha1.ActionApply, By: holder, Basis: basis},
			{
				Name: "approve", Act: v1alpha1.ActionApprove, By: []v1alpha1.Party{{Owner: v1alpha1.ScopeOfInputs}},
				After: []v1alpha1.StepReference{"apply"}, To: holder, Receipt: v1alpha1.RequirementRequired, Basis: basis,
			},
		},
	}).Obj()
}

// A grant waits for its acts, says for whose, opens with the last one, and is cut
// like any other; an act on other content does not count.
func TestAGrantGoesThroughItsProcedure(t *testing.T) {
	t.Parallel()
	d := newDomain(t)
	// What stands before the agreement, and the calendar, are read live before
	// anything opens.
	edition := d.twoSteps()
	edition.Spec.Calendar, edition.Spec.CalendarBasis = v1alpha1.ObjectName(d.name), []v1alpha1.BasisID{"policy"}
	d.with(edition, d.agreement("health").Over("visits", "labs").Term(begins, ends).CarriesOut("plan", "call").Obj(), d.calendar(),
		builder.Plan("plan").In(d.name).Edition(d.edition).DraftedBy(d.bureau).Over("visits", "labs").Term(begins, ends).Obj(),
		builder.Call("call").In(d.name).Edition(d.edition).OrganisedBy(d.bureau).CarriesOut("plan").Obj(),
	).established()
	d.create(d.grant("g").Input("visits").Obj())
	const pending = "Active=False(ProcedurePending) " + idle
	d.awaitGrant("g", pending, "grant/apply", d.holder, "[policy]")
	digest := d.digest("g")
	act := func(name string, action v1alpha1.Action, by string) *builder.DecisionBuilder {
		return d.act(name, by).Does(action, v1alpha1.OnDeveloperGrant, "g").Covers(v1alpha1.PartAll, digest)
	}
	stale := v1alpha1.Digest("sha256:" + "0000000000000000000000000000000000000000000000000000000000000000")
	other := d.decide(act("stale", v1alpha1.ActionApply, d.holder).Covers(v1alpha1.PartAll, stale).Step("grant/apply"))
	d.awaitDecision(other, "Counts=False("+v1alpha1.StaleDigestReason+") Ready=True(Settled)")
	apply := d.decide(act("apply", v1alpha1.ActionApply, d.holder).Step("grant/apply"))
	d.awaitDecision(apply, "Counts=True(Effective) Ready=True(Settled)")
	d.awaitGrant("g", pending, "grant/approve", d.source)
	approve := d.decide(act("approve", v1alpha1.ActionApprove, d.source).Step("grant/approve"))
	d.awaitGrant("g", pending, "grant/approve", d.holder)
	d.decide(act("receive", v1alpha1.ActionReceive, d.holder).Step("grant/approve").Regards(approve))
	grant := d.awaitGrant("g", open)
	for _, step := range grant.Status.Procedure[0].Steps {
		if step.State != v1alpha1.StepDone {
			t.Errorf("step %s is %s", step.Name, step.State)
		}
	}
	d.decide(d.act("suspend", d.bureau).Suspends(v1alpha1.OnDeveloperGrant, "g"))
	d.awaitGrant("g", frozen(v1alpha1.SuspendedReason))
}

// calendar is one of the domain's own, which knows one year.
func (d *domain) calendar() *v1alpha1.WorkCalendar {
	c := &v1alpha1.WorkCalendar{ObjectMeta: metav1.ObjectMeta{Name: d.name}}
	c.Spec.TimeZone = "Asia/Shanghai"
	c.Spec.Years = []v1alpha1.CalendarYear{{
		Year: 2026, Document: v1alpha1.CalendarDocument{Number: "1", Title: "days of the test"},
		Holidays: []v1alpha1.Holiday{{Name: "new year", DaysOff: []v1alpha1.Date{"2026-01-01"}}},
	}}
	return c
}

// digest is what acts on a grant carry.
func (d *domain) digest(grant string) v1alpha1.Digest {
	d.t.Helper()
	var digest v1alpha1.Digest
	d.eventually("digests of "+grant+" are told", func(ctx context.Context) error {
		g := &v1alpha1.DeveloperGrant{}
		if err := admin.Get(ctx, d.key(grant), g); err != nil {
			return err
		}
		for _, part := range g.Status.Digests {
			if part.Part == v1alpha1.PartAll {
				digest = part.Digest
				return nil
			}
		}
		return errors.New("none is told of the whole")
	})
	return digest
}

// A last day in a year whose days are not published is provisional, and is told
// anew by itself once the year is applied.
func TestALastDayIsToldAnewOnceItsYearIsApplied(t *testing.T) {
	t.Parallel()
	d := newDomain(t)
	year := time.Now().In(shanghai(t)).Year()
	calendar := d.calendar()
	calendar.Spec.Years[0].Year = int32(year)
	calendar.Spec.Years[0].Holidays[0].DaysOff[0] = v1alpha1.Date(fmt.Sprintf("%d-01-01", year))
	edition := d.twoSteps()
	edition.Spec.Calendar, edition.Spec.CalendarBasis = v1alpha1.ObjectName(d.name), []v1alpha1.BasisID{"policy"}
	procedure := &edition.Spec.Procedures[len(edition.Spec.Procedures)-1]
	procedure.Steps[1].Due = &v1alpha1.Due{WorkingDays: new(int32(260)), From: "apply"} // reaches into the next year
	d.with(edition, calendar).established()
	d.create(d.grant("g").Input("visits").Obj())
	d.decide(d.act("apply", d.holder).Does(v1alpha1.ActionApply, v1alpha1.OnDeveloperGrant, "g").Covers(v1alpha1.PartAll, d.digest("g")).Step("grant/apply"))
	provisional := d.awaitLastDay("g", true)

	loaded := calendar.DeepCopy()
	for next := year + 1; next <= year+2; next++ { // a week off after New Year
		first := time.Date(next, time.January, 2, 0, 0, 0, 0, time.UTC)
		holiday := v1alpha1.Holiday{Name: "new year"}
		for day := range 7 {
			holiday.DaysOff = append(holiday.DaysOff, v1alpha1.Date(first.AddDate(0, 0, day).Format(time.DateOnly)))
		}
		loaded.Spec.Years = append(loaded.Spec.Years, v1alpha1.CalendarYear{
			Year: int32(next), Document: v1alpha1.CalendarDocument{Number: "2", Title: "days of the test"}, Holidays: []v1alpha1.Holiday{holiday},
		})
	}
	if err := admin.Patch(t.Context(), loaded, client.MergeFrom(calendar)); err != nil {
		t.Fatal(err)
	}
	if final := d.awaitLastDay("g", false); final <= provisional {
		t.Errorf("the last day was %s, and is %s with a week of days off in between", provisional, final)
	}
}

// awaitLastDay waits until a grant tells the last day of its second step, and
// whether it is provisional.
func (d *domain) awaitLastDay(name string, provisional bool) (due v1alpha1.Date) {
	d.t.Helper()
	d.eventually(fmt.Sprintf("the last day of %s is told, provisional: %t", name, provisional), func(ctx context.Context) error {
		g := &v1alpha1.DeveloperGrant{}
		if err := admin.Get(ctx, d.key(name), g); err != nil {
			return err
		}
		for _, p := range g.Status.Procedure {
			for _, s := range p.Steps {
				if s.Name == "approve" && s.Due != nil && (s.Provisional != nil && *s.Provisional) == provisional {
					due = *s.Due
					return nil
				}
			}
		}
		return fmt.Errorf("it is not: %+v", g.Status.Procedure)
	})
	return due
}

func shanghai(t *testing.T) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation("Asia/Shanghai")
	if err != nil {
		t.Fatal(err)
	}
	return zone
}
