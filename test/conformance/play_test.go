// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package conformance

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"

	"github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/calendar"
	"github.com/publicdata-io/mandate/internal/procedure"
)

const digest = "0000000000000000000000000000000000000000000000000000000000000000"

// play is a history of a subject in which everything is done that an edition
// asks for, step after step, fifteen days apart.
type play struct {
	*stage
	acts []*v1alpha1.Decision
	at   calendar.Day
	// opened is the first act of the run that is played, and takes the act that
	// completed what a later run gives back.
	opened, takes, applied *v1alpha1.Decision
}

// playAll plays every procedure that the effect of the given one waits for, and
// before it what it answers.
func playAll(t *testing.T, s *stage, p *v1alpha1.Procedure) *play {
	t.Helper()
	s.open()
	s.stand(t)
	all := &play{stage: s, at: s.begin}
	all.before(p)
	if again(p.Effect) {
		all.run(p)
		return all
	}
	for _, progress := range procedure.Evaluate(s.edition, s.subject, nil, s.world, all.now()).Progress {
		if progress.Procedure.Effect == p.Effect {
			all.run(progress.Procedure)
		}
	}
	return all
}

func again(effect v1alpha1.Effect) bool {
	switch effect {
	case v1alpha1.EffectSuspended, v1alpha1.EffectTerminated, v1alpha1.EffectLifted, v1alpha1.EffectRectification:
		return true
	default:
		return false
	}
}

// before plays the suspension that is lifted, and the order to rectify that
// was accepted or not met.
func (p *play) before(of *v1alpha1.Procedure) {
	if of.Effect == v1alpha1.EffectLifted {
		if suspend := p.find(v1alpha1.EffectSuspended); suspend != nil {
			p.run(suspend)
			p.takes = p.acts[len(p.acts)-1]
		}
	}
	if of.Requires == nil || of.Requires.Rectification == "" {
		return
	}
	rectify := p.find(v1alpha1.EffectRectification)
	if of.Requires.Rectification == v1alpha1.RectificationAccepted {
		p.run(rectify)
		return
	}
	p.opened = nil
	p.step(rectify, &rectify.Steps[0])
	p.at += 100
}

func (p *play) find(effect v1alpha1.Effect) *v1alpha1.Procedure {
	for i := range p.edition.Spec.Procedures {
		if one := &p.edition.Spec.Procedures[i]; one.Of == p.subject.Kind && one.Effect == effect {
			return one
		}
	}
	return nil
}

// run plays the steps of a procedure, each after those that come before it.
func (p *play) run(of *v1alpha1.Procedure) {
	p.opened = nil
	for _, step := range inOrder(of, p.needed(of)) {
		p.step(of, step)
	}
}

// needed are the steps that the subject needs.
func (p *play) needed(of *v1alpha1.Procedure) []string {
	var names []string
	for _, progress := range procedure.Evaluate(p.edition, p.subject, nil, p.world, p.now()).Progress {
		if progress.Procedure.Name != of.Name {
			continue
		}
		for _, step := range progress.Steps {
			names = append(names, step.Step.Name)
		}
		return names
	}
	for _, step := range of.Steps {
		if step.When == nil {
			names = append(names, step.Name)
		}
	}
	return names
}

func inOrder(of *v1alpha1.Procedure, needed []string) []*v1alpha1.Step {
	var ordered []*v1alpha1.Step
	done := map[string]bool{}
	for range of.Steps {
		for i := range of.Steps {
			step := &of.Steps[i]
			waits := slices.ContainsFunc(step.After, func(ref v1alpha1.StepReference) bool {
				name := strings.TrimPrefix(string(ref), of.Name+"/")
				return slices.Contains(needed, name) && !done[name]
			})
			if slices.Contains(needed, step.Name) && !done[step.Name] && !waits {
				done[step.Name] = true
				ordered = append(ordered, step)
			}
		}
	}
	return ordered
}

// step plays the acts of one step and their receipts.
func (p *play) step(of *v1alpha1.Procedure, step *v1alpha1.Step) {
	if step.Window == v1alpha1.WindowApplication && p.subject.Applications != nil {
		p.subject.Applications.To = (p.at + 5).Date() // what comes after applications waits for their window
	}
	inputs := []*procedure.Input{nil}
	if step.Each == v1alpha1.EachInput {
		inputs = nil
		for i := range p.subject.Inputs {
			inputs = append(inputs, &p.subject.Inputs[i])
		}
	}
	var last *v1alpha1.Decision
	for _, input := range inputs {
		for i := range step.By {
			for _, name := range p.who(&step.By[i], input) {
				last = p.act(of, step, name, input)
			}
		}
	}
	if step.Receipt != "" {
		for i := range step.To {
			for _, name := range p.who(&step.To[i], nil) {
				p.receipt(of, step, name, last)
			}
		}
	}
	p.at += 15
}

func (p *play) act(of *v1alpha1.Procedure, step *v1alpha1.Step, by v1alpha1.ObjectName, input *procedure.Input) *v1alpha1.Decision {
	d := p.decision(of, step, by)
	d.Spec.Action = step.Act
	if slices.Contains(step.Outcomes, v1alpha1.OutcomeApprove) {
		d.Spec.Outcome = v1alpha1.OutcomeApprove
	}
	p.carry(d, step)
	switch {
	case input != nil:
		d.Spec.Scope = &v1alpha1.DecisionScope{Inputs: []v1alpha1.ObjectName{input.Resource}}
	case of.Scope == v1alpha1.ScopeInputs:
		d.Spec.Scope = &v1alpha1.DecisionScope{Inputs: []v1alpha1.ObjectName{"data-a"}}
	}
	switch {
	case of.Effect == v1alpha1.EffectLifted && p.takes != nil:
		d.Spec.Regarding = reference(p.takes)
	case again(of.Effect) && p.opened != nil:
		d.Spec.Regarding = reference(p.opened)
	case p.applied != nil && (step.Each == v1alpha1.EachApplicant || step.Act == v1alpha1.ActionSelect):
		d.Spec.Regarding = reference(p.applied)
	}
	if p.opened == nil {
		p.opened = d
	}
	if slices.ContainsFunc(step.By, func(party v1alpha1.Party) bool { return party.Ref == v1alpha1.PartyApplicant }) {
		p.applied = d
	}
	p.acts = append(p.acts, d)
	return d
}

func (p *play) receipt(of *v1alpha1.Procedure, step *v1alpha1.Step, by v1alpha1.ObjectName, what *v1alpha1.Decision) {
	d := p.decision(of, step, by)
	d.Spec.Action, d.Spec.Regarding = v1alpha1.ActionReceive, reference(what)
	p.acts = append(p.acts, d)
}

func (p *play) decision(of *v1alpha1.Procedure, step *v1alpha1.Step, by v1alpha1.ObjectName) *v1alpha1.Decision {
	name := fmt.Sprintf("act-%02d", len(p.acts)+1)
	d := &v1alpha1.Decision{ObjectMeta: metav1.ObjectMeta{
		Name: name, UID: types.UID("uid-" + name), CreationTimestamp: metav1.NewTime(p.at.Begin(p.zone).Add(9*time.Hour + time.Duration(len(p.acts))*time.Second)),
	}}
	part := step.Covers
	if part == "" {
		part = v1alpha1.PartAll
	}
	d.Spec.Subject.Kind, d.Spec.Subject.Name = v1alpha1.SubjectLinkKind(p.subject.Kind), p.subject.Name
	d.Spec.Subject.Part, d.Spec.Subject.Digest = part, p.subject.Digests[part]
	d.Spec.Step = v1alpha1.StepReference(of.Name + "/" + step.Name)
	d.Spec.Organization, d.Spec.ActedOn = by, v1alpha1.ActDay(p.at.Date())
	return d
}

// carry gives an act everything that the step asks an act to carry.
func (p *play) carry(d *v1alpha1.Decision, step *v1alpha1.Step) {
	for _, point := range step.Points {
		d.Spec.Findings = append(d.Spec.Findings, v1alpha1.PointFinding{Point: point, Result: v1alpha1.PointClear})
	}
	for _, paper := range step.Evidence {
		one := v1alpha1.Evidence{Name: paper, SHA256: digest, URI: "https://www.example/" + string(paper)}
		if slices.Contains(step.Dated, paper) {
			one.IssuedOn = new(p.at.Date())
		}
		if slices.Contains(step.Expires, paper) {
			one.ValidUntil = new((p.at + 3650).Date())
		}
		d.Spec.Evidence = append(d.Spec.Evidence, one)
	}
	if len(step.Grounds) > 0 {
		d.Spec.Ground = step.Grounds[0]
	}
	if step.DueDate != "" {
		d.Spec.DueDate = new((p.at + 90).Date())
	}
	if step.Collective != nil && *step.Collective {
		d.Spec.Document = &v1alpha1.DecisionDocument{Number: "〔2025〕1号", IssuedOn: new(p.at.Date()), Body: "会议", SHA256: digest}
	}
	for i := range step.To {
		d.Spec.To = append(d.Spec.To, p.who(&step.To[i], nil)...)
	}
}

func reference(d *v1alpha1.Decision) *v1alpha1.DecisionReference {
	return &v1alpha1.DecisionReference{Name: v1alpha1.ObjectName(d.Name), UID: string(d.UID)}
}

// now is a day after everything that was played.
func (p *play) now() time.Time { return (p.at + 60).Begin(p.zone) }

// report is what the engine makes of the acts.
func (p *play) report(acts []*v1alpha1.Decision) procedure.Report {
	return procedure.Evaluate(p.edition, p.subject, acts, p.world, p.now())
}

// come says whether the effect of a procedure has come by the acts.
func (p *play) come(of *v1alpha1.Procedure, acts []*v1alpha1.Decision) bool {
	report := p.report(acts)
	switch of.Effect {
	case v1alpha1.EffectSuspended, v1alpha1.EffectTerminated:
		return slices.ContainsFunc(report.Taken, func(t procedure.Taking) bool { return t.Effect == of.Effect && !t.ByItself })
	case v1alpha1.EffectLifted:
		return len(report.Taken) == 0
	case v1alpha1.EffectRectification:
		return slices.ContainsFunc(report.Rectifications, func(r procedure.Rectification) bool { return r.State == procedure.RectificationAccepted })
	default:
		return report.Effect(of.Effect).Complete
	}
}
