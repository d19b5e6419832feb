// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package v1alpha1

import metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

// Holiday is an official holiday of one year, as days off and make-up working
// days.
//
// +kubebuilder:validation:XValidation:rule="!has(self.workingDays) || !self.daysOff.exists(d, d in self.workingDays)",messageExpression="'day ' + self.daysOff.filter(d, d in self.workingDays)[0] + ' is both off and a working day'",fieldPath=".daysOff",reason="FieldValueInvalid"
type Holiday struct {
	// name is the holiday's name, such as 春节.
	// +required
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=64
	Name string `json:"name,omitempty"`

	// daysOff are the days off, weekends among them included.
	// +required
	// +listType=set
	// +kubebuilder:validation:MinItems=1
	// +kubebuilder:validation:MaxItems=15
	DaysOff []Date `json:"daysOff,omitempty"`

	// workingDays are the make-up working days 调休 for it.
	// +optional
	// +listType=set
	// +kubebuilder:validation:MinItems=1
	// +kubebuilder:validation:MaxItems=15
	WorkingDays []Date `json:"workingDays,omitempty"`
}

// CalendarYear is one year of a calendar. What a notice said is not changed:
// deadlines were counted by it. A later notice is added as an amendment.
//
// +kubebuilder:validation:XValidation:rule="self.holidays.all(h, h.daysOff.all(d, int(d.substring(0, 4)) == self.year) && (!has(h.workingDays) || h.workingDays.all(d, int(d.substring(0, 4)) == self.year)))",messageExpression="'day ' + (self.holidays.exists(h, h.daysOff.exists(d, int(d.substring(0, 4)) != self.year)) ? self.holidays[[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11].filter(i, i < size(self.holidays) && self.holidays[i].daysOff.exists(d, int(d.substring(0, 4)) != self.year))[0]].daysOff.filter(d, int(d.substring(0, 4)) != self.year)[0] : self.holidays[[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11].filter(i, i < size(self.holidays) && has(self.holidays[i].workingDays) && self.holidays[i].workingDays.exists(d, int(d.substring(0, 4)) != self.year))[0]].workingDays.filter(d, int(d.substring(0, 4)) != self.year)[0]) + ' does not lie in the year it is listed in: list it in its own year, or among the amendments of that'",fieldPath=".holidays",reason="FieldValueInvalid"
// +kubebuilder:validation:XValidation:rule="!has(self.amendments) || self.amendments.all(a, (!has(a.daysOff) || a.daysOff.all(d, int(d.substring(0, 4)) == self.year)) && (!has(a.workingDays) || a.workingDays.all(d, int(d.substring(0, 4)) == self.year)))",messageExpression="'day ' + (self.amendments.exists(h, has(h.daysOff) && h.daysOff.exists(d, int(d.substring(0, 4)) != self.year)) ? self.amendments[[0, 1, 2, 3, 4, 5, 6, 7].filter(i, i < size(self.amendments) && has(self.amendments[i].daysOff) && self.amendments[i].daysOff.exists(d, int(d.substring(0, 4)) != self.year))[0]].daysOff.filter(d, int(d.substring(0, 4)) != self.year)[0] : self.amendments[[0, 1, 2, 3, 4, 5, 6, 7].filter(i, i < size(self.amendments) && has(self.amendments[i].workingDays) && self.amendments[i].workingDays.exists(d, int(d.substring(0, 4)) != self.year))[0]].workingDays.filter(d, int(d.substring(0, 4)) != self.year)[0]) + ' does not lie in the year that is amended: list it among the amendments of its own year'",fieldPath=".amendments",reason="FieldValueInvalid"
// +kubebuilder:validation:XValidation:rule="self.holidays.all(h, h.daysOff.all(d, self.holidays.exists_one(o, d in o.daysOff || (has(o.workingDays) && d in o.workingDays))))",messageExpression="'day ' + self.holidays[[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11].filter(i, i < size(self.holidays) && self.holidays[i].daysOff.exists(d, !self.holidays.exists_one(o, d in o.daysOff || (has(o.workingDays) && d in o.workingDays))))[0]].daysOff.filter(d, !self.holidays.exists_one(o, d in o.daysOff || (has(o.workingDays) && d in o.workingDays)))[0] + ' is listed twice: it is a day off of one holiday, or a working day of one'",fieldPath=".holidays",reason="FieldValueInvalid"
// +kubebuilder:validation:XValidation:rule="self.holidays.all(h, !has(h.workingDays) || h.workingDays.all(d, self.holidays.exists_one(o, has(o.workingDays) && d in o.workingDays)))",messageExpression="'day ' + self.holidays[[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11].filter(i, i < size(self.holidays) && has(self.holidays[i].workingDays) && self.holidays[i].workingDays.exists(d, !self.holidays.exists_one(o, has(o.workingDays) && d in o.workingDays)))[0]].workingDays.filter(d, !self.holidays.exists_one(o, has(o.workingDays) && d in o.workingDays))[0] + ' is listed twice: it is a working day of one holiday'",fieldPath=".holidays",reason="FieldValueInvalid"
// +kubebuilder:validation:XValidation:rule="self.document == oldSelf.document && self.holidays == oldSelf.holidays",messageExpression="'year ' + oldSelf.holidays[0].daysOff[0].substring(0, 4) + ' was given by ' + oldSelf.document.number + ' and cannot be changed, as deadlines were counted by it: add what a later document says to its amendments'",reason="FieldValueForbidden"
// +kubebuilder:validation:XValidation:rule="!has(oldSelf.amendments) || (has(self.amendments) && size(self.amendments) >= size(oldSelf.amendments) && [0, 1, 2, 3, 4, 5, 6, 7].all(i, i >= size(oldSelf.amendments) || self.amendments[i] == oldSelf.amendments[i]))",messageExpression="'the amendments of year ' + oldSelf.holidays[0].daysOff[0].substring(0, 4) + ' were given and cannot be changed or taken back: add another after them'",reason="FieldValueForbidden"
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
	// +kubebuilder:validation:MaxItems=12
	Holidays []Holiday `json:"holidays,omitempty"`

	// amendments are what later documents changed, in the order in which they
	// were issued; of one day, the last of them that names it holds. They are
	// added to, never changed or taken back.
	// +optional
	// +listType=atomic
	// +kubebuilder:validation:MinItems=1
	// +kubebuilder:validation:MaxItems=8
	Amendments []CalendarAmendment `json:"amendments,omitempty"`
}

// CalendarAmendment is what a later document changed in a year, such as a
// holiday made longer, or December days moved by the notice of the next year.
//
// +kubebuilder:validation:XValidation:rule="has(self.daysOff) || has(self.workingDays)",message="an amendment names days off, working days, or both",reason="FieldValueRequired"
// +kubebuilder:validation:XValidation:rule="!has(self.daysOff) || !has(self.workingDays) || !self.daysOff.exists(d, d in self.workingDays)",messageExpression="'day ' + self.daysOff.filter(d, d in self.workingDays)[0] + ' is both off and a working day'",fieldPath=".daysOff",reason="FieldValueInvalid"
type CalendarAmendment struct {
	// document is the document that says so.
	// +required
	Document CalendarDocument `json:"document,omitzero"`

	// daysOff are days that became days off.
	// +optional
	// +listType=set
	// +kubebuilder:validation:MinItems=1
	// +kubebuilder:validation:MaxItems=15
	DaysOff []Date `json:"daysOff,omitempty"`

	// workingDays are days that became working days.
	// +optional
	// +listType=set
	// +kubebuilder:validation:MinItems=1
	// +kubebuilder:validation:MaxItems=15
	WorkingDays []Date `json:"workingDays,omitempty"`
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
//
// +kubebuilder:validation:XValidation:rule="self.timeZone == oldSelf.timeZone",messageExpression="'timeZone ' + oldSelf.timeZone + ' cannot be changed to ' + self.timeZone + ': make another calendar'",fieldPath=".timeZone",reason="FieldValueForbidden"
// +kubebuilder:validation:XValidation:rule="oldSelf.years.all(o, self.years.exists(y, y.year == o.year))",messageExpression="'year ' + oldSelf.years[[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43, 44, 45, 46, 47, 48, 49, 50, 51, 52, 53, 54, 55, 56, 57, 58, 59, 60, 61, 62, 63].filter(i, i < size(oldSelf.years) && !self.years.exists(y, y.year == oldSelf.years[i].year))[0]].holidays[0].daysOff[0].substring(0, 4) + ' was given and cannot be taken back, as deadlines were counted by it: list it again'",fieldPath=".years",reason="FieldValueForbidden"
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

	// horizon is the last day up to which every day from today on is known, and
	// so the last that a date which is not provisional can have. It is absent
	// where today's own year is unknown.
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
