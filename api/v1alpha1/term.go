// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package v1alpha1

import metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

// Date is a civil date, YYYY-MM-DD, read in the time zone of the jurisdiction.
// It has no format in the schema: of a formatted date, messages cannot show the
// value. The years end before those whose instants RFC 3339 cannot write.
//
// +kubebuilder:validation:Pattern=`^[12][0-9]{3}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$`
// +kubebuilder:validation:XValidation:rule="!format.date().validate(self).hasValue()",messageExpression="self + ' is no day of the calendar: write an existing day as YYYY-MM-DD'"
// +kubebuilder:validation:MinLength=10
// +kubebuilder:validation:MaxLength=10
type Date string

// Term is a span of civil dates, both inclusive: it begins at midnight of
// `from` and ends at the midnight that ends `to`, in the jurisdiction's zone.
//
// +kubebuilder:validation:XValidation:rule="self.from <= self.to",messageExpression="'term.to ' + self.to + ' lies before term.from ' + self.from + ': a term ends on or after the day it begins'",fieldPath=".to",reason="FieldValueInvalid"
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
// The message spells the instants by pairs of digits, because the API server
// puts no bound on the length of string(timestamp) and refuses what has none.
//
// +kubebuilder:validation:XValidation:rule="self.notBefore.getFullYear() >= 1000",message="window.notBefore lies before the year 1000, in which the days of terms begin: write the instant from which it is in force",fieldPath=".notBefore",reason="FieldValueInvalid"
// +kubebuilder:validation:XValidation:rule="self.notBefore < self.notAfter",messageExpression="['00010203040506070809101112131415161718192021222324252627282930313233343536373839404142434445464748495051525354555657585960616263646566676869707172737475767778798081828384858687888990919293949596979899'].map(d, 'window.notAfter ' + d.substring(2 * (self.notAfter.getFullYear() / 100), 2 * (self.notAfter.getFullYear() / 100) + 2) + d.substring(2 * (self.notAfter.getFullYear() % 100), 2 * (self.notAfter.getFullYear() % 100) + 2) + '-' + d.substring(2 * (self.notAfter.getMonth() + 1), 2 * (self.notAfter.getMonth() + 1) + 2) + '-' + d.substring(2 * self.notAfter.getDate(), 2 * self.notAfter.getDate() + 2) + 'T' + d.substring(2 * self.notAfter.getHours(), 2 * self.notAfter.getHours() + 2) + ':' + d.substring(2 * self.notAfter.getMinutes(), 2 * self.notAfter.getMinutes() + 2) + ':' + d.substring(2 * self.notAfter.getSeconds(), 2 * self.notAfter.getSeconds() + 2) + 'Z' + ' is not after window.notBefore ' + d.substring(2 * (self.notBefore.getFullYear() / 100), 2 * (self.notBefore.getFullYear() / 100) + 2) + d.substring(2 * (self.notBefore.getFullYear() % 100), 2 * (self.notBefore.getFullYear() % 100) + 2) + '-' + d.substring(2 * (self.notBefore.getMonth() + 1), 2 * (self.notBefore.getMonth() + 1) + 2) + '-' + d.substring(2 * self.notBefore.getDate(), 2 * self.notBefore.getDate() + 2) + 'T' + d.substring(2 * self.notBefore.getHours(), 2 * self.notBefore.getHours() + 2) + ':' + d.substring(2 * self.notBefore.getMinutes(), 2 * self.notBefore.getMinutes() + 2) + ':' + d.substring(2 * self.notBefore.getSeconds(), 2 * self.notBefore.getSeconds() + 2) + 'Z' + ': a window ends after it begins, and its end is exclusive')[0]",fieldPath=".notAfter",reason="FieldValueInvalid"
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
