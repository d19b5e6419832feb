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

// Awaiting notes which act the phrase says is awaited next, on the object that it is
// about; an act of nobody is none. What it says stays as it is.
func (p Phrase) Awaiting(act Giving) Phrase {
	if len(act.By.Of) > 0 {
		p.awaits = &act
	}
	return p
}

// Givings are the acts that would give back what a phrase and those that fill it say
// was taken.
func (p Phrase) Givings() []Giving {
	return p.noted(func(p Phrase) *Giving { return p.gives })
}

// Awaited are the acts that a phrase and those that fill it say are awaited next.
func (p Phrase) Awaited() []Giving {
	return p.noted(func(p Phrase) *Giving { return p.awaits })
}

// noted are the acts that are noted in a phrase and in those that fill it.
func (p Phrase) noted(in func(Phrase) *Giving) []Giving {
	var found []Giving
	if act := in(p); act != nil {
		found = append(found, *act)
	}
	for _, arg := range p.Args {
		switch of := arg.(type) {
		case Phrase:
			found = append(found, of.noted(in)...)
		case Series:
			for _, each := range of.Of {
				found = append(found, each.noted(in)...)
			}
		}
	}
	return found
}
