// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package checking

import (
	"time"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/calendar"
	"github.com/publicdata-io/mandate/internal/finding"
	"github.com/publicdata-io/mandate/internal/procedure"
)

// refused are the faults of a Decision for which admission would refuse it.
func (o Object) refused(d *v1alpha1.Decision, now time.Time) []Fault {
	var faults []Fault
	for _, r := range Refused(d, now) {
		faults = append(faults, o.fault(r.Field, r.Said))
	}
	return faults
}

// Refusal is what admission would hold against a field of a Decision.
type Refusal struct {
	Field string
	Said  finding.Phrase
}

// Refused is what admission would hold against a Decision, whoever applies it: the
// policies mandate-decisions-giving, -taking and -restored. Who may is asked of
// the cluster.
func Refused(d *v1alpha1.Decision, now time.Time) []Refusal {
	var faults []Refusal
	add := func(field string, said finding.Phrase) { faults = append(faults, Refusal{field, said}) }
	if onOrganization := d.Spec.Subject.Kind == v1alpha1.OnOrganization; onOrganization != (d.Namespace == v1alpha1.RegistryNamespace) {
		if onOrganization {
			add("metadata.namespace", finding.Say("%s: Decisions on an Organization live in %s", d.Namespace, v1alpha1.RegistryNamespace))
		} else {
			add("metadata.namespace", finding.Say("%s is for Decisions on an Organization alone: one on %s %q lives where that does", d.Namespace, d.Spec.Subject.Kind, d.Spec.Subject.Name))
		}
	}
	recorded := d.Spec.RecordedAt
	if recorded != nil && recorded.After(now) {
		add("spec.recordedAt", finding.Say("%s lies in the future: write the time of the original record, or leave it out", recorded.UTC().Format(time.RFC3339)))
	}
	if procedure.Takes(d.Spec.Action) {
		return faults // what takes away is refused for nothing else
	}
	if by := d.Spec.TranscribedBy; by != "" && by == d.Spec.Organization {
		add("spec.transcribedBy", finding.Say("%q is spec.organization itself, which transcribes no act of its own: leave transcribedBy out", by))
	}
	begun, known := begunAt(d.Spec.ActedOn)
	switch {
	case !known: // the schema says so
	case begun.After(now):
		add("spec.actedOn", finding.Say("%s lies in the future: an act that gives is not dated ahead; record it on its day", d.Spec.ActedOn))
	case recorded != nil && begun.After(recorded.Time):
		add("spec.actedOn", finding.Say("%s lies after spec.recordedAt %s: an act is recorded when it was done or later; correct one of the two", d.Spec.ActedOn, recorded.UTC().Format(time.RFC3339)))
	}
	return faults
}

// begunAt is when a legal day has begun anywhere.
func begunAt(on v1alpha1.ActDay) (time.Time, bool) {
	if day, err := time.ParseInLocation(time.DateOnly, string(on), calendar.FirstZone); err == nil {
		return day, true
	}
	at, err := time.Parse(time.RFC3339, string(on))
	return at, err == nil
}
