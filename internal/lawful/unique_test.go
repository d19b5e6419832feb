// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package lawful_test

import (
	"slices"
	"strings"
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

// TestBearers shows who bears one credit code, in whichever order they are listed.
func TestBearers(t *testing.T) {
	bears := func(name, code, made string) v1alpha1.Organization {
		o := *builder.Organization(name).Obj()
		o.Spec.USCC, o.CreationTimestamp = code, metav1.NewTime(builder.Instant(made))
		return o
	}
	const early, late = "2025-01-01T00:00:00Z", "2025-02-01T00:00:00Z"
	all := []v1alpha1.Organization{
		bears("alone", "1", early), bears("later", "2", late), bears("first", "2", early), bears("next", "2", early), bears("none", "", early), bears("no-more", "", early),
	}
	one := []v1alpha1.ObjectName{"first", "next", "later"}
	want := map[v1alpha1.ObjectName][]v1alpha1.ObjectName{"first": one, "next": one, "later": one}
	for range all {
		all = append(all[1:], all[0])
		if diff := cmp.Diff(want, lawful.Bearers(all)); diff != "" {
			t.Errorf("who bears one code (-want +got):\n%s", diff)
		}
	}
}

// TestFirstAuthorities shows who is the data authority of a division where several
// claim to be: who was registered first, and by name where that was at once.
func TestFirstAuthorities(t *testing.T) {
	const early, late = "2026-01-01T00:00:00Z", "2026-01-02T00:00:00Z"
	all := []v1alpha1.Organization{
		registered("second", "410000", late, v1alpha1.RoleDataAuthority),
		registered("first", "410000", early, v1alpha1.RoleDataAuthority, v1alpha1.RoleGovernment),
		registered("city", "410100", late, v1alpha1.RoleDataAuthority),
		registered("b", "410200", late, v1alpha1.RoleDataAuthority),
		registered("a", "410200", late, v1alpha1.RoleDataAuthority),
		registered("agency", "410000", "2025-01-01T00:00:00Z", v1alpha1.RoleImplementingAgency),
	}
	want := map[string]v1alpha1.ObjectName{"410000": "first", "410100": "city", "410200": "a"}
	for _, order := range []string{"as listed", "the other way round"} {
		if diff := cmp.Diff(want, lawful.FirstAuthorities(all)); diff != "" {
			t.Errorf("the authorities, %s (-want +got):\n%s", order, diff)
		}
		slices.Reverse(all)
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

// TestOneOfWhatTheLawWantsOnce shows what is found of who is not the first, and
// that nothing is given while nobody can tell.
func TestOneOfWhatTheLawWantsOnce(t *testing.T) {
	first := ""
	known := true
	authority := func(kind v1alpha1.LinkKind) *scene {
		s := scened(kind, v1alpha1.CheckRule{Check: v1alpha1.CheckDataAuthorityUnique})
		s.Subject.Parties[v1alpha1.PartyDrafter], s.Subject.Parties[v1alpha1.PartyOrganiser] = []string{agency}, []string{agency}
		s.Authority = func(v1alpha1.ObjectName) (v1alpha1.ObjectName, bool) { return v1alpha1.ObjectName(first), known }
		return s
	}
	entry := scened(resources, v1alpha1.CheckRule{Check: v1alpha1.CheckCatalogueCodeUnique})
	entry.Entered = func() (*v1alpha1.DataResource, bool) {
		if first == "" {
			return nil, known
		}
		return builder.Resource(first).Obj(), known
	}
	for _, s := range []*scene{authority(agreements), authority(v1alpha1.LinkImplementationPlan), authority(v1alpha1.LinkSelection), entry} {
		for _, tc := range []struct {
			first string
			known bool
			want  string
		}{{"", true, ""}, {"older", true, "Unlawful: "}, {"", false, "Undetermined: "}} {
			first, known = tc.first, tc.known
			if got := whole(&s.Case); tc.want == "" && got != "" || !strings.HasPrefix(got, tc.want) || !strings.Contains(got, tc.first) {
				t.Errorf("of a %s it finds %q where the first is %q, and that is known: %t", s.Subject.Kind, got, tc.first, tc.known)
			}
		}
	}
	for name, change := range map[string]func(s *scene){
		"of another kind":              func(s *scene) { s.Subject.Kind = grants },
		"of one that nobody knows":     func(s *scene) { s.Resource = nil },
		"where nobody read the others": func(s *scene) { s.Entered = nil },
	} {
		first, known = "older", true
		s := scened(resources, v1alpha1.CheckRule{Check: v1alpha1.CheckCatalogueCodeUnique})
		if s.Entered = entry.Entered; whole(&s.Case) == "" {
			t.Fatal("of a resource that was entered later it finds nothing")
		}
		if change(s); whole(&s.Case) != "" {
			t.Errorf("%s it finds %q", name, whole(&s.Case))
		}
	}
	unread := authority(agreements)
	if unread.Authority = nil; whole(&unread.Case) != "" {
		t.Errorf("where nobody read the organisations it finds %q", whole(&unread.Case))
	}
	if s := authority(grants); whole(&s.Case) != "" {
		t.Errorf("who grants is the agreement's own matter, and of a grant it finds %q", whole(&s.Case))
	}
}

// TestEachPartyThatClaimsTheAuthority shows that of every party of a link it is asked
// whether another one was registered first.
func TestEachPartyThatClaimsTheAuthority(t *testing.T) {
	for ref, kind := range map[v1alpha1.PartyRef]v1alpha1.LinkKind{
		v1alpha1.PartyGrantor: agreements, v1alpha1.PartyCoGrantor: agreements, v1alpha1.PartyOperator: agreements,
		v1alpha1.PartyDrafter: v1alpha1.LinkImplementationPlan, v1alpha1.PartyOrganiser: v1alpha1.LinkSelection,
	} {
		s := scened(kind, v1alpha1.CheckRule{Check: v1alpha1.CheckDataAuthorityUnique})
		s.Subject.Parties[ref] = []string{"later"}
		s.Authority = func(name v1alpha1.ObjectName) (v1alpha1.ObjectName, bool) {
			if name == "later" {
				return "older", true
			}
			return "", true
		}
		want := `Unlawful: the ` + string(ref) + ` "later" of ` + string(kind) + ` "x" claims the role DataAuthority of a division of which Organization "older" was registered as that earlier; there is one, name it [R-1]`
		if got := whole(&s.Case); got != want {
			t.Errorf("found %q, want %q", got, want)
		}
	}
}

// TestRule shows by which rule an edition switches a check on, if by any.
func TestRule(t *testing.T) {
	edition := &v1alpha1.Jurisdiction{Spec: v1alpha1.JurisdictionSpec{Checks: []v1alpha1.CheckRule{{Check: v1alpha1.CheckPlanMode}, {Check: v1alpha1.CheckTerritory}}}}
	for name, want := range map[v1alpha1.CheckName]*v1alpha1.CheckRule{
		v1alpha1.CheckTerritory: &edition.Spec.Checks[1], v1alpha1.CheckPlanMode: &edition.Spec.Checks[0], v1alpha1.CheckLegalForm: nil,
	} {
		if got := lawful.Rule(edition, name); got != want || lawful.Switches(edition, name) != (want != nil) {
			t.Errorf("%s is switched on by %+v, want %+v", name, got, want)
		}
	}
	if lawful.Switches(nil, v1alpha1.CheckPlanMode) {
		t.Error("no edition switches a check on")
	}
}
