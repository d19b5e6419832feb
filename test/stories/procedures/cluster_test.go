// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package procedures_test

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"
	"k8s.io/apimachinery/pkg/util/wait"
)

// whole are the stories that are played on a cluster too, one a jurisdiction.
func whole() map[string]func(testing.TB) *story {
	return map[string]func(testing.TB) *story{
		"ningxia": ningxiaStory,
	}
}

// patience is how long the cluster has to come to a day of a story, on a crowded
// machine; pause is how often it is looked at.
const (
	patience = 30 * time.Second
	pause    = 50 * time.Millisecond
)

// scene is one day of one story.
type scene struct {
	name string
	of   *story
	day  *day
}

// TestOnTheCluster plays the whole stories on a real API server with the real
// operator and cutoff, all of them in the order of their days: what the cluster
// shows, and what it holds, is what the story says, word by word. Days that have
// not come yet are played by the engine alone: nobody can record an act ahead of
// its time.
func TestOnTheCluster(t *testing.T) {
	scenes, stories := program(t)
	h := opened(t, scenes[0].day.at)
	if err := h.recorders(t.Context()); err != nil {
		t.Fatal(err)
	}
	for _, s := range stories {
		if err := h.settle(t.Context(), s.d); err != nil {
			t.Fatal(err)
		}
	}
	lost := map[string]bool{}
	for _, next := range scenes {
		if !lost[next.name] {
			lost[next.name] = !h.play(t, next)
		}
	}
}

// program tells the stories and puts their days in order.
func program(t *testing.T) (scenes []scene, stories map[string]*story) {
	t.Helper()
	stories = map[string]*story{}
	today := time.Now()
	for name, tell := range whole() {
		stories[name] = tell(t)
	}
	for _, name := range slices.Sorted(maps.Keys(stories)) {
		for i := range stories[name].days {
			if day := &stories[name].days[i]; day.at.Before(today) {
				scenes = append(scenes, scene{name, stories[name], day})
			}
		}
	}
	slices.SortStableFunc(scenes, func(a, b scene) int { return cmp.Or(a.day.at.Compare(b.day.at), strings.Compare(a.name, b.name)) })
	return scenes, stories
}

// play plays one day, and says whether the cluster came to what the story says.
func (h *house) play(t *testing.T, next scene) bool {
	t.Helper()
	h.step(next.day.at)
	for _, what := range next.day.deeds {
		if err := h.do(t.Context(), what); err != nil {
			t.Errorf("%s, %s: %v", next.name, clock(next.day.at), err)
			return false
		}
	}
	if err := h.wake(t.Context(), next.of.d, next.day.at); err != nil {
		t.Errorf("%s, %s: %v", next.name, clock(next.day.at), err)
		return false
	}
	want, got := next.day.expects(), ""
	err := wait.PollUntilContextTimeout(t.Context(), pause, patience, true, func(ctx context.Context) (bool, error) {
		var err error
		got, err = h.sees(ctx, next.of.d, next.day)
		return got == want, err
	})
	if err != nil {
		t.Errorf("%s, %s: the cluster shows something else than the story (-story +cluster): %v\n%s",
			next.name, clock(next.day.at), err, gocmp.Diff(strings.Split(want, "\n"), strings.Split(got, "\n")))
	}
	return err == nil
}
