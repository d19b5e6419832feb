// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package retention

import (
	"slices"
	"time"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/authorization"
	"github.com/publicdata-io/mandate/internal/calendar"
	"github.com/publicdata-io/mandate/internal/finding"
	"github.com/publicdata-io/mandate/internal/jurisdiction"
	"github.com/publicdata-io/mandate/internal/standing"
)

// Record is what is kept of one subject: the Decisions on it. The zero Record is
// kept for good.
type Record struct {
	// Subject is what the Decisions are on.
	Subject v1alpha1.DecisionSubject
	// Party is the Organization that worked under the subject and does not decide
	// on what is kept of it.
	Party v1alpha1.ObjectName
	// Bearers are all organisations that bear the credit code of Party, which are
	// one body with it, and InAnotherName finds that who decided did not act for
	// its body. Nil knows nobody.
	Bearers       []v1alpha1.ObjectName
	InAnotherName func(d *v1alpha1.Decision) *finding.Finding
	// Parties are the organisations that the subject's fields designate, and Related
	// says who is affiliated: whose clerk writes no Dispose down. Nil knows nobody.
	Parties jurisdiction.Parties
	Related func(a, b v1alpha1.ObjectName) bool
	// Edition is that which the subject pins, or nil.
	Edition *v1alpha1.Jurisdiction
	// TermEnds is the first instant after the subject's term, zero where it has
	// none or it is not known.
	TermEnds time.Time
	// Terminated is since when the subject is terminated by acts that count, zero
	// where it is not.
	Terminated time.Time
	// Decisions are all on the subject.
	Decisions []*v1alpha1.Decision
}

// RecordOf reads the record of a subject at an instant. Of agreements and grants it
// is known when they end; of any other it is kept for good.
func RecordOf(f *authorization.Facts, subject v1alpha1.DecisionSubject, now time.Time) Record {
	r := Record{Subject: subject, Decisions: f.Decisions[subject]}
	var edition v1alpha1.ObjectName
	var term *v1alpha1.Term
	var window *v1alpha1.Window
	switch agreement := f.Agreement.Get(); {
	case subject.Kind == v1alpha1.OnDeveloperGrant && f.Grant != nil:
		spec := &f.Grant.Spec
		r.Party, edition, term, window = spec.Holder, spec.Jurisdiction, spec.Term, spec.Window
	case subject.Kind == v1alpha1.OnOperationAgreement && agreement != nil:
		spec := &agreement.Spec
		r.Party, edition, term, window = spec.Operator, spec.Jurisdiction, spec.Term, spec.Window
	default:
		return r
	}
	rules := f.RulesFor(subject, now)
	r.Parties, r.Related = rules.Parties, rules.Related
	r.Bearers, r.InAnotherName = f.Bearers(r.Party), f.GivesInAnotherName
	if r.Edition = f.Jurisdictions[edition].Get(); r.Edition == nil {
		return r
	}
	if zone, err := jurisdiction.Zone(r.Edition); err == nil {
		if span, err := calendar.Span(term, window, zone); err == nil {
			r.TermEnds = span.NotAfter
		}
	}
	r.Terminated = f.Terminated(subject, now)
	return r
}

// since is when the retention begins: with the later of the end of the subject
// and the last act on it (D24); zero where no end is known. A term that ends with
// the midnight after its last day ends on that day.
func (r Record) since() time.Time {
	ends := r.Terminated
	if !r.TermEnds.IsZero() {
		ends = calendar.Earliest(ends, r.TermEnds.Add(-time.Nanosecond))
	}
	var last time.Time
	for _, d := range r.Decisions {
		if at := standing.RecordedAt(d); d.Spec.Action != v1alpha1.ActionDispose && at.After(last) {
			last = at
		}
	}
	if !ends.IsZero() && last.After(ends) {
		return last
	}
	return ends
}

// Until is the instant at which the retention is over, its last day inclusive;
// zero where the record is kept for good.
func (r Record) Until() time.Time {
	since := r.since()
	if r.Edition == nil || r.Edition.Spec.Retention == nil || since.IsZero() {
		return time.Time{}
	}
	zone, err := jurisdiction.Zone(r.Edition)
	if err != nil {
		return time.Time{}
	}
	return calendar.AfterYears(since, r.Edition.Spec.Retention.Years, v1alpha1.StartDayExcluded, zone)
}

// Disposable says whether the Decisions on the subject may be deleted: their
// retention is over and a Dispose counts.
func (r Record) Disposable(now time.Time) bool {
	return slices.ContainsFunc(r.Decisions, func(d *v1alpha1.Decision) bool {
		return d.Spec.Action == v1alpha1.ActionDispose && d.Spec.Step == "" && r.Judge(d, now) == nil
	})
}

// Judge finds why a Dispose of the record has no effect, or not yet; nil means
// that by it the Decisions on the subject may be deleted.
func (r Record) Judge(d *v1alpha1.Decision, now time.Time) *finding.Finding {
	until, basis := r.Until(), r.basis()
	switch {
	case r.Party != "" && (d.Spec.Organization == r.Party || slices.Contains(r.Bearers, d.Spec.Organization)):
		return finding.New(v1alpha1.NotEntitledReason, basis,
			"Organization %q worked under %s %q and does not decide on what is kept of it; the grantor's or the data authority's Dispose is awaited", d.Spec.Organization, r.Subject.Kind, r.Subject.Name)
	case until.IsZero():
		return finding.New(v1alpha1.RetainedReason, basis,
			"the Decisions on %s %q are kept for good: the edition that it pins states no retention (spec.retention), or no end of it is known", r.Subject.Kind, r.Subject.Name)
	}
	if r.InAnotherName != nil {
		if found := r.InAnotherName(d); found != nil {
			return found
		}
	}
	clerk := standing.ClerkOfHolder(d, r.Parties, r.Related, basis)
	switch {
	case clerk != nil:
		return clerk
	case standing.RecordedAt(d).Before(r.since()):
		return finding.New(v1alpha1.PrematureReason, basis,
			"it was recorded before %s %q had ended and the last act on it was recorded; a Dispose recorded since is awaited", r.Subject.Kind, r.Subject.Name)
	case now.Before(until):
		return finding.New(v1alpha1.NotYetDueReason, basis,
			"the Decisions on %s %q are kept until %s", r.Subject.Kind, r.Subject.Name, until.UTC().Format(time.RFC3339))
	}
	return nil
}

// basis cites the edition's rule of retention, where it states one.
func (r Record) basis() []v1alpha1.BasisID {
	if r.Edition == nil || r.Edition.Spec.Retention == nil {
		return nil
	}
	return r.Edition.Spec.Retention.Basis
}
