// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package faults

import (
	"time"

	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	"sigs.k8s.io/controller-runtime/pkg/client"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/authorization"
	"github.com/publicdata-io/mandate/internal/sandbox"
)

// judged says whether an object is one that carries the marks of cuts: sandboxes,
// cohorts, routes, and the egress policies and quotas of sandboxes.
func judged(o client.Object) bool {
	switch o := o.(type) {
	case *corev1.Namespace, *rbacv1.ClusterRole:
		return true
	case *networkingv1.NetworkPolicy:
		part := o.Labels[v1alpha1.PartLabel]
		return part == sandbox.PartAllow || part == sandbox.PartEgress
	case *corev1.ResourceQuota:
		return o.Labels[v1alpha1.PartLabel] == sandbox.PartQuota
	}
	return false
}

// target is the object of a kind and key, or nil.
func (r *replay) target(name string) client.Object {
	for _, box := range r.now.sandboxes() {
		if namespaces+"/"+box.Name == name {
			return box
		}
	}
	if found := named(all[*rbacv1.ClusterRole](r.now), cohortRoles, name); found != nil {
		return found
	}
	if found := named(all[*networkingv1.NetworkPolicy](r.now), policies, name); found != nil {
		return found
	}
	return named(all[*corev1.ResourceQuota](r.now), quotas, name)
}

// named is the object of a kind that has the name kind and key, or nil.
func named[T client.Object](objects []T, kind, name string) client.Object {
	for _, o := range objects {
		if kind+path(o) == name {
			return o
		}
	}
	return nil
}

// against is what the verdict has against a target, or empty.
func (r *replay) against(target client.Object, now time.Time) string {
	switch target.GetLabels()[v1alpha1.PartLabel] {
	case sandbox.PartEgress, sandbox.PartQuota:
		return r.againstPart(target, now)
	default:
		if box, ok := target.(*corev1.Namespace); ok {
			return r.againstBox(box, now)
		}
		return r.againstAgreed(target, now)
	}
}

// againstBox is what the verdict has against a sandbox.
func (r *replay) againstBox(box *corev1.Namespace, now time.Time) string {
	verdict, _ := r.now.verdict(r.now.grantOf(box), now)
	if verdict.Force != authorization.Denied {
		return ""
	}
	return verdict.Message()
}

// againstPart is what the verdict has against a part of a sandbox: what it has
// against the sandbox, or the input that the part leads to.
func (r *replay) againstPart(part client.Object, now time.Time) string {
	box, ok := one[*corev1.Namespace](r.now, "", part.GetNamespace())
	if !ok {
		return "the sandbox is gone"
	}
	if why := r.againstBox(box, now); why != "" {
		return why
	}
	uid := part.GetLabels()[v1alpha1.ResourceUIDLabel]
	if uid == "" {
		return ""
	}
	verdict, facts := r.now.verdict(r.now.grantOf(box), now)
	return againstInput(verdict, facts, uid)
}

// againstAgreed is what the verdict has against a cohort or a route of an
// agreement.
func (r *replay) againstAgreed(target client.Object, now time.Time) string {
	uid := target.GetLabels()[v1alpha1.AgreementUIDLabel]
	for _, agreement := range all[*v1alpha1.OperationAgreement](r.now) {
		if string(agreement.UID) != uid {
			continue
		}
		verdict, facts := r.now.verdictOnAgreement(agreement, now)
		if verdict.Force == authorization.Denied {
			return verdict.Message()
		}
		return againstInput(verdict, facts, target.GetLabels()[v1alpha1.ResourceUIDLabel])
	}
	return "the agreement is gone"
}

func againstInput(verdict authorization.Verdict, facts *authorization.Facts, uid string) string {
	for _, input := range verdict.Inputs {
		resource := facts.Resources[input.Resource].Get()
		if resource != nil && string(resource.UID) == uid && input.Force == authorization.Denied {
			return input.Message()
		}
	}
	return ""
}
