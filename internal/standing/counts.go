// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package standing

import (
	"slices"
	"time"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/calendar"
	"github.com/publicdata-io/mandate/internal/finding"
	"github.com/publicdata-io/mandate/internal/jurisdiction"
)

// Rules are what the edition and the chain say of who may act on the subject.
// The zero Rules let any organisation take away and only that organisation
// give back.
type Rules struct {
	// Halt is the edition's rule, or nil.
	Halt *v1alpha1.HaltRule
	// Grounds are those that the edition names.
	Grounds []v1alpha1.Ground
	// Parties are the organisations that the subject's fields designate.
	Parties jurisdiction.Parties
	// Inputs are the data that the subject holds; none where they are not known.
	Inputs []v1alpha1.ObjectName
	// Is says whether an organisation is any of the parties that a rule
	// designates for the subject, by field, role, level and territory; known is
	// false where that could not be read, or the organisation does not exist. Nil
	// knows nobody.
	Is func(designated []v1alpha1.Party, organization string) (yes, known bool)
	// Place says of which place a party is that a rule designates by role; nil knows
	// none.
	Place func(*v1alpha1.Party) finding.Phrase
	// Related says whether two organisations are affiliated; nil knows none that are.
	Related func(a, b v1alpha1.ObjectName) bool
	// Zone reads the legal day of a giving act; nil reads it where a day
	// begins last on earth.
	Zone *time.Location
}

// basis cites what an act that takes away without a procedure rests on: of a Halt
// the edition's rule, of any other the ground that it gives. None where the edition
// says nothing.
func (r Rules) basis(act *v1alpha1.Decision) []v1alpha1.BasisID {
	if act.Spec.Action == v1alpha1.ActionHalt && r.Halt != nil {
		return r.Halt.Basis
	}
	for i := range r.Grounds {
		g := &r.Grounds[i]
		if g.ID == act.Spec.Ground && g.Act == act.Spec.Action && (g.Of == "" || v1alpha1.SubjectLinkKind(g.Of) == act.Spec.Subject.Kind) {
			return g.Basis
		}
	}
	return nil
}

// RecordedAt is when a Decision was recorded.
func RecordedAt(d *v1alpha1.Decision) time.Time {
	if d.Spec.RecordedAt != nil {
		return d.Spec.RecordedAt.UTC()
	}
	return d.CreationTimestamp.UTC()
}

// lastZone is where a civil day begins last on earth.
var lastZone = time.FixedZone("UTC-12", -12*60*60)

// EffectiveAt is when an act that gives, or a Dispose, takes effect: not before
// it was recorded, nor before its legal day, read in the zone, or where days
// begin last on earth without one. A day that cannot be read never comes.
func EffectiveAt(d *v1alpha1.Decision, zone *time.Location) time.Time {
	if zone == nil {
		zone = lastZone
	}
	acted, err := time.Parse(time.RFC3339Nano, string(d.Spec.ActedOn))
	if err != nil {
		acted, err = calendar.Midnight(v1alpha1.Date(d.Spec.ActedOn), zone)
	}
	if err != nil {
		return time.Unix(1<<40, 0)
	}
	if recorded := RecordedAt(d); recorded.After(acted) {
		return recorded
	}
	return acted.UTC()
}

// show writes an instant by the clocks of a zone, and by UTC's without one.
func show(t time.Time, zone *time.Location) string {
	if zone != nil {
		t = t.In(zone)
	}
	return t.Format(time.RFC3339)
}

// Judge finds why a Decision has no effect of its own; nil means that it
// counts. decisions are all those on its subject. Whether a taking-away act
// was lifted since is asked of it too, with the reason Lifted.
func Judge(d *v1alpha1.Decision, decisions []*v1alpha1.Decision, rules Rules, now time.Time) *finding.Finding {
	found := judge(d, decisions, rules, now)
	if found == nil && !whole(d) {
		return CoversNothing(d, d.Spec.Scope.Inputs, rules.Inputs, rules.basis(d))
	}
	return found
}

func judge(d *v1alpha1.Decision, decisions []*v1alpha1.Decision, rules Rules, now time.Time) *finding.Finding {
	switch {
	case Gives(d.Spec.Action):
		return judgeGiving(d, decisions, rules, now)
	case d.Spec.Action == v1alpha1.ActionAnnul:
		return annulsNothing(d, decisions)
	}
	if found := haltNotEntitled(d, rules); found != nil {
		return found
	}
	for _, other := range decisions {
		if Gives(other.Spec.Action) && regards(other, d) && judgeGiving(other, decisions, rules, now) == nil {
			return finding.New(v1alpha1.LiftedReason, rules.basis(d),
				"given back by Organization %q (Decision %q, %s)", other.Spec.Organization, other.Name, other.Spec.ActedOn)
		}
	}
	return nil
}

// annulsNothing finds what an Annul takes back that no edition judges: nothing. Of an
// act that takes away it is lifted, or stays, and any other is under an edition.
func annulsNothing(d *v1alpha1.Decision, decisions []*v1alpha1.Decision) *finding.Finding {
	subject := d.Spec.Subject
	at := slices.IndexFunc(decisions, func(other *v1alpha1.Decision) bool { return regards(d, other) })
	if at < 0 {
		return finding.New(v1alpha1.RegardingMissingReason, nil,
			"spec.regarding names no Decision on %s %q; an Annul names the act that it takes back, by name and uid", subject.Kind, subject.Name)
	}
	act := decisions[at]
	switch act.Spec.Action {
	case v1alpha1.ActionTerminate, v1alpha1.ActionDisqualify, v1alpha1.ActionBar, v1alpha1.ActionOrder:
		return finding.New(v1alpha1.RegardingUnfitReason, nil, "spec.regarding: Decision %q is %s, which is not annulled, and does not come back", act.Name, finding.A(act.Spec.Action))
	}
	if Takes(act.Spec.Action) || Gives(act.Spec.Action) || act.Spec.Action == v1alpha1.ActionAnnul {
		return finding.New(v1alpha1.RegardingUnfitReason, nil, "spec.regarding: Decision %q is %s, which is not annulled; what takes away is lifted", act.Name, finding.A(act.Spec.Action))
	}
	if d.Spec.Jurisdiction == "" && act.Spec.Jurisdiction != "" {
		return finding.New(v1alpha1.RegardingUnfitReason, nil,
			"spec.jurisdiction is unset, and Decision %q is under Jurisdiction %q; an Annul names the edition of the act that it takes back", act.Name, act.Spec.Jurisdiction)
	}
	return finding.New(v1alpha1.UndeterminedReason, nil, "no edition judges %s %q, so that nothing is taken back", subject.Kind, subject.Name)
}

func judgeGiving(d *v1alpha1.Decision, decisions []*v1alpha1.Decision, rules Rules, now time.Time) *finding.Finding {
	if d.Spec.Regarding == nil {
		return finding.New(v1alpha1.RegardingMissingReason, nil, "spec.regarding names no Decision; %s names the act it gives back", finding.A(d.Spec.Action))
	}
	at := slices.IndexFunc(decisions, func(other *v1alpha1.Decision) bool { return regards(d, other) })
	if at < 0 {
		return finding.New(v1alpha1.RegardingMissingReason, nil,
			"spec.regarding: no Decision %q with UID %s acts on %s %q; name the act by its name and metadata.uid", d.Spec.Regarding.Name, d.Spec.Regarding.UID, d.Spec.Subject.Kind, d.Spec.Subject.Name)
	}
	act := decisions[at]
	basis := rules.basis(act)
	if !answers(d.Spec.Action, act.Spec.Action) {
		return finding.New(v1alpha1.RegardingUnfitReason, basis,
			"spec.regarding: Decision %q is %s; a Lift answers a Suspend and a Release answers a Halt", act.Name, finding.A(act.Spec.Action))
	}
	if found := finding.First(notGivenBackBy(d, act, rules), ClerkOfHolder(d, rules.Parties, rules.Related, basis)); found != nil {
		return found
	}
	if effective := EffectiveAt(d, rules.Zone); effective.After(now) {
		return finding.New(v1alpha1.NotYetDueReason, basis, "takes effect at %s: nothing opens before the legal day of the act", show(effective, rules.Zone))
	}
	return nil
}

// Repeated finds that an earlier giving act already gave back the same.
func Repeated(d *v1alpha1.Decision, decisions []*v1alpha1.Decision, rules Rules, now time.Time) *finding.Finding {
	at := slices.IndexFunc(decisions, func(act *v1alpha1.Decision) bool { return regards(d, act) })
	if !Gives(d.Spec.Action) || at < 0 {
		return nil
	}
	for _, other := range decisions {
		earlier := RecordedAt(other).Before(RecordedAt(d)) || (RecordedAt(other).Equal(RecordedAt(d)) && other.Name < d.Name)
		same := other != d && Gives(other.Spec.Action) && regards(other, decisions[at])
		if same && earlier && judgeGiving(other, decisions, rules, now) == nil {
			return finding.New(v1alpha1.RepeatedReason, rules.basis(decisions[at]), "Decision %q already gave back what Decision %q took", other.Name, d.Spec.Regarding.Name)
		}
	}
	return nil
}

// regards says whether a giving act names the other act, by its UID or by the
// one it had before it was restored.
func regards(giving, act *v1alpha1.Decision) bool {
	ref := giving.Spec.Regarding
	return ref != nil && string(ref.Name) == act.Name && ref.UID != "" &&
		(ref.UID == string(act.UID) || ref.UID == act.Spec.RestoredUID) &&
		giving.Spec.Subject.DecisionSubject == act.Spec.Subject.DecisionSubject
}

func answers(giving, act v1alpha1.Action) bool {
	return (giving == v1alpha1.ActionLift && act == v1alpha1.ActionSuspend) ||
		(giving == v1alpha1.ActionRelease && act == v1alpha1.ActionHalt)
}

// haltNotEntitled finds that the edition does not let the organisation halt.
// Where it or the parties are not known the halt counts: doubt keeps
// things closed.
func haltNotEntitled(d *v1alpha1.Decision, rules Rules) *finding.Finding {
	if d.Spec.Action != v1alpha1.ActionHalt || rules.Halt == nil || len(rules.Halt.By) == 0 || rules.Is == nil {
		return nil
	}
	organization := string(d.Spec.Organization)
	if yes, known := rules.Is(rules.Halt.By, organization); yes || !known || !rules.Parties.Know(rules.Halt.By) {
		return nil
	}
	return finding.New(v1alpha1.NotEntitledReason, rules.Halt.Basis,
		"Organization %q may not halt %s %q; the edition lets %s", organization, d.Spec.Subject.Kind, d.Spec.Subject.Name, jurisdiction.Describe(rules.Halt.By, rules.Parties, rules.Place))
}

// notGivenBackBy finds that the organisation may not give back this act: it is
// for the one whose act it was, or for whom the edition names.
func notGivenBackBy(d, act *v1alpha1.Decision, rules Rules) *finding.Finding {
	organization := string(d.Spec.Organization)
	if d.Spec.Action == v1alpha1.ActionRelease && rules.Halt != nil && len(rules.Halt.ReleaseBy) > 0 {
		yes, known := false, false
		if rules.Is != nil {
			yes, known = rules.Is(rules.Halt.ReleaseBy, organization)
		}
		if yes && known {
			return nil
		}
		return finding.New(v1alpha1.NotEntitledReason, rules.Halt.Basis,
			"Organization %q may not release %s %q; the edition lets %s", organization, d.Spec.Subject.Kind, d.Spec.Subject.Name, jurisdiction.Describe(rules.Halt.ReleaseBy, rules.Parties, rules.Place))
	}
	if d.Spec.Organization != act.Spec.Organization {
		return finding.New(v1alpha1.OtherOrganizationReason, rules.basis(act),
			"Organization %q cannot give back the act of Organization %q (Decision %q); that organisation's own %s is awaited", organization, act.Spec.Organization, act.Name, d.Spec.Action)
	}
	return nil
}
