// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package procedures_test

import (
	"testing"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
)

// E29: the window opens 2027-09-30 for an end on 2027-12-31.
func TestYanzhouRenewalWindow(t *testing.T) {
	yanzhouRenewalWindow(t, home).compare(t, "yanzhou-renewal-window")
}

func yanzhouRenewalWindow(t *testing.T, at place) *story {
	t.Helper()
	d := yanzhou(t, at).underDistrict()
	s := tell(d, "The window to apply anew 期限届满前3个月内", "The operator applies anew in the last three calendar months of its term, clamped to the end of the month\n(YZ-3.退出.7, D14): for an end on 2027-12-31 the window opens on 2027-09-30. What comes earlier is held,\nand counts from then on.", district).after("2026-12-31 12:00")
	apply := d.act(district, "agreement-reapply/apply", v1alpha1.ActionApply, "yz-data-group", "2027-09-29", to("yz-data-bureau"))
	s.at("2027-09-29 12:00", "A day early: held.")
	s.fails(apply, "2027-09-29 23:59", v1alpha1.NotYetDueReason, "2027-09-30", "YZ-3.退出.7")
	s.at("2027-09-30 00:00", "The window is open, and the application counts by itself.")
	s.counts(apply, "2027-09-30 00:00")
	s.at("2028-01-01 00:00", "It was never answered: the term ends all the same (D54).")
	s.stands(district, "2028-01-01 00:00", v1alpha1.TermEndedReason)
	return s
}

// E30: a Henan resource named in a Yanzhou grant is denied (DRV-9), though both
// agreements list it and everybody approved. This Henan asks nothing of its data,
// and names no territory, so that the code alone stands against it.
func TestYanzhouNoDataFromElsewhere(t *testing.T) { yanzhouNoDataFromElsewhere(t, home) }

func yanzhouNoDataFromElsewhere(t *testing.T, at place) *story {
	t.Helper()
	d := yanzhou(t, at)
	henan := editions(t, "henan", "config/jurisdictions/henan", "config/jurisdictions/henan-pilot").child.DeepCopy()
	henan.Name, henan.Spec.Code, henan.Spec.Parent = "looser-henan.1", "looser-henan", "" // a text of its own: it loosens Henan's
	henan.Spec.Division, henan.Spec.Checks, henan.Spec.Procedures = "", nil, []v1alpha1.Procedure{{Name: "resource", Of: v1alpha1.LinkDataResource, Effect: v1alpha1.EffectCleared, None: new(true)}}
	d.apply(henan)
	another(d, "DataResource/freight-trips", "waybills", func(r *v1alpha1.DataResource) {
		r.Spec.Jurisdiction = v1alpha1.ObjectName(henan.Name)
	})
	d.put(district, coldChain, dispatch)
	for _, agreement := range []string{district, coldChain} {
		edit(d, agreement, func(a *v1alpha1.OperationAgreement) { a.Spec.DataResources = append(a.Spec.DataResources, "waybills") })
	}
	edit(d, dispatch, func(g *v1alpha1.DeveloperGrant) {
		g.Spec.Inputs = append(g.Spec.Inputs, v1alpha1.Input{Resource: "waybills", Fields: []string{"route"}, Necessity: "跨省货运行程"})
	})
	d.underColdChain().scenarioApproved().staffed()
	s := tell(d, "", "", "DataResource/waybills", district, coldChain, dispatch)
	s.at("2025-04-01 12:00", "")
	s.stands("DataResource/waybills", "2025-04-01 12:00", v1alpha1.InForceReason)
	s.input(dispatch, "2025-04-01 12:00", "freight-trips", "")
	s.input(dispatch, "2025-04-01 12:00", "waybills", v1alpha1.UnlawfulReason)
	s.input(coldChain, "2025-04-01 12:00", "waybills", v1alpha1.UnlawfulReason)
	s.input(district, "2025-04-01 12:00", "waybills", v1alpha1.UnlawfulReason)
	return s
}
