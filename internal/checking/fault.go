// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package checking

import (
	"regexp"
	"strings"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/acting"
	"github.com/publicdata-io/mandate/internal/chinese"
	"github.com/publicdata-io/mandate/internal/citing"
	"github.com/publicdata-io/mandate/internal/finding"
)

// Severity is how much is wrong.
type Severity string

const (
	// Wrong is refused, or has no effect, when it is applied.
	Wrong Severity = "Fault"
	// Warned is taken as it is, and can never come into force, or not for all of
	// what it says, or cannot be taken away alone.
	Warned Severity = "Warning"
)

// Fault is one thing wrong.
type Fault struct {
	Severity Severity `json:"severity"`
	File     string   `json:"file"`
	// Beside says that it is in what may only be referred to.
	Beside bool `json:"beside,omitempty"`
	// Kind and Name are the object, Namespace as far as it states one.
	Kind      string `json:"kind,omitempty"`
	Namespace string `json:"namespace,omitempty"`
	Name      string `json:"name,omitempty"`
	Field     string `json:"field,omitempty"`
	// Reason is the one with which the operator would say the same in a condition.
	Reason string `json:"reason,omitempty"`
	// Text says what is wrong and what to do, with the rows of the rule.
	Text string `json:"text"`
	// Basis are the rows of the rule.
	Basis []v1alpha1.BasisID `json:"basis,omitempty"`
	// Said is the text for any language, without the rows of Basis.
	Said finding.Phrase `json:"-"`
}

// at is a fault of a field of the same object.
func (f Fault) at(path string, said finding.Phrase) Fault {
	f.Severity, f.Field, f.Text, f.Said = Wrong, path, said.String(), said
	return f
}

// leading is the field with which a message begins.
var leading = regexp.MustCompile(`^spec(\.[A-Za-z]+)+`)

// found is what the operator would find against the object, and what to do about
// it. field is where, unless the message says that itself.
func (o Object) found(severity Severity, field string, found *finding.Finding, advice finding.Phrase) Fault {
	said := found.Said
	if own := leading.FindString(begins(said)); own != "" {
		field = own
	}
	if !advice.IsZero() {
		said = finding.Say("%s; %s", said, advice)
	}
	fault := o.fault(field, said)
	fault.Severity, fault.Reason, fault.Basis = severity, found.Reason, found.Basis
	if len(found.Basis) > 0 {
		fault.Text += " [" + citing.InEnglish(found.Basis) + "]"
	}
	return fault
}

// begins is the form of what a phrase says first, where it says more after that.
func begins(said finding.Phrase) string {
	for strings.HasPrefix(said.Format, "%s; ") {
		first, ok := said.Args[0].(finding.Phrase)
		if !ok {
			break
		}
		said = first
	}
	return said.Format
}

// String is file, object, field and what is wrong.
func (f Fault) String() string { return f.text(acting.English) }

func (f Fault) text(language acting.Language) string {
	colon := ": "
	text := f.Text
	if language == acting.Chinese && !f.Said.IsZero() {
		text = chinese.Say(f.Said)
		if len(f.Basis) > 0 {
			text += "〔" + citing.InChinese(f.Basis) + "〕"
		}
	}
	said := f.File + colon
	if f.Severity == Warned {
		said += warning[language] + colon
	}
	if f.Kind != "" {
		said += f.Kind + " " + strings.TrimPrefix(f.Namespace+"/"+f.Name, "/") + colon
	}
	return finding.Line(said + located(f.Field, text))
}

// whole is how the API server's code names an object as a whole.
const whole = "<nil>"

// located is a text behind its field, unless it begins with that itself.
func located(field, text string) string {
	if field == "" || field == whole || strings.HasPrefix(text, field) {
		return text
	}
	return field + ": " + text
}

var warning = map[acting.Language]string{acting.English: "warning", acting.Chinese: "警告"}

// Beside are the faults of writing of a folder that may be referred to and is not
// judged itself. They are warnings: what is checked may have no fault all the same,
// and what rests on what could not be read is told there.
func (f Folder) Beside() []Fault {
	faults := make([]Fault, len(f.Faults))
	for i, fault := range f.Faults {
		faults[i] = fault
		faults[i].Beside, faults[i].Severity = true, Warned
	}
	return faults
}
