// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package v1alpha1

import metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

// Date is a civil date, YYYY-MM-DD, read in the time zone of the jurisdiction.
//
// +kubebuilder:validation:Format=date
// +kubebuilder:validation:Pattern=`^[0-9]{4}-[0-9]{2}-[0-9]{2}$`
// +kubebuilder:validation:MinLength=10
// +kubebuilder:validation:MaxLength=10
type Date string

// Term is a span of civil dates, both inclusive: it begins at midnight of
// `from` and ends at the midnight that ends `to`, in the jurisdiction's zone.
//
// +kubebuilder:validation:XValidation:rule="self.from <= self.to",message="term.to lies before term.from: a term ends on or after the day it begins",fieldPath=".to",reason="FieldValueInvalid"
type Term struct {
	// from is the first day in force.
	// +required
	From Date `json:"from,omitempty"`

	// to is the last day in force.
	// +required
	To Date `json:"to,omitempty"`
}

// Window is a span of instants; its end is exclusive.
//
// +kubebuilder:validation:XValidation:rule="self.notBefore < self.notAfter",messageExpression="'window.notAfter ' + string(self.notAfter) + ' is not after window.notBefore ' + string(self.notBefore) + ': a window ends after it begins'",fieldPath=".notAfter",reason="FieldValueInvalid"
type Window struct {
	// notBefore is the first instant in force.
	// +required
	NotBefore metav1.Time `json:"notBefore,omitzero"`

	// notAfter is the first instant no longer in force.
	// +required
	NotAfter metav1.Time `json:"notAfter,omitzero"`
}

// Interval is a term or window as instants; its end is exclusive.
type Interval struct {
	// notBefore is the first instant in force.
	// +required
	NotBefore metav1.Time `json:"notBefore,omitzero"`

	// notAfter is the first instant no longer in force.
	// +required
	NotAfter metav1.Time `json:"notAfter,omitzero"`
}
