// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package v1alpha1

// PartyRef is a field of the subject, for a grant also of its agreement.
//
// +kubebuilder:validation:Enum=Grantor;CoGrantor;Operator;Holder;SourceUnit;SharedFrom;Drafter;Organiser;Applicant;Subject;Objector
type PartyRef string

// The parties of a chain.
const (
	// PartyGrantor is who authorises, the field grantor alone.
	PartyGrantor PartyRef = "Grantor"
	// PartyCoGrantor are those who authorise together with it 会同, the field
	// coGrantors: all of them, and nobody where there are none.
	PartyCoGrantor  PartyRef = "CoGrantor"
	PartyOperator   PartyRef = "Operator"
	PartyHolder     PartyRef = "Holder"
	PartySourceUnit PartyRef = "SourceUnit"
	// PartySharedFrom is every provider that shared a resource's data.
	PartySharedFrom PartyRef = "SharedFrom"
	// PartyDrafter is who drafted a plan.
	PartyDrafter PartyRef = "Drafter"
	// PartyOrganiser is who organises a Selection.
	PartyOrganiser PartyRef = "Organiser"
	// PartyApplicant is any organisation that the Selection seeks.
	PartyApplicant PartyRef = "Applicant"
	// PartySubject is the Organization that is the subject itself.
	PartySubject PartyRef = "Subject"
	// PartyObjector is who raised an Objection.
	PartyObjector PartyRef = "Objector"
)

// PartyLevel is the administrative level of an organisation in relation to the
// subject, read from the GB/T 2260 division codes.
//
// +kubebuilder:validation:Enum=Same;Superior;Province;City;County;Any
type PartyLevel string

// The levels.
const (
	// LevelSame 同级 is the subject's own division.
	LevelSame PartyLevel = "Same"
	// LevelSuperior 上级 is the division that contains the subject's next.
	LevelSuperior PartyLevel = "Superior"
	// LevelProvince is the province that contains the subject's division.
	LevelProvince PartyLevel = "Province"
	// LevelCity is the city that contains the subject's division.
	LevelCity PartyLevel = "City"
	// LevelCounty is the county that contains the subject's division.
	LevelCounty PartyLevel = "County"
	// LevelAny asks for the role alone, wherever the organisation is.
	LevelAny PartyLevel = "Any"
)

// PartyAnchor is what division a level is read from, where not the subject's.
//
// +kubebuilder:validation:Enum=Registration;Edition
type PartyAnchor string

// What a level is read from.
const (
	// AnchorRegistration is the place of registration of the Organization that
	// is the subject, or of the grant's holder.
	AnchorRegistration PartyAnchor = "Registration"
	// AnchorEdition is the edition's own division: its level Same is the
	// territory's own authority, wherever the subject is.
	AnchorEdition PartyAnchor = "Edition"
)

// PartyScope is what a party belongs to.
//
// +kubebuilder:validation:Enum=Inputs
type PartyScope string

// ScopeOfInputs is the inputs of the subject: for `owner` the source unit of
// every one, for `of` the sector of any; in a step for each input, of that one.
const ScopeOfInputs PartyScope = "Inputs"

// PartyChoice designates organisations in one way.
//
// +kubebuilder:validation:XValidation:rule="[has(self.ref), has(self.role), has(self.owner)].filter(x, x).size() == 1",message="exactly one of ref, role and owner is given",reason="FieldValueInvalid"
// +kubebuilder:validation:XValidation:rule="has(self.role) || !(has(self.level) || has(self.at) || has(self.of))",message="level, at and of narrow a role",reason="FieldValueInvalid"
// +kubebuilder:validation:MinProperties=1
type PartyChoice struct {
	// ref is a field of the subject.
	// +optional
	Ref PartyRef `json:"ref,omitempty"`

	// role is a role of the organisation. Without a level, its division must
	// contain the subject's.
	// +optional
	Role Role `json:"role,omitempty"`

	// owner Inputs is the source unit of every input: all of them.
	// +optional
	Owner PartyScope `json:"owner,omitempty"`

	// level narrows a role to a level.
	// +optional
	Level PartyLevel `json:"level,omitempty"`

	// at is what division the level is read from; the subject's when absent.
	// +optional
	At PartyAnchor `json:"at,omitempty"`

	// of Inputs narrows a role to those with the sector of an input.
	// +optional
	Of PartyScope `json:"of,omitempty"`
}

// Party designates organisations: by a field of the subject, by a role, as the
// owners of the inputs, or as a number out of several.
//
// +kubebuilder:validation:XValidation:rule="[has(self.ref), has(self.role), has(self.owner), has(self.among)].filter(x, x).size() == 1",message="exactly one of ref, role, owner and among is given",reason="FieldValueInvalid"
// +kubebuilder:validation:XValidation:rule="has(self.among) == has(self.atLeast)",message="atLeast and among are given together",reason="FieldValueInvalid"
// +kubebuilder:validation:XValidation:rule="has(self.role) || !(has(self.level) || has(self.at) || has(self.of) || has(self.orNamedIn))",message="level, at, of and orNamedIn narrow or widen a role",reason="FieldValueInvalid"
// +kubebuilder:validation:MinProperties=1
type Party struct {
	// ref is a field of the subject.
	// +optional
	Ref PartyRef `json:"ref,omitempty"`

	// role is a role of the organisation. Without a level, its division must
	// contain the subject's.
	// +optional
	Role Role `json:"role,omitempty"`

	// owner Inputs is the source unit of every input: all of them.
	// +optional
	Owner PartyScope `json:"owner,omitempty"`

	// level narrows a role to a level.
	// +optional
	Level PartyLevel `json:"level,omitempty"`

	// at is what division the level is read from; the subject's when absent.
	// +optional
	At PartyAnchor `json:"at,omitempty"`

	// of Inputs narrows a role to those with the sector of an input.
	// +optional
	Of PartyScope `json:"of,omitempty"`

	// orNamedIn admits an organisation that the act of the named step lists in
	// its `to` (D66).
	// +optional
	OrNamedIn StepReference `json:"orNamedIn,omitempty"`

	// atLeast is how many different organisations of `among` must act.
	// +optional
	// +kubebuilder:validation:Minimum=1
	// +kubebuilder:validation:Maximum=64
	AtLeast *int32 `json:"atLeast,omitempty"`

	// among are the parties out of which the organisations are.
	// +optional
	// +listType=atomic
	// +kubebuilder:validation:MinItems=1
	// +kubebuilder:validation:MaxItems=8
	Among []PartyChoice `json:"among,omitempty"`
}
