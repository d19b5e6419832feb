// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package authorization_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/authorization"
)

func TestAsOfLeavesOutLaterActs(t *testing.T) {
	zone := time.FixedZone("CST", 8*60*60)
	on := v1alpha1.DecisionSubject{Kind: v1alpha1.OnDeveloperGrant, Name: "g"}
	facts, beside := authorization.NewFacts(), authorization.NewFacts()
	for _, day := range []v1alpha1.ActDay{"2025-11-30", "2025-12-01", "2025-12-02", "2025-12-01T09:00:00+08:00", "2025-12-01T11:00:00+08:00"} {
		d := &v1alpha1.Decision{}
		d.Spec.ActedOn = day
		facts.Decisions[on] = append(facts.Decisions[on], d)
	}
	beside.Decisions = facts.Decisions
	facts.Ended, facts.Rivals["oa"] = []*authorization.Facts{beside}, []*authorization.Facts{beside}
	then := facts.AsOf(time.Date(2025, 12, 1, 10, 0, 0, 0, zone), zone)
	want := []v1alpha1.ActDay{"2025-11-30", "2025-12-01", "2025-12-01T09:00:00+08:00"}
	for name, of := range map[string]*authorization.Facts{"itself": then, "what ended": then.Ended[0], "a rival": then.Rivals["oa"][0]} {
		var got []v1alpha1.ActDay
		for _, d := range of.Decisions[on] {
			got = append(got, d.Spec.ActedOn)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
	if len(facts.Decisions[on]) != 5 {
		t.Errorf("the facts themselves hold %d acts, want all 5", len(facts.Decisions[on]))
	}
}

// TestAGrantThatCouldNotBeRead is not taken for one that does not exist.
func TestAGrantThatCouldNotBeRead(t *testing.T) {
	facts := authorization.NewFacts()
	facts.GrantUnread = true
	v := authorization.DecideGrant(facts, time.Date(2025, 12, 1, 0, 0, 0, 0, time.UTC))
	if v.Force != authorization.Undecided || v.Reason() != v1alpha1.UndeterminedReason {
		t.Errorf("the verdict is %v, %s, want that it cannot be told", v.Force, v.Reason())
	}
	tests := map[v1alpha1.SubjectLinkKind]bool{
		v1alpha1.OnDeveloperGrant: true, v1alpha1.OnOperationAgreement: true, v1alpha1.OnDataResource: true, v1alpha1.OnOrganization: true,
		v1alpha1.OnImplementationPlan: true, v1alpha1.OnSelection: true, v1alpha1.OnObjection: true,
	}
	for kind, want := range tests {
		if got := facts.SubjectUnread(v1alpha1.DecisionSubject{Kind: kind, Name: "x"}); got != want {
			t.Errorf("SubjectUnread of %s = %v, want %v", kind, got, want)
		}
	}
	if authorization.NewFacts().SubjectUnread(v1alpha1.DecisionSubject{Kind: v1alpha1.OnDeveloperGrant, Name: "x"}) {
		t.Error("a grant that is not there is said to be unread")
	}
}
