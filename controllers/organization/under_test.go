// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package organization

import (
	"testing"

	"k8s.io/apimachinery/pkg/runtime"
	"sigs.k8s.io/controller-runtime/pkg/client/fake"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/test/builder"
)

// TestWhichEditionsBearOnOrganizations: those that confer roles on them, and those that
// refuse the barred, which their standing tells of.
func TestWhichEditionsBearOnOrganizations(t *testing.T) {
	scheme := runtime.NewScheme()
	if err := v1alpha1.AddToScheme(scheme); err != nil {
		t.Fatal(err)
	}
	r := &Reconciler{Client: fake.NewClientBuilder().WithScheme(scheme).WithObjects(builder.Organization("party").Obj()).Build()}
	confers := builder.Jurisdiction("confers", 1).Procedure(v1alpha1.Procedure{Name: "appoint", Of: v1alpha1.LinkOrganization, Effect: "Appointed:Operator", Steps: []v1alpha1.Step{{Name: "appoint", Act: v1alpha1.ActionAppoint}}}).Obj()
	refuses := builder.Jurisdiction("refuses", 1).Obj()
	refuses.Spec.Checks = []v1alpha1.CheckRule{{Check: v1alpha1.CheckNotBarred}}
	for edition, want := range map[*v1alpha1.Jurisdiction]int{confers: 1, refuses: 1, builder.Jurisdiction("neither", 1).Obj(): 0} {
		if got := len(r.under(t.Context(), edition)); got != want {
			t.Errorf("edition %s is told to %d organisations, want %d", edition.Name, got, want)
		}
	}
}
