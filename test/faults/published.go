// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package faults

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/apimachinery/pkg/util/uuid"
	"sigs.k8s.io/controller-runtime/pkg/client"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/test/builder"
)

// A publicity is over at a midnight at the earliest, and an objection counts from
// when it was recorded. So that either bears on what is open, the grant was
// published some days ago by a Decision that came back from a backup; its period
// is over, until the calendar makes it longer.

// publishedAgo is how long ago the grant was published. One working day is past
// since then, whatever the weekends.
const publishedAgo = 8 * 24 * time.Hour

var shanghai = time.FixedZone("Asia/Shanghai", 8*60*60)

// published is a domain in which a grant was published.
var published = &beginning{"published", act{do: func(ctx context.Context, w *world) error {
	chain := w.chain()
	for i, o := range chain {
		if _, ok := o.(*v1alpha1.Jurisdiction); ok {
			chain[i] = w.publishing()
		}
	}
	grants := []*v1alpha1.DeveloperGrant{w.grant("g").Input("visits").Input("labs").Obj(), w.grant("h").Input("visits").Obj()}
	objects := append([]client.Object{theCalendar(w)}, append(chain, w.agreement("health").Obj(), grants[0], grants[1])...)
	if err := w.create(ctx, objects...); err != nil {
		return err
	}
	for _, grant := range grants {
		if err := w.publish(ctx, grant); err != nil {
			return err
		}
	}
	return nil
}}}

// publishing is an edition in which a grant is published for a working day, and
// an objection to it is open for ever.
func (w *world) publishing() *v1alpha1.Jurisdiction {
	basis, day := []v1alpha1.BasisID{"policy"}, int32(1)
	edition := builder.Jurisdiction(w.name, 1).SilentOn(v1alpha1.LinkDeveloperGrant).SilentOn(v1alpha1.LinkObjection).Procedure(v1alpha1.Procedure{
		Name: "grant", Of: v1alpha1.LinkDeveloperGrant, Effect: v1alpha1.EffectEnter,
		Steps: []v1alpha1.Step{{
			Name: "publish", Act: v1alpha1.ActionPublish, By: []v1alpha1.Party{builder.The(v1alpha1.PartyHolder)},
			Publicity: &v1alpha1.Publicity{WorkingDays: &day, OpenObjections: v1alpha1.ObjectionsBlock}, Basis: basis,
		}},
	}).Obj()
	edition.Spec.Calendar, edition.Spec.CalendarBasis = v1alpha1.ObjectName(w.name), basis
	return edition
}

// publish records that a grant was published, as a restore does.
func (w *world) publish(ctx context.Context, grant *v1alpha1.DeveloperGrant) error {
	digest, err := w.digestOf(ctx, grant)
	if err != nil {
		return err
	}
	then := time.Now().Add(-publishedAgo).UTC()
	decision := w.by(holder, "publish-"+grant.Name).Does(v1alpha1.ActionPublish, v1alpha1.OnDeveloperGrant, grant.Name).
		Covers(v1alpha1.PartAll, digest).Step("grant/publish").ActedOn(rfc3339(then)).Restored(uuid.NewUUID(), rfc3339(then)).Obj()
	w.mark(decision)
	officer, err := w.house.as(decision.Spec.DecidedBy, officers, "system:masters")
	if err != nil {
		return err
	}
	if err := w.house.made(ctx, officer, decision); err != nil {
		return err
	}
	return w.recorded(ctx, decision)
}

// digestOf awaits what the operator says that acts on a grant cover.
func (w *world) digestOf(ctx context.Context, grant *v1alpha1.DeveloperGrant) (v1alpha1.Digest, error) {
	for end := time.Now().Add(patience); time.Now().Before(end) && ctx.Err() == nil; time.Sleep(pollEvery) {
		now := &v1alpha1.DeveloperGrant{}
		if err := w.house.admin.Get(ctx, client.ObjectKeyFromObject(grant), now); err != nil {
			return "", fmt.Errorf("read grant %s: %w", grant.Name, err)
		}
		for _, part := range now.Status.Digests {
			if part.Part == v1alpha1.PartAll {
				return part.Digest, nil
			}
		}
	}
	return "", fmt.Errorf("no digest of grant %s is told", grant.Name)
}

// theCalendar lists the years of the publicity, each with its first day off.
func theCalendar(w *world) client.Object {
	c := &v1alpha1.WorkCalendar{ObjectMeta: metav1.ObjectMeta{Name: w.name}}
	c.Spec.TimeZone = "Asia/Shanghai"
	for year := time.Now().Add(-publishedAgo).In(shanghai).Year(); year <= time.Now().In(shanghai).Year()+1; year++ {
		c.Spec.Years = append(c.Spec.Years, v1alpha1.CalendarYear{
			Year: int32(year), Document: v1alpha1.CalendarDocument{Number: "1", Title: "days of the plan"}, //nolint:gosec // a year
			Holidays: []v1alpha1.Holiday{{Name: "new year", DaysOff: []v1alpha1.Date{v1alpha1.Date(fmt.Sprintf("%d-01-01", year))}}},
		})
	}
	return c
}

// longer amends the calendar, so that no day since the grant was published is a
// working day, nor one of the week to come: the publicity is not over.
var longer = act{do: func(ctx context.Context, w *world) error {
	c := theCalendar(w).(*v1alpha1.WorkCalendar)
	off := map[int][]v1alpha1.Date{}
	for day := range 15 {
		at := time.Now().Add(-publishedAgo).In(shanghai).AddDate(0, 0, day+1)
		off[at.Year()] = append(off[at.Year()], v1alpha1.Date(at.Format(time.DateOnly)))
	}
	for i := range c.Spec.Years {
		if days := off[int(c.Spec.Years[i].Year)]; len(days) > 0 {
			document := v1alpha1.CalendarDocument{Number: "2", Title: "more days off"}
			c.Spec.Years[i].Amendments = []v1alpha1.CalendarAmendment{{Document: document, DaysOff: days}}
		}
	}
	patch, err := json.Marshal(map[string]any{"spec": map[string]any{"years": c.Spec.Years}})
	if err != nil {
		return fmt.Errorf("encode the calendar: %w", err)
	}
	if err := w.house.admin.Patch(ctx, c, client.RawPatch(types.MergePatchType, patch)); err != nil {
		return fmt.Errorf("amend the calendar: %w", err)
	}
	return w.recorded(ctx, c)
}}

// objects has somebody object to the grant while it is published.
var objects = act{do: func(ctx context.Context, w *world) error {
	o := builder.Objection(w.called("o")).In(w.name).By(w.party(authority)).Against(v1alpha1.LinkDeveloperGrant, "g").Obj()
	return w.create(ctx, o)
}}
