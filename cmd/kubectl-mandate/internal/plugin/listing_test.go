// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package plugin

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/explaining"
	"github.com/publicdata-io/mandate/test/builder"
)

// D18: of a step that the text wants promptly the plugin says how many working
// days it has been waited for.
func TestAPromptStepIsToldWithTheDaysThatHavePassed(t *testing.T) {
	edition := builder.Jurisdiction("demo", 1).Procedure(v1alpha1.Procedure{
		Name: "rectify", Of: v1alpha1.LinkOperationAgreement, Effect: v1alpha1.EffectRectification,
		Steps: []v1alpha1.Step{
			{Name: "order", Act: v1alpha1.ActionOrder, By: []v1alpha1.Party{builder.The(v1alpha1.PartyGrantor)}},
			{Name: "report", Act: v1alpha1.ActionSubmit, By: []v1alpha1.Party{builder.The(v1alpha1.PartyOperator)}, After: []v1alpha1.StepReference{"order"}, Due: &v1alpha1.Due{Soft: new(true), From: "order"}},
		},
	}).Obj()
	edition.Spec.Calendar = "days"
	days := &v1alpha1.WorkCalendar{}
	days.Name, days.Spec.TimeZone, days.Spec.Years = "days", "Asia/Shanghai", []v1alpha1.CalendarYear{{Year: 2026}}
	order := builder.Decision("order").Does(v1alpha1.ActionOrder, v1alpha1.OnOperationAgreement, "health").Step("rectify/order").By(builder.Bureau).On("2026-03-02").Obj()
	l := link{
		subject:   v1alpha1.DecisionSubject{Kind: v1alpha1.OnOperationAgreement, Name: "health"},
		namespace: "d", facts: builder.Health().Put(edition, days, order).OfAgreement("health"), zone: time.UTC,
	}
	want := []explaining.Elapsed{{Step: "rectify/report", Run: "order", Since: "2026-03-02", WorkingDays: 9}}
	if diff := cmp.Diff(want, l.explain(time.Date(2026, 3, 15, 9, 0, 0, 0, time.UTC)).Elapsed); diff != "" {
		t.Errorf("elapsed (-want +got):\n%s", diff)
	}
}
