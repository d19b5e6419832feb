// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

// Package retention answers: may a frozen sandbox be purged now, and if not,
// what does that wait for?
package retention

import (
	"strconv"
	"strings"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/finding"
)

// day is a day of retention: a span of time, not of the calendar.
const day = 24 * time.Hour

// Box is a sandbox as its own marks describe it, which Mandate alone writes.
// They outlive the grant and its class. The zero Box is kept.
type Box struct {
	// Name is the sandbox namespace.
	Name string
	// Domain and Grant name the grant it was made for, and GrantUID is that
	// grant's UID.
	Domain, Grant, GrantUID string
	// Holder is the Organization that worked in it, Class the SandboxClass.
	Holder, Class string
	// Days are the days of its class's retention, 0 where they are not known.
	Days int
	// Frozen says that it is cut and nothing is left of the cut to be done.
	Frozen bool
	// Until is the end of its retention, zero before that began.
	Until time.Time
	// Purge is the mark by which it is to be deleted next.
	Purge string
}

// Read reads the marks of a sandbox. A mark that cannot be read is as good as
// none.
func Read(namespace metav1.Object) Box {
	marks := namespace.GetAnnotations()
	domain, grant, _ := strings.Cut(marks[v1alpha1.GrantAnnotation], "/")
	days, err := strconv.Atoi(marks[v1alpha1.RetentionDaysAnnotation])
	if err != nil || days < 1 {
		days = 0
	}
	until, err := time.Parse(time.RFC3339, marks[v1alpha1.RetainedUntilAnnotation])
	if err != nil {
		until = time.Time{}
	}
	closed := marks[v1alpha1.ClosedByAnnotation]
	return Box{
		Name:   namespace.GetName(),
		Domain: domain, Grant: grant, GrantUID: namespace.GetLabels()[v1alpha1.GrantUIDLabel],
		Holder: marks[v1alpha1.HolderAnnotation], Class: marks[v1alpha1.ClassAnnotation], Days: days,
		Frozen: closed != "" && marks[v1alpha1.FrozenAnnotation] == closed,
		Until:  until, Purge: marks[v1alpha1.PurgeAnnotation],
	}
}

// Begins says whether the retention of a sandbox begins where it is frozen, for
// good, at an instant, and when it then ends: with a full second, rounded late.
func (b Box) Begins(now time.Time) (until time.Time, begins bool) {
	if b.Days == 0 || !b.Until.IsZero() {
		return time.Time{}, false
	}
	return now.UTC().Truncate(time.Second).Add(time.Second + time.Duration(b.Days)*day), true
}

// since is when the retention began: the sandbox was frozen, and its grant over.
func (b Box) since() time.Time { return b.Until.Add(-time.Duration(b.Days)*day - time.Second) }

// Unbeaten finds that the last beat of cutoff, zero where there is none, does not tell
// yet that the retention of the sandbox is over: before, admission refuses to delete
// it (policy mandate-sandbox-purge).
func (b Box) Unbeaten(last time.Time) *finding.Finding {
	if !last.IsZero() && !last.Before(b.Until) {
		return nil
	}
	return finding.New(v1alpha1.NotYetDueReason, nil,
		"sandbox %s is kept until %s by the beat of cutoff: one at that instant or later is awaited (Heartbeat %s, spec.renewTime), and by it the operator purges",
		b.Name, b.Until.Format(time.RFC3339), v1alpha1.HeartbeatName)
}

// Kept says, to whoever looks at a frozen sandbox, for how long it is kept.
func (b Box) Kept() string { return b.kept().String() }

func (b Box) kept() finding.Phrase {
	disposal := finding.Say("its disposal was decided (a Dispose of Namespace %s in namespace %s)", b.Name, b.Domain)
	switch {
	case b.Days == 0:
		return finding.Say("it is kept: it carries no retention, so that only the group %s deletes it", v1alpha1.BreakGlassGroup)
	case b.Until.IsZero():
		return finding.Say("it is kept until its grant has ended, for %s from then on, and until %s", b.rule(), disposal)
	}
	return finding.Say("it is kept until %s (%s) and until %s", b.Until.Format(time.RFC3339), b.rule(), disposal)
}

func (b Box) rule() finding.Phrase {
	return finding.Say("spec.retentionDays %d of SandboxClass %s", b.Days, b.Class)
}
