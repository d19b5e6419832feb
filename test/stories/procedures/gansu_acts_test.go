// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package procedures_test

import (
	"testing"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
)

// The chain of testdata/gansu: the city of Lanzhou 兰州 under the rules of Gansu.
const (
	travelPlan      = "ImplementationPlan/travel-plan"
	travelSelection = "Selection/travel-selection"
	travelAgreement = "OperationAgreement/travel"
	linePlanning    = "DeveloperGrant/line-planning"
)

// safeguarded are the interests that data under operation must not touch
// (GS-OP-12.1), feasible the topics of a plan's feasibility (GS-OP-16.0).
var (
	safeguarded = allClear("nationalSecurity", "publicInterest", "tradeSecrets", "privacy", "personalInformation")
	feasible    = allClear("lifecycleService", "socialDemand", "scenarios", "marketSize", "expectedEffect", "riskControl")
)

// The parts of the way of Lanzhou's chain, each with its days.

// prepared appoints the agency and clears the data, of which one was got by
// sharing.
func (d *domain) prepared() *domain {
	d.act("Organization/lz-data-centre", "appoint-agency/appoint", v1alpha1.ActionAppoint, "lz-gov", "2025-04-02")
	d.act("DataResource/bus-journeys", "resource/clear", v1alpha1.ActionClear, "lz-transport-commission", "2025-04-07", safeguarded)
	d.act("DataResource/emergency-visits", "resource/clear", v1alpha1.ActionClear, "lz-health-commission", "2025-04-08", safeguarded)
	d.act("DataResource/emergency-visits", "resource/shared-consent", v1alpha1.ActionConsent, "gs-health-commission", "2025-04-09")
	return d
}

// argued guides the drafting of a plan, asks around for scenarios and argues that it
// is feasible.
func (d *domain) argued(plan, guided, argued string) *domain {
	d.act(plan, "plan/guide", v1alpha1.ActionGuide, "lz-data-bureau", guided)
	d.act(plan, "plan/solicitation", v1alpha1.ActionAttest, "lz-data-centre", guided, papers("scenarioSolicitation"))
	d.act(plan, "plan/feasibility", v1alpha1.ActionAssess, "lz-data-bureau", argued, feasible)
	d.act(plan, "plan/feasibility", v1alpha1.ActionAssess, "lz-data-centre", argued, feasible)
	return d
}

// examined gives a plan its two opinions, of justice and of the market.
func (d *domain) examined(plan, legal, fair string) *domain {
	d.act(plan, "plan/legality", v1alpha1.ActionAssess, "lz-justice-bureau", legal, papers("legalityOpinion"))
	d.act(plan, "plan/competition", v1alpha1.ActionAssess, "lz-market-bureau", fair, papers("fairCompetitionConclusion"))
	return d
}

// deliberated submits a plan to the city's government, which approves it.
func (d *domain) deliberated(plan, submitted, approved, number string) *domain {
	d.act(plan, "plan/submit", v1alpha1.ActionSubmit, "lz-data-bureau", submitted)
	d.act(plan, "plan/approve", v1alpha1.ActionApprove, "lz-gov", approved, resolved(number, "兰州市人民政府常务会议"))
	return d
}

// filedUpward files a plan of the city with the data authority of the province,
// which receives it.
func (d *domain) filedUpward(plan, filed, received string) *domain {
	file := d.act(plan, "plan/file-city", v1alpha1.ActionFile, "lz-data-bureau", filed)
	d.act(plan, "plan/file-city", v1alpha1.ActionReceive, "gs-data-bureau", received, regarding(file))
	return d
}

// planInForce is the whole way of the plan.
func (d *domain) planInForce() *domain {
	return d.prepared().
		argued(travelPlan, "2025-04-10", "2025-04-18").
		examined(travelPlan, "2025-04-22", "2025-04-24").
		deliberated(travelPlan, "2025-04-25", "2025-05-08", "兰政纪要〔2025〕17号").
		filedUpward(travelPlan, "2025-05-09", "2025-05-12")
}

// chosen is the call: two apply, both are reviewed, the data group is chosen.
func (d *domain) chosen() *domain {
	able := papers("serviceCapability", "goodStanding", "credit", "dataSecurityCompliance")
	group := d.act(travelSelection, "selection/apply", v1alpha1.ActionApply, "lz-data-group", "2025-05-20", able)
	cloud := d.act(travelSelection, "selection/apply", v1alpha1.ActionApply, "lz-cloud-company", "2025-05-21", able)
	d.act(travelSelection, "selection/review", v1alpha1.ActionAssess, "lz-data-centre", "2025-05-28", regarding(group), papers("competitionRecord"))
	d.act(travelSelection, "selection/review", v1alpha1.ActionAssess, "lz-data-centre", "2025-05-28", regarding(cloud), papers("competitionRecord"))
	d.act(travelSelection, "selection/select", v1alpha1.ActionSelect, "lz-data-centre", "2025-05-30", regarding(group))
	return d
}

// contractSigned is the agreement until it is signed.
func (d *domain) contractSigned() *domain {
	d.act(travelAgreement, "agreement/consultation", v1alpha1.ActionAttest, "lz-data-centre", "2025-06-04", papers("consultation"))
	d.act(travelAgreement, "agreement/decide", v1alpha1.ActionApprove, "lz-data-centre", "2025-06-09", resolved("兰数纪要〔2025〕6号", "兰州市大数据中心党委会"))
	d.act(travelAgreement, "agreement/sign", v1alpha1.ActionSign, "lz-data-centre", "2025-06-10")
	d.act(travelAgreement, "agreement/sign", v1alpha1.ActionSign, "lz-data-group", "2025-06-10")
	return d
}

// contractFiled files the agreement with the data authority of the city.
func (d *domain) contractFiled() *domain {
	file := d.act(travelAgreement, "agreement/file", v1alpha1.ActionFile, "lz-data-centre", "2025-06-11")
	d.act(travelAgreement, "agreement/file", v1alpha1.ActionReceive, "lz-data-bureau", "2025-06-13", regarding(file))
	d.act(travelAgreement, "agreement/controls", v1alpha1.ActionAttest, "lz-data-group", "2025-06-16", papers("internalControl", "technicalManagement", "personnelManagement"))
	return d
}

// requested asks for the data of the scenario; the department of each approves.
func (d *domain) requested() *domain {
	d.act(linePlanning, "data-request/submit", v1alpha1.ActionSubmit, "lz-data-group", "2025-07-02", application)
	d.act(linePlanning, "data-request/approve", v1alpha1.ActionApprove, "lz-transport-commission", "2025-07-04", application, only("bus-journeys"))
	d.act(linePlanning, "data-request/approve", v1alpha1.ActionApprove, "lz-health-commission", "2025-07-08", application, only("emergency-visits"))
	return d
}

// designated names the persons who process the data.
func (d *domain) designated() *domain {
	d.act(linePlanning, "data-request/persons", v1alpha1.ActionAttest, "lz-data-group", "2025-07-10", papers("designatedPersons"))
	return d
}

// lanzhou is the chain before anything is written but what there is of
// organisations and data.
func lanzhou(t testing.TB, at place) *domain {
	t.Helper()
	return in(t, "gansu", at).load(travelPlan, travelSelection, travelAgreement, linePlanning)
}

// underAgreement is the whole way to the agreement.
func (d *domain) underAgreement() *domain {
	return d.put(travelPlan).planInForce().put(travelSelection).chosen().put(travelAgreement).contractSigned().contractFiled()
}
