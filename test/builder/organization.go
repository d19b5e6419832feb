// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package builder

import (
	"crypto/sha256"
	"strings"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
)

// OrganizationBuilder makes an Organization.
type OrganizationBuilder struct{ organization v1alpha1.Organization }

// Organization begins a party without roles.
func Organization(name string) *OrganizationBuilder {
	return &OrganizationBuilder{v1alpha1.Organization{
		ObjectMeta: meta("Organization", "", name),
		Spec: v1alpha1.OrganizationSpec{
			DisplayName: name,
			USCC:        CreditCode(name),
			LegalForm:   "LegalPerson",
			Division:    "990100",
		},
	}}
}

// Called gives the registered name.
func (b *OrganizationBuilder) Called(name string) *OrganizationBuilder {
	b.organization.Spec.DisplayName = name
	return b
}

// Roles gives roles.
func (b *OrganizationBuilder) Roles(roles ...v1alpha1.Role) *OrganizationBuilder {
	b.organization.Spec.Roles = append(b.organization.Spec.Roles, roles...)
	return b
}

// User adds a user who belongs to the organisation.
func (b *OrganizationBuilder) User(name string) *OrganizationBuilder {
	return b.subject(v1alpha1.Subject{Kind: v1alpha1.SubjectUser, Name: name})
}

// Group adds a group whose members belong to the organisation.
func (b *OrganizationBuilder) Group(name string) *OrganizationBuilder {
	return b.subject(v1alpha1.Subject{Kind: v1alpha1.SubjectGroup, Name: name})
}

// Pipeline adds a service account that belongs to the organisation.
func (b *OrganizationBuilder) Pipeline(namespace, name string) *OrganizationBuilder {
	return b.subject(v1alpha1.Subject{Kind: v1alpha1.SubjectServiceAccount, Namespace: namespace, Name: name})
}

func (b *OrganizationBuilder) subject(s v1alpha1.Subject) *OrganizationBuilder {
	b.organization.Spec.Subjects = append(b.organization.Spec.Subjects, s)
	return b
}

// Obj is the organisation.
func (b *OrganizationBuilder) Obj() *v1alpha1.Organization { return b.organization.DeepCopy() }

// creditDigits are the characters of a unified social credit code, in the order
// of their values, and creditWeights the weights of its places (GB 32100-2015).
const creditDigits = "0123456789ABCDEFGHJKLMNPQRTUWXY"

var creditWeights = [17]int{1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28}

// CreditCode is a unified social credit code that follows from a name, with its
// check character.
func CreditCode(name string) string {
	sum := sha256.Sum256([]byte(name))
	var code strings.Builder
	total := 0
	for i, weight := range creditWeights {
		value := int(sum[i]) % len(creditDigits)
		code.WriteByte(creditDigits[value])
		total += weight * value
	}
	code.WriteByte(creditDigits[(31-total%31)%31])
	return code.String()
}
