// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package procedures_test

import (
	"strings"
	"testing"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/authorization"
)

// E18: by field, a second operator for the same provider and field is denied, and
// so is an agreement signed by the authority; comprehensive, a second operator is
// admitted; a result that the provider reports instead of the authority is none.
func TestShiyanModes(t *testing.T) {
	shiyanModes(t, home).compare(t, "shiyan-modes")
}

func shiyanModes(t *testing.T, in place) *story {
	t.Helper()
	const (
		second, health, other = "OperationAgreement/transport-second", "OperationAgreement/health-by-authority", "OperationAgreement/health-of-transport"
		one, two              = "OperationAgreement/comprehensive-one", "OperationAgreement/comprehensive-two"
	)
	d := transport(t, in).entered()
	d.put("Selection/transport-2025", second, "Selection/health-2025", health, other, "Selection/comprehensive-2025", one, two)
	s := tell(d.domain, "By field or comprehensive 分领域授权与综合授权", "The provider of a field chooses one operator, and signs; the authority chooses one or several, and signs\n(SY-5.2a, SY-5.2c, SY-10.4a, SY-10.4b).", "Selection/transport-2025").after("2024-12-31 12:00")
	d.called("Selection/transport-2025", "sy-transport", "2025-01-02", "2025-01-03")
	cloud := d.applied("Selection/transport-2025", "sy-cloud", "2025-01-13")
	d.reviewed("Selection/transport-2025", "sy-transport", "2025-02-05", cloud)
	reported := d.act("Selection/transport-2025", "selection/report", v1alpha1.ActionSubmit, "sy-transport", "2025-02-06")
	s.at("2025-02-06 12:00", "A call of the next year for the same field. The provider reports the result, which is for the authority\nalone (SY-10.3c).")
	if found := s.judged(nil, reported, instant("2025-02-06 12:00")); found == nil || found.Reason != v1alpha1.NotEntitledReason || !strings.Contains(found.Text(), "SY-10.3c") {
		t.Errorf("reported by the provider: %v", found)
	}
	d.determined("Selection/transport-2025", "sy-transport", "2025-02-07", "2025-02-17", "2025-02-18", cloud)
	d.agreed(second, "sy-transport", "sy-cloud", "2025-02-20", "2025-02-21")
	d.healthCalled(health, other)
	d.comprehensiveCalled(one, two)
	s.of = nil
	for _, name := range []string{transportAgreement, second, health, other, one, two} {
		s.of = append(s.of, subjectOf(name))
	}
	const at = "2025-03-03 12:00"
	s.at(at, "The first operator of transport is untouched by the second; of the comprehensive ones both are in force.\nThe field of health is for its own provider to give.")
	for name, clause := range map[string]string{second: "SY-5.2c", health: "SY-10.4b", other: "SY-10.3b"} {
		if got := s.verdict(name, at); got.Force != authorization.Denied || !strings.Contains(got.Message(), clause) {
			t.Errorf("%s is %s: %s, want it denied by %s", name, got.Reason(), got.Message(), clause)
		}
	}
	for _, name := range []string{transportAgreement, one, two} {
		if got := s.verdict(name, at); got.Force != authorization.InForce {
			t.Errorf("%s is %s: %s", name, got.Reason(), got.Message())
		}
	}
	return s
}

// healthCalled is a call of the field of health, whose outcome others sign than
// its provider.
func (d shiyan) healthCalled(byAuthority, byOther string) {
	const call = "Selection/health-2025"
	d.called(call, "sy-health", "2025-01-02", "2025-01-03")
	cloud := d.applied(call, "sy-cloud", "2025-01-14")
	d.reviewed(call, "sy-health", "2025-02-05", cloud)
	d.determined(call, "sy-health", "2025-02-07", "2025-02-17", "2025-02-18", cloud)
	d.agreed(byAuthority, "sy-data-bureau", "sy-cloud", "2025-02-20", "2025-02-21")
	d.agreed(byOther, "sy-transport", "sy-cloud", "2025-02-20", "2025-02-21")
}

// comprehensiveCalled is a call of the authority, in which two are chosen.
func (d shiyan) comprehensiveCalled(one, two string) {
	const call = "Selection/comprehensive-2025"
	d.called(call, "sy-data-bureau", "2025-01-02", "2025-01-03")
	cloud := d.applied(call, "sy-cloud", "2025-01-15")
	partners := d.applied(call, "sy-partners", "2025-01-16")
	d.reviewed(call, "sy-data-bureau", "2025-02-05", cloud)
	d.reviewed(call, "sy-data-bureau", "2025-02-05", partners)
	d.determined(call, "sy-data-bureau", "2025-02-07", "2025-02-17", "2025-02-18", cloud, partners)
	d.agreed(one, "sy-data-bureau", "sy-cloud", "2025-02-20", "2025-02-24")
	d.agreed(two, "sy-data-bureau", "sy-partners", "2025-02-20", "2025-02-24")
}
