// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package sandbox_test

import (
	"regexp"
	"slices"
	"testing"
	"time"

	"k8s.io/apimachinery/pkg/types"
	"k8s.io/apimachinery/pkg/util/validation"
	"pgregory.net/rapid"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/authorization"
	"github.com/publicdata-io/mandate/internal/sandbox"
	"github.com/publicdata-io/mandate/test/builder"
)

func TestTwoDomainsWithTheSameNamesShareNothing(t *testing.T) {
	in := func(domain string) *builder.Chain {
		return builder.Health().Put(
			builder.Resource("visits").In(domain).Obj(), builder.Resource("labs").In(domain).Obj(),
			builder.Agreement("health").In(domain).Over("visits", "labs").Term("2026-01-01", "2026-12-31").Obj(),
			builder.Grant("g").In(domain).Under("health").Input("visits").Input("labs").Term("2026-01-01", "2026-12-31").Obj(),
		)
	}
	one, other := trusted(planOf(in("north"))), trusted(planOf(in("south")))
	for _, name := range one {
		if slices.Contains(other, name) {
			t.Errorf("both domains have %s", name)
		}
	}
	if len(one) < 6 {
		t.Errorf("compared only %v", one)
	}
}

// trusted are the names and labels of a plan that something is trusted by.
func trusted(plan sandbox.Plan) []string {
	out := []string{plan.Namespace.Name, plan.Role.Name}
	for _, guard := range plan.Guards {
		if guard.GetLabels()[v1alpha1.PartLabel] == sandbox.PartEgress {
			out = append(out, guard.GetName())
		}
	}
	for key := range plan.Namespace.Labels {
		if len(key) > len(v1alpha1.InputLabelPrefix) && key[:len(v1alpha1.InputLabelPrefix)] == v1alpha1.InputLabelPrefix {
			out = append(out, key)
		}
	}
	return out
}

func TestTwoGrantsOfOneHolderShareTheCohortAndNothingElse(t *testing.T) {
	c := builder.Health()
	one := planOf(c)
	other := planOf(builder.Health().Put(builder.Grant("g").UID("another").Under("health").Input("visits").Input("labs").Term("2026-01-01", "2026-12-31").Obj()))
	if one.Namespace.Name == other.Namespace.Name {
		t.Errorf("both work in %s", one.Namespace.Name)
	}
	if one.Role.Name != other.Role.Name {
		t.Errorf("grants of one agreement, class and end have the cohorts %s and %s", one.Role.Name, other.Role.Name)
	}
}

func TestCohorts(t *testing.T) {
	cohort := sandbox.Cohort{Agreement: "a", Class: "c", Ends: builder.Instant("2026-12-31T16:00:00Z")}
	tests := map[string]struct {
		other sandbox.Cohort
		same  bool
	}{
		"the same":                           {cohort, true},
		"the same end, told in another zone": {sandbox.Cohort{Agreement: "a", Class: "c", Ends: cohort.Ends.In(time.FixedZone("+8", 8*60*60))}, true},
		"another agreement":                  {sandbox.Cohort{Agreement: "b", Class: "c", Ends: cohort.Ends}, false},
		"another class":                      {sandbox.Cohort{Agreement: "a", Class: "d", Ends: cohort.Ends}, false},
		"an end a second later":              {sandbox.Cohort{Agreement: "a", Class: "c", Ends: cohort.Ends.Add(time.Second)}, false},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			if got := tc.other.RoleName() == cohort.RoleName(); got != tc.same {
				t.Errorf("%s and %s: the same is %t, want %t", tc.other.RoleName(), cohort.RoleName(), got, tc.same)
			}
		})
	}
}

func TestACohortEndsWithTheEarlierOfGrantAndAgreement(t *testing.T) {
	longer := builder.Health().Put(builder.Grant("g").Under("health").Input("visits").Term("2026-01-01", "2029-12-31").Obj())
	if got, want := planOf(longer).Cohort.Ends.UTC(), builder.Instant("2026-12-31T16:00:00Z"); !got.Equal(want) {
		t.Errorf("the cohort ends at %s, want with the agreement at %s", got, want)
	}
}

func TestNamesAreValidWhateverTheUIDs(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		uid := func(label string) types.UID { return types.UID(rapid.String().Draw(t, label)) }
		grant, agreement, resource, class := uid("grant"), uid("agreement"), uid("resource"), uid("class")
		names := []string{
			sandbox.NamespaceName(grant), sandbox.EgressName(resource), sandbox.AllowName(agreement, resource),
			sandbox.Cohort{Agreement: agreement, Class: class, Ends: now}.RoleName(),
		}
		for _, name := range names {
			if faults := validation.IsDNS1123Label(name); len(faults) > 0 {
				t.Errorf("%q is no name: %v", name, faults)
			}
		}
		if faults := validation.IsQualifiedName(sandbox.InputLabel(agreement, resource)); len(faults) > 0 {
			t.Errorf("%q is no label: %v", sandbox.InputLabel(agreement, resource), faults)
		}
	})
	if name := sandbox.NamespaceName("g"); !regexp.MustCompile(`^sandbox-[0-9a-f]{20}$`).MatchString(name) {
		t.Errorf("a sandbox is named %s, which is not the form that admission keeps for sandboxes", name)
	}
}

func TestAPlanIsZeroUnlessInForce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := builder.Health()
		acts := rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"visits", "labs", "g", "health"}), 0, 4, rapid.ID).Draw(t, "suspended")
		for _, name := range acts {
			kind := map[string]v1alpha1.SubjectLinkKind{"g": v1alpha1.OnDeveloperGrant, "health": v1alpha1.OnOperationAgreement}[name]
			if kind == "" {
				kind = v1alpha1.OnDataResource
			}
			c.Put(builder.Decision("s-"+name).Suspends(kind, name).Obj())
		}
		if rapid.Bool().Draw(t, "unread") {
			c.Unreadable("SandboxClass", "standard")
		}
		facts := c.OfGrant("g")
		v := authorization.DecideGrant(facts, now)
		plan := sandbox.PlanGrant(facts, v)
		if (v.Force == authorization.InForce) != (plan.Namespace != nil && plan.Role != nil && len(plan.Access) == 2) {
			t.Errorf("the verdict is %s, and the plan %+v", v.Reason(), plan)
		}
		for _, name := range []v1alpha1.ObjectName{"visits", "labs"} {
			label := sandbox.InputLabel(facts.Agreement.Get().UID, facts.Resources[name].Get().UID)
			if opens := plan.Namespace != nil && plan.Namespace.Labels[label] == "true"; opens != slices.Contains(v.Open(), name) {
				t.Errorf("%s is open: %t by the verdict, %t by its label", name, !opens, opens)
			}
		}
	})
}

func TestNothingElseHasTheNameOfASandbox(t *testing.T) {
	for name, want := range map[string]bool{
		sandbox.NamespaceName("0b1c2d3e-0000-4000-8000-000000000001"): true, "sandbox-0123456789abcdef0123": true,
		"sandbox-0123456789abcdef012": false, "sandbox-0123456789abcdef01234": false, "sandbox-0123456789ABCDEF0123": false,
		"a-sandbox-0123456789abcdef0123": false, "sandbox-of-a-team": false, "": false,
	} {
		if got := sandbox.IsNamespaceName(name); got != want {
			t.Errorf("%q may be that of a sandbox: %t, want %t", name, got, want)
		}
	}
}
