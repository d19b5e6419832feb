// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package standing_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/finding"
	"github.com/publicdata-io/mandate/internal/standing"
	"github.com/publicdata-io/mandate/test/builder"
)

var (
	now      = builder.Instant("2026-03-10T00:00:00Z")
	shanghai = time.FixedZone("UTC+8", 8*60*60)
)

const onGrant = v1alpha1.OnDeveloperGrant

func act(name string) *builder.DecisionBuilder { return builder.Decision(name) }

// text is a finding as a reader sees it; empty is none.
func text(f *finding.Finding) string {
	if f == nil {
		return ""
	}
	return f.Reason + ": " + f.Text()
}

func TestFold(t *testing.T) {
	suspend := act("suspend").Suspends(onGrant, "g").Obj()
	again := act("suspend-again").Suspends(onGrant, "g").Obj()
	const suspended = `Suspended: DeveloperGrant "g" was suspended by Organization "data-bureau" (Decision "suspend", 2026-03-01); its Lift regarding that Decision is awaited`
	tests := map[string]struct {
		decisions []*v1alpha1.Decision
		want      string
		wantNext  string
	}{
		"without acts it is in good standing": {},
		"a suspension":                        {decisions: []*v1alpha1.Decision{suspend}, want: suspended},
		"lifted":                              {decisions: []*v1alpha1.Decision{suspend, act("lift").Lifts(suspend).On("2026-03-05").Obj()}},
		"the order of the list means nothing": {decisions: []*v1alpha1.Decision{act("lift").Lifts(suspend).On("2026-03-05").Obj(), suspend}},
		"two suspensions need two lifts": {
			decisions: []*v1alpha1.Decision{suspend, again, act("lift").Lifts(again).On("2026-03-05").Obj()},
			want:      suspended,
		},
		"two lifts of one do not lift the other": {
			decisions: []*v1alpha1.Decision{
				suspend, again,
				act("lift-1").Lifts(again).On("2026-03-05").Obj(), act("lift-2").Lifts(again).On("2026-03-06").Obj(),
			},
			want: suspended,
		},
		"two suspensions with their two lifts": {
			decisions: []*v1alpha1.Decision{
				suspend, again,
				act("lift-1").Lifts(again).On("2026-03-05").Obj(), act("lift-2").Lifts(suspend).On("2026-03-06").Obj(),
			},
		},
		"a lift dated before its suspension lifts it: no order of times is needed": {
			decisions: []*v1alpha1.Decision{suspend, act("lift").Lifts(suspend).On("2026-02-01").Obj()},
		},
		"a lift of another organisation": {
			decisions: []*v1alpha1.Decision{suspend, act("lift").By("medtech").Lifts(suspend).On("2026-03-05").Obj()},
			want:      suspended,
		},
		"a lift that names the wrong UID": {
			decisions: []*v1alpha1.Decision{suspend, act("lift").Lifts(suspend).RegardingUID("another").On("2026-03-05").Obj()},
			want:      suspended,
		},
		"a lift that names no UID": {
			decisions: []*v1alpha1.Decision{suspend, act("lift").Lifts(suspend).RegardingUID("").On("2026-03-05").Obj()},
			want:      suspended,
		},
		"a lift of a suspension that came back from a backup, by its old UID": {
			decisions: []*v1alpha1.Decision{
				act("suspend").Suspends(onGrant, "g").UID("new").Restored("old", "2026-03-01T01:00:00Z").Obj(),
				act("lift").Lifts(suspend).RegardingUID("old").On("2026-03-05").Obj(),
			},
		},
		"and by its new UID": {
			decisions: []*v1alpha1.Decision{
				act("suspend").Suspends(onGrant, "g").UID("new").Restored("old", "2026-03-01T01:00:00Z").Obj(),
				act("lift").Lifts(suspend).RegardingUID("new").On("2026-03-05").Obj(),
			},
		},
		"a suspension dated in the future counts now": {
			decisions: []*v1alpha1.Decision{act("suspend").Suspends(onGrant, "g").ActedOn("2030-01-01").Obj()},
			want:      `Suspended: DeveloperGrant "g" was suspended by Organization "data-bureau" (Decision "suspend", 2030-01-01); its Lift regarding that Decision is awaited`,
		},
		"a suspension that says it was recorded in the future counts now": {
			decisions: []*v1alpha1.Decision{act("suspend").Suspends(onGrant, "g").Recorded("2030-01-01T00:00:00Z").Obj()},
			want:      suspended,
		},
		"a lift dated in the future does not open before, and is due then": {
			decisions: []*v1alpha1.Decision{suspend, act("lift").Lifts(suspend).On("2026-03-05").ActedOn("2026-04-01").Obj()},
			want:      suspended, wantNext: "2026-03-31T16:00:00Z",
		},
		"the earliest of several lifts to come": {
			decisions: []*v1alpha1.Decision{
				suspend, again,
				act("lift-1").Lifts(again).ActedOn("2026-05-01").Obj(), act("lift-2").Lifts(suspend).ActedOn("2026-04-01").Obj(),
			},
			want: suspended, wantNext: "2026-03-31T16:00:00Z",
		},
		"a lift recorded in the future does not open before": {
			decisions: []*v1alpha1.Decision{suspend, act("lift").Lifts(suspend).ActedOn("2026-03-05").Recorded("2026-03-11T00:00:00Z").Obj()},
			want:      suspended, wantNext: "2026-03-11T00:00:00Z",
		},
		"a lift on a day that nobody can read never opens": {
			decisions: []*v1alpha1.Decision{suspend, act("lift").Lifts(suspend).ActedOn("soon").Obj()},
			want:      suspended, wantNext: "36812-02-20T00:36:16Z",
		},
		"a halt is not lifted but released": {
			decisions: []*v1alpha1.Decision{
				act("halt").Halts(onGrant, "g").Obj(),
				act("lift").Answers(v1alpha1.ActionLift, act("halt").Halts(onGrant, "g").Obj()).On("2026-03-05").Obj(),
			},
			want: `Halted: DeveloperGrant "g" was halted by Organization "data-bureau" (Decision "halt", 2026-03-01); a Release regarding it is awaited`,
		},
		"a termination does not come back": {
			decisions: []*v1alpha1.Decision{
				act("terminate").Terminates(onGrant, "g").Because("a breach 违约").Obj(),
				act("lift").Answers(v1alpha1.ActionLift, act("terminate").Terminates(onGrant, "g").Obj()).On("2026-03-05").Obj(),
			},
			want: `Terminated: DeveloperGrant "g" was terminated by Organization "data-bureau" (Decision "terminate", 2026-03-01) on the ground a breach 违约; it does not come back`,
		},
		"of several acts the gravest is told": {
			decisions: []*v1alpha1.Decision{
				suspend, act("halt").Halts(onGrant, "g").Obj(), act("terminate").Terminates(onGrant, "g").Obj(),
			},
			want: `Terminated: DeveloperGrant "g" was terminated by Organization "data-bureau" (Decision "terminate", 2026-03-01); it does not come back`,
		},
		"of acts alike the first recorded is told": {
			decisions: []*v1alpha1.Decision{act("b").Suspends(onGrant, "g").On("2026-03-02").Obj(), suspend},
			want:      suspended,
		},
		"of acts recorded together the first by name is told": {
			decisions: []*v1alpha1.Decision{again, suspend},
			want:      suspended,
		},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			s := standing.Fold(tc.decisions, standing.Rules{Zone: shanghai}, now)
			if diff := cmp.Diff(tc.want, text(s.Against())); diff != "" {
				t.Errorf("what stands against the grant (-want +got):\n%s", diff)
			}
			next := ""
			if !s.Next.IsZero() {
				next = s.Next.UTC().Format(time.RFC3339)
			}
			if diff := cmp.Diff(tc.wantNext, next); diff != "" {
				t.Errorf("the next instant (-want +got):\n%s", diff)
			}
		})
	}
}

func TestADisqualificationStandsForGood(t *testing.T) {
	disqualify := act("disqualify").Disqualifies("medtech").Obj()
	s := standing.Fold([]*v1alpha1.Decision{disqualify, act("lift").Lifts(disqualify).On("2026-03-05").Obj()}, standing.Rules{}, now)
	want := `Disqualified: Organization "medtech" was disqualified by Organization "data-bureau" (Decision "disqualify", 2026-03-01)`
	if diff := cmp.Diff(want, text(s.Against())); diff != "" {
		t.Errorf("what stands against the organisation (-want +got):\n%s", diff)
	}
}

func TestALiftOpensAtTheLaterOfItsTwoTimes(t *testing.T) {
	suspend := act("suspend").Suspends(onGrant, "g").Obj()
	tests := map[string]struct {
		lift  *builder.DecisionBuilder
		zone  *time.Location
		opens string
	}{
		"the legal day, at its midnight in the zone of the edition": {
			act("lift").Lifts(suspend).ActedOn("2026-04-01").Recorded("2026-03-20T00:00:00Z"), shanghai, "2026-03-31T16:00:00Z",
		},
		"without a zone, where that day begins last on earth": {
			act("lift").Lifts(suspend).ActedOn("2026-04-01").Recorded("2026-03-20T00:00:00Z"), nil, "2026-04-01T12:00:00Z",
		},
		"the legal instant": {
			act("lift").Lifts(suspend).ActedOn("2026-04-01T09:30:00+08:00").Recorded("2026-03-20T00:00:00Z"), shanghai, "2026-04-01T01:30:00Z",
		},
		"the recording, where it was later": {
			act("lift").Lifts(suspend).ActedOn("2026-03-20").Recorded("2026-04-01T09:00:00Z"), shanghai, "2026-04-01T09:00:00Z",
		},
		"the first recording of a Decision that was restored": {
			act("lift").Lifts(suspend).ActedOn("2026-03-20").Recorded("2026-06-01T00:00:00Z").Restored("old", "2026-04-01T09:00:00Z"), shanghai, "2026-04-01T09:00:00Z",
		},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			decisions := []*v1alpha1.Decision{suspend, tc.lift.Obj()}
			rules := standing.Rules{Zone: tc.zone}
			opens := builder.Instant(tc.opens)
			before := standing.Fold(decisions, rules, opens.Add(-1))
			if before.Against() == nil {
				t.Errorf("an instant before %s nothing stands against the grant, want the suspension", tc.opens)
			}
			if !before.Next.Equal(opens) {
				t.Errorf("an instant before, the next instant is %s, want %s", before.Next, tc.opens)
			}
			after := standing.Fold(decisions, rules, opens)
			if found := after.Against(); found != nil {
				t.Errorf("at %s: %s, want nothing", tc.opens, text(found))
			}
			if !after.Next.IsZero() {
				t.Errorf("at %s the next instant is %s, want none", tc.opens, after.Next)
			}
		})
	}
}

func TestScope(t *testing.T) {
	partial := act("partial").Suspends(onGrant, "g").Only("visits", "drugs").Obj()
	tests := map[string]struct {
		decisions []*v1alpha1.Decision
		want      map[string]string // reasons by input, "" the whole
	}{
		"a partial suspension takes its inputs and leaves the rest": {
			[]*v1alpha1.Decision{partial}, map[string]string{"": "", "visits": "Suspended", "labs": "", "drugs": "Suspended"},
		},
		"a partial halt": {
			[]*v1alpha1.Decision{act("halt").Halts(onGrant, "g").Only("labs").Obj()}, map[string]string{"": "", "visits": "", "labs": "Halted", "drugs": ""},
		},
		"lifted": {
			[]*v1alpha1.Decision{partial, act("lift").Lifts(partial).On("2026-03-05").Obj()}, map[string]string{"": "", "visits": "", "labs": "", "drugs": ""},
		},
		"a whole suspension takes every input": {
			[]*v1alpha1.Decision{act("suspend").Suspends(onGrant, "g").Obj()}, map[string]string{"": "Suspended", "visits": "Suspended", "labs": "Suspended"},
		},
		"of a whole halt and a partial suspension the graver is told": {
			[]*v1alpha1.Decision{partial, act("halt").Halts(onGrant, "g").Obj()}, map[string]string{"": "Halted", "visits": "Halted", "labs": "Halted"},
		},
		"a scope without inputs narrows nothing": {
			[]*v1alpha1.Decision{act("suspend").Suspends(onGrant, "g").Only().Obj()}, map[string]string{"": "Suspended", "visits": "Suspended"},
		},
		"a termination knows no scope": {
			[]*v1alpha1.Decision{act("terminate").Terminates(onGrant, "g").Only("visits").Obj()}, map[string]string{"": "Terminated", "labs": "Terminated"},
		},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			s := standing.Fold(tc.decisions, standing.Rules{Zone: shanghai}, now)
			got := map[string]string{}
			for input := range tc.want {
				found := s.Against()
				if input != "" {
					found = s.AgainstInput(v1alpha1.ObjectName(input))
				}
				got[input] = ""
				if found != nil {
					got[input] = found.Reason
				}
			}
			if diff := cmp.Diff(tc.want, got); diff != "" {
				t.Errorf("reasons by input (-want +got):\n%s", diff)
			}
		})
	}
}

// TestAScopeThatNamesNoInput shows that an act which covers none of the inputs of
// its subject says so, stands all the same, and counts once one of them joins.
func TestAScopeThatNamesNoInput(t *testing.T) {
	const none = `SubjectMissing: spec.scope.inputs mistyped: DeveloperGrant "g" holds none of these, so that nothing is cut; it holds visits, labs. Act again on one of them, or without spec.scope on the whole; this act takes effect by itself once it holds one that it names`
	tests := map[string]struct {
		act    *v1alpha1.Decision
		inputs []v1alpha1.ObjectName
		want   string
	}{
		"none of them":             {act("a").Halts(onGrant, "g").Only("mistyped").Obj(), []v1alpha1.ObjectName{"visits", "labs"}, none},
		"nor in a suspension":      {act("a").Suspends(onGrant, "g").Only("mistyped").Obj(), []v1alpha1.ObjectName{"visits", "labs"}, none},
		"one of two":               {act("a").Halts(onGrant, "g").Only("mistyped", "labs").Obj(), []v1alpha1.ObjectName{"visits", "labs"}, ""},
		"once it joins":            {act("a").Halts(onGrant, "g").Only("mistyped").Obj(), []v1alpha1.ObjectName{"visits", "mistyped"}, ""},
		"inputs that nobody knows": {act("a").Halts(onGrant, "g").Only("mistyped").Obj(), nil, ""},
		"the whole":                {act("a").Halts(onGrant, "g").Obj(), []v1alpha1.ObjectName{"visits"}, ""},
		"a scope without inputs":   {act("a").Halts(onGrant, "g").Only().Obj(), []v1alpha1.ObjectName{"visits"}, ""},
		"what knows no scope":      {act("a").Terminates(onGrant, "g").Only("mistyped").Obj(), []v1alpha1.ObjectName{"visits"}, ""},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			rules, decisions := standing.Rules{Zone: shanghai, Inputs: tc.inputs}, []*v1alpha1.Decision{tc.act}
			if diff := cmp.Diff(tc.want, text(standing.Judge(tc.act, decisions, rules, now))); diff != "" {
				t.Errorf("Judge (-want +got):\n%s", diff)
			}
			if s := standing.Fold(decisions, rules, now); len(s.Acts) != 1 {
				t.Error("it does not stand")
			}
		})
	}
}

// TestTheGraverActIsTold shows the order of severity, whichever act was there
// first.
func TestTheGraverActIsTold(t *testing.T) {
	graver := []*v1alpha1.Decision{
		act("a").Disqualifies("medtech").On("2026-03-05").Obj(), act("b").Terminates(onGrant, "g").On("2026-03-04").Obj(),
		act("c").Halts(onGrant, "g").On("2026-03-03").Obj(), act("d").Suspends(onGrant, "g").On("2026-03-02").Obj(),
	}
	var want, got []string
	for _, d := range graver {
		want = append(want, d.Name)
	}
	for _, d := range standing.Fold([]*v1alpha1.Decision{graver[3], graver[1], graver[2], graver[0]}, standing.Rules{}, now).Acts {
		got = append(got, d.Name)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("the acts in their order (-want +got):\n%s", diff)
	}
}

func TestTheZeroStandingIsGood(t *testing.T) {
	var s standing.Standing
	if found := s.Against(); found != nil {
		t.Errorf("Against = %s, want nothing", text(found))
	}
	if found := s.AgainstInput("visits"); found != nil {
		t.Errorf("AgainstInput = %s, want nothing", text(found))
	}
}
