// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package authorization_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/authorization"
	"github.com/publicdata-io/mandate/test/builder"
)

// now lies inside the terms of builder.Health.
var now = builder.Instant("2026-03-10T00:00:00Z")

// told is an answer as a reader sees it.
func told(force authorization.Force, reason, message string) string {
	word := map[authorization.Force]string{
		authorization.Denied: "denied", authorization.Undecided: "undecided", authorization.InForce: "in force",
	}[force]
	return word + ", " + reason + ": " + message
}

func whole(v authorization.Verdict) string { return told(v.Force, v.Reason(), v.Message()) }

// inputs are the answers on each input.
func inputs(v authorization.Verdict) map[string]string {
	out := map[string]string{}
	for _, in := range v.Inputs {
		out[string(in.Resource)] = told(in.Force, in.Reason(), in.Message())
	}
	return out
}

// ladder is the chain of the grant's checks in its order: each rung breaks the
// grant in one way, and what a lower rung says is hidden by a higher one. The
// grant pins an edition of its own, demo.2.
var ladder = []struct {
	name   string
	breaks func(c *builder.Chain, g *v1alpha1.DeveloperGrant, a *v1alpha1.OperationAgreement, e *v1alpha1.Jurisdiction)
	want   string
	sign   string // of the message, whatever else is broken
}{
	{"it is being deleted", func(_ *builder.Chain, g *v1alpha1.DeveloperGrant, _ *v1alpha1.OperationAgreement, _ *v1alpha1.Jurisdiction) {
		at := metav1.NewTime(now)
		g.DeletionTimestamp = &at
	}, `denied, Deleting: DeveloperGrant "g" is being deleted; access is cut first`, "is being deleted"},
	{"its term has ended", func(_ *builder.Chain, g *v1alpha1.DeveloperGrant, _ *v1alpha1.OperationAgreement, _ *v1alpha1.Jurisdiction) {
		g.Spec.Term.To = "2026-03-09"
	}, `denied, TermEnded: the term of DeveloperGrant "g" ended at 2026-03-10T00:00:00+08:00; a later term needs a new one`, "ended at"},
	{"the agreement's term has ended", func(_ *builder.Chain, _ *v1alpha1.DeveloperGrant, a *v1alpha1.OperationAgreement, _ *v1alpha1.Jurisdiction) {
		a.Spec.Term.To = "2026-03-09"
	}, `denied, AncestorNotInForce: OperationAgreement "health" is not in force (TermEnded): the term of OperationAgreement "health" ended at 2026-03-10T00:00:00+08:00; a later term needs a new one`, "(TermEnded)"},
	{"it was suspended", func(c *builder.Chain, _ *v1alpha1.DeveloperGrant, _ *v1alpha1.OperationAgreement, _ *v1alpha1.Jurisdiction) {
		c.Put(builder.Decision("s-grant").Suspends(v1alpha1.OnDeveloperGrant, "g").Obj())
	}, `denied, Suspended: DeveloperGrant "g" was suspended by Organization "data-bureau" (Decision "s-grant", 2026-03-01); its Lift regarding that Decision is awaited`, "s-grant"},
	{"its owner paused it", func(_ *builder.Chain, g *v1alpha1.DeveloperGrant, _ *v1alpha1.OperationAgreement, _ *v1alpha1.Jurisdiction) {
		paused := true
		g.Spec.Suspend = &paused
	}, `denied, Suspended: spec.suspend of DeveloperGrant "g" is true: its owner paused it; set it to false to go on`, "its owner paused it"},
	{"the agreement was suspended", func(c *builder.Chain, _ *v1alpha1.DeveloperGrant, _ *v1alpha1.OperationAgreement, _ *v1alpha1.Jurisdiction) {
		c.Put(builder.Decision("s-agreement").Suspends(v1alpha1.OnOperationAgreement, "health").Obj())
	}, `denied, AncestorNotInForce: OperationAgreement "health" is not in force (Suspended): OperationAgreement "health" was suspended by Organization "data-bureau" (Decision "s-agreement", 2026-03-01); its Lift regarding that Decision is awaited`, "s-agreement"},
	{"the holder was disqualified", func(c *builder.Chain, _ *v1alpha1.DeveloperGrant, _ *v1alpha1.OperationAgreement, _ *v1alpha1.Jurisdiction) {
		c.Put(builder.Decision("d-holder").Disqualifies("medtech").Obj())
	}, `denied, Disqualified: Organization "medtech" was disqualified by Organization "data-bureau" (Decision "d-holder", 2026-03-01)`, "d-holder"},
	{"its edition is not in effect", func(_ *builder.Chain, _ *v1alpha1.DeveloperGrant, _ *v1alpha1.OperationAgreement, e *v1alpha1.Jurisdiction) {
		e.Spec.EffectiveFrom = nil
	}, `denied, NotYetEffective: Jurisdiction "demo.2" gives no spec.effectiveFrom; what pins it is not in force. Pin an edition that supplies the date`, "gives no spec.effectiveFrom"},
	{"its edition is of another code", func(_ *builder.Chain, _ *v1alpha1.DeveloperGrant, _ *v1alpha1.OperationAgreement, e *v1alpha1.Jurisdiction) {
		e.Spec.Code = "elsewhere"
	}, `denied, Unlawful: spec.jurisdiction "demo.2" of DeveloperGrant "g" is of the code "elsewhere", and "demo.1" of OperationAgreement "health" of the code "demo"; all links of a chain pin editions of one code [DRV-9]`, "of one code"},
	{"no tier fits its holder", func(_ *builder.Chain, _ *v1alpha1.DeveloperGrant, _ *v1alpha1.OperationAgreement, e *v1alpha1.Jurisdiction) {
		e.Spec.Tiers = nil
	}, `denied, Unlawful: Jurisdiction "demo.2" has no tier in which the developer may hold a grant, and spec.holder "medtech" is one; choose another holder`, "has no tier"},
	{"its term is longer than the edition allows", func(_ *builder.Chain, _ *v1alpha1.DeveloperGrant, _ *v1alpha1.OperationAgreement, e *v1alpha1.Jurisdiction) {
		e.Spec.Terms = &v1alpha1.TermRules{DeveloperGrant: &v1alpha1.TermRule{Exact: &v1alpha1.Years{Years: 7}, Basis: []v1alpha1.BasisID{"YZ-3.模式.7"}}}
	}, `denied, Unlawful: the term ends on 2026-12-31; Jurisdiction "demo.2" asks for exactly 7 years, to 2032-12-31 [YZ-3.模式.7 (part 3)]`, "asks for exactly 7 years"},
	{"the edition names no procedure for it", func(_ *builder.Chain, _ *v1alpha1.DeveloperGrant, _ *v1alpha1.OperationAgreement, e *v1alpha1.Jurisdiction) {
		e.Spec.Procedures = nil
	}, `denied, Undetermined: Jurisdiction "demo.2" names no procedure for a DeveloperGrant; the edition must name one or declare none: true`, "names no procedure for a DeveloperGrant"},
	{"its class asks for proven isolation", func(c *builder.Chain, _ *v1alpha1.DeveloperGrant, _ *v1alpha1.OperationAgreement, _ *v1alpha1.Jurisdiction) {
		c.Put(builder.Class("standard").Proven().Obj())
	}, `denied, IsolationUnproven: SandboxClass "standard" asks for proven isolation, and the network engine Kubernetes was not seen to isolate on this cluster; choose a class with isolation: Unproven, or have it proved`, "asks for proven isolation"},
	{"its term has not begun", func(_ *builder.Chain, g *v1alpha1.DeveloperGrant, _ *v1alpha1.OperationAgreement, _ *v1alpha1.Jurisdiction) {
		g.Spec.Term.From = "2026-06-01"
	}, `denied, NotYetEffective: the term of DeveloperGrant "g" begins at 2026-06-01T00:00:00+08:00`, "begins at"},
	{"no input is left", func(c *builder.Chain, _ *v1alpha1.DeveloperGrant, _ *v1alpha1.OperationAgreement, _ *v1alpha1.Jurisdiction) {
		c.Put(builder.Decision("s-inputs").Suspends(v1alpha1.OnDeveloperGrant, "g").Only("visits", "labs").Obj())
	}, `denied, NoInputLeft: no input of DeveloperGrant "g" is in force; DataResource "visits": DeveloperGrant "g" was suspended by Organization "data-bureau" (Decision "s-inputs", 2026-03-01); its Lift regarding that Decision is awaited`, "no input of"},
}

func broken(rungs ...int) authorization.Verdict {
	c := builder.Health()
	edition := builder.Jurisdiction("demo", 2).Obj()
	c.Put(edition, builder.Grant("g").Edition("demo.2").Under("health").Input("visits").Input("labs").Term("2026-01-01", "2026-12-31").Obj())
	for _, rung := range rungs {
		facts := c.OfGrant("g")
		ladder[rung].breaks(c, facts.Grant, facts.Agreement.Get(), edition)
	}
	return authorization.DecideGrant(c.OfGrant("g"), now)
}

func TestAGrantIsInForce(t *testing.T) {
	if got, want := whole(broken()), "in force, InForce: in force"; got != want {
		t.Errorf("with nothing broken: %s, want %s", got, want)
	}
}

func TestEachCheckSaysWhatIsWrongAndWhatToDo(t *testing.T) {
	for i, rung := range ladder {
		t.Run(rung.name, func(t *testing.T) {
			v := broken(i)
			if diff := cmp.Diff(rung.want, whole(v)); diff != "" {
				t.Errorf("the verdict (-want +got):\n%s", diff)
			}
			if open := v.Open(); len(open) > 0 {
				t.Errorf("inputs %v are open under a grant that is not in force", open)
			}
			for _, in := range v.Inputs {
				if in.Force != authorization.Denied {
					t.Errorf("input %s is %s, want it denied with the grant", in.Resource, told(in.Force, in.Reason(), in.Message()))
				}
			}
		})
	}
}

func TestTheFirstCheckThatFailsIsTold(t *testing.T) {
	for i := range ladder {
		for j := i + 1; j < len(ladder); j++ {
			t.Run(ladder[i].name+", and "+ladder[j].name, func(t *testing.T) {
				if got := whole(broken(i, j)); !strings.Contains(got, ladder[i].sign) {
					t.Errorf("got %s\nwant what is told where %s (%q)", got, ladder[i].name, ladder[i].sign)
				}
			})
		}
	}
}

func TestMissingReferences(t *testing.T) {
	onPods := builder.Resource("visits").Obj()
	tests := map[string]struct {
		chain *builder.Chain
		want  string
	}{
		"the agreement": {
			builder.Health().Drop("OperationAgreement", "health"),
			`denied, ReferenceMissing: spec.agreement: OperationAgreement "health" does not exist; it comes into force when it appears`,
		},
		"the agreement, which Decisions still bind": {
			builder.Health().Drop("OperationAgreement", "health").Put(builder.Decision("t").Terminates(v1alpha1.OnOperationAgreement, "health").Obj()),
			`denied, ReferenceMissing: spec.agreement: OperationAgreement "health" does not exist; what was taken from that name holds once it appears: OperationAgreement "health" was terminated by Organization "data-bureau" (Decision "t", 2026-03-01); it does not come back`,
		},
		"the agreement, which could not be read and Decisions bind": {
			builder.Health().Unreadable("OperationAgreement", "health").Put(builder.Decision("t").Terminates(v1alpha1.OnOperationAgreement, "health").Obj()),
			`denied, AncestorNotInForce: OperationAgreement "health" is not in force (Terminated): OperationAgreement "health" was terminated by Organization "data-bureau" (Decision "t", 2026-03-01); it does not come back`,
		},
		"the edition": {
			builder.Health().Drop("Jurisdiction", "demo.1"),
			`denied, ReferenceMissing: spec.jurisdiction: Jurisdiction "demo.1" does not exist; it comes into force when it appears`,
		},
		"the grant's own edition": {
			builder.Health().Put(builder.Grant("g").Edition("demo.2").Under("health").Input("visits").Term("2026-01-01", "2026-12-31").Obj()),
			`denied, ReferenceMissing: spec.jurisdiction: Jurisdiction "demo.2" does not exist; it comes into force when it appears`,
		},
		"the holder": {
			builder.Health().Drop("Organization", "medtech"),
			`denied, ReferenceMissing: spec.holder: Organization "medtech" does not exist; it comes into force when it appears`,
		},
		"the operator": {
			builder.Health().Drop("Organization", "data-group"),
			`denied, AncestorNotInForce: OperationAgreement "health" is not in force (ReferenceMissing): spec.operator: Organization "data-group" does not exist; it comes into force when it appears`,
		},
		"the class": {
			builder.Health().Drop("SandboxClass", "standard"),
			`denied, ReferenceMissing: spec.sandbox.class: SandboxClass "standard" does not exist; it comes into force when it appears`,
		},
		"every resource": {
			builder.Health().Drop("DataResource", "visits").Drop("DataResource", "labs"),
			`denied, NoInputLeft: no input of DeveloperGrant "g" is in force; DataResource "visits": spec.inputs: DataResource "visits" does not exist; it comes into force when it appears`,
		},
		"nothing": {builder.Health().Put(onPods), "in force, InForce: in force"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(tc.want, whole(authorization.DecideGrant(tc.chain.OfGrant("g"), now))); diff != "" {
				t.Errorf("the verdict (-want +got):\n%s", diff)
			}
		})
	}
}

func TestParties(t *testing.T) {
	tests := map[string]struct {
		chain *builder.Chain
		want  string
	}{
		"the operator holds a grant of its own agreement": {
			builder.Health().Put(builder.Grant("g").Under("health").Holder("data-group").Input("visits").Term("2026-01-01", "2026-12-31").Obj()),
			"in force, InForce: in force",
		},
		"the holder is no developer": {
			builder.Health().Put(builder.Organization("medtech").Roles("Consumer").Obj()),
			`denied, Unlawful: spec.holder "medtech" lacks the role Developer that tier 2 of Jurisdiction "demo.1" asks for; it has [Consumer] [policy]`,
		},
		"the operator of the agreement is none": {
			builder.Health().Put(builder.Organization("data-group").Roles("Developer").Obj()),
			`denied, AncestorNotInForce: OperationAgreement "health" is not in force (Unlawful): spec.operator "data-group" lacks the role Operator; it has [Developer]`,
		},
		"the operator was disqualified": {
			builder.Health().Put(builder.Decision("d").Disqualifies("data-group").Obj()),
			`denied, AncestorNotInForce: OperationAgreement "health" is not in force (Disqualified): Organization "data-group" was disqualified by Organization "data-bureau" (Decision "d", 2026-03-01)`,
		},
		"the grantor was suspended": {
			builder.Health().Put(builder.Decision("s").By("government").Suspends(v1alpha1.OnOrganization, "data-bureau").Obj()),
			`denied, AncestorNotInForce: OperationAgreement "health" is not in force (Suspended): Organization "data-bureau" was suspended by Organization "government" (Decision "s", 2026-03-01); its Lift regarding that Decision is awaited`,
		},
		"a co-grantor does not exist": {
			builder.Health().Put(builder.Agreement("health").GrantedBy("data-bureau", "city-bureau").Over("visits", "labs").Term("2026-01-01", "2026-12-31").Obj()),
			`denied, AncestorNotInForce: OperationAgreement "health" is not in force (ReferenceMissing): spec.coGrantors: Organization "city-bureau" does not exist; it comes into force when it appears`,
		},
		"another agreement's holder is suspended": {
			builder.Health().Put(builder.Decision("s").Suspends(v1alpha1.OnOrganization, "pharma").Obj()),
			"in force, InForce: in force",
		},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(tc.want, whole(authorization.DecideGrant(tc.chain.OfGrant("g"), now))); diff != "" {
				t.Errorf("the verdict (-want +got):\n%s", diff)
			}
		})
	}
}

func TestTierIsDerived(t *testing.T) {
	byOperator := builder.Grant("g").Under("health").Holder("data-group").Input("visits").Term("2026-01-01", "2026-12-31").Obj()
	tests := map[string]struct {
		chain *builder.Chain
		want  int32
	}{
		"of a developer":              {builder.Health(), 2},
		"of the operator":             {builder.Health().Put(byOperator), 1},
		"of nobody":                   {builder.Health().Drop("Organization", "medtech"), 0},
		"without an agreement":        {builder.Health().Drop("OperationAgreement", "health"), 0},
		"of a developer, though shut": {builder.Health().Put(builder.Decision("s").Suspends(v1alpha1.OnDeveloperGrant, "g").Obj()), 2},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			if got := authorization.DecideGrant(tc.chain.OfGrant("g"), now).Tier; got != tc.want {
				t.Errorf("tier %d, want %d", got, tc.want)
			}
		})
	}
}

func TestTheIntervalLiesInsideTheAgreements(t *testing.T) {
	grant := func(from, to string) *v1alpha1.DeveloperGrant {
		return builder.Grant("g").Under("health").Input("visits").Term(from, to).Obj()
	}
	tests := map[string]struct {
		chain *builder.Chain
		want  [2]string
	}{
		"a grant that ends first":                {builder.Health().Put(grant("2026-02-01", "2026-06-30")), [2]string{"2026-01-31T16:00:00Z", "2026-06-30T16:00:00Z"}},
		"an agreement that ends first":           {builder.Health().Put(grant("2026-02-01", "2028-06-30")), [2]string{"2026-01-31T16:00:00Z", "2026-12-31T16:00:00Z"}},
		"a grant that begins first":              {builder.Health().Put(grant("2025-02-01", "2026-06-30")), [2]string{"2025-12-31T16:00:00Z", "2026-06-30T16:00:00Z"}},
		"without an agreement it is the grant's": {builder.Health().Put(grant("2026-02-01", "2026-06-30")).Drop("OperationAgreement", "health"), [2]string{"2026-01-31T16:00:00Z", "2026-06-30T16:00:00Z"}},
		"without an edition it cannot be told":   {builder.Health().Drop("Jurisdiction", "demo.1"), [2]string{"0001-01-01T00:00:00Z", "0001-01-01T00:00:00Z"}},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			i := authorization.DecideGrant(tc.chain.OfGrant("g"), now).Interval
			got := [2]string{i.NotBefore.Format(time.RFC3339), i.NotAfter.Format(time.RFC3339)}
			if diff := cmp.Diff(tc.want, got); diff != "" {
				t.Errorf("the interval (-want +got):\n%s", diff)
			}
		})
	}
}

func TestAWindowNeedsNoEditionToEnd(t *testing.T) {
	c := builder.Health().Put(
		builder.Agreement("health").Over("visits").Window("2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z").Obj(),
		builder.Grant("g").Under("health").Input("visits").Window("2026-03-10T00:00:00Z", "2026-03-10T00:01:30Z").Obj(),
	)
	tests := map[string]struct {
		chain *builder.Chain
		at    time.Time
		want  string
	}{
		"its first instant": {c, now, "in force, InForce: in force"},
		"its last instant":  {c, now.Add(90*time.Second - 1), "in force, InForce: in force"},
		"its end":           {c, now.Add(90 * time.Second), `denied, TermEnded: the term of DeveloperGrant "g" ended at 2026-03-10T08:01:30+08:00; a later term needs a new one`},
		"its end, of which nothing else is known": {
			builder.NewChain(c.OfGrant("g").Grant).Unreadable("OperationAgreement", "health").Unreadable("Jurisdiction", "demo.1").
				Unreadable("SandboxClass", "standard").Unreadable("Organization", "medtech").Unreadable("Decisions on DeveloperGrant", "g"),
			now.Add(90 * time.Second), `denied, TermEnded: the term of DeveloperGrant "g" ended at 2026-03-10T00:01:30Z; a later term needs a new one`,
		},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(tc.want, whole(authorization.DecideGrant(tc.chain.OfGrant("g"), tc.at))); diff != "" {
				t.Errorf("the verdict (-want +got):\n%s", diff)
			}
		})
	}
}

func TestATermThatIsNoneIsUnlawful(t *testing.T) {
	none := builder.Grant("g").Under("health").Input("visits")
	tests := map[string]struct {
		grant *v1alpha1.DeveloperGrant
		want  string
	}{
		"neither term nor window": {none.Obj(), `denied, Unlawful: spec: neither term nor window is given`},
		"both": {
			builder.Grant("g").Under("health").Input("visits").Term("2026-01-01", "2026-12-31").Window("2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z").Obj(),
			`denied, Unlawful: spec: both term and window are given`,
		},
		"a day that is none": {
			builder.Grant("g").Under("health").Input("visits").Term("2026-01-01", "2026-02-30").Obj(),
			`denied, Unlawful: spec: term.to: read date "2026-02-30": parsing time "2026-02-30": day out of range`,
		},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			v := authorization.DecideGrant(builder.Health().Put(tc.grant).OfGrant("g"), now)
			if diff := cmp.Diff(tc.want, whole(v)); diff != "" {
				t.Errorf("the verdict (-want +got):\n%s", diff)
			}
		})
	}
}

func TestAnEditionWithoutAZoneIsUnlawful(t *testing.T) {
	c := builder.Health().Put(
		builder.Jurisdiction("demo", 2).Zone("Mars/Olympus").Obj(),
		builder.Grant("g").Edition("demo.2").Under("health").Input("visits").Term("2026-01-01", "2026-12-31").Obj(),
	)
	want := `denied, Unlawful: Jurisdiction "demo.2": spec.timeZone "Mars/Olympus" is no IANA time zone; apply an edition that names one, such as Asia/Shanghai`
	if diff := cmp.Diff(want, whole(authorization.DecideGrant(c.OfGrant("g"), now))); diff != "" {
		t.Errorf("the verdict (-want +got):\n%s", diff)
	}
}
