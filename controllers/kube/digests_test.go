// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package kube

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	admissionregistrationv1 "k8s.io/api/admissionregistration/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"

	"github.com/publicdata-io/mandate/internal/guard"
)

// TestADigestIsOfTheVersionThatIsThere changes what a binding says without and
// with a new version: only what the API server gave no new version is remembered.
func TestADigestIsOfTheVersionThatIsThere(t *testing.T) {
	bound := func(uid types.UID, version, policy string) *admissionregistrationv1.ValidatingAdmissionPolicyBinding {
		return &admissionregistrationv1.ValidatingAdmissionPolicyBinding{
			ObjectMeta: metav1.ObjectMeta{Name: "b", UID: uid, ResourceVersion: version},
			Spec:       admissionregistrationv1.ValidatingAdmissionPolicyBindingSpec{PolicyName: policy},
		}
	}
	tests := map[string]struct {
		next *admissionregistrationv1.ValidatingAdmissionPolicyBinding
		want string // the policy whose digest it has
	}{
		"the same version":            {bound("u", "1", "other"), "first"},
		"a new version":               {bound("u", "2", "other"), "other"},
		"an older one":                {bound("u", "0", "other"), "other"},
		"made anew":                   {bound("v", "1", "other"), "other"},
		"never seen by an API server": {bound("", "", "other"), "other"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			d := &digests{known: map[types.UID]digest{}}
			if _, _, err := d.of(bound("u", "1", "first")); err != nil {
				t.Fatal(err)
			}
			key, got, err := d.of(tc.next)
			if err != nil {
				t.Fatal(err)
			}
			_, want, err := guard.Of(bound("", "", tc.want))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, got); diff != "" || key.Name != "b" {
				t.Errorf("digest of %s, want that of %s (-want +got):\n%s", key, tc.want, diff)
			}
		})
	}
	if _, _, err := digested.of(&corev1.Secret{ObjectMeta: metav1.ObjectMeta{UID: "s", ResourceVersion: "1"}}); err == nil {
		t.Error("a Secret has a digest")
	}
}
