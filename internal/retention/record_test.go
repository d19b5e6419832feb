// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package retention_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/authorization"
	"github.com/publicdata-io/mandate/internal/jurisdiction"
	"github.com/publicdata-io/mandate/internal/retention"
	"github.com/publicdata-io/mandate/test/builder"
)

// kept is the record of a grant whose term ended with 2026-12-31 and of which the
// last act was recorded at the given days, under a retention of twenty years.
func kept(years int32, acts ...*v1alpha1.Decision) retention.Record {
	edition := &v1alpha1.Jurisdiction{}
	edition.Spec.TimeZone = "Asia/Shanghai"
	if years > 0 {
		edition.Spec.Retention = &v1alpha1.RetentionRule{Years: years, Basis: []v1alpha1.BasisID{"GS-OP-37.1"}}
	}
	return retention.Record{
		Subject: v1alpha1.DecisionSubject{Kind: v1alpha1.OnDeveloperGrant, Name: "g"}, Party: "medtech", Edition: edition,
		TermEnds: time.Date(2026, 12, 31, 16, 0, 0, 0, time.UTC), Decisions: acts,
	}
}

// named is a record where it is known who is one body.
func named(r retention.Record) retention.Record {
	r.Bearers, r.InAnotherName = register().Bearers(r.Party), register().GivesInAnotherName
	return r
}

func disposing(by, on string) *v1alpha1.Decision {
	d := builder.Decision("dispose").By(by).Suspends(v1alpha1.OnDeveloperGrant, "g").On(on).Obj()
	d.Spec.Action = v1alpha1.ActionDispose
	return d
}

func TestRecordsAreKept(t *testing.T) {
	act := func(on string) *v1alpha1.Decision {
		return builder.Decision("act").Suspends(v1alpha1.OnDeveloperGrant, "g").On(on).Obj()
	}
	ended := kept(20)
	ended.Terminated = builder.Instant("2026-03-10T12:00:00Z")
	later := disposing("data-bureau", "2047-06-01")
	endless := kept(20)
	endless.TermEnds = time.Time{}
	endlessWithAct := kept(20, act("2027-05-02"))
	endlessWithAct.TermEnds = time.Time{}
	terminated := endless
	terminated.Terminated = ended.Terminated
	nowhere := kept(20)
	nowhere.Edition.Spec.TimeZone = "Nowhere/Land"
	tests := map[string]struct {
		record retention.Record
		act    *v1alpha1.Decision
		now    string
		until  string
		want   string
	}{
		"from the end of the term, its last day inclusive (D24)": {record: kept(20), act: later, now: "2047-07-01T00:00:00Z", until: "2046-12-31T16:00:00Z"},
		"from the last act, where that is later (D24)":           {record: kept(20, act("2027-05-02")), act: later, now: "2047-07-01T00:00:00Z", until: "2047-05-02T16:00:00Z"},
		"from the last act, in whichever order they come":        {record: kept(20, act("2027-05-02"), act("2027-01-02")), act: later, now: "2047-07-01T00:00:00Z", until: "2047-05-02T16:00:00Z"},
		"from its Terminate, where no term is known":             {record: terminated, act: later, now: "2047-07-01T00:00:00Z", until: "2046-03-10T16:00:00Z"},
		"from its Terminate":                                     {record: ended, act: later, now: "2047-07-01T00:00:00Z", until: "2046-03-10T16:00:00Z"},
		"the disposal is no act that lengthens it":               {record: kept(20, later), act: later, now: "2047-07-01T00:00:00Z", until: "2046-12-31T16:00:00Z"},
		"until then, decided before": {
			record: kept(20), act: disposing("data-bureau", "2027-06-01"), now: "2046-12-31T00:00:00Z", until: "2046-12-31T16:00:00Z",
			want: `NotYetDue: the Decisions on DeveloperGrant "g" are kept until 2046-12-31T16:00:00Z [GS-OP-37.1 (article 37)]`,
		},
		"until then, by who is no other name": {
			record: named(kept(20)), act: disposing("data-bureau", "2027-06-01"), now: "2046-12-31T00:00:00Z", until: "2046-12-31T16:00:00Z",
			want: `NotYetDue: the Decisions on DeveloperGrant "g" are kept until 2046-12-31T16:00:00Z [GS-OP-37.1 (article 37)]`,
		},
		"decided before it ended": {
			record: kept(20), act: disposing("data-bureau", "2026-06-01"), now: "2047-07-01T00:00:00Z", until: "2046-12-31T16:00:00Z",
			want: `Premature: it was recorded before DeveloperGrant "g" had ended and the last act on it was recorded; a Dispose recorded since is awaited [GS-OP-37.1 (article 37)]`,
		},
		"by whom it is about": {
			record: kept(20), act: disposing("medtech", "2047-06-01"), now: "2047-07-01T00:00:00Z", until: "2046-12-31T16:00:00Z",
			want: `NotEntitled: Organization "medtech" worked under DeveloperGrant "g" and does not decide on what is kept of it; the grantor's or the data authority's Dispose is awaited [GS-OP-37.1 (article 37)]`,
		},
		"by another name of whom it is about": {
			record: named(kept(20)), act: disposing("medtech-2", "2047-06-01"), now: "2047-07-01T00:00:00Z", until: "2046-12-31T16:00:00Z",
			want: `NotEntitled: Organization "medtech-2" worked under DeveloperGrant "g" and does not decide on what is kept of it; the grantor's or the data authority's Dispose is awaited [GS-OP-37.1 (article 37)]`,
		},
		"by another name of who may": {
			record: named(kept(20)), act: disposing("bureau-2", "2047-06-01"), now: "2047-07-01T00:00:00Z", until: "2046-12-31T16:00:00Z",
			want: `NotEntitled: Organization "bureau-2" bears the spec.uscc ` + builder.CreditCode(builder.Bureau) + ` of Organization "data-bureau", which was registered first; one body is one Organization, and gives by its acts as "data-bureau" alone: let that one act`,
		},
		"written down by whose clerk may not": {
			record: func() retention.Record {
				r := kept(20)
				r.Parties = jurisdiction.Parties{v1alpha1.PartyHolder: {"medtech"}, v1alpha1.PartyOperator: {"data-group"}}
				return r
			}(),
			act: func() *v1alpha1.Decision {
				d := disposing("data-bureau", "2047-06-01")
				d.Spec.TranscribedBy = "data-group"
				return d
			}(), now: "2047-07-01T00:00:00Z", until: "2046-12-31T16:00:00Z",
			want: `NotDistinct: spec.transcribedBy "data-group" is the Operator "data-group" or affiliated with it; a clerk of the holder's side writes down no act of another body [GS-OP-37.1 (article 37)]`,
		},
		"for good, where the edition says nothing": {
			record: kept(0), act: later, now: "2147-07-01T00:00:00Z",
			want: `Retained: the Decisions on DeveloperGrant "g" are kept for good: the edition that it pins states no retention (spec.retention), or no end of it is known`,
		},
		"for good, where acts came after an end that nobody knows": {
			record: endlessWithAct, act: later, now: "2147-07-01T00:00:00Z",
			want: `Retained: the Decisions on DeveloperGrant "g" are kept for good: the edition that it pins states no retention (spec.retention), or no end of it is known [GS-OP-37.1 (article 37)]`,
		},
		"for good, where nobody knows when days end": {
			record: nowhere, act: later, now: "2147-07-01T00:00:00Z",
			want: `Retained: the Decisions on DeveloperGrant "g" are kept for good: the edition that it pins states no retention (spec.retention), or no end of it is known [GS-OP-37.1 (article 37)]`,
		},
		"for good, of what has no edition": {
			record: retention.Record{Subject: kept(20).Subject}, act: later, now: "2147-07-01T00:00:00Z",
			want: `Retained: the Decisions on DeveloperGrant "g" are kept for good: the edition that it pins states no retention (spec.retention), or no end of it is known`,
		},
		"for good, where nobody knows an end": {
			record: endless, act: later, now: "2147-07-01T00:00:00Z",
			want: `Retained: the Decisions on DeveloperGrant "g" are kept for good: the edition that it pins states no retention (spec.retention), or no end of it is known [GS-OP-37.1 (article 37)]`,
		},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			now, err := time.Parse(time.RFC3339, tc.now)
			if err != nil {
				t.Fatal(err)
			}
			until := ""
			if at := tc.record.Until(); !at.IsZero() {
				until = at.UTC().Format(time.RFC3339)
			}
			if diff := cmp.Diff(tc.until, until); diff != "" {
				t.Errorf("until (-want +got):\n%s", diff)
			}
			got := ""
			if found := tc.record.Judge(tc.act, now); found != nil {
				got = found.Reason + ": " + found.Text()
			}
			if diff := cmp.Diff(tc.want, got); diff != "" {
				t.Errorf("Judge (-want +got):\n%s", diff)
			}
			tc.record.Decisions = append(tc.record.Decisions, tc.act)
			if disposable := tc.record.Disposable(now); disposable != (tc.want == "") {
				t.Errorf("disposable: %t, want %t", disposable, tc.want == "")
			}
		})
	}
}

func TestTheRecordOfAChain(t *testing.T) {
	of := func(kind v1alpha1.SubjectLinkKind, name string, w *builder.Chain) retention.Record {
		subject := v1alpha1.DecisionSubject{Kind: kind, Name: v1alpha1.ObjectName(name)}
		if kind == v1alpha1.OnDeveloperGrant {
			return retention.RecordOf(w.OfGrant(name), subject, after)
		}
		return retention.RecordOf(w.OfAgreement(name), subject, after)
	}
	grant := of(v1alpha1.OnDeveloperGrant, "g", builder.Health())
	if grant.Edition == nil || grant.TermEnds.IsZero() || grant.Party == "" || len(grant.Parties) == 0 || grant.Related == nil || len(grant.Bearers) == 0 || grant.InAnotherName == nil {
		t.Errorf("of a grant: %+v", grant)
	}
	if r := of(v1alpha1.OnDeveloperGrant, "g", builder.Health().Drop("Jurisdiction", "demo.1")); !r.Until().IsZero() {
		t.Errorf("without its edition it ends at %s", r.Until())
	}
	if r := of(v1alpha1.OnDataResource, "visits", builder.Health()); !r.Until().IsZero() || r.Disposable(after) {
		t.Errorf("of a data resource: %+v", r)
	}
}

// TestARecordIsOfItsSubject reads the party and the Decisions of what it is asked
// for, whatever else the facts are of.
func TestARecordIsOfItsSubject(t *testing.T) {
	subject := func(kind v1alpha1.SubjectLinkKind, name v1alpha1.ObjectName) v1alpha1.DecisionSubject {
		return v1alpha1.DecisionSubject{Kind: kind, Name: name}
	}
	grant, agreement, resource := subject(v1alpha1.OnDeveloperGrant, "g"), subject(v1alpha1.OnOperationAgreement, "health"), subject(v1alpha1.OnDataResource, "visits")
	suspended := builder.Health().Put(builder.Decision("s").Suspends(v1alpha1.OnDeveloperGrant, "g").Obj())
	edition := builder.Jurisdiction("demo", 1).Obj()
	edition.Spec.TimeZone = "Nowhere/Land"
	for what, tc := range map[string]struct {
		facts   *authorization.Facts
		subject v1alpha1.DecisionSubject
		party   v1alpha1.ObjectName
		acts    int
		ends    bool
	}{
		"a grant":                                  {builder.Health().OfGrant("g"), grant, builder.Holder, 0, true},
		"a grant that was suspended":               {suspended.OfGrant("g"), grant, builder.Holder, 1, true},
		"a grant without its edition":              {builder.Health().Drop("Jurisdiction", "demo.1").OfGrant("g"), grant, builder.Holder, 0, false},
		"a grant, where nobody knows when it ends": {builder.Health().Put(edition).OfGrant("g"), grant, builder.Holder, 0, false},
		"the agreement above a grant":              {suspended.OfGrant("g"), agreement, builder.Operator, 0, true},
		"a resource below a grant":                 {builder.Health().OfGrant("g"), resource, "", 0, false},
		"a resource below an agreement":            {builder.Health().OfAgreement("health"), resource, "", 0, false},
		"a grant that was not read":                {builder.Health().OfAgreement("health"), grant, "", 0, false},
		"an agreement that was not read":           {authorization.NewFacts(), agreement, "", 0, false},
	} {
		r := retention.RecordOf(tc.facts, tc.subject, after)
		if r.Subject != tc.subject || r.Party != tc.party || len(r.Decisions) != tc.acts || r.TermEnds.IsZero() == tc.ends {
			t.Errorf("of %s: %+v, want %+v", what, r, tc)
		}
	}
}

// TestOnlyATerminateThatCountsEnds holds the record, and the sandbox, of a grant
// under an edition that lets the grantor end agreements, whole and in part, and
// nobody else.
func TestOnlyATerminateThatCountsEnds(t *testing.T) {
	ending := func(name string, scope v1alpha1.EffectScope) v1alpha1.Procedure {
		return v1alpha1.Procedure{
			Name: name, Of: v1alpha1.LinkOperationAgreement, Effect: v1alpha1.EffectTerminated, Scope: scope,
			Steps: []v1alpha1.Step{{Name: name, Act: v1alpha1.ActionTerminate, By: []v1alpha1.Party{builder.The(v1alpha1.PartyGrantor)}}},
		}
	}
	edition := builder.Jurisdiction("demo", 1).Procedure(ending("end", "")).Procedure(ending("cancel", v1alpha1.ScopeInputs)).Obj()
	act := func(by string, step v1alpha1.StepReference) *v1alpha1.Decision {
		return builder.Decision("act").By(by).Terminates(v1alpha1.OnOperationAgreement, "health").Step(step).On("2026-02-02").Obj()
	}
	partly := act(builder.Bureau, "cancel/cancel")
	partly.Spec.Scope = &v1alpha1.DecisionScope{Inputs: []v1alpha1.ObjectName{"labs"}}
	tests := map[string]struct {
		act  *v1alpha1.Decision
		want bool
	}{
		"by the grantor":               {act(builder.Bureau, "end/end"), true},
		"by who may not":               {act(builder.SourceUnit, "end/end"), false},
		"by the grantor, of one input": {partly, false},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			suspended := builder.Decision("s").Suspends(v1alpha1.OnDeveloperGrant, "g").Obj()
			chain := builder.Health().Put(edition, tc.act, suspended)
			agreement := v1alpha1.DecisionSubject{Kind: v1alpha1.OnOperationAgreement, Name: "health"}
			if r := retention.RecordOf(chain.OfAgreement("health"), agreement, after); r.Terminated.IsZero() == tc.want {
				t.Errorf("terminated at %s", r.Terminated)
			}
			if ended := retention.LinkOf(chain.OfGrant("g"), after).Ended(); ended != tc.want {
				t.Errorf("its grant has ended: %t, want %t", ended, tc.want)
			}
		})
	}
}

// TestADisposeOfTheRecordAloneDisposes tries acts beside which nothing may go: of
// another kind, and on a step, which is that of an Objection.
func TestADisposeOfTheRecordAloneDisposes(t *testing.T) {
	now := builder.Instant("2047-07-01T00:00:00Z")
	onStep := disposing("data-bureau", "2047-06-01")
	onStep.Spec.Step = "objection/settle"
	other := disposing("data-bureau", "2027-01-01")
	other.Spec.Action = v1alpha1.ActionSuspend
	for name, d := range map[string]*v1alpha1.Decision{"on a step": onStep, "another act": other} {
		if kept(20, d).Disposable(now) {
			t.Errorf("%s: it may go", name)
		}
	}
}
