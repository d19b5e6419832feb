// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package v1alpha1

// ObjectName is the name of another object: of the same namespace where that
// kind is namespaced, of the cluster where it is not.
//
// +kubebuilder:validation:MinLength=1
// +kubebuilder:validation:MaxLength=253
// +kubebuilder:validation:Pattern=`^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$`
type ObjectName string

// BasisID cites what a rule rests on: a row id of the conformance matrix such
// as `NX-14.1`, or `policy` for what rests on no row and is no law.
//
// +kubebuilder:validation:MinLength=1
// +kubebuilder:validation:MaxLength=64
type BasisID string

// Document is a paper that clauses cite, kept elsewhere and named by digest.
type Document struct {
	// name is how clauses refer to the document.
	// +required
	Name ObjectName `json:"name,omitempty"`

	// title is the document's title as printed.
	// +required
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=512
	Title string `json:"title,omitempty"`

	// sha256 is the digest of the document's bytes, 64 hexadecimal digits.
	// +required
	// +kubebuilder:validation:Pattern=`^[0-9a-f]{64}$`
	// +kubebuilder:validation:MinLength=64
	// +kubebuilder:validation:MaxLength=64
	SHA256 string `json:"sha256,omitempty"`

	// uri is where the document is kept. Mandate never fetches it.
	// +optional
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=2048
	URI string `json:"uri,omitempty"`
}

// Clause cites the place of a document that holds one required item.
type Clause struct {
	// key is the item of the edition's content list.
	// +required
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=64
	// +kubebuilder:validation:Pattern=`^[a-z][A-Za-z0-9]*$`
	Key string `json:"key,omitempty"`

	// document names an entry of `documents`.
	// +required
	Document ObjectName `json:"document,omitempty"`

	// at is the place in the document, such as 第六条.
	// +required
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=128
	At string `json:"at,omitempty"`

	// summary says in a line what stands there.
	// +optional
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=1024
	Summary string `json:"summary,omitempty"`
}
