// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package procedure

import (
	"slices"
	"strings"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/division"
	"github.com/publicdata-io/mandate/internal/finding"
)

// link names the subject.
func (e *engine) link() finding.Phrase { return finding.Say("%s %q", e.subject.Kind, e.subject.Name) }

// what names the subject, or its inputs where only those are meant.
func (e *engine) what(inputs []v1alpha1.ObjectName) finding.Phrase {
	if len(inputs) == 0 {
		return e.link()
	}
	return finding.Say("%s of %s", words(inputs), e.link())
}

// waiting names those of the parties that have not acted, each once.
func (e *engine) waiting(parties []v1alpha1.Party, all []*act, r *run, out *StepProgress) []finding.Phrase {
	var waiting []finding.Phrase
	for _, portion := range portions(r.procedure, out.Step, e.subject.Inputs) {
		acts := actsFor(out.Step, all, portion)
		for i := range parties {
			p := &parties[i]
			if e.acted(p, acts, r, portion) && len(acts) > 0 || e.absent(p) {
				continue
			}
			out.Unread = out.Unread || e.doubtful(p)
			name := e.nameFor(p, acts, portion)
			if !slices.ContainsFunc(waiting, func(other finding.Phrase) bool { return other.String() == name.String() }) {
				waiting = append(waiting, name)
			}
		}
	}
	if len(waiting) == 0 { // of a step for each applicant
		waiting = e.names(parties)
	}
	return waiting
}

// doubtful says that it could not be read who a party is, or that an act of an
// organisation that could not be read is one of those that wait.
func (e *engine) doubtful(p *v1alpha1.Party) bool {
	if p.Owner != "" {
		return slices.ContainsFunc(e.subject.Inputs, func(in Input) bool { return in.SourceUnit == "" })
	}
	if p.Ref != "" && p.Ref != v1alpha1.PartyApplicant {
		_, ok := e.subject.Parties[p.Ref]
		return !ok
	}
	return slices.ContainsFunc(e.orgs, func(k known) bool { return k.reading == Unread })
}

func (e *engine) names(parties []v1alpha1.Party) []finding.Phrase {
	return e.namesFor(parties, e.subject.Inputs)
}

// namesFor names parties for some inputs, but for those that the subject has not.
func (e *engine) namesFor(parties []v1alpha1.Party, inputs []Input) []finding.Phrase {
	names := make([]finding.Phrase, 0, len(parties))
	for i := range parties {
		if !e.absent(&parties[i]) {
			names = append(names, e.nameFor(&parties[i], nil, inputs))
		}
	}
	return names
}

func (e *engine) describe(parties []v1alpha1.Party) finding.Series {
	return finding.All(" and ", e.names(parties)...)
}

// inWords are the phrases in English.
func inWords(phrases []finding.Phrase) []string {
	said := make([]string, len(phrases))
	for i := range phrases {
		said[i] = phrases[i].String()
	}
	return said
}

// describeFor names the parties of a step for some inputs, each once; for none of
// those that the step is asked of, all that it is.
func (e *engine) describeFor(p *v1alpha1.Procedure, s *v1alpha1.Step, parties []v1alpha1.Party, inputs []Input) finding.Series {
	if len(inputs) == 0 {
		inputs = concerned(p, s, e.subject.Inputs)
	}
	return finding.All(" and ", e.namesFor(parties, inputs)...)
}

func (e *engine) name(p *v1alpha1.Party) finding.Phrase { return e.nameFor(p, nil, e.subject.Inputs) }

// nameFor names a party for some inputs but for those of it that have acted.
func (e *engine) nameFor(p *v1alpha1.Party, acts []*act, inputs []Input) finding.Phrase {
	if len(p.Among) > 0 {
		return e.nameAmong(p, acts, inputs)
	}
	c := choice(p)
	name := e.nameOf(&c, acts, inputs)
	if p.OrNamedIn != "" {
		name = finding.Say("%s (or one named in %s)", name, p.OrNamedIn)
	}
	return name
}

// nameAmong says how many of whom are waited for. Those by name who have acted are no
// more among them.
func (e *engine) nameAmong(p *v1alpha1.Party, acts []*act, inputs []Input) finding.Phrase {
	options := make([]finding.Phrase, 0, len(p.Among))
	for i := range p.Among {
		named := e.byName(&p.Among[i], inputs)
		if len(named) == 0 || len(notIn(named, acts)) > 0 {
			options = append(options, e.nameOf(&p.Among[i], acts, inputs))
		}
	}
	n, done := 0, e.distinct(p, acts, inputs)
	if p.AtLeast != nil {
		n = int(*p.AtLeast) - done
	}
	if done > 0 {
		return finding.Say("%d more of %s", n, finding.All(", ", options...))
	}
	return finding.Say("%d of %s", n, finding.All(", ", options...))
}

// byName are the organisations that a choice names; none where it names nobody but a
// role.
func (e *engine) byName(c *v1alpha1.PartyChoice, inputs []Input) []string {
	if c.Owner != "" {
		return sourceUnits(inputs)
	}
	return e.subject.Parties[c.Ref]
}

func (e *engine) nameOf(c *v1alpha1.PartyChoice, acts []*act, inputs []Input) finding.Phrase {
	switch {
	case c.Ref == v1alpha1.PartyApplicant:
		return finding.Say("any %s that applies", e.subject.Traits.Seeks)
	case c.Ref != "":
		return called(c.Ref, notIn(e.subject.Parties[c.Ref], acts))
	case c.Owner != "":
		return called(v1alpha1.PartySourceUnit, notIn(sourceUnits(inputs), acts))
	case c.Of != "" && len(inputs) == 1 && len(e.subject.Inputs) > 1 && inputs[0].Sector != "":
		return finding.Say("%s%s for the sector %s", c.Role, e.territory(c), inputs[0].Sector)
	case c.Of != "":
		return finding.Say("%s%s for the inputs' sectors", c.Role, e.territory(c))
	}
	return finding.Say("%s%s", c.Role, e.territory(c))
}

// called is a party and who it is, as far as that is known.
func called(party v1alpha1.PartyRef, names []string) finding.Phrase {
	if len(names) == 0 {
		return finding.Say("%s", party)
	}
	return finding.Say("%s %s", party, strings.Join(names, " "))
}

// sourceUnits are those of the inputs, each once.
func sourceUnits(inputs []Input) []string {
	var units []string
	for _, in := range inputs {
		if in.SourceUnit != "" && !slices.Contains(units, string(in.SourceUnit)) {
			units = append(units, string(in.SourceUnit))
		}
	}
	return units
}

func (e *engine) territory(c *v1alpha1.PartyChoice) finding.Phrase {
	anchor := e.anchor(c.At)
	code := anchor
	switch c.Level {
	case "":
		return finding.Say(" over %s", orNothing(anchor))
	case v1alpha1.LevelAny:
		return finding.Say(" of anywhere")
	case v1alpha1.LevelSuperior:
		code = division.Superior(anchor)
	case v1alpha1.LevelProvince, v1alpha1.LevelCity, v1alpha1.LevelCounty:
		code = division.At(v1alpha1.DivisionLevel(c.Level), anchor)
	}
	return finding.Say(" of %s", orNothing(code))
}

func notIn(names []string, acts []*act) []string {
	return slices.DeleteFunc(slices.Clone(names), func(name string) bool {
		return slices.ContainsFunc(acts, func(a *act) bool { return string(a.d.Spec.Organization) == name })
	})
}

func words[T ~string](list []T) string {
	out := make([]string, len(list))
	for i, w := range list {
		out[i] = string(w)
	}
	return strings.Join(out, ", ")
}

func orNothing[T ~string](s T) string {
	if s == "" {
		return "(none)"
	}
	return string(s)
}

func orNone(outcomes []v1alpha1.Outcome) string {
	if len(outcomes) == 0 {
		return "none"
	}
	return words(outcomes)
}
