// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package kube

import (
	"context"
	"fmt"
	"testing"

	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/reconcile"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/test/builder"
)

// TestAnotherNameWakes shows that what is registered, or decided, under another name
// of a body bears on what rests on either.
func TestAnotherNameWakes(t *testing.T) {
	named := func(name, code string) *v1alpha1.Organization {
		o := builder.Organization(name).Obj()
		o.Spec.USCC = code
		return o
	}
	code := builder.CreditCode(builder.Holder)
	signs := func(by string) *v1alpha1.Decision {
		return builder.Decision("sign-"+by).By(by).Does(v1alpha1.ActionSign, v1alpha1.OnOperationAgreement, by).Step("agreement/sign").Obj()
	}
	a := affectedBy(t, named(builder.Holder, code), named("other", code), named("stranger", builder.CreditCode("stranger")), named("none", ""),
		builder.Agreement("health").Over("visits").Obj(), builder.Grant("g").Under("health").Input("visits").Obj(),
		builder.Grant("of-other").Holder("other").Under("health").Input("visits").Obj(),
		builder.Agreement("other").Over("labs").Obj(), builder.Agreement(builder.Holder).Over("labs").Obj(), signs("other"), signs(builder.Holder),
	)
	tests := map[string]struct {
		by   func(context.Context, client.Object) []reconcile.Request
		of   client.Object
		want []string
	}{
		"the grants of either":                  {a.GrantsBy("Organization"), named("other", code), []string{"g", "of-other"}},
		"of one that is not there yet":          {a.GrantsBy("Organization"), named("new", code), []string{"g", "of-other"}},
		"of one that is taken out":              {a.GrantsDecided, builder.Decision("out").By("bureau").Disqualifies("other").Obj(), []string{"g", "of-other"}},
		"as fast":                               {a.GrantsActedOn, builder.Decision("out").By("bureau").Disqualifies("other").Obj(), []string{"g", "of-other"}},
		"what either applied for who is barred": {a.AgreementsDecided, builder.Decision("bar").By("bureau").Does(v1alpha1.ActionBar, v1alpha1.OnOrganization, "other").Obj(), []string{builder.Holder, "other"}},
		"what either signed":                    {a.DecidedBy(a.AgreementsDecided), named(builder.Holder, code), []string{builder.Holder, "other"}},
		"the acts of either":                    {a.ActsOf, named(builder.Holder, code), []string{"sign-" + builder.Holder, "sign-other"}},
		"the other itself":                      {a.OtherNames, named(builder.Holder, code), []string{"other"}},
		"by an act on it":                       {a.OtherNames, builder.Decision("out").By("bureau").Disqualifies("other").Obj(), []string{builder.Holder}},
		"nothing of who shares no code":         {a.GrantsBy("Organization"), named("stranger", builder.CreditCode("stranger")), nil},
		"nor of who has none":                   {a.OtherNames, named("nobody", ""), nil},
		"nor by an act on something else":       {a.OtherNames, signs("other"), nil},
		"nor by an act on who is not here":      {a.OtherNames, builder.Decision("out").By("bureau").Disqualifies("gone").Obj(), nil},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			if got := namesOf(tc.by(t.Context(), tc.of)); fmt.Sprint(got) != fmt.Sprint(tc.want) {
				t.Errorf("woken are %v, want %v", got, tc.want)
			}
		})
	}
}
