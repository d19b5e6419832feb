// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package builder

import (
	"k8s.io/apimachinery/pkg/types"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
)

// AgreementBuilder makes an OperationAgreement.
type AgreementBuilder struct{ agreement v1alpha1.OperationAgreement }

// Agreement begins an agreement of Bureau with Operator.
func Agreement(name string) *AgreementBuilder {
	return &AgreementBuilder{v1alpha1.OperationAgreement{
		ObjectMeta: meta("OperationAgreement", Domain, name),
		Spec: v1alpha1.OperationAgreementSpec{
			Jurisdiction: Edition,
			Title:        name,
			Grantor:      Bureau,
			Operator:     Operator,
		},
	}}
}

// In puts the agreement into a domain; its UID follows.
func (b *AgreementBuilder) In(domain string) *AgreementBuilder {
	b.agreement.Namespace = domain
	b.agreement.UID = UIDOf("OperationAgreement", domain, b.agreement.Name)
	return b
}

// UID gives the agreement a UID, as if it were made again.
func (b *AgreementBuilder) UID(uid types.UID) *AgreementBuilder {
	b.agreement.UID = uid
	return b
}

// Edition pins an edition.
func (b *AgreementBuilder) Edition(name string) *AgreementBuilder {
	b.agreement.Spec.Jurisdiction = v1alpha1.ObjectName(name)
	return b
}

// GrantedBy names the grantor, and those who grant together with it.
func (b *AgreementBuilder) GrantedBy(grantor string, coGrantors ...string) *AgreementBuilder {
	b.agreement.Spec.Grantor = v1alpha1.ObjectName(grantor)
	b.agreement.Spec.CoGrantors = nil
	if len(coGrantors) > 0 {
		b.agreement.Spec.CoGrantors = names(coGrantors)
	}
	return b
}

// OperatedBy names the operator.
func (b *AgreementBuilder) OperatedBy(organization string) *AgreementBuilder {
	b.agreement.Spec.Operator = v1alpha1.ObjectName(organization)
	return b
}

// Over puts data resources under the agreement.
func (b *AgreementBuilder) Over(resources ...string) *AgreementBuilder {
	b.agreement.Spec.DataResources = append(b.agreement.Spec.DataResources, names(resources)...)
	return b
}

// Term runs the agreement over civil dates, both inclusive.
func (b *AgreementBuilder) Term(from, to string) *AgreementBuilder {
	b.agreement.Spec.Term = term(from, to)
	return b
}

// Window runs the agreement between two instants (RFC 3339).
func (b *AgreementBuilder) Window(from, to string) *AgreementBuilder {
	b.agreement.Spec.Window = window(from, to)
	return b
}

// CarriesOut names the plan, and the call in which the operator was chosen; an
// empty call is none.
func (b *AgreementBuilder) CarriesOut(plan, call string) *AgreementBuilder {
	b.agreement.Spec.Plan, b.agreement.Spec.Selection = v1alpha1.ObjectName(plan), v1alpha1.ObjectName(call)
	return b
}

// BeingDeleted gives the agreement a deletion timestamp (RFC 3339).
func (b *AgreementBuilder) BeingDeleted(at string) *AgreementBuilder {
	b.agreement.DeletionTimestamp = deletion(at)
	return b
}

// Obj is the agreement.
func (b *AgreementBuilder) Obj() *v1alpha1.OperationAgreement { return b.agreement.DeepCopy() }
