// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package stories_test

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/publicdata-io/mandate/test/builder"
)

var update = flag.Bool("update", false, "write testdata/*.golden instead of comparing with it")

// story is one chain over time.
type story struct {
	// title and about introduce it.
	title, about string
	// chain is what was applied when it begins.
	chain *builder.Chain
	// grants are those to be told of.
	grants []string
	// days are what happens, in order.
	days []day
}

// day is an instant at which something happens, or at which time alone has
// changed something.
type day struct {
	// at is the instant, in Beijing time.
	at string
	// tells says in words what happens.
	tells string
	// does it; nil lets time pass.
	does func(c *builder.Chain)
}

// beijing is the zone of every story, UTC+8.
var beijing = time.FixedZone("Beijing", 8*60*60)

// instant reads a time of a story.
func instant(at string) time.Time {
	t, err := time.ParseInLocation("2006-01-02 15:04", at, beijing)
	if err != nil {
		panic("a story names no time: " + err.Error())
	}
	return t
}

// clock shows an instant as the stories write it.
func clock(t time.Time) string {
	if t.Second() != 0 {
		return t.In(beijing).Format("2006-01-02 15:04:05")
	}
	return t.In(beijing).Format("2006-01-02 15:04")
}

func TestStories(t *testing.T) {
	told := map[string]bool{}
	for name, s := range stories() {
		told[name+".golden"] = true
		t.Run(name, func(t *testing.T) { compare(t, filepath.Join("testdata", name+".golden"), tell(s)) })
	}
	files, err := filepath.Glob(filepath.Join("testdata", "*.golden"))
	if err != nil {
		t.Fatalf("list the stories: %v", err)
	}
	for _, file := range files {
		if !told[filepath.Base(file)] {
			t.Errorf("%s is of a story that nobody tells any more: delete it", file)
		}
	}
}

func compare(t *testing.T, file, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatalf("write the story: %v", err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatalf("read the story (write it with -update): %v", err)
	}
	if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(got, "\n")); diff != "" {
		t.Errorf("the story goes another way; if it should, read it and run with -update (-want +got):\n%s", diff)
	}
}

// Telling a story twice tells the same: no order of maps, no present time.
func TestStoriesAreToldTheSameEachTime(t *testing.T) {
	for name := range stories() {
		if diff := cmp.Diff(tell(stories()[name]), tell(stories()[name])); diff != "" {
			t.Errorf("%s (-first +second):\n%s", name, diff)
		}
	}
}
