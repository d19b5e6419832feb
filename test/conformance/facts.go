// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package conformance

import (
	"fmt"
	"strings"

	"github.com/publicdata-io/mandate/api/v1alpha1"
)

// Fact is what one line of an edition says, in words that are compared with
// what the matrix asks: `Forward by Operator`, `due 5 working days`.
type Fact struct {
	// Words are what the line says.
	Words []string
	// Basis are the rows that the line cites.
	Basis []string
	// Step is the step that the line is, as `<procedure>/<step>`; empty for a
	// line that is none.
	Step string
}

// Facts are the lines of an edition, in their order.
func Facts(edition *v1alpha1.Jurisdiction) []Fact {
	spec := &edition.Spec
	facts := parties(spec)
	facts = append(facts, bounds(spec)...)
	facts = append(facts, contents(spec.Content)...)
	facts = append(facts, rules(spec)...)
	for i := range spec.Procedures {
		facts = append(facts, procedureFacts(&spec.Procedures[i])...)
	}
	return facts
}

func cites(basis []v1alpha1.BasisID) []string {
	ids := make([]string, 0, len(basis))
	for _, id := range basis {
		ids = append(ids, string(id))
	}
	return ids
}

// words drops what is empty.
func words(all ...string) []string {
	kept := make([]string, 0, len(all))
	for _, word := range all {
		if word != "" {
			kept = append(kept, word)
		}
	}
	return kept
}

func fact(basis []v1alpha1.BasisID, all ...string) Fact {
	return Fact{Words: words(all...), Basis: cites(basis)}
}

// said is the word with its value, or nothing where there is none.
func said[T ~string](word string, value T) string {
	if value == "" {
		return ""
	}
	return word + " " + string(value)
}

func parties(spec *v1alpha1.JurisdictionSpec) []Fact {
	var facts []Fact
	if spec.Modes != nil {
		facts = append(facts, fact(spec.Modes.Basis, "modes "+join(spec.Modes.OperationAgreement)))
	}
	for _, t := range spec.Tiers {
		facts = append(facts, fact(t.Basis, fmt.Sprintf("tier %d", t.Tier), "holder "+string(t.Holder), "inputs "+join(t.Inputs)))
	}
	for _, l := range spec.AgreementLevels {
		facts = append(facts, fact(l.Basis, fmt.Sprintf("agreements of level %d", l.Level),
			"grantor "+string(l.Grantor), "operator "+string(l.Operator), "modes "+join(l.Modes)))
	}
	for _, g := range spec.Grantor {
		facts = append(facts, fact(g.Basis, "grantor "+string(g.Role), said("mode", g.Mode), level(g.Level)))
	}
	for _, o := range spec.Operators {
		facts = append(facts, fact(o.Basis, fmt.Sprintf("operators at most %d", o.Max), "per "+join(o.Per), said("mode", o.Mode), level(o.Level)))
	}
	if a := spec.AgencyIsAuthority; a != nil && a.Value != nil && *a.Value {
		facts = append(facts, fact(a.Basis, "agency is authority"))
	}
	return append(facts, haltFacts(spec.Halt)...)
}

func haltFacts(halt *v1alpha1.HaltRule) []Fact {
	if halt == nil {
		return nil
	}
	return []Fact{fact(halt.Basis, "halt by "+all(halt.By), "report to "+all(halt.ReportTo), "release by "+all(halt.ReleaseBy))}
}

func level(n int32) string {
	if n == 0 {
		return ""
	}
	return fmt.Sprintf("level %d", n)
}

func join[T ~string](all []T) string {
	text := make([]string, 0, len(all))
	for _, one := range all {
		text = append(text, string(one))
	}
	return strings.Join(text, ",")
}

func bounds(spec *v1alpha1.JurisdictionSpec) []Fact {
	var facts []Fact
	if spec.EffectiveFrom != nil {
		facts = append(facts, fact(spec.EffectiveFromBasis, "effective from "+string(*spec.EffectiveFrom)))
	}
	if terms := spec.Terms; terms != nil {
		facts = append(facts, termFacts("OperationAgreement", terms.OperationAgreement)...)
		facts = append(facts, termFacts("DeveloperGrant", terms.DeveloperGrant)...)
	}
	if v := spec.Validity; v != nil {
		facts = append(facts, fact(v.Basis, "valid for "+count(v.Years, "years")))
	}
	if r := spec.Transition; r != nil {
		day := ""
		if r.Before != nil {
			day = "before " + string(*r.Before)
		}
		facts = append(facts, fact(r.Basis, "earlier agreements run on", day))
	}
	if r := spec.Retention; r != nil {
		facts = append(facts, fact(r.Basis, "kept for "+count(r.Years, "years")))
	}
	if r := spec.Renewal; r != nil {
		window := ""
		if r.Months != nil {
			window = "renewal in the last " + count(*r.Months, "months")
		}
		facts = append(facts, fact(r.Basis, "renewal", window, "of "+join(r.Of), "applied to "+one(&r.To), said("early", r.Early)))
	}
	if i := spec.Instrument; i != nil {
		facts = append(facts, instrumentFacts(i)...)
	}
	return facts
}

func termFacts(of string, term *v1alpha1.TermRule) []Fact {
	if term == nil {
		return nil
	}
	bound := ""
	switch {
	case term.Max != nil:
		bound = "term of " + of + " at most " + count(term.Max.Years, "years")
	case term.Exact != nil:
		bound = "term of " + of + " exactly " + count(term.Exact.Years, "years")
	}
	exception := "exception Never"
	if term.Exception != "" {
		exception = "exception " + term.Exception
	}
	return []Fact{fact(term.Basis, bound, exception, said("count", term.Count))}
}

func count(n int32, unit string) string {
	return fmt.Sprintf("%d %s", n, unit)
}

func instrumentFacts(i *v1alpha1.Instrument) []Fact {
	draft := ""
	if i.Draft != nil && *i.Draft {
		draft = "draft"
	}
	prevailing := ""
	if len(i.Prevailing) > 0 {
		prevailing = "prevailing rules"
	}
	return []Fact{fact(i.Basis, "instrument", draft, said("interpreted by", i.InterpretationBody), prevailing)}
}

func contents(content *v1alpha1.ContentRules) []Fact {
	if content == nil {
		return nil
	}
	var facts []Fact
	for _, list := range []struct {
		of    string
		items []v1alpha1.ContentItem
	}{
		{"ImplementationPlan", content.ImplementationPlan},
		{"Selection", content.Selection},
		{"OperationAgreement", content.OperationAgreement},
		{"DataResource", content.DataResource},
		{"DeveloperGrant", content.DeveloperGrant},
	} {
		for _, item := range list.items {
			facts = append(facts, fact(item.Basis, append([]string{
				"content of " + list.of, "key " + item.Key, said("part", item.Part),
			}, when(item.When)...)...))
		}
	}
	return facts
}

func rules(spec *v1alpha1.JurisdictionSpec) []Fact {
	var facts []Fact
	for _, c := range spec.Checks {
		facts = append(facts, fact(c.Basis, append([]string{
			"check " + string(c.Check), said("of", c.Of), said("scope", c.Scope), said("affiliates", c.Affiliates),
			said("forms", join(c.LegalForms)), said("classes", join(c.SourceClasses)), said("among", choices(c.Among)),
		}, when(c.When)...)...))
	}
	for _, g := range spec.Grounds {
		facts = append(facts, fact(g.Basis, "ground of "+string(g.Act), "named "+g.ID, said("on", g.Of), bar(g.Bar)))
	}
	for _, c := range spec.Consequences {
		duty := ""
		if c.Duty != nil && *c.Duty {
			duty = "as a duty of " + all(c.By)
		}
		facts = append(facts, fact(c.Basis, "on "+string(c.On), "of "+string(c.Of), said("orders on", join(c.Grounds)), "comes "+string(c.Effect),
			said("scope", c.Scope), duty, said("confirmed by", all(c.ConfirmBy))))
	}
	for _, d := range spec.Duties {
		facts = append(facts, fact(d.Basis, "duty on "+string(d.On), "of "+string(d.Of), said("until", d.Until), said("act", d.Act),
			"duty of "+one(&d.DutyOf), deadline(d.Due.WorkingDays, d.Due.Days, d.Due.Months, d.Due.Soft)))
	}
	return facts
}

func bar(b *v1alpha1.Bar) string {
	switch {
	case b == nil:
		return "no bar"
	case b.Years != nil:
		return "bar of " + count(*b.Years, "years")
	case b.ByDecision != nil && *b.ByDecision:
		return "bar by decision"
	default:
		return "bar"
	}
}
