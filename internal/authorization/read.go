// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package authorization

import (
	"time"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/calendar"
	"github.com/publicdata-io/mandate/internal/finding"
	"github.com/publicdata-io/mandate/internal/jurisdiction"
	"github.com/publicdata-io/mandate/internal/procedure"
	"github.com/publicdata-io/mandate/internal/standing"
)

// absent finds that a looked-up object is missing or unknown.
func absent[T any](l Lookup[T], kind, name, field string) *finding.Finding {
	switch {
	case l.object != nil:
		return nil
	case l.absent:
		return finding.New(v1alpha1.ReferenceMissingReason, nil, "%s: %s %q does not exist; it comes into force when it appears", field, kind, name)
	}
	return finding.Unread(kind, name)
}

// absentOrTaken finds that a looked-up object is missing, that its name was taken
// from, or that it is unknown. Who reads of a missing one reads of both: a Decision on
// the name of nothing may be about another one, and binds it once it is made.
func absentOrTaken[T any](l Lookup[T], kind, name, field string, taken *finding.Finding) *finding.Finding {
	if !l.IsMissing() || taken == nil || taken.Undecided {
		return finding.First(taken, absent(l, kind, name, field))
	}
	return finding.New(v1alpha1.ReferenceMissingReason, taken.Basis,
		"%s: %s %q does not exist; what was taken from that name holds once it appears: %s", field, kind, name, taken.Said)
}

// noneAbove is absentOrTaken of a link above that a field names.
func noneAbove[T any](f *Facts, l Lookup[T], kind v1alpha1.SubjectLinkKind, name, field string, now time.Time) *finding.Finding {
	taken := f.stands(subjectOf(kind, name), now)
	if !l.IsMissing() {
		taken = ancestorNotInForce(string(kind), name, taken)
	}
	return absentOrTaken(l, string(kind), name, field, taken)
}

// standingOf folds the Decisions on a subject; known is false where they could
// not be read.
func (f *Facts) standingOf(subject v1alpha1.DecisionSubject, now time.Time) (s standing.Standing, known bool) {
	decisions, known := f.Decisions[subject]
	if known && asks(f.editionOf(subject).Get(), v1alpha1.LinkKind(subject.Kind)) {
		decisions = f.proceedings(subject, now).Left
	}
	decisions = f.inOneName(decisions, f.editionOf(subject).Get())
	if len(decisions) == 0 { // as with nearly all: who may act is not asked for nothing
		return standing.Standing{}, known
	}
	return standing.Fold(decisions, f.RulesFor(subject, now), now), known
}

// stands finds what Decisions have taken from a whole subject.
func (f *Facts) stands(subject v1alpha1.DecisionSubject, now time.Time) *finding.Finding {
	s, known := f.standingOf(subject, now)
	if found := finding.First(s.Against(), f.proceedings(subject, now).Against()); found != nil || known {
		return found
	}
	return finding.Unread(finding.Say("the Decisions on %s", subject.Kind), string(subject.Name))
}

// standsAgainstInput finds what Decisions on a subject have taken of one input.
func (f *Facts) standsAgainstInput(subject v1alpha1.DecisionSubject, input v1alpha1.ObjectName, now time.Time) *finding.Finding {
	s, _ := f.standingOf(subject, now)
	return finding.First(s.AgainstInput(input), f.proceedings(subject, now).AgainstInput(input))
}

// RulesFor are what the chain's edition and parties say of who may act on a
// subject. While the edition could not be read, nothing is given whatever acts
// say; the day of a lift is then read where it begins first, so that not
// knowing the clocks is no ground for a cut.
func (f *Facts) RulesFor(subject v1alpha1.DecisionSubject, now time.Time) standing.Rules {
	rules := standing.Rules{Parties: f.parties(subject), Related: f.related, Inputs: f.inputsOf(subject)}
	edition := f.editionOf(subject)
	j := edition.Get()
	switch {
	case j != nil:
		rules.Halt, rules.Grounds, rules.Is = j.Spec.Halt, j.Spec.Grounds, f.designating(subject, j, now)
		rules.Place = f.placing(subject, j)
		if zone, err := jurisdiction.Zone(j); err == nil {
			rules.Zone = zone
		}
	case !edition.IsMissing():
		rules.Zone = calendar.FirstZone
	}
	return rules
}

// editionOf is the edition that a subject pins. An organisation pins none.
func (f *Facts) editionOf(subject v1alpha1.DecisionSubject) Lookup[v1alpha1.Jurisdiction] {
	switch subject.Kind {
	case v1alpha1.OnDeveloperGrant:
		if f.Grant != nil {
			return f.Jurisdictions[f.Grant.Spec.Jurisdiction]
		}
	case v1alpha1.OnOperationAgreement:
		agreement := f.agreement(subject.Name)
		if a := agreement.Get(); a != nil {
			return f.Jurisdictions[a.Spec.Jurisdiction]
		}
		return Lookup[v1alpha1.Jurisdiction]{absent: agreement.IsMissing()}
	case v1alpha1.OnDataResource:
		r := f.Resources[subject.Name]
		if r.Get() != nil {
			return f.Jurisdictions[r.Get().Spec.Jurisdiction]
		}
		return Lookup[v1alpha1.Jurisdiction]{absent: r.IsMissing()}
	case v1alpha1.OnImplementationPlan:
		p := f.Plans[subject.Name]
		if p.Get() != nil {
			return f.Jurisdictions[p.Get().Spec.Jurisdiction]
		}
		return Lookup[v1alpha1.Jurisdiction]{absent: p.IsMissing()}
	case v1alpha1.OnSelection:
		s := f.Selections[subject.Name]
		if s.Get() != nil {
			return f.Jurisdictions[s.Get().Spec.Jurisdiction]
		}
		return Lookup[v1alpha1.Jurisdiction]{absent: s.IsMissing()}
	case v1alpha1.OnObjection:
		return f.editionAgainst()
	}
	return Missing[v1alpha1.Jurisdiction]()
}

// parties are the organisations that the fields of a subject, and for a grant
// of its agreement, designate. A field that the subject's kind has not
// designates nobody; one of an object that is not there has no entry.
func (f *Facts) parties(subject v1alpha1.DecisionSubject) jurisdiction.Parties {
	switch subject.Kind {
	case v1alpha1.OnDataResource:
		r := f.Resources[subject.Name].Get()
		if r == nil {
			return nil
		}
		return nobodyBut(jurisdiction.Parties{
			v1alpha1.PartySourceUnit: {string(r.Spec.SourceUnit)},
			v1alpha1.PartySharedFrom: texts(r.Spec.SharedFrom),
		})
	case v1alpha1.OnImplementationPlan:
		p := f.Plans[subject.Name].Get()
		if p == nil {
			return nil
		}
		return nobodyBut(jurisdiction.Parties{v1alpha1.PartyDrafter: {string(p.Spec.Drafter)}})
	case v1alpha1.OnSelection:
		s := f.Selections[subject.Name].Get()
		if s == nil {
			return nil
		}
		return nobodyBut(jurisdiction.Parties{v1alpha1.PartyOrganiser: {string(s.Spec.Organiser)}})
	case v1alpha1.OnObjection:
		o := f.Objection.Get()
		if o == nil || o.Name != string(subject.Name) || o.Spec.Objector.Organization == "" {
			return nobodyBut(jurisdiction.Parties{})
		}
		return nobodyBut(jurisdiction.Parties{v1alpha1.PartyObjector: {string(o.Spec.Objector.Organization)}})
	}
	if subject.Kind == v1alpha1.OnOperationAgreement {
		return f.partiesOfAgreement(f.agreement(subject.Name).Get(), subject.Kind)
	}
	return f.partiesOfAgreement(f.Agreement.Get(), subject.Kind)
}

// partiesOfAgreement are those of the agreement and of the grant under it.
func (f *Facts) partiesOfAgreement(a *v1alpha1.OperationAgreement, kind v1alpha1.SubjectLinkKind) jurisdiction.Parties {
	parties := nobodyBut(jurisdiction.Parties{})
	if a != nil {
		parties[v1alpha1.PartyOperator] = []string{string(a.Spec.Operator)}
		parties[v1alpha1.PartyGrantor] = []string{string(a.Spec.Grantor)}
		parties[v1alpha1.PartyCoGrantor] = texts(a.Spec.CoGrantors)
	} else {
		delete(parties, v1alpha1.PartyOperator)
		delete(parties, v1alpha1.PartyGrantor)
		delete(parties, v1alpha1.PartyCoGrantor)
	}
	switch {
	case kind == v1alpha1.OnOperationAgreement:
	case f.Grant != nil:
		parties[v1alpha1.PartyHolder] = []string{string(f.Grant.Spec.Holder)}
	default:
		delete(parties, v1alpha1.PartyHolder)
	}
	return parties
}

// nobodyBut adds that every field which is not there designates nobody.
func nobodyBut(parties jurisdiction.Parties) jurisdiction.Parties {
	for _, ref := range []v1alpha1.PartyRef{
		v1alpha1.PartyGrantor, v1alpha1.PartyCoGrantor, v1alpha1.PartyOperator, v1alpha1.PartyHolder, v1alpha1.PartySourceUnit, v1alpha1.PartySharedFrom,
		v1alpha1.PartyDrafter, v1alpha1.PartyOrganiser, v1alpha1.PartySubject, v1alpha1.PartyObjector,
	} {
		if _, ok := parties[ref]; !ok {
			parties[ref] = nil
		}
	}
	return parties
}

func texts(names []v1alpha1.ObjectName) []string {
	var out []string
	for _, name := range names {
		out = append(out, string(name))
	}
	return out
}

// placing says of which place a party is that rules designate by role for a subject.
func (f *Facts) placing(subject v1alpha1.DecisionSubject, edition *v1alpha1.Jurisdiction) func(*v1alpha1.Party) finding.Phrase {
	return func(p *v1alpha1.Party) finding.Phrase {
		if of := f.subject(subject, edition); of != nil {
			return procedure.Placing(edition, of)(p)
		}
		return finding.Say("")
	}
}

// designating says who is a party that rules designate for a subject, by the same
// matching as of every act.
func (f *Facts) designating(subject v1alpha1.DecisionSubject, edition *v1alpha1.Jurisdiction, now time.Time) func([]v1alpha1.Party, string) (yes, known bool) {
	return func(designated []v1alpha1.Party, organization string) (yes, known bool) {
		name := v1alpha1.ObjectName(organization)
		of := f.subject(subject, edition)
		if of == nil || f.Organizations[name].Get() == nil {
			return false, false
		}
		world := &procedure.World{Organization: func(name v1alpha1.ObjectName) (*procedure.Organization, procedure.Reading) {
			return f.actor(name, edition, now)
		}}
		choices := procedure.Choices(designated)
		if of.Division == "" { // an edition without a territory knows no levels
			for i := range choices {
				if choices[i].Role != "" {
					choices[i].Level, choices[i].At = v1alpha1.LevelAny, ""
				}
			}
		}
		return procedure.Designated(edition, of, world, choices, name)
	}
}

// agreement is the agreement of a name: the one in question, or another one of
// the chain. While the one in question is not there, every name that nobody
// looked for is its own.
func (f *Facts) agreement(name v1alpha1.ObjectName) Lookup[v1alpha1.OperationAgreement] {
	own := f.Agreement.Get()
	if own != nil && own.Name == string(name) {
		return f.Agreement
	}
	if other, looked := f.Agreements[name]; looked || own != nil {
		return other
	}
	return f.Agreement
}

func subjectOf(kind v1alpha1.SubjectLinkKind, name string) v1alpha1.DecisionSubject {
	return v1alpha1.DecisionSubject{Kind: kind, Name: v1alpha1.ObjectName(name)}
}

// SubjectMissing says whether the subject of a Decision is known not to exist.
func (f *Facts) SubjectMissing(subject v1alpha1.DecisionSubject) bool {
	switch subject.Kind {
	case v1alpha1.OnDeveloperGrant:
		return f.Grant == nil && !f.GrantUnread
	case v1alpha1.OnOperationAgreement:
		return f.agreement(subject.Name).IsMissing()
	case v1alpha1.OnDataResource:
		return f.Resources[subject.Name].IsMissing()
	case v1alpha1.OnOrganization:
		return f.Organizations[subject.Name].IsMissing()
	case v1alpha1.OnImplementationPlan:
		return f.Plans[subject.Name].IsMissing()
	case v1alpha1.OnSelection:
		return f.Selections[subject.Name].IsMissing()
	case v1alpha1.OnObjection:
		return f.Objection.IsMissing()
	}
	return false
}
