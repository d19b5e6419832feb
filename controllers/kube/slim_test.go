// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package kube

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
)

func TestSlim(t *testing.T) {
	written := []metav1.ManagedFieldsEntry{{Manager: "mandate", Operation: metav1.ManagedFieldsOperationUpdate}}
	tests := map[string]struct {
		in, want *metav1.PartialObjectMetadata
	}{
		"a part of a sandbox loses its grant": {
			in: &metav1.PartialObjectMetadata{ObjectMeta: metav1.ObjectMeta{
				Namespace: "sandbox-0", Name: "mandate", ManagedFields: written,
				Labels: map[string]string{v1alpha1.SandboxLabel: "true", v1alpha1.PartLabel: "quota", v1alpha1.GrantUIDLabel: "g"},
			}},
			want: &metav1.PartialObjectMetadata{ObjectMeta: metav1.ObjectMeta{
				Namespace: "sandbox-0", Name: "mandate",
				Labels: map[string]string{v1alpha1.SandboxLabel: "true", v1alpha1.PartLabel: "quota"},
			}},
		},
		"a sandbox keeps it": {
			in: &metav1.PartialObjectMetadata{ObjectMeta: metav1.ObjectMeta{
				Name: "sandbox-0", Labels: map[string]string{v1alpha1.SandboxLabel: "true", v1alpha1.GrantUIDLabel: "g"},
			}},
			want: &metav1.PartialObjectMetadata{ObjectMeta: metav1.ObjectMeta{
				Name: "sandbox-0", Labels: map[string]string{v1alpha1.SandboxLabel: "true", v1alpha1.GrantUIDLabel: "g"},
			}},
		},
		"what kubectl applied is not kept twice": {
			in: &metav1.PartialObjectMetadata{ObjectMeta: metav1.ObjectMeta{
				Name: "o", Annotations: map[string]string{lastApplied: "{}", v1alpha1.ClosedByAnnotation: "x"},
			}},
			want: &metav1.PartialObjectMetadata{ObjectMeta: metav1.ObjectMeta{
				Name: "o", Annotations: map[string]string{v1alpha1.ClosedByAnnotation: "x"},
			}},
		},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			for range 2 { // an informer may ask again for what it was given
				got, err := slim(tc.in)
				if diff := cmp.Diff(any(tc.want), got); err != nil || diff != "" {
					t.Errorf("error %v (-want +got):\n%s", err, diff)
				}
			}
		})
	}
}

func TestContentVersionOutlivesASecondLook(t *testing.T) {
	quota := &metav1.PartialObjectMetadata{ObjectMeta: metav1.ObjectMeta{
		UID:           "u",
		ManagedFields: []metav1.ManagedFieldsEntry{{Manager: "mandate", Operation: metav1.ManagedFieldsOperationUpdate, Time: &metav1.Time{}, FieldsV1: metav1.NewFieldsV1("{}")}},
	}}
	if _, err := keepContentVersion(quota); err != nil {
		t.Fatal(err)
	}
	want := versionOf(quotaKind, quota)
	if _, err := keepContentVersion(quota); err != nil {
		t.Fatal(err)
	}
	if got := versionOf(quotaKind, quota); got != want || want == "" {
		t.Errorf("the second look tells version %q, the first told %q", got, want)
	}
}
