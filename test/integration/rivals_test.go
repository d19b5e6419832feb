// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package integration

import (
	"testing"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/test/builder"
)

// Where an edition allows one operator, whose agreement was signed later waits
// until the place is free; what each process keeps of the other agreement never
// outlives its end.
func TestTheLaterOperatorWaitsForAPlace(t *testing.T) {
	t.Parallel()
	d := newDomain(t)
	edition := builder.Jurisdiction(d.name, 1).Obj()
	edition.Spec.Operators = []v1alpha1.OperatorsRule{{Max: 1, Basis: []v1alpha1.BasisID{"policy"}}}
	edition.Spec.Checks = append(edition.Spec.Checks,
		v1alpha1.CheckRule{Check: v1alpha1.CheckCatalogueCodeUnique, Basis: []v1alpha1.BasisID{"policy"}},
		v1alpha1.CheckRule{Check: v1alpha1.CheckNotBarred, Basis: []v1alpha1.BasisID{"policy"}})
	later := d.name + "-later"
	d.with(edition, builder.Organization(later).Roles(v1alpha1.RoleOperator).Obj(),
		d.agreement("health").Over("visits").Term(begins, ends).Obj()).established()
	d.create(
		d.agreement("second").OperatedBy(later).Over("labs").Term(begins, ends).Obj(),
		d.grant("first").Input("visits").Obj(),
		d.grant("waiting").Under("second").Input("labs").Obj(),
	)
	d.awaitGrant("first", open)
	d.awaitGrant("waiting", "Active=False(AncestorNotInForce) "+idle, "second", d.operator)
	d.decide(d.act("end", d.bureau).Terminates(v1alpha1.OnOperationAgreement, "health"))
	d.awaitGrant("first", frozen(v1alpha1.AncestorNotInForceReason))
	d.awaitGrant("waiting", open)
}
