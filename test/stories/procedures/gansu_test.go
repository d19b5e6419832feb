// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package procedures_test

import (
	"testing"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
)

// The whole life of a chain of Gansu, from the plan to the end of its term and of
// its record. What an object lacks is refused when it is applied (test/cel
// TestContentIsRefusedAtOnce).
func TestGansuFullTerm(t *testing.T) {
	gansuStory(t).compare(t, "gansu-full-term")
}

func gansuStory(t *testing.T) *story {
	t.Helper()
	d := lanzhou(t, home)
	s := tell(d, "Lanzhou: from the plan to the end of the term 兰州：从实施方案到期满", "A city of Gansu authorises one operator for five years. The plan is argued, examined, approved by the\ncity's government and filed with the province (GS-OP-10.3 to GS-OP-17.2); operators compete\n(GS-OP-18.1); the agreement is decided on, signed and filed (GS-OP-19.1a to GS-OP-19.1d); the operator\nasks for the data of one scenario and names the persons who work on it (GS-OP-23.2, GS-OP-25.1). There\nis one tier: the operator 运营机构 itself works in the domain.")
	gansuPlan(d, s)
	gansuOperator(d, s)
	gansuDomain(d, s)
	gansuSuspension(d, s)
	gansuEnd(d, s)
	return s
}

func gansuPlan(d *domain, s *story) {
	d.prepared().put(travelPlan)
	s.turnTo("DataResource/emergency-visits", travelPlan)
	s.at("2025-04-09 12:00", "The city's government has appointed the big-data centre as implementing agency. The source units\nhave cleared the data; the province, which shared the visits, consents (GS-OP-12.2). The centre has\ndrafted a plan.")
	s.turnTo(travelPlan)
	d.argued(travelPlan, "2025-04-10", "2025-04-18").examined(travelPlan, "2025-04-22", "2025-04-24")
	s.at("2025-04-24 12:00", "Drafted under the guidance of the data bureau, after the scenarios were asked for. Both have argued\nthe plan's feasibility on six topics; the opinion of justice and the conclusion of the market regulator\nare there.")
	d.deliberated(travelPlan, "2025-04-25", "2025-05-08", "兰政纪要〔2025〕17号")
	s.at("2025-05-08 12:00", "The city's government approves the plan by collective decision. It is not yet filed.")
	s.stands(travelPlan, "2025-05-08 12:00", v1alpha1.ProcedurePendingReason, "GS-OP-17.2")
	d.filedUpward(travelPlan, "2025-05-09", "2025-05-12")
	s.at("2025-05-12 12:00", "The data bureau of the province has received it: the plan is in force.")
	s.stands(travelPlan, "2025-05-12 12:00", v1alpha1.InForceReason)
}

func gansuOperator(d *domain, s *story) {
	d.put(travelSelection).chosen()
	s.turnTo(travelSelection)
	s.at("2025-05-30 12:00", "A public tender carries the plan out. Two companies compete; the data group is chosen.")
	d.put(travelAgreement).contractSigned()
	s.turnTo(travelAgreement)
	s.at("2025-06-10 12:00", "The centre has heard all sides and decided on the agreement by its party committee, and both have\nsigned. The term is five years to the day, the longest there is (GS-OP-20.2, D8, D9).")
	s.stands(travelAgreement, "2025-06-10 12:00", v1alpha1.ProcedurePendingReason, "GS-OP-19.1d")
	d.contractFiled()
	s.at("2025-06-16 12:00", "The data bureau of the city has received the agreement. Its term begins on 1 July.")
	s.stands(travelAgreement, "2025-06-30 23:59", v1alpha1.NotYetEffectiveReason)
}

func gansuDomain(d *domain, s *story) {
	d.put(linePlanning)
	s.turnTo(travelAgreement, linePlanning)
	s.at("2025-07-01 00:00", "The term begins. The operator wants the data of one scenario.")
	d.requested()
	s.turnTo(linePlanning)
	s.at("2025-07-08 12:00", "It has asked for the fields that the scenario needs; the department of each resource has approved.")
	s.stands(linePlanning, "2025-07-08 12:00", v1alpha1.ProcedurePendingReason, "GS-OP-25.1")
	d.designated()
	s.at("2025-07-10 12:00", "The designated persons are named: the domain is opened to them, and to nobody else.")
	s.stands(linePlanning, "2025-07-10 12:00", v1alpha1.InForceReason)
}

// gansuSuspension: the department of the transport data finds a breach, orders
// rectification and closes the platform meanwhile (GS-OP-21.1, GS-OP-21.2, D35).
func gansuSuspension(d *domain, s *story) {
	order := d.act(travelAgreement, "agreement-rectify/order", v1alpha1.ActionOrder, "lz-transport-commission", "2026-03-02", ground("GS-OP-21.1"), dueOn("2026-03-31"))
	suspend := d.act(travelAgreement, "agreement-suspend/suspend", v1alpha1.ActionSuspend, "lz-transport-commission", "2026-03-02", ground("GS-OP-21.2"))
	s.turnTo(travelAgreement, linePlanning)
	s.at("2026-03-02 12:00", "The transport department finds that data was used beyond the scope. It orders rectification by 31 March\nand closes the platform to the operator at once: nobody has to consent.")
	s.stands(travelAgreement, "2026-03-02 12:00", v1alpha1.SuspendedReason, "GS-OP-21.2")
	lift := d.act(travelAgreement, "", v1alpha1.ActionLift, "lz-data-group", "2026-03-03", regarding(suspend))
	d.refused("may not terminate for spec.organization lz-transport-commission", travelAgreement, "agreement-terminate/terminate", v1alpha1.ActionTerminate, "lz-transport-commission", "2026-03-04", ground("GS-OP-21.3-loss"), papers("conditionsNoLongerMet"))
	s.turnTo(travelAgreement)
	s.at("2026-03-04 12:00", "The operator cannot lift it, and the department cannot end the agreement: that is for the agency alone\n(GS-OP-21.3, D35).")
	s.fails(lift, "2026-03-04 12:00", v1alpha1.OtherOrganizationReason, "lz-transport-commission")
	d.act(travelAgreement, "agreement-rectify/report", v1alpha1.ActionSubmit, "lz-data-group", "2026-03-20", regarding(order))
	d.act(travelAgreement, "agreement-rectify/accept", v1alpha1.ActionAccept, "lz-data-centre", "2026-03-24", regarding(order))
	s.at("2026-03-24 12:00", "The operator reports, and the agency accepts. The platform stays closed until the\ndepartment opens it.")
	s.stands(linePlanning, "2026-03-24 12:00", v1alpha1.AncestorNotInForceReason)
	other := d.act(travelAgreement, "", v1alpha1.ActionLift, "lz-data-centre", "2026-03-25", regarding(suspend))
	s.turnTo(travelAgreement)
	s.at("2026-03-25 10:00", "The agency would open it: what another closed is not for it to give back (B.3).")
	s.fails(other, "2026-03-25 10:00", v1alpha1.OtherOrganizationReason, "lz-transport-commission")
	d.act(travelAgreement, "", v1alpha1.ActionLift, "lz-transport-commission", "2026-03-25", regarding(suspend))
	s.turnTo(travelAgreement, linePlanning)
	s.at("2026-03-25 12:00", "The department lifts its suspension: work goes on.")
	s.stands(linePlanning, "2026-03-25 12:00", v1alpha1.InForceReason)
}

// gansuEnd: the rules lapse, the term ends at midnight in Beijing, and the record is
// kept for twenty years.
func gansuEnd(d *domain, s *story) {
	s.turnTo(travelAgreement, linePlanning)
	s.at("2027-04-01 00:00", "The rules themselves lapse after two years (GS-OP-43.1). Nothing new begins under them; what began\nruns to its end (D56).")
	s.stands(linePlanning, "2027-04-01 00:00", v1alpha1.InForceReason)
	s.stands(linePlanning, "2030-06-30 23:59", v1alpha1.InForceReason)
	s.at("2030-07-01 00:00", "The term has ended with 30 June: all access is gone, and nothing is renewed by itself.")
	s.stands(travelAgreement, "2030-07-01 00:00", v1alpha1.TermEndedReason)
	s.stands(linePlanning, "2030-07-01 00:00", v1alpha1.TermEndedReason)
	dispose := d.act(travelAgreement, "", v1alpha1.ActionDispose, "lz-data-centre", "2035-06-30")
	s.turnTo()
	s.at("2035-06-30 12:00", "The centre decides that the record be disposed of. It is kept for twenty years from the end of the term\n(GS-OP-37.1, D24).")
	d.kept(s, travelAgreement, dispose, "2050-06-30 23:59")
	s.at("2050-07-01 00:00", "The twenty years are over, and the disposal takes effect: the record may be deleted.")
	d.disposable(s, travelAgreement, dispose, "2050-07-01 00:00")
}
