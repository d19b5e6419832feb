// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package stories_test

import (
	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/test/builder"
)

const (
	onGrant     = v1alpha1.OnDeveloperGrant
	onAgreement = v1alpha1.OnOperationAgreement
)

// health is the chain that most stories begin with: the data bureau lets the
// data group operate three data resources of the health commission in 2026, and
// medtech works on two of them.
func health() *builder.Chain {
	return builder.NewChain(
		builder.Jurisdiction("demo", 1).
			HaltedBy(builder.The(v1alpha1.PartyOperator), builder.Any("DataAuthority")).
			ReleasedBy(builder.The(v1alpha1.PartyGrantor), builder.Any("DataAuthority")).Obj(),
		builder.Organization("data-bureau").Roles("DataAuthority").Obj(),
		builder.Organization("cyberspace-office").Roles("Cyberspace").Obj(),
		builder.Organization("data-group").Roles("Operator").Obj(),
		builder.Organization("health-commission").Roles("SourceUnit").Obj(),
		builder.Organization("medtech").Roles("Developer").Group("medtech:developers").Obj(),
		builder.Organization("pharma").Roles("Developer").Group("pharma:developers").Obj(),
		builder.Class("standard").Obj(),
		builder.Resource("visits").Obj(), builder.Resource("labs").Obj(), builder.Resource("drugs").Obj(),
		builder.Agreement("health").Over("visits", "labs", "drugs").Term("2026-01-01", "2026-12-31").Obj(),
		medtechs().Obj(),
	)
}

func medtechs() *builder.GrantBuilder {
	return builder.Grant("heart-risk").Under("health").Input("visits").Input("labs").Term("2026-02-01", "2026-10-31")
}

func pharmas() *builder.GrantBuilder {
	return builder.Grant("drug-safety").Under("health").Holder("pharma").Input("drugs").Term("2026-01-01", "2026-12-31")
}

// records puts acts into a chain.
func records(acts ...*v1alpha1.Decision) func(*builder.Chain) {
	return func(c *builder.Chain) {
		for _, act := range acts {
			c.Put(act)
		}
	}
}
