// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package v1alpha1

import metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

// HaltRule says who may stop processing at once, and who lets it go on (D33).
type HaltRule struct {
	// by are the parties of which any may halt. Absent, any organisation may
	// whose officer holds the verb.
	// +optional
	// +listType=atomic
	// +kubebuilder:validation:MinItems=1
	// +kubebuilder:validation:MaxItems=16
	By []Party `json:"by,omitempty"`

	// reportTo are the parties who must be told.
	// +optional
	// +listType=atomic
	// +kubebuilder:validation:MinItems=1
	// +kubebuilder:validation:MaxItems=16
	ReportTo []Party `json:"reportTo,omitempty"`

	// releaseBy are the parties of which any may release. Absent, only the
	// organisation that halted may.
	// +optional
	// +listType=atomic
	// +kubebuilder:validation:MinItems=1
	// +kubebuilder:validation:MaxItems=16
	ReleaseBy []Party `json:"releaseBy,omitempty"`

	// basis cites the rule.
	// +required
	// +listType=atomic
	// +kubebuilder:validation:MinItems=1
	// +kubebuilder:validation:MaxItems=16
	Basis []BasisID `json:"basis,omitempty"`
}

// JurisdictionSpec is one edition of one regulation, as data.
type JurisdictionSpec struct {
	// code names the regulation; all links of a chain pin editions of one.
	// +required
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=63
	// +kubebuilder:validation:Pattern=`^[a-z0-9]([-a-z0-9]*[a-z0-9])?$`
	Code string `json:"code,omitempty"`

	// edition counts the editions of the regulation from 1.
	// +required
	// +kubebuilder:validation:Minimum=1
	// +kubebuilder:validation:Maximum=9999
	Edition int32 `json:"edition,omitempty"`

	// title is the title of the regulation as promulgated.
	// +required
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=512
	Title string `json:"title,omitempty"`

	// timeZone is the IANA zone in which civil dates are read (D3).
	// +required
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=64
	// +kubebuilder:validation:Pattern=`^[A-Za-z][A-Za-z0-9_+-]*(/[A-Za-z0-9_+-]+)*$`
	TimeZone string `json:"timeZone,omitempty"`

	// effectiveFrom is the first day of force. Without it the edition is Ready
	// but not Active, and what pins it is not in force.
	// +optional
	EffectiveFrom *Date `json:"effectiveFrom,omitempty"`

	// effectiveFromSource says where effectiveFrom comes from.
	// +optional
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=512
	EffectiveFromSource string `json:"effectiveFromSource,omitempty"`

	// effectiveFromBasis cites what effectiveFrom rests on: `policy` where an
	// administrator supplies it.
	// +optional
	// +listType=atomic
	// +kubebuilder:validation:MinItems=1
	// +kubebuilder:validation:MaxItems=16
	EffectiveFromBasis []BasisID `json:"effectiveFromBasis,omitempty"`

	// tiers say who may hold a grant and over what. Without any, no grant is
	// lawful.
	// +optional
	// +listType=map
	// +listMapKey=tier
	// +kubebuilder:validation:MinItems=1
	// +kubebuilder:validation:MaxItems=9
	Tiers []Tier `json:"tiers,omitempty"`

	// parent is the edition that this one supplies or tightens, of the same
	// code. This one is written out whole.
	// +optional
	Parent ObjectName `json:"parent,omitempty"`

	// division is the GB/T 2260 code of the territory. Parties by level are
	// read from it.
	// +optional
	// +kubebuilder:validation:MinLength=6
	// +kubebuilder:validation:MaxLength=6
	// +kubebuilder:validation:Pattern=`^[1-9][0-9]{5}$`
	Division string `json:"division,omitempty"`

	// instrument is what the regulation is and rests on.
	// +optional
	Instrument *Instrument `json:"instrument,omitempty"`

	// validity is for how long the regulation itself is in force. New objects
	// are refused after it; existing ones run to their end (D56).
	// +optional
	Validity *Validity `json:"validity,omitempty"`

	// transition says what becomes of agreements that were signed before the
	// rules held; without it they are asked for what any other is.
	// +optional
	Transition *TransitionRule `json:"transition,omitempty"`

	// calendar is the WorkCalendar by which working days are counted. Without
	// it every deadline in working days is provisional, and no publicity ends.
	// +optional
	Calendar ObjectName `json:"calendar,omitempty"`

	// calendarBasis cites what the choice of the calendar rests on.
	// +optional
	// +listType=atomic
	// +kubebuilder:validation:MinItems=1
	// +kubebuilder:validation:MaxItems=16
	CalendarBasis []BasisID `json:"calendarBasis,omitempty"`

	// modes are the modes that the edition allows; any when absent.
	// +optional
	Modes *ModeRules `json:"modes,omitempty"`

	// agreementLevels are the levels of agreements; level 1 alone when absent.
	// +optional
	// +listType=map
	// +listMapKey=level
	// +kubebuilder:validation:MinItems=1
	// +kubebuilder:validation:MaxItems=2
	AgreementLevels []AgreementLevel `json:"agreementLevels,omitempty"`

	// agencyIsAuthority says that the data authority is the implementing
	// agency, so that one organisation may stand in both places (D39).
	// +optional
	AgencyIsAuthority *BoundDeclaration `json:"agencyIsAuthority,omitempty"`

	// grantor says who may authorise; anybody when absent.
	// +optional
	// +listType=atomic
	// +kubebuilder:validation:MinItems=1
	// +kubebuilder:validation:MaxItems=16
	Grantor []GrantorRule `json:"grantor,omitempty"`

	// operators bound the number of operators; none when absent.
	// +optional
	// +listType=atomic
	// +kubebuilder:validation:MinItems=1
	// +kubebuilder:validation:MaxItems=16
	Operators []OperatorsRule `json:"operators,omitempty"`

	// terms bound the terms by kind.
	// +optional
	Terms *TermRules `json:"terms,omitempty"`

	// content is what must be contained, by kind.
	// +optional
	Content *ContentRules `json:"content,omitempty"`

	// checks are the checks of content, in the order in which they are made.
	// +optional
	// +listType=atomic
	// +kubebuilder:validation:MinItems=1
	// +kubebuilder:validation:MaxItems=32
	Checks []CheckRule `json:"checks,omitempty"`

	// grounds are those that acts may rest on.
	// +optional
	// +listType=map
	// +listMapKey=id
	// +listMapKey=act
	// +kubebuilder:validation:MinItems=1
	// +kubebuilder:validation:MaxItems=64
	Grounds []Ground `json:"grounds,omitempty"`

	// consequences follow by themselves from an overdue or a finding.
	// +optional
	// +listType=atomic
	// +kubebuilder:validation:MinItems=1
	// +kubebuilder:validation:MaxItems=32
	Consequences []Consequence `json:"consequences,omitempty"`

	// duties follow an event within a deadline.
	// +optional
	// +listType=map
	// +listMapKey=name
	// +kubebuilder:validation:MinItems=1
	// +kubebuilder:validation:MaxItems=64
	Duties []Duty `json:"duties,omitempty"`

	// renewal says when and to whom a renewal is applied for.
	// +optional
	Renewal *RenewalRule `json:"renewal,omitempty"`

	// retention says for how long records are kept; without it none that is
	// recorded becomes disposable.
	// +optional
	Retention *RetentionRule `json:"retention,omitempty"`

	// procedures say what must be done before a link is in force.
	// +optional
	// +listType=map
	// +listMapKey=name
	// +kubebuilder:validation:MinItems=1
	// +kubebuilder:validation:MaxItems=64
	Procedures []Procedure `json:"procedures,omitempty"`

	// halt says who may stop processing at once, and who lets it go on.
	// +optional
	Halt *HaltRule `json:"halt,omitempty"`
}

// JurisdictionStatus is what the operator reports of an edition.
type JurisdictionStatus struct {
	// observedGeneration is the generation reported on; -1 before the first.
	// +optional
	ObservedGeneration int64 `json:"observedGeneration,omitempty"`

	// conditions are Active (the edition is in effect) and Ready.
	// +optional
	// +listType=map
	// +listMapKey=type
	Conditions []metav1.Condition `json:"conditions,omitempty"`

	// effectiveFrom is the instant at which the edition comes into effect.
	// +optional
	EffectiveFrom *metav1.Time `json:"effectiveFrom,omitempty"`

	UsageStatus `json:",inline"`
}

// Jurisdiction 法规版本 is one immutable edition of one regulation, as data,
// every figure with its basis. It is named `<code>.<edition>`, and a child of
// another one `<code>-<word>.<edition>`.
//
// +kubebuilder:object:root=true
// +kubebuilder:subresource:status
// +kubebuilder:resource:scope=Cluster,shortName=jur,categories=mandate
// +kubebuilder:validation:XValidation:rule="['0123456789'].map(d, '.' + d.substring(self.spec.edition / 1000 % 10, self.spec.edition / 1000 % 10 + (self.spec.edition < 1000 ? 0 : 1)) + d.substring(self.spec.edition / 100 % 10, self.spec.edition / 100 % 10 + (self.spec.edition < 100 ? 0 : 1)) + d.substring(self.spec.edition / 10 % 10, self.spec.edition / 10 % 10 + (self.spec.edition < 10 ? 0 : 1)) + d.substring(self.spec.edition % 10, self.spec.edition % 10 + 1)).exists(n, has(self.spec.parent) ? self.metadata.name.startsWith(self.spec.code + '-') && self.metadata.name.endsWith(n) && self.metadata.name.indexOf('.') == size(self.metadata.name) - size(n) : self.metadata.name == self.spec.code + n)",messageExpression="['0123456789'].map(d, '.' + d.substring(self.spec.edition / 1000 % 10, self.spec.edition / 1000 % 10 + (self.spec.edition < 1000 ? 0 : 1)) + d.substring(self.spec.edition / 100 % 10, self.spec.edition / 100 % 10 + (self.spec.edition < 100 ? 0 : 1)) + d.substring(self.spec.edition / 10 % 10, self.spec.edition / 10 % 10 + (self.spec.edition < 10 ? 0 : 1)) + d.substring(self.spec.edition % 10, self.spec.edition % 10 + 1)).map(n, 'metadata.name ' + self.metadata.name + ' does not fit spec.code and spec.edition: ' + (has(self.spec.parent) ? 'a child edition is named <code>-<word>.<edition>, here ' + self.spec.code + '-pilot' + n : 'an edition without spec.parent is named <code>.<edition>, here ' + self.spec.code + n))[0]",fieldPath=".spec.edition"
// +kubebuilder:validation:XValidation:rule="!has(self.spec.parent) || (self.spec.parent != self.metadata.name && (self.spec.parent.startsWith(self.spec.code + '.') || self.spec.parent.startsWith(self.spec.code + '-')))",messageExpression="'spec.parent ' + self.spec.parent + ' is no edition of ' + self.spec.code + ' other than this one: a child supplies or tightens an edition of its own code'",fieldPath=".spec.parent",reason="FieldValueInvalid"
// +kubebuilder:printcolumn:name="Active",type=string,JSONPath=`.status.conditions[?(@.type=="Active")].status`
// +kubebuilder:printcolumn:name="Reason",type=string,JSONPath=`.status.conditions[?(@.type=="Active")].reason`
// +kubebuilder:printcolumn:name="From",type=string,JSONPath=`.spec.effectiveFrom`
// +kubebuilder:printcolumn:name="Ready",type=string,JSONPath=`.status.conditions[?(@.type=="Ready")].status`
// +kubebuilder:printcolumn:name="Title",type=string,JSONPath=`.spec.title`
// +kubebuilder:printcolumn:name="Age",type=date,JSONPath=`.metadata.creationTimestamp`
// +kubebuilder:printcolumn:name="Interpreted by",type=string,priority=1,JSONPath=`.spec.instrument.interpretationBody`
// +kubebuilder:printcolumn:name="Unused",type=boolean,priority=1,JSONPath=`.status.unused`
// +kubebuilder:printcolumn:name="Used by",type=string,priority=1,JSONPath=`.status.usedBy`
// +kubebuilder:printcolumn:name="Message",type=string,priority=1,JSONPath=`.status.conditions[?(@.type=="Active")].message`
type Jurisdiction struct {
	metav1.TypeMeta `json:",inline"`

	// metadata is the object's metadata.
	// +optional
	metav1.ObjectMeta `json:"metadata,omitempty"`

	// spec is the edition. It never changes: a change of rules is an edition.
	// +required
	// +kubebuilder:validation:XValidation:rule="self == oldSelf",message="an edition is immutable, so that no data fix moves an existing deadline: apply a new edition with the next number",reason="FieldValueForbidden"
	Spec JurisdictionSpec `json:"spec,omitzero"`

	// status is written by the operator.
	// +optional
	// +kubebuilder:default={observedGeneration:-1}
	Status JurisdictionStatus `json:"status,omitzero"`
}

// JurisdictionList is a list of Jurisdictions.
//
// +kubebuilder:object:root=true
type JurisdictionList struct {
	metav1.TypeMeta `json:",inline"`
	metav1.ListMeta `json:"metadata,omitempty"`
	Items           []Jurisdiction `json:"items"`
}
