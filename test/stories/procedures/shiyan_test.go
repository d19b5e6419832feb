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

// The full path of Shiyan, from the yearly notice to the end of the two years.
func TestShiyanFullPath(t *testing.T) {
	shiyanStory(t).compare(t, "shiyan-full-path")
}

func shiyanStory(t *testing.T) *story {
	t.Helper()
	d := transport(t, home)
	s := tell(d.domain, "From the yearly notice to the end of the term 从年度公告到期限届满", "The authority publishes the yearly notice, the bureau of transport reviews with experts, the government\ndetermines and consents. The operator itself works on the data, for two years, neither more nor less.", transportCall).after("2023-11-30 12:00")
	d.called(transportCall, "sy-transport", "2024-01-04", "2024-01-05")
	chosen := d.applied(transportCall, "sy-data-co", "2024-01-15")
	d.applied(transportCall, "sy-cloud", "2024-01-29")
	s.at("2024-01-29 12:00", "The notice of 2024 states mode and conditions (SY-10.1). One has applied in time, the other three days\ntoo late: it is excluded (SY-10.2).")
	d.reviewed(transportCall, "sy-transport", "2024-01-31", chosen)
	d.act(transportCall, "selection/report", v1alpha1.ActionSubmit, "sy-transport", "2024-02-01")
	s.at("2024-02-01 12:00", "The provider has reviewed with third-party experts (SY-10.3b), and reports the result itself: that is\nfor the authority (SY-10.3c).")
	d.determined(transportCall, "sy-transport", "2024-02-04", "2024-02-19", "2024-02-20", chosen)
	s.at("2024-02-20 12:00", "Reported by the authority, determined by the government, chosen by the provider.")
	s.of = []v1alpha1.DecisionSubject{onTransport}
	d.agreed(transportAgreement, "sy-transport", "sy-data-co", "2024-02-23", "2024-02-26")
	s.at("2024-02-26 12:00", "The government consents (SY-5.2d), and both sides sign.")
	d.requested()
	s.of = []v1alpha1.DecisionSubject{onTransport, onLines}
	s.at("2024-04-01 00:00", "The operator asked for data for one scenario; authority and provider have agreed (SY-16.1), its staff\nare trained (SY-12.4b), and the grant begins.")
	shiyanSuspended(t, d, s)
	shiyanEnds(t, d, s)
	return s
}

// shiyanSuspended: what fails the evaluation is suspended at once, mended, and
// given back (SY-14.1, SY-14.2, SY-14.3).
func shiyanSuspended(t *testing.T, d shiyan, s *story) {
	t.Helper()
	suspend := d.act(transportAgreement, "agreement-suspend/suspend", v1alpha1.ActionSuspend, "sy-data-bureau", "2025-03-10", ground("SY-14.2"))
	order := d.act(transportAgreement, "agreement-rectify/order", v1alpha1.ActionOrder, "sy-data-bureau", "2025-03-10", ground("SY-14.1"), dueOn("2025-04-30"), regarding(suspend))
	s.at("2025-03-10 12:00", "The evaluation has failed: the authority orders correction and stops the use of the data (SY-14.1,\nSY-14.2).")
	early := d.act(transportAgreement, "agreement-resume/lift", v1alpha1.ActionLift, "sy-data-bureau", "2025-03-24", regarding(suspend))
	s.at("2025-03-24 12:00", "Nothing is given back before the correction is accepted.")
	if found := s.judged(nil, early, instant("2025-03-24 12:00")); found == nil {
		t.Error("lifted before the correction was accepted")
	}
	d.act(transportAgreement, "agreement-rectify/report", v1alpha1.ActionSubmit, "sy-data-co", "2025-04-21", regarding(order), papers("feedback"))
	d.act(transportAgreement, "agreement-rectify/accept", v1alpha1.ActionAccept, "sy-data-bureau", "2025-04-25", regarding(order))
	d.act(transportAgreement, "agreement-resume/lift", v1alpha1.ActionLift, "sy-data-bureau", "2025-04-28", regarding(suspend))
	s.at("2025-04-28 12:00", "Reported in time, accepted, and lifted.")
	if got := s.verdict(linesGrant, "2025-04-28 12:00"); got.Force != authorization.InForce {
		t.Errorf("after the lift the grant is %s: %s", got.Reason(), got.Message())
	}
}

// shiyanEnds: the operator applies anew before the end (SY-10.6), and the end
// comes all the same, at 2026-03-01 00:00 +08:00 (SY-10.5, D54).
func shiyanEnds(t *testing.T, d shiyan, s *story) {
	t.Helper()
	d.act(transportAgreement, "agreement-reapply/apply", v1alpha1.ActionApply, "sy-data-co", "2026-01-12", to("sy-data-bureau"))
	s.at("2026-02-28 23:59", "The operator has applied anew; the last minute of the two years.")
	if got := s.verdict(linesGrant, "2026-02-28 23:59").Force; got != authorization.InForce {
		t.Errorf("in the last minute the grant is %v", got)
	}
	s.at("2026-03-01 00:00", "The term is over. That an application is pending prolongs nothing (D54): the workspace is stopped.")
	if got := s.verdict(linesGrant, "2026-03-01 00:00"); got.Force != authorization.Denied || got.Reason() != v1alpha1.TermEndedReason {
		t.Errorf("at midnight the grant is %s", got.Reason())
	}
}

// The term is of two years exactly (SY-10.5, D11).
func TestShiyanTerm(t *testing.T) {
	for to, want := range map[v1alpha1.Date]string{"2026-02-28": v1alpha1.InForceReason, "2027-02-28": v1alpha1.UnlawfulReason, "2025-02-28": v1alpha1.UnlawfulReason} {
		d := transport(t, home)
		edit(d.domain, transportAgreement, func(a *v1alpha1.OperationAgreement) { a.Spec.Term = &v1alpha1.Term{From: "2024-03-01", To: to} })
		d.entered()
		_, got := d.verdict(onTransport, instant("2024-03-01 00:00"))
		if got.Reason() != want || (want == v1alpha1.UnlawfulReason && !strings.Contains(got.Message(), "SY-10.5")) {
			t.Errorf("from 2024-03-01 to %s: %s: %s", to, got.Reason(), got.Message())
		}
	}
}

// What is not corrected in time is ended for the data concerned, and the rest of
// the agreement stays (SY-14.4, D37).
func TestShiyanPartTerminated(t *testing.T) {
	shiyanPartTerminated(t, home).compare(t, "shiyan-part-terminated")
}

func shiyanPartTerminated(t *testing.T, at place) *story {
	t.Helper()
	d := transport(t, at).entered().requested()
	s := tell(d.domain, "The data concerned is lost 终止相关公共数据的授权运营资格", "An order over the parking places is not fulfilled. Ending them is the authority's duty; the trips by\nbus stay with the operator (SY-14.4, D37).", transportAgreement, linesGrant).after("2024-04-30 12:00")
	order := d.act(transportAgreement, "agreement-rectify/order", v1alpha1.ActionOrder, "sy-data-bureau", "2025-03-10", ground("SY-14.1"), dueOn("2025-04-30"), only("parking"))
	s.at("2025-04-30 23:59", "The last minute of the order.")
	s.at("2025-05-01 00:00", "It is overdue. Nothing is ended by software: the authority has to.")
	d.act(transportAgreement, "agreement-terminate/terminate", v1alpha1.ActionTerminate, "sy-data-bureau", "2025-05-06", ground("SY-14.4"), only("parking"), regarding(order))
	s.at("2025-05-06 12:00", "The authority ends the qualification for the parking places.")
	if got := s.verdict(linesGrant, "2025-05-06 12:00").Open(); !slices.Equal(got, []v1alpha1.ObjectName{"bus-trips"}) {
		t.Errorf("open are %v, want the trips alone", got)
	}
	return s
}
