// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package conformance

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"sigs.k8s.io/yaml"

	"github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/calendar"
	"github.com/publicdata-io/mandate/internal/division"
	"github.com/publicdata-io/mandate/internal/jurisdiction"
	"github.com/publicdata-io/mandate/internal/procedure"
)

// stage is one subject under one edition, with everybody who may act on it:
// organisations that have one role at one place each, so that nobody's act can
// stand for another's.
type stage struct {
	edition *v1alpha1.Jurisdiction
	subject *procedure.Subject
	world   *procedure.World
	orgs    map[v1alpha1.ObjectName]*procedure.Organization
	zone    *time.Location
	// begin is the day on which the play begins.
	begin calendar.Day
}

// from is the day on which plays begin, and apart how much earlier that of what
// the subject stands on does: the working days of all of them are known.
const (
	from  = v1alpha1.Date("2025-06-02")
	apart = 160
)

func day(t *testing.T, date v1alpha1.Date) calendar.Day {
	t.Helper()
	d, err := calendar.DayOf(date)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// working are the working days that are shipped.
func working(t *testing.T) *calendar.Working {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(root, "config", "calendars", "china.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	days := &v1alpha1.WorkCalendar{}
	if err := yaml.UnmarshalStrict(content, days); err != nil {
		t.Fatal(err)
	}
	return calendar.NewWorking(days)
}

// staged is a subject of the kind for which both conditions hold.
func staged(t *testing.T, edition *v1alpha1.Jurisdiction, kind v1alpha1.LinkKind, conditions ...*v1alpha1.When) *stage {
	t.Helper()
	zone, err := time.LoadLocation(edition.Spec.TimeZone)
	if err != nil {
		t.Fatal(err)
	}
	s := &stage{edition: supplied(edition), zone: zone, orgs: map[v1alpha1.ObjectName]*procedure.Organization{}, begin: day(t, from)}
	s.subject = s.subjectOf(kind)
	for _, when := range conditions {
		s.meet(when)
	}
	s.world = &procedure.World{Calendar: working(t), Organization: func(name v1alpha1.ObjectName) (*procedure.Organization, procedure.Reading) {
		if org := s.orgs[name]; org != nil {
			return org, procedure.Found
		}
		return nil, procedure.Missing
	}}
	return s
}

// supplied is the edition with what its text leaves to whoever administers it: a
// length for every publicity, the calendar, and the day before which what was
// signed runs on, so late that all acts of a play come before it.
func supplied(edition *v1alpha1.Jurisdiction) *v1alpha1.Jurisdiction {
	edition = edition.DeepCopy()
	edition.Spec.Calendar = "china"
	if r := edition.Spec.Transition; r != nil && r.Before == nil && edition.Spec.EffectiveFrom == nil {
		r.Before = new(v1alpha1.Date("2099-01-01"))
	}
	for i := range edition.Spec.Procedures {
		for j := range edition.Spec.Procedures[i].Steps {
			if p := edition.Spec.Procedures[i].Steps[j].Publicity; p != nil && p.WorkingDays == nil {
				p.WorkingDays = new(int32(5))
			}
		}
	}
	return edition
}

func (s *stage) subjectOf(kind v1alpha1.LinkKind) *procedure.Subject {
	subject := &procedure.Subject{
		Kind: kind, Name: "subject", Division: s.division(), Registration: s.division(),
		Digests: map[v1alpha1.Part]v1alpha1.Digest{
			v1alpha1.PartApplication: "sha256:application", v1alpha1.PartContract: "sha256:contract", v1alpha1.PartAll: "sha256:all",
		},
		Traits:  procedure.Traits{Level: 1, Competitive: true, Seeks: v1alpha1.RoleOperator},
		Inputs:  []procedure.Input{{Resource: "data-a", SourceUnit: "unit-a", Sector: "health", Added: true, Origin: v1alpha1.OriginPublic}, {Resource: "data-b", SourceUnit: "unit-b", Sector: "health", Added: true, Origin: v1alpha1.OriginPublic}},
		Parties: jurisdiction.Parties{},
	}
	if len(s.edition.Spec.Tiers) > 0 {
		subject.Traits.Tier = s.edition.Spec.Tiers[0].Tier
	}
	for ref, names := range s.named(kind) {
		subject.Parties[ref] = names
		for _, name := range names {
			s.join(v1alpha1.ObjectName(name))
		}
	}
	return subject
}

// open sets the windows of the subject, by the day on which its play begins.
func (s *stage) open() {
	ends := s.begin + 60
	s.subject.Renewable, s.subject.Begins = &ends, &s.begin
	if s.subject.Kind == v1alpha1.LinkSelection {
		s.subject.Applications = &v1alpha1.Term{From: s.begin.Date(), To: (s.begin + 90).Date()}
	}
}

// division is where subjects are: a city of a province's edition, and
// otherwise the place that the edition is for.
func (s *stage) division() string {
	of := s.edition.Spec.Division
	if division.LevelOf(of) == v1alpha1.DivisionProvince {
		return of[:2] + "0100"
	}
	return of
}

// named are the organisations that the subject's fields name.
func (s *stage) named(kind v1alpha1.LinkKind) map[v1alpha1.PartyRef][]string {
	parties := map[v1alpha1.PartyRef][]string{
		v1alpha1.PartyGrantor: {"grantor"}, v1alpha1.PartyCoGrantor: {"co-grantor"}, v1alpha1.PartyOperator: {"operator"}, v1alpha1.PartySourceUnit: {"unit-a"},
		v1alpha1.PartySharedFrom: {"provider"}, v1alpha1.PartyDrafter: {"drafter"}, v1alpha1.PartyOrganiser: {"organiser"},
		v1alpha1.PartySubject: {"party"}, v1alpha1.PartyObjector: {"objector"}, v1alpha1.PartyHolder: nil,
	}
	if kind == v1alpha1.LinkDeveloperGrant {
		parties[v1alpha1.PartyHolder] = []string{"holder"}
		if len(s.edition.Spec.Tiers) > 0 && s.edition.Spec.Tiers[0].Holder == v1alpha1.HolderOperator {
			parties[v1alpha1.PartyHolder] = []string{"operator"}
		}
	}
	for _, unit := range []v1alpha1.ObjectName{"unit-a", "unit-b", "operator", "holder"} {
		s.join(unit)
	}
	return parties
}

// join lets an organisation take part, which has every role conferred that the
// edition confers and declares the given ones.
func (s *stage) join(name v1alpha1.ObjectName, roles ...v1alpha1.Role) *procedure.Organization {
	org := s.orgs[name]
	if org == nil {
		org = &procedure.Organization{Name: name, Division: s.division(), Sectors: []string{"health"}}
		for _, p := range s.edition.Spec.Procedures {
			if p.Of == v1alpha1.LinkOrganization && strings.Contains(string(p.Effect), ":") {
				org.Conferred = append(org.Conferred, p.Effect)
			}
		}
		s.orgs[name] = org
	}
	org.Declared = append(org.Declared, roles...)
	return org
}

// meet makes the condition hold of the subject.
func (s *stage) meet(when *v1alpha1.When) {
	if when == nil {
		return
	}
	traits := &s.subject.Traits
	set := func(field *bool, to *bool) {
		if to != nil {
			*field = *to
		}
	}
	set(&traits.Revision, when.Revision)
	set(&traits.Renewal, when.Renewal)
	set(&traits.Shared, when.Shared)
	if when.Level != 0 {
		traits.Level = when.Level
	}
	if when.Tier != 0 {
		s.fit(when.Tier)
	}
	if when.Mode != "" {
		traits.Mode = when.Mode
	}
	if when.Seeks != "" {
		traits.Seeks = when.Seeks
	}
	switch when.Inputs {
	case "", v1alpha1.InputsAdded, v1alpha1.InputsPublic: // all inputs here are added, and public
	case v1alpha1.InputsSocial:
		s.subject.Inputs[0].Origin = v1alpha1.OriginSocial
	default:
		traits.OutsideAgreement = when.Inputs == v1alpha1.InputsOutsideAgreement
	}
	s.meetPlaces(when)
}

func (s *stage) meetPlaces(when *v1alpha1.When) {
	if when.Drafter != "" {
		s.join("drafter", when.Drafter)
	}
	if when.RegisteredIn == v1alpha1.RegisteredOutside {
		s.subject.Registration = "110000"
	}
	switch when.DivisionLevel {
	case v1alpha1.DivisionProvince:
		s.subject.Division = division.At(v1alpha1.DivisionProvince, s.subject.Division)
	case v1alpha1.DivisionCounty:
		s.subject.Division = s.subject.Division[:4] + "02"
	}
}

// fit makes the subject a grant of a tier.
func (s *stage) fit(tier int32) {
	s.subject.Traits.Tier = tier
	at := slices.IndexFunc(s.edition.Spec.Tiers, func(t v1alpha1.Tier) bool { return t.Tier == tier })
	if at < 0 || s.subject.Kind != v1alpha1.LinkDeveloperGrant {
		return
	}
	holder := "holder"
	if s.edition.Spec.Tiers[at].Holder == v1alpha1.HolderOperator {
		holder = "operator"
	}
	s.subject.Parties[v1alpha1.PartyHolder] = []string{holder}
}

// who are organisations that fulfil a party, of one input or of all.
func (s *stage) who(p *v1alpha1.Party, input *procedure.Input) []v1alpha1.ObjectName {
	if p.AtLeast == nil {
		return s.chosen(&v1alpha1.PartyChoice{Ref: p.Ref, Role: p.Role, Owner: p.Owner, Level: p.Level, At: p.At, Of: p.Of}, input)
	}
	var all []v1alpha1.ObjectName
	for i := range p.Among {
		for _, name := range s.chosen(&p.Among[i], input) {
			if len(all) < int(*p.AtLeast) && !slices.Contains(all, name) {
				all = append(all, name)
			}
		}
	}
	return all
}

func (s *stage) chosen(c *v1alpha1.PartyChoice, input *procedure.Input) []v1alpha1.ObjectName {
	var all []v1alpha1.ObjectName
	switch {
	case c.Ref == v1alpha1.PartyApplicant:
		s.join(s.applicant(), s.subject.Traits.Seeks)
		all = append(all, s.applicant())
	case c.Ref != "":
		for _, name := range s.subject.Parties[c.Ref] {
			all = append(all, v1alpha1.ObjectName(name))
		}
	case c.Owner != "" && input != nil:
		all = append(all, input.SourceUnit)
	case c.Owner != "":
		for _, in := range s.subject.Inputs {
			all = append(all, in.SourceUnit)
		}
	default:
		at := s.place(c)
		name := v1alpha1.ObjectName(strings.ToLower(string(c.Role)) + "-" + at)
		if s.orgs[name] == nil {
			s.join(name, c.Role).Division = at
		}
		all = append(all, name)
	}
	return all
}

// applicant is who applies in a Selection.
func (s *stage) applicant() v1alpha1.ObjectName {
	if s.subject.Kind == v1alpha1.LinkSelection && s.subject.Name == "for-holder" {
		return "holder"
	}
	return "operator"
}

// place is the division of an organisation with a role at a level.
func (s *stage) place(c *v1alpha1.PartyChoice) string {
	anchor := s.subject.Division
	switch c.At {
	case v1alpha1.AnchorEdition:
		anchor = s.edition.Spec.Division
	case v1alpha1.AnchorRegistration:
		anchor = s.subject.Registration
	}
	switch c.Level {
	case "", v1alpha1.LevelSame, v1alpha1.LevelAny:
		return anchor
	case v1alpha1.LevelSuperior:
		return division.Superior(anchor)
	default:
		return division.At(v1alpha1.DivisionLevel(c.Level), anchor)
	}
}
