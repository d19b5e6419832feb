// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package v1alpha1

import metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

// Scenario is the one approved use of a grant (一场景一申请).
type Scenario struct {
	// name is the scenario's name.
	// +required
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=256
	Name string `json:"name,omitempty"`

	// description says what is done with the data.
	// +required
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=4096
	Description string `json:"description,omitempty"`
}

// Input is one thing the holder may work on, and why it is necessary.
type Input struct {
	// resource is the DataResource.
	// +required
	Resource ObjectName `json:"resource,omitempty"`

	// fields are the fields asked for, out of those of the resource; absent,
	// all of them.
	// +optional
	// +listType=set
	// +kubebuilder:validation:MinItems=1
	// +kubebuilder:validation:MaxItems=512
	// +kubebuilder:validation:items:MinLength=1
	// +kubebuilder:validation:items:MaxLength=128
	Fields []string `json:"fields,omitempty"`

	// necessity says why the scenario needs it.
	// +required
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=1024
	Necessity string `json:"necessity,omitempty"`
}

// SandboxRequest says what sandbox the holder works in.
type SandboxRequest struct {
	// class is the SandboxClass.
	// +required
	Class ObjectName `json:"class,omitempty"`

	// images are the images that the holder brings, by digest. They are part of
	// what is approved.
	// +optional
	// +listType=set
	// +kubebuilder:validation:MinItems=1
	// +kubebuilder:validation:MaxItems=64
	// +kubebuilder:validation:items:MinLength=73
	// +kubebuilder:validation:items:MaxLength=512
	// +kubebuilder:validation:items:Pattern=`^[^@]+@sha256:[0-9a-f]{64}$`
	Images []string `json:"images,omitempty"`
}

// ServiceFee is the operator's fee for a grant.
//
// +kubebuilder:validation:XValidation:rule="!has(self.guidancePrice) || double(self.amount) <= double(self.guidancePrice)",messageExpression="'amount ' + self.amount + ' is more than the guidancePrice ' + self.guidancePrice + ': ask for no more than the price document allows'",fieldPath=".amount",reason="FieldValueInvalid"
type ServiceFee struct {
	// amount is a decimal number, such as "12000.00".
	// +required
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=32
	// +kubebuilder:validation:Pattern=`^(0|[1-9][0-9]*)([.][0-9]{1,4})?$`
	Amount string `json:"amount,omitempty"`

	// currency is its ISO 4217 code.
	// +required
	// +kubebuilder:validation:MinLength=3
	// +kubebuilder:validation:MaxLength=3
	// +kubebuilder:validation:Pattern=`^[A-Z]{3}$`
	Currency string `json:"currency,omitempty"`

	// priceDocument names the entry of documents that states the guided price.
	// +optional
	PriceDocument ObjectName `json:"priceDocument,omitempty"`

	// guidancePrice is the highest amount that the price document allows, in the
	// same currency; a decimal number.
	// +optional
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=32
	// +kubebuilder:validation:Pattern=`^(0|[1-9][0-9]*)([.][0-9]{1,4})?$`
	GuidancePrice string `json:"guidancePrice,omitempty"`
}

// GrantContract is the part of a grant that operator and holder signed.
type GrantContract struct {
	// serviceFee is the operator's fee; "0" where there is none.
	// +optional
	ServiceFee *ServiceFee `json:"serviceFee,omitempty"`

	// clauses cite the required content of the contract.
	// +required
	// +listType=map
	// +listMapKey=key
	// +kubebuilder:validation:MinItems=1
	// +kubebuilder:validation:MaxItems=64
	Clauses []Clause `json:"clauses,omitempty"`
}

// GrantPart is a part of a grant with clauses of its own.
type GrantPart struct {
	// clauses cite the required content of the part.
	// +required
	// +listType=map
	// +listMapKey=key
	// +kubebuilder:validation:MinItems=1
	// +kubebuilder:validation:MaxItems=64
	Clauses []Clause `json:"clauses,omitempty"`
}

// DeveloperGrantSpec is what the holder may do, on what, for what and until
// when.
//
// +kubebuilder:validation:XValidation:rule="has(self.term) != has(self.window)",message="exactly one of term and window is given",reason="FieldValueInvalid"
// +kubebuilder:validation:XValidation:rule="!has(self.application) || self.application.clauses.all(c, has(self.documents) && self.documents.exists(d, d.name == c.document))",message="every clause of the application cites an entry of documents",fieldPath=".application",reason="FieldValueInvalid"
// +kubebuilder:validation:XValidation:rule="!has(self.contract) || self.contract.clauses.all(c, has(self.documents) && self.documents.exists(d, d.name == c.document))",message="every clause of the contract cites an entry of documents",fieldPath=".contract",reason="FieldValueInvalid"
// +kubebuilder:validation:XValidation:rule="has(self.revises) == has(oldSelf.revises)",message="revises is immutable: a change is a new grant that revises the old one",fieldPath=".revises",reason="FieldValueForbidden"
type DeveloperGrantSpec struct {
	// jurisdiction is the edition the grant is made under.
	// +required
	// +kubebuilder:validation:XValidation:rule="self == oldSelf",messageExpression="'jurisdiction is immutable (was ' + oldSelf + '): make a new grant under the other edition'",reason="FieldValueForbidden"
	Jurisdiction ObjectName `json:"jurisdiction,omitempty"`

	// agreement is the OperationAgreement the grant stands under.
	// +required
	// +kubebuilder:validation:XValidation:rule="self == oldSelf",messageExpression="'agreement is immutable (was ' + oldSelf + '): make a new grant under the other agreement'",reason="FieldValueForbidden"
	Agreement ObjectName `json:"agreement,omitempty"`

	// holder is the Organization that may work on the inputs.
	// +required
	// +kubebuilder:validation:XValidation:rule="self == oldSelf",messageExpression="'holder is immutable (was ' + oldSelf + '): make a new grant for the other organisation'",reason="FieldValueForbidden"
	Holder ObjectName `json:"holder,omitempty"`

	// scenario is the one approved use.
	// +required
	// +kubebuilder:validation:XValidation:rule="self == oldSelf",messageExpression="'scenario is immutable (was ' + oldSelf.name + '): one grant is for one scenario, make a new grant for another'",reason="FieldValueForbidden"
	Scenario Scenario `json:"scenario,omitzero"`

	// inputs are what the holder may work on, each with its necessity.
	// +required
	// +listType=map
	// +listMapKey=resource
	// +kubebuilder:validation:MinItems=1
	// +kubebuilder:validation:MaxItems=64
	Inputs []Input `json:"inputs,omitempty"`

	// term is the grant's term in civil dates.
	// +optional
	Term *Term `json:"term,omitempty"`

	// window is the grant's term in instants.
	// +optional
	Window *Window `json:"window,omitempty"`

	// sandbox says what sandbox the holder works in.
	// +required
	Sandbox SandboxRequest `json:"sandbox,omitzero"`

	// continues is the grant whose scenario this one goes on with, of whatever
	// holder, agreement and term; it is of the same scenario. This one has a
	// sandbox of its own: nothing is carried over, and what the other one made
	// stays frozen in its own.
	// +optional
	Continues ObjectName `json:"continues,omitempty"`

	// revises is the grant of the same holder that this one replaces once it is
	// in force; until then the old one holds, and from then on it never does
	// again: its sandbox is closed. A grant that took another one's place is kept
	// when it is deleted, without access, until that one is over or deleted too.
	// +optional
	// +kubebuilder:validation:XValidation:rule="self == oldSelf",messageExpression="'revises is immutable (was ' + oldSelf + ')'",reason="FieldValueForbidden"
	Revises ObjectName `json:"revises,omitempty"`

	// renews is the grant of the same holder whose term this one follows: it
	// begins once that one has ended.
	// +optional
	Renews ObjectName `json:"renews,omitempty"`

	// subjects are the persons 专人, and pipelines of theirs, who are designated
	// to work on the inputs: of the holder's people the door of the sandbox lets
	// in these alone. When absent it lets in all of them. Each is one of
	// spec.subjects of the holder's Organization, written as there: who is not
	// one gets nothing, and SandboxReady says so. A Group designates nobody. It
	// is part of no digest, like suspend: staff come and go without a new grant,
	// and whom the holder does not list nobody lets in.
	// +optional
	// +listType=atomic
	// +kubebuilder:validation:MinItems=1
	// +kubebuilder:validation:MaxItems=64
	// +kubebuilder:validation:XValidation:rule="self.all(s, s.kind != 'Group')",message="a Group designates nobody: name its people one by one, as Users whom the holder lists too",reason="FieldValueInvalid"
	Subjects []Subject `json:"subjects,omitempty"`

	// suspend is a pause by the owner: while it is true, access is cut. It
	// neither hides nor lifts a suspension by Decision.
	// +optional
	Suspend *bool `json:"suspend,omitempty"`

	// documents are the papers that clauses cite.
	// +optional
	// +listType=map
	// +listMapKey=name
	// +kubebuilder:validation:MinItems=1
	// +kubebuilder:validation:MaxItems=32
	Documents []Document `json:"documents,omitempty"`

	// application is the part that the holder applied with.
	// +optional
	Application *GrantPart `json:"application,omitempty"`

	// contract is the part that operator and holder signed.
	// +optional
	Contract *GrantContract `json:"contract,omitempty"`
}

// SandboxStatus names the sandbox.
type SandboxStatus struct {
	// namespace is the sandbox namespace. Pipelines that deploy into it wait
	// for Active and SandboxReady.
	// +required
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=63
	Namespace string `json:"namespace,omitempty"`

	// openedAt is when the sandbox was made, and with it first opened: what
	// fulfils a duty to open it 开通, however often it is cut and opened again.
	// +optional
	OpenedAt *metav1.Time `json:"openedAt,omitempty"`
}

// DeveloperGrantStatus is what the operator reports of a grant.
type DeveloperGrantStatus struct {
	// observedGeneration is the generation reported on; -1 before the first.
	// +optional
	ObservedGeneration int64 `json:"observedGeneration,omitempty"`

	// conditions are Active, SandboxReady, DutiesDone and Ready.
	// +optional
	// +listType=map
	// +listMapKey=type
	Conditions []metav1.Condition `json:"conditions,omitempty"`

	// effective is the grant's term as instants, inside those of its
	// ancestors.
	// +optional
	Effective *Interval `json:"effective,omitempty"`

	// tier is the edition's tier that the holder fits.
	// +optional
	Tier int32 `json:"tier,omitempty"`

	// inputs say for each input whether it is in force.
	// +optional
	// +listType=map
	// +listMapKey=resource
	Inputs []InputStatus `json:"inputs,omitempty"`

	// sandbox names the sandbox, from its creation on.
	// +optional
	Sandbox *SandboxStatus `json:"sandbox,omitempty"`

	ProcedureReport `json:",inline"`
}

// DeveloperGrant 开发利用授权 lets a holder work on inputs for one scenario, for
// a term, in a sandbox.
//
// +kubebuilder:object:root=true
// +kubebuilder:subresource:status
// +kubebuilder:resource:scope=Namespaced,shortName=dg,categories=mandate
// +kubebuilder:selectablefield:JSONPath=`.spec.agreement`
// +kubebuilder:selectablefield:JSONPath=`.spec.revises`
// +kubebuilder:printcolumn:name="Holder",type=string,JSONPath=`.spec.holder`
// +kubebuilder:printcolumn:name="Agreement",type=string,JSONPath=`.spec.agreement`
// +kubebuilder:printcolumn:name="Active",type=string,JSONPath=`.status.conditions[?(@.type=="Active")].status`
// +kubebuilder:printcolumn:name="Reason",type=string,JSONPath=`.status.conditions[?(@.type=="Active")].reason`
// +kubebuilder:printcolumn:name="Waiting for",type=string,JSONPath=`.status.waitingFor`
// +kubebuilder:printcolumn:name="Due",type=string,priority=1,JSONPath=`.status.due`
// +kubebuilder:printcolumn:name="Overdue",type=string,priority=1,JSONPath=`.status.overdue`
// +kubebuilder:printcolumn:name="Duties",type=string,priority=1,JSONPath=`.status.conditions[?(@.type=="DutiesDone")].reason`
// +kubebuilder:printcolumn:name="Until",type=string,JSONPath=`.status.effective.notAfter`
// +kubebuilder:printcolumn:name="Sandbox",type=string,JSONPath=`.status.conditions[?(@.type=="SandboxReady")].reason`
// +kubebuilder:printcolumn:name="Ready",type=string,JSONPath=`.status.conditions[?(@.type=="Ready")].status`
// +kubebuilder:printcolumn:name="Age",type=date,JSONPath=`.metadata.creationTimestamp`
// +kubebuilder:printcolumn:name="Sandbox namespace",type=string,priority=1,JSONPath=`.status.sandbox.namespace`
// +kubebuilder:printcolumn:name="Message",type=string,priority=1,JSONPath=`.status.conditions[?(@.type=="Active")].message`
type DeveloperGrant struct {
	metav1.TypeMeta `json:",inline"`

	// metadata is the object's metadata.
	// +optional
	metav1.ObjectMeta `json:"metadata,omitempty"`

	// spec is the grant.
	// +required
	Spec DeveloperGrantSpec `json:"spec,omitzero"`

	// status is written by the operator.
	// +optional
	// +kubebuilder:default={observedGeneration:-1}
	Status DeveloperGrantStatus `json:"status,omitzero"`
}

// DeveloperGrantList is a list of DeveloperGrants.
//
// +kubebuilder:object:root=true
type DeveloperGrantList struct {
	metav1.TypeMeta `json:",inline"`
	metav1.ListMeta `json:"metadata,omitempty"`
	Items           []DeveloperGrant `json:"items"`
}
