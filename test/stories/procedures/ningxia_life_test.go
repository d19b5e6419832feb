// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package procedures_test

import (
	"testing"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
)

// The whole story of Ningxia, from the plan to the end of the term.
func TestNingxiaWhole(t *testing.T) {
	ningxiaStory(t).compare(t, "ningxia-whole")
}

func ningxiaStory(t *testing.T) *story {
	t.Helper()
	d := health(t, home)
	s := tell(d, "From the plan to the end of the term 从实施方案到期限届满", "A plan is approved and an operator chosen, who signs the agreement; a firm from Beijing is recognised,\napplies for one scenario, and works in its sandbox. It breaks its agreement and rectifies; a risk\nstops everything for a week; its term ends at a midnight, and three years later the agreement's.", thePlan, theSelection)
	ningxiaSelects(d, s)
	ningxiaGrants(d, s)
	ningxiaDisturbed(d, s)
	s.at("2026-11-09 23:59", "The last minute of the term of the grant.")
	s.at("2026-11-10 00:00", "The term has ended: access is cut. Nobody had to do anything for that.")
	s.at("2028-10-31 23:59", "The last minute of the agreement, and of the plan.")
	s.of = append(s.of, subjectOf(thePlan))
	s.at("2028-11-01 00:00", "Both have ended. The data side lets nobody in any more.")
	s.at("2045-10-16 12:00", "Twenty years after the agreement was filed, everything is still on record: the text says nothing\nof a shorter time (NX-21.2b).")
	return s
}

func ningxiaSelects(d *domain, s *story) {
	d.appointed()
	d.planned()
	s.at("2025-07-21 12:00", "The plan was drafted by the information centre under the guidance of the data bureau, and is\nsubmitted to the government (NX-7.1, NX-7.2).")
	d.approved()
	d.act(theSelection, "selection/notice", v1alpha1.ActionPublish, "nx-info-centre", "2025-08-15", noticed)
	s.at("2025-08-15 12:00", "The government has approved the plan by collective decision; the call is published (NX-8.1, NX-9.1).")
	apply := d.applied()
	d.act(theSelection, "selection/apply", v1alpha1.ActionApply, "nx-other-group", "2025-09-06", papers("goodStanding", "qualification", "talent", "serviceCapability"))
	s.at("2025-09-06 12:00", "Two groups have applied, one of them a day late: it is excluded (NX-9.2).")
	d.reviewed(apply)
	d.published()
	s.at("2025-10-13 23:59", "The review is done, its result is published since Monday 2025-09-29: the last minute of the five\nworking days over the National Day (NX-9.3c, D1, D6).")
	d.selected(apply)
	s.of = append(s.of, onAgreement)
	s.at("2025-10-14 12:00", "The publicity is over without objection; the data group is chosen, and the centre has decided to\nsign (NX-10.3a).")
	d.signed()
	d.filed()
	s.at("2025-10-17 12:00", "The agreement is signed, filed with the data bureau and received. Its term has not begun.")
}

func ningxiaGrants(d *domain, s *story) {
	d.granted()
	d.act("Organization/beijing-medtech", "recognise-outside/recognise", v1alpha1.ActionRecognise, "nx-data-bureau", "2025-09-15")
	d.act(theGrant, "grant/submit", v1alpha1.ActionSubmit, "beijing-medtech", "2025-10-20", application)
	s.of = []v1alpha1.DecisionSubject{onAgreement, onGrant}
	s.at("2025-10-20 12:00", "A firm from Beijing, recognised by the region, applies for one scenario and its data: the operator\nhas until 2025-10-27 to forward that (NX-13.2, NX-14.2).")
	d.act(theGrant, "grant/forward", v1alpha1.ActionForward, "nx-data-group", "2025-10-24", application)
	d.act(theGrant, "grant/approve", v1alpha1.ActionApprove, "nx-data-bureau", "2025-10-28", application)
	d.act(theGrant, "grant/approve", v1alpha1.ActionApprove, "nx-health-commission", "2025-10-30", application)
	s.at("2025-11-01 00:00", "The term of the agreement begins. Two have approved the application; the insurance bureau is waited\nfor (NX-14.3).")
	d.act(theGrant, "grant/approve", v1alpha1.ActionApprove, "nx-insurance-bureau", "2025-11-03", application)
	s.at("2025-11-03 12:00", "The last approval: signing is due on 2025-11-10 (NX-15.1).")
	d.act(theGrant, "grant/sign", v1alpha1.ActionSign, "nx-data-group", "2025-11-06")
	d.act(theGrant, "grant/sign", v1alpha1.ActionSign, "beijing-medtech", "2025-11-06")
	file := d.act(theGrant, "grant/file", v1alpha1.ActionFile, "nx-data-group", "2025-11-07")
	s.at("2025-11-07 12:00", "Signed by both and filed; nobody has received the filing yet (NX-15.3a).")
	d.act(theGrant, "grant/file", v1alpha1.ActionReceive, "nx-data-bureau", "2025-11-10", regarding(file))
	s.at("2025-11-10 12:00", "Received: the sandbox is there, and lets out to the two data alone (NX-15.3b, NX-22.1).")
}

func ningxiaDisturbed(d *domain, s *story) {
	halt := d.act(theAgreement, "", v1alpha1.ActionHalt, "nx-data-group", "2026-03-04", ground("hidden relations between data 数据间隐含关系"))
	s.at("2026-03-04 12:00", "The operator finds hidden relations between data: everything stops at once, with nobody's consent\n(NX-21.4a, D33).")
	d.refused("RBAC gives no verb release", theAgreement, "", v1alpha1.ActionRelease, "nx-data-group", "2026-03-09", regarding(halt))
	d.act(theAgreement, "", v1alpha1.ActionRelease, "nx-info-centre", "2026-03-10", regarding(halt))
	s.at("2026-03-10 12:00", "The operator would release that itself, and is refused at the door; the centre's release is recorded\nand does not count: that is for the authority which received the report (DRV-15).")
	d.act(theAgreement, "", v1alpha1.ActionRelease, "nx-data-bureau", "2026-03-11", regarding(halt))
	s.at("2026-03-11 12:00", "The data bureau releases it, and work goes on.")
	suspend := d.act(theGrant, "grant-suspend/suspend", v1alpha1.ActionSuspend, "nx-data-bureau", "2026-06-01", ground("NX-16.1"))
	order := d.act(theGrant, "grant-rectify/order", v1alpha1.ActionOrder, "nx-data-bureau", "2026-06-01", dueOn("2026-06-30"), regarding(suspend))
	s.at("2026-06-01 12:00", "The developer breaks its agreement: the data bureau suspends it and orders to rectify by 2026-06-30\n(NX-16.1, NX-16.2).")
	d.act(theGrant, "grant-rectify/report", v1alpha1.ActionSubmit, "beijing-medtech", "2026-06-20", regarding(order))
	d.act(theGrant, "grant-rectify/accept", v1alpha1.ActionAccept, "nx-data-bureau", "2026-06-25", regarding(order))
	s.at("2026-06-25 12:00", "It reports, and the bureau accepts: the suspension stands until it is lifted (NX-16.4).")
	d.act(theGrant, "grant-resume/lift", v1alpha1.ActionLift, "nx-data-bureau", "2026-06-26", regarding(suspend))
	s.at("2026-06-26 12:00", "Lifted: the developer goes on by the agreement.")
}
