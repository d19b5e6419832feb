// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package builder

import (
	"fmt"
	"maps"
	"slices"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/authorization"
)

// Chain holds the objects of one domain as a cluster would, and reads facts out
// of them. What it does not hold is missing, and not unknown.
type Chain struct {
	objects    map[key]metav1.Object
	decisions  []*v1alpha1.Decision
	unreadable map[key]bool
	beside     bool                       // the facts are on an agreement beside the one in question
	past       bool                       // the facts are on what was terminated
	revising   []v1alpha1.DecisionSubject // the earlier versions of the link in question
}

type key struct{ kind, name string }

// NewChain is a chain of objects.
func NewChain(objects ...metav1.Object) *Chain {
	return (&Chain{objects: map[key]metav1.Object{}, unreadable: map[key]bool{}}).Put(objects...)
}

// Health is a chain in force in 2026: the agreement health of Bureau with
// Operator over visits, labs and drugs of SourceUnit, all from 2026-01-01 to
// 2026-12-31, and the grant g of Holder over visits and labs.
func Health() *Chain {
	return NewChain(
		Jurisdiction("demo", 1).Obj(),
		Organization(Bureau).Roles("DataAuthority").Obj(),
		Organization(Operator).Roles(v1alpha1.RoleOperator).Obj(),
		Organization(SourceUnit).Roles("SourceUnit").Obj(),
		Organization(Holder).Roles(v1alpha1.RoleDeveloper).Group("medtech:developers").Obj(),
		Class(StandardClass).Obj(),
		Resource("visits").Fields("date", "diagnosis").Obj(),
		Resource("labs").Obj(),
		Resource("drugs").Obj(),
		Agreement("health").Over("visits", "labs", "drugs").Term("2026-01-01", "2026-12-31").Obj(),
		Grant("g").Under("health").Input("visits").Input("labs").Term("2026-01-01", "2026-12-31").Obj(),
	)
}

// Clone is a chain of the same objects, which can go another way.
func (c *Chain) Clone() *Chain {
	return &Chain{objects: maps.Clone(c.objects), decisions: slices.Clone(c.decisions), unreadable: maps.Clone(c.unreadable)}
}

// Put adds objects, each in place of one of the same kind and name.
func (c *Chain) Put(objects ...metav1.Object) *Chain {
	for _, o := range objects {
		if d, ok := o.(*v1alpha1.Decision); ok {
			c.Drop("Decision", d.Name)
			c.decisions = append(c.decisions, d)
			continue
		}
		c.objects[key{kindOf(o), o.GetName()}] = o
	}
	return c
}

// Drop takes an object away.
func (c *Chain) Drop(kind, name string) *Chain {
	if kind == "Decision" {
		c.decisions = slices.DeleteFunc(c.decisions, func(d *v1alpha1.Decision) bool { return d.Name == name })
	}
	delete(c.objects, key{kind, name})
	return c
}

// Unreadable makes an object unknown: whether it exists cannot be told. Of the
// kind "Decisions on DeveloperGrant" (and so on) it is the acts on a subject.
func (c *Chain) Unreadable(kind, name string) *Chain {
	c.unreadable[key{kind, name}] = true
	return c
}

// Decisions are the acts, in the order in which they were put.
func (c *Chain) Decisions() []*v1alpha1.Decision { return slices.Clone(c.decisions) }

func look[T any](c *Chain, kind, name string) authorization.Lookup[T] {
	if c.unreadable[key{kind, name}] {
		return authorization.Lookup[T]{}
	}
	if found, ok := any(c.objects[key{kind, name}]).(*T); ok {
		return authorization.Found(found)
	}
	return authorization.Missing[T]()
}

func kindOf(o metav1.Object) string {
	switch o.(type) {
	case *v1alpha1.Jurisdiction:
		return "Jurisdiction"
	case *v1alpha1.Organization:
		return "Organization"
	case *v1alpha1.SandboxClass:
		return "SandboxClass"
	case *v1alpha1.DataResource:
		return "DataResource"
	case *v1alpha1.OperationAgreement:
		return "OperationAgreement"
	case *v1alpha1.DeveloperGrant:
		return "DeveloperGrant"
	case *v1alpha1.ImplementationPlan:
		return "ImplementationPlan"
	case *v1alpha1.Selection:
		return "Selection"
	case *v1alpha1.Objection:
		return "Objection"
	case *v1alpha1.WorkCalendar:
		return "WorkCalendar"
	case *corev1.Service:
		return "Service"
	}
	panic(fmt.Sprintf("a chain holds no %T", o))
}
