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
	// From is the day from which its deadline runs, nil before that.
	From *calendar.Day
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
	// CompleteFrom is the instant from which a publicity is or was complete.
	CompleteFrom time.Time
	// Begun says that an act on it counts.
	Begun bool
	// Unread says that what keeps the step could not be read.
	Unread bool
	// Message says what is missing and what to do, with the clause; empty when
	// done. Said is the same without the clause, for any language.
	Message string
	Said    finding.Phrase
}

// Gates says whether the effect waits for the step.
func (s *StepProgress) Gates() bool { return s.Step.Gate == nil || *s.Step.Gate }

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

// effectState is where the procedures of one effect stand together.
type effectState struct {
	effect  v1alpha1.Effect
	outcome Outcome
	// seen says that a procedure of it is for the subject.
	seen bool
}

// Effect is where an effect stands. For an effect that the edition names no
// procedure for, it is not complete, and Pending says that it is undetermined.
func (r *Report) Effect(effect v1alpha1.Effect) Outcome {
	for i := range r.effects {
		if r.effects[i].effect == effect {
			return r.effects[i].outcome
		}
	}
	return Outcome{Pending: finding.New(v1alpha1.UndeterminedReason, nil,
		"the edition names no procedure with the effect %s; it must name one or declare none: true", effect)}
}

// Conferred are the effects that confer a role and are complete.
func (r *Report) Conferred() []v1alpha1.Effect {
	var conferred []v1alpha1.Effect
	for i := range r.effects {
		if roleOf(r.effects[i].effect) != "" && r.effects[i].outcome.Complete {
			conferred = append(conferred, r.effects[i].effect)
		}
	}
	return conferred
}

// ConferredFrom is the legal day from which each effect counts that confers a
// role and is complete.
func (r *Report) ConferredFrom() map[v1alpha1.Effect]calendar.Day {
	from := map[v1alpha1.Effect]calendar.Day{}
	for _, effect := range r.Conferred() {
		for i := range r.Progress {
			if p := &r.Progress[i]; p.Procedure.Effect == effect && p.Complete {
				from[effect] = max(from[effect], p.Day)
			}
		}
	}
	return from
}

// ConferredBy are the Decisions that completed what ConferredFrom tells the days
// of; an effect that time completed has none.
func (r *Report) ConferredBy() map[v1alpha1.Effect]string {
	by := map[v1alpha1.Effect]string{}
	for effect, day := range r.ConferredFrom() {
		for i := range r.Progress {
			if p := &r.Progress[i]; p.Procedure.Effect == effect && p.Complete && p.Day == day && p.CompletedBy != nil {
				by[effect] = p.CompletedBy.Name
			}
		}
	}
	return by
}

// Against finds the gravest thing that was taken from the whole subject.
func (r *Report) Against() *finding.Finding {
	for i := range r.Taken {
		if len(r.Taken[i].Inputs) == 0 {
			return r.Taken[i].Finding
		}
	}
	return nil
}

// AgainstInput finds the gravest thing that was taken from one input.
func (r *Report) AgainstInput(resource v1alpha1.ObjectName) *finding.Finding {
	for i := range r.Taken {
		if r.Taken[i].covers(resource) {
			return r.Taken[i].Finding
		}
	}
	return nil
}

// Step is where a step stands, the latest run of its procedure, or nil.
func (r *Report) Step(procedure, step string) *StepProgress {
	if r == nil {
		return nil
	}
	for i := len(r.Progress) - 1; i >= 0; i-- {
		p := &r.Progress[i]
		if p.Procedure.Name != procedure {
			continue
		}
		for j := range p.Steps {
			if p.Steps[j].Step.Name == step {
				return &p.Steps[j]
			}
		}
	}
	return nil
}
