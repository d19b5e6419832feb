// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

// Package content answers: what does an edition ask an object to contain, and
// what of that does the object not have?
package content

import (
	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/citing"
	"github.com/publicdata-io/mandate/internal/finding"
)

// Holds says whether a condition of the edition holds of the object.
type Holds func(v1alpha1.When) bool

// Missing are the items of the edition that the object does not have in a part:
// of All, those of every part. holds answers the conditions of items; nil
// answers them from the object alone, as admission does.
func Missing(edition *v1alpha1.Jurisdiction, s Subject, part v1alpha1.Part, holds Holds) []v1alpha1.ContentItem {
	if holds == nil {
		holds = s.Visible
	}
	var missing []v1alpha1.ContentItem
	for _, item := range Items(edition, s.kind) {
		of := PartOf(item)
		asked := part == v1alpha1.PartAll || of == part
		if asked && (item.When == nil || holds(*item.When)) && !s.has(item.Key, of) {
			missing = append(missing, item)
		}
	}
	return missing
}

// PartOf is the part that an item belongs to.
func PartOf(item v1alpha1.ContentItem) v1alpha1.Part {
	if item.Part == "" {
		return v1alpha1.PartAll
	}
	return item.Part
}

// Items are what the edition asks of objects of the kind.
func Items(edition *v1alpha1.Jurisdiction, kind v1alpha1.LinkKind) []v1alpha1.ContentItem {
	if edition == nil || edition.Spec.Content == nil {
		return nil
	}
	content := edition.Spec.Content
	switch kind {
	case v1alpha1.LinkImplementationPlan:
		return content.ImplementationPlan
	case v1alpha1.LinkSelection:
		return content.Selection
	case v1alpha1.LinkOperationAgreement:
		return content.OperationAgreement
	case v1alpha1.LinkDataResource:
		return content.DataResource
	case v1alpha1.LinkDeveloperGrant:
		return content.DeveloperGrant
	}
	return nil
}

// Told says of an object's missing items what to add, each with its rows.
func (s Subject) Told(missing []v1alpha1.ContentItem) []finding.Phrase {
	var told []finding.Phrase
	for _, item := range missing {
		if path, typed := Field(s.kind, item.Key); typed {
			told = append(told, finding.Say("%s (%s)%s", path, item.Key, cite(item.Basis)))
		} else {
			told = append(told, finding.Say("clause %s%s", item.Key, cite(item.Basis)))
		}
	}
	return told
}

// Tell is what Told says, in English.
func (s Subject) Tell(missing []v1alpha1.ContentItem) []string { return inEnglish(s.Told(missing)) }

func inEnglish(phrases []finding.Phrase) []string {
	var said []string
	for _, phrase := range phrases {
		said = append(said, phrase.String())
	}
	return said
}

// cite is the rows in brackets, as findings write them.
func cite(basis []v1alpha1.BasisID) finding.Phrase {
	if len(basis) == 0 {
		return finding.Phrase{}
	}
	return finding.Say(" [%s]", citing.Rules(basis))
}
