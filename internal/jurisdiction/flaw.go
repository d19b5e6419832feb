// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package jurisdiction

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/finding"
)

// Flaw is one thing wrong with an edition, which only who wrote it can mend.
type Flaw struct {
	// Field is the field of the edition, lists by the name of their entry.
	Field string
	// Text says what is wrong, with the values, and what to do; Said is the same
	// for any language.
	Text string
	Said finding.Phrase
}

// String is the field and the text.
func (f Flaw) String() string { return f.Field + ": " + f.Text }

// List joins flaws for one message, in their order.
func List(flaws []Flaw) string {
	texts := make([]string, 0, len(flaws))
	for _, f := range flaws {
		texts = append(texts, f.String())
	}
	return strings.Join(texts, "; ")
}

// flaws gathers what is wrong, in the order in which it is found.
type flaws []Flaw

func (f *flaws) add(field, format string, args ...any) {
	said := finding.Say(format, args...)
	*f = append(*f, Flaw{Field: field, Text: said.String(), Said: said})
}

// show is a value as an edition would write it.
func show(value any) string {
	text, err := json.Marshal(value)
	if err != nil {
		return fmt.Sprintf("%v", value)
	}
	if s := string(text); s != `""` && s != "null" && s != "{}" {
		return s
	}
	return "unset"
}

// procedureField is the path of a procedure, and of its step where it has one.
func procedureField(p *v1alpha1.Procedure, s *v1alpha1.Step) string {
	if s == nil {
		return fmt.Sprintf("spec.procedures[%s]", p.Name)
	}
	return fmt.Sprintf("spec.procedures[%s].steps[%s]", p.Name, s.Name)
}

// StepOf is the step that a reference names, with its procedure; nil where the edition
// is not known or has none.
func StepOf(edition *v1alpha1.Jurisdiction, ref v1alpha1.StepReference) (*v1alpha1.Procedure, *v1alpha1.Step) {
	if edition == nil {
		return nil, nil
	}
	name, step, _ := strings.Cut(string(ref), "/")
	p := find(edition.Spec.Procedures, name)
	if p == nil {
		return nil, nil
	}
	return p, stepOf(p, step)
}

// find is the procedure of a name, or nil.
func find(procedures []v1alpha1.Procedure, name string) *v1alpha1.Procedure {
	at := slices.IndexFunc(procedures, func(p v1alpha1.Procedure) bool { return p.Name == name })
	if at < 0 {
		return nil
	}
	return &procedures[at]
}

// stepOf is the step of a name, or nil.
func stepOf(p *v1alpha1.Procedure, name string) *v1alpha1.Step {
	at := slices.IndexFunc(p.Steps, func(s v1alpha1.Step) bool { return s.Name == name })
	if at < 0 {
		return nil
	}
	return &p.Steps[at]
}

// isTrue says whether a declaration is made.
func isTrue(b *bool) bool { return b != nil && *b }

// takesAway says whether an effect takes away: for such a procedure more steps
// are no tightening, since they would hinder a cut.
func takesAway(e v1alpha1.Effect) bool {
	return e == v1alpha1.EffectSuspended || e == v1alpha1.EffectTerminated || e == v1alpha1.EffectRectification
}
