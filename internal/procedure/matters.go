// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package procedure

import (
	"time"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/calendar"
	"github.com/publicdata-io/mandate/internal/finding"
)

// Taking is one thing that was taken away and not given back.
type Taking struct {
	// Effect is Suspended or Terminated.
	Effect v1alpha1.Effect
	// Act is the act that completed it, or the order from whose overdue it
	// follows by itself.
	Act *v1alpha1.Decision
	// ByItself says that it follows from a consequence of the edition (D34).
	ByItself bool
	// Since is the instant from which it stands.
	Since time.Time
	// Inputs are what it covers; the whole subject when empty.
	Inputs []v1alpha1.ObjectName
	// Finding says it in words.
	Finding *finding.Finding
}

// Rectification is one order to rectify 整改.
type Rectification struct {
	// Order is the act that opened it.
	Order *v1alpha1.Decision
	// State is where it stands.
	State RectificationState
	// Due is the last day that the order gives, or nil.
	Due *calendar.Day
	// Overdue says that the day passed before it was reported; it is kept for
	// ever. OverdueFrom is the first instant of it.
	Overdue     bool
	OverdueFrom time.Time
	// Inputs are those that the order names; the whole subject when empty.
	Inputs []v1alpha1.ObjectName
}

// RectificationState is where an order to rectify stands.
type RectificationState string

// Where an order to rectify stands (B.7). That it was overdue is said beside.
const (
	RectificationOrdered       RectificationState = "Ordered"
	RectificationPlanSubmitted RectificationState = "PlanSubmitted"
	RectificationSubmitted     RectificationState = "Submitted"
	RectificationReturned      RectificationState = "Returned"
	RectificationAccepted      RectificationState = "Accepted"
)

// DutyState is where a duty stands.
type DutyState struct {
	// Duty is the edition's rule; nil for the duty that a consequence lays on
	// somebody.
	Duty *v1alpha1.Duty
	// Consequence is the consequence whose duty it is, or nil, and Order the act
	// from which it follows.
	Consequence *v1alpha1.Consequence
	Order       *v1alpha1.Decision
	// Of are those whose duty it is, as messages name them, and Owing the same as
	// they can be said in any language.
	Of    []string
	Owing []finding.Phrase
	// From is the day from which its deadline runs.
	From calendar.Day
	// Due is the last day, nil where the text gives no number.
	Due         *calendar.Day
	Provisional bool
	// Done says that it was fulfilled, on Day.
	Done bool
	Day  calendar.Day
	// Overdue and Late are as of a step.
	Overdue, Late bool
	// Elapsed are the working days since its clock started.
	Elapsed int
	// Message says what is to be done, or that it was, with the clause. Said is
	// the same without the clause, for any language.
	Message string
	Said    finding.Phrase
}

// Applicant is one application in a Selection.
type Applicant struct {
	Organization v1alpha1.ObjectName
	// Apply is the act.
	Apply *v1alpha1.Decision
	// Reviewed says that every step repeated for applicants is done for it.
	Reviewed bool
	// Selected says that it was chosen.
	Selected bool
}

// Bar refuses what an organisation submits on its days. It cuts nothing.
type Bar struct {
	// Of is who is barred.
	Of v1alpha1.ObjectName
	// Days are the barred days, both inclusive (D15).
	Days calendar.Days
	// Act is the Bar, or the Terminate whose ground bars.
	Act *v1alpha1.Decision
	// Basis cites the rule.
	Basis []v1alpha1.BasisID
}
