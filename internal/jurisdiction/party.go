// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package jurisdiction

import (
	"slices"
	"strings"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/finding"
)

// Parties are the organisations that the fields of a subject, and for a grant
// of its agreement, designate. A field that the subject's kind has not
// designates nobody; one whose object could not be read has no entry.
type Parties map[v1alpha1.PartyRef][]string

// Know says whether it is known whom every designated field names.
func (p Parties) Know(designated []v1alpha1.Party) bool {
	return !slices.ContainsFunc(designated, func(d v1alpha1.Party) bool {
		_, known := p[d.Ref]
		return d.Ref != "" && !known
	})
}

// Describe lists designated parties for a message, those by role with the place that
// they are of. Nil place knows none.
func Describe(designated []v1alpha1.Party, parties Parties, place func(*v1alpha1.Party) finding.Phrase) finding.Series {
	words := make([]finding.Phrase, 0, len(designated))
	for i := range designated {
		p := &designated[i]
		switch {
		case p.Role != "" && place != nil:
			words = append(words, finding.Say("any %s%s", p.Role, place(p)))
		case p.Role != "":
			words = append(words, finding.Say("any %s", p.Role))
		case len(parties[p.Ref]) > 0:
			words = append(words, finding.Say("the %s %s", p.Ref, strings.Join(parties[p.Ref], ", ")))
		}
	}
	if len(words) == 0 {
		words = append(words, finding.Say("nobody"))
	}
	return finding.All("; ", words...)
}
