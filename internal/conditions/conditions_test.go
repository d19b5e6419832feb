// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package conditions_test

import (
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/authorization"
	"github.com/publicdata-io/mandate/internal/calendar"
	"github.com/publicdata-io/mandate/internal/conditions"
	"github.com/publicdata-io/mandate/internal/finding"
	"github.com/publicdata-io/mandate/test/builder"
)

var (
	now   = builder.Instant("2026-03-10T00:00:00Z")
	later = builder.Instant("2026-03-10T01:00:00.5Z")
)

// verdictFor is a verdict that denies for a reason, or gives for InForce.
func verdictFor(reason string) authorization.Verdict {
	if reason == v1alpha1.InForceReason {
		return authorization.Verdict{Force: authorization.InForce}
	}
	return authorization.Verdict{Finding: finding.New(reason, nil, "because")}
}

// awaitingAct is a finding that an act of somebody would answer.
func awaitingAct(reason string) authorization.Verdict {
	return authorization.Verdict{Finding: finding.New(reason, nil, "because").GivenBackBy(finding.Giving{Act: v1alpha1.ActionAttest})}
}

func undecided() authorization.Verdict {
	return authorization.Verdict{Force: authorization.Undecided, Finding: finding.Unread("SandboxClass", "standard")}
}

func TestSet(t *testing.T) {
	at := func(instant time.Time) metav1.Time { return metav1.NewTime(instant.Truncate(time.Second)) }
	before := []metav1.Condition{
		{Type: "Active", Status: "True", Reason: "InForce", Message: "in force", ObservedGeneration: 1, LastTransitionTime: at(now)},
		{Type: "Reconciling", Status: "True", Reason: "Progressing", Message: "on its way", ObservedGeneration: 1, LastTransitionTime: at(now)},
	}
	tests := map[string]struct {
		existing []metav1.Condition
		states   []conditions.State
		want     []metav1.Condition
	}{
		"the first of all": {
			nil, []conditions.State{conditions.Is("Active", false, "NotYetEffective", "not yet")},
			[]metav1.Condition{{Type: "Active", Status: "False", Reason: "NotYetEffective", Message: "not yet", ObservedGeneration: 2, LastTransitionTime: at(later)}},
		},
		"while the status stays, so does its time, whatever the reason": {
			[]metav1.Condition{{Type: "Active", Status: "False", Reason: "Suspended", Message: "suspended", ObservedGeneration: 1, LastTransitionTime: at(now)}},
			[]conditions.State{conditions.Is("Active", false, "Terminated", "terminated")},
			[]metav1.Condition{{Type: "Active", Status: "False", Reason: "Terminated", Message: "terminated", ObservedGeneration: 2, LastTransitionTime: at(now)}},
		},
		"when the status changes, so does its time": {
			before[:1], []conditions.State{conditions.Is("Active", false, "Suspended", "suspended")},
			[]metav1.Condition{{Type: "Active", Status: "False", Reason: "Suspended", Message: "suspended", ObservedGeneration: 2, LastTransitionTime: at(later)}},
		},
		"what is left out goes": {
			before, []conditions.State{conditions.Is("Active", true, "InForce", "in force")},
			[]metav1.Condition{{Type: "Active", Status: "True", Reason: "InForce", Message: "in force", ObservedGeneration: 2, LastTransitionTime: at(now)}},
		},
		"the order is that of the states": {
			before, []conditions.State{conditions.Is("Ready", true, "Settled", "settled"), conditions.Is("Active", true, "InForce", "in force")},
			[]metav1.Condition{
				{Type: "Ready", Status: "True", Reason: "Settled", Message: "settled", ObservedGeneration: 2, LastTransitionTime: at(later)},
				{Type: "Active", Status: "True", Reason: "InForce", Message: "in force", ObservedGeneration: 2, LastTransitionTime: at(now)},
			},
		},
		"nothing is nothing": {before, nil, []metav1.Condition{}},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(tc.want, conditions.Set(tc.existing, 2, later, tc.states...)); diff != "" {
				t.Errorf("the conditions (-want +got):\n%s", diff)
			}
		})
	}
}

func TestLongMessagesAreCutBetweenCharacters(t *testing.T) {
	tests := map[string]struct {
		message string
		want    int
		ends    string
	}{
		"one that fits":                {strings.Repeat("a", 32768), 32768, "a"},
		"one byte more":                {strings.Repeat("a", 32769), 32768, "a… (kubectl mandate why tells the rest)"},
		"of characters of three bytes": {strings.Repeat("数", 20000), 32767, "数… (kubectl mandate why tells the rest)"},
		"of a byte and such":           {"a" + strings.Repeat("数", 20000), 32768, "数… (kubectl mandate why tells the rest)"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			set := conditions.Set(nil, 1, now, conditions.Is("Active", false, "Unlawful", tc.message))
			got := set[0].Message
			if len(got) != tc.want || !utf8.ValidString(got) || !strings.HasSuffix(got, tc.ends) {
				t.Errorf("%d bytes, valid %t, ending in %q; want %d whole, ending in %q", len(got), utf8.ValidString(got), got[len(got)-50:], tc.want, tc.ends)
			}
			if again := conditions.Set(set, 1, now, conditions.Is("Active", false, "Unlawful", tc.message)); again[0].Message != got {
				t.Error("set again, the message is another")
			}
		})
	}
	v := authorization.Verdict{Inputs: []authorization.InputVerdict{{Resource: "visits", Finding: finding.New("Unlawful", nil, "%s", strings.Repeat("数", 2000))}}}
	if got := conditions.Inputs(v)[0].Message; len(got) < 4090 || len(got) > 4096 || !utf8.ValidString(got) || !strings.HasSuffix(got, "数… (kubectl mandate why tells the rest)") {
		t.Errorf("of an input %d bytes, valid %t, ending in %q; want at most 4096 whole, and how to read the rest", len(got), utf8.ValidString(got), got[len(got)-50:])
	}
}

func TestReconcilingAndStalledArePresentOnlyWhileTrue(t *testing.T) {
	tests := map[string]struct {
		progress conditions.Progress
		want     []conditions.State
	}{
		"settled": {conditions.Settled, []conditions.State{{Type: "Ready", Status: "True", Reason: "Settled", Message: "m"}}},
		"reconciling": {conditions.Reconciling, []conditions.State{
			{Type: "Ready", Status: "False", Reason: "R", Message: "m"}, {Type: "Reconciling", Status: "True", Reason: "R", Message: "m"},
		}},
		"stalled": {conditions.Stalled, []conditions.State{
			{Type: "Ready", Status: "False", Reason: "R", Message: "m"}, {Type: "Stalled", Status: "True", Reason: "R", Message: "m"},
		}},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(tc.want, conditions.Ready(tc.progress, "R", "m")); diff != "" {
				t.Errorf("the states (-want +got):\n%s", diff)
			}
		})
	}
}

func TestActive(t *testing.T) {
	tests := map[string]struct {
		verdict authorization.Verdict
		want    conditions.State
	}{
		"in force":         {verdictFor("InForce"), conditions.State{Type: "Active", Status: "True", Reason: "InForce", Message: "in force"}},
		"suspended":        {verdictFor("Suspended"), conditions.State{Type: "Active", Status: "False", Reason: "Suspended", Message: "because"}},
		"undecided":        {undecided(), conditions.State{Type: "Active", Status: "Unknown", Reason: "Undetermined", Message: `SandboxClass "standard" could not be read; nothing is given until it is`}},
		"the zero verdict": {authorization.Verdict{}, conditions.State{Type: "Active", Status: "False", Reason: "Undetermined", Message: "nothing was decided"}},
		"with its basis":   {authorization.Verdict{Finding: finding.New("Unlawful", []v1alpha1.BasisID{"HA-14.2"}, "too long")}, conditions.State{Type: "Active", Status: "False", Reason: "Unlawful", Message: "too long [HA-14.2 (article 14)]"}},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(tc.want, conditions.Active(tc.verdict)); diff != "" {
				t.Errorf("Active (-want +got):\n%s", diff)
			}
		})
	}
}

// bearing is what a verdict means for Ready.
type bearing struct {
	Progress        conditions.Progress
	Reason, Message string
}

func TestOf(t *testing.T) {
	settled := bearing{conditions.Settled, "Settled", "the cluster matches the legal state"}
	withInput := func(whole authorization.Verdict, input authorization.Verdict) authorization.Verdict {
		whole.Inputs = []authorization.InputVerdict{
			{Resource: "labs", Force: authorization.InForce}, {Resource: "visits", Force: input.Force, Finding: input.Finding},
		}
		return whole
	}
	tests := map[string]struct {
		verdict authorization.Verdict
		want    bearing
	}{
		"in force":                     {verdictFor("InForce"), settled},
		"a missing object is awaited":  {verdictFor("ReferenceMissing"), bearing{conditions.Reconciling, "Waiting", "because"}},
		"unlawful content is mended":   {verdictFor("Unlawful"), bearing{conditions.Stalled, "Invalid", "because"}},
		"what an act would let run on": {awaitingAct("Unlawful"), bearing{conditions.Reconciling, "Waiting", "because"}},
		"an input of such":             {withInput(verdictFor("InForce"), awaitingAct("Unlawful")), bearing{conditions.Reconciling, "Waiting", "input visits: because"}},
		"a guard is missing":           {verdictFor("GuardMissing"), bearing{conditions.Reconciling, "Failed", "because"}},
		"a deletion is under way":      {verdictFor("Deleting"), bearing{conditions.Reconciling, "Progressing", "because"}},
		"what could not be read":       {undecided(), bearing{conditions.Reconciling, "Failed", `SandboxClass "standard" could not be read; nothing is given until it is`}},
		"an input that is awaited":     {withInput(verdictFor("InForce"), verdictFor("ReferenceMissing")), bearing{conditions.Reconciling, "Waiting", "input visits: because"}},
		"an input that is unlawful":    {withInput(verdictFor("InForce"), verdictFor("Unlawful")), bearing{conditions.Stalled, "Invalid", "input visits: because"}},
		"an input that was suspended":  {withInput(verdictFor("InForce"), verdictFor("Suspended")), settled},
		"no input left, one awaited":   {withInput(verdictFor("NoInputLeft"), verdictFor("ReferenceMissing")), bearing{conditions.Reconciling, "Waiting", "input visits: because"}},
		"no input left, all suspended": {withInput(verdictFor("NoInputLeft"), verdictFor("Suspended")), settled},
	}
	for _, reason := range []string{"NotYetEffective", "TermEnded", "Halted", "Suspended", "Terminated", "Disqualified", "AncestorNotInForce", "NoInputLeft", "IsolationUnproven", "PlaceTaken", "Replaced", "Undetermined"} {
		tests[reason+" is a legal state like any other"] = struct {
			verdict authorization.Verdict
			want    bearing
		}{verdictFor(reason), settled}
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			progress, reason, message := conditions.Of(tc.verdict)
			if diff := cmp.Diff(tc.want, bearing{progress, reason, message}); diff != "" {
				t.Errorf("Of (-want +got):\n%s", diff)
			}
		})
	}
}

func TestInputsShowEachAnswer(t *testing.T) {
	c := builder.Health().Put(builder.Decision("s").Suspends(v1alpha1.OnDataResource, "visits").Obj())
	yes, no := true, false
	want := []v1alpha1.InputStatus{
		{Resource: "visits", InForce: &no, Reason: "Suspended", Message: `DataResource "visits" was suspended by Organization "data-bureau" (Decision "s", 2026-03-01); its Lift regarding that Decision is awaited`},
		{Resource: "labs", InForce: &yes, Reason: "InForce", Message: "in force"},
	}
	if diff := cmp.Diff(want, conditions.Inputs(authorization.DecideGrant(c.OfGrant("g"), now))); diff != "" {
		t.Errorf("the inputs (-want +got):\n%s", diff)
	}
}

func TestEffective(t *testing.T) {
	tests := map[string]struct {
		interval calendar.Interval
		want     *v1alpha1.Interval
	}{
		"a term that cannot be told is not shown": {calendar.Interval{}, nil},
		"a term as instants": {
			calendar.Interval{NotBefore: now, NotAfter: later},
			&v1alpha1.Interval{NotBefore: metav1.NewTime(now), NotAfter: metav1.NewTime(later)},
		},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(tc.want, conditions.Effective(tc.interval)); diff != "" {
				t.Errorf("Effective (-want +got):\n%s", diff)
			}
		})
	}
}
