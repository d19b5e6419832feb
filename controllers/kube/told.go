// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package kube

import (
	"k8s.io/apimachinery/pkg/api/equality"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"sigs.k8s.io/controller-runtime/pkg/event"
	"sigs.k8s.io/controller-runtime/pkg/predicate"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
)

// Told is what the status of a link, or of another subject of acts, tells.
type Told struct {
	Kind       string
	Edition    v1alpha1.ObjectName // empty of what pins none
	Conditions []metav1.Condition
	Report     *v1alpha1.ProcedureReport // never nil
}

// ToldOf is what the status of an object tells; of a kind that nobody acts on,
// nothing.
func ToldOf(o runtime.Object) Told {
	switch o := o.(type) {
	case *v1alpha1.Organization: // pins no edition
		return Told{"Organization", "", o.Status.Conditions, &o.Status.ProcedureReport}
	case *v1alpha1.DataResource:
		return Told{"DataResource", o.Spec.Jurisdiction, o.Status.Conditions, &o.Status.ProcedureReport}
	case *v1alpha1.ImplementationPlan:
		return Told{"ImplementationPlan", o.Spec.Jurisdiction, o.Status.Conditions, &o.Status.ProcedureReport}
	case *v1alpha1.Selection:
		return Told{"Selection", o.Spec.Jurisdiction, o.Status.Conditions, &o.Status.ProcedureReport}
	case *v1alpha1.Objection: // follows the edition of what it is against
		return Told{"Objection", "", o.Status.Conditions, &o.Status.ProcedureReport}
	case *v1alpha1.OperationAgreement:
		return Told{"OperationAgreement", o.Spec.Jurisdiction, o.Status.Conditions, &o.Status.ProcedureReport}
	case *v1alpha1.DeveloperGrant:
		return Told{"DeveloperGrant", o.Spec.Jurisdiction, o.Status.Conditions, &o.Status.ProcedureReport}
	}
	return Told{Report: &v1alpha1.ProcedureReport{}}
}

// Retold passes what NotStatus does, and the writes of a status that tells another
// verdict or procedure than before: whatever made it so may make the acts on it
// count or not, be it an edition that appeared or a calendar that was loaded.
func Retold() predicate.Predicate {
	return predicate.Or(NotStatus(), predicate.Funcs{UpdateFunc: func(e event.UpdateEvent) bool {
		if e.ObjectOld == nil || e.ObjectNew == nil {
			return true
		}
		before, after := ToldOf(e.ObjectOld), ToldOf(e.ObjectNew)
		return !sameVerdict(before.Conditions, after.Conditions) || !equality.Semantic.DeepEqual(before.Report.Procedure, after.Report.Procedure)
	}})
}

func sameVerdict(before, after []metav1.Condition) bool {
	was, is := meta.FindStatusCondition(before, v1alpha1.ActiveCondition), meta.FindStatusCondition(after, v1alpha1.ActiveCondition)
	if was == nil || is == nil {
		return was == is
	}
	return was.Status == is.Status && was.Reason == is.Reason && was.Message == is.Message
}
