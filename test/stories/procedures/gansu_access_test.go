// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package procedures_test

import (
	"slices"
	"testing"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
)

// E22, the parts about access: a person who is not designated cannot enter, and
// direct egress from the domain is dropped. That the door opens to nobody else and
// that nothing else leaves is shown on a real cluster, way by way: test/attacks
// TestWaysOut (the door of another holder's sandbox; work in the sandbox under
// one's own name; a NetworkPolicy of one's own), test/integration
// TestDoorFollowsTheHoldersPeople and TestDoorIsOfWhomTheGrantDesignates,
// internal/sandbox TestDefaultDeny and
// TestEgressLeadsOnlyToWhatIsGranted. What leaves the domain as a product comes
// with the review of products.
func TestGansuDesignatedPersons(t *testing.T) {
	gansuDesignatedPersons(t, home).compare(t, "gansu-designated-persons")
}

func gansuDesignatedPersons(t *testing.T, at place) *story {
	t.Helper()
	d := lanzhou(t, at).underAgreement().put(linePlanning).requested()
	s := tell(d, "Designated persons inside the domain alone 指定专人、不出域", "The operator designates persons who process the data inside the domain (GS-OP-25.1). Raw data does not\nleave it: what is not granted is denied, both ways (GS-OP-22.3).", linePlanning).after("2025-07-08 12:00")
	bare := d.act(linePlanning, "data-request/persons", v1alpha1.ActionAttest, "lz-data-group", "2025-07-09")
	s.at("2025-07-09 12:00", "The departments have approved. The operator says that there are persons, and names none: nobody enters.")
	s.fails(bare, "2025-07-09 12:00", v1alpha1.EvidenceMissingReason, "designatedPersons", "GS-OP-25.1")
	if box := d.shows(subjectOf(linePlanning), instant("2025-07-09 12:00")).box; box.made {
		t.Errorf("nobody is designated, and there is a sandbox with a door for %v", box.doors)
	}
	d.designated()
	s.at("2025-07-10 12:00", "Two of the operator's three people are designated: the door is theirs alone, and the ways out lead to the granted data alone.")
	box := d.shows(subjectOf(linePlanning), instant("2025-07-10 12:00")).box
	if want := []string{"User ma.jun@lz-data-group", "User yang.li@lz-data-group"}; !slices.Equal(box.doors, want) {
		t.Errorf("the door opens to %v, want %v", box.doors, want)
	}
	if want := []string{"bus-journeys", "emergency-visits"}; !slices.Equal(box.ways, want) {
		t.Errorf("ways out lead to %v, want %v", box.ways, want)
	}
	edit(d, "Organization/lz-data-group", func(o *v1alpha1.Organization) { o.Spec.Subjects = slices.Delete(o.Spec.Subjects, 1, 2) })
	s.at("2025-09-01 12:00", "One of them leaves the company: the door is closed to her.")
	if box := d.shows(subjectOf(linePlanning), instant("2025-09-01 12:00")).box; slices.Contains(box.doors, "User yang.li@lz-data-group") {
		t.Errorf("the door opens to %v", box.doors)
	}
	edit(d, linePlanning, func(g *v1alpha1.DeveloperGrant) { g.Spec.Subjects[1].Name = "zhou.lin@lz-data-group" })
	s.at("2025-09-02 12:00", "The operator designates the third in her place: the grant goes on as it was approved.")
	if box := d.shows(subjectOf(linePlanning), instant("2025-09-02 12:00")).box; !slices.Equal(box.doors, []string{"User ma.jun@lz-data-group", "User zhou.lin@lz-data-group"}) {
		t.Errorf("the door opens to %v", box.doors)
	}
	return s
}
