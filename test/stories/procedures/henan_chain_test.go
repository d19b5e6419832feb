// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package procedures_test

import (
	"testing"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
)

const (
	freightPlan      = "ImplementationPlan/freight-plan"
	freightAgreement = "OperationAgreement/freight"
	freightGrant     = "DeveloperGrant/freight-credit"
	portGrant        = "DeveloperGrant/port-traffic"
	levelOne         = "Organization/ha-data-group"

	waybills = "DataResource/freight-waybills"
	tolls    = "DataResource/toll-records"
	vehicles = "DataResource/commercial-vehicles"
	drivers  = "DataResource/driver-licences"
)

var (
	onFreight = subjectOf(freightAgreement)
	onCredit  = subjectOf(freightGrant)
)

// henan is the data domain of road freight of the province: what else its
// chain.yaml holds is applied by the stories that tell of it.
type henan struct{ *domain }

func freight(t testing.TB, at place) henan {
	t.Helper()
	return henan{in(t, "henan", at).load(freightGrant, portGrant,
		"DeveloperGrant/to-itself", "DeveloperGrant/handed-over", "DeveloperGrant/raw-data",
		cityPlan, cityAgreement, cityGrant, "DataResource/bus-rides")}
}

// authorised is the authorisation of the level-1 entity by the government of the
// province, with what it showed of itself.
func (d henan) authorised() {
	d.act(levelOne, "authorise-operator/authorise", v1alpha1.ActionAuthorise, "ha-gov", "2025-03-20",
		papers("serviceCapability", "goodStanding", "credit", "dataSecurityCompliance"))
}

var henanInterests = allClear("nationalSecurity", "publicInterest", "privacy", "personalInformation", "tradeSecrets", "regulatorProhibition", "legalProhibition")

// catalogued is that the entry of a resource in the catalogue is completed.
func (d henan) catalogued(resource, day string) {
	d.act(resource, "resource/catalogue", v1alpha1.ActionAttest, "ha-transport", day, papers("catalogue", "stateAssetCompliance"))
}

// cleared is that none of the four exclusions is met (HA-6.1 to HA-6.4).
func (d henan) cleared(resource, day string) {
	d.act(resource, "resource/clear", v1alpha1.ActionClear, "ha-transport", day, henanInterests)
}

// drafted is the plan on its way to the government.
func (d henan) drafted() {
	d.catalogued(waybills, "2025-04-07")
	d.cleared(waybills, "2025-04-10")
	d.act(freightPlan, "plan-province/organise", v1alpha1.ActionGuide, "ha-bureau", "2025-04-15")
	d.act(freightPlan, "plan-province/review", v1alpha1.ActionAssess, "ha-bureau", "2025-05-08")
}

func (d henan) planned() {
	d.authorised()
	d.drafted()
	d.act(freightPlan, "plan-province/review", v1alpha1.ActionAssess, "ha-finance", "2025-05-12")
	d.act(freightPlan, "plan-province/submit", v1alpha1.ActionSubmit, "ha-bureau", "2025-05-14")
	d.approved()
}

func (d henan) approved() {
	d.act(freightPlan, "plan-province/approve", v1alpha1.ActionApprove, "ha-gov", "2025-05-23", resolved("豫政纪要〔2025〕18号", "省政府常务会议"))
}

// decided is the agency's collective decision 三重一大.
func (d henan) decided() {
	d.act(freightAgreement, "agreement/decide", v1alpha1.ActionApprove, "ha-transport", "2025-06-11", resolved("豫交纪要〔2025〕7号", "省交通运输厅党组会议"))
}

func (d henan) signed(day string) {
	d.act(freightAgreement, "agreement/sign", v1alpha1.ActionSign, "ha-transport", day)
	d.act(freightAgreement, "agreement/sign", v1alpha1.ActionSign, "ha-data-group", day)
}

// filed is the filing with the bureau and with the department of the industry.
func (d henan) filed() {
	file := d.act(freightAgreement, "agreement/file", v1alpha1.ActionFile, "ha-transport", "2025-06-13")
	d.act(freightAgreement, "agreement/file", v1alpha1.ActionReceive, "ha-bureau", "2025-06-13", regarding(file))
	d.act(freightAgreement, "agreement/file", v1alpha1.ActionReceive, "ha-transport", "2025-06-16", regarding(file))
}

// secured is what the level-1 entity shows of its safety.
func (d henan) secured() {
	d.act(freightAgreement, "agreement/emergency-plan", v1alpha1.ActionAttest, "ha-data-group", "2025-06-17", papers("emergencyPlan"))
	d.act(freightAgreement, "agreement/security", v1alpha1.ActionAttest, "ha-data-group", "2025-06-17", papers("securitySystem", "securityTeam"))
	d.platform("2025-06-17")
	d.act(freightAgreement, "agreement/supervision", v1alpha1.ActionAttest, "ha-transport", "2025-06-18", papers("securityGuidance", "scopeReview"))
}

// platform is what the level-1 entity shows of its platform, with certificates that
// run out.
func (d henan) platform(day string) {
	d.act(freightAgreement, "agreement/platform", v1alpha1.ActionAttest, "ha-data-group", day,
		papers("guidedPlatform", "gradedProtection", "dataClassification", "personalInformationProtection", "cryptographyAssessment", "trustedAuthentication", "secureCirculation"))
}

// entered is the whole way to the agreement.
func (d henan) entered() henan {
	d.planned()
	d.decided()
	d.signed("2025-06-12")
	d.filed()
	d.secured()
	return d
}

// reviews are the two points of a request that bureau and agency judge.
var reviews = allClear("scenarioFeasibility", "dataNecessity")

// requested is the level-1 entity's request, agreed to by agency and bureau.
func (d henan) requested() henan {
	d.put(freightGrant)
	d.act(freightGrant, "workspace-request/submit", v1alpha1.ActionSubmit, "ha-data-group", "2025-07-07", application)
	d.act(freightGrant, "workspace-request/review", v1alpha1.ActionApprove, "ha-transport", "2025-07-14", application, reviews)
	d.act(freightGrant, "workspace-request/review", v1alpha1.ActionApprove, "ha-bureau", "2025-07-18", application, reviews)
	return d
}
