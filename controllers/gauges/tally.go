// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package gauges

import (
	"strings"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"k8s.io/apimachinery/pkg/api/meta"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/controllers/kube"
	"github.com/publicdata-io/mandate/internal/authorization"
	"github.com/publicdata-io/mandate/internal/calendar"
	"github.com/publicdata-io/mandate/internal/jurisdiction"
)

// family is one metric with its labels.
type family struct {
	name, help  string
	labels      []string
	description *prometheus.Desc
}

func familyOf(name, help string, labels ...string) *family {
	return &family{name, help, labels, prometheus.NewDesc(name, help, labels, nil)}
}

var (
	links = familyOf("mandate_links",
		"Links of the chain by the reason of their condition Active; InForce are those in force.", "kind", "jurisdiction", "reason")
	steps = familyOf("mandate_procedure_steps",
		"Steps of procedures that are not done, by where they stand: Waiting, Publicity, Returned, Rejected or Blocked. Steps that wait for an earlier one are not counted.", "kind", "jurisdiction", "procedure", "step", "state")
	overdue = familyOf("mandate_procedure_steps_overdue",
		"Steps whose last day has passed without the act.", "kind", "jurisdiction", "procedure", "step")
	late = familyOf("mandate_procedure_steps_completed_late",
		"Steps that were done after their last day.", "kind", "jurisdiction", "procedure", "step")
	provisional = familyOf("mandate_procedure_steps_provisional",
		"Steps whose dates reach into a year of which the WorkCalendar does not know the working days.", "kind", "jurisdiction", "procedure", "step")
	stepDue = familyOf("mandate_procedure_step_due_timestamp_seconds",
		"When the earliest last day ends, in Unix time, among the steps that wait for acts and are not overdue.", "kind", "jurisdiction", "procedure", "step")
	duties = familyOf("mandate_duties",
		"Duties whose clock has started, by where they stand: Open, Overdue, Fulfilled or FulfilledLate.", "kind", "jurisdiction", "duty", "state")
	dutyDue = familyOf("mandate_duty_due_timestamp_seconds",
		"When the earliest last day ends, in Unix time, among the duties that are open and not overdue.", "kind", "jurisdiction", "duty")
	flags = familyOf("mandate_flags",
		"Links with something that the edition asks to be shown, and that refuses nothing.", "kind", "jurisdiction", "check")

	families = []*family{links, steps, overdue, late, provisional, stepDue, duties, dutyDue, flags}
)

// series is one metric and its label values, joined by a byte that none holds.
type series struct {
	of     *family
	values string
}

const between = "\xff"

// tally counts links. Of a family of instants it keeps the earliest.
type tally struct {
	counts map[series]float64
	zones  map[v1alpha1.ObjectName]*time.Location
}

func newTally(editions []v1alpha1.Jurisdiction) *tally {
	t := &tally{counts: map[series]float64{}, zones: map[v1alpha1.ObjectName]*time.Location{}}
	for i := range editions {
		if zone, err := jurisdiction.Zone(&editions[i]); err == nil {
			t.zones[v1alpha1.ObjectName(editions[i].Name)] = zone
		}
	}
	return t
}

func (t *tally) one(of *family, values ...string) {
	t.counts[series{of, strings.Join(values, between)}]++
}

// earliest keeps the end of a last day, read in the zone of the edition.
func (t *tally) earliest(of *family, edition v1alpha1.ObjectName, due *v1alpha1.Date, values ...string) {
	zone := t.zones[edition]
	if due == nil || zone == nil {
		return
	}
	day, err := calendar.DayOf(*due)
	if err != nil {
		return
	}
	key, ends := series{of, strings.Join(values, between)}, float64(day.End(zone).Unix())
	if known, ok := t.counts[key]; !ok || ends < known {
		t.counts[key] = ends
	}
}

func (t *tally) add(l kube.Told) {
	over := false
	if c := meta.FindStatusCondition(l.Conditions, v1alpha1.ActiveCondition); c != nil {
		t.one(links, l.Kind, string(l.Edition), c.Reason)
		over = authorization.IsOver(c.Reason)
	}
	for i := range l.Report.Procedure {
		p := &l.Report.Procedure[i]
		for j := range p.Steps {
			if s := &p.Steps[j]; !over || s.State == v1alpha1.StepDone { // what waits for nobody is not late
				t.step(l, p.Name, s)
			}
		}
	}
	for i := range l.Report.Duties {
		t.duty(l, &l.Report.Duties[i])
	}
	for _, flag := range l.Report.Flags {
		t.one(flags, l.Kind, string(l.Edition), string(flag.Check))
	}
}

func (t *tally) step(l kube.Told, procedure string, s *v1alpha1.StepStatus) {
	at := []string{l.Kind, string(l.Edition), procedure, s.Name}
	if s.State != v1alpha1.StepDone && s.State != v1alpha1.StepLater {
		t.one(steps, append(at, string(s.State))...)
	}
	if isTrue(s.CompletedLate) {
		t.one(late, at...)
	}
	if isTrue(s.Provisional) && s.State != v1alpha1.StepDone {
		t.one(provisional, at...)
	}
	switch {
	case isTrue(s.Overdue):
		t.one(overdue, at...)
	case s.State == v1alpha1.StepWaiting:
		t.earliest(stepDue, l.Edition, s.Due, at...)
	}
}

func (t *tally) duty(l kube.Told, d *v1alpha1.DutyStatus) {
	at := []string{l.Kind, string(l.Edition), d.Name}
	state := "Open"
	switch {
	case isTrue(d.Overdue):
		state = "Overdue"
	case isTrue(d.CompletedLate):
		state = "FulfilledLate"
	case d.FulfilledOn != nil:
		state = "Fulfilled"
	default:
		t.earliest(dutyDue, l.Edition, d.Due, at...)
	}
	t.one(duties, append(at, state)...)
}

func (t *tally) send(found chan<- prometheus.Metric) {
	for key, value := range t.counts {
		found <- prometheus.MustNewConstMetric(key.of.description, prometheus.GaugeValue, value, strings.Split(key.values, between)...)
	}
}

func isTrue(b *bool) bool { return b != nil && *b }
