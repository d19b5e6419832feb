// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package conformance

import (
	"slices"
	"strings"
	"testing"

	"github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/content"
	"github.com/publicdata-io/mandate/test/conformance/matrix"
)

// bearers are the kinds of the API that bear the content of a kind of the
// matrix. Yanzhou's second level is an agreement of level 2, so that what the
// matrix asks of agreement and grant alike is asked of agreements.
var bearers = map[string]v1alpha1.LinkKind{
	"ImplementationPlan":                v1alpha1.LinkImplementationPlan,
	"OperationAgreement":                v1alpha1.LinkOperationAgreement,
	"OperationAgreement,DeveloperGrant": v1alpha1.LinkOperationAgreement,
	"DeveloperGrant":                    v1alpha1.LinkDeveloperGrant,
	"DataRequest":                       v1alpha1.LinkDeveloperGrant,
}

// contentOf are the kind and the key of a line that an edition is expected to
// say of content.
func contentOf(line string) (kind v1alpha1.LinkKind, key string, ok bool) {
	rest, ok := strings.CutPrefix(line, "content of ")
	if !ok {
		return "", "", false
	}
	of, rest, _ := strings.Cut(rest, "; key ")
	key, _, _ = strings.Cut(rest, "; ")
	return v1alpha1.LinkKind(of), key, true
}

// always holds every condition of an edition: a complete object has it all.
func always(v1alpha1.When) bool { return true }

// TestRequiredContent takes every item that the texts require away from an
// object that has them all, and finds its row and key missing, and refused at
// apply where the disposition says so. The rows and the keys are the matrix's.
func TestRequiredContent(t *testing.T) {
	editions, rules := editions(t), map[string]map[string][]string{}
	for _, regulation := range matrix.Regulations {
		rules[regulation] = expected(t, regulation)
	}
	for _, row := range matrix.Rows() {
		kind, asked := bearers[strings.Join(row.Kinds, ",")]
		edition := editions[row.Regulation()]
		if row.Category != "required content" || !asked || edition == nil || byAct(row, rules[row.Regulation()][row.ID]) {
			continue
		}
		if take := taking(row); take != nil {
			t.Run(row.ID, func(t *testing.T) { take(t, edition, kind, row) })
		}
	}
}

// byAct says that what a row asks for is judged by an act, and not written into
// the object: it is expected otherwise than as content.
func byAct(row matrix.Entry, lines []string) bool {
	return len(lines) > 0 && len(itemsUnder(row)) == 0 && !slices.ContainsFunc(lines, func(line string) bool {
		_, _, ok := contentOf(line)
		return ok
	})
}

// taking is what is tried of a row of content: to take its keys away, to leave
// the whole list out, or to add to a list that is open. Nil where it is neither.
func taking(row matrix.Entry) func(*testing.T, *v1alpha1.Jurisdiction, v1alpha1.LinkKind, matrix.Entry) {
	switch {
	case len(row.Keys) > 0 && strings.Contains(row.How, "Required key"):
		return takesAway
	case len(itemsUnder(row)) > 0:
		return tellsAllAtOnce
	case strings.HasPrefix(row.How, "Free "):
		return takesMore
	default:
		return nil
	}
}

// TestContentOfRules takes the content away that rows ask for which are no list
// of content, such as the conditions that a notice states.
func TestContentOfRules(t *testing.T) {
	for regulation, edition := range editions(t) {
		for id, lines := range expected(t, regulation) {
			for _, line := range lines {
				if kind, key, ok := contentOf(line); ok {
					t.Run(id, func(t *testing.T) { takesAway(t, edition, kind, matrix.Entry{ID: id, Keys: []string{key}}) })
				}
			}
		}
	}
}

func takesAway(t *testing.T, edition *v1alpha1.Jurisdiction, kind v1alpha1.LinkKind, row matrix.Entry) {
	whole := wholeOf(edition, kind)
	if missing := content.Missing(edition, whole.subject(), v1alpha1.PartAll, always); len(missing) > 0 {
		t.Fatalf("the complete %s lacks %q", kind, whole.subject().Tell(missing))
	}
	for _, key := range row.Keys {
		s := wholeOf(edition, kind).without(key).subject()
		missing := content.Missing(edition, s, v1alpha1.PartAll, always)
		if !slices.ContainsFunc(missing, func(i v1alpha1.ContentItem) bool { return i.Key == key && cited(i, row.ID) }) {
			t.Errorf("a %s without %s lacks %q, want %s [%s]", kind, key, s.Tell(missing), key, row.ID)
		}
	}
	refusedAtOnce(t, edition, kind, row)
}

// tellsAllAtOnce finds every item of a list in one answer.
func tellsAllAtOnce(t *testing.T, edition *v1alpha1.Jurisdiction, kind v1alpha1.LinkKind, row matrix.Entry) {
	empty := (&object{kind: kind}).subject()
	missing := content.Missing(edition, empty, v1alpha1.PartAll, always)
	for _, item := range itemsUnder(row) {
		if !slices.ContainsFunc(missing, func(i v1alpha1.ContentItem) bool { return cited(i, item) }) {
			t.Errorf("an empty %s lacks %q, want %s too", kind, empty.Tell(missing), item)
		}
	}
}

// takesMore finds that the list is open: a clause that no text names is taken.
func takesMore(t *testing.T, edition *v1alpha1.Jurisdiction, kind v1alpha1.LinkKind, _ matrix.Entry) {
	whole := wholeOf(edition, kind)
	whole.clauses = append(whole.clauses, v1alpha1.Clause{Key: "otherMatters"})
	for _, refused := range content.Refused(edition, whole.subject()) {
		if strings.Contains(refused, "otherMatters") {
			t.Errorf("a %s with a clause of its own is refused: %s", kind, refused)
		}
	}
	if items := content.Items(edition, kind); slices.ContainsFunc(items, func(i v1alpha1.ContentItem) bool { return i.Key == "otherMatters" }) {
		t.Errorf("the edition requires other matters of a %s, which the text leaves open", kind)
	}
}

// itemsUnder are the rows of the items that a row is the lead-in of.
func itemsUnder(row matrix.Entry) []string {
	prefix := row.ID + "."
	if list, lead := strings.CutSuffix(row.ID, ".0"); lead {
		prefix = list + "."
	}
	var items []string
	for _, other := range matrix.Rows() {
		if strings.HasPrefix(other.ID, prefix) && other.ID != row.ID && len(other.Keys) > 0 &&
			strings.Contains(other.How, "Required key") && bearers[strings.Join(other.Kinds, ",")] == bearers[strings.Join(row.Kinds, ",")] {
			items = append(items, other.ID)
		}
	}
	return items
}

func cited(item v1alpha1.ContentItem, id string) bool {
	return slices.Contains(item.Basis, v1alpha1.BasisID(id))
}

// object is an object of any kind with content.
type object struct {
	kind    v1alpha1.LinkKind
	given   map[string]bool
	clauses []v1alpha1.Clause
}

// wholeOf has every field that keys stand for, and a clause for every other
// item of the edition.
func wholeOf(edition *v1alpha1.Jurisdiction, kind v1alpha1.LinkKind) *object {
	o := &object{kind: kind, given: map[string]bool{}}
	for key := range content.Fields(kind) {
		o.given[key] = true
	}
	for _, item := range content.Items(edition, kind) {
		if !o.given[item.Key] {
			o.clauses = append(o.clauses, v1alpha1.Clause{Key: item.Key})
		}
	}
	return o
}

// without has everything but what the key stands for.
func (o *object) without(key string) *object {
	path, typed := content.Field(o.kind, key)
	for other := range o.given {
		if at, _ := content.Field(o.kind, other); typed && at == path {
			delete(o.given, other)
		}
	}
	o.clauses = slices.DeleteFunc(o.clauses, func(c v1alpha1.Clause) bool { return c.Key == key })
	return o
}

func (o *object) subject() content.Subject {
	switch o.kind {
	case v1alpha1.LinkImplementationPlan:
		return content.OfPlan(&v1alpha1.ImplementationPlanSpec{
			Title: text(o, "name"), Mode: v1alpha1.Mode(text(o, "mode")), Term: term(o), DataResources: resources(o),
			Products: products(o), Clauses: o.clauses,
		})
	case v1alpha1.LinkOperationAgreement:
		return content.OfAgreement(&v1alpha1.OperationAgreementSpec{
			Title: text(o, "name"), Mode: v1alpha1.Mode(text(o, "mode")), Term: term(o), DataResources: resources(o),
			Products: products(o), Clauses: o.clauses,
		})
	case v1alpha1.LinkSelection:
		return content.OfSelection(&v1alpha1.SelectionSpec{
			ApplicationWindow: window(o), Method: v1alpha1.SelectionMethod(text(o, "method")), Clauses: o.clauses,
		})
	case v1alpha1.LinkDataResource:
		return content.OfResource(resource(o))
	default:
		return content.OfGrant(grant(o))
	}
}

func resource(o *object) *v1alpha1.DataResourceSpec {
	spec := &v1alpha1.DataResourceSpec{
		Catalogue: v1alpha1.Catalogue{Code: text(o, "dataCatalogue")}, SourceUnit: v1alpha1.ObjectName(text(o, "sourceUnit")),
		Classification: v1alpha1.Classification{Level: v1alpha1.ClassificationLevel(text(o, "classification"))},
		Sector:         text(o, "sector"), Clauses: o.clauses,
	}
	if o.given["fields"] {
		spec.Fields = []v1alpha1.Field{{Name: "field"}}
	}
	if o.given["sharedFrom"] {
		spec.SharedFrom = []v1alpha1.ObjectName{"provider"}
	}
	if o.given["desensitised"] {
		spec.Desensitised = new(true)
	}
	return spec
}

func grant(o *object) *v1alpha1.DeveloperGrantSpec {
	spec := &v1alpha1.DeveloperGrantSpec{
		Scenario: v1alpha1.Scenario{Name: text(o, "scenario")}, Term: term(o),
		Application: &v1alpha1.GrantPart{Clauses: o.clauses}, Contract: &v1alpha1.GrantContract{Clauses: o.clauses},
	}
	if o.given["dataScope"] {
		spec.Inputs = []v1alpha1.Input{{Resource: "data"}}
		if o.given["inputFields"] {
			spec.Inputs[0].Fields = []string{"code"}
		}
	}
	if o.given["designatedPersons"] {
		spec.Subjects = []v1alpha1.Subject{{Kind: v1alpha1.SubjectUser, Name: "li"}}
	}
	if o.given["serviceFee"] {
		spec.Contract.ServiceFee = &v1alpha1.ServiceFee{Amount: "0"}
	}
	return spec
}

func text(o *object, key string) string {
	if !o.given[key] {
		return ""
	}
	return "given"
}

func term(o *object) *v1alpha1.Term {
	if !o.given["term"] {
		return nil
	}
	return &v1alpha1.Term{From: "2025-01-01", To: "2025-12-31"}
}

func window(o *object) *v1alpha1.Term {
	if !o.given["applicationWindow"] {
		return nil
	}
	return &v1alpha1.Term{From: "2025-01-01", To: "2025-01-31"}
}

func resources(o *object) []v1alpha1.ObjectName {
	if !o.given["dataScope"] {
		return nil
	}
	return []v1alpha1.ObjectName{"data"}
}

func products(o *object) []v1alpha1.PlannedProduct {
	if !o.given["productList"] {
		return nil
	}
	return []v1alpha1.PlannedProduct{{
		Name: "product", Form: text(o, "expectedForm"), Class: text(o, "productClasses"), Standard: text(o, "technicalStandards"),
	}}
}
