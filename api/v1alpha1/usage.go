// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package v1alpha1

// UsageStatus says whether anything refers to an object, which may be deleted
// only when nothing does.
type UsageStatus struct {
	// unused is true when the operator read live that nothing refers to the
	// object. Admission refuses to delete it while this is not true.
	// +optional
	Unused *bool `json:"unused,omitempty"`

	// usedBy is one of those that refer to the object, as kind, namespace and
	// name, while any does.
	// +optional
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=400
	UsedBy string `json:"usedBy,omitempty"`
}
