// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package authorization

import v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"

// SubjectUnread says whether the subject of a Decision could not be read, so that
// nothing can be told of it.
func (f *Facts) SubjectUnread(subject v1alpha1.DecisionSubject) bool {
	if f.SubjectMissing(subject) {
		return false
	}
	switch subject.Kind {
	case v1alpha1.OnDeveloperGrant:
		return f.Grant == nil
	case v1alpha1.OnOperationAgreement:
		return f.agreement(subject.Name).Get() == nil
	case v1alpha1.OnDataResource:
		return f.Resources[subject.Name].Get() == nil
	case v1alpha1.OnOrganization:
		return f.Organizations[subject.Name].Get() == nil
	case v1alpha1.OnImplementationPlan:
		return f.Plans[subject.Name].Get() == nil
	case v1alpha1.OnSelection:
		return f.Selections[subject.Name].Get() == nil
	case v1alpha1.OnObjection:
		return f.Objection.Get() == nil
	}
	return true
}
