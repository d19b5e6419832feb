// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package checking

import (
	"slices"
	"time"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/finding"
	"github.com/publicdata-io/mandate/internal/jurisdiction"
)

// unread says whether the time zone or the first day of an edition cannot be read.
// What is judged by it would be told of that in other words, which name no cause.
func unread(edition *v1alpha1.Jurisdiction) bool {
	if edition == nil {
		return false
	}
	_, dated := jurisdiction.EffectiveFrom(edition)
	return zoneless(edition) || edition.Spec.EffectiveFrom != nil && !dated
}

func zoneless(edition *v1alpha1.Jurisdiction) bool {
	_, err := jurisdiction.Zone(edition)
	return err != nil
}

// zoned finds, in the words of the operator, that an edition has no zone which there
// is, where the form of the field is right.
func (f Folder) zoned(o Object) []Fault {
	edition, ok := o.Object.(*v1alpha1.Jurisdiction)
	if !ok || !zoneless(edition) || slices.ContainsFunc(f.of(o), func(fault Fault) bool { return fault.Field == "spec.timeZone" }) {
		return nil
	}
	return []Fault{o.found(Wrong, "spec.timeZone", jurisdiction.NotInEffect(edition, time.Time{}), finding.Phrase{})}
}

// unread is what is said of a link whose edition cannot be read: nothing where that
// is said of the edition itself, as all of the folder and the form of all beside it.
func (f Folder) unread(o Object, edition *v1alpha1.Jurisdiction) []Fault {
	own := slices.ContainsFunc(f.Objects, func(of Object) bool { return of.kind == "Jurisdiction" && of.GetName() == edition.Name })
	if _, _, pins := contentOf(o.Object); own || !pins || !zoneless(edition) {
		return nil
	}
	return []Fault{o.found(Warned, "spec.jurisdiction", jurisdiction.NotInEffect(edition, time.Time{}), finding.Phrase{})}
}
