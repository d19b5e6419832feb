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

// The full path of Henan, from the plan to the end of the term.
func TestHenanFullPath(t *testing.T) {
	henanStory(t).compare(t, "henan-full-path")
}

func henanStory(t *testing.T) *story {
	t.Helper()
	d := freight(t, home)
	s := tell(d.domain, "From the plan to the end of the term 从实施方案到期限届满", "The government of the province authorises the level-1 entity and approves the plan; the agency decides,\nsigns and files; each scenario is asked for on its own. A risk stops all at once, an order to rectify\nthat is not fulfilled suspends by itself, and the term ends at midnight.", levelOne, freightPlan, freightAgreement, freightGrant)
	d.authorised()
	d.drafted()
	s.of = s.of[:2]
	s.at("2025-05-08 12:00", "The government authorises the data group for the whole province (HA-3.3). The plan was drafted by\nthe department of transport, organised by the bureau; the department of finance has not reviewed it\nyet (HA-4.5b).")
	d.act(freightPlan, "plan-province/review", v1alpha1.ActionAssess, "ha-finance", "2025-05-12")
	d.act(freightPlan, "plan-province/submit", v1alpha1.ActionSubmit, "ha-bureau", "2025-05-14")
	d.approved()
	s.at("2025-05-23 12:00", "Reviewed by both, submitted, and approved by the government after the collective decision procedure\n三重一大 (HA-11.1b).")
	s.of = []v1alpha1.DecisionSubject{onFreight}
	d.signed("2025-06-10")
	d.decided()
	s.at("2025-06-11 12:00", "Both have signed before the agency decided by the procedure 三重一大: nothing is signed (HA-13.1b).")
	d.signed("2025-06-12")
	s.at("2025-06-12 12:00", "Signed again.")
	d.filed()
	s.at("2025-06-16 12:00", "The agency filed the agreement with the bureau and, as the department of the industry, with itself\n(HA-13.2, D32); both have received it. The plan for emergencies is missing (HA-8.3).")
	d.secured()
	s.at("2025-06-18 12:00", "The level-1 entity attests its plan for emergencies, and the duties that keep nothing up.")
	s.at("2025-07-01 00:00", "The first day of the term.")
	henanGrantOpens(t, d, s)
	henanStops(t, d, s)
	henanSuspended(t, d, s)
	henanEnds(t, d, s)
	return s
}

func henanGrantOpens(t *testing.T, d henan, s *story) {
	t.Helper()
	d.requested()
	s.of = []v1alpha1.DecisionSubject{onFreight, onCredit}
	s.at("2025-07-18 12:00", "The level-1 entity asked for one scenario and its data; agency and bureau have approved (HA-15.2a).")
	s.at("2025-08-01 00:00", "The grant begins. Of the data only the waybills are ready.")
	if got := s.verdict(freightGrant, "2025-08-01 00:00").Open(); !slices.Equal(got, []v1alpha1.ObjectName{"freight-waybills"}) {
		t.Errorf("open are %v, want the waybills alone", got)
	}
}

// henanStops: a risk stops at once, and the bureau that was told releases
// (HA-18.1a, D33, DRV-15).
func henanStops(t *testing.T, d henan, s *story) {
	t.Helper()
	halt := d.act(freightAgreement, "", v1alpha1.ActionHalt, "ha-data-group", "2026-03-04", ground("hidden relations between data 数据间隐含关系"), to("ha-transport", "ha-bureau"))
	s.at("2026-03-04 12:00", "Processing the data, the level-1 entity finds relations that may give trade secrets away: it stops at\nonce and tells agency and bureau (HA-18.1a, HA-18.1c).")
	d.refused("may not release for spec.organization ha-data-group", freightAgreement, "", v1alpha1.ActionRelease, "ha-data-group", "2026-03-05", regarding(halt))
	s.at("2026-03-05 12:00", "It cannot go on by itself: those who were told release (DRV-15).")
	if got := s.verdict(freightGrant, "2026-03-05 12:00").Force; got != authorization.Denied {
		t.Errorf("released by the level-1 entity itself, the grant is %v", got)
	}
	d.act(freightAgreement, "", v1alpha1.ActionRelease, "ha-bureau", "2026-03-11", regarding(halt))
	s.at("2026-03-11 12:00", "The bureau releases.")
}

// henanSuspended: an order of an inspection that is overdue suspends nothing, and
// one after the evaluation that is not fulfilled by its last day suspends by
// itself; reporting and accepting lift nothing, the bureau does (HA-22.2c, D34).
func henanSuspended(t *testing.T, d henan, s *story) {
	t.Helper()
	found := d.act(freightAgreement, "agreement-inspection/order", v1alpha1.ActionOrder, "ha-transport", "2026-03-16", ground("HA-20.2"), dueOn("2026-04-15"))
	s.at("2026-04-16 00:00", "An inspection of the agency has found logs that are kept too short; they were to be mended until\n2026-04-15 (HA-20.2). That day has passed: it is overdue, and suspends nothing.")
	if got := s.verdict(freightAgreement, "2026-04-16 00:00").Force; got != authorization.InForce {
		t.Errorf("once an order of an inspection is overdue the agreement is %v, want in force", got)
	}
	d.act(freightAgreement, "agreement-inspection/report", v1alpha1.ActionSubmit, "ha-data-group", "2026-04-20", regarding(found))
	d.act(freightAgreement, "agreement-inspection/accept", v1alpha1.ActionAccept, "ha-bureau", "2026-04-22", regarding(found))
	order := d.act(freightAgreement, "agreement-rectify/order", v1alpha1.ActionOrder, "ha-bureau", "2026-05-11", ground("HA-22.2b"), dueOn("2026-06-30"))
	d.act(freightAgreement, "agreement-rectify/plan", v1alpha1.ActionSubmit, "ha-data-group", "2026-05-20", regarding(order), papers("rectificationPlan"))
	s.at("2026-06-30 23:59", "The evaluation of the year has found weak access control; it is to be mended until 2026-06-30 (HA-22.2b).\nThe level-1 entity has handed in a plan and no more.")
	s.at("2026-07-01 00:00", "The last day has passed: the agreement is suspended by itself.")
	if got := s.verdict(freightAgreement, "2026-07-01 00:00").Reason(); got != v1alpha1.SuspendedReason {
		t.Errorf("a minute after the last day the agreement is %s, want Suspended", got)
	}
	report := d.act(freightAgreement, "agreement-rectify/report", v1alpha1.ActionSubmit, "ha-data-group", "2026-07-06", regarding(order))
	d.act(freightAgreement, "agreement-rectify/accept", v1alpha1.ActionAccept, "ha-bureau", "2026-07-10", regarding(order))
	s.at("2026-07-10 12:00", "Reported late, and accepted. It was overdue, and stays suspended until the bureau lifts it.")
	if got := s.verdict(freightAgreement, "2026-07-10 12:00").Reason(); got != v1alpha1.SuspendedReason {
		t.Errorf("after the acceptance of %s the agreement is %s, want Suspended", report.Name, got)
	}
	d.act(freightAgreement, "agreement-resume/lift", v1alpha1.ActionLift, "ha-bureau", "2026-07-13", regarding(order), papers("reason"))
	s.at("2026-07-13 12:00", "The bureau lifts it, with its reasons.")
}

// henanEnds: the term ends at midnight of its last day, and nothing renews it.
func henanEnds(t *testing.T, d henan, s *story) {
	t.Helper()
	s.at("2028-03-01 00:00", "The rules themselves are no longer valid (HA-25.1): three years have passed since 2025-03-01. What\nwas made under them runs on.")
	s.at("2028-06-17 00:00", "The certificates of the platform were valid until 2028-06-16: graded protection 等级保护, classification of\ndata, personal information and the assessment of cryptography 密码应用安全性评估 (HA-3.6e). That they have run\nout is told, and takes nothing.")
	if got := s.verdict(freightGrant, "2028-06-17 00:00").Force; got != authorization.InForce {
		t.Errorf("once the certificates have run out the grant is %v, want in force", got)
	}
	d.platform("2028-06-19")
	s.at("2028-06-19 12:00", "The level-1 entity shows new ones.")
	s.at("2028-06-30 23:59", "The last minute of the term.")
	if got := s.verdict(freightGrant, "2028-06-30 23:59").Force; got != authorization.InForce {
		t.Errorf("in the last minute of the term the grant is %v", got)
	}
	s.at("2028-07-01 00:00", "The term is over, after the three years that are the most (HA-14.2): access is cut, the sandbox kept as\nevidence. The contents of the agreement say how it is renewed (HA-14.9b); nothing renews it by itself.")
	if got := s.verdict(freightGrant, "2028-07-01 00:00"); got.Force != authorization.Denied {
		t.Errorf("at midnight the grant is %v", got.Force)
	}
}

// A term of three years is allowed, and a day more is not (HA-14.2, D8, D9).
func TestHenanTerm(t *testing.T) {
	for name, tc := range map[string]struct {
		term v1alpha1.Term
		want string
	}{
		"three years":        {v1alpha1.Term{From: "2025-07-01", To: "2028-06-30"}, v1alpha1.InForceReason},
		"a day more":         {v1alpha1.Term{From: "2025-07-01", To: "2028-07-01"}, v1alpha1.UnlawfulReason},
		"2025-01-01 and on":  {v1alpha1.Term{From: "2025-01-01", To: "2027-12-31"}, v1alpha1.InForceReason},
		"a half-year beyond": {v1alpha1.Term{From: "2025-01-01", To: "2028-06-30"}, v1alpha1.UnlawfulReason},
	} {
		t.Run(name, func(t *testing.T) {
			d := freight(t, home)
			edit(d.domain, freightPlan, func(p *v1alpha1.ImplementationPlan) {
				p.Spec.Term = &v1alpha1.Term{From: "2025-01-01", To: "2029-12-31"}
			})
			edit(d.domain, freightAgreement, func(a *v1alpha1.OperationAgreement) { a.Spec.Term = &tc.term })
			d.entered()
			_, got := d.verdict(onFreight, instant("2025-07-01 12:00"))
			if got.Reason() != tc.want || (tc.want == v1alpha1.UnlawfulReason && !strings.Contains(got.Message(), "HA-14.2")) {
				t.Errorf("from %s to %s: %s: %s", tc.term.From, tc.term.To, got.Reason(), got.Message())
			}
		})
	}
}
