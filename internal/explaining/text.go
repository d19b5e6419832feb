// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package explaining

import (
	"fmt"
	"strings"
	"time"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
)

// Text is the explanation for a reader, deepest blocker first. Messages and
// names stay as they are; words around them and reasons are in the language.
func (e Explanation) Text(language Language) string {
	w := words[language]
	var lines []row
	lines = append(lines, row{fmt.Sprintf("%s %s%s", e.Kind, prefix(e.Namespace), e.Name), w.force[e.InForce] + w.colon + w.reason(e.Reason)})
	add := func(label, value string) {
		if value != "" {
			lines = append(lines, row{"  " + w.labels[label], value})
		}
	}
	if e.InForce != "True" {
		add("why", e.Message)
		add("basis", cite(e.Basis))
	}
	add("waiting", e.WaitingFor)
	if e.Due != nil {
		add("due", w.due(*e.Due, e.DaysLeft))
	}
	add("from", show(e.From))
	add("until", show(e.Until))
	add("next", show(e.Next))
	out := table(lines)
	out += e.inputs(w)
	return out + e.procedures(w)
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
			said += w.colon + w.reason(in.Reason) + w.colon + in.Message
		}
		lines = append(lines, row{"    " + string(in.Resource), said})
	}
	return "  " + w.labels["inputs"] + "\n" + table(lines)
}

func (e Explanation) procedures(w vocabulary) string {
	var out strings.Builder
	for _, p := range e.Procedure {
		fmt.Fprintf(&out, "  %s %s %s\n", w.labels["procedure"], p.Name, strings.Join(strings.Fields(p.Run+" "+w.complete(p.Complete)), " "))
		lines := make([]row, 0, len(p.Steps))
		for i := range p.Steps {
			lines = append(lines, row{"    " + p.Steps[i].Name, w.step(&p.Steps[i])})
		}
		out.WriteString(table(lines))
	}
	return out.String()
}

// step says where a step stands.
func (w vocabulary) step(s *v1alpha1.StepStatus) string {
	said := []string{w.states[s.State]}
	if s.ActedOn != "" {
		said = append(said, string(s.ActedOn))
	}
	if len(s.WaitingFor) > 0 {
		said = append(said, w.labels["waiting"]+w.colon+strings.Join(s.WaitingFor, ", "))
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

func cite(basis []v1alpha1.BasisID) string {
	cited := make([]string, len(basis))
	for i, b := range basis {
		cited[i] = string(b)
	}
	return strings.Join(cited, ", ")
}

func show(at *time.Time) string {
	if at == nil {
		return ""
	}
	return at.Format(time.RFC3339)
}
