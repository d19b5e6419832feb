// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package lawful_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/lawful"
	"github.com/publicdata-io/mandate/test/builder"
)

func registered(name, division, at string, roles ...v1alpha1.Role) v1alpha1.Organization {
	o := *builder.Organization(name).Roles(roles...).Obj()
	o.Spec.Division, o.CreationTimestamp = division, metav1.NewTime(builder.Instant(at))
	return o
}

// TestFirstAuthorities shows who is the data authority of a division where several
// claim to be: who was registered first, and by name where that was at once.
func TestFirstAuthorities(t *testing.T) {
	const early, late = "2026-01-01T00:00:00Z", "2026-01-02T00:00:00Z"
	got := lawful.FirstAuthorities([]v1alpha1.Organization{
		registered("second", "410000", late, v1alpha1.RoleDataAuthority),
		registered("first", "410000", early, v1alpha1.RoleDataAuthority, v1alpha1.RoleGovernment),
		registered("city", "410100", late, v1alpha1.RoleDataAuthority),
		registered("b", "410200", late, v1alpha1.RoleDataAuthority),
		registered("a", "410200", late, v1alpha1.RoleDataAuthority),
		registered("agency", "410000", "2025-01-01T00:00:00Z", v1alpha1.RoleImplementingAgency),
	})
	want := map[string]v1alpha1.ObjectName{"410000": "first", "410100": "city", "410200": "a"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("the authorities (-want +got):\n%s", diff)
	}
}

// TestFirstEntered shows which of several resources holds a code of the catalogue.
func TestFirstEntered(t *testing.T) {
	edition := builder.Jurisdiction("demo", 1).Obj()
	entry := func(namespace, name, code, pins, at string) v1alpha1.DataResource {
		r := *builder.Resource(name).Obj()
		r.Namespace, r.Spec.Catalogue.Code, r.Spec.Jurisdiction = namespace, code, v1alpha1.ObjectName(pins)
		r.CreationTimestamp = metav1.NewTime(builder.Instant(at))
		return r
	}
	of := entry("health", "visits", "410000-1", "demo.1", "2026-01-02T00:00:00Z")
	tests := map[string]struct {
		others []v1alpha1.DataResource
		want   string
	}{
		"alone":                                           {nil, ""},
		"before another one":                              {[]v1alpha1.DataResource{entry("health", "labs", "410000-1", "demo.1", "2026-01-03T00:00:00Z")}, ""},
		"after another one":                               {[]v1alpha1.DataResource{entry("health", "labs", "410000-1", "demo.1", "2026-01-01T00:00:00Z")}, "health/labs"},
		"after one of another domain":                     {[]v1alpha1.DataResource{entry("transport", "visits", "410000-1", "demo-pilot.1", "2026-01-01T00:00:00Z")}, "transport/visits"},
		"at once, by name":                                {[]v1alpha1.DataResource{entry("health", "labs", "410000-1", "demo.1", "2026-01-02T00:00:00Z")}, "health/labs"},
		"after one of another code":                       {[]v1alpha1.DataResource{entry("health", "labs", "410000-2", "demo.1", "2026-01-01T00:00:00Z")}, ""},
		"after one of another edition":                    {[]v1alpha1.DataResource{entry("health", "labs", "410000-1", "elsewhere.1", "2026-01-01T00:00:00Z")}, ""},
		"after one of an edition whose code begins alike": {[]v1alpha1.DataResource{entry("health", "labs", "410000-1", "demonstration.1", "2026-01-01T00:00:00Z")}, ""},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			got := ""
			if first := lawful.FirstEntered(edition, &of, append(tc.others, of)); first != nil {
				got = first.Namespace + "/" + first.Name
			}
			if got != tc.want {
				t.Errorf("first is %q, want %q", got, tc.want)
			}
		})
	}
}
