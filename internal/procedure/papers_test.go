// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package procedure_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
)

// certified is a grant that is signed and of whose room the operator shows the record
// of an inspection, with its day, and a licence, with its end (HA-3.6e, SY-9.2).
func certified() *scene {
	s := grantScene(v1alpha1.Procedure{Name: "grant", Of: v1alpha1.LinkDeveloperGrant, Effect: v1alpha1.EffectEnter, Steps: []v1alpha1.Step{
		{
			Name: "room", Act: v1alpha1.ActionAttest, By: by(the(v1alpha1.PartyOperator)), Basis: []v1alpha1.BasisID{"HA-3.6e"},
			Evidence: []v1alpha1.PointName{"inspection", "licence", "plan"}, Dated: []v1alpha1.PointName{"inspection"}, Expires: []v1alpha1.PointName{"licence"},
			Outcomes: []v1alpha1.Outcome{v1alpha1.OutcomeApprove, v1alpha1.OutcomeReject},
		},
		{
			Name: "sign", Act: v1alpha1.ActionSign, By: by(the(v1alpha1.PartyHolder)), After: after("room"), Basis: basis,
			Due: &v1alpha1.Due{WorkingDays: new(int32(5)), From: "room"},
		},
	}})
	return s
}

// showing are the three papers, with the day of the inspection and the end of the
// licence; without one that is empty.
func showing(inspected, until string) func(*v1alpha1.DecisionSpec) {
	day := func(date string) *v1alpha1.Date {
		if date == "" {
			return nil
		}
		return new(v1alpha1.Date(date))
	}
	return func(d *v1alpha1.DecisionSpec) {
		d.Evidence = []v1alpha1.Evidence{{Name: "inspection", IssuedOn: day(inspected)}, {Name: "licence", ValidUntil: day(until)}, {Name: "plan"}}
	}
}

// TestPapersStateTheirDays: an act counts whose papers say the days that the step asks
// for; none was issued after it, nor had run out before it.
func TestPapersStateTheirDays(t *testing.T) {
	const lacks, late, out, none = "lacks ", "issuedOn 2025-10-21 lies after spec.actedOn 2025-10-20", "validUntil 2025-10-19 lies before spec.actedOn 2025-10-20", "is no day of the calendar"
	tests := map[string]struct{ inspected, until, want string }{
		"both days":                        {"2025-10-01", "2025-12-31", ""},
		"of that very day":                 {"2025-10-20", "2025-10-20", ""},
		"without the day of the one":       {"", "2025-12-31", "spec.evidence[inspection] " + lacks + "issuedOn"},
		"without the end of the other":     {"2025-10-01", "", "spec.evidence[licence] " + lacks + "validUntil"},
		"inspected on the day after":       {"2025-10-21", "2025-12-31", late},
		"which had run out the day before": {"2025-10-01", "2025-10-19", out},
		"inspected on no day":              {"2025-02-30", "2025-12-31", "spec.evidence[inspection].issuedOn 2025-02-30 " + none},
		"valid until no day":               {"2025-10-01", "2025-11-31", "spec.evidence[licence].validUntil 2025-11-31 " + none},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			s := certified()
			s.on("grant/room", v1alpha1.ActionAttest, "data-group", "2025-10-20", showing(tc.inspected, tc.until))
			r := s.evaluate("2025-10-20")
			found := r.Judged[0].Finding
			switch {
			case tc.want == "" && found != nil:
				t.Errorf("it does not count: %s", found.Text())
			case tc.want == "":
			case found == nil:
				t.Errorf("it counts, want that it %s", tc.want)
			case found.Reason != v1alpha1.EvidenceMissingReason || !strings.Contains(found.Message, tc.want) || found.Basis[0] != "HA-3.6e":
				t.Errorf("%s: %s [%v], want EvidenceMissing, %s, with the row", found.Reason, found.Message, found.Basis, tc.want)
			}
		})
	}
	s := certified()
	refused := s.on("grant/room", v1alpha1.ActionAttest, "data-group", "2025-10-20", outcome(v1alpha1.OutcomeReject))
	if got := why(s.evaluate("2025-10-20"), refused); got != "" {
		t.Errorf("a refusal, which carries no papers, is %s, want that it counts", got)
	}
}

// TestAPaperThatHasRunOut: once the licence has run out it is owed, until who showed it
// acts again with another; what it had completed, and the clocks that ran from there,
// stay as they were.
func TestAPaperThatHasRunOut(t *testing.T) {
	const ranOut = `step grant/room: the paper licence of Organization "data-group" (Decision "grant-room-data-group-2025-10-20") was valid until 2025-12-31; another act on the step is awaited, with one that is valid [HA-3.6e (article 3)]`
	again := func(day, until string) func(*scene) {
		return func(s *scene) {
			s.on("grant/room", v1alpha1.ActionAttest, "data-group", day, showing("2025-10-01", until))
		}
	}
	tests := map[string]struct {
		again func(*scene)
		at    string
		// want is what is owed, and wantWhy why the later act does not count.
		want, wantWhy string
		wantNext      string
	}{
		"on its last day":             {nil, "2025-12-31", "", "", "2026-01-01T00:00:00+08:00"},
		"the day after":               {nil, "2026-01-01", ranOut, "", ""},
		"another one in time":         {again("2025-12-01", "2026-12-31"), "2026-01-01", "", "", "2027-01-01T00:00:00+08:00"},
		"another one after":           {again("2026-02-01", "2026-12-31"), "2026-02-01", "", "", "2027-01-01T00:00:00+08:00"},
		"one that ends no later":      {again("2025-12-01", "2025-12-31"), "2026-01-01", ranOut, v1alpha1.RepeatedReason, ""},
		"one that ends earlier":       {again("2025-12-01", "2025-12-30"), "2025-12-02", "", v1alpha1.RepeatedReason, "2026-01-01T00:00:00+08:00"},
		"one that has run out itself": {again("2026-02-01", "2026-01-31"), "2026-02-01", ranOut, v1alpha1.EvidenceMissingReason, ""},
		"one that runs out again": {
			again("2026-02-01", "2026-02-28"), "2026-03-01",
			strings.NewReplacer("2025-10-20", "2026-02-01", "2025-12-31", "2026-02-28").Replace(ranOut), "", "",
		},
		"one of another": {func(s *scene) {
			s.on("grant/room", v1alpha1.ActionAttest, "medtech", "2026-02-01", showing("2025-10-01", "2026-12-31"))
		}, "2026-02-01", ranOut, v1alpha1.NotEntitledReason, ""},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			s := certified()
			s.on("grant/room", v1alpha1.ActionAttest, "data-group", "2025-10-20", showing("2025-10-01", "2025-12-31"))
			s.on("grant/sign", v1alpha1.ActionSign, "medtech", "2025-10-22")
			if tc.again != nil {
				tc.again(s)
			}
			r := s.evaluate(tc.at)
			var got []string
			for _, o := range r.Owed() {
				got = append(got, o.Text())
			}
			if text := strings.Join(got, "; "); text != tc.want {
				t.Errorf("it owes %q, want %q", text, tc.want)
			}
			if got := why(r, s.acts[len(s.acts)-1]); tc.again != nil && got != tc.wantWhy {
				t.Errorf("the later act is %q, want %q", got, tc.wantWhy)
			}
			if next := r.Next; tc.wantNext == "" && !next.IsZero() || tc.wantNext != "" && !next.Equal(instant(tc.wantNext)) {
				t.Errorf("it is looked at again at %s, want %q", next.Format(time.RFC3339), tc.wantNext)
			}
			room, entered := r.Step("grant", "room"), r.Effect(v1alpha1.EffectEnter)
			if !entered.Complete || room.Day.String() != "2025-10-20" || r.Step("grant", "sign").Due.String() != "2025-10-27" || r.Step("grant", "sign").Late {
				t.Errorf("the step was done on %s, want it as it was done, and what rests on it complete: %+v", room.Day, entered)
			}
		})
	}
}

// TestAPaperOfSomeInputs: where a step is for each input, a paper of an act that names
// none is replaced, input by input, by those of acts that name theirs; the completion
// of the step stays as it was.
func TestAPaperOfSomeInputs(t *testing.T) {
	licensed := func(until string) func(d *v1alpha1.DecisionSpec) {
		return func(d *v1alpha1.DecisionSpec) {
			d.Evidence = []v1alpha1.Evidence{{Name: "licence", ValidUntil: new(v1alpha1.Date(until))}}
		}
	}
	const (
		first, visits = "2025-10-20 until 2025-12-31", "2025-12-01 until 2026-01-15"
		next          = "2026-12-31"
	)
	tests := map[string]struct {
		later []deed // on 1, 2 … December 2025
		want  string
	}{
		"none later":                            {nil, first},
		"a later one of all":                    {[]deed{acts("everything-bureau", "", licensed(next))}, ""},
		"later ones of each":                    {[]deed{acts("everything-bureau", "", licensed(next), only("visits")), acts("everything-bureau", "", licensed(next), only("roads"))}, ""},
		"a later one that names both":           {[]deed{acts("everything-bureau", "", licensed(next), only("visits", "roads"))}, ""},
		"a later one of one input":              {[]deed{acts("everything-bureau", "", licensed(next), only("visits"))}, first},
		"a later one of one, which ran out too": {[]deed{acts("everything-bureau", "", licensed("2026-01-15"), only("visits"))}, visits + "; " + first},
		"one of one input, and then one of all": {[]deed{acts("everything-bureau", "", licensed("2026-01-15"), only("visits")), acts("everything-bureau", "", licensed(next))}, ""},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			s := twoSectors(func(step *v1alpha1.Step) { step.Expires = []v1alpha1.PointName{"licence"} })
			s.on("p/s", v1alpha1.ActionApprove, "everything-bureau", "2025-10-20", licensed("2025-12-31"))
			for i, later := range tc.later {
				s.on("p/s", v1alpha1.ActionApprove, later.org, fmt.Sprintf("2025-12-%02d", i+1), later.more...)
			}
			r := s.evaluate("2026-02-01")
			step := r.Step("p", "s")
			var got []string
			for _, x := range step.Expired {
				got = append(got, string(x.Act.Spec.ActedOn)+" until "+x.Last.String())
			}
			if said := strings.Join(got, "; "); said != tc.want {
				t.Errorf("run out: %q, want %q", said, tc.want)
			}
			for i, later := range tc.later {
				if got := why(r, s.acts[i+1]); got != later.want {
					t.Errorf("the later act %d is %q, want %q", i, got, later.want)
				}
			}
			if step.Day.String() != "2025-10-20" {
				t.Errorf("the step was done on %s, want the day of the first act", step.Day)
			}
		})
	}
}

// TestAnApplicationIsAskedForItsPapersOnce: of a call, in which most applications come
// to nothing, no paper needs to be valid after the act.
func TestAnApplicationIsAskedForItsPapersOnce(t *testing.T) {
	s := certified()
	s.subject.Traits.Seeks = v1alpha1.RoleDeveloper
	s.edition.Spec.Procedures[0].Steps[0].By = by(the(v1alpha1.PartyApplicant))
	s.on("grant/room", v1alpha1.ActionAttest, "medtech", "2025-10-20", showing("2025-10-01", "2025-12-31"))
	if r := s.evaluate("2026-02-01"); len(r.Judged) != 1 || r.Judged[0].Finding != nil || len(r.Owed()) > 0 {
		t.Errorf("the application is %+v and owes %v, want that it counts and owes nothing", r.Judged[0].Finding, r.Owed())
	}
}
