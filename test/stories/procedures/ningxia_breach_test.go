// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package procedures_test

import (
	"testing"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
)

// E7: a joint request without the government's consent suspends nothing; with
// it everything stops, the grant under the agreement and its sandbox with it. In
// between a risk stops them at once.
func TestNingxiaOperatorBreach(t *testing.T) {
	operatorBreach(t, home).compare(t, "ningxia-operator-breach")
}

func operatorBreach(t *testing.T, at place) *story {
	t.Helper()
	d := health(t, at).contracted()
	s := tell(d, "The operator's breach, and a risk in between 运营机构违约与风险停止", "A suspension is a legal act and needs the government's consent (NX-11.1a, NX-11.1b). A halt is a safety\nstop and needs nobody's (NX-21.4a, D33).", theAgreement, theGrant).after("2025-11-12 12:00")
	report := d.act(theAgreement, "agreement-suspend/report", v1alpha1.ActionRequest, "nx-data-bureau", "2026-03-02", ground("NX-11.1a"), papers("breach"))
	s.at("2026-03-02 12:00", "The data bureau reports a breach to the government: the implementing agency must join it.")
	d.act(theAgreement, "agreement-suspend/report", v1alpha1.ActionRequest, "nx-info-centre", "2026-03-03", ground("NX-11.1a"), papers("breach"), regarding(report))
	r := s.at("2026-03-03 12:00", "The information centre joins. Without consent the agreement goes on.")
	if r[onAgreement].Against() != nil || !complete(r, onAgreement, v1alpha1.EffectEnter) {
		t.Error("a joint request without consent takes away")
	}
	s.stands(theGrant, "2026-03-03 12:00", v1alpha1.InForceReason)
	halt := d.act(theAgreement, "", v1alpha1.ActionHalt, "nx-data-group", "2026-03-04", ground("hidden relations between data 数据间隐含关系"))
	r = s.at("2026-03-04 12:00", "The operator finds hidden relations between data and stops the activity at once, in the sandbox of the\ndeveloper too.")
	if len(r[onAgreement].Left) != 1 || r[onAgreement].Left[0].Name != halt.Name {
		t.Errorf("left to the standing: %d acts, want the halt", len(r[onAgreement].Left))
	}
	s.stands(theGrant, "2026-03-04 12:00", v1alpha1.AncestorNotInForceReason)
	consent := d.act(theAgreement, "agreement-suspend/consent", v1alpha1.ActionConsent, "nx-gov", "2026-03-09", regarding(report))
	r = s.at("2026-03-09 12:00", "The government consents: the agreement is suspended too.")
	if found := r[onAgreement].Against(); found == nil || found.Reason != v1alpha1.SuspendedReason {
		t.Errorf("with consent: %v", found)
	}
	s.stands(theGrant, "2026-03-09 12:00", v1alpha1.AncestorNotInForceReason)
	d.act(theAgreement, "agreement-resume/lift", v1alpha1.ActionLift, "nx-data-bureau", "2026-04-13", regarding(consent))
	s.at("2026-04-13 12:00", "The data bureau lifts the suspension: the implementing agency must do so too.")
	d.act(theAgreement, "agreement-resume/lift", v1alpha1.ActionLift, "nx-info-centre", "2026-04-14", regarding(consent))
	r = s.at("2026-04-14 12:00", "Both have lifted it. The halt stands until it is released.")
	if r[onAgreement].Against() != nil || len(r[onAgreement].Left) != 1 {
		t.Error("the suspension is not lifted, or the halt with it")
	}
	s.stands(theGrant, "2026-04-14 12:00", v1alpha1.AncestorNotInForceReason)
	d.act(theAgreement, "", v1alpha1.ActionRelease, "nx-data-bureau", "2026-04-16", regarding(halt))
	s.at("2026-04-16 12:00", "The data bureau releases the halt, and the developer goes on.")
	s.stands(theGrant, "2026-04-16 12:00", v1alpha1.InForceReason)
	return s
}

// E8: suspended, ordered to rectify by a date, reported, returned, overdue,
// terminated; and a second run that is accepted. That the data is purged by a
// Dispose once the retention of the sandbox is over, and the acts are kept, takes
// a sandbox: test/integration TestAFrozenSandboxIsPurgedInTwoStepsAndNotBefore.
func TestNingxiaDeveloperBreach(t *testing.T) {
	developerBreach(t, home).compare(t, "ningxia-developer-breach")
	developerRectifies(t, home).compare(t, "ningxia-developer-rectifies")
}

func developerBreach(t *testing.T, at place) *story {
	t.Helper()
	d := health(t, at).contracted()
	s := tell(d, "The developer's breach 数据开发商违约", "The region's data authority suspends and orders to rectify by a date; only its acceptance lets the\ndeveloper go on, and what is not rectified it may terminate (NX-16.1 to NX-16.5).", theGrant).after("2025-11-12 12:00")
	suspend := d.act(theGrant, "grant-suspend/suspend", v1alpha1.ActionSuspend, "nx-data-bureau", "2026-06-01", ground("NX-16.1"))
	order := d.act(theGrant, "grant-rectify/order", v1alpha1.ActionOrder, "nx-data-bureau", "2026-06-01", dueOn("2026-06-30"), regarding(suspend))
	s.at("2026-06-01 12:00", "The data bureau suspends the grant and orders to rectify by 2026-06-30.")
	d.act(theGrant, "grant-rectify/report", v1alpha1.ActionSubmit, "beijing-medtech", "2026-06-20", regarding(order))
	lift := d.act(theGrant, "grant-resume/lift", v1alpha1.ActionLift, "nx-data-bureau", "2026-06-22", regarding(suspend))
	r := s.at("2026-06-22 12:00", "The developer reports. A lift before the acceptance does not count.")
	if found := s.judged(r[onGrant], lift, instant("2026-06-22 12:00")); found == nil || found.Reason != v1alpha1.RequirementMissingReason {
		t.Errorf("a lift before the acceptance: %v", found)
	}
	d.act(theGrant, "grant-rectify/accept", v1alpha1.ActionAccept, "nx-data-bureau", "2026-06-25", regarding(order), outcome(v1alpha1.OutcomeReturn))
	s.at("2026-06-25 12:00", "The data bureau returns the report: the day of the order stays.")
	r = s.at("2026-07-01 00:00", "The day has passed.")
	if rect := r[onGrant].Rectifications[0]; !rect.Overdue || !rect.OverdueFrom.Equal(instant("2026-07-01 00:00")) || r[onGrant].Against() == nil {
		t.Errorf("%+v", rect)
	}
	d.act(theGrant, "grant-terminate/terminate", v1alpha1.ActionTerminate, "nx-data-bureau", "2026-07-06", ground("NX-16.5"), regarding(order))
	r = s.at("2026-07-06 12:00", "The data bureau terminates the grant. The acts stay on record.")
	if found := r[onGrant].Against(); found == nil || found.Reason != v1alpha1.TerminatedReason {
		t.Errorf("terminated: %v", found)
	}
	return s
}

func developerRectifies(t *testing.T, at place) *story {
	t.Helper()
	d := health(t, at).contracted()
	s := tell(d, "The developer rectifies 整改验收合格", "The same breach, rectified: accepted, the suspension is lifted.", theGrant).after("2025-11-12 12:00")
	suspend := d.act(theGrant, "grant-suspend/suspend", v1alpha1.ActionSuspend, "nx-data-bureau", "2026-06-01", ground("NX-16.1"))
	order := d.act(theGrant, "grant-rectify/order", v1alpha1.ActionOrder, "nx-data-bureau", "2026-06-01", dueOn("2026-06-30"), regarding(suspend))
	d.act(theGrant, "grant-rectify/report", v1alpha1.ActionSubmit, "beijing-medtech", "2026-06-20", regarding(order))
	d.act(theGrant, "grant-rectify/accept", v1alpha1.ActionAccept, "nx-data-bureau", "2026-06-25", regarding(order))
	r := s.at("2026-06-25 12:00", "Accepted. The suspension stands until it is lifted.")
	if r[onGrant].Against() == nil {
		t.Error("an acceptance alone lifts")
	}
	d.act(theGrant, "grant-resume/lift", v1alpha1.ActionLift, "nx-data-bureau", "2026-06-26", regarding(suspend))
	if r = s.at("2026-06-26 12:00", "Lifted: the developer goes on by the agreement."); r[onGrant].Against() != nil {
		t.Errorf("lifted: %s", r[onGrant].Against().Text())
	}
	return s
}
