// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package v1alpha1

import metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

// Role is a capacity in which an organisation takes part.
//
// +kubebuilder:validation:Enum=Government;DataAuthority;ImplementingAgency;Operator;Developer;SourceUnit;IndustryDepartment;PriceAuthority;FinanceDepartment;JusticeDepartment;MarketRegulator;Cyberspace;SecurityAuthority;RegistrationAgency;ThirdParty;Consumer
type Role string

// The roles that rules of this version refer to.
const (
	RoleGovernment         Role = "Government"
	RoleDataAuthority      Role = "DataAuthority"
	RoleImplementingAgency Role = "ImplementingAgency"
	RoleOperator           Role = "Operator"
	RoleDeveloper          Role = "Developer"
	RoleSourceUnit         Role = "SourceUnit"
	RoleIndustryDepartment Role = "IndustryDepartment"
)

// LegalForm is the legal form of an organisation.
//
// +kubebuilder:validation:Enum=StateOrgan;PublicInstitution;LegalPerson;UnincorporatedOrganization
type LegalForm string

// SourceClass is which kind of body an organisation collects or produces data
// as 公共管理和服务机构、数源部门: in its duties or in a public service.
//
// +kubebuilder:validation:Enum=StateOrgan;AuthorisedOrganization;PublicService;PeopleOrganization
type SourceClass string

// The classes that the texts list.
const (
	// SourceStateOrgan is an organ of party or state, or a department of
	// government 党政机关、国家机关、政务部门.
	SourceStateOrgan SourceClass = "StateOrgan"
	// SourceAuthorisedOrganization is one that laws and regulations authorise to
	// manage public affairs 法律、法规授权的具有管理公共事务职能的组织.
	SourceAuthorisedOrganization SourceClass = "AuthorisedOrganization"
	// SourcePublicService is an enterprise or institution that serves the public
	// 公共服务企事业单位, such as a supplier of water, a hospital or a school.
	SourcePublicService SourceClass = "PublicService"
	// SourcePeopleOrganization is a people's organisation 人民团体.
	SourcePeopleOrganization SourceClass = "PeopleOrganization"
)

// SubjectKind is the kind of an identity that acts for an organisation.
//
// +kubebuilder:validation:Enum=User;Group;ServiceAccount
type SubjectKind string

// The kinds of identities, as RBAC names them.
const (
	SubjectUser           SubjectKind = "User"
	SubjectGroup          SubjectKind = "Group"
	SubjectServiceAccount SubjectKind = "ServiceAccount"
)

// Subject is an identity of the cluster that belongs to an organisation.
//
// +kubebuilder:validation:XValidation:rule="(self.kind == 'ServiceAccount') == has(self.__namespace__)",message="namespace is given for a ServiceAccount and for nothing else",fieldPath=".kind",reason="FieldValueInvalid"
// +kubebuilder:validation:XValidation:rule="!self.name.startsWith('system:')",messageExpression="'name ' + self.name + ' begins with system:, which is the cluster\\'s own'",fieldPath=".name",reason="FieldValueForbidden"
// +kubebuilder:validation:XValidation:rule="self.kind != 'ServiceAccount' || self.name.matches('^[a-z0-9]([-a-z0-9]*[a-z0-9])?([.][a-z0-9]([-a-z0-9]*[a-z0-9])?)*$')",messageExpression="'name ' + self.name + ' is no name that a ServiceAccount can have: lower case letters, digits, dashes and dots, without its namespace'",fieldPath=".name",reason="FieldValueInvalid"
type Subject struct {
	// kind is User, Group or ServiceAccount.
	// +required
	Kind SubjectKind `json:"kind,omitempty"`

	// name is the user, group or service account, as the cluster's
	// authentication spells it.
	// +required
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=256
	Name string `json:"name,omitempty"`

	// namespace is the namespace of a ServiceAccount.
	// +optional
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=63
	// +kubebuilder:validation:Pattern=`^[a-z0-9]([-a-z0-9]*[a-z0-9])?$`
	Namespace string `json:"namespace,omitempty"`
}

// Applicability is how rules apply to an organisation that they do not bind of
// themselves.
//
// +kubebuilder:validation:Enum=ByReference;Optional
type Applicability string

// How rules apply.
const (
	// AppliesByReference 参照适用 is how they apply to organs that are not of the
	// territory's own government, such as central units and party organs.
	AppliesByReference Applicability = "ByReference"
	// AppliesOptionally 可参考 is how utilities may follow their procedures.
	AppliesOptionally Applicability = "Optional"
)

// OrganizationSpec describes a party.
//
// +kubebuilder:validation:XValidation:rule="!has(self.sourceClass) || self.sourceClass != 'StateOrgan' || self.legalForm == 'StateOrgan'",messageExpression="'sourceClass StateOrgan does not fit legalForm ' + self.legalForm + ': only who has the legal form of a state organ supplies data as one'",fieldPath=".sourceClass",reason="FieldValueInvalid"
type OrganizationSpec struct {
	// displayName is the registered name.
	// +required
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=256
	DisplayName string `json:"displayName,omitempty"`

	// uscc is the unified social credit code 统一社会信用代码 (GB 32100-2015):
	// 18 characters out of 0-9 and A-Z without I, O, S, V and Z, the last of
	// which is the check character. It never changes: another code is another
	// organisation. Of several with one code the one that was registered first is
	// the body; the others are party to nothing, and give nothing by their acts.
	// +required
	// +kubebuilder:validation:MinLength=18
	// +kubebuilder:validation:MaxLength=18
	// +kubebuilder:validation:Pattern=`^[0-9A-HJ-NP-RTUWXY]{18}$`
	// +kubebuilder:validation:XValidation:rule="self == oldSelf",messageExpression="'uscc is immutable (was ' + oldSelf + '): another code is another Organization'",reason="FieldValueForbidden"
	// +kubebuilder:validation:XValidation:rule="size(self) != 18 || ['0123456789ABCDEFGHJKLMNPQRTUWXY'].exists(a, a.indexOf(self.substring(17, 18)) == (31 - (a.indexOf(self.substring(0, 1)) + 3 * a.indexOf(self.substring(1, 2)) + 9 * a.indexOf(self.substring(2, 3)) + 27 * a.indexOf(self.substring(3, 4)) + 19 * a.indexOf(self.substring(4, 5)) + 26 * a.indexOf(self.substring(5, 6)) + 16 * a.indexOf(self.substring(6, 7)) + 17 * a.indexOf(self.substring(7, 8)) + 20 * a.indexOf(self.substring(8, 9)) + 29 * a.indexOf(self.substring(9, 10)) + 25 * a.indexOf(self.substring(10, 11)) + 13 * a.indexOf(self.substring(11, 12)) + 8 * a.indexOf(self.substring(12, 13)) + 24 * a.indexOf(self.substring(13, 14)) + 10 * a.indexOf(self.substring(14, 15)) + 30 * a.indexOf(self.substring(15, 16)) + 28 * a.indexOf(self.substring(16, 17))) % 31) % 31)",messageExpression="['0123456789ABCDEFGHJKLMNPQRTUWXY'].map(a, 'uscc ' + self + ' ends in a wrong check character ' + self.substring(17) + ': by GB 32100-2015 it is ' + [(31 - (a.indexOf(self.substring(0, 1)) + 3 * a.indexOf(self.substring(1, 2)) + 9 * a.indexOf(self.substring(2, 3)) + 27 * a.indexOf(self.substring(3, 4)) + 19 * a.indexOf(self.substring(4, 5)) + 26 * a.indexOf(self.substring(5, 6)) + 16 * a.indexOf(self.substring(6, 7)) + 17 * a.indexOf(self.substring(7, 8)) + 20 * a.indexOf(self.substring(8, 9)) + 29 * a.indexOf(self.substring(9, 10)) + 25 * a.indexOf(self.substring(10, 11)) + 13 * a.indexOf(self.substring(11, 12)) + 8 * a.indexOf(self.substring(12, 13)) + 24 * a.indexOf(self.substring(13, 14)) + 10 * a.indexOf(self.substring(14, 15)) + 30 * a.indexOf(self.substring(15, 16)) + 28 * a.indexOf(self.substring(16, 17))) % 31) % 31].map(c, a.substring(c, c + 1))[0] + ', so either that or another character was mistyped')[0]"
	USCC string `json:"uscc,omitempty"`

	// legalForm is the legal form.
	// +required
	LegalForm LegalForm `json:"legalForm,omitempty"`

	// sourceClass is which kind of body it supplies data as. An ordinary company
	// is none of them and states none: where the edition asks for a class, its
	// data is not lawful. A StateOrgan has that legal form too.
	// +optional
	SourceClass SourceClass `json:"sourceClass,omitempty"`

	// division is the GB/T 2260 code of the place of registration. It stays as it
	// is once the organisation acted in another role than those of companies.
	// +required
	// +kubebuilder:validation:MinLength=6
	// +kubebuilder:validation:MaxLength=6
	// +kubebuilder:validation:Pattern=`^[1-9][0-9]{5}$`
	Division string `json:"division,omitempty"`

	// applicability says that the rules apply to the organisation's data by
	// reference, or that it follows them of its own choice; that they bind it,
	// when absent. They are asked all the same, and what rests on it says so.
	// +optional
	Applicability Applicability `json:"applicability,omitempty"`

	// roles are the capacities in which the organisation may take part. Once it
	// acted they are only added to.
	// +required
	// +listType=set
	// +kubebuilder:validation:MinItems=1
	// +kubebuilder:validation:MaxItems=16
	Roles []Role `json:"roles,omitempty"`

	// sectors are the fields of work of a department, such as `health`. Once it
	// acted they are only added to.
	// +optional
	// +listType=set
	// +kubebuilder:validation:MinItems=1
	// +kubebuilder:validation:MaxItems=32
	// +kubebuilder:validation:items:MinLength=1
	// +kubebuilder:validation:items:MaxLength=64
	Sectors []string `json:"sectors,omitempty"`

	// affiliates are the organisations declared to be under common control.
	// +optional
	// +listType=set
	// +kubebuilder:validation:MinItems=1
	// +kubebuilder:validation:MaxItems=64
	Affiliates []ObjectName `json:"affiliates,omitempty"`

	// subjects are the users, groups and pipelines that belong to the
	// organisation; those of a grant's holder may open its sandbox's door.
	// Changing them needs the verb `administer` on the organisation.
	// +optional
	// +listType=atomic
	// +kubebuilder:validation:MinItems=1
	// +kubebuilder:validation:MaxItems=64
	Subjects []Subject `json:"subjects,omitempty"`
}

// OrganizationStatus is what the operator reports of a party.
type OrganizationStatus struct {
	// observedGeneration is the generation reported on; -1 before the first.
	// +optional
	ObservedGeneration int64 `json:"observedGeneration,omitempty"`

	// conditions are Active (in good standing), DutiesDone and Ready.
	// +optional
	// +listType=map
	// +listMapKey=type
	Conditions []metav1.Condition `json:"conditions,omitempty"`

	// roles are those of spec.roles that count under each edition code: those
	// that the edition says are conferred count only with their Decision.
	// +optional
	// +listType=map
	// +listMapKey=code
	// +kubebuilder:validation:MaxItems=64
	Roles []RolesOfCode `json:"roles,omitempty"`

	ProcedureReport `json:",inline"`
	UsageStatus     `json:",inline"`
}

// RolesOfCode are the roles that count under the editions of one code.
type RolesOfCode struct {
	// code is the code of the editions.
	// +required
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=63
	Code string `json:"code,omitempty"`

	// conferred are the roles that were conferred by Decision.
	// +optional
	// +listType=set
	// +kubebuilder:validation:MinItems=1
	// +kubebuilder:validation:MaxItems=16
	Conferred []Role `json:"conferred,omitempty"`

	// missing are the roles of spec.roles that the edition confers and nobody
	// has conferred.
	// +optional
	// +listType=set
	// +kubebuilder:validation:MinItems=1
	// +kubebuilder:validation:MaxItems=16
	Missing []Role `json:"missing,omitempty"`
}

// Organization 组织机构 is a party: who may authorise, operate, develop,
// supply data or decide. Officers decide for it when RBAC gives them the verb
// of the act on it by name.
//
// +kubebuilder:object:root=true
// +kubebuilder:subresource:status
// +kubebuilder:resource:scope=Cluster,shortName=org,categories=mandate
// +kubebuilder:printcolumn:name="Roles",type=string,JSONPath=`.spec.roles`
// +kubebuilder:printcolumn:name="Applies",type=string,priority=1,JSONPath=`.spec.applicability`
// +kubebuilder:printcolumn:name="Active",type=string,JSONPath=`.status.conditions[?(@.type=="Active")].status`
// +kubebuilder:printcolumn:name="Reason",type=string,JSONPath=`.status.conditions[?(@.type=="Active")].reason`
// +kubebuilder:printcolumn:name="Waiting for",type=string,JSONPath=`.status.waitingFor`
// +kubebuilder:printcolumn:name="Due",type=string,priority=1,JSONPath=`.status.due`
// +kubebuilder:printcolumn:name="Overdue",type=string,priority=1,JSONPath=`.status.overdue`
// +kubebuilder:printcolumn:name="Duties",type=string,priority=1,JSONPath=`.status.conditions[?(@.type=="DutiesDone")].reason`
// +kubebuilder:printcolumn:name="Ready",type=string,JSONPath=`.status.conditions[?(@.type=="Ready")].status`
// +kubebuilder:printcolumn:name="Display name",type=string,JSONPath=`.spec.displayName`
// +kubebuilder:printcolumn:name="Age",type=date,JSONPath=`.metadata.creationTimestamp`
// +kubebuilder:printcolumn:name="Unused",type=boolean,priority=1,JSONPath=`.status.unused`
// +kubebuilder:printcolumn:name="Used by",type=string,priority=1,JSONPath=`.status.usedBy`
// +kubebuilder:printcolumn:name="Message",type=string,priority=1,JSONPath=`.status.conditions[?(@.type=="Active")].message`
type Organization struct {
	metav1.TypeMeta `json:",inline"`

	// metadata is the object's metadata.
	// +optional
	metav1.ObjectMeta `json:"metadata,omitempty"`

	// spec describes the party.
	// +required
	Spec OrganizationSpec `json:"spec,omitzero"`

	// status is written by the operator.
	// +optional
	// +kubebuilder:default={observedGeneration:-1}
	Status OrganizationStatus `json:"status,omitzero"`
}

// OrganizationList is a list of Organizations.
//
// +kubebuilder:object:root=true
type OrganizationList struct {
	metav1.TypeMeta `json:",inline"`
	metav1.ListMeta `json:"metadata,omitempty"`
	Items           []Organization `json:"items"`
}
