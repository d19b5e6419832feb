// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package ordering_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/authorization"
	"github.com/publicdata-io/mandate/internal/ordering"
)

func meta(uid, version string, generation int64) metav1.ObjectMeta {
	return metav1.ObjectMeta{UID: types.UID(uid), ResourceVersion: version, Generation: generation}
}

// facts are those on one grant, each object of another version.
func facts() *authorization.Facts {
	f := authorization.NewFacts()
	f.Grant = &v1alpha1.DeveloperGrant{ObjectMeta: meta("grant", "10", 1)}
	f.Agreement = authorization.Found(&v1alpha1.OperationAgreement{ObjectMeta: meta("agreement", "11", 1)})
	f.Class = authorization.Found(&v1alpha1.SandboxClass{ObjectMeta: meta("class", "12", 1)})
	f.Jurisdictions["demo.1"] = authorization.Found(&v1alpha1.Jurisdiction{ObjectMeta: meta("edition", "13", 1)})
	f.Organizations["a"] = authorization.Found(&v1alpha1.Organization{ObjectMeta: meta("a", "14", 1)})
	f.Organizations["b"] = authorization.Found(&v1alpha1.Organization{ObjectMeta: meta("b", "9", 1)})
	f.Organizations["gone"] = authorization.Missing[v1alpha1.Organization]()
	f.Resources["visits"] = authorization.Found(&v1alpha1.DataResource{ObjectMeta: meta("visits", "15", 1)})
	f.Services["db"] = authorization.Found(&corev1.Service{ObjectMeta: meta("db", "16", 0)})
	f.Plans["p"] = authorization.Found(&v1alpha1.ImplementationPlan{ObjectMeta: meta("plan", "18", 1)})
	f.Selections["c"] = authorization.Found(&v1alpha1.Selection{ObjectMeta: meta("call", "19", 1)})
	f.Calendars["state"] = authorization.Found(&v1alpha1.WorkCalendar{ObjectMeta: meta("calendar", "20", 1)})
	f.Objections[v1alpha1.DecisionSubject{Kind: "Selection", Name: "c"}] = []*v1alpha1.Objection{{ObjectMeta: meta("objection", "21", 1)}}
	f.Decisions[v1alpha1.DecisionSubject{Kind: "DeveloperGrant", Name: "g"}] = []*v1alpha1.Decision{
		{ObjectMeta: meta("d1", "17", 1)}, {ObjectMeta: meta("d2", "8", 1)},
	}
	return f
}

func TestOfIsTheNewestOfEachKind(t *testing.T) {
	want := ordering.Versions{
		"DeveloperGrant": "10", "OperationAgreement": "11", "SandboxClass": "12", "Jurisdiction": "13",
		"Organization": "14", "DataResource": "15", "Service": "16", "Decision": "17",
		"ImplementationPlan": "18", "Selection": "19", "WorkCalendar": "20", "Objection": "21",
	}
	if diff := cmp.Diff(want, ordering.Of(facts())); diff != "" {
		t.Errorf("versions (-want +got):\n%s", diff)
	}
	if len(ordering.Kinds) != len(want) {
		t.Errorf("%d kinds are followed, and facts are of %d", len(ordering.Kinds), len(want))
	}
}

func TestCauseChangesWithWhateverCouldGiveAndTake(t *testing.T) {
	const message = "spec.suspend is true"
	before := ordering.CauseOf(facts(), "Suspended", message)
	tests := map[string]struct {
		change func(f *authorization.Facts)
		want   bool
	}{
		"nothing":                      {func(*authorization.Facts) {}, false},
		"the status of the grant":      {func(f *authorization.Facts) { f.Grant.ResourceVersion = "99" }, false},
		"the spec of the grant":        {func(f *authorization.Facts) { f.Grant.Generation++ }, true},
		"another grant of its name":    {func(f *authorization.Facts) { f.Grant.UID = "other" }, true},
		"the spec of the agreement":    {func(f *authorization.Facts) { f.Agreement.Get().Generation++ }, true},
		"another class":                {func(f *authorization.Facts) { f.Class.Get().UID = "other" }, true},
		"the spec of a resource":       {func(f *authorization.Facts) { f.Resources["visits"].Get().Generation++ }, true},
		"the roles of an organisation": {func(f *authorization.Facts) { f.Organizations["b"].Get().Generation++ }, true},
		"what a Service points to":     {func(f *authorization.Facts) { f.Services["db"].Get().ResourceVersion = "99" }, true},
		"an object that is gone":       {func(f *authorization.Facts) { delete(f.Organizations, "a") }, true},
		"the status of a Decision":     {func(f *authorization.Facts) { decision(f).ResourceVersion = "99" }, false},
		"an edition above": {func(f *authorization.Facts) {
			f.Parents["demo.0"] = authorization.Found(&v1alpha1.Jurisdiction{ObjectMeta: meta("parent", "5", 1)})
		}, true},
		"an earlier grant": {func(f *authorization.Facts) {
			f.Grants["h"] = authorization.Found(&v1alpha1.DeveloperGrant{ObjectMeta: meta("h", "5", 1)})
		}, true},
		"a later version": {func(f *authorization.Facts) {
			f.Revisions[v1alpha1.DecisionSubject{Kind: "DeveloperGrant", Name: "g"}] = []authorization.Revision{{Facts: another()}}
		}, true},
		"an agreement that it names": {func(f *authorization.Facts) {
			f.Agreements["oa"] = authorization.Found(&v1alpha1.OperationAgreement{ObjectMeta: meta("oa", "5", 1)})
		}, true},
		"one that is counted with it": {func(f *authorization.Facts) { f.Rivals["oa"] = []*authorization.Facts{another()} }, true},
		"what bears a code already": {func(f *authorization.Facts) {
			f.Entered["visits"] = authorization.Found(&v1alpha1.DataResource{ObjectMeta: meta("entered", "5", 1)})
		}, true},
		"what was terminated": {func(f *authorization.Facts) { f.Ended = []*authorization.Facts{another()} }, true},
		"what is not there": {func(f *authorization.Facts) {
			f.Parents["x"], f.Grants["x"] = authorization.Missing[v1alpha1.Jurisdiction](), authorization.Missing[v1alpha1.DeveloperGrant]()
			f.Agreements["x"], f.Entered["x"] = authorization.Missing[v1alpha1.OperationAgreement](), authorization.Missing[v1alpha1.DataResource]()
			f.Plans["x"], f.Selections["x"] = authorization.Missing[v1alpha1.ImplementationPlan](), authorization.Missing[v1alpha1.Selection]()
			f.Calendars["x"] = authorization.Missing[v1alpha1.WorkCalendar]()
		}, false},
		"an edition that is not in use": {func(f *authorization.Facts) { f.Jurisdictions["x"] = authorization.Missing[v1alpha1.Jurisdiction]() }, false},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			f := facts()
			tc.change(f)
			if changed := ordering.CauseOf(f, "Suspended", message) != before; changed != tc.want {
				t.Errorf("the cause changed: %t, want %t", changed, tc.want)
			}
		})
	}
	if ordering.CauseOf(facts(), "Suspended", "by another act") == before || ordering.CauseOf(facts(), "Halted", message) == before {
		t.Error("another act, or another reason, is the same cause")
	}
}

// another are facts on another grant.
func another() *authorization.Facts {
	f := authorization.NewFacts()
	f.Grant = &v1alpha1.DeveloperGrant{ObjectMeta: meta("another", "5", 1)}
	return f
}

func decision(f *authorization.Facts) *v1alpha1.Decision {
	return f.Decisions[v1alpha1.DecisionSubject{Kind: "DeveloperGrant", Name: "g"}][0]
}
