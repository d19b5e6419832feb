// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package procedures_test

import (
	"slices"
	"testing"

	"sigs.k8s.io/controller-runtime/pkg/client"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
)

// The chain of testdata/yanzhou: two levels of authorisation 两级授权.
const (
	operatorCall  = "Selection/operator-call"
	district      = "OperationAgreement/district"
	developerCall = "Selection/developer-call"
	coldChain     = "OperationAgreement/cold-chain"
	freightCredit = "OperationAgreement/freight-credit"
	dispatch      = "DeveloperGrant/cold-chain-dispatch"
)

// eligible are the papers on the conditions of YZ-3.条件.1 to YZ-3.条件.4b.
var (
	eligible    = []v1alpha1.PointName{"ruleCompliance", "goodStanding", "noSeriousViolation", "notDishonestDebtor", "notTaxViolator", "talent", "serviceCapability", "securitySystem", "securityOfficer", "securityDepartment", "noIncident3y"}
	reviewed    = allClear("business", "platform", "staff", "funds", "localService", "riskControl")
	preliminary = allClear("feasibility", "scenarioCompliance", "securityRisk", "value")
)

// yanzhou is the chain before anything is written but what there is of
// organisations and data.
func yanzhou(t testing.TB, at place) *domain {
	t.Helper()
	d := in(t, "yanzhou", at).load(operatorCall, district, developerCall, coldChain, freightCredit, dispatch)
	d.act("DataResource/crop-plots", "resource/clear", v1alpha1.ActionClear, "yz-agriculture-bureau", "2024-12-02", allClear("stateSecrets"))
	d.act("DataResource/freight-trips", "resource/clear", v1alpha1.ActionClear, "yz-transport-bureau", "2024-12-02", allClear("stateSecrets"))
	return d
}

// The parts of the way of Yanzhou's chain, each with its days.

// operatorCalled calls for the operator of level 1: two apply and are reviewed, and the
// district's government decides. It is the application of the data group.
func (d *domain) operatorCalled() *v1alpha1.Decision {
	d.act(operatorCall, "operator-selection/notice", v1alpha1.ActionPublish, "yz-data-bureau", "2024-12-02")
	group := d.act(operatorCall, "operator-selection/apply", v1alpha1.ActionApply, "yz-data-group", "2024-12-04", papers(eligible...))
	other := d.act(operatorCall, "operator-selection/apply", v1alpha1.ActionApply, "jining-digital", "2024-12-05", papers(eligible...))
	for _, application := range []*v1alpha1.Decision{group, other} {
		d.act(operatorCall, "operator-selection/review", v1alpha1.ActionAssess, "yz-data-bureau", "2024-12-09", regarding(application), papers("expertReview"), reviewed)
	}
	d.act(operatorCall, "operator-selection/meeting", v1alpha1.ActionApprove, "yz-gov", "2024-12-10", resolved("兖政纪要〔2024〕21号", "区政府常务会议"))
	return group
}

// announced publishes the result for five working days, to 2024-12-18.
func (d *domain) announced() *v1alpha1.Decision {
	return d.act(operatorCall, "operator-selection/publicity", v1alpha1.ActionPublish, "yz-data-bureau", "2024-12-11")
}

// districtSigned is the choice and the agreement of level 1 until it is signed.
func (d *domain) districtSigned(group *v1alpha1.Decision, day string) *domain {
	d.act(operatorCall, "operator-selection/select", v1alpha1.ActionSelect, "yz-data-bureau", day, regarding(group))
	d.act(district, "agreement-level1/sign", v1alpha1.ActionSign, "yz-data-bureau", day)
	d.act(district, "agreement-level1/sign", v1alpha1.ActionSign, "yz-data-group", day)
	return d
}

// districtEntered is what makes the signed agreement of level 1 take effect, and the
// duties to have a platform, rules for it, and its protection and warning.
func (d *domain) districtEntered() *domain {
	d.act(district, "agreement-level1/commitment", v1alpha1.ActionAttest, "yz-data-group", "2024-12-24", papers("securityCommitment"))
	file := d.act(district, "agreement-level1/file", v1alpha1.ActionFile, "yz-data-group", "2024-12-24")
	d.act(district, "agreement-level1/file", v1alpha1.ActionReceive, "yz-data-bureau", "2024-12-25", regarding(file))
	d.act(district, "agreement-level1/emergency-plan", v1alpha1.ActionAttest, "yz-data-bureau", "2024-12-26", papers("emergencyPlan"))
	d.act(district, "agreement-level1/platform", v1alpha1.ActionAttest, "yz-data-group", "2024-12-26", papers("trustedSpace", "securityRules",
		"privacyComputing", "dataEncryption", "desensitisation", "processTracing", "dataBackup", "operationManagement", "dataAccess",
		"catalogueManagement", "dataProcessing", "modelling", "qualityManagement", "interfaceGeneration"))
	d.act(district, "agreement-level1/links", v1alpha1.ActionAttest, "yz-data-group", "2024-12-26", papers("platformSync", "citySync"))
	d.act(district, "agreement-level1/system", v1alpha1.ActionAttest, "yz-data-group", "2024-12-26", papers("securityManagementSystem"))
	d.act(district, "agreement-level1/staff", v1alpha1.ActionAttest, "yz-data-group", "2024-12-26", papers("staffTraining", "confidentialityAgreements"))
	d.act(district, "agreement-level1/rules", v1alpha1.ActionAttest, "yz-data-bureau", "2024-12-26",
		papers("complianceReviewRules", "riskAssessmentRules", "monitoringWarningRules", "emergencyResponseRules"))
	for _, by := range []string{"yz-data-bureau", "yz-data-group"} {
		d.act(district, "agreement-level1/security", v1alpha1.ActionAttest, by, "2024-12-26", papers("securityProtection", "monitoringWarning", "aggregationRiskControl"))
	}
	return d
}

// underDistrict is the whole way to the agreement of level 1.
func (d *domain) underDistrict() *domain {
	d.put(operatorCall)
	group := d.operatorCalled()
	d.announced()
	return d.there(district).districtSigned(group, "2024-12-23").districtEntered()
}

// developersCalled calls for developers: two apply, are reviewed and decided on by
// authority and operator, and published to 2025-03-04.
func (d *domain) developersCalled() (agritech, analytics *v1alpha1.Decision) {
	d.put(developerCall)
	for _, by := range []string{"yz-data-bureau", "yz-data-group"} {
		d.act(developerCall, "developer-selection/notice", v1alpha1.ActionPublish, by, "2025-02-10")
	}
	plans := append([]v1alpha1.PointName{"qualification", "preliminaryPlan"}, eligible...)
	agritech = d.act(developerCall, "developer-selection/apply", v1alpha1.ActionApply, "qingdao-agritech", "2025-02-14", papers(plans...))
	analytics = d.act(developerCall, "developer-selection/apply", v1alpha1.ActionApply, "weifang-analytics", "2025-02-17", papers(plans...))
	for _, application := range []*v1alpha1.Decision{agritech, analytics} {
		d.act(developerCall, "developer-selection/review", v1alpha1.ActionAssess, "yz-data-group", "2025-02-20", regarding(application), papers("expertReview"))
	}
	for _, by := range []string{"yz-data-bureau", "yz-data-group"} {
		d.act(developerCall, "developer-selection/decide", v1alpha1.ActionApprove, by, "2025-02-24", papers("jointStudy"))
	}
	d.act(developerCall, "developer-selection/publicity", v1alpha1.ActionPublish, "yz-data-bureau", "2025-02-25")
	return agritech, analytics
}

// developing signs an agreement of level 2.
func (d *domain) developing(agreement, developer string) *domain {
	d.act(agreement, "agreement-level2/sign", v1alpha1.ActionSign, "yz-data-group", "2025-03-06")
	d.act(agreement, "agreement-level2/sign", v1alpha1.ActionSign, developer, "2025-03-06")
	return d
}

// committed gives the letter without which no developer begins.
func (d *domain) committed(agreement, developer, day string) *domain {
	d.act(agreement, "agreement-level2/commitment", v1alpha1.ActionAttest, developer, day, papers("securityCommitment"))
	return d
}

// underColdChain is the whole way to the agreement of level 2.
func (d *domain) underColdChain() *domain {
	d.underDistrict()
	agritech, analytics := d.developersCalled()
	d.act(developerCall, "developer-selection/select", v1alpha1.ActionSelect, "yz-data-group", "2025-03-05", regarding(agritech))
	d.act(developerCall, "developer-selection/select", v1alpha1.ActionSelect, "yz-data-group", "2025-03-05", regarding(analytics))
	return d.there(coldChain).developing(coldChain, "qingdao-agritech").committed(coldChain, "qingdao-agritech", "2025-03-07")
}

// scenarioApproved asks for the data of one scenario: preliminary and final review.
func (d *domain) scenarioApproved() *domain {
	d.act(dispatch, "scenario/submit", v1alpha1.ActionSubmit, "qingdao-agritech", "2025-03-11", application)
	d.act(dispatch, "scenario/preliminary", v1alpha1.ActionAssess, "yz-data-group", "2025-03-13", application, preliminary)
	d.act(dispatch, "scenario/final", v1alpha1.ActionApprove, "yz-data-bureau", "2025-03-17", application)
	return d
}

// staffed trains the staff and binds it to secrecy.
func (d *domain) staffed() *domain {
	d.act(dispatch, "scenario/staff", v1alpha1.ActionAttest, "qingdao-agritech", "2025-03-19", papers("staffTraining", "confidentialityAgreements"))
	return d
}

// there applies an object of chain.yaml, unless it was.
func (d *domain) there(name string) *domain {
	if slices.ContainsFunc(d.drawer, func(o client.Object) bool { return d.nameOf(o) == name }) {
		d.put(name)
	}
	return d
}
