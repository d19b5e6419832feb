// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package procedures_test

import (
	"strings"
	"testing"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/conditions"
)

// An agreement from before the rules: signed in 2023 for seven years, where the rules,
// which hold from 1 April 2025, allow five (GS-OP-20.2). The matrix wants it admitted
// with a list of what it lacks (GS-OP-40.2), and its renewal to conform (D63).
const (
	earlierAgreement = "OperationAgreement/travel-2023"
	earlierWork      = "DeveloperGrant/line-planning-2023"
	laterTerm        = "OperationAgreement/travel-2030"
)

func TestGansuLegacy(t *testing.T) {
	gansuLegacy(t, home).compare(t, "gansu-legacy")
}

func gansuLegacy(t *testing.T, at place) *story {
	t.Helper()
	d := lanzhou(t, at).prepared().put(travelAgreement, linePlanning)
	another(d, travelAgreement, "travel-2023", func(a *v1alpha1.OperationAgreement) {
		a.Spec.Plan, a.Spec.Selection, a.Spec.Products, a.Spec.Division = "", "", nil, "620100"
		a.Spec.Term = &v1alpha1.Term{From: "2023-07-01", To: "2030-06-30"}
		a.Spec.DataResources, a.Spec.Clauses = []v1alpha1.ObjectName{"bus-journeys"}, a.Spec.Clauses[:10]
	})
	s := tell(d, "An agreement from before the rules 办法实施前的协议", "What had begun before the rules held improves gradually by reference; what begins later follows them\n(GS-OP-40.2). The city's agreement of 2023 is for seven years, names no plan and no call, and lacks some\nclauses. The data bureau, with which agreements are filed, adopts it by the paper of then (D63).").after("2025-04-09 12:00")
	s.turnTo(earlierAgreement)
	s.at("2025-04-10 12:00", "It is entered as it was signed. Until somebody says by its paper that it is of before, it is asked for\nwhat any other is.")
	s.stands(earlierAgreement, "2025-04-10 12:00", v1alpha1.UnlawfulReason, "GS-OP-20.2")
	adoptedLate(d, s)
	adopt := d.act(earlierAgreement, "transition/adopt", v1alpha1.ActionAttest, "lz-data-bureau", "2025-04-14", issued("signedAgreement", "2023-06-20"))
	s.at("2025-04-14 12:00", "The paper as it was signed on 20 June 2023 is found: by that the agreement runs on, and what it lacks is\nlisted.")
	s.stands(earlierAgreement, "2025-04-14 12:00", v1alpha1.InForceReason)
	s.gaps(earlierAgreement, "2025-04-14 12:00", "GS-OP-20.2", "GS-OP-19.1c", "GS-OP-18.1", "GS-OP-20.12")
	earlierDomain(d, s)
	nothingBeyond(d, s, takenBack(d, s, adopt))
	return s
}

// adoptedLate: a paper of after the rules adopts nothing, and neither does anybody but
// the data bureau.
func adoptedLate(d *domain, s *story) {
	own := d.act(earlierAgreement, "transition/adopt", v1alpha1.ActionAttest, "lz-data-centre", "2025-04-11", issued("signedAgreement", "2023-06-20"))
	late := d.act(earlierAgreement, "transition/adopt", v1alpha1.ActionAttest, "lz-data-bureau", "2025-04-11", issued("signedAgreement", "2025-04-01"))
	s.at("2025-04-11 12:00", "The agency adopts its own agreement, and the data bureau by a paper of the first day of the rules.\nNeither counts.")
	s.fails(own, "2025-04-11 12:00", v1alpha1.NotEntitledReason, "GS-OP-40.2")
	s.fails(late, "2025-04-11 12:00", v1alpha1.EvidenceMissingReason, "2025-04-01", "GS-OP-40.2")
	s.stands(earlierAgreement, "2025-04-11 12:00", v1alpha1.UnlawfulReason, "GS-OP-20.2")
}

// earlierDomain: what is asked for under it follows the rules, and it is suspended as
// any other.
func earlierDomain(d *domain, s *story) {
	another(d, linePlanning, "line-planning-2023", func(g *v1alpha1.DeveloperGrant) {
		g.Spec.Agreement, g.Spec.Inputs, g.Spec.Term.From = "travel-2023", g.Spec.Inputs[:1], "2025-04-15"
	})
	d.act(earlierWork, "data-request/submit", v1alpha1.ActionSubmit, "lz-data-group", "2025-04-15", application)
	s.turnTo(earlierWork)
	s.at("2025-04-15 12:00", "The operator asks for data under it: that follows the rules in full.")
	s.stands(earlierWork, "2025-04-15 12:00", v1alpha1.ProcedurePendingReason, "GS-OP-23.3")
	d.act(earlierWork, "data-request/approve", v1alpha1.ActionApprove, "lz-transport-commission", "2025-04-16", application)
	d.act(earlierWork, "data-request/persons", v1alpha1.ActionAttest, "lz-data-group", "2025-04-17", papers("designatedPersons"))
	s.at("2025-04-17 12:00", "Approved, and the persons are named: the domain is open.")
	s.stands(earlierWork, "2025-04-17 12:00", v1alpha1.InForceReason)
	suspend := d.act(earlierAgreement, "agreement-suspend/suspend", v1alpha1.ActionSuspend, "lz-transport-commission", "2025-05-06", ground("GS-OP-21.2"))
	s.turnTo(earlierAgreement, earlierWork)
	s.at("2025-05-06 12:00", "The department closes the platform to it, as to any other.")
	s.stands(earlierAgreement, "2025-05-06 12:00", v1alpha1.SuspendedReason, "GS-OP-21.2")
	d.act(earlierAgreement, "", v1alpha1.ActionLift, "lz-transport-commission", "2025-05-08", regarding(suspend))
	s.at("2025-05-08 12:00", "And opens it again.")
	s.stands(earlierWork, "2025-05-08 12:00", v1alpha1.InForceReason)
}

// takenBack: who adopted it takes that back, its grants are cut, and both say by whom;
// adopted anew, it runs on.
func takenBack(d *domain, s *story, adopted *v1alpha1.Decision) *v1alpha1.Decision {
	back := d.act(earlierAgreement, "", v1alpha1.ActionAnnul, "lz-data-bureau", "2025-05-09", regarding(adopted))
	s.turnTo(earlierAgreement, earlierWork)
	s.at("2025-05-09 12:00", "The data bureau takes its adoption back: the agreement is asked for what any other is, and what stands\nunder it is cut.")
	s.stands(earlierAgreement, "2025-05-09 12:00", v1alpha1.UnlawfulReason, "GS-OP-20.2", back.Name, "DataAuthority of 620100")
	s.stands(earlierWork, "2025-05-09 12:00", v1alpha1.AncestorNotInForceReason, back.Name)
	again := d.act(earlierAgreement, "transition/adopt", v1alpha1.ActionAttest, "lz-data-bureau", "2025-05-10", issued("signedAgreement", "2023-06-20"))
	s.at("2025-05-10 12:00", "And adopts it anew.")
	s.stands(earlierAgreement, "2025-05-10 12:00", v1alpha1.InForceReason)
	s.stands(earlierWork, "2025-05-10 12:00", v1alpha1.InForceReason)
	return again
}

// nothingBeyond: what comes after it follows the rules, and its own term ends it.
func nothingBeyond(d *domain, s *story, adopted *v1alpha1.Decision) {
	another(d, travelAgreement, "travel-2030", func(a *v1alpha1.OperationAgreement) {
		a.Spec.Plan, a.Spec.Selection, a.Spec.Renews, a.Spec.Division = "", "", "travel-2023", "620100"
		a.Spec.Term = &v1alpha1.Term{From: "2030-07-01", To: "2037-06-30"}
	})
	again := d.act(laterTerm, "transition/adopt", v1alpha1.ActionAttest, "lz-data-bureau", "2025-05-12", issued("signedAgreement", "2023-06-20"))
	s.turnTo(laterTerm)
	s.at("2025-05-12 12:00", "Seven years more are signed, and the bureau would adopt them by the same paper: a renewal follows the\nrules (D63).")
	s.fails(again, "2025-05-12 12:00", v1alpha1.NoSuchStepReason, "travel-2030")
	s.stands(laterTerm, "2030-07-01 00:00", v1alpha1.UnlawfulReason, "GS-OP-20.2")
	s.turnTo(earlierAgreement, earlierWork)
	s.at("2030-07-01 00:00", "Its own term has ended: it is over, as it was signed.")
	s.stands(earlierAgreement, "2030-06-30 23:59", v1alpha1.InForceReason)
	s.stands(earlierAgreement, "2030-07-01 00:00", v1alpha1.TermEndedReason)
	if found := d.judged(adopted, instant("2030-07-01 00:00")); found != nil {
		d.t.Errorf("%s: %s, and it counted", adopted.Name, found.Text())
	}
}

// issued is a paper of a day.
func issued(paper v1alpha1.PointName, on v1alpha1.Date) more {
	return func(_ *domain, a *v1alpha1.Decision) {
		a.Spec.Evidence = append(a.Spec.Evidence, v1alpha1.Evidence{Name: paper, SHA256: strings.Repeat("0", 64), IssuedOn: &on})
	}
}

// gaps says that DutiesDone lists what an agreement lacks, with these rows.
func (s *story) gaps(name, at string, rows ...string) {
	s.d.t.Helper()
	facts, verdict := s.d.verdict(subjectOf(name), instant(at))
	state := conditions.DutiesDone(verdict, facts.Owing(subjectOf(name), instant(at)))
	if state.Reason != v1alpha1.LegacyReason {
		s.d.t.Errorf("at %s DutiesDone of %s has the reason %s: %s", at, name, state.Reason, state.Message)
	}
	for _, row := range rows {
		if !strings.Contains(state.Message, row) {
			s.d.t.Errorf("at %s the list of %s lacks %s: %s", at, name, row, state.Message)
		}
	}
}
