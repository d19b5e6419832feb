// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package sandbox

import (
	"strconv"
	"strings"
	"time"

	corev1 "k8s.io/api/core/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/authorization"
)

// Object is an object of the cluster.
type Object interface {
	metav1.Object
	runtime.Object
}

// Plan is what the cluster must hold for a grant in force, in the order in
// which it is put there: guards before access. The zero Plan holds nothing.
type Plan struct {
	// Namespace is the sandbox.
	Namespace *corev1.Namespace
	// Guards stand before anybody has access.
	Guards []Object
	// Cohort is the grant's cohort.
	Cohort Cohort
	// Role is the cohort's ClusterRole, filled.
	Role *rbacv1.ClusterRole
	// Access are the door and the room, which comes last.
	Access []Object
	// Outside are those whom the grant designates and its holder does not list.
	Outside []v1alpha1.Subject
}

// PlanGrant plans the sandbox of a grant in force. It is the zero Plan where
// the verdict does not give.
func PlanGrant(f *authorization.Facts, v authorization.Verdict) Plan {
	grant, agreement, class := f.Grant, f.Agreement.Get(), f.Class.Get()
	if v.Force != authorization.InForce || grant == nil || agreement == nil || class == nil {
		return Plan{}
	}
	holder := f.Organizations[grant.Spec.Holder].Get()
	if holder == nil {
		return Plan{}
	}
	b := builder{facts: f, verdict: v, grant: grant, agreement: agreement, class: class, holder: holder}
	cohort := Cohort{Agreement: agreement.UID, Class: class.UID, Ends: v.Interval.NotAfter}
	guards := append([]Object{b.defaultDeny()}, b.egress()...)
	return Plan{
		Namespace: b.namespace(),
		Guards:    append(guards, b.quota(), b.limits(), b.account(WorkloadName), b.account(DeveloperName), b.config()),
		Cohort:    cohort,
		Role:      Role(cohort, class),
		Access:    []Object{b.door(), b.room(cohort)},
		Outside:   Outside(grant, holder),
	}
}

// builder makes the objects of one sandbox.
type builder struct {
	facts     *authorization.Facts
	verdict   authorization.Verdict
	grant     *v1alpha1.DeveloperGrant
	agreement *v1alpha1.OperationAgreement
	class     *v1alpha1.SandboxClass
	holder    *v1alpha1.Organization
}

func (b builder) namespace() *corev1.Namespace {
	security := b.class.Spec.PodSecurity
	labels := map[string]string{
		v1alpha1.SandboxLabel:                        "true",
		v1alpha1.PartLabel:                           PartNamespace,
		v1alpha1.GrantUIDLabel:                       string(b.grant.UID),
		v1alpha1.AgreementUIDLabel:                   string(b.agreement.UID),
		"pod-security.kubernetes.io/enforce":         string(security.Level),
		"pod-security.kubernetes.io/enforce-version": security.Version,
		"pod-security.kubernetes.io/audit":           string(security.Level),
		"pod-security.kubernetes.io/audit-version":   security.Version,
		"pod-security.kubernetes.io/warn":            string(security.Level),
		"pod-security.kubernetes.io/warn-version":    security.Version,
	}
	for _, name := range b.verdict.Open() {
		if resource := b.facts.Resources[name].Get(); resource != nil {
			labels[InputLabel(b.agreement.UID, resource.UID)] = "true"
		}
	}
	return &corev1.Namespace{ObjectMeta: metav1.ObjectMeta{
		Name:   NamespaceName(b.grant.UID),
		Labels: labels,
		Annotations: map[string]string{
			v1alpha1.GrantAnnotation:          b.grant.Namespace + "/" + b.grant.Name,
			v1alpha1.HolderAnnotation:         string(b.grant.Spec.Holder),
			v1alpha1.ClassAnnotation:          b.class.Name,
			v1alpha1.RetentionDaysAnnotation:  strconv.Itoa(int(b.class.Spec.RetentionDays)),
			v1alpha1.NotAfterAnnotation:       b.verdict.Interval.NotAfter.UTC().Format(time.RFC3339),
			v1alpha1.RegistriesAnnotation:     strings.Join(b.class.Spec.Registries, ","),
			v1alpha1.StorageClassesAnnotation: joinNames(b.class.Spec.StorageClasses),
		},
	}}
}

func (b builder) meta(name, part string) metav1.ObjectMeta {
	return metav1.ObjectMeta{
		Namespace: NamespaceName(b.grant.UID),
		Name:      name,
		Labels: map[string]string{
			v1alpha1.SandboxLabel:  "true",
			v1alpha1.GrantUIDLabel: string(b.grant.UID),
			v1alpha1.PartLabel:     part,
		},
	}
}

func joinNames(names []v1alpha1.ObjectName) string {
	words := make([]string, len(names))
	for i, n := range names {
		words[i] = string(n)
	}
	return strings.Join(words, ",")
}
