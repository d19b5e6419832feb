// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package procedure_test

import (
	"flag"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"sigs.k8s.io/yaml"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/calendar"
	"github.com/publicdata-io/mandate/internal/procedure"
)

var update = flag.Bool("update", false, "write testdata/*.golden instead of comparing with it")

// tale is what happens to one subject, and when it is looked at. What is then told,
// to the last word, stands beside it.
type tale struct {
	// About says what the tale shows.
	About string `json:"about"`
	// Edition is laid over that of grantScene, and Subject over its grant.
	Edition v1alpha1.JurisdictionSpec `json:"edition"`
	Subject procedure.Subject         `json:"subject"`
	// Renewable is the day with which a renewal window closes.
	Renewable v1alpha1.Date `json:"renewable"`
	// Lacks are the parties of the grant that the subject has not, and Unread those
	// that could not be read.
	Lacks  []v1alpha1.PartyRef `json:"lacks"`
	Unread []v1alpha1.PartyRef `json:"unread"`
	// Organizations are there beside those of grantScene, or in their place.
	Organizations map[v1alpha1.ObjectName]organization `json:"organizations"`
	// Above are the links that the subject refers to.
	Above []procedure.Link `json:"above"`
	// Bars are those on organisations; without any nobody asks for them.
	Bars map[v1alpha1.ObjectName][]barring `json:"bars"`
	// Objections are those against the subject.
	Objections []procedure.Objection `json:"objections"`
	Acts       []doing               `json:"acts"`
	// At are the days, at their end, and instants at which it is looked at.
	At []string `json:"at"`
}

// organization is a party of a tale.
type organization struct {
	Roles      []v1alpha1.Role       `json:"roles"`
	Division   string                `json:"division"`
	Sectors    []string              `json:"sectors"`
	Affiliates []v1alpha1.ObjectName `json:"affiliates"`
	// Conferred are the effects with the days from which they count.
	Conferred map[v1alpha1.Effect]v1alpha1.Date `json:"conferred"`
	// By names the Decisions that conferred them.
	By map[v1alpha1.Effect]string `json:"by"`
}

// barring is from when to when an organisation is barred, and by which Decision.
type barring struct {
	From v1alpha1.Date `json:"from"`
	To   v1alpha1.Date `json:"to"`
	By   string        `json:"by"`
}

// doing is an act of a tale: who does what on which step on which day.
type doing struct {
	Name string                 `json:"name"`
	By   v1alpha1.ObjectName    `json:"by"`
	Does v1alpha1.Action        `json:"does"`
	Step v1alpha1.StepReference `json:"step"`
	Day  v1alpha1.ActDay        `json:"day"`
	// Recorded is when it was written down: at nine on its day where nothing is said.
	Recorded string `json:"recorded"`
	// To is the name of the act that it regards.
	To string `json:"to"`
	// Restored is the UID that it had before it was restored, and UID that by which
	// it regards another where that is not the other's own.
	Restored string `json:"restored"`
	UID      string `json:"uid"`
	// With is all else that it says.
	With v1alpha1.DecisionSpec `json:"with"`
}

func (c *tale) scene(t *testing.T) *scene {
	t.Helper()
	s := grantScene(c.Edition.Procedures...)
	code, division, zone := s.edition.Spec.Code, s.edition.Spec.Division, s.edition.Spec.TimeZone
	s.edition.Spec = c.Edition
	s.edition.Spec.Code, s.edition.Spec.Division, s.edition.Spec.TimeZone, s.edition.Spec.Calendar = code, division, zone, "china"
	c.subjectOf(s)
	for name, o := range c.Organizations {
		c.organizationOf(t, s, name, o)
	}
	s.world.Above, s.world.Objections = c.Above, c.Objections
	c.barsOf(t, s)
	for i := range c.Acts {
		c.Acts[i].on(s)
	}
	if c.Renewable != "" {
		day, err := calendar.DayOf(c.Renewable)
		if err != nil {
			t.Fatal(err)
		}
		s.subject.Renewable = &day
	}
	return s
}

// subjectOf lays what a tale says of its subject over the grant of the scene.
func (c *tale) subjectOf(s *scene) {
	own, of := c.Subject, &s.subject
	if own.Kind != "" {
		of.Kind = own.Kind
	}
	if own.Name != "" {
		of.Name = own.Name
	}
	if own.Division != "" {
		of.Division = own.Division
	}
	if own.Inputs != nil {
		of.Inputs = own.Inputs
	}
	if own.Digests != nil {
		of.Digests = own.Digests
	}
	if own.Traits != (procedure.Traits{}) {
		of.Traits = own.Traits
	}
	of.Applications, of.OpenedAt = own.Applications, own.OpenedAt
	for _, ref := range c.Lacks {
		of.Parties[ref] = nil
	}
	maps.Copy(of.Parties, own.Parties)
	for _, ref := range c.Unread {
		delete(of.Parties, ref)
	}
}

func (*tale) organizationOf(t *testing.T, s *scene, name v1alpha1.ObjectName, o organization) {
	t.Helper()
	org := &procedure.Organization{Name: name, Declared: o.Roles, Division: o.Division, Sectors: o.Sectors, Affiliates: o.Affiliates}
	for _, effect := range slices.Sorted(maps.Keys(o.Conferred)) {
		from := o.Conferred[effect]
		org.Conferred = append(org.Conferred, effect)
		if from == "" {
			continue
		}
		day, err := calendar.DayOf(from)
		if err != nil {
			t.Fatal(err)
		}
		if org.ConferredFrom == nil {
			org.ConferredFrom = map[v1alpha1.Effect]calendar.Day{}
		}
		org.ConferredFrom[effect] = day
	}
	if o.By != nil {
		org.ConferredBy = func() map[v1alpha1.Effect]string { return o.By }
	}
	s.orgs[name] = org
}

func (c *tale) barsOf(t *testing.T, s *scene) {
	t.Helper()
	day := func(date v1alpha1.Date) calendar.Day {
		day, err := calendar.DayOf(date)
		if err != nil {
			t.Fatal(err)
		}
		return day
	}
	bars := map[v1alpha1.ObjectName][]procedure.Bar{}
	for org, all := range c.Bars {
		for _, b := range all {
			act := &v1alpha1.Decision{}
			act.Name = b.By
			bars[org] = append(bars[org], procedure.Bar{Of: org, Days: calendar.Days{First: day(b.From), Last: day(b.To)}, Act: act})
		}
	}
	if c.Bars != nil {
		s.world.Bars = func(org v1alpha1.ObjectName) ([]procedure.Bar, procedure.Reading) { return bars[org], procedure.Found }
	}
}

// on records it in a scene.
func (a *doing) on(s *scene) {
	name := a.Name
	if name == "" {
		name = strings.ToLower(string(a.Does)) + "-" + string(a.By) + "-" + string(a.Day)
	}
	d := s.act(name, func(d *v1alpha1.DecisionSpec) {
		subject := d.Subject
		*d = a.With
		d.Subject, d.Step, d.Action, d.Organization, d.ActedOn, d.RestoredUID = subject, a.Step, a.Does, a.By, a.Day, a.Restored
		if with := a.With.Subject; with.Part != "" || with.Digest != "" {
			d.Subject.Part = with.Part
			if with.Digest != "" {
				d.Subject.Digest = with.Digest
			}
		}
		if a.To == "" {
			return
		}
		d.Regarding = &v1alpha1.DecisionReference{Name: v1alpha1.ObjectName(a.To), UID: "uid-" + a.To}
		if a.UID != "" {
			d.Regarding.UID = a.UID
		}
	})
	if a.Recorded != "" {
		d.CreationTimestamp.Time = instant(a.Recorded)
	}
}

// lines are those of a text, whatever their order.
func lines(text string) []string { return slices.Sorted(strings.SplitSeq(text, "\n")) }

// TestTales tells every tale of testdata whole: where each step stands and until
// when, which act counts and why not, what was taken, who is waited for.
func TestTales(t *testing.T) {
	files, err := filepath.Glob("testdata/*.yaml")
	if err != nil || len(files) == 0 {
		t.Fatalf("no tales: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".yaml"), func(t *testing.T) {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			var c tale
			if err := yaml.UnmarshalStrict(text, &c); err != nil {
				t.Fatal(err)
			}
			var got strings.Builder
			for _, at := range c.At {
				s := c.scene(t)
				s.acts = slices.DeleteFunc(s.acts, func(d *v1alpha1.Decision) bool { return d.CreationTimestamp.After(instant(at)) })
				r := s.evaluate(at)
				got.WriteString("at " + at + "\n" + told(s, &r) + "\n")
				slices.Reverse(s.acts)
				if again := s.evaluate(at); !slices.Equal(lines(told(s, &r)), lines(told(s, &again))) {
					t.Errorf("%s: at %s it tells of the acts in another order:\n%s", c.About, at, told(s, &again))
				}
			}
			golden := strings.TrimSuffix(file, ".yaml") + ".golden"
			if *update {
				if err := os.WriteFile(golden, []byte(got.String()), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(got.String(), "\n")); diff != "" {
				t.Errorf("%s: it tells (-want +got):\n%s", c.About, diff)
			}
		})
	}
}
