// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package authorization_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/util/intstr"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/authorization"
	"github.com/publicdata-io/mandate/test/builder"
)

const given = "in force, InForce: in force"

func TestAGrantThatLosesOneInputKeepsTheOther(t *testing.T) {
	over := func(b *builder.ResourceBuilder, objects ...*corev1.Service) *builder.Chain {
		c := builder.Health().Put(b.Obj())
		for _, o := range objects {
			c.Put(o)
		}
		return c
	}
	grant := func(b *builder.GrantBuilder) *builder.Chain {
		return builder.Health().Put(b.Under("health").Input("labs").Term("2026-01-01", "2026-12-31").Obj())
	}
	suspended := func(what string) string {
		return `denied, Suspended: ` + what + ` was suspended by Organization "data-bureau" (Decision "s", 2026-03-01); its Lift regarding that Decision is awaited`
	}
	tests := map[string]struct {
		chain *builder.Chain
		want  string // what is told of visits
	}{
		"the grant was suspended for it": {
			builder.Health().Put(builder.Decision("s").Suspends(v1alpha1.OnDeveloperGrant, "g").Only("visits").Obj()), suspended(`DeveloperGrant "g"`),
		},
		"the agreement was suspended for it": {
			builder.Health().Put(builder.Decision("s").Suspends(v1alpha1.OnOperationAgreement, "health").Only("visits", "drugs").Obj()), suspended(`OperationAgreement "health"`),
		},
		"it was suspended itself": {
			builder.Health().Put(builder.Decision("s").Suspends(v1alpha1.OnDataResource, "visits").Obj()), suspended(`DataResource "visits"`),
		},
		"it was halted by its source unit": {
			builder.Health().Put(
				builder.Jurisdiction("demo", 1).HaltedBy(builder.The(v1alpha1.PartySourceUnit)).Obj(),
				builder.Decision("h").By("health-commission").Halts(v1alpha1.OnDataResource, "visits").Obj()),
			`denied, Halted: DataResource "visits" was halted by Organization "health-commission" (Decision "h", 2026-03-01); a Release regarding it is awaited [policy]`,
		},
		"it was halted by somebody whom the edition does not entitle": {
			builder.Health().Put(
				builder.Jurisdiction("demo", 1).HaltedBy(builder.The(v1alpha1.PartySourceUnit)).Obj(),
				builder.Decision("h").By("medtech").Halts(v1alpha1.OnDataResource, "visits").Obj()),
			given,
		},
		"it does not exist": {
			builder.Health().Drop("DataResource", "visits"),
			`denied, ReferenceMissing: spec.inputs: DataResource "visits" does not exist; it comes into force when it appears`,
		},
		"it does not exist, and its name was suspended": {
			builder.Health().Drop("DataResource", "visits").Put(builder.Decision("s").Suspends(v1alpha1.OnDataResource, "visits").Obj()),
			`denied, ReferenceMissing: spec.inputs: DataResource "visits" does not exist; what was taken from that name holds once it appears: DataResource "visits" was suspended by Organization "data-bureau" (Decision "s", 2026-03-01); its Lift regarding that Decision is awaited`,
		},
		"it could not be read, and was suspended": {
			builder.Health().Unreadable("DataResource", "visits").Put(builder.Decision("s").Suspends(v1alpha1.OnDataResource, "visits").Obj()), suspended(`DataResource "visits"`),
		},
		"it is being deleted": {
			over(builder.Resource("visits").BeingDeleted("2026-03-09T00:00:00Z")),
			`denied, Deleting: DataResource "visits" is being deleted; access is cut first`,
		},
		"its source unit does not exist": {
			over(builder.Resource("visits").SuppliedBy("hospital")),
			`denied, ReferenceMissing: spec.sourceUnit of DataResource visits: Organization "hospital" does not exist; it comes into force when it appears`,
		},
		"its edition does not exist": {
			over(builder.Resource("visits").Edition("demo.9")),
			`denied, ReferenceMissing: spec.jurisdiction: Jurisdiction "demo.9" does not exist; it comes into force when it appears`,
		},
		"its edition is of another code": {
			over(builder.Resource("visits").Edition("elsewhere.1")).Put(builder.Jurisdiction("elsewhere", 1).Obj()),
			`denied, Unlawful: spec.jurisdiction "elsewhere.1" of DataResource "visits" is of the code "elsewhere", and "demo.1" of OperationAgreement "health" of the code "demo"; all links of a chain pin editions of one code [DRV-9]`,
		},
		"its edition is another of the same code": {
			over(builder.Resource("visits").Edition("demo.2")).Put(builder.Jurisdiction("demo", 2).Obj()), given,
		},
		"its edition does not say that it needs no clearance": {
			over(builder.Resource("visits").Edition("demo.2")).Put(builder.Jurisdiction("demo", 2).SilentOn(v1alpha1.LinkDataResource).Obj()),
			`denied, Undetermined: Jurisdiction "demo.2" names no procedure for a DataResource; the edition must name one or declare none: true`,
		},
		"it is not among those of the agreement": {
			grant(builder.Grant("g").Input("visits")).Put(builder.Agreement("health").Over("labs").Term("2026-01-01", "2026-12-31").Obj()),
			`denied, Unlawful: spec.inputs: DataResource "visits" is not among spec.dataResources of OperationAgreement "health"; choose an input of the agreement`,
		},
		"it has the fields asked for": {grant(builder.Grant("g").Input("visits", "date", "diagnosis")), given},
		"it has not all fields asked for": {
			grant(builder.Grant("g").Input("visits", "date", "name", "address")),
			`denied, Unlawful: spec.inputs: DataResource "visits" has no field name, address; ask for fields it has`,
		},
		"its Service serves it": {over(builder.Resource("visits").Service("clinic", 5432), builder.Service("clinic").Obj()), given},
		"its Service does not exist": {
			over(builder.Resource("visits").Service("clinic", 5432)),
			`denied, ReferenceMissing: spec.endpoint.service.name of DataResource visits: Service "clinic" does not exist; it comes into force when it appears`,
		},
		"its Service has no selector": {
			over(builder.Resource("visits").Service("clinic", 5432), builder.Service("clinic").Selecting(nil).Obj()),
			`denied, Unlawful: spec.endpoint.service.name of DataResource "visits": Service "clinic" has no selector, so that nothing can guard what stands behind it; give it one`,
		},
		"its Service points out of the cluster": {
			over(builder.Resource("visits").Service("clinic", 5432), builder.Service("clinic").External("db.example").Obj()),
			`denied, Unlawful: spec.endpoint.service.name of DataResource "visits": Service "clinic" is of type ExternalName, which nothing can guard; serve the data from pods of this namespace`,
		},
		"its Service has not that port": {
			over(builder.Resource("visits").Service("clinic", 5432), builder.Service("clinic").Port(80, intstr.FromInt32(80), corev1.ProtocolTCP).Obj()),
			`denied, ReferenceMissing: spec.endpoint.service.port of DataResource "visits": Service "clinic" has no port 5432`,
		},
		"it is served from outside the cluster": {over(builder.Resource("visits").CIDR("192.0.2.0/28", 5432)), given},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			v := authorization.DecideGrant(tc.chain.OfGrant("g"), now)
			if diff := cmp.Diff(map[string]string{"visits": tc.want, "labs": given}, inputs(v)); diff != "" {
				t.Errorf("the inputs (-want +got):\n%s", diff)
			}
			if got := whole(v); got != given {
				t.Errorf("the grant is %s, want %s", got, given)
			}
		})
	}
}

func TestOpenInputs(t *testing.T) {
	tests := map[string]struct {
		chain *builder.Chain
		want  []v1alpha1.ObjectName
	}{
		"all":                                  {builder.Health(), []v1alpha1.ObjectName{"visits", "labs"}},
		"one":                                  {builder.Health().Drop("DataResource", "visits"), []v1alpha1.ObjectName{"labs"}},
		"none":                                 {builder.Health().Drop("DataResource", "visits").Drop("DataResource", "labs"), nil},
		"none of a grant that is not in force": {builder.Health().Put(builder.Decision("s").Suspends(v1alpha1.OnDeveloperGrant, "g").Obj()), nil},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(tc.want, authorization.DecideGrant(tc.chain.OfGrant("g"), now).Open()); diff != "" {
				t.Errorf("open inputs (-want +got):\n%s", diff)
			}
		})
	}
}

func TestAGrantWithoutInputsIsNotInForce(t *testing.T) {
	c := builder.Health().Put(builder.Grant("g").Under("health").Term("2026-01-01", "2026-12-31").Obj())
	want := `denied, NoInputLeft: DeveloperGrant "g" has no input`
	if diff := cmp.Diff(want, whole(authorization.DecideGrant(c.OfGrant("g"), now))); diff != "" {
		t.Errorf("the verdict (-want +got):\n%s", diff)
	}
}

func TestAnAgreementIsDecidedResourceByResource(t *testing.T) {
	tests := map[string]struct {
		chain      *builder.Chain
		want       string
		wantInputs map[string]string
	}{
		"in force": {builder.Health(), given, map[string]string{"visits": given, "labs": given, "drugs": given}},
		"partly suspended": {
			builder.Health().Put(builder.Decision("s").Suspends(v1alpha1.OnOperationAgreement, "health").Only("visits").Obj()), given,
			map[string]string{
				"visits": `denied, Suspended: OperationAgreement "health" was suspended by Organization "data-bureau" (Decision "s", 2026-03-01); its Lift regarding that Decision is awaited`,
				"labs":   given, "drugs": given,
			},
		},
		"a resource is awaited": {
			builder.Health().Drop("DataResource", "drugs"), given,
			map[string]string{
				"visits": given, "labs": given,
				"drugs": `denied, ReferenceMissing: spec.dataResources: DataResource "drugs" does not exist; it comes into force when it appears`,
			},
		},
		"its own term has not begun": {
			builder.Health().Put(builder.Agreement("health").Over("visits").Term("2026-06-01", "2026-12-31").Obj()),
			`denied, NotYetEffective: the term of OperationAgreement "health" begins at 2026-06-01T00:00:00+08:00`,
			map[string]string{"visits": `denied, NotYetEffective: the term of OperationAgreement "health" begins at 2026-06-01T00:00:00+08:00`},
		},
		"its term is longer than the edition allows": {
			builder.Health().Put(builder.Jurisdiction("demo", 2).AtMost(v1alpha1.LinkOperationAgreement, 3, "", "HA-14.2").Obj(),
				builder.Agreement("health").Edition("demo.2").Over("visits").Term("2026-01-01", "2029-01-01").Obj()),
			`denied, Unlawful: the term ends on 2029-01-01; Jurisdiction "demo.2" allows 3 years at most, to 2028-12-31 [HA-14.2 (article 14)]`,
			map[string]string{"visits": `denied, Unlawful: the term ends on 2029-01-01; Jurisdiction "demo.2" allows 3 years at most, to 2028-12-31 [HA-14.2 (article 14)]`},
		},
		"it is being deleted": {
			builder.Health().Put(builder.Agreement("health").Over("visits").Term("2026-01-01", "2026-12-31").BeingDeleted("2026-03-09T00:00:00Z").Obj()),
			`denied, Deleting: OperationAgreement "health" is being deleted; access is cut first`,
			map[string]string{"visits": `denied, Deleting: OperationAgreement "health" is being deleted; access is cut first`},
		},
		"no resource is left": {
			builder.Health().Put(builder.Agreement("health").Over("nowhere").Term("2026-01-01", "2026-12-31").Obj()),
			`denied, NoInputLeft: no input of OperationAgreement "health" is in force; DataResource "nowhere": spec.dataResources: DataResource "nowhere" does not exist; it comes into force when it appears`,
			map[string]string{"nowhere": `denied, ReferenceMissing: spec.dataResources: DataResource "nowhere" does not exist; it comes into force when it appears`},
		},
		"it does not exist": {
			builder.Health().Drop("OperationAgreement", "health"),
			`denied, ReferenceMissing: agreement: OperationAgreement "in question" does not exist; it comes into force when it appears`, map[string]string{},
		},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			v := authorization.DecideAgreement(tc.chain.OfAgreement("health"), now)
			if diff := cmp.Diff(tc.want, whole(v)); diff != "" {
				t.Errorf("the agreement (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(tc.wantInputs, inputs(v)); diff != "" {
				t.Errorf("its resources (-want +got):\n%s", diff)
			}
		})
	}
}

func TestAResourceAndAPartyAlone(t *testing.T) {
	resource := func(c *builder.Chain) string {
		return whole(authorization.DecideResource(c.OfResource("visits"), "visits", now))
	}
	party := func(c *builder.Chain) string {
		return whole(authorization.DecideOrganization(c.OfOrganization("medtech"), "medtech", now))
	}
	suspend := builder.Decision("s").Suspends(v1alpha1.OnOrganization, "medtech").Obj()
	tests := map[string]struct{ got, want string }{
		"a resource that may be worked on": {resource(builder.Health()), given},
		"a resource that is not there":     {resource(builder.Health().Drop("DataResource", "visits")), `denied, ReferenceMissing: metadata.name: DataResource "visits" does not exist; it comes into force when it appears`},
		"a resource halted": {
			resource(builder.Health().Put(builder.Decision("h").Halts(v1alpha1.OnDataResource, "visits").Obj())),
			`denied, Halted: DataResource "visits" was halted by Organization "data-bureau" (Decision "h", 2026-03-01); a Release regarding it is awaited`,
		},
		"a party in good standing":  {party(builder.Health()), given},
		"a party suspended":         {party(builder.Health().Put(suspend)), `denied, Suspended: Organization "medtech" was suspended by Organization "data-bureau" (Decision "s", 2026-03-01); its Lift regarding that Decision is awaited`},
		"a party lifted":            {party(builder.Health().Put(suspend, builder.Decision("l").Lifts(suspend).On("2026-03-05").Obj())), given},
		"a party that is not there": {party(builder.Health().Drop("Organization", "medtech")), `denied, ReferenceMissing: metadata.name: Organization "medtech" does not exist; it comes into force when it appears`},
		"a party that is not there, and whose name was suspended": {
			party(builder.Health().Drop("Organization", "medtech").Put(suspend)),
			`denied, ReferenceMissing: metadata.name: Organization "medtech" does not exist; what was taken from that name holds once it appears: Organization "medtech" was suspended by Organization "data-bureau" (Decision "s", 2026-03-01); its Lift regarding that Decision is awaited`,
		},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(tc.want, tc.got); diff != "" {
				t.Errorf("the verdict (-want +got):\n%s", diff)
			}
		})
	}
}
