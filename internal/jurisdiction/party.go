// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package jurisdiction

import (
	"fmt"
	"slices"
	"strings"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
)

// Parties are the organisations that the fields of a subject, and for a grant
// of its agreement, designate.
type Parties map[v1alpha1.PartyRef][]string

// Know says whether every designated field is known. A field that the subject
// has not, or whose object could not be read, has no entry.
func (p Parties) Know(designated []v1alpha1.Party) bool {
	return !slices.ContainsFunc(designated, func(d v1alpha1.Party) bool {
		_, known := p[d.Ref]
		return d.Ref != "" && !known
	})
}

// IsAny says whether an organisation is any of the designated parties. roles
// are the organisation's roles.
func IsAny(designated []v1alpha1.Party, organization string, roles []v1alpha1.Role, parties Parties) bool {
	return slices.ContainsFunc(designated, func(p v1alpha1.Party) bool {
		if p.Role != "" {
			return slices.Contains(roles, p.Role)
		}
		return slices.Contains(parties[p.Ref], organization)
	})
}

// Describe lists designated parties for a message.
func Describe(designated []v1alpha1.Party, parties Parties) string {
	words := make([]string, 0, len(designated))
	for _, p := range designated {
		switch {
		case p.Role != "":
			words = append(words, fmt.Sprintf("any %s", p.Role))
		default:
			words = append(words, fmt.Sprintf("the %s %s", p.Ref, strings.Join(parties[p.Ref], ", ")))
		}
	}
	return strings.Join(words, "; ")
}
