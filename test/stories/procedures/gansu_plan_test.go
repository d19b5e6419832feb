// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package procedures_test

import (
	"testing"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
)

// E21: a plan without the legality opinion, the fair-competition conclusion or one
// of the six topics of feasibility cannot be deliberated on.
func TestGansuPlanReview(t *testing.T) {
	gansuPlanReview(t, home).compare(t, "gansu-plan-review")
}

func gansuPlanReview(t *testing.T, at place) *story {
	t.Helper()
	d := lanzhou(t, at).prepared().put(travelPlan)
	s := tell(d, "What a plan needs before it is deliberated on 实施方案的论证与审查", "Six topics of feasibility, argued by data bureau and agency together (GS-OP-16.0); the opinion of the\njustice department (GS-OP-10.3); the conclusion of the market regulator (GS-OP-10.4).", travelPlan).after("2025-04-09 12:00")
	d.act(travelPlan, "plan/guide", v1alpha1.ActionGuide, "lz-data-bureau", "2025-04-10")
	d.act(travelPlan, "plan/solicitation", v1alpha1.ActionAttest, "lz-data-centre", "2025-04-10", papers("scenarioSolicitation"))
	five := d.act(travelPlan, "plan/feasibility", v1alpha1.ActionAssess, "lz-data-bureau", "2025-04-17", allClear("lifecycleService", "socialDemand", "scenarios", "expectedEffect", "riskControl"))
	s.at("2025-04-17 12:00", "The data bureau argues five of the six topics: the size of the market is missing.")
	s.fails(five, "2025-04-17 12:00", v1alpha1.PointMissingReason, "marketSize", "GS-OP-16.0", "GS-OP-16.d")
	d.act(travelPlan, "plan/feasibility", v1alpha1.ActionAssess, "lz-data-bureau", "2025-04-18", feasible)
	d.act(travelPlan, "plan/feasibility", v1alpha1.ActionAssess, "lz-data-centre", "2025-04-18", feasible)
	bare := d.act(travelPlan, "plan/legality", v1alpha1.ActionAssess, "lz-justice-bureau", "2025-04-21")
	submit := d.act(travelPlan, "plan/submit", v1alpha1.ActionSubmit, "lz-data-bureau", "2025-04-21")
	s.at("2025-04-21 12:00", "All six, by both. The justice department examined the plan and attached no opinion; the data bureau\nsubmits it all the same.")
	s.fails(bare, "2025-04-21 12:00", v1alpha1.EvidenceMissingReason, "legalityOpinion", "GS-OP-10.3")
	s.fails(submit, "2025-04-21 12:00", v1alpha1.OutOfOrderReason, "legality", "GS-OP-17.1a")
	d.act(travelPlan, "plan/legality", v1alpha1.ActionAssess, "lz-justice-bureau", "2025-04-22", papers("legalityOpinion"))
	again := d.act(travelPlan, "plan/submit", v1alpha1.ActionSubmit, "lz-data-bureau", "2025-04-22")
	approve := d.act(travelPlan, "plan/approve", v1alpha1.ActionApprove, "lz-gov", "2025-04-23", resolved("兰政纪要〔2025〕15号", "兰州市人民政府常务会议"))
	s.at("2025-04-23 12:00", "The opinion is there, the conclusion of the market regulator is not: what is submitted again and what\nthe government approves was not ready to be deliberated on.")
	s.fails(again, "2025-04-23 12:00", v1alpha1.OutOfOrderReason, "competition", "GS-OP-17.1a")
	s.fails(approve, "2025-04-23 12:00", v1alpha1.OutOfOrderReason, "submit", "GS-OP-17.1a")
	s.stands(travelPlan, "2025-04-23 12:00", v1alpha1.ProcedurePendingReason, "GS-OP-10.4")
	d.act(travelPlan, "plan/competition", v1alpha1.ActionAssess, "lz-market-bureau", "2025-04-24", papers("fairCompetitionConclusion"))
	d.deliberated(travelPlan, "2025-04-25", "2025-05-08", "兰政纪要〔2025〕17号").filedUpward(travelPlan, "2025-05-09", "2025-05-12")
	s.at("2025-05-12 12:00", "All of it in its order: the plan is in force.")
	s.stands(travelPlan, "2025-05-12 12:00", v1alpha1.InForceReason)
	return s
}

// E21: a larger change needs all of them again, and each revision is filed upward.
// An approved plan that is edited in place is refused (GS-OP-17.1b, test/cel
// TestFixedPartsStayAsTheyWere).
func TestGansuPlanRevised(t *testing.T) {
	gansuPlanRevised(t, home).compare(t, "gansu-plan-revised")
}

func gansuPlanRevised(t *testing.T, at place) *story {
	t.Helper()
	d := lanzhou(t, at).underAgreement()
	const revised = "ImplementationPlan/travel-plan-2"
	another(d, travelPlan, "travel-plan-2", func(p *v1alpha1.ImplementationPlan) {
		p.Spec.Revises, p.Spec.Products = "travel-plan", append(p.Spec.Products, v1alpha1.PlannedProduct{Name: "急救站点布局报告", Form: "Report", Class: "Governance"})
	})
	s := tell(d, "A larger change of the plan 实施方案作较大变更", "A larger change is a new plan that revises the old one, and goes the whole way again (GS-OP-17.1c).\nUntil it is in force the old one holds.", travelPlan, revised, travelAgreement).after("2025-12-31 12:00")
	d.act(revised, "plan/submit", v1alpha1.ActionSubmit, "lz-data-bureau", "2026-05-06")
	approve := d.act(revised, "plan/approve", v1alpha1.ActionApprove, "lz-gov", "2026-05-08", resolved("兰政纪要〔2026〕16号", "兰州市人民政府常务会议"))
	s.at("2026-05-08 12:00", "The government approves the change at once: the argument and the opinions on the old plan are none\non the new one.")
	s.fails(approve, "2026-05-08 12:00", v1alpha1.OutOfOrderReason, "GS-OP-17.1c")
	d.argued(revised, "2026-05-11", "2026-05-15").examined(revised, "2026-05-19", "2026-05-21")
	d.deliberated(revised, "2026-05-22", "2026-06-02", "兰政纪要〔2026〕19号")
	s.at("2026-06-02 12:00", "The same way again: argued, examined, approved. The change is not filed, and the old plan holds.")
	s.stands(revised, "2026-06-02 12:00", v1alpha1.ProcedurePendingReason, "GS-OP-17.2")
	s.stands(travelPlan, "2026-06-02 12:00", v1alpha1.InForceReason)
	d.filedUpward(revised, "2026-06-03", "2026-06-08")
	s.at("2026-06-08 12:00", "The province has received this revision too: it is in force.")
	s.stands(revised, "2026-06-08 12:00", v1alpha1.InForceReason)
	return s
}
