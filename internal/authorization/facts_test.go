// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package authorization_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/authorization"
	"github.com/publicdata-io/mandate/test/builder"
)

func TestNamesOf(t *testing.T) {
	agreement := builder.Agreement("health").GrantedBy("data-bureau", "city-bureau").Over("visits", "labs", "drugs").Obj()
	grant := builder.Grant("g").Under("health").Edition("demo.2").Input("visits").Obj()
	type names = []v1alpha1.ObjectName
	tests := map[string]struct{ got, want authorization.Names }{
		"of an agreement and a grant: the grant's inputs": {
			authorization.NamesOf(agreement, grant),
			authorization.Names{Jurisdictions: names{"demo.1", "demo.2"}, Organizations: names{"data-bureau", "data-group", "city-bureau", "medtech"}, Resources: names{"visits"}},
		},
		"of an agreement: all its resources": {
			authorization.NamesOf(agreement, nil),
			authorization.Names{Jurisdictions: names{"demo.1"}, Organizations: names{"data-bureau", "data-group", "city-bureau"}, Resources: names{"visits", "labs", "drugs"}},
		},
		"of a grant whose agreement is missing": {
			authorization.NamesOf(nil, grant),
			authorization.Names{Jurisdictions: names{"demo.2"}, Organizations: names{"medtech"}, Resources: names{"visits"}},
		},
		"of an agreement, but for the resources": {
			authorization.NamesOf(agreement, nil).WithoutResources(),
			authorization.Names{Jurisdictions: names{"demo.1"}, Organizations: names{"data-bureau", "data-group", "city-bureau"}},
		},
		"of nothing": {authorization.NamesOf(nil, nil), authorization.Names{}},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(tc.want, tc.got); diff != "" {
				t.Errorf("the names (-want +got):\n%s", diff)
			}
		})
	}
}

func TestSubjectMissing(t *testing.T) {
	subject := func(kind v1alpha1.SubjectLinkKind, name string) v1alpha1.DecisionSubject {
		return v1alpha1.DecisionSubject{Kind: kind, Name: v1alpha1.ObjectName(name)}
	}
	c := builder.Health()
	tests := map[string]struct {
		facts   *authorization.Facts
		subject v1alpha1.DecisionSubject
		want    bool
	}{
		"a grant that exists":           {c.OfGrant("g"), subject(v1alpha1.OnDeveloperGrant, "g"), false},
		"a grant that does not":         {c.OfGrant("h"), subject(v1alpha1.OnDeveloperGrant, "h"), true},
		"an agreement that exists":      {c.OfAgreement("health"), subject(v1alpha1.OnOperationAgreement, "health"), false},
		"an agreement that does not":    {c.OfAgreement("wealth"), subject(v1alpha1.OnOperationAgreement, "wealth"), true},
		"a resource that exists":        {c.OfResource("visits"), subject(v1alpha1.OnDataResource, "visits"), false},
		"a resource that does not":      {c.OfResource("nowhere"), subject(v1alpha1.OnDataResource, "nowhere"), true},
		"an organisation that exists":   {c.OfOrganization("medtech"), subject(v1alpha1.OnOrganization, "medtech"), false},
		"an organisation that does not": {c.OfOrganization("who"), subject(v1alpha1.OnOrganization, "who"), true},
		"what could not be read is not known to be missing": {
			builder.Health().Unreadable("DataResource", "visits").OfResource("visits"), subject(v1alpha1.OnDataResource, "visits"), false,
		},
		"a grant that could not be read is not known to be missing": {
			&authorization.Facts{GrantUnread: true}, subject(v1alpha1.OnDeveloperGrant, "g"), false,
		},
		"nothing is known of a kind that nobody decides on": {c.OfGrant("g"), subject("Selection", "s"), false},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			if got := tc.facts.SubjectMissing(tc.subject); got != tc.want {
				t.Errorf("missing: %t, want %t", got, tc.want)
			}
		})
	}
}
