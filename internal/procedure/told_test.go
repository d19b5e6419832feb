// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package procedure_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/calendar"
	"github.com/publicdata-io/mandate/internal/finding"
	"github.com/publicdata-io/mandate/internal/procedure"
)

// teller writes a report down, a fact a line; what is not so is not written.
type teller struct{ strings.Builder }

func (w *teller) say(indent, format string, args ...any) {
	fmt.Fprintf(w, indent+format+"\n", args...)
}

// told is everything that a report says.
func told(s *scene, r *procedure.Report) string {
	w := &teller{}
	for i := range r.Progress {
		w.progress(&r.Progress[i])
	}
	w.effects(s, r)
	w.taken(r)
	w.acts(r)
	w.organizations(r)
	w.status(s, r)
	w.owed(r)
	if r.Changed != nil {
		w.say("", "changed: %s", sentence(r.Changed))
	}
	w.say("", "next %s", clock(r.Next))
	return w.String()
}

func (w *teller) progress(p *procedure.Progress) {
	w.say("", "procedure %s%s", p.Procedure.Name, flags(map[string]bool{"complete": p.Complete, "lifted": p.Lifted, "unclaimed": p.Unclaimed}))
	w.by("opened by", p.Opened)
	w.by("completed by", p.CompletedBy)
	w.by("rejected by", p.Rejected)
	if p.Complete {
		w.say("  ", "since %s, day %s", clock(p.Since), p.Day)
	}
	if p.Missing != nil {
		w.say("  ", "missing: %s", sentence(p.Missing))
	}
	for i := range p.Steps {
		w.step(&p.Steps[i])
	}
}

// owed is what is left to do, in the order in which it is told.
func (w *teller) owed(r *procedure.Report) {
	for _, o := range r.Owed() {
		w.say("", "owed%s: %s", flags(map[string]bool{"expired": o.Expired, "overdue": o.Overdue}), o.Text())
	}
}

func (w *teller) by(what string, d *v1alpha1.Decision) {
	if d != nil {
		w.say("  ", "%s %s", what, d.Name)
	}
}

func (w *teller) step(s *procedure.StepProgress) {
	line := fmt.Sprintf("%s %s%s", s.Step.Name, s.State, flags(map[string]bool{
		"begun": s.Begun, "overdue": s.Overdue, "late": s.Late, "provisional": s.Provisional, "unread": s.Unread,
	}))
	if s.State == v1alpha1.StepDone {
		line += fmt.Sprintf(", %s, day %s", clock(s.Since), s.Day)
	}
	line += dated(", from ", s.From) + dated(", due ", s.Due)
	if s.Elapsed >= 0 {
		line += fmt.Sprintf(", elapsed %d", s.Elapsed)
	}
	if !s.OverdueFrom.IsZero() {
		line += ", overdue from " + clock(s.OverdueFrom)
	}
	if !s.CompleteFrom.IsZero() {
		line += ", complete from " + clock(s.CompleteFrom)
	}
	w.say("  ", "%s", line)
	if s.Message != "" {
		w.say("    ", "%s", s.Message)
	}
	if len(s.WaitingFor) > 0 {
		w.say("    ", "waits for %s", strings.Join(s.WaitingFor, "; "))
	}
}

func dated(what string, day *calendar.Day) string {
	if day == nil {
		return ""
	}
	return what + day.String()
}

func (w *teller) effects(s *scene, r *procedure.Report) {
	told := map[v1alpha1.Effect]bool{}
	for i := range s.edition.Spec.Procedures {
		effect := s.edition.Spec.Procedures[i].Effect
		if told[effect] {
			continue
		}
		told[effect] = true
		o := r.Effect(effect)
		w.say("", "effect %s%s since %s", effect, flags(map[string]bool{"complete": o.Complete, "none": o.None}), clock(o.Since))
		if o.Pending != nil {
			w.say("  ", "pending: %s", sentence(o.Pending))
		}
	}
	from, by := r.ConferredFrom(), r.ConferredBy()
	for _, effect := range r.Conferred() {
		w.say("", "conferred %s from %s by %s", effect, from[effect], by[effect])
	}
}

func (w *teller) taken(r *procedure.Report) {
	for i := range r.Taken {
		t := &r.Taken[i]
		w.say("", "taken: %s%s by %s since %s of %v: %s", t.Effect, flags(map[string]bool{"by itself": t.ByItself}), t.Act.Name, clock(t.Since), t.Inputs, sentence(t.Finding))
		for _, lift := range t.Finding.Said.Givings() {
			w.say("  ", "given back by %s", lift.Phrase())
		}
	}
	if found := r.Against(); found != nil {
		w.say("", "against all: %s", found.Reason)
	}
	for _, resource := range []v1alpha1.ObjectName{"visits", "settlements"} {
		if found := r.AgainstInput(resource); found != nil {
			w.say("", "against %s: %s", resource, found.Reason)
		}
	}
	for _, o := range r.Rectifications {
		w.say("", "order %s %s%s%s of %v, overdue from %s", o.Order.Name, o.State, flags(map[string]bool{"overdue": o.Overdue}), dated(", due ", o.Due), o.Inputs, clock(o.OverdueFrom))
	}
	for i := range r.Duties {
		d := &r.Duties[i]
		w.say("", "duty from %s%s%s, elapsed %d: %s", d.From, flags(map[string]bool{
			"done": d.Done, "overdue": d.Overdue, "late": d.Late, "provisional": d.Provisional,
		}), dated(", due ", d.Due), d.Elapsed, d.Message)
	}
}

func (w *teller) acts(r *procedure.Report) {
	for _, j := range r.Judged {
		switch {
		case j.Left:
			w.say("", "act %s is left", j.Decision.Name)
		case j.Finding != nil:
			w.say("", "act %s: %s", j.Decision.Name, sentence(j.Finding))
		default:
			w.say("", "act %s counts", j.Decision.Name)
		}
	}
	for _, d := range r.Left {
		w.say("", "left %s", d.Name)
	}
}

func (w *teller) organizations(r *procedure.Report) {
	for _, a := range r.Applicants {
		w.say("", "applicant %s by %s%s", a.Organization, a.Apply.Name, flags(map[string]bool{"reviewed": a.Reviewed, "selected": a.Selected}))
	}
	if len(r.Selected) > 0 {
		w.say("", "selected %v", r.Selected)
	}
	for _, b := range r.Bars {
		w.say("", "bar of %s from %s to %s by %s %v", b.Of, b.Days.First, b.Days.Last, b.Act.Name, b.Basis)
	}
	roles := []v1alpha1.Role{v1alpha1.RoleDataAuthority, v1alpha1.RoleOperator, v1alpha1.RoleDeveloper}
	for _, c := range r.Conferrals(roles) {
		w.say("", "awaits conferral by %s: %s %v%s", c.Step, c.Giving.Phrase(), c.Giving.Basis, procedure.Awaits([]procedure.Conferral{c, c}, "x"))
	}
	for _, awaited := range procedure.Awaited(r.Progress) {
		w.say("", "awaited: %s", awaited)
	}
}

// status is what the object shows beside what was told already.
func (w *teller) status(s *scene, r *procedure.Report) {
	status := r.Status(&s.subject)
	var due string
	if status.Due != nil {
		due = " by " + string(*status.Due)
	}
	w.say("", "waits for %q%s", status.WaitingFor, due)
	w.say("", "fixed %v, digests %v", status.Fixed, status.Digests)
	if status.Overdue != "" {
		w.say("", "overdue: %s", status.Overdue)
	}
	for i := range status.Procedure {
		p := &status.Procedure[i]
		w.say("", "shown %s%s %s %s", p.Name, flags(map[string]bool{"complete": *p.Complete}), p.Effect, p.Run)
		for j := range p.Steps {
			w.shown(&p.Steps[j])
		}
	}
	for i := range status.Duties {
		d := &status.Duties[i]
		w.say("", "shown duty %s %s%s of %v since %s due %s done %s: %s", d.Name, d.Regarding, flags(map[string]bool{
			"overdue": is(d.Overdue), "late": is(d.CompletedLate), "provisional": is(d.Provisional),
		}), d.Of, d.Since, date(d.Due), date(d.FulfilledOn), d.Message)
	}
	sayings := r.Sayings()
	for _, said := range slices.Sorted(maps.Keys(sayings)) {
		w.say("", "saying %s: %s", said, sayings[said])
	}
}

func (w *teller) shown(s *v1alpha1.StepStatus) {
	var from string
	if s.CompleteFrom != nil {
		from = clock(s.CompleteFrom.Time)
	}
	gate := ""
	if s.Gate != nil {
		gate = fmt.Sprint(*s.Gate)
	}
	w.say("  ", "%s %s%s done %s since %s due %s complete from %s gate %s waits for %v: %s", s.Name, s.State, flags(map[string]bool{
		"overdue": is(s.Overdue), "late": is(s.CompletedLate), "provisional": is(s.Provisional),
	}), s.ActedOn, date(s.Since), date(s.Due), from, gate, s.WaitingFor, s.Message)
}

func is(flag *bool) bool { return flag != nil && *flag }

func date(d *v1alpha1.Date) string {
	if d == nil {
		return ""
	}
	return string(*d)
}

// sentence is a finding with its reason and its clauses.
func sentence(f *finding.Finding) string {
	undecided := ""
	if f.Undecided {
		undecided = " (undecided)"
	}
	return f.Reason + undecided + ": " + f.Text()
}

// clock is an instant by the clocks of China.
func clock(t time.Time) string {
	if t.IsZero() {
		return "never"
	}
	return t.In(time.FixedZone("", 8*60*60)).Format("2006-01-02T15:04")
}

// flags are the names of what is so, in the order of the alphabet.
func flags(so map[string]bool) string {
	var names []string
	for _, name := range slices.Sorted(maps.Keys(so)) {
		if so[name] {
			names = append(names, " "+name)
		}
	}
	return strings.Join(names, "")
}
