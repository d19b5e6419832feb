// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package checking

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/publicdata-io/mandate/internal/finding"
)

// said is what the API server would say of a field, without its path, and
// without the name of a type in place of a value that its rules put there.
func said(wrong *field.Error) finding.Phrase {
	value := fmt.Sprint(wrong.BadValue)
	if value == "" && wrong.Field == "spec.regarding.uid" && wrong.Type != field.ErrorTypeRequired { // it is not known before that act is recorded
		return finding.Say("is empty: kubectl mandate lift, release and decide fill it in; in a file, whoever applies it writes here the metadata.uid of the Decision that spec.regarding.name names")
	}
	if written, known := writtenAs(wrong, value); known {
		return written
	}
	switch wrong.Type {
	case field.ErrorTypeRequired:
		return finding.Say("is missing, and is required")
	case field.ErrorTypeNotSupported:
		if values, listed := strings.CutPrefix(wrong.Detail, "supported values: "); listed {
			return finding.Say("%s is not allowed; supported values: %s", value, values)
		}
		return finding.Say("%s is not allowed; %s", value, wrong.Detail)
	case field.ErrorTypeDuplicate:
		return finding.Say("%s comes twice", keyOf(wrong.BadValue))
	case field.ErrorTypeTooLong, field.ErrorTypeTooMany:
		return finding.Say("is too long: %s", wrong.Detail)
	}
	for _, form := range forms {
		if found := form.pattern.FindStringSubmatch(wrong.Detail); found != nil {
			return finding.Phrase{Format: form.said.Format, Args: words(append(form.value(value), found[1:]...))}
		}
	}
	return ruled(wrong.Detail)
}

// forms are what the schemas say of values, in the words of the library.
var forms = []form{
	{regexp.MustCompile(`in body must be of type (\w+): "(\w+)"$`), finding.Say("must be of type %s, and is of type %s")},
	{regexp.MustCompile(`in body should match '(.*)'$`), finding.Say("%s does not fit the pattern %s")},
	{regexp.MustCompile(`in body should be at least (\d+) chars long$`), finding.Say("%q is too short: it must have %s characters or more")},
	{regexp.MustCompile(`in body should be greater than or equal to (\S+)$`), finding.Say("%s is less than %s")},
	{regexp.MustCompile(`in body should be less than or equal to (\S+)$`), finding.Say("%s is more than %s")},
	{regexp.MustCompile(`in body should have at least (\d+) items$`), finding.Say("%s has too few entries: it must have %s or more")},
}

type form struct {
	pattern *regexp.Regexp
	said    finding.Phrase
}

// value is the value as the form says it: not at all of a wrong type, in whose
// place the library has the type.
func (f form) value(value string) []string {
	if f.pattern.NumSubexp() > 1 {
		return nil
	}
	return []string{value}
}

// ruled is the message of a rule of a schema, which is its own format.
func ruled(message string) finding.Phrase {
	return finding.Phrase{Format: strings.ReplaceAll(message, "%", "%%")}
}

func words(of []string) []any {
	args := make([]any, len(of))
	for i, word := range of {
		args[i] = word
	}
	return args
}

// faults are those that the schema of its kind finds of an object.
func (s *schema) faults(of Fault, object map[string]any) []Fault {
	var faults []Fault
	for _, path := range s.unknown(object) {
		faults = append(faults, of.at(path, finding.Say("the kind has no such field; see kubectl explain")))
	}
	wrong := numbers(s.wrong(object))
	slices.SortStableFunc(wrong, func(a, b *field.Error) int { return strings.Compare(a.Field, b.Field) })
	for _, one := range wrong {
		faults = append(faults, of.at(one.Field, said(one)))
	}
	return faults
}
