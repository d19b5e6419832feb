// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package install_test

import (
	"testing"
	"time"

	"sigs.k8s.io/yaml"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/test/install"
)

// TestAShortGrantIsOfItsAgreement reads both manifests, with no field that the kinds
// do not have.
func TestAShortGrantIsOfItsAgreement(t *testing.T) {
	agreement, grant := &v1alpha1.OperationAgreement{}, &v1alpha1.DeveloperGrant{}
	begins := time.Date(2026, 3, 1, 8, 0, 0, 0, time.FixedZone("", 8*3600))
	for manifest, into := range map[string]any{
		install.ShortAgreement: agreement, install.ShortGrant("g", begins, begins.Add(time.Minute)): grant,
	} {
		if err := yaml.UnmarshalStrict([]byte(manifest), into); err != nil {
			t.Fatal(err)
		}
	}
	if grant.Name != "g" || grant.Namespace != agreement.Namespace || string(grant.Spec.Agreement) != agreement.Name ||
		grant.Spec.Jurisdiction != agreement.Spec.Jurisdiction || agreement.Spec.DataResources[0] != grant.Spec.Inputs[0].Resource {
		t.Errorf("%+v is no grant under %+v", grant, agreement)
	}
	if w := grant.Spec.Window; !w.NotBefore.Time.Equal(begins) || w.NotAfter.Sub(begins) != time.Minute {
		t.Errorf("its window is %v, want a minute from %s", w, begins)
	}
}
