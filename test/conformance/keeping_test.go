// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package conformance

import (
	"slices"
	"testing"
	"time"

	"github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/calendar"
	"github.com/publicdata-io/mandate/internal/finding"
	"github.com/publicdata-io/mandate/internal/lawful"
	"github.com/publicdata-io/mandate/internal/procedure"
)

// keeper is a link that keeps every check of its edition, as it is shipped.
type keeper struct {
	*stage

	made    lawful.Case
	forms   map[v1alpha1.ObjectName]v1alpha1.LegalForm
	classes map[v1alpha1.ObjectName]v1alpha1.SourceClass
}

// homeOf is the kind whose field names a party.
var homeOf = map[v1alpha1.PartyRef]v1alpha1.LinkKind{
	v1alpha1.PartyGrantor: v1alpha1.LinkOperationAgreement, v1alpha1.PartyCoGrantor: v1alpha1.LinkOperationAgreement, v1alpha1.PartyOperator: v1alpha1.LinkOperationAgreement,
	v1alpha1.PartyHolder: v1alpha1.LinkDeveloperGrant, v1alpha1.PartySourceUnit: v1alpha1.LinkDataResource,
	v1alpha1.PartyDrafter: v1alpha1.LinkImplementationPlan, v1alpha1.PartyOrganiser: v1alpha1.LinkSelection,
}

// keeping is a link of the kind, for which the conditions hold and whose parties
// are those that the edition wants.
func keeping(t *testing.T, edition *v1alpha1.Jurisdiction, kind v1alpha1.LinkKind, conditions ...*v1alpha1.When) *keeper {
	t.Helper()
	k := &keeper{stage: staged(t, edition, kind, conditions...), forms: map[v1alpha1.ObjectName]v1alpha1.LegalForm{}, classes: map[v1alpha1.ObjectName]v1alpha1.SourceClass{}}
	traits := &k.subject.Traits
	if kind == v1alpha1.LinkSelection {
		traits.Mode = ""
	} else if traits.Mode == "" {
		traits.Mode = modeOf(edition, traits.Level)
	}
	for _, name := range []v1alpha1.ObjectName{"grantor", "co-grantor", "operator", "holder", "unit-a", "drafter", "organiser"} {
		k.join(name)
	}
	k.designate()
	k.make(t)
	return k
}

// modeOf is a mode that the edition allows at a level.
func modeOf(edition *v1alpha1.Jurisdiction, level int32) v1alpha1.Mode {
	for _, l := range edition.Spec.AgreementLevels {
		if l.Level == level && len(l.Modes) > 0 {
			return l.Modes[0]
		}
	}
	if edition.Spec.Modes == nil {
		return v1alpha1.ModeWhole
	}
	return edition.Spec.Modes.OperationAgreement[0]
}

// designate gives the parties the roles that the edition asks of them, at the
// places where it asks for them.
func (k *keeper) designate() {
	spec, traits := &k.edition.Spec, k.subject.Traits
	for _, g := range spec.Grantor {
		if (g.Mode == "" || g.Mode == traits.Mode) && (g.Level == 0 || g.Level == traits.Level) {
			k.join("grantor", g.Role)
		}
	}
	for _, l := range spec.AgreementLevels {
		if l.Level == traits.Level {
			k.join("grantor", l.Grantor)
			k.join("operator", l.Operator)
		}
	}
	for i := range spec.Checks {
		rule := &spec.Checks[i]
		if rule.Check == v1alpha1.CheckPartyAmong && procedure.Holds(k.edition, k.subject, k.world, rule.When) {
			k.fulfil(rule.Of, &rule.Among[0])
		}
	}
}

func (k *keeper) fulfil(of v1alpha1.PartyRef, c *v1alpha1.PartyChoice) {
	if c.Ref != "" {
		k.subject.Parties[of] = k.subject.Parties[c.Ref]
		return
	}
	for _, name := range k.subject.Parties[of] {
		k.join(v1alpha1.ObjectName(name), c.Role).Division = k.place(c)
	}
}

// party is the organisation that a field of the subject names.
func (k *keeper) party(of v1alpha1.PartyRef) v1alpha1.ObjectName {
	for _, name := range k.subject.Parties[of] {
		return v1alpha1.ObjectName(name)
	}
	return ""
}

// make makes the objects that the checks look into.
func (k *keeper) make(t *testing.T) {
	t.Helper()
	year := calendar.Interval{NotBefore: day(t, "2026-01-01").Begin(time.UTC), NotAfter: day(t, "2027-01-01").Begin(time.UTC)}
	traits, data := k.subject.Traits, []v1alpha1.ObjectName{"data-a"}
	k.made = lawful.Case{
		Edition: k.edition, Subject: k.subject, World: k.world, Term: year, Above: year,
		Plan: &v1alpha1.ImplementationPlan{Spec: v1alpha1.ImplementationPlanSpec{Mode: traits.Mode, DataResources: data}},
		Agreement: &v1alpha1.OperationAgreement{Spec: v1alpha1.OperationAgreementSpec{
			Grantor: k.party(v1alpha1.PartyGrantor), Operator: k.party(v1alpha1.PartyOperator),
			Mode: traits.Mode, Level: traits.Level, Field: "health", DataResources: data, Selection: "call",
			Clauses: []v1alpha1.Clause{{Key: "serviceFee"}},
		}},
		Grant: &v1alpha1.DeveloperGrant{Spec: v1alpha1.DeveloperGrantSpec{
			Holder: k.party(v1alpha1.PartyHolder), Documents: []v1alpha1.Document{{Name: "price"}},
		}},
		Resource:  &v1alpha1.DataResource{Spec: v1alpha1.DataResourceSpec{SourceUnit: k.party(v1alpha1.PartySourceUnit), Sector: "health", Desensitised: new(true)}},
		Selected:  []v1alpha1.ObjectName{k.party(v1alpha1.PartyOperator)},
		Organiser: k.party(v1alpha1.PartyGrantor),
		LegalForm: k.form, SourceClass: k.class,
	}
	if k.made.Grant.Spec.Holder != k.made.Agreement.Spec.Operator || traits.Level == 2 { // nobody signs with itself
		k.made.Grant.Spec.Contract = signed()
	}
	k.made.Plan.Name, k.made.Agreement.Name, k.made.Grant.Name, k.made.Resource.Name = "plan", "agreement", "grant", "data-a"
}

// signed is a contract for a fee as its document allows it.
func signed() *v1alpha1.GrantContract {
	return &v1alpha1.GrantContract{ServiceFee: &v1alpha1.ServiceFee{Amount: "120.00", PriceDocument: "price", GuidancePrice: "120"}}
}

func (k *keeper) form(name v1alpha1.ObjectName) (v1alpha1.LegalForm, bool) {
	if form, given := k.forms[name]; given {
		return form, true
	}
	return "LegalPerson", true
}

func (k *keeper) class(name v1alpha1.ObjectName) (v1alpha1.SourceClass, bool) {
	if class, given := k.classes[name]; given {
		return class, true
	}
	return v1alpha1.SourceStateOrgan, true
}

// found is what the checks hold against the link as a whole, and then against
// its one resource.
func (k *keeper) found(edition *v1alpha1.Jurisdiction) *finding.Finding {
	made := k.made
	made.Edition = edition
	if found := lawful.Against(&made); found != nil {
		return found
	}
	return lawful.AgainstInput(&made)
}

// alone is the edition with nothing left that is checked but what rests on a row.
func alone(edition *v1alpha1.Jurisdiction, id v1alpha1.BasisID) *v1alpha1.Jurisdiction {
	spec := &edition.DeepCopy().Spec
	spec.Checks = slices.DeleteFunc(spec.Checks, func(c v1alpha1.CheckRule) bool { return !slices.Contains(c.Basis, id) })
	spec.Grantor = slices.DeleteFunc(spec.Grantor, func(g v1alpha1.GrantorRule) bool { return !slices.Contains(g.Basis, id) })
	spec.AgreementLevels = slices.DeleteFunc(spec.AgreementLevels, func(l v1alpha1.AgreementLevel) bool { return !slices.Contains(l.Basis, id) })
	if spec.Modes != nil && !slices.Contains(spec.Modes.Basis, id) {
		spec.Modes = nil
	}
	less := &v1alpha1.Jurisdiction{Spec: *spec}
	less.Name = edition.Name
	return less
}
