// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package authorization_test

import (
	"fmt"
	"slices"
	"time"

	"pgregory.net/rapid"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/test/builder"
)

// What arbitrary chains are made of. The lists are short, so that what is drawn
// meets: acts hit subjects that exist, and lifts the acts they name.
var (
	someDays          = []string{"2025-12-31", "2026-01-01", "2026-03-09", "2026-03-10", "2026-03-11", "2026-06-30", "2026-12-31"}
	someInstants      = []string{"2025-12-31T16:00:00Z", "2026-03-09T16:00:00Z", "2026-03-10T00:00:00Z", "2026-03-10T00:01:30Z", "2026-12-31T16:00:00Z"}
	someOrganizations = []string{builder.Bureau, builder.Operator, builder.SourceUnit, builder.Holder, "nobody-knows"}
	someResources     = []string{"visits", "labs", "drugs", "nowhere"}
	someEditions      = []string{"demo.1", "demo.1", "demo.1", "demo.1", "demo.1", "demo.1", "demo.1", "demo.1", "demo.2", "demo.2", "elsewhere.1"}
	someSubjects      = []v1alpha1.DecisionSubject{
		{Kind: v1alpha1.OnDeveloperGrant, Name: "g"}, {Kind: v1alpha1.OnDeveloperGrant, Name: "g"},
		{Kind: v1alpha1.OnOperationAgreement, Name: "health"},
		{Kind: v1alpha1.OnDataResource, Name: "visits"}, {Kind: v1alpha1.OnDataResource, Name: "labs"},
		{Kind: v1alpha1.OnOrganization, Name: builder.Holder}, {Kind: v1alpha1.OnOrganization, Name: builder.Operator},
		{Kind: v1alpha1.OnOrganization, Name: builder.SourceUnit},
	}
)

func sample[T any](t *rapid.T, label string, from []T) T {
	return rapid.SampledFrom(from).Draw(t, label)
}

// rarely is true once in a while, so that most chains hold in most respects.
func rarely(t *rapid.T, label string) bool {
	for range 6 {
		if rapid.Bool().Draw(t, label) {
			return false
		}
	}
	return true
}

// drawnChain is an arbitrary chain over the grant g, and the acts on it.
type drawnChain struct {
	*builder.Chain

	acts []*v1alpha1.Decision
	at   time.Time
}

func drawChain(t *rapid.T) drawnChain {
	c := builder.NewChain(
		drawEdition(t, "demo", 1), drawEdition(t, "demo", 2), builder.Jurisdiction("elsewhere", 1).Obj(),
		builder.Organization(builder.Bureau).Roles("DataAuthority").Obj(),
		builder.Organization(builder.Operator).Roles("Operator").Obj(),
		builder.Organization(builder.SourceUnit).Roles("SourceUnit").Obj(),
		builder.Organization(builder.Holder).Roles("Developer").Obj(),
		builder.Class(builder.StandardClass).Obj(),
		builder.Resource("visits").Edition(sample(t, "edition of visits", someEditions)).Fields("date").Obj(),
		builder.Resource("labs").Obj(), builder.Resource("drugs").Obj(),
		drawAgreement(t), drawGrant(t),
	)
	for _, missing := range [][2]string{
		{"Jurisdiction", "demo.1"}, {"Organization", builder.Holder}, {"Organization", builder.Bureau}, {"SandboxClass", builder.StandardClass},
		{"OperationAgreement", "health"}, {"DataResource", "labs"},
	} {
		if rarely(t, missing[1]+" is missing") {
			c.Drop(missing[0], missing[1])
		}
	}
	drawn := drawnChain{Chain: c, at: builder.Instant(sample(t, "now", slices.Concat(someInstants[1:4], someInstants[1:4], someInstants))).Add(time.Duration(rapid.IntRange(-1, 1).Draw(t, "nanoseconds")))}
	for i := range rapid.IntRange(0, 5).Draw(t, "acts") {
		drawn.acts = append(drawn.acts, drawAct(t, i, drawn.acts))
		c.Put(drawn.acts[i])
	}
	return drawn
}

func drawEdition(t *rapid.T, code string, number int32) *v1alpha1.Jurisdiction {
	b := builder.Jurisdiction(code, number).Zone(sample(t, "zone", []string{"Asia/Shanghai", "Asia/Shanghai", "UTC", "America/Sao_Paulo"}))
	if rarely(t, "an edition to come") {
		b.EffectiveFrom(sample(t, "effective from", slices.Concat(someDays, []string{""})))
	}
	if rarely(t, "a cap") {
		b.AtMost(v1alpha1.LinkDeveloperGrant, 1, sample(t, "counting", []v1alpha1.TermCounting{"", v1alpha1.StartDayIncluded, v1alpha1.StartDayExcluded}), "D8")
	}
	if rapid.Bool().Draw(t, "a rule on halts") {
		b.HaltedBy(builder.The(v1alpha1.PartyGrantor), builder.The(v1alpha1.PartySourceUnit)).ReleasedBy(builder.Any("DataAuthority"))
	}
	if rarely(t, "silent") {
		b.SilentOn(sample(t, "silent on", []v1alpha1.LinkKind{v1alpha1.LinkDataResource, v1alpha1.LinkOperationAgreement, v1alpha1.LinkDeveloperGrant}))
	}
	return b.Obj()
}

func drawAgreement(t *rapid.T) *v1alpha1.OperationAgreement {
	b := builder.Agreement("health").Over("visits", "labs")
	if rarely(t, "an agreement in instants") {
		return b.Window(sample(t, "agreement from", someInstants), sample(t, "agreement to", someInstants)).Obj()
	}
	return b.Term(sample(t, "agreement from", someDays[:2]), sample(t, "agreement to", someDays[4:])).Obj()
}

func drawGrant(t *rapid.T) *v1alpha1.DeveloperGrant {
	b := builder.Grant("g").Under("health").Edition(sample(t, "edition of the grant", someEditions)).
		Holder(sample(t, "holder", []string{builder.Holder, builder.Holder, builder.Holder, builder.Holder, builder.Holder, builder.Operator, "nobody-knows"}))
	for _, resource := range rapid.SliceOfNDistinct(rapid.SampledFrom(slices.Concat(someResources, someResources[:2])), 1, 3, rapid.ID).Draw(t, "inputs") {
		b.Input(resource)
	}
	if rarely(t, "paused") {
		b.Paused(true)
	}
	if rarely(t, "being deleted") {
		b.BeingDeleted("2026-03-10T00:00:00Z")
	}
	if rapid.Bool().Draw(t, "a grant in instants") {
		return b.Window(sample(t, "from", someInstants[:3]), sample(t, "to", slices.Concat(someInstants[4:], someInstants[4:], someInstants[2:]))).Obj()
	}
	if rarely(t, "any term") {
		return b.Term(sample(t, "from", someDays), sample(t, "to", slices.Concat(someDays, []string{"2026-02-30"}))).Obj()
	}
	return b.Term(sample(t, "from", someDays[:4]), sample(t, "to", someDays[3:])).Obj()
}

// drawAct is an act on some subject, or an answer to one of those before.
func drawAct(t *rapid.T, i int, before []*v1alpha1.Decision) *v1alpha1.Decision {
	b := builder.Decision(fmt.Sprintf("act-%d", i)).By(sample(t, "organization", someOrganizations)).
		On(sample(t, "acted on", slices.Concat(someDays, someInstants))).
		Recorded(sample(t, "recorded", someInstants))
	if len(before) > 0 && rapid.Bool().Draw(t, "an answer") {
		act := sample(t, "answered", before)
		b.Answers(sample(t, "answer", []v1alpha1.Action{v1alpha1.ActionLift, v1alpha1.ActionRelease}), act)
		if !rarely(t, "another organization") {
			b.By(string(act.Spec.Organization))
		}
		if rarely(t, "a wrong UID") {
			b.RegardingUID("another")
		}
		if rarely(t, "on no day") {
			b.ActedOn("soon")
		}
		return b.Obj()
	}
	return takingAway(t, b)
}

func takingAway(t *rapid.T, b *builder.DecisionBuilder) *v1alpha1.Decision {
	subject := sample(t, "subject", someSubjects)
	kind, name := subject.Kind, string(subject.Name)
	switch sample(t, "action", []string{"Suspend", "Suspend", "Halt", "Terminate"}) {
	case "Suspend":
		b.Suspends(kind, name)
	case "Halt":
		b.Halts(kind, name)
	default:
		if kind == v1alpha1.OnOrganization {
			return b.Disqualifies(name).Obj()
		}
		return b.Terminates(kind, name).Obj()
	}
	if rapid.Bool().Draw(t, "narrowed") && (kind == v1alpha1.OnDeveloperGrant || kind == v1alpha1.OnOperationAgreement) {
		b.Only(rapid.SliceOfNDistinct(rapid.SampledFrom(someResources), 1, 2, rapid.ID).Draw(t, "scope")...)
	}
	if rarely(t, "restored") {
		b.Restored("before", sample(t, "recorded before", someInstants))
	}
	return b.Obj()
}
