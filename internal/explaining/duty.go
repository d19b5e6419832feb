// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package explaining

import (
	"strings"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/authorization"
	"github.com/publicdata-io/mandate/internal/finding"
	"github.com/publicdata-io/mandate/internal/procedure"
)

// Duty is where one duty stands.
type Duty struct {
	// Name is the duty of the edition, or the effect that a consequence of it
	// asks somebody to bring about.
	Name string `json:"name"`
	// Of is whose duty it is.
	Of []string `json:"of,omitempty"`
	// Due is its last day, where the edition gives a number.
	Due *v1alpha1.Date `json:"due,omitempty"`
	// Elapsed are the working days since its clock started, where the edition
	// gives none and it is not fulfilled (D18).
	Elapsed     *int               `json:"elapsed,omitempty"`
	Provisional bool               `json:"provisional,omitempty"`
	Done        bool               `json:"done,omitempty"`
	Overdue     bool               `json:"overdue,omitempty"`
	Late        bool               `json:"completedLate,omitempty"`
	Basis       []v1alpha1.BasisID `json:"basis,omitempty"`
}

// Owe adds duties to an explanation.
func (e *Explanation) Owe(duties []procedure.DutyState) {
	for i := range duties {
		d := &duties[i]
		duty := Duty{Of: d.Of, Provisional: d.Provisional, Done: d.Done, Overdue: d.Overdue, Late: d.Late}
		switch {
		case d.Duty != nil:
			duty.Name, duty.Basis = d.Duty.Name, d.Duty.Basis
		case d.Consequence != nil:
			duty.Name, duty.Basis = string(d.Consequence.Effect), d.Consequence.Basis
		}
		if d.Due != nil {
			day := d.Due.Date()
			duty.Due = &day
		} else if !d.Done {
			duty.Elapsed = &d.Elapsed
		}
		e.Duties = append(e.Duties, duty)
	}
}

// Flaw is what there is to say of a link beside its state: a paper that must be valid
// and has run out, what the rules ask of an agreement from before them, or by what it
// is in force all the same.
type Flaw struct {
	// Message says what: of a paper which, whose, and until when it was valid.
	Message string             `json:"message"`
	Basis   []v1alpha1.BasisID `json:"basis,omitempty"`
	// Said is the message for any language.
	Said finding.Phrase `json:"-"`
}

func (f Flaw) text(w vocabulary) string {
	rules := w.cite(f.Basis)
	switch {
	case rules == "":
		return w.told(f.Message, f.Said)
	case w.word == nil:
		return w.told(f.Message, f.Said) + " [" + rules + "]"
	}
	return w.told(f.Message, f.Said) + "〔" + rules + "〕"
}

// RunOut adds the papers that have run out; of what is over, none needs to be valid.
func (e *Explanation) RunOut(owed []procedure.Owed) {
	e.Expired = append(e.Expired, e.flaws(owed, func(o *procedure.Owed) bool { return o.Expired })...)
}

// Lack adds the gaps among what is owed; what is over lacks nothing.
func (e *Explanation) Lack(owed []procedure.Owed) {
	e.Gaps = append(e.Gaps, e.flaws(owed, func(o *procedure.Owed) bool { return o.Gap })...)
}

func (e *Explanation) flaws(owed []procedure.Owed, is func(*procedure.Owed) bool) (found []Flaw) {
	for i := range owed {
		if o := &owed[i]; is(o) && !authorization.IsOver(e.Reason) {
			found = append(found, Flaw{Message: o.Said.String(), Basis: o.Basis, Said: o.Said})
		}
	}
	return found
}

// duties are the lines of what is owed.
func (e Explanation) duties(w vocabulary) string {
	if len(e.Duties) == 0 {
		return ""
	}
	lines := make([]row, 0, len(e.Duties))
	for i := range e.Duties {
		lines = append(lines, row{"    " + w.term(e.Duties[i].Name), e.Duties[i].state(w, e.Sayings)})
	}
	return "  " + w.labels["duties"] + "\n" + table(lines)
}

func (d *Duty) state(w vocabulary, sayings Sayings) string {
	if d.Done {
		said := w.states[v1alpha1.StepDone]
		if d.Late {
			said += w.comma + w.labels["late"]
		}
		return said
	}
	said := []string{w.labels["of"] + w.colon + strings.Join(w.all(d.Of, sayings), w.semicolon)}
	if d.Due != nil {
		said = append(said, w.labels["due"]+w.colon+string(*d.Due))
	}
	if d.Elapsed != nil {
		said = append(said, w.elapsed(*d.Elapsed))
	}
	for _, flag := range []struct {
		raised bool
		label  string
	}{{d.Overdue, "overdue"}, {d.Provisional, "provisional"}} {
		if flag.raised {
			said = append(said, w.labels[flag.label])
		}
	}
	if cited := w.cite(d.Basis); cited != "" {
		said = append(said, w.labels["basis"]+" "+cited)
	}
	return strings.Join(said, w.comma)
}
