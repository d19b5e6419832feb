// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package kube

import (
	"context"
	"slices"
	"time"

	"k8s.io/apimachinery/pkg/types"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/log"
	"sigs.k8s.io/controller-runtime/pkg/reconcile"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/authorization"
	"github.com/publicdata-io/mandate/internal/standing"
)

// zonesApart is by how much the days of an act may differ with the zone in which
// they are counted, and some.
const zonesApart = 48 * time.Hour

// barredBy shows the submissions that a termination may make count no more: of
// whom it bars, and of those affiliated with it, from its own day on (D15). Those
// of earlier days are free of it, and are nearly all.
func (a Affected) barredBy(ctx context.Context, d *v1alpha1.Decision, show func(*v1alpha1.Decision)) {
	if d.Spec.Action != v1alpha1.ActionTerminate {
		return
	}
	party, edition := a.terminated(ctx, d)
	if party == "" || !a.bars(ctx, edition, d.Spec.Ground) {
		return
	}
	from := dayOf(d).Add(-zonesApart)
	for _, name := range a.affiliatedWith(ctx, party) {
		a.eachAct(ctx, name, func(act *v1alpha1.Decision) {
			submits := act.Spec.Step != "" && (act.Spec.Action == v1alpha1.ActionApply || act.Spec.Action == v1alpha1.ActionSubmit)
			if submits && (!dayOf(act).Before(from) || !standing.RecordedAt(act).Before(from)) {
				show(act)
			}
		})
	}
}

// Barred are the submissions that a termination may make count no more.
func (a Affected) Barred(ctx context.Context, o client.Object) []reconcile.Request {
	var barred distinct
	if d, ok := o.(*v1alpha1.Decision); ok {
		a.barredBy(ctx, d, func(act *v1alpha1.Decision) { barred.add(request(act.Namespace, act.Name)...) })
	}
	return barred.all
}

// dayOf is the day that an act gives as its own, or of one that gives none when it
// was recorded.
func dayOf(d *v1alpha1.Decision) time.Time {
	day := string(d.Spec.ActedOn)
	at, err := time.Parse(time.DateOnly, day[:min(len(day), len(time.DateOnly))])
	if err != nil {
		return standing.RecordedAt(d)
	}
	return at
}

// bars says whether any edition refuses the barred, and one bars who is terminated
// on a ground, which another act of the run gives where this one does not.
func (a Affected) bars(ctx context.Context, edition v1alpha1.ObjectName, ground string) bool {
	var list v1alpha1.JurisdictionList
	if err := a.Reader.List(ctx, &list, client.UnsafeDisableDeepCopy); err != nil {
		log.FromContext(ctx).Error(err, "cannot tell which editions refuse the barred")
		return true
	}
	refused, barred := false, false
	for i := range list.Items {
		of := &list.Items[i]
		refused = refused || authorization.AsksWhoIsBarred(of)
		barred = barred || of.Name == string(edition) && slices.ContainsFunc(of.Spec.Grounds, func(g v1alpha1.Ground) bool {
			return g.Bar != nil && (ground == "" || g.ID == ground)
		})
	}
	return refused && barred
}

// terminated is whose link a termination ended, and the edition that it pins, or
// empty.
func (a Affected) terminated(ctx context.Context, d *v1alpha1.Decision) (party, edition v1alpha1.ObjectName) {
	key := types.NamespacedName{Namespace: d.Namespace, Name: string(d.Spec.Subject.Name)}
	switch d.Spec.Subject.Kind {
	case v1alpha1.OnOperationAgreement:
		var agreement v1alpha1.OperationAgreement
		if a.Reader.Get(ctx, key, &agreement, client.UnsafeDisableDeepCopy) == nil {
			return agreement.Spec.Operator, agreement.Spec.Jurisdiction
		}
	case v1alpha1.OnDeveloperGrant:
		var grant v1alpha1.DeveloperGrant
		if a.Reader.Get(ctx, key, &grant, client.UnsafeDisableDeepCopy) == nil {
			return grant.Spec.Holder, grant.Spec.Jurisdiction
		}
	}
	return "", "" // what is gone tells no more whose it was
}
