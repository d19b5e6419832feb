// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package procedures_test

import (
	"cmp"
	"context"
	"flag"
	"fmt"
	"maps"
	"regexp"
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
var (
	patience = flag.Duration("patience", 2*time.Minute, "how long a cluster has to come to a day of a story")
	chosen   = flag.String("only", "", "a pattern of the stories that are played on a cluster, in place of all")
)

const pause = 50 * time.Millisecond

// scene is one day of one story.
type scene struct {
	name string
	of   *story
	day  *day
}

// TestOnTheCluster plays the whole stories and the scenarios on a real API server
// with the real operator and cutoff, all of them in the order of their days: what
// the cluster shows, and what it holds, is what the story says, word by word. From
// an act on that has not come yet a story is told by the engine alone: nobody can
// record an act ahead of its time.
func TestOnTheCluster(t *testing.T) {
	t.Parallel()
	for i, stories := range houses(t) {
		maps.DeleteFunc(stories, func(name string, _ *story) bool { return !regexp.MustCompile(*chosen).MatchString(name) })
		if len(stories) == 0 {
			continue
		}
		t.Run(fmt.Sprintf("house %d", i+1), func(t *testing.T) {
			t.Parallel()
			played(t, stories)
		})
	}
}

// played plays stories on one cluster.
func played(t *testing.T, stories map[string]*story) {
	t.Helper()
	scenes := program(stories)
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

// last is the day up to which the acts of the stories were last seen on a cluster.
// Those of later days are the engine's until whoever moves it on has looked, so that
// what is asked of a cluster does not change with the day on which it is asked.
const last = "2026-11-22 00:00"

// today is the present, or last.
func today() time.Time {
	if seen := instant(last); seen.Before(time.Now()) {
		return seen
	}
	return time.Now()
}

// program puts the days of stories in order.
func program(stories map[string]*story) (scenes []scene) {
	today := today()
	for _, name := range slices.Sorted(maps.Keys(stories)) {
		for _, day := range stories[name].dated() {
			if slices.ContainsFunc(day.deeds, func(what deed) bool { return what.act != nil && what.act.CreationTimestamp.After(today) }) {
				break
			}
			scenes = append(scenes, scene{name, stories[name], day})
		}
	}
	slices.SortStableFunc(scenes, func(a, b scene) int { return cmp.Or(a.day.at.Compare(b.day.at), strings.Compare(a.name, b.name)) })
	return scenes
}

// upTo keeps the days of a story up to one.
func (s *story) upTo(today time.Time) *story {
	s.days = slices.DeleteFunc(s.days, func(is day) bool { return is.at.After(today) })
	return s
}

// dated are the days of a story in their order, with each act on the first of them
// that it does not come after: what another story tells of may be told ahead.
func (s *story) dated() (days []*day) {
	for _, is := range slices.Backward(s.days) {
		if len(days) > 0 && is.at.After(days[0].at) {
			is.at = days[0].at
		}
		days = slices.Insert(days, 0, &is)
	}
	for i, is := range days[:len(days)-1] {
		later := func(what deed) bool { return what.act != nil && what.act.CreationTimestamp.After(is.at) }
		next := days[i+1]
		next.deeds = slices.Concat(slices.DeleteFunc(slices.Clone(is.deeds), func(what deed) bool { return !later(what) }), next.deeds)
		is.deeds = slices.DeleteFunc(slices.Clone(is.deeds), later)
	}
	return days
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
		if !lost[next.name] && !next.day.quiet {
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
	err := wait.PollUntilContextTimeout(t.Context(), pause, *patience, true, func(ctx context.Context) (bool, error) {
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
