// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package procedure

import (
	"time"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/calendar"
	"github.com/publicdata-io/mandate/internal/finding"
)

// Report is what has become of one subject by the Decisions on it. The zero
// Report denies: no effect has come.
type Report struct {
	// Progress says where each procedure of the subject stands whose `when`
	// holds, in the edition's order, the runs of one in the order of their
	// opening.
	Progress []Progress
	// Taken is what was taken away by procedures and consequences and was not
	// given back, in the order of severity and then of its beginning. What
	// Decisions without a step took is not in it: see Left.
	Taken []Taking
	// Left are the acts that the edition names no procedure for: the standing
	// of the subject is folded from them. A Suspend among them that a procedure
	// has lifted is left out.
	Left []*v1alpha1.Decision
	// Judged says for each of the Decisions given, in their order, whether it
	// counts.
	Judged []Judgement
	// Rectifications are the orders to rectify, in the order of their opening.
	Rectifications []Rectification
	// Duties say where the edition's duties stand whose clock has started.
	Duties []DutyState
	// Selected are the organisations chosen by a complete Selection.
	Selected []v1alpha1.ObjectName
	// Applicants are the applications that a Selection received and that
	// count, in the order of their days.
	Applicants []Applicant
	// Bars are what bars the subject (an Organization) or its operator or
	// holder from applying anew, by Bar or by the ground of a Terminate.
	Bars []Bar
	// Fixed are the parts that counting acts cover: admission refuses changes.
	Fixed []v1alpha1.Part
	// Changed finds that acts which would count carry another digest than the
	// content has; nil otherwise.
	Changed *finding.Finding
	// Next is the earliest instant after now at which time alone changes the
	// answer, or zero.
	Next time.Time

	effects []effectState
	chosen  []picked
}

// Judgement is whether a Decision counts.
type Judgement struct {
	// Decision is the act.
	Decision *v1alpha1.Decision
	// Finding is why it has no effect; nil when it counts.
	Finding *finding.Finding
	// Left says that the engine has no rule for the act: it is one of
	// Report.Left, and package standing judges it.
	Left bool
}

// Outcome is where an effect stands.
type Outcome struct {
	// Complete says that the effect has come; the zero Outcome is that it has
	// not.
	Complete bool
	// None says that the edition declares that no act is needed.
	None bool
	// Since is the instant from which it is complete, not before any of the
	// acts was recorded nor before its legal day; zero with None.
	Since time.Time
	// Pending finds what is missing, nil when complete. It is Undecided where
	// only what could not be read keeps the effect away, and its reason is
	// Undetermined where the edition names no procedure that fits.
	Pending *finding.Finding
}

// Progress is where one procedure, or one run of it, stands.
type Progress struct {
	// Procedure is the edition's rule.
	Procedure *v1alpha1.Procedure
	// Opened is the act that opened the run, where the procedure may run again;
	// of a Lifted procedure, the act that opened what it lifts.
	Opened *v1alpha1.Decision
	// Complete says that the procedure has its effect.
	Complete bool
	// Since is the instant from which it is complete, and Day the legal day.
	Since time.Time
	Day   calendar.Day
	// CompletedBy is the act that completed it; nil where time did.
	CompletedBy *v1alpha1.Decision
	// Lifted says that what the run took was given back.
	Lifted bool
	// Unclaimed says that it confers a role which the organisation, that is known,
	// does not claim.
	Unclaimed bool
	// Spared says that what was adopted stands in its place: nobody is waited for in
	// it.
	Spared bool
	// Rejected is the act that ended the procedure by a Reject, or nil.
	Rejected *v1alpha1.Decision
	// Steps are those that the subject needs, in the edition's order.
	Steps []StepProgress
	// Missing finds what `requires` asks for and is not there, or nil.
	Missing *finding.Finding
}

// StepProgress is where one step stands.
type StepProgress struct {
	// Step is the edition's rule.
	Step *v1alpha1.Step
	// State is where it stands.
	State v1alpha1.StepState
	// Since is the instant from which it is done, and Day the legal day of the
	// last act, from which deadlines run; set only with StepDone.
	Since time.Time
	Day   calendar.Day
	// WaitingFor are the parties that are waited for, as messages name them, and
	// Waiting the same as they can be said in any language.
	WaitingFor []string
	Waiting    []finding.Phrase
	// From is the day from which its deadline runs, nil before that; Turn the
	// first day on which it could be done, of one that nothing waits for and that
	// is left to do, nil before that.
	From, Turn *calendar.Day
	// Due is the last day on which the act is on time, nil where nothing sets
	// one yet; Provisional says that it reaches into a year of which the
	// working days are not known (D2).
	Due         *calendar.Day
	Provisional bool
	// Overdue says that the last day has passed without the act, and Late that
	// the act came after it, which is kept for ever (D25). OverdueFrom is the
	// first instant of either.
	Overdue, Late bool
	OverdueFrom   time.Time
	// Elapsed are the working days since the clock of a soft deadline started
	// (D18), -1 where there is none.
	Elapsed int
	// CompleteFrom is the instant from which a publicity is or was complete; of
	// one that is Provisional, a guess.
	CompleteFrom time.Time
	// Begun says that an act on it counts.
	Begun bool
	// Expired are papers of its acts that have run out, and that must be valid.
	Expired []Expired
	// Unread says that what keeps the step could not be read.
	Unread bool
	// Message says what is missing and what to do, with the clause; empty when
	// done. Said is the same without the clause, for any language.
	Message string
	Said    finding.Phrase
}

// Gates says whether the effect waits for the step.
func (s *StepProgress) Gates() bool { return s.Step.Gate == nil || *s.Step.Gate }

// effectState is where the procedures of one effect stand together.
type effectState struct {
	effect  v1alpha1.Effect
	outcome Outcome
	// seen says that a procedure of it is for the subject.
	seen bool
}
