// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package dataresource_test

import (
	"fmt"
	"strings"
	"testing"

	"k8s.io/apimachinery/pkg/api/meta"
	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/client"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/test/builder"
)

// told is what Active of a resource says, once the controller has looked at it twice:
// what it wrote itself changes nothing.
func (s *scene) told(name string) string {
	s.t.Helper()
	resource := &v1alpha1.DataResource{}
	key := client.ObjectKey{Namespace: builder.Domain, Name: name}
	var version string
	for range 2 {
		version = resource.ResourceVersion
		_, err := s.loop.Reconcile(s.t.Context(), ctrl.Request{NamespacedName: key})
		s.do(err)
		s.do(s.Get(s.t.Context(), key, resource))
	}
	if resource.ResourceVersion != version {
		s.t.Errorf("%s is written again and again", name)
	}
	return meta.FindStatusCondition(resource.Status.Conditions, v1alpha1.ActiveCondition).Message
}

// TestWhatIsServedFromOnePlaceSaysSo shows that whoever suspends the one reads, of
// either, that its data stays within reach through the other, and how to end that.
func TestWhatIsServedFromOnePlaceSaysSo(t *testing.T) {
	const together = "; it is served from the same place as DataResource %s, and no network tells them apart: whoever was granted one reaches all, and an act that takes one leaves the others open"
	beside := func(of string) string { return strings.Replace(together, "%s", of, 1) }
	app := map[string]string{"app": "visits"}
	labs := func(s *scene) { s.do(s.Create(t.Context(), builder.Resource("labs").Pods(app, 5432).Obj())) }
	tests := map[string]struct {
		story        func(s *scene)
		visits, labs string
	}{
		"from one place":     {labs, "in force" + beside("labs"), "in force" + beside("visits")},
		"from another place": {func(s *scene) { s.do(s.Create(t.Context(), builder.Resource("labs").Obj())) }, "in force", "in force"},
		"the one halted": {
			func(s *scene) { labs(s); s.halts() },
			`DataResource "visits" was halted by Organization "data-bureau" (Decision "stop", 2026-03-01); a Release regarding it is awaited; its data can be reached all the same by whoever was granted DataResource labs, since no network tells apart what is served from the same place; to end that: kubectl mandate halt dr/labs -n demo-health`,
			"in force; whoever was granted it can also reach what is not in force, the data of DataResource visits, since no network tells apart what is served from the same place; to end that: kubectl mandate halt dr/labs -n demo-health",
		},
		"once its Service leads elsewhere": {func(s *scene) { labs(s); s.told("labs"); s.leads("moved") }, "in force", "in force"},
		"once its Service leads there": {func(s *scene) {
			s.leads("moved")
			labs(s)
			s.told("labs")
			s.leads("visits")
		}, "in force" + beside("labs"), "in force" + beside("visits")},
		"once the other is gone and made elsewhere": {func(s *scene) {
			labs(s)
			s.told("visits")
			s.do(s.Delete(t.Context(), builder.Resource("labs").Obj()))
			s.do(s.Create(t.Context(), builder.Resource("labs").Obj()))
		}, "in force", "in force"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			s := newScene(t)
			tc.story(s)
			if got := s.told("visits"); got != tc.visits {
				t.Errorf("visits says\n%s\nwant\n%s", got, tc.visits)
			}
			if got := s.told("labs"); got != tc.labs {
				t.Errorf("labs says\n%s\nwant\n%s", got, tc.labs)
			}
		})
	}
}

// TestAnActOnOneOfManyIsToldOfThatAlone halts in a row, in order and against it, of
// many that are served from one place: what is said of the others is not written anew
// for each.
func TestAnActOnOneOfManyIsToldOfThatAlone(t *testing.T) {
	const many, acts = 30, 6
	tests := map[string]struct {
		act   func(i int) int
		extra int
	}{
		"in order":                  {func(i int) int { return many/2 + i }, 0},
		"in order, from the first":  {func(i int) int { return i }, 0},
		"against it":                {func(i int) int { return many/2 - i }, 10},
		"against it, from the last": {func(i int) int { return many - 1 - i }, 10},
		"here and there":            {func(i int) int { return i * many / acts }, 10},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			s := newScene(t)
			s.do(s.Delete(t.Context(), s.resource))
			for i := range many {
				s.do(s.Create(t.Context(), builder.Resource(fmt.Sprintf("t%04d", i)).Pods(map[string]string{"app": "visits"}, 5432).Obj()))
			}
			s.settle(many)
			clear(s.written)
			for i := range acts {
				of := fmt.Sprintf("t%04d", tc.act(i))
				s.do(s.Create(t.Context(), builder.Decision("stop-"+of).On("2026-03-01").Halts(v1alpha1.OnDataResource, of).Obj()))
				s.settle(many)
				if s.written[of] == 0 {
					t.Errorf("%s does not say that it was halted", of)
				}
				s.written[of]--
			}
			if extra := sum(s.written); extra > tc.extra {
				t.Errorf("%d statuses were written beside the first of each that was halted, want at most %d", extra, tc.extra)
			}
		})
	}
}

// settle looks at each of many until nothing is written any more.
func (s *scene) settle(many int) {
	s.t.Helper()
	for before := -1; before != sum(s.written); {
		before = sum(s.written)
		for i := range many {
			_, err := s.loop.Reconcile(s.t.Context(), ctrl.Request{NamespacedName: client.ObjectKey{Namespace: builder.Domain, Name: fmt.Sprintf("t%04d", i)}})
			s.do(err)
		}
	}
}

func sum(counts map[string]int) int {
	total := 0
	for _, n := range counts {
		total += n
	}
	return total
}
