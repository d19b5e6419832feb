// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package procedures_test

import (
	"slices"
	"testing"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
)

// E9: a developer who tries to append a dataset is denied (NX-23.2): the API server
// refuses the change of what was approved (test/cel TestFixedPartsStayAsTheyWere),
// and what slips past it is not what anybody approved. A pod that reaches an
// unlisted host is dropped (NX-4.3, NX-22.1): internal/sandbox TestDefaultDeny and
// TestEgressLeadsOnlyToWhatIsGranted, test/attacks TestWaysOut. That a product is
// for the approved scenario alone (NX-23.1) comes with products.
func TestNingxiaAppendedDataset(t *testing.T) {
	ningxiaAppendedDataset(t, home).compare(t, "ningxia-appended-dataset")
}

func ningxiaAppendedDataset(t *testing.T, at place) *story {
	t.Helper()
	d := health(t, at).contracted()
	another(d, "DataResource/outpatient-visits", "laboratory-results", func(r *v1alpha1.DataResource) {
		r.Spec.Catalogue = v1alpha1.Catalogue{Code: "640000-WJW-0009", Name: "检验结果"}
	})
	s := tell(d, "A developer appends a dataset 擅自增加数据", "One grant is for one scenario and for the data that was approved for it; more is another application\n(NX-23.2).", theGrant).after("2025-11-12 12:00")
	s.at("2025-11-12 12:00", "The developer works on what was approved.")
	s.stands(theGrant, "2025-11-12 12:00", v1alpha1.InForceReason)
	slip(d, theGrant, "spec.inputs cannot be changed", func(g *v1alpha1.DeveloperGrant) {
		g.Spec.Inputs = append(g.Spec.Inputs, v1alpha1.Input{Resource: "laboratory-results", Necessity: "比对检验结果"})
	})
	s.at("2025-12-01 12:00", "It appends a dataset, past the API server, which refuses that: nobody approved what is there now, and it\nis cut until it is put back.")
	s.stands(theGrant, "2025-12-01 12:00", v1alpha1.ContentChangedReason)
	s.input(theGrant, "2025-12-01 12:00", "laboratory-results", v1alpha1.ContentChangedReason)
	edit(d, theGrant, func(g *v1alpha1.DeveloperGrant) { g.Spec.Inputs = g.Spec.Inputs[:2] })
	s.at("2025-12-02 12:00", "Put back, it goes on.")
	box := d.shows(subjectOf(theGrant), instant("2025-12-02 12:00")).box
	if want := []string{"drug-settlements", "outpatient-visits"}; !slices.Equal(box.ways, want) {
		t.Errorf("ways out lead to %v, want %v", box.ways, want)
	}
	return s
}
