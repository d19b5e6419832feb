// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package finding

import (
	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/citing"
)

// Giving is an act that would give back what was taken.
type Giving struct {
	Act v1alpha1.Action
	// By are those whose act it is.
	By Series
	// Basis cites the rule that says so; empty where none does, and who took gives
	// back.
	Basis []v1alpha1.BasisID
}

// Phrase says the act, whose it is, and the rows of the rule.
func (g Giving) Phrase() Phrase {
	if len(g.Basis) == 0 {
		return Say("%s of %s", g.Act, g.By)
	}
	return Say("%s of %s [%s]", g.Act, g.By, citing.Rules(g.Basis))
}

// GivenBackBy notes which act would give back what the finding says was taken. Its
// message stays as it is.
func (f *Finding) GivenBackBy(giving Giving) *Finding {
	f.Said.gives = &giving
	return f
}

// Givings are the acts that are noted in a phrase and in those that fill it.
func (p Phrase) Givings() []Giving {
	var found []Giving
	if p.gives != nil {
		found = append(found, *p.gives)
	}
	for _, arg := range p.Args {
		switch of := arg.(type) {
		case Phrase:
			found = append(found, of.Givings()...)
		case Series:
			for _, each := range of.Of {
				found = append(found, each.Givings()...)
			}
		}
	}
	return found
}
