// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package v1alpha1

import metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

// Holiday is an official holiday of one year, as days off and make-up working
// days.
type Holiday struct {
	// name is the holiday's name, such as 春节.
	// +required
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=64
	Name string `json:"name,omitempty"`

	// off are the days off, weekends among them included.
	// +required
	// +listType=set
	// +kubebuilder:validation:MinItems=1
	// +kubebuilder:validation:MaxItems=31
	Off []Date `json:"off,omitempty"`

	// work are the make-up working days 调休 for it.
	// +optional
	// +listType=set
	// +kubebuilder:validation:MinItems=1
	// +kubebuilder:validation:MaxItems=15
	Work []Date `json:"work,omitempty"`
}

// CalendarYear is one year of a calendar.
//
// +kubebuilder:validation:XValidation:rule="self.holidays.all(h, h.off.all(d, d.startsWith(string(self.year) + '-')) && (!has(h.work) || h.work.all(d, d.startsWith(string(self.year) + '-'))))",messageExpression="'a day of year ' + string(self.year) + ' lies in another year'",fieldPath=".holidays",reason="FieldValueInvalid"
// +kubebuilder:validation:XValidation:rule="!self.holidays.exists(h, h.off.exists(d, self.holidays.exists(o, has(o.work) && o.work.exists(w, w == d))))",messageExpression="'a day of year ' + string(self.year) + ' is both off and a working day'",fieldPath=".holidays",reason="FieldValueInvalid"
type CalendarYear struct {
	// year is the civil year.
	// +required
	// +kubebuilder:validation:Minimum=1949
	// +kubebuilder:validation:Maximum=2999
	Year int32 `json:"year,omitempty"`

	// document is the notice that the days come from.
	// +required
	Document CalendarDocument `json:"document,omitzero"`

	// holidays are the official holidays.
	// +required
	// +listType=map
	// +listMapKey=name
	// +kubebuilder:validation:MinItems=1
	// +kubebuilder:validation:MaxItems=16
	Holidays []Holiday `json:"holidays,omitempty"`
}

// CalendarDocument is the notice that a year's days come from.
type CalendarDocument struct {
	// number is the document's number, such as 国办发明电〔2024〕12号.
	// +required
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=128
	Number string `json:"number,omitempty"`

	// title is its title.
	// +required
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=256
	Title string `json:"title,omitempty"`

	// issuedOn is its date.
	// +optional
	IssuedOn *Date `json:"issuedOn,omitempty"`
}

// WorkCalendarSpec says which days are working days 工作日: Monday to Friday
// but the days off, and the make-up days (D1). A year that is not listed is
// unknown, and dates that reach into it are provisional (D2).
type WorkCalendarSpec struct {
	// timeZone is the IANA zone in which its days begin and end.
	// +required
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=64
	// +kubebuilder:validation:Pattern=`^[A-Za-z][A-Za-z0-9_+-]*(/[A-Za-z0-9_+-]+)*$`
	TimeZone string `json:"timeZone,omitempty"`

	// years are the years that are known. A year that was given is not taken
	// back.
	// +required
	// +listType=map
	// +listMapKey=year
	// +kubebuilder:validation:MinItems=1
	// +kubebuilder:validation:MaxItems=64
	Years []CalendarYear `json:"years,omitempty"`
}

// WorkCalendarStatus is what the operator reports of a calendar.
type WorkCalendarStatus struct {
	// observedGeneration is the generation reported on; -1 before the first.
	// +optional
	ObservedGeneration int64 `json:"observedGeneration,omitempty"`

	// conditions are Active (the year we are in is known) and Ready.
	// +optional
	// +listType=map
	// +listMapKey=type
	Conditions []metav1.Condition `json:"conditions,omitempty"`

	// horizon is the last day up to which every day is known from the first
	// listed year on.
	// +optional
	Horizon *Date `json:"horizon,omitempty"`

	UsageStatus `json:",inline"`
}

// WorkCalendar 工作日历 says which days are working days, year by year, each
// with the document that says so.
//
// +kubebuilder:object:root=true
// +kubebuilder:subresource:status
// +kubebuilder:resource:scope=Cluster,shortName=wcal,categories=mandate
// +kubebuilder:printcolumn:name="Zone",type=string,JSONPath=`.spec.timeZone`
// +kubebuilder:printcolumn:name="Years",type=string,JSONPath=`.spec.years[*].year`
// +kubebuilder:printcolumn:name="Horizon",type=string,JSONPath=`.status.horizon`
// +kubebuilder:printcolumn:name="Active",type=string,JSONPath=`.status.conditions[?(@.type=="Active")].status`
// +kubebuilder:printcolumn:name="Reason",type=string,JSONPath=`.status.conditions[?(@.type=="Active")].reason`
// +kubebuilder:printcolumn:name="Ready",type=string,JSONPath=`.status.conditions[?(@.type=="Ready")].status`
// +kubebuilder:printcolumn:name="Age",type=date,JSONPath=`.metadata.creationTimestamp`
// +kubebuilder:printcolumn:name="Unused",type=boolean,priority=1,JSONPath=`.status.unused`
// +kubebuilder:printcolumn:name="Used by",type=string,priority=1,JSONPath=`.status.usedBy`
// +kubebuilder:printcolumn:name="Message",type=string,priority=1,JSONPath=`.status.conditions[?(@.type=="Active")].message`
type WorkCalendar struct {
	metav1.TypeMeta `json:",inline"`

	// metadata is the object's metadata.
	// +optional
	metav1.ObjectMeta `json:"metadata,omitempty"`

	// spec says which days are working days.
	// +required
	Spec WorkCalendarSpec `json:"spec,omitzero"`

	// status is written by the operator.
	// +optional
	// +kubebuilder:default={observedGeneration:-1}
	Status WorkCalendarStatus `json:"status,omitzero"`
}

// WorkCalendarList is a list of WorkCalendars.
//
// +kubebuilder:object:root=true
type WorkCalendarList struct {
	metav1.TypeMeta `json:",inline"`
	metav1.ListMeta `json:"metadata,omitempty"`
	Items           []WorkCalendar `json:"items"`
}
