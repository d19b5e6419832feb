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

// whole are the stories that are played on a cluster too, one a jurisdiction:
// those that are shipped, and a sixth that nobody here knows of.
func whole() map[string]func(*testing.T) *story {
	return map[string]func(*testing.T) *story{
		"ningxia": ningxiaStory,
		"henan":   henanStory,
		"shiyan":  shiyanStory,
		"gansu":   gansuStory,
		"yanzhou": yanzhouStory,
		"linhai":  linhaiStory,
	}
}

// patience is how long the cluster has to come to a day of a story, on a crowded
// machine; pause is how often it is looked at.
const (
	patience = 2 * time.Minute
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
	t.Parallel()
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
	for len(scenes) > 0 {
		now := scenes[0].day.at
		together := slices.IndexFunc(append(scenes, scene{day: &day{}}), func(s scene) bool { return !s.day.at.Equal(now) })
		h.play(t, scenes[:together], lost)
		scenes = scenes[together:]
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
	for name, without := range lacking(t) {
		stories["without "+name] = without
	}
	maps.Copy(stories, scenarios(t))
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

// play plays the days of one instant. A story that the cluster told otherwise is
// lost: what comes after would only say so again.
func (h *house) play(t *testing.T, scenes []scene, lost map[string]bool) {
	t.Helper()
	h.step(scenes[0].day.at)
	for _, next := range scenes {
		if lost[next.name] {
			continue
		}
		if err := h.happens(t.Context(), next); err != nil {
			t.Errorf("%s, %s: %v", next.name, clock(next.day.at), err)
			lost[next.name] = true
		}
	}
	for _, next := range scenes {
		if !lost[next.name] {
			lost[next.name] = !h.comes(t, next)
		}
	}
}

// happens does what happened until a day.
func (h *house) happens(ctx context.Context, next scene) error {
	for _, what := range next.day.deeds {
		if err := h.do(ctx, what); err != nil {
			return err
		}
	}
	return h.wake(ctx, next.of.d, next.day.at)
}

// comes says whether the cluster comes to what the story says of a day.
func (h *house) comes(t *testing.T, next scene) bool {
	t.Helper()
	want, got := next.day.expects(), ""
	var unread error
	err := wait.PollUntilContextTimeout(t.Context(), pause, patience, true, func(ctx context.Context) (bool, error) {
		seen, err := h.sees(ctx, next.of.d, next.day)
		if unread = err; err == nil {
			got = seen
		}
		return got == want, nil
	})
	if err != nil {
		t.Errorf("%s, %s: the cluster shows something else than the story (-story +cluster): %v\n%s",
			next.name, clock(next.day.at), unread, gocmp.Diff(strings.Split(want, "\n"), strings.Split(got, "\n")))
	}
	return err == nil
}
