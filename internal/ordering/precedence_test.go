// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package ordering_test

import (
	"errors"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/util/intstr"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/authorization"
	"github.com/publicdata-io/mandate/internal/ordering"
	"github.com/publicdata-io/mandate/test/builder"
)

func TestNoCutIsAnsweredByOlderFacts(t *testing.T) {
	tests := map[string]struct {
		at, mark string
		may      bool
	}{
		"nothing was cut":                          {"812", "", true},
		"nothing was cut, and nothing read live":   {"", "", true},
		"the facts are newer than the cut":         {"812", "Suspended 1f at 800", true},
		"they are as new":                          {"812", "Suspended 1f at 812", true},
		"they are older":                           {"812", "Suspended 1f at 813", false},
		"older by a digit":                         {"999", "Suspended 1f at 1000", false},
		"they were not read live":                  {"", "Suspended 1f at 800", false},
		"nobody knows when they were read":         {"soon", "Suspended 1f at 800", false},
		"nobody knows anything of either":          {"", "Suspended 1f", false},
		"the cut does not say what it had seen":    {"812", "Suspended 1f", true},
		"the cut says it in no form that is known": {"812", "Suspended 1f at noon", true},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			err := ordering.Opened{At: tc.at}.MayAnswer(tc.mark)
			if stale := (*ordering.StaleError)(nil); (err == nil) != tc.may || (err != nil && !errors.As(err, &stale)) {
				t.Errorf("MayAnswer = %v, want that it may: %t", err, tc.may)
			}
		})
	}
}

func TestMarksAreReadAsTheyWereWritten(t *testing.T) {
	cut := ordering.Closed{Cause: "TermEnded at noon 1f", At: "813"}
	for _, closed := range []ordering.Closed{{}, {Cause: "Suspended 1f"}, {At: "813"}, cut} {
		if diff := cmp.Diff(closed, ordering.ParseClosed(closed.String())); diff != "" {
			t.Errorf("a cut (-want +got):\n%s", diff)
		}
	}
	facts := ordering.Versions{ordering.KindDecision: "7", ordering.KindGrant: "12"}
	for want, mark := range map[string]interface{ String() string }{
		"Suspended 1f":                              ordering.Closed{Cause: "Suspended 1f"},
		"TermEnded at noon 1f at 813":               cut,
		"facts Decision=7,DeveloperGrant=12 at 812": ordering.Opened{At: "812", Facts: facts},
		"facts Decision=7,DeveloperGrant=12 at 812; answers TermEnded at noon 1f at 813": ordering.Opened{At: "812", Facts: facts, Answers: cut},
	} {
		if got := mark.String(); got != want {
			t.Errorf("the mark is %q, want %q", got, want)
		}
	}
	if diff := cmp.Diff(ordering.Versions{}, ordering.ParseOpened("facts =5,Decision at 9").Facts); diff != "" {
		t.Errorf("versions that cannot be read (-want +got):\n%s", diff)
	}
	for _, opened := range []ordering.Opened{{At: "812", Facts: facts}, {At: "812", Facts: facts, Answers: cut}} {
		if diff := cmp.Diff(opened, ordering.ParseOpened(opened.String())); diff != "" {
			t.Errorf("an opening (-want +got):\n%s", diff)
		}
	}
}

func TestACutIsTheSameByItsCause(t *testing.T) {
	cut := ordering.Closed{Cause: "Suspended 1f", At: "813"}
	for mark, want := range map[string]bool{
		cut.String(): true, "Suspended 1f at 900": true, "Suspended 1f": true, "Suspended 2f at 813": false, "": false,
	} {
		if got := cut.Same(mark); got != want {
			t.Errorf("%q is the same cut: %t, want %t", mark, got, want)
		}
	}
	if (ordering.Closed{}).Same("") {
		t.Error("what was never cut is the same as no cut at all")
	}
}

func TestARefusalSaysWhichIsOlder(t *testing.T) {
	err := ordering.Opened{At: "812"}.MayAnswer("Suspended 1f at 813")
	want := `the facts were read at version "812", and the cut "Suspended 1f at 813" is newer; nothing is opened until they are read again`
	if err == nil || err.Error() != want {
		t.Errorf("MayAnswer = %v, want %s", err, want)
	}
}

// versioned is a chain in which each object has a version of its own.
func versioned(act, service, generation string) *authorization.Facts {
	d := builder.Decision("s").Suspends(v1alpha1.OnDeveloperGrant, "g").Obj()
	d.ResourceVersion = act
	s := builder.Service("clinic").Port(80, intstr.FromInt32(80), corev1.ProtocolTCP).Obj()
	s.ResourceVersion = service
	f := builder.Health().Put(d, s, builder.Resource("visits").Service("clinic", 80).Obj()).OfGrant("g")
	f.Grant.ResourceVersion = "11"
	f.Agreement.Get().ResourceVersion = "12"
	f.Class.Get().ResourceVersion = "13"
	for name, o := range f.Jurisdictions {
		if o.Get() != nil {
			o.Get().ResourceVersion = "14"
		} else {
			delete(f.Jurisdictions, name)
		}
	}
	for _, o := range f.Organizations {
		o.Get().ResourceVersion = "15"
	}
	for _, o := range f.Resources {
		o.Get().ResourceVersion = "16"
	}
	f.Grant.Generation = int64(len(generation))
	return f
}

func TestFactsAreAsNewAsTheNewestOfEachKind(t *testing.T) {
	want := ordering.Versions{
		ordering.KindGrant: "11", ordering.KindAgreement: "12", ordering.KindClass: "13", ordering.KindJurisdiction: "14",
		ordering.KindOrganization: "15", ordering.KindResource: "16", ordering.KindDecision: "17", ordering.KindService: "18",
	}
	if diff := cmp.Diff(want, ordering.Of(versioned("17", "18", ""))); diff != "" {
		t.Errorf("versions (-want +got):\n%s", diff)
	}
	all := append(slices.Collect(maps.Keys(want)), ordering.KindPlan, ordering.KindSelection, ordering.KindObjection, ordering.KindCalendar)
	if diff := cmp.Diff(slices.Sorted(slices.Values(all)), slices.Sorted(slices.Values(ordering.Kinds))); diff != "" {
		t.Errorf("all kinds (-want +got):\n%s", diff)
	}
	missing := authorization.NewFacts()
	missing.Jurisdictions["demo.1"] = authorization.Missing[v1alpha1.Jurisdiction]()
	missing.Organizations["who"] = authorization.Missing[v1alpha1.Organization]()
	missing.Resources["visits"] = authorization.Missing[v1alpha1.DataResource]()
	missing.Services["clinic"] = authorization.Missing[corev1.Service]()
	if diff := cmp.Diff(ordering.Versions{}, ordering.Of(missing)); diff != "" {
		t.Errorf("versions of what is not there (-want +got):\n%s", diff)
	}
}

// TestACauseIsOfWhatStands shows that a cause changes with what stands against a
// link and with the content of the chain, and with nothing else.
func TestACauseIsOfWhatStands(t *testing.T) {
	of := func(message, act, service, generation string) string {
		return ordering.CauseOf(versioned(act, service, generation), "Suspended", message)
	}
	is := of("m", "17", "18", "")
	if !strings.HasPrefix(is, "Suspended ") || is == "Suspended " {
		t.Errorf("the cause is %q", is)
	}
	for what, same := range map[string]string{"again": of("m", "17", "18", ""), "an act with another version": of("m", "99", "18", "")} {
		if same != is {
			t.Errorf("%s: the cause is %q, want %q", what, same, is)
		}
	}
	for what, other := range map[string]string{
		"another message": of("n", "17", "18", ""), "a Service that changed": of("m", "17", "19", ""), "a grant that was edited": of("m", "17", "18", "x"),
	} {
		if other == is {
			t.Errorf("%s: the cause is the same", what)
		}
	}
}

func TestWhoSawLessIsBehind(t *testing.T) {
	facts := ordering.Versions{}
	for _, version := range []string{"9", "12", "10", ""} {
		facts.Add(ordering.KindDecision, version)
	}
	if diff := cmp.Diff(ordering.Versions{ordering.KindDecision: "12"}, facts); diff != "" {
		t.Errorf("the newest of a kind (-want +got):\n%s", diff)
	}
	for seen, want := range map[string]bool{"11": true, "12": false, "13": false, "": false, "9": true} {
		behind := facts.NewerThan(func(string) string { return seen })
		if behind != want {
			t.Errorf("who saw %q is behind: %t, want %t", seen, behind, want)
		}
	}
}
