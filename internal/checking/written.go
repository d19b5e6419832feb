// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package checking

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/publicdata-io/mandate/internal/finding"
)

// days are the fields that hold a day alone, and actDays those that may hold an
// instant.
var (
	days    = []string{"from", "to", "dueDate", "raisedOn", "issuedOn", "effectiveFrom"}
	actDays = []string{"actedOn"}
)

// writtenAs says how a value of a well-known form is written, in place of how many
// characters it may have; known is false of other fields and faults.
func writtenAs(wrong *field.Error, value string) (said finding.Phrase, known bool) {
	form := wrong.Type == field.ErrorTypeTooLong || wrong.Type == field.ErrorTypeInvalid && strings.Contains(wrong.Detail, " in body should ")
	if !form {
		return finding.Phrase{}, false
	}
	var written any = value
	if strings.HasPrefix(value, "<") { // the library leaves long ones out
		written = finding.Say("the value")
	}
	leaf := wrong.Field[strings.LastIndexByte(wrong.Field, '.')+1:]
	switch {
	case slices.Contains(days, leaf):
		return finding.Say("%s is no day: write it as YYYY-MM-DD, such as 2025-07-01", written), true
	case slices.Contains(actDays, leaf):
		return finding.Say("%s is no day: write it as YYYY-MM-DD, such as 2025-07-01, or as an instant, such as 2025-07-01T09:00:00+08:00", written), true
	case leaf == "sha256":
		return finding.Say("%s is no SHA-256: write its 64 hexadecimal digits in lower case, without a prefix, as sha256sum prints them", written), true
	case leaf == "digest":
		return finding.Say("%s is no digest: write sha256: and 64 hexadecimal digits in lower case; kubectl mandate decide fills it in", written), true
	case leaf == "image":
		return finding.Say("%s names no image by its digest: write NAME@sha256: and 64 hexadecimal digits", written), true
	}
	return finding.Phrase{}, false
}

// keyOf is what comes twice: the key of an entry as its fields say it.
func keyOf(value any) string {
	entry, ok := value.(map[string]any)
	if !ok {
		return fmt.Sprint(value)
	}
	var fields []string
	for _, name := range slices.Sorted(maps.Keys(entry)) {
		fields = append(fields, fmt.Sprintf("%s: %v", name, entry[name]))
	}
	return strings.Join(fields, ", ")
}
