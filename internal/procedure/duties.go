// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package procedure

import (
	"slices"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/calendar"
	"github.com/publicdata-io/mandate/internal/finding"
)

func (e *engine) dutyNamed(name string) *v1alpha1.Duty {
	at := slices.IndexFunc(e.edition.Spec.Duties, func(d v1alpha1.Duty) bool { return d.Of == e.subject.Kind && d.Name == name })
	if at < 0 {
		return nil
	}
	return &e.edition.Spec.Duties[at]
}

// judgeDuty rules on an act that fulfils a duty.
func (e *engine) judgeDuty(a *act) (ruling, *finding.Finding) {
	duty := e.dutyNamed(string(a.d.Spec.Step))
	switch {
	case duty.Act != a.d.Spec.Action:
		return fails, finding.New(v1alpha1.WrongActionReason, duty.Basis, "spec.action %s: duty %s asks for %s", a.d.Spec.Action, duty.Name, orNothing(duty.Act))
	case e.isOf(&duty.DutyOf, a.d.Spec.Organization, e.whole(nil)) != fits:
		return fails, finding.New(v1alpha1.NotEntitledReason, duty.Basis,
			"Organization %q may not fulfil duty %s of %s; it is that of %s", a.d.Spec.Organization, duty.Name, e.link(), e.name(&duty.DutyOf))
	case !e.find(duty.On).done:
		return open, nil
	}
	if found := e.notGiving(a, duty.Basis); found != nil {
		return fails, found
	}
	return counts, nil
}

// find is where a step of the subject or of the links above stands.
func (e *engine) find(ref v1alpha1.StepReference) point {
	procedure, step := split(ref)
	for _, r := range slices.Backward(e.runs) {
		if procedure != "" && r.procedure.Name != procedure {
			continue
		}
		if s := r.step(step); s != nil {
			return s.point()
		}
	}
	return e.above(procedure, step)
}

// reportDuties says where the duties stand whose clock has started.
func (e *engine) reportDuties(report *Report) {
	for i := range e.edition.Spec.Duties {
		duty := &e.edition.Spec.Duties[i]
		if duty.Of != e.subject.Kind {
			continue
		}
		from := e.find(duty.On)
		if !from.done {
			continue
		}
		report.Duties = append(report.Duties, e.duty(duty, from.day))
	}
}

func (e *engine) duty(duty *v1alpha1.Duty, start calendar.Day) DutyState {
	owing := e.names([]v1alpha1.Party{duty.DutyOf})
	out := DutyState{Duty: duty, Of: inWords(owing), Owing: owing, From: start}
	out.Day, out.Done = e.fulfilled(duty)
	d := e.counted(deadline{start: start}, duty.Due.WorkingDays, duty.Due.Days, duty.Due.Months, isTrue(duty.Due.Soft))
	if d.set && !d.soft {
		out.Due, out.Provisional = &d.last, d.provisional
		overdue := e.until(out) > d.last
		out.Overdue, out.Late = overdue && !out.Done, overdue && out.Done
		if !out.Done {
			e.recheck(d.last.End(e.zone))
		}
	}
	out.Elapsed, _ = e.world.Calendar.Between(start, e.until(out))
	what := finding.Say("%s", duty.Act)
	if duty.Until == v1alpha1.UntilSandboxReady {
		what = finding.Say("that the sandbox is open")
	}
	out.say(what, finding.All(" and ", owing...), duty.Basis)
	return out
}

// say says what is to be done, or that it was.
func (d *DutyState) say(what finding.Phrase, of finding.Series, basis []v1alpha1.BasisID) {
	switch {
	case d.Done && d.Late:
		d.Said = finding.Say("a duty of %s since %s: %s; done on %s, after the last day %s", of, d.From, what, d.Day, *d.Due)
	case d.Done:
		d.Said = finding.Say("a duty of %s since %s: %s; done on %s", of, d.From, what, d.Day)
	case d.Overdue:
		d.Said = finding.Say("a duty of %s since %s: %s; overdue, the last day was %s", of, d.From, what, *d.Due)
	case d.Due != nil && d.Provisional:
		d.Said = finding.Say("a duty of %s since %s: %s, by %s (provisional: the working days of that year are not known)", of, d.From, what, *d.Due)
	case d.Due != nil:
		d.Said = finding.Say("a duty of %s since %s: %s, by %s", of, d.From, what, *d.Due)
	default:
		d.Said = finding.Say("a duty of %s since %s: %s, without delay", of, d.From, what)
	}
	d.Message = (&finding.Finding{Message: d.Said.String(), Basis: basis}).Text()
}

// fulfilled is the first day on which a duty was fulfilled.
func (e *engine) fulfilled(duty *v1alpha1.Duty) (calendar.Day, bool) {
	if duty.Until != "" {
		return calendar.DayAt(e.subject.OpenedAt, e.zone), !e.subject.OpenedAt.IsZero()
	}
	for i := range e.acts {
		if a := &e.acts[i]; a.ruling == counts && a.procedure == nil && string(a.d.Spec.Step) == duty.Name {
			return a.day, true
		}
	}
	return 0, false
}
