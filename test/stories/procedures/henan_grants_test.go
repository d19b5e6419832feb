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

// E12: one request is for one scenario; the agency alone does not approve it;
// the bureau refuses with its reasons and by a rule, or not at all. A request
// has one field for one scenario, and that this is not changed is held when it is
// applied: test/cel TestImmutableFields.
func TestHenanScenario(t *testing.T) {
	s := henanScenario(t, home)
	s.compare(t, "henan-scenario")
	edit(s.d, freightGrant, func(g *v1alpha1.DeveloperGrant) { g.Spec.Scenario.Name = "港口集疏运分析" })
	if got := s.verdict(freightGrant, "2025-08-13 12:00").Reason(); got != v1alpha1.ContentChangedReason {
		t.Errorf("an approval that is used for another scenario gives %s, want ContentChanged", got)
	}
}

func henanScenario(t *testing.T, at place) *story {
	t.Helper()
	d := freight(t, at).entered().requested()
	d.put(portGrant)
	s := tell(d.domain, "One scenario, one review 一场景一审核", "Another scenario is another request, which agency and bureau review both (HA-15.1a, HA-15.2a); who\nrefuses says why, and by which rule (HA-15.2j).", portGrant).after("2025-07-31 12:00")
	d.act(portGrant, "workspace-request/submit", v1alpha1.ActionSubmit, "ha-data-group", "2025-08-04", application)
	d.act(portGrant, "workspace-request/review", v1alpha1.ActionApprove, "ha-transport", "2025-08-08", application, reviews)
	s.at("2025-08-08 12:00", "The agency approves, and that is not enough: the approval of the first scenario is for that alone.")
	if got := s.verdict(portGrant, "2025-08-08 12:00"); got.Reason() != v1alpha1.ProcedurePendingReason || !strings.Contains(got.Message(), "HA-15.2a") {
		t.Errorf("approved by the agency alone, the request is %s: %s", got.Reason(), got.Message())
	}
	bare := d.act(portGrant, "workspace-request/review", v1alpha1.ActionApprove, "ha-bureau", "2025-08-11", application, outcome(v1alpha1.OutcomeReject))
	groundless := d.act(portGrant, "workspace-request/review", v1alpha1.ActionApprove, "ha-bureau", "2025-08-12", application, outcome(v1alpha1.OutcomeReject), note("数据需求超出场景所需"))
	s.at("2025-08-12 12:00", "The bureau refuses without a reason, and then without a ground: neither counts.")
	for _, a := range []*v1alpha1.Decision{bare, groundless} {
		if found := s.judged(nil, a, instant("2025-08-12 12:00")); found == nil || found.Reason != v1alpha1.GroundMissingReason || !strings.Contains(found.Text(), "HA-15.2j") {
			t.Errorf("%s: %v", a.Name, found)
		}
	}
	refused := d.act(portGrant, "workspace-request/review", v1alpha1.ActionApprove, "ha-bureau", "2025-08-13", application, outcome(v1alpha1.OutcomeReject), note("数据需求超出场景所需"), ground("HA-4.1b 数据需求必要性"))
	s.at("2025-08-13 12:00", "With its reason and its ground the refusal is recorded. A new request is a new grant.")
	if found := s.judged(nil, refused, instant("2025-08-13 12:00")); found != nil {
		t.Errorf("%s: %s", refused.Name, found.Text())
	}
	return s
}

func note(text string) more {
	return func(_ *domain, a *v1alpha1.Decision) { a.Spec.Note = text }
}

// E13: the level-1 entity gives no grant to itself and hands its work to nobody,
// and a level-2 entity works on no raw data. The door of its workspace is for its
// own people; that no other identity is bound there is held when it is tried:
// test/cel TestContentsOfSandboxes.
func TestHenanLevelOne(t *testing.T) {
	henanLevelOne(t, home).compare(t, "henan-level-one")
}

func henanLevelOne(t *testing.T, at place) *story {
	t.Helper()
	const itself, contractor, raw = "DeveloperGrant/to-itself", "DeveloperGrant/handed-over", "DeveloperGrant/raw-data"
	d := freight(t, at).entered().requested()
	d.put(itself, contractor, raw)
	s := tell(d.domain, "What a level-1 entity may not do 一级开发主体不得实施的行为", "All that could be done for them has been done for three grants. None is in force.", itself, contractor, raw, freightGrant).after("2025-07-31 12:00")
	d.secondLevel(itself, contractor, raw)
	s.at("2025-09-01 12:00", "The level-1 entity develops its products further itself (HA-7.2.3), has a contractor do its work\n(HA-7.2.1), and lets a level-2 entity have the waybills themselves (HA-3.4).")
	for grant, clause := range map[string]string{itself: "HA-7.2.3", contractor: "HA-3.4", raw: "HA-3.4"} {
		if got := s.verdict(grant, "2025-09-01 12:00"); got.Reason() != v1alpha1.UnlawfulReason || !strings.Contains(got.Message(), clause) || len(got.Open()) > 0 {
			t.Errorf("%s is %s: %s, want it unlawful by %s", grant, got.Reason(), got.Message(), clause)
		}
	}
	if got := s.verdict(freightGrant, "2025-09-01 12:00").Force; got != authorization.InForce {
		t.Errorf("the level-1 entity's own workspace is %v", got)
	}
	return s
}

// secondLevel is the whole way to grants of the second level.
func (d henan) secondLevel(grants ...string) {
	holder := func(grant string) string { return string(d.find(grant).(*v1alpha1.DeveloperGrant).Spec.Holder) }
	for _, grant := range grants {
		d.act(grant, "level2/submit", v1alpha1.ActionSubmit, holder(grant), "2025-08-04", application)
	}
	for _, grant := range grants {
		d.act(grant, "level2/assess", v1alpha1.ActionAssess, "ha-data-group", "2025-08-11", application, allClear("qualification", "demandReasonableness", "scenarioCompliance", "securityRisk"))
	}
	for _, grant := range grants {
		d.act(grant, "level2/review", v1alpha1.ActionApprove, "ha-transport", "2025-08-18", application)
	}
	for _, grant := range grants {
		for _, side := range slices.Compact([]string{"ha-data-group", holder(grant)}) {
			d.act(grant, "level2/sign", v1alpha1.ActionSign, side, "2025-08-25")
		}
	}
}
