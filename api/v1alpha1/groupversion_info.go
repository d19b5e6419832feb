// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

// Package v1alpha1 holds the kinds of the group mandate.publicdata.io: what a
// user applies and what the operator reports. It holds no logic.
//
// +kubebuilder:object:generate=true
// +groupName=mandate.publicdata.io
package v1alpha1

import (
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
)

// GroupVersion is the API group and version of every kind of this package.
var GroupVersion = schema.GroupVersion{Group: "mandate.publicdata.io", Version: "v1alpha1"}

var (
	schemeBuilder = runtime.NewSchemeBuilder(addKnownTypes)

	// AddToScheme registers the kinds of this package with a scheme.
	AddToScheme = schemeBuilder.AddToScheme
)

func addKnownTypes(scheme *runtime.Scheme) error {
	scheme.AddKnownTypes(GroupVersion,
		&Jurisdiction{}, &JurisdictionList{},
		&Organization{}, &OrganizationList{},
		&SandboxClass{}, &SandboxClassList{},
		&DataResource{}, &DataResourceList{},
		&OperationAgreement{}, &OperationAgreementList{},
		&DeveloperGrant{}, &DeveloperGrantList{},
		&Decision{}, &DecisionList{},
		&Heartbeat{}, &HeartbeatList{},
		&WorkCalendar{}, &WorkCalendarList{},
		&ImplementationPlan{}, &ImplementationPlanList{},
		&Selection{}, &SelectionList{},
		&Objection{}, &ObjectionList{},
	)
	metav1.AddToGroupVersion(scheme, GroupVersion)
	return nil
}
