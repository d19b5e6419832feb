// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package builder

import (
	"k8s.io/apimachinery/pkg/types"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
)

// GrantBuilder makes a DeveloperGrant.
type GrantBuilder struct{ grant v1alpha1.DeveloperGrant }

// Grant begins a grant of Holder, in StandardClass.
func Grant(name string) *GrantBuilder {
	return &GrantBuilder{v1alpha1.DeveloperGrant{
		ObjectMeta: meta("DeveloperGrant", Domain, name),
		Spec: v1alpha1.DeveloperGrantSpec{
			Jurisdiction: Edition,
			Holder:       Holder,
			Scenario:     v1alpha1.Scenario{Name: name, Description: "what " + name + " is for"},
			Sandbox:      v1alpha1.SandboxRequest{Class: StandardClass},
		},
	}}
}

// In puts the grant into a domain; its UID follows.
func (b *GrantBuilder) In(domain string) *GrantBuilder {
	b.grant.Namespace = domain
	b.grant.UID = UIDOf("DeveloperGrant", domain, b.grant.Name)
	return b
}

// UID gives the grant a UID, as if it were made again.
func (b *GrantBuilder) UID(uid types.UID) *GrantBuilder {
	b.grant.UID = uid
	return b
}

// Edition pins an edition.
func (b *GrantBuilder) Edition(name string) *GrantBuilder {
	b.grant.Spec.Jurisdiction = v1alpha1.ObjectName(name)
	return b
}

// Under puts the grant under an agreement.
func (b *GrantBuilder) Under(agreement string) *GrantBuilder {
	b.grant.Spec.Agreement = v1alpha1.ObjectName(agreement)
	return b
}

// Holder gives the grant to an organisation.
func (b *GrantBuilder) Holder(organization string) *GrantBuilder {
	b.grant.Spec.Holder = v1alpha1.ObjectName(organization)
	return b
}

// For names the scenario.
func (b *GrantBuilder) For(scenario, description string) *GrantBuilder {
	b.grant.Spec.Scenario = v1alpha1.Scenario{Name: scenario, Description: description}
	return b
}

// Input adds a resource, with the fields asked for.
func (b *GrantBuilder) Input(resource string, fields ...string) *GrantBuilder {
	b.grant.Spec.Inputs = append(b.grant.Spec.Inputs, v1alpha1.Input{
		Resource: v1alpha1.ObjectName(resource), Fields: fields, Necessity: "without it the scenario is void",
	})
	return b
}

// Term runs the grant over civil dates, both inclusive.
func (b *GrantBuilder) Term(from, to string) *GrantBuilder {
	b.grant.Spec.Term = term(from, to)
	return b
}

// Window runs the grant between two instants (RFC 3339).
func (b *GrantBuilder) Window(from, to string) *GrantBuilder {
	b.grant.Spec.Window = window(from, to)
	return b
}

// Class asks for a sandbox of a class.
func (b *GrantBuilder) Class(name string) *GrantBuilder {
	b.grant.Spec.Sandbox.Class = v1alpha1.ObjectName(name)
	return b
}

// Designates lists the persons whom the door lets in.
func (b *GrantBuilder) Designates(subjects ...v1alpha1.Subject) *GrantBuilder {
	b.grant.Spec.Subjects = subjects
	return b
}

// Paused sets spec.suspend.
func (b *GrantBuilder) Paused(paused bool) *GrantBuilder {
	b.grant.Spec.Suspend = &paused
	return b
}

// BeingDeleted gives the grant a deletion timestamp (RFC 3339).
func (b *GrantBuilder) BeingDeleted(at string) *GrantBuilder {
	b.grant.DeletionTimestamp = deletion(at)
	return b
}

// Obj is the grant.
func (b *GrantBuilder) Obj() *v1alpha1.DeveloperGrant { return b.grant.DeepCopy() }
