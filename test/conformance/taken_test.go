// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package conformance

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/authorization"
	"github.com/publicdata-io/mandate/internal/conditions"
	"github.com/publicdata-io/mandate/internal/procedure"
)

// TestTakenAway takes what a row asks for away from a history in which
// everything was done, and finds that its effect does not come: act by act, of
// each party, and each paper and finding that an act carries; nor does it where
// a finding is not clear. Of a duty that
// nothing waits for, it finds that the step stays open, and that the condition
// DutiesDone is False and names it with the row.
func TestTakenAway(t *testing.T) {
	for id, edition := range asked(t) {
		for i := range edition.Spec.Procedures {
			p := &edition.Spec.Procedures[i]
			if p.None == nil && citesRow(p, id) {
				t.Run(id, func(t *testing.T) { takenAway(t, edition, p, id) })
			}
		}
	}
}

func citesRow(p *v1alpha1.Procedure, id string) bool {
	return slices.Contains(p.Basis, v1alpha1.BasisID(id)) || slices.ContainsFunc(p.Steps, func(s v1alpha1.Step) bool { return slices.Contains(s.Basis, v1alpha1.BasisID(id)) })
}

func takenAway(t *testing.T, edition *v1alpha1.Jurisdiction, p *v1alpha1.Procedure, id string) {
	whole := slices.Contains(p.Basis, v1alpha1.BasisID(id))
	if whole {
		withoutRequirements(t, edition, p)
	}
	for i := range p.Steps {
		step := &p.Steps[i]
		if !whole && !slices.Contains(step.Basis, v1alpha1.BasisID(id)) {
			continue
		}
		done := playAll(t, staged(t, edition, p.Of, p.When, step.When), p)
		if !done.come(p, done.acts) {
			t.Fatalf("%s/%s: everything was done, and %s has not come:\n%s", p.Name, step.Name, p.Effect, done.why())
		}
		if step.Gate != nil && !*step.Gate {
			staysOpen(t, done, p, step)
			continue
		}
		withoutAny(t, done, p, step)
	}
}

// withoutAny takes away each act on the step, and all that it carries.
func withoutAny(t *testing.T, done *play, p *v1alpha1.Procedure, step *v1alpha1.Step) {
	t.Helper()
	on := v1alpha1.StepReference(p.Name + "/" + step.Name)
	found := false
	for i, d := range done.acts {
		if d.Spec.Step != on {
			continue
		}
		found = true
		less := slices.Delete(slices.Clone(done.acts), i, i+1)
		if done.come(p, less) {
			t.Errorf("%s: without the %s of %q %s comes all the same", on, d.Spec.Action, d.Spec.Organization, p.Effect)
		}
		for what, poorer := range stripped(d, step) {
			bare := slices.Clone(done.acts)
			bare[i] = poorer
			if done.come(p, bare) {
				t.Errorf("%s: with the %s of %q without %s %s comes all the same", on, d.Spec.Action, d.Spec.Organization, what, p.Effect)
			}
		}
	}
	if !found {
		t.Errorf("%s was not played", on)
	}
}

// stripped are the act without each of the things that the step asks it to
// carry. Receipts carry nothing.
func stripped(d *v1alpha1.Decision, step *v1alpha1.Step) map[string]*v1alpha1.Decision {
	poorer := map[string]*v1alpha1.Decision{}
	if d.Spec.Action != step.Act {
		return poorer
	}
	for i, finding := range d.Spec.Findings {
		less := d.DeepCopy()
		less.Spec.Findings = slices.Delete(less.Spec.Findings, i, i+1)
		poorer["the finding on "+string(finding.Point)] = less
		against := d.DeepCopy()
		against.Spec.Findings[i].Result = v1alpha1.PointNotClear
		poorer["a clear finding on "+string(finding.Point)] = against
	}
	for i, paper := range d.Spec.Evidence {
		less := d.DeepCopy()
		less.Spec.Evidence = slices.Delete(less.Spec.Evidence, i, i+1)
		poorer["the paper "+string(paper.Name)] = less
		maps.Copy(poorer, misdated(d, i))
		if slices.Contains(step.Addressed, paper.Name) {
			nowhere := d.DeepCopy()
			nowhere.Spec.Evidence[i].URI = ""
			poorer["the address of "+string(paper.Name)] = nowhere
		}
	}
	if d.Spec.Ground != "" {
		poorer["its ground"] = d.DeepCopy()
		poorer["its ground"].Spec.Ground = ""
	}
	if d.Spec.Document != nil {
		poorer["the paper of the decision"] = d.DeepCopy()
		poorer["the paper of the decision"].Spec.Document = nil
	}
	if step.DueDate != "" {
		poorer["a last day"] = d.DeepCopy()
		poorer["a last day"].Spec.DueDate = nil
	}
	return poorer
}

// misdated are the act with one of its papers without a day that the step asks for,
// or with one on which the paper was not there yet, or had run out.
func misdated(d *v1alpha1.Decision, paper int) map[string]*v1alpha1.Decision {
	poorer := map[string]*v1alpha1.Decision{}
	with := func(what string, change func(*v1alpha1.Evidence)) {
		other := d.DeepCopy()
		change(&other.Spec.Evidence[paper])
		poorer[what+" of the paper "+string(d.Spec.Evidence[paper].Name)] = other
	}
	if d.Spec.Evidence[paper].IssuedOn != nil {
		with("the day", func(e *v1alpha1.Evidence) { e.IssuedOn = nil })
		with("a day that had come", func(e *v1alpha1.Evidence) { e.IssuedOn = new(v1alpha1.Date("2099-12-31")) })
	}
	if d.Spec.Evidence[paper].ValidUntil != nil {
		with("the last day", func(e *v1alpha1.Evidence) { e.ValidUntil = nil })
		with("a last day that was ahead", func(e *v1alpha1.Evidence) { e.ValidUntil = new(v1alpha1.Date("2001-01-01")) })
	}
	return poorer
}

// staysOpen finds that a duty which nothing waits for is shown as not done: the
// step stays open, and DutiesDone is False. With it DutiesDone is True.
func staysOpen(t *testing.T, done *play, p *v1alpha1.Procedure, step *v1alpha1.Step) {
	t.Helper()
	on := v1alpha1.StepReference(p.Name + "/" + step.Name)
	done.subject.OpenedAt = done.now() // so that nobody owes an open sandbox
	if state := done.duties(done.acts); state.Status != metav1.ConditionTrue || state.Reason != v1alpha1.NoneOutstandingReason {
		t.Fatalf("%s: everything was done, and DutiesDone is %s, %s: %s", on, state.Status, state.Reason, state.Message)
	}
	for i, d := range done.acts {
		if d.Spec.Step != on {
			continue
		}
		histories := map[string][]*v1alpha1.Decision{"": slices.Delete(slices.Clone(done.acts), i, i+1)}
		for what, poorer := range stripped(d, step) {
			bare := slices.Clone(done.acts)
			bare[i] = poorer
			histories[" that carries "+what] = bare
		}
		for what, acts := range histories {
			report := done.report(acts)
			at := report.Step(p.Name, step.Name)
			if at == nil || at.State == v1alpha1.StepDone || (at.Message == "" && len(at.WaitingFor) == 0) {
				t.Errorf("%s: without the %s of %q%s the step is %+v, want it open and somebody waited for", on, d.Spec.Action, d.Spec.Organization, what, at)
			}
			done.owes(t, acts, step, on, fmt.Sprintf("without the %s of %q%s", d.Spec.Action, d.Spec.Organization, what))
		}
	}
}

// duties is the condition DutiesDone by the acts.
func (p *play) duties(acts []*v1alpha1.Decision) conditions.State {
	report := p.report(acts)
	return conditions.DutiesDone(authorization.Verdict{Force: authorization.InForce}, authorization.Owing{Owed: report.Owed()})
}

// owes finds that DutiesDone is False by the acts, and names a step and each row of
// it.
func (p *play) owes(t *testing.T, acts []*v1alpha1.Decision, step *v1alpha1.Step, on v1alpha1.StepReference, how string) {
	t.Helper()
	state := p.duties(acts)
	named := strings.Contains(state.Message, "step "+string(on)+" ")
	for _, row := range step.Basis {
		named = named && strings.Contains(state.Message, string(row))
	}
	if state.Status != metav1.ConditionFalse || state.Reason != v1alpha1.OutstandingReason || !named {
		t.Errorf("%s: %s DutiesDone is %s, %s: %s; want it False, naming the step and %v", on, how, state.Status, state.Reason, state.Message, step.Basis)
	}
}

// withoutRequirements takes away what a procedure requires of other objects.
func withoutRequirements(t *testing.T, edition *v1alpha1.Jurisdiction, p *v1alpha1.Procedure) {
	t.Helper()
	if p.Requires == nil {
		return
	}
	for what, take := range map[string]func(*stage){
		"plan " + string(p.Requires.Plan):           func(s *stage) { s.drop(v1alpha1.LinkImplementationPlan) },
		"selection " + string(p.Requires.Selection): func(s *stage) { s.drop(v1alpha1.LinkSelection) },
		"method " + string(p.Requires.Method):       func(s *stage) { s.subject.Traits.Competitive = false },
		"grantor " + string(p.Requires.Grantor):     func(s *stage) { s.orgs["grantor"].Conferred = nil },
		"operator " + string(p.Requires.Operator):   func(s *stage) { s.orgs["operator"].Conferred = nil },
		"holder " + string(p.Requires.Holder):       func(s *stage) { s.orgs["holder"].Conferred = nil },
	} {
		if strings.HasSuffix(what, " ") {
			continue // not required
		}
		done := playAll(t, staged(t, edition, p.Of, p.When), p)
		if !done.come(p, done.acts) {
			t.Fatalf("%s: everything was done, and %s has not come:\n%s", p.Name, p.Effect, done.why())
		}
		take(done.stage)
		if done.come(p, done.acts) {
			t.Errorf("%s: without %s %s comes all the same", p.Name, what, p.Effect)
		}
	}
}

// drop takes what the subject stands on away.
func (s *stage) drop(kind v1alpha1.LinkKind) {
	for i := range s.world.Above {
		if s.world.Above[i].Kind == kind {
			s.world.Above[i].Holds, s.world.Above[i].Report = false, &procedure.Report{}
		}
	}
}

// why tells what the engine holds against the acts and the steps.
func (p *play) why() string {
	var text strings.Builder
	report := p.report(p.acts)
	for _, judged := range report.Judged {
		if judged.Finding != nil {
			text.WriteString(judged.Decision.Name + " " + string(judged.Decision.Spec.Step) + " by " + string(judged.Decision.Spec.Organization) + ": " + judged.Finding.Text() + "\n")
		}
	}
	for _, progress := range report.Progress {
		if progress.Missing != nil {
			text.WriteString(progress.Procedure.Name + ": " + progress.Missing.Text() + "\n")
		}
		for _, step := range progress.Steps {
			text.WriteString(progress.Procedure.Name + "/" + step.Step.Name + " " + string(step.State) + " " + step.Message + "\n")
		}
	}
	return text.String()
}
