// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package kube

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/fields"
	"k8s.io/apimachinery/pkg/labels"
	"sigs.k8s.io/controller-runtime/pkg/client"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
)

// library is an API server or a cache with one Decision of its name for each
// question, and notes what it is asked.
type library struct {
	client.Reader
	name    string
	version string
	remains *int64
	fails   bool
	asked   []string
}

// List answers any question about Decisions.
func (l *library) List(_ context.Context, list client.ObjectList, opts ...client.ListOption) error {
	options := client.ListOptions{}
	options.ApplyOptions(opts)
	question := options.Namespace
	if options.FieldSelector != nil {
		question += " " + options.FieldSelector.String()
	}
	l.asked = append(l.asked, strings.TrimSpace(question))
	if l.fails {
		return errors.New("refused")
	}
	into := list.(*v1alpha1.DecisionList)
	into.Items = []v1alpha1.Decision{{ObjectMeta: metav1.ObjectMeta{Name: l.name}}}
	into.ResourceVersion, into.RemainingItemCount = l.version, l.remains
	return nil
}

func TestDecisionsAreReadFromACacheThatHasComeAsFar(t *testing.T) {
	many := int64(ManyDecisions)
	few := int64(ManyDecisions - 2)
	for name, tc := range map[string]struct {
		store    string // the version of the store
		seen     []string
		remains  *int64
		field    fields.Selector
		label    labels.Selector
		anywhere bool
		cold     bool // the cache fails
		want     string
		wantAt   string
		wantLive []string
	}{
		"as far":          {store: "7", seen: []string{"7"}, remains: &many, want: "cached", wantAt: "7", wantLive: []string{"demo"}},
		"further":         {store: "7", seen: []string{"12"}, remains: &many, want: "cached", wantAt: "7", wantLive: []string{"demo"}},
		"as far in time":  {store: "7", seen: []string{"5", "6", "7"}, remains: &many, want: "cached", wantAt: "7", wantLive: []string{"demo"}},
		"never as far":    {store: "7", seen: []string{"6"}, remains: &many, want: "live", wantAt: "7", wantLive: []string{"demo", "demo spec.subject.name=g"}},
		"not to be told":  {store: "7", seen: []string{""}, remains: &many, want: "live", wantAt: "7", wantLive: []string{"demo", "demo spec.subject.name=g"}},
		"a store without": {seen: []string{"7"}, remains: &many, want: "live", wantLive: []string{"demo", "demo spec.subject.name=g"}},
		"few":             {store: "7", seen: []string{"7"}, remains: &few, want: "live", wantAt: "7", wantLive: []string{"demo", "demo spec.subject.name=g"}},
		"not counted":     {store: "7", seen: []string{"7"}, want: "live", wantAt: "7", wantLive: []string{"demo", "demo spec.subject.name=g"}},
		"a cache that cannot": {store: "7", seen: []string{"7"}, remains: &many, cold: true, want: "live", wantAt: "7",
			wantLive: []string{"demo", "demo spec.subject.name=g"}},
		"no index": {store: "7", seen: []string{"7"}, remains: &many, field: fields.OneTermEqualSelector("metadata.name", "d"),
			want: "live", wantAt: "7", wantLive: []string{"demo metadata.name=d"}},
		"all but": {store: "7", seen: []string{"7"}, remains: &many, field: fields.OneTermNotEqualSelector(SubjectNameField, "g"),
			want: "live", wantAt: "7", wantLive: []string{"demo spec.subject.name!=g"}},
		"by label": {store: "7", seen: []string{"7"}, remains: &many, label: labels.SelectorFromSet(labels.Set{"a": "b"}),
			want: "live", wantAt: "7", wantLive: []string{"demo spec.subject.name=g"}},
		"terminations anywhere": {store: "7", seen: []string{"7"}, remains: &many, anywhere: true,
			field: fields.OneTermEqualSelector(ActionField, string(v1alpha1.ActionTerminate)), want: "cached", wantAt: "7", wantLive: []string{""}},
		"terminations of a domain": {store: "7", seen: []string{"7"}, remains: &many,
			field: fields.OneTermEqualSelector(ActionField, string(v1alpha1.ActionTerminate)), want: "live", wantAt: "7",
			wantLive: []string{"demo spec.action=Terminate"}},
	} {
		t.Run(name, func(t *testing.T) {
			live := &library{name: "live", version: tc.store, remains: tc.remains}
			looks := 0
			up := &Abreast{Live: live, Cache: &library{name: "cached", fails: tc.cold}, Many: ManyDecisions, Patience: 200 * time.Millisecond, Seen: func() string {
				looks++
				return tc.seen[min(looks, len(tc.seen))-1]
			}}
			options := &client.ListOptions{Namespace: "demo", FieldSelector: fields.OneTermEqualSelector(SubjectNameField, "g"), LabelSelector: tc.label}
			if tc.anywhere {
				options.Namespace = ""
			}
			if tc.field != nil {
				options.FieldSelector = tc.field
			}
			var found v1alpha1.DecisionList
			if err := newRound(live, up).List(t.Context(), &found, options); err != nil {
				t.Fatal(err)
			}
			if got := found.Items[0].Name; got != tc.want || found.ResourceVersion != tc.wantAt {
				t.Errorf("answered with what is %s, at version %q; want %s, at %q", got, found.ResourceVersion, tc.want, tc.wantAt)
			}
			if diff := cmp.Diff(tc.wantLive, live.asked); diff != "" {
				t.Errorf("what the API server was asked (-want +got):\n%s", diff)
			}
		})
	}
}

// A round asks once how far the store is, and the next asks anew.
func TestEachRoundAsksHowFarTheStoreIs(t *testing.T) {
	many := int64(ManyDecisions)
	live := &library{name: "live", version: "7", remains: &many}
	up := &Abreast{Live: live, Cache: &library{name: "cached"}, Many: ManyDecisions, Seen: func() string { return live.version }}
	for _, at := range []string{"7", "9"} {
		live.version = at
		round := newRound(live, up)
		for _, subject := range []string{"g", "h", "i"} {
			var found v1alpha1.DecisionList
			err := round.List(t.Context(), &found, client.InNamespace("demo"), client.MatchingFields{SubjectNameField: subject})
			if err != nil || found.Items[0].Name != "cached" || found.ResourceVersion != at {
				t.Errorf("the Decisions on %s are %s, read at %s, want the cache's at %s: %v", subject, found.Items[0].Name, found.ResourceVersion, at, err)
			}
		}
	}
	if diff := cmp.Diff([]string{"demo", "demo"}, live.asked); diff != "" {
		t.Errorf("what the API server was asked (-want +got):\n%s", diff)
	}
}

// A namespace with few Decisions costs no further request for a hundred rounds.
func TestANamespaceWithFewIsCountedSeldom(t *testing.T) {
	few := int64(3)
	live := &library{name: "live", version: "7", remains: &few}
	up := &Abreast{Live: live, Cache: &library{name: "cached"}, Many: ManyDecisions, Seen: func() string { return "7" }}
	counted := 0
	for range countAgain + 1 {
		live.asked = nil
		var found v1alpha1.DecisionList
		if err := newRound(live, up).List(t.Context(), &found, client.InNamespace("demo"), client.MatchingFields{SubjectNameField: "g"}); err != nil {
			t.Fatal(err)
		}
		counted += len(live.asked) - 1
	}
	if counted != 1 {
		t.Errorf("a namespace of four Decisions was counted %d times in %d rounds, want once", counted, countAgain+1)
	}
}
