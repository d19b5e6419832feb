// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package retention

import (
	"cmp"
	"slices"
	"time"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/authorization"
	"github.com/publicdata-io/mandate/internal/calendar"
	"github.com/publicdata-io/mandate/internal/finding"
	"github.com/publicdata-io/mandate/internal/jurisdiction"
	"github.com/publicdata-io/mandate/internal/standing"
)

// Facts are what the answer rests on.
type Facts struct {
	// Box is the sandbox.
	Box Box
	// Link is whether its grant may still come back. The zero Link is unread.
	Link Link
	// Disposals are the Dispose Decisions on it, in whichever namespace.
	Disposals []*v1alpha1.Decision
	// Register says which organisations are one body or affiliated, as it is read
	// for those who decided. Nil is unread, and keeps.
	Register *authorization.Facts
}

// Outcome is the answer. The zero Outcome keeps.
type Outcome struct {
	// By is the Dispose by which the sandbox may be purged now, or nil.
	By *v1alpha1.Decision
	// Next is the earliest instant after now at which the answer could change
	// by time alone, or zero.
	Next time.Time
}

// Decide answers for one sandbox: its retention is over, its grant does not come
// back, and somebody decided on its disposal since it was frozen.
func Decide(f Facts, now time.Time) Outcome {
	var outcome Outcome
	disposals := slices.Clone(f.Disposals)
	slices.SortFunc(disposals, func(a, b *v1alpha1.Decision) int {
		return cmp.Or(standing.RecordedAt(a).Compare(standing.RecordedAt(b)), cmp.Compare(a.Name, b.Name))
	})
	for _, d := range disposals {
		if Judge(d, f, now) == nil {
			return Outcome{By: d}
		}
		outcome.Next = calendar.Earliest(outcome.Next, calendar.NextAfter(now, f.Box.Until, f.Link.ends, effective(d, f.Link)))
	}
	return outcome
}

// Judge finds why a Dispose has no effect, or not yet; nil means that by it the
// sandbox is purged.
func Judge(d *v1alpha1.Decision, f Facts, now time.Time) *finding.Finding {
	return finding.First(
		// Make sure that it is of this sandbox, and by somebody who may.
		elsewhere(d, f.Box),
		f.byTheHolder(d),
		standing.ClerkOfHolder(d, jurisdiction.Parties{v1alpha1.PartyHolder: {f.Box.Holder}}, f.related, nil),
		f.inAnotherName(d),
		// Make sure that nobody needs it any more.
		notFrozen(f.Box),
		f.Link.lasts(f.Box),
		notBegun(f.Box),
		// Make sure that it is as it was when that was decided.
		premature(d, f.Box),
		retained(d, f, now),
	)
}

func elsewhere(d *v1alpha1.Decision, box Box) *finding.Finding {
	if d.Spec.Action == v1alpha1.ActionDispose && d.Namespace == box.Domain && string(d.Spec.Subject.Name) == box.Name {
		return nil
	}
	return finding.New(v1alpha1.NotEntitledReason, nil,
		"spec.subject: Namespace %q is the sandbox of DeveloperGrant %s/%s; its disposal is decided in namespace %s", box.Name, box.Domain, box.Grant, box.Domain)
}

// byTheHolder finds that who worked in the sandbox decided on it, by whichever of
// its names.
func (f Facts) byTheHolder(d *v1alpha1.Decision) *finding.Finding {
	holder := v1alpha1.ObjectName(f.Box.Holder)
	names := []v1alpha1.ObjectName{holder}
	if f.Register != nil {
		names = f.Register.Bearers(holder)
	}
	if holder != "" && !slices.Contains(names, d.Spec.Organization) {
		return nil
	}
	return finding.New(v1alpha1.NotEntitledReason, nil,
		"Organization %q worked in sandbox %s and does not decide on what it leaves there; the grantor's or the data authority's Dispose is awaited", d.Spec.Organization, f.Box.Name)
}

func (f Facts) related(a, b v1alpha1.ObjectName) bool {
	return f.Register != nil && slices.Contains(f.Register.Together(a), b)
}

// inAnotherName finds that the disposal was decided in another name of a body, or
// that nobody can tell.
func (f Facts) inAnotherName(d *v1alpha1.Decision) *finding.Finding {
	if f.Register == nil {
		return finding.Unread("Organization", string(d.Spec.Organization))
	}
	return f.Register.GivesInAnotherName(d)
}

func notFrozen(box Box) *finding.Finding {
	if box.Frozen {
		return nil
	}
	return finding.New(v1alpha1.RetainedReason, nil,
		"sandbox %s is not frozen; end the DeveloperGrant %s/%s, and decide on its disposal once its access is cut", box.Name, box.Domain, box.Grant)
}

// notBegun finds that the retention of the sandbox has not begun.
func notBegun(box Box) *finding.Finding {
	if box.Days > 0 && !box.Until.IsZero() {
		return nil
	}
	return finding.New(v1alpha1.RetainedReason, nil, "sandbox %s: %s", box.Name, box.kept())
}

// premature finds that the sandbox was in use, or might have been again, after its
// disposal was decided.
func premature(d *v1alpha1.Decision, box Box) *finding.Finding {
	if !standing.RecordedAt(d).Before(box.since()) {
		return nil
	}
	return finding.New(v1alpha1.PrematureReason, nil,
		"it was recorded before the retention of sandbox %s began (%s); a Dispose recorded since is awaited", box.Name, box.since().Format(time.RFC3339))
}

// retained finds that the class's retention runs, or that the legal day of the
// act has not begun.
func retained(d *v1alpha1.Decision, f Facts, now time.Time) *finding.Finding {
	if now.Before(f.Box.Until) {
		return finding.New(v1alpha1.NotYetDueReason, nil,
			"sandbox %s is kept until %s (%s)", f.Box.Name, f.Box.Until.Format(time.RFC3339), f.Box.rule())
	}
	if at := effective(d, f.Link); at.After(now) {
		return finding.New(v1alpha1.NotYetDueReason, nil, "takes effect at %s: nothing is disposed of before the legal day of the act", at.Format(time.RFC3339))
	}
	return nil
}

func effective(d *v1alpha1.Decision, link Link) time.Time { return standing.EffectiveAt(d, link.zone) }
