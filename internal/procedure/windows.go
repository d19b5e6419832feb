// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package procedure

import (
	"slices"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/calendar"
	"github.com/publicdata-io/mandate/internal/finding"
)

// window is the days on which a step's acts may be done.
type window struct {
	calendar.Days
	// holds says that what comes before them waits for the first.
	holds bool
}

// window is that of a step; ok is false where it has none, or the subject none.
func (e *engine) window(s *v1alpha1.Step) (w window, ok bool) {
	switch s.Window {
	case v1alpha1.WindowApplication:
		if e.subject.Applications == nil {
			return window{}, false
		}
		first, begins := dayOf(string(e.subject.Applications.From))
		last, ends := dayOf(string(e.subject.Applications.To))
		return window{calendar.Days{First: first, Last: last}, true}, begins && ends
	case v1alpha1.WindowRenewal:
		rule := e.edition.Spec.Renewal
		if e.subject.Renewable == nil || rule == nil {
			return window{}, false
		}
		if rule.Months == nil {
			return window{Days: calendar.Days{Last: *e.subject.Renewable}}, true
		}
		return window{calendar.LastMonths(int(*rule.Months), *e.subject.Renewable), rule.Early == "Hold"}, true
	}
	return window{}, false
}

// outsideWindow finds that an act comes before the window, where it is held
// until that opens (D14), or after it. The later of its two days counts for
// who benefits.
func outsideWindow(e *engine, a *act, s *stepState) *finding.Finding {
	days, ok := e.window(s.rule)
	if !ok {
		return nil
	}
	if a.day < days.First {
		if !days.holds {
			return finding.New(v1alpha1.OutsideWindowReason, s.rule.Basis,
				"spec.actedOn %s lies before the window of step %s/%s, which opens on %s; act again then", a.d.Spec.ActedOn, a.procedure.Name, s.rule.Name, days.First)
		}
		opens := days.First.Begin(e.zone)
		if e.now.Before(opens) {
			e.recheck(opens)
			return finding.New(v1alpha1.NotYetDueReason, s.rule.Basis,
				"held until the window of step %s/%s opens on %s; nothing has to be done again", a.procedure.Name, s.rule.Name, days.First)
		}
		a.day = days.First
		if opens.After(a.since) {
			a.since = opens.UTC()
		}
	}
	if e.came(a) > days.Last && s.rule.Late == v1alpha1.LateExclude {
		if a.day <= days.Last && a.d.Spec.TranscribedBy != "" {
			return finding.New(v1alpha1.OutsideWindowReason, s.rule.Basis,
				"the window of step %s/%s closed with %s, and the act was recorded on %s: spec.document of a paper that another body transcribes proves an earlier day by issuedOn, not after spec.actedOn, and sha256; late acts are excluded", a.procedure.Name, s.rule.Name, days.Last, a.recorded)
		}
		return finding.New(v1alpha1.OutsideWindowReason, s.rule.Basis,
			"the window of step %s/%s closed with %s, and the act came on %s: late acts are excluded", a.procedure.Name, s.rule.Name, days.Last, e.came(a))
	}
	return nil
}

// missed says that the window of a step is over in which nobody acted, and that late
// acts are excluded: nobody is waited for. As long as nobody can tell who acted, it is
// not: what could not be read takes nothing away.
func (e *engine) missed(s *stepState) bool {
	if s.rule.Late != v1alpha1.LateExclude || len(s.acts) > 0 {
		return false
	}
	days, ok := e.window(s.rule)
	return ok && e.today() > days.Last && !e.undecided(s.rule) &&
		!slices.ContainsFunc(s.rule.By, func(p v1alpha1.Party) bool { return e.doubtful(&p) })
}

// undecided says that of an act on a step nobody can tell whether it counts.
func (e *engine) undecided(s *v1alpha1.Step) bool {
	return slices.ContainsFunc(e.acts, func(a act) bool { return a.step == s && a.found != nil && a.found.Undecided })
}

// uncertain says that nobody can tell whether an act on a step counts, or an application
// of which the step may be: beside another one its choice is not undone by that.
func (e *engine) uncertain(r *run, s *stepState) bool {
	applied := e.applications(r)
	return e.undecided(s.rule) || applied != nil && e.undecided(applied.rule)
}

// tellMissed says since when a window is over, and what to do next.
func (e *engine) tellMissed(s *stepState) finding.Phrase {
	days, _ := e.window(s.rule)
	over := finding.Say("nobody acted in the window, which closed with %s, and a late %s is excluded unless another body transcribes a dated paper of before", days.Last, s.rule.Act)
	if slices.ContainsFunc(e.acts, func(a act) bool { return a.step == s.rule }) {
		over = finding.Say("no %s that was recorded counts, and the window closed with %s: a late %s is excluded unless another body transcribes a dated paper of before", s.rule.Act, days.Last, s.rule.Act)
	}
	if s.rule.Window != v1alpha1.WindowApplication {
		return over
	}
	return finding.Say("%s; the call can be ended, and another one made", over)
}

// windowEnds is the first day after the window in which applications are
// taken: what comes after them waits for it.
func (e *engine) windowEnds(s *stepState) (calendar.Day, bool) {
	if s.rule.Window != v1alpha1.WindowApplication || !e.open(s) {
		return 0, false
	}
	days, ok := e.window(s.rule)
	return days.Last + 1, ok
}
