// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package procedures_test

import (
	"slices"
	"strings"
	"testing"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/authorization"
)

// E11: a resource without a completed catalogue entry is withheld, and so is one
// of shared origin without the consent of who shared it; both fixed, they mount,
// and nothing does that is not desensitised.
func TestHenanData(t *testing.T) {
	henanData(t, home).compare(t, "henan-data")
}

func henanData(t *testing.T, at place) *story {
	t.Helper()
	d := freight(t, at).entered().requested()
	s := tell(d.domain, "Which data may be mounted 数据资源的目录、共享同意和脱敏", "The request is approved, and of its four inputs only the waybills are ready. Each of the others comes\nto the open sandbox on the day on which nothing stands against it any more.", tolls, vehicles, drivers, freightGrant).after("2025-07-18 12:00")
	d.cleared(tolls, "2025-07-21")
	d.catalogued(vehicles, "2025-07-22")
	d.cleared(vehicles, "2025-07-23")
	s.at("2025-08-01 00:00", "The tolls are cleared, and their catalogue entry is not completed (HA-10.2); the vehicles are in the\ncatalogue, and the police, who shared a part, have not consented (HA-6.P2); the names of drivers are\nnot taken off (HA-3.6c).")
	s.mounts(t, "2025-08-01 00:00", "freight-waybills")
	s.withheld(t, "2025-08-01 00:00", "toll-records", "HA-10.2")
	s.withheld(t, "2025-08-01 00:00", "commercial-vehicles", "HA-6.P2")
	s.withheld(t, "2025-08-01 00:00", "driver-licences", "HA-3.6c")
	d.catalogued(tolls, "2025-08-18")
	s.at("2025-08-18 12:00", "The entry of the tolls is completed, state assets are managed as such: they mount.")
	s.mounts(t, "2025-08-18 12:00", "freight-waybills", "toll-records")
	d.act(vehicles, "resource/shared-consent", v1alpha1.ActionConsent, "ha-transport", "2025-08-20")
	d.act(vehicles, "resource/shared-consent", v1alpha1.ActionConsent, "ha-police", "2025-08-25")
	s.at("2025-08-25 12:00", "The department of transport cannot consent for the police; the police consent: the vehicles mount.")
	s.mounts(t, "2025-08-25 12:00", "commercial-vehicles", "freight-waybills", "toll-records")
	edit(d.domain, drivers, func(r *v1alpha1.DataResource) { r.Spec.Desensitised = new(true) })
	d.catalogued(drivers, "2025-09-08")
	d.cleared(drivers, "2025-09-09")
	s.at("2025-09-09 12:00", "The names of drivers are taken off before anybody acted on the entry; it is catalogued and cleared.")
	s.mounts(t, "2025-09-09 12:00", "commercial-vehicles", "driver-licences", "freight-waybills", "toll-records")
	return s
}

// mounts says which inputs the grant has.
func (s *story) mounts(t *testing.T, at string, want ...v1alpha1.ObjectName) {
	t.Helper()
	got := slices.Sorted(slices.Values(s.verdict(freightGrant, at).Open()))
	if !slices.Equal(got, want) {
		t.Errorf("%s: mounted are %v, want %v", at, got, want)
	}
}

// withheld says by which clause an input of the grant is withheld.
func (s *story) withheld(t *testing.T, at string, input v1alpha1.ObjectName, clause string) {
	t.Helper()
	inputs := s.verdict(freightGrant, at).Inputs
	i := slices.IndexFunc(inputs, func(in authorization.InputVerdict) bool { return in.Resource == input })
	if in := inputs[i]; in.Force != authorization.Denied || !strings.Contains(in.Message(), clause) {
		t.Errorf("%s: %s is %v by %q, want it withheld by %s", at, input, in.Force, in.Message(), clause)
	}
}
