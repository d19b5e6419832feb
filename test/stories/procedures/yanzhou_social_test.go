// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package procedures_test

import (
	"slices"
	"testing"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
)

// E30: an import of social data only with confirmation (YZ-4.开发.3).
func TestYanzhouSocialData(t *testing.T) {
	yanzhouSocialData(t, home).compare(t, "yanzhou-social-data")
}

func yanzhouSocialData(t *testing.T, at place) *story {
	t.Helper()
	const prices = "DataResource/cold-store-prices"
	d := yanzhou(t, at)
	another(d, "DataResource/crop-plots", "cold-store-prices", func(r *v1alpha1.DataResource) {
		r.Spec.Origin, r.Spec.SourceUnit, r.Spec.Sector = v1alpha1.OriginSocial, "weifang-analytics", "commerce"
		r.Spec.Catalogue = v1alpha1.Catalogue{Code: "weifang-analytics-7", Name: "冷库租价"}
		r.Spec.Fields = []v1alpha1.Field{{Name: "store"}, {Name: "price"}}
		r.Spec.Endpoint.Pods.MatchLabels = map[string]string{"app": "cold-store-prices"}
	})
	d.act(prices, "resource/clear", v1alpha1.ActionClear, "weifang-analytics", "2025-02-03", allClear("stateSecrets"))
	d.put(coldChain, dispatch)
	edit(d, coldChain, func(a *v1alpha1.OperationAgreement) {
		a.Spec.DataResources = append(a.Spec.DataResources, "cold-store-prices")
	})
	edit(d, dispatch, func(g *v1alpha1.DeveloperGrant) {
		g.Spec.Inputs = append(g.Spec.Inputs, v1alpha1.Input{Resource: "cold-store-prices", Fields: []string{"store", "price"}, Necessity: "空返时可用冷库的租价"})
	})
	d.underColdChain().scenarioApproved().staffed()
	s := tell(d, "Social data is fused with public data 社会数据融合", "A developer may fuse data that it lawfully obtained elsewhere with what it is authorised to use, once the\noperator of level 1 has confirmed it (YZ-4.开发.3).", prices, coldChain, dispatch).after("2025-03-19 12:00")
	bureau := d.act(dispatch, "scenario/fusion", v1alpha1.ActionApprove, "yz-data-bureau", "2025-03-20", application, papers("lawfulSource"))
	bare := d.act(dispatch, "scenario/fusion", v1alpha1.ActionApprove, "yz-data-group", "2025-03-20", application)
	s.at("2025-03-20 12:00", "The scenario is approved by authority and operator, and the price list of a company is among its data.\nThe authority confirms it, which is not for it; the operator does so without a proof of its source.")
	s.fails(bureau, "2025-03-20 12:00", v1alpha1.NotEntitledReason, "YZ-4.开发.3")
	s.fails(bare, "2025-03-20 12:00", v1alpha1.EvidenceMissingReason, "lawfulSource", "YZ-4.开发.3")
	s.stands(dispatch, "2025-03-20 12:00", v1alpha1.ProcedurePendingReason, "scenario/fusion", "YZ-4.开发.3")
	d.noRoom(dispatch, "2025-03-20 12:00")
	d.act(dispatch, "scenario/fusion", v1alpha1.ActionApprove, "yz-data-group", "2025-03-21", application, papers("lawfulSource"))
	s.at("2025-03-21 12:00", "With the proof the sandbox opens, and one way leads to the prices.")
	if box := d.shows(subjectOf(dispatch), instant("2025-03-21 12:00")).box; !slices.Equal(box.ways, []string{"cold-store-prices", "crop-plots", "freight-trips"}) {
		t.Errorf("ways out lead to %v", box.ways)
	}
	return s
}
