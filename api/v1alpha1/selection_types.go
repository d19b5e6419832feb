// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package v1alpha1

import metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

// SelectionMethod is how applicants compete.
//
// +kubebuilder:validation:Enum=PublicTender;InvitedTender;CompetitiveNegotiation;Negotiation;Review;Direct
type SelectionMethod string

// The methods.
const (
	MethodPublicTender           SelectionMethod = "PublicTender"
	MethodInvitedTender          SelectionMethod = "InvitedTender"
	MethodCompetitiveNegotiation SelectionMethod = "CompetitiveNegotiation"
	MethodNegotiation            SelectionMethod = "Negotiation"
	MethodReview                 SelectionMethod = "Review"
	// MethodDirect names one organisation without competition.
	MethodDirect SelectionMethod = "Direct"
)

// SelectionSpec is one call for applicants 遴选.
//
// +kubebuilder:validation:XValidation:rule="!has(self.clauses) || self.clauses.all(c, has(self.documents) && self.documents.exists(d, d.name == c.document))",message="every clause cites an entry of documents",fieldPath=".clauses",reason="FieldValueInvalid"
type SelectionSpec struct {
	// jurisdiction is the edition the call is made under.
	// +required
	// +kubebuilder:validation:XValidation:rule="self == oldSelf",messageExpression="'jurisdiction is immutable (was ' + oldSelf + '): make a new call under the other edition'",reason="FieldValueForbidden"
	Jurisdiction ObjectName `json:"jurisdiction,omitempty"`

	// seeks is who is sought: an Operator or a Developer.
	// +required
	// +kubebuilder:validation:XValidation:rule="self in ['Operator', 'Developer']",messageExpression="'\"' + self + '\" is not sought by a call: Operator or Developer'",reason="FieldValueInvalid"
	// +kubebuilder:validation:XValidation:rule="self == oldSelf",messageExpression="'seeks is immutable (was ' + oldSelf + '): make a new call'",reason="FieldValueForbidden"
	Seeks Role `json:"seeks,omitempty"`

	// organiser is the Organization that calls and chooses.
	// +required
	// +kubebuilder:validation:XValidation:rule="self == oldSelf",messageExpression="'organiser is immutable (was ' + oldSelf + '): make a new call'",reason="FieldValueForbidden"
	Organiser ObjectName `json:"organiser,omitempty"`

	// division is the GB/T 2260 code of the territory; that of the plan when
	// absent, and of the edition without one.
	// +optional
	// +kubebuilder:validation:MinLength=6
	// +kubebuilder:validation:MaxLength=6
	// +kubebuilder:validation:Pattern=`^[1-9][0-9]{5}$`
	Division string `json:"division,omitempty"`

	// plan is the ImplementationPlan that the call carries out.
	// +optional
	Plan ObjectName `json:"plan,omitempty"`

	// agreement is the OperationAgreement under which developers are sought.
	// +optional
	Agreement ObjectName `json:"agreement,omitempty"`

	// method is how applicants compete.
	// +required
	Method SelectionMethod `json:"method,omitempty"`

	// applicationWindow is when applications are taken, in civil dates.
	// +optional
	ApplicationWindow *Term `json:"applicationWindow,omitempty"`

	// documents are the papers that clauses cite.
	// +optional
	// +listType=map
	// +listMapKey=name
	// +kubebuilder:validation:MinItems=1
	// +kubebuilder:validation:MaxItems=32
	Documents []Document `json:"documents,omitempty"`

	// clauses cite the required content.
	// +optional
	// +listType=map
	// +listMapKey=key
	// +kubebuilder:validation:MinItems=1
	// +kubebuilder:validation:MaxItems=96
	Clauses []Clause `json:"clauses,omitempty"`
}

// ApplicantStatus says where one applicant stands.
type ApplicantStatus struct {
	// organization is the applicant.
	// +required
	Organization ObjectName `json:"organization,omitempty"`

	// appliedOn is the day of the application.
	// +optional
	AppliedOn ActDay `json:"appliedOn,omitempty"`

	// selected says that the applicant was chosen.
	// +optional
	Selected *bool `json:"selected,omitempty"`

	// message says what stands against the applicant.
	// +optional
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=1024
	Message string `json:"message,omitempty"`
}

// SelectionStatus is what the operator reports of a call.
type SelectionStatus struct {
	// observedGeneration is the generation reported on; -1 before the first.
	// +optional
	ObservedGeneration int64 `json:"observedGeneration,omitempty"`

	// conditions are Active (somebody is selected), DutiesDone and Ready.
	// +optional
	// +listType=map
	// +listMapKey=type
	Conditions []metav1.Condition `json:"conditions,omitempty"`

	// applicants are those who applied.
	// +optional
	// +listType=map
	// +listMapKey=organization
	// +kubebuilder:validation:MaxItems=256
	Applicants []ApplicantStatus `json:"applicants,omitempty"`

	// selected names those of them who were chosen, with commas between. It is for
	// columns; what goes on is read from applicants.
	// +optional
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=512
	Selected string `json:"selected,omitempty"`

	ProcedureReport `json:",inline"`
	UsageStatus     `json:",inline"`
}

// Selection 遴选 is one call for operators or developers. Applications, reviews
// and the choice are Decisions on it.
//
// +kubebuilder:object:root=true
// +kubebuilder:subresource:status
// +kubebuilder:resource:scope=Namespaced,shortName=sel,categories=mandate
// +kubebuilder:printcolumn:name="Seeks",type=string,JSONPath=`.spec.seeks`
// +kubebuilder:printcolumn:name="Selected",type=string,JSONPath=`.status.selected`
// +kubebuilder:printcolumn:name="Active",type=string,JSONPath=`.status.conditions[?(@.type=="Active")].status`
// +kubebuilder:printcolumn:name="Reason",type=string,JSONPath=`.status.conditions[?(@.type=="Active")].reason`
// +kubebuilder:printcolumn:name="Waiting for",type=string,JSONPath=`.status.waitingFor`
// +kubebuilder:printcolumn:name="Due",type=string,priority=1,JSONPath=`.status.due`
// +kubebuilder:printcolumn:name="Overdue",type=string,priority=1,JSONPath=`.status.overdue`
// +kubebuilder:printcolumn:name="Duties",type=string,priority=1,JSONPath=`.status.conditions[?(@.type=="DutiesDone")].reason`
// +kubebuilder:printcolumn:name="Ready",type=string,JSONPath=`.status.conditions[?(@.type=="Ready")].status`
// +kubebuilder:printcolumn:name="Age",type=date,JSONPath=`.metadata.creationTimestamp`
// +kubebuilder:printcolumn:name="Unused",type=boolean,priority=1,JSONPath=`.status.unused`
// +kubebuilder:printcolumn:name="Used by",type=string,priority=1,JSONPath=`.status.usedBy`
// +kubebuilder:printcolumn:name="Message",type=string,priority=1,JSONPath=`.status.conditions[?(@.type=="Active")].message`
type Selection struct {
	metav1.TypeMeta `json:",inline"`

	// metadata is the object's metadata.
	// +optional
	metav1.ObjectMeta `json:"metadata,omitempty"`

	// spec is the call.
	// +required
	Spec SelectionSpec `json:"spec,omitzero"`

	// status is written by the operator.
	// +optional
	// +kubebuilder:default={observedGeneration:-1}
	Status SelectionStatus `json:"status,omitzero"`
}

// SelectionList is a list of Selections.
//
// +kubebuilder:object:root=true
type SelectionList struct {
	metav1.TypeMeta `json:",inline"`
	metav1.ListMeta `json:"metadata,omitempty"`
	Items           []Selection `json:"items"`
}
