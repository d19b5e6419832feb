// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package explaining

import (
	"fmt"
	"strings"
	"time"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/authorization"
)

// Text is the explanation for a reader, deepest blocker first, in a language.
// Names and the words that kubectl takes stay as they are.
func (e Explanation) Text(language Language) string {
	w := words[language]
	namespace := e.Namespace
	if e.Kind == v1alpha1.OnOrganization { // which is in none: its Decisions are
		namespace = ""
	}
	title := fmt.Sprintf("%s %s%s  %s\n", w.reason(string(e.Kind)), prefix(namespace), e.Name, e.standingIn(w))
	var lines []row
	add := func(label, value string) {
		if value != "" {
			lines = append(lines, row{"  " + w.labels[label], value})
		}
	}
	if e.InForce != "True" {
		add("why", w.told(e.Message, e.Said))
		add("basis", w.cite(e.Basis))
	}
	if e.Reported != nil {
		add("reported", e.Reported.text(w))
	}
	if e.Remark != nil {
		add("remark", e.Remark.text(w))
	}
	add("unread", e.unread(w))
	add("waiting", e.waiting(w))
	for _, x := range e.Expired {
		add("expired", x.text(w))
	}
	for _, g := range e.Gaps {
		add("gap", g.text(w))
	}
	if e.Due != nil {
		add("due", w.due(*e.Due, e.DaysLeft))
	}
	add("from", begins(e.From))
	add("until", ends(e.Until))
	add("next", begins(e.Next))
	out := title + table(lines)
	out += e.inputs(w)
	return out + e.procedures(w) + e.duties(w)
}

func (e Explanation) inputs(w vocabulary) string {
	if len(e.Inputs) == 0 {
		return ""
	}
	lines := make([]row, 0, len(e.Inputs))
	for _, in := range e.Inputs {
		said := w.force[in.InForce]
		// What stands against the whole is said above.
		if in.InForce != "True" && in.Message != e.Message {
			said += w.colon + w.reason(in.Reason) + w.colon + w.told(in.Message, in.Said)
		}
		lines = append(lines, row{"    " + string(in.Resource), said})
	}
	return "  " + w.labels["inputs"] + "\n" + table(lines)
}

func (e Explanation) procedures(w vocabulary) string {
	var out strings.Builder
	for i := range e.Procedure {
		p := &e.Procedure[i]
		fmt.Fprintf(&out, "  %s\n", strings.Join(strings.Fields(w.labels["procedure"]+" "+p.Name+" "+p.Run+" "+e.stands(w, p.Complete)), " "))
		lines := make([]row, 0, len(p.Steps))
		for j := range p.Steps {
			step := &p.Steps[j]
			lines = append(lines, row{"    " + p.Name + "/" + step.Name, w.step(step, e.Sayings) + e.passed(w, p, step.Name)})
		}
		out.WriteString(table(lines))
	}
	return out.String()
}

// stands is where a procedure stands: of what is over, nothing is open.
func (e Explanation) stands(w vocabulary, complete *bool) string {
	if authorization.IsOver(e.Reason) && (complete == nil || !*complete) {
		return ""
	}
	return w.complete(complete)
}

// message is what is said of a step, with the clause as it stands there.
func (w vocabulary) message(english string, sayings Sayings) string {
	said := w.told(english, sayings[english])
	at := strings.LastIndex(english, " [")
	switch {
	case said == english || at < 0 || !strings.HasSuffix(english, "]"):
		return said
	case w.word == nil:
		return said + english[at:]
	}
	return said + "〔" + w.cite(rulesIn(english[at+2:len(english)-1])) + "〕"
}

// rulesIn are the rules that a clause cites in English, each with its article.
func rulesIn(clause string) []v1alpha1.BasisID {
	var rules []v1alpha1.BasisID
	for cited := range strings.SplitSeq(clause, ", ") {
		id, _, _ := strings.Cut(cited, " (")
		rules = append(rules, v1alpha1.BasisID(id))
	}
	return rules
}

// step says where a step stands.
func (w vocabulary) step(s *v1alpha1.StepStatus, sayings Sayings) string {
	switch {
	case s.Message == "" || s.State == v1alpha1.StepDone:
	case s.State == v1alpha1.StepLater:
		return w.states[s.State] + w.colon + w.message(s.Message, sayings)
	default: // its own words begin with its state
		return w.message(s.Message, sayings)
	}
	said := []string{w.states[s.State]}
	if s.ActedOn != "" {
		said = append(said, string(s.ActedOn))
	}
	if len(s.WaitingFor) > 0 {
		said = append(said, w.labels["waiting"]+w.colon+strings.Join(w.all(s.WaitingFor, sayings), w.semicolon))
	}
	if s.Due != nil && s.State != v1alpha1.StepDone {
		said = append(said, w.labels["due"]+w.colon+string(*s.Due))
	}
	for _, flag := range []struct {
		raised *bool
		label  string
	}{{s.Overdue, "overdue"}, {s.CompletedLate, "late"}, {s.Provisional, "provisional"}} {
		if flag.raised != nil && *flag.raised {
			said = append(said, w.labels[flag.label])
		}
	}
	return strings.Join(said, w.comma)
}

func prefix(namespace string) string {
	if namespace == "" {
		return ""
	}
	return namespace + "/"
}

// waiting is who is waited for.
func (e Explanation) waiting(w vocabulary) string {
	return strings.Join(w.all(strings.Split(e.WaitingFor, "; "), e.Sayings), w.semicolon)
}

// begins is an instant by the clocks of the edition, to the minute where it is a
// full one.
func begins(at *time.Time) string {
	switch {
	case at == nil:
		return ""
	case at.Second() != 0:
		return at.Format("2006-01-02 15:04:05 -07:00")
	}
	return at.Format("2006-01-02 15:04 -07:00")
}

// ends is an instant that is the first one outside: the beginning of a day is
// shown as the end of the day before it, which is the last day of the term.
func ends(at *time.Time) string {
	if at == nil || at.Hour() != 0 || at.Minute() != 0 || at.Second() != 0 {
		return begins(at)
	}
	return at.AddDate(0, 0, -1).Format(time.DateOnly) + " 24:00 " + at.Format("-07:00")
}
