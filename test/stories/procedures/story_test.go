// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package procedures_test

import (
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/controllers/kube"
	"github.com/publicdata-io/mandate/internal/authorization"
	"github.com/publicdata-io/mandate/internal/finding"
	"github.com/publicdata-io/mandate/internal/procedure"
	"github.com/publicdata-io/mandate/internal/retention"
)

var update = flag.Bool("update", false, "write testdata/*.golden instead of comparing with it")

// story is one domain over time.
type story struct {
	lines

	d *domain
	// of are the subjects that are told of; others only by their acts.
	of   []v1alpha1.DecisionSubject
	told map[string]string
	days []day
	done int // how many deeds of the domain were told
}

// day is an instant of a story, and how things stand then.
type day struct {
	at    time.Time
	deeds []deed
	acts  []effect
	links []link
	quiet bool // nobody looks: another story tells of this one, or no cluster shows it
}

// effect is what has become of an act.
type effect struct {
	act  *v1alpha1.Decision
	text string
}

func tell(d *domain, title, about string, of ...string) *story {
	s := &story{d: d, told: map[string]string{}}
	for _, name := range of {
		s.of = append(s.of, subjectOf(name))
	}
	s.line("# %s\n\n%s\n\nEdition %s. Times are Beijing time 北京时间.", title, about, d.edition.Spec.Title)
	return s
}

// at tells what happened up to an instant and how things stand.
func (s *story) at(at, tells string) map[v1alpha1.DecisionSubject]*procedure.Report {
	s.d.t.Helper()
	now := instant(at)
	s.line("\n## %s\n\n%s\n", at, tells)
	is := s.day(now)
	for _, e := range is.acts {
		if s.told[e.act.Name] != e.text {
			s.told[e.act.Name] = e.text
			s.act(e.act, e.text)
		}
	}
	reports := s.d.evaluate(now)
	for i := range is.links {
		s.link(&is.links[i])
		s.engine(reports[is.links[i].subject])
	}
	s.days = append(s.days, is)
	return reports
}

// after marks every act so far as told: another story tells of them.
func (s *story) after(at string) *story {
	is := s.day(instant(at))
	is.quiet, is.links = true, nil
	for _, e := range is.acts {
		s.told[e.act.Name] = e.text
	}
	s.days = append(s.days, is)
	return s
}

// day is how things stand at an instant.
func (s *story) day(now time.Time) day {
	s.d.t.Helper()
	is := day{at: now, deeds: slices.Clone(s.d.deeds[s.done:]), quiet: len(s.d.slipped) > 0}
	s.done = len(s.d.deeds)
	for _, a := range s.d.acts {
		if !a.CreationTimestamp.After(now) {
			is.acts = append(is.acts, effect{a, effectOf(s.d.judged(a, now))})
		}
	}
	for _, subject := range s.of {
		is.links = append(is.links, s.d.shows(subject, now))
	}
	return is
}

func effectOf(found *finding.Finding) string {
	if found == nil {
		return "counts"
	}
	return found.Reason + ": " + found.Text()
}

// evaluate folds the acts on every subject at an instant.
func (d *domain) evaluate(now time.Time) map[v1alpha1.DecisionSubject]*procedure.Report {
	d.t.Helper()
	reports := map[v1alpha1.DecisionSubject]*procedure.Report{}
	for _, s := range d.subjects() {
		reports[s] = d.facts(s).Report(s, d.edition, now).Report
	}
	return reports
}

// judged finds why an act does not count, as the operator does.
func (d *domain) judged(a *v1alpha1.Decision, now time.Time) *finding.Finding {
	d.t.Helper()
	facts, err := kube.Observer{Reader: d.reader()}.Subject(d.t.Context(), a)
	if err != nil {
		d.t.Fatalf("observe %s: %v", a.Name, err)
	}
	found, _ := authorization.Counts(facts, a, now)
	if a.Spec.Action == v1alpha1.ActionDispose && a.Spec.Step == "" {
		found = finding.First(retention.RecordOf(facts, a.Spec.Subject.DecisionSubject, now).Judge(a, now), found)
	}
	return found
}

// judged finds why an act of a story does not count.
func (s *story) judged(_ *procedure.Report, a *v1alpha1.Decision, now time.Time) *finding.Finding {
	return s.d.judged(a, now)
}

// verdict is the answer on a link, written Kind/name.
func (s *story) verdict(name, at string) authorization.Verdict {
	s.d.t.Helper()
	_, v := s.d.verdict(subjectOf(name), instant(at))
	return v
}

// compare compares a story with its golden text.
func (s *story) compare(t testing.TB, name string) {
	t.Helper()
	compare(t, name, s.String())
}

func compare(t testing.TB, name, got string) {
	t.Helper()
	file := filepath.Join("testdata", name+".golden")
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
