// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package builder

import (
	"k8s.io/apimachinery/pkg/api/resource"
	"k8s.io/apimachinery/pkg/types"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
)

// ClassBuilder makes a SandboxClass.
type ClassBuilder struct{ class v1alpha1.SandboxClass }

// Class begins a class in which developers may run pods and see how they fare,
// on a network engine that is taken on trust.
func Class(name string) *ClassBuilder {
	b := &ClassBuilder{v1alpha1.SandboxClass{
		ObjectMeta: meta("SandboxClass", "", name),
		Spec: v1alpha1.SandboxClassSpec{
			NetworkEngine: "Kubernetes",
			Isolation:     v1alpha1.IsolationUnproven,
			PodSecurity:   v1alpha1.PodSecurity{Level: "restricted", Version: "v1.36"},
			Quota: v1alpha1.Quota{
				CPU: resource.MustParse("4"), Memory: resource.MustParse("8Gi"),
				Pods: resource.MustParse("20"), Storage: resource.MustParse("20Gi"),
			},
			Limits:        v1alpha1.Limits{CPU: resource.MustParse("500m"), Memory: resource.MustParse("512Mi")},
			RetentionDays: 30,
		},
	}}
	return b.Rule("", []string{"pods"}, "get", "list", "create", "delete")
}

// UID gives the class a UID, as if it were made again.
func (b *ClassBuilder) UID(uid types.UID) *ClassBuilder {
	b.class.UID = uid
	return b
}

// Proven asks for a proof that the network engine isolates.
func (b *ClassBuilder) Proven() *ClassBuilder {
	b.class.Spec.Isolation = v1alpha1.IsolationProven
	return b
}

// Rule lets developers do more.
func (b *ClassBuilder) Rule(group string, resources []string, verbs ...v1alpha1.RuleVerb) *ClassBuilder {
	b.class.Spec.Rules = append(b.class.Spec.Rules, v1alpha1.DeveloperRule{APIGroup: &group, Resources: resources, Verbs: verbs})
	return b
}

// Registries are those that pods may use.
func (b *ClassBuilder) Registries(registries ...string) *ClassBuilder {
	b.class.Spec.Registries = registries
	return b
}

// StorageClasses are those that claims may use.
func (b *ClassBuilder) StorageClasses(classes ...string) *ClassBuilder {
	b.class.Spec.StorageClasses = names(classes)
	return b
}

// Obj is the class.
func (b *ClassBuilder) Obj() *v1alpha1.SandboxClass { return b.class.DeepCopy() }
