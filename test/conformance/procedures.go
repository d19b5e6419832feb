// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package conformance

import (
	"fmt"
	"strings"

	"github.com/publicdata-io/mandate/api/v1alpha1"
)

// procedureFacts are what a procedure says as a whole, for the rows that it
// cites, and what each of its steps says.
func procedureFacts(p *v1alpha1.Procedure) []Fact {
	head := append([]string{string(p.Of) + " " + string(p.Effect), said("scope", p.Scope)}, when(p.When)...)
	acts := make([]string, 0, len(p.Steps))
	for _, s := range p.Steps {
		acts = append(acts, string(s.Act))
	}
	if p.None != nil && *p.None {
		head = append(head, "no acts")
	}
	whole := append(append([]string(nil), head...), requires(p.Requires)...)
	facts := []Fact{fact(p.Basis, append(whole, "acts "+strings.Join(acts, ","))...)}
	for i := range p.Steps {
		step := fact(p.Steps[i].Basis, append(append([]string(nil), whole...), stepWords(&p.Steps[i])...)...)
		step.Step = p.Name + "/" + p.Steps[i].Name
		facts = append(facts, step)
	}
	return facts
}

func requires(r *v1alpha1.Requires) []string {
	if r == nil {
		return nil
	}
	return words(
		said("requires plan", r.Plan), said("requires selection", r.Selection), said("requires method", r.Method),
		said("requires grantor", r.Grantor), said("requires operator", r.Operator), said("requires holder", r.Holder),
		said("requires rectification", r.Rectification), said("of orders on", join(r.Grounds)))
}

func stepWords(s *v1alpha1.Step) []string {
	told := words(
		string(s.Act)+" by "+all(s.By), said("after", join(s.After)), said("before", join(s.Before)), said("each", s.Each), said("covers", s.Covers),
		said("outcomes", join(s.Outcomes)), said("rejection needs", join(s.RejectNeeds)), said("restarts", join(s.Restarts)),
		said("due date", s.DueDate), said("told", all(s.To)), said("receipt", s.Receipt),
		said("window", s.Window), said("late", s.Late), said("distinct from", join(s.DistinctFrom)))
	for word, list := range map[string][]string{
		"point": texts(s.Points), "evidence": texts(s.Evidence), "dated": texts(s.Dated), "expires": texts(s.Expires), "addressed": texts(s.Addressed), "ground": s.Grounds,
	} {
		for _, one := range list {
			told = append(told, word+" "+one)
		}
	}
	for word, yes := range map[string]*bool{"once": s.Once, "collective": s.Collective, "gate": s.Gate} {
		if yes != nil {
			told = append(told, fmt.Sprintf("%s %t", word, *yes))
		}
	}
	return append(append(told, when(s.When)...), timing(s)...)
}

func texts[T ~string](list []T) []string {
	all := make([]string, 0, len(list))
	for _, one := range list {
		all = append(all, string(one))
	}
	return all
}

func timing(s *v1alpha1.Step) []string {
	var told []string
	if p := s.Publicity; p != nil {
		told = append(told, "publicity", said("on", p.Channel), said("objections", p.OpenObjections))
		if p.WorkingDays != nil {
			told = append(told, "published for "+count(*p.WorkingDays, "working days"))
		}
	}
	if d := s.Due; d != nil {
		told = append(told, deadline(d.WorkingDays, d.Days, d.Months, d.Soft), said("from", d.From), said("due at", d.At))
		if d.DutyOf != nil {
			told = append(told, "duty of "+one(d.DutyOf))
		}
	}
	return words(told...)
}

func deadline(working, days, months *int32, soft *bool) string {
	switch {
	case working != nil:
		return "due " + count(*working, "working days")
	case days != nil:
		return "due " + count(*days, "days")
	case months != nil:
		return "due " + count(*months, "months")
	case soft != nil && *soft:
		return "due without a number"
	default:
		return ""
	}
}

func when(w *v1alpha1.When) []string {
	if w == nil {
		return nil
	}
	told := words(
		said("when mode", w.Mode), said("when division", w.DivisionLevel), said("when registered", w.RegisteredIn),
		said("when drafted by", w.Drafter), said("when seeking", w.Seeks), said("when inputs", w.Inputs))
	for word, yes := range map[string]*bool{"revision": w.Revision, "renewal": w.Renewal, "shared": w.Shared} {
		if yes != nil {
			told = append(told, fmt.Sprintf("when %s %t", word, *yes))
		}
	}
	if w.Tier != 0 {
		told = append(told, fmt.Sprintf("when tier %d", w.Tier))
	}
	if w.Level != 0 {
		told = append(told, fmt.Sprintf("when level %d", w.Level))
	}
	return told
}

// all are parties that must all act.
func all(list []v1alpha1.Party) string {
	told := make([]string, 0, len(list))
	for i := range list {
		told = append(told, one(&list[i]))
	}
	return strings.Join(told, " & ")
}

// one is `Operator`, `DataAuthority=Same`, `Government=Same@Edition`,
// `owners of Inputs` or `2 of (…)`.
func one(p *v1alpha1.Party) string {
	if p.AtLeast != nil {
		return fmt.Sprintf("%d of (%s)", *p.AtLeast, choices(p.Among))
	}
	told := choice(&v1alpha1.PartyChoice{Ref: p.Ref, Role: p.Role, Owner: p.Owner, Level: p.Level, At: p.At, Of: p.Of})
	if p.OrNamedIn != "" {
		told += " or named in " + string(p.OrNamedIn)
	}
	return told
}

func choices(list []v1alpha1.PartyChoice) string {
	told := make([]string, 0, len(list))
	for i := range list {
		told = append(told, choice(&list[i]))
	}
	return strings.Join(told, ", ")
}

func choice(c *v1alpha1.PartyChoice) string {
	told := string(c.Ref) + string(c.Role)
	if c.Owner != "" {
		told = "owners of " + string(c.Owner)
	}
	if c.Level != "" {
		told += "=" + string(c.Level)
	}
	if c.At != "" {
		told += "@" + string(c.At)
	}
	if c.Of != "" {
		told += " of " + string(c.Of)
	}
	return told
}
