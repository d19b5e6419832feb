// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

// Package explaining answers: how is a verdict told to a person, in which
// language? It reckons nothing: what it tells was decided elsewhere.
package explaining

import (
	"slices"
	"time"

	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/authorization"
	"github.com/publicdata-io/mandate/internal/calendar"
	"github.com/publicdata-io/mandate/internal/conditions"
	"github.com/publicdata-io/mandate/internal/finding"
)

// Explanation is why a link is in force or not, at one instant.
type Explanation struct {
	Kind      v1alpha1.SubjectLinkKind `json:"kind"`
	Namespace string                   `json:"namespace,omitempty"`
	Name      v1alpha1.ObjectName      `json:"name"`
	// At is the instant of the answer.
	At time.Time `json:"at"`
	Blocker
	// Reported is what the operator says of it otherwise, for a reason that no
	// law knows: what is lawful, and not given; or of what cannot be told here for
	// want of reading. Nil where there is none.
	Reported *Report `json:"reported,omitempty"`
	// From and Until are the term inside those of the ancestors.
	From  *time.Time `json:"from,omitempty"`
	Until *time.Time `json:"until,omitempty"`
	// Next is when the answer could change by time alone.
	Next *time.Time `json:"next,omitempty"`
	// WaitingFor is who is waited for next, and Due the earliest last day.
	WaitingFor string         `json:"waitingFor,omitempty"`
	Due        *v1alpha1.Date `json:"due,omitempty"`
	// DaysLeft are the calendar days from today to Due; negative once it is
	// past.
	DaysLeft *int `json:"daysLeft,omitempty"`
	// Inputs are the answers input by input.
	Inputs []Input `json:"inputs,omitempty"`
	// Procedure says where each procedure stands.
	Procedure []v1alpha1.ProcedureStatus `json:"procedure,omitempty"`
	// Elapsed says for how long steps are waited for that the text gives no number
	// of days.
	Elapsed []Elapsed `json:"elapsed,omitempty"`
	// Duties say what somebody owes once something has come, which holds nothing
	// up.
	Duties []Duty `json:"duties,omitempty"`
	// Expired are papers that have run out, and that must be valid.
	Expired []Flaw `json:"expired,omitempty"`
	// Remark is what the condition Active adds to "in force": that an agreement runs
	// on from before the rules, or under an edition that holds no more. Nil where it
	// adds nothing.
	Remark *Flaw `json:"remark,omitempty"`
	// Gaps are what an agreement that was signed before the rules held lacks under
	// them, and that denies nothing.
	Gaps []Flaw `json:"gaps,omitempty"`
	// Unread is what could not be read for it.
	Unread []string `json:"unread,omitempty"`
	// Sayings are what Procedure says, for any language.
	Sayings Sayings `json:"-"`
}

// Report is a condition of the object.
type Report struct {
	// Status is that of Active, of what cannot be told here.
	Status  string `json:"status,omitempty"`
	Reason  string `json:"reason"`
	Message string `json:"message"`
}

// Report takes in what the conditions of the object say where what is lawful is
// not given: a guard is missing, or the sandbox is not ready. Of what cannot be
// told for want of reading it takes in what Active says.
func (e *Explanation) Report(conditions []metav1.Condition) {
	if e.InForce == "Unknown" && len(e.Unread) > 0 {
		e.operator(conditions)
		return
	}
	for _, name := range []string{v1alpha1.ActiveCondition, v1alpha1.SandboxReadyCondition} {
		c := meta.FindStatusCondition(conditions, name)
		if c == nil || e.InForce != "True" || e.Reported != nil || c.Status == metav1.ConditionTrue || !beyondLaw[c.Reason] {
			continue
		}
		e.Reported = &Report{Reason: c.Reason, Message: c.Message}
	}
}

// beyondLaw are the reasons of conditions that no rule decides.
var beyondLaw = map[string]bool{
	v1alpha1.GuardMissingReason: true, v1alpha1.ProvisioningReason: true, v1alpha1.CuttingReason: true, v1alpha1.NameTakenReason: true,
}

// Blocker is what stands against a link or an input.
type Blocker struct {
	// InForce is True, False or, where a fact could not be read, Unknown.
	InForce string `json:"inForce"`
	// Reason is one of the reasons of Active.
	Reason string `json:"reason"`
	// Message says what is missing, on which object and field, who is waited
	// for and what to do.
	Message string `json:"message,omitempty"`
	// Basis cites the rule.
	Basis []v1alpha1.BasisID `json:"basis,omitempty"`
	// Said is the message for any language.
	Said finding.Phrase `json:"-"`
}

// state says whether it is in force and, where not, the reason.
func (b Blocker) state(w vocabulary) string {
	if b.InForce == "True" {
		return w.force[b.InForce]
	}
	return w.force[b.InForce] + w.colon + w.reason(b.Reason)
}

// standingIn is the state of the link: an objection is in force while it is open,
// which is said so.
func (e Explanation) standingIn(w vocabulary) string {
	switch {
	case e.Kind != v1alpha1.OnObjection:
	case e.InForce == "True":
		return w.labels["unsettled"]
	case e.Reason == v1alpha1.ObjectionDisposedReason:
		return w.labels["settled"]
	}
	return e.state(w)
}

// standing is the clause by which something stands against it.
func (b Blocker) standing() []v1alpha1.BasisID {
	if b.InForce == "True" {
		return nil
	}
	return b.Basis
}

// Input is the answer on one input.
type Input struct {
	Resource v1alpha1.ObjectName `json:"resource"`
	Blocker
}

// Of explains the verdict on a subject. zone reads the days.
func Of(subject v1alpha1.DecisionSubject, namespace string, v authorization.Verdict, report v1alpha1.ProcedureReport, at time.Time, zone *time.Location) Explanation {
	report = conditions.Awaiting(v, report)
	e := Explanation{
		Kind: subject.Kind, Namespace: namespace, Name: subject.Name, At: at.In(zone),
		Blocker: blocker(v.Force, v.Reason(), v.Finding),
		From:    shown(v.Interval.NotBefore, zone), Until: shown(v.Interval.NotAfter, zone), Next: shown(v.Next, zone),
		WaitingFor: report.WaitingFor, Due: report.Due, Procedure: left(v, report.Procedure),
		Sayings: Sayings{},
	}
	if r := v.Remark; r != nil && v.Force == authorization.InForce {
		e.Remark = &Flaw{Message: r.Message, Basis: r.Basis, Said: r.Said}
	}
	for _, said := range v.Givings() {
		e.Sayings[said.String()] = said
	}
	for _, in := range v.Inputs {
		e.Inputs = append(e.Inputs, Input{in.Resource, blocker(in.Force, in.Reason(), in.Finding)})
	}
	if e.Due == nil {
		return e
	}
	if due, err := calendar.DayOf(*e.Due); err == nil {
		left := int(due - calendar.DayAt(at, zone))
		e.DaysLeft = &left
	}
	return e
}

// left are procedures without the steps that nobody is waited for any more: of what
// is over, those that were done are left.
func left(v authorization.Verdict, procedures []v1alpha1.ProcedureStatus) []v1alpha1.ProcedureStatus {
	if !authorization.IsOver(v.Reason()) {
		return procedures
	}
	var kept []v1alpha1.ProcedureStatus
	for _, p := range procedures {
		p.Steps = slices.DeleteFunc(slices.Clone(p.Steps), func(s v1alpha1.StepStatus) bool { return s.State != v1alpha1.StepDone })
		if len(p.Steps) > 0 {
			kept = append(kept, p)
		}
	}
	return kept
}

// Rest leaves out when the answer could change, of what is over: it does not. Who
// lets time pass over it asks on, for what is still owed.
func (e *Explanation) Rest() {
	if authorization.IsOver(e.Reason) {
		e.Next = nil
	}
}

func blocker(force authorization.Force, reason string, found *finding.Finding) Blocker {
	b := Blocker{InForce: "False", Reason: reason}
	switch force {
	case authorization.InForce:
		b.InForce = "True"
	case authorization.Undecided:
		b.InForce = "Unknown"
	}
	if found != nil {
		b.Message, b.Basis, b.Said = found.Message, found.Basis, found.Said
	}
	return b
}

func shown(at time.Time, zone *time.Location) *time.Time {
	if at.IsZero() {
		return nil
	}
	at = at.In(zone)
	return &at
}
