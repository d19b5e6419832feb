// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package procedures_test

import (
	"testing"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
)

const (
	transportCall      = "Selection/transport-2024"
	transportAgreement = "OperationAgreement/transport"
	linesGrant         = "DeveloperGrant/bus-lines"
)

var (
	onTransport = subjectOf(transportAgreement)
	onLines     = subjectOf(linesGrant)
)

// shiyan is the data domain of transport of the city: what else its chain.yaml
// holds is applied by the stories that tell of it.
type shiyan struct{ *domain }

func transport(t testing.TB, at place) shiyan {
	t.Helper()
	d := shiyan{in(t, "shiyan", at).load(linesGrant,
		"Selection/transport-2025", "OperationAgreement/transport-second",
		"Selection/comprehensive-2025", "OperationAgreement/comprehensive-one", "OperationAgreement/comprehensive-two",
		"Selection/health-2025", "OperationAgreement/health-by-authority", "OperationAgreement/health-of-transport",
		"Selection/transport-2026", "OperationAgreement/transport-anew")}
	d.catalogued("DataResource/bus-trips", "sy-transport", "2023-11-06")
	d.catalogued("DataResource/parking", "sy-transport", "2023-11-07")
	d.catalogued("DataResource/outpatient", "sy-health", "2023-11-08")
	return d
}

// catalogued is the entry of a resource in the catalogue, reviewed by the
// authority, and that nothing forbids its operation (SY-7.1a, SY-8.1 to SY-8.3).
func (d shiyan) catalogued(resource, unit, day string) {
	d.act(resource, "resource/catalogue", v1alpha1.ActionSubmit, unit, day)
	d.act(resource, "resource/review", v1alpha1.ActionApprove, "sy-data-bureau", day)
	d.act(resource, "resource/clear", v1alpha1.ActionClear, unit, day, allClear("stateSecrets", "publicSecurity", "legalProhibition", "personalInformation"))
}

// shiyanEligible is what an applicant shows of itself (SY-9.1 to SY-9.3).
var shiyanEligible = papers("goodStanding", "qualification", "talent", "serviceCapability", "noSeriousViolation", "notDishonestDebtor", "notTaxViolator")

// called is the yearly notice, whose conditions the authority and the provider of
// the field have set together (SY-9.P2, SY-10.1).
func (d shiyan) called(call, organiser, conditions, notice string) {
	d.act(call, "selection/conditions", v1alpha1.ActionAttest, "sy-data-bureau", conditions, papers("fieldConditions"))
	if organiser != "sy-data-bureau" {
		d.act(call, "selection/conditions", v1alpha1.ActionAttest, organiser, conditions, papers("fieldConditions"))
	}
	d.act(call, "selection/notice", v1alpha1.ActionPublish, "sy-data-bureau", notice)
}

func (d shiyan) applied(call, applicant, day string) *v1alpha1.Decision {
	return d.act(call, "selection/apply", v1alpha1.ActionApply, applicant, day, shiyanEligible, to("sy-data-bureau"))
}

func (d shiyan) reviewed(call, organiser, day string, application *v1alpha1.Decision) {
	d.act(call, "selection/review", v1alpha1.ActionAssess, organiser, day, regarding(application), papers("qualificationReview", "expertReview"))
}

// determined is the report of the authority, what the government determines, and
// the choice.
func (d shiyan) determined(call, organiser, reported, determined, chosen string, applications ...*v1alpha1.Decision) {
	d.act(call, "selection/report", v1alpha1.ActionSubmit, "sy-data-bureau", reported)
	d.act(call, "selection/determine", v1alpha1.ActionApprove, "sy-gov", determined)
	for _, application := range applications {
		d.act(call, "selection/select", v1alpha1.ActionSelect, organiser, chosen, regarding(application))
	}
}

// agreed is the consent of the government and the signatures of both sides.
func (d shiyan) agreed(agreement, grantor, operator, consent, signed string) {
	d.act(agreement, "agreement/consent", v1alpha1.ActionConsent, "sy-gov", consent)
	d.act(agreement, "agreement/sign", v1alpha1.ActionSign, grantor, signed)
	d.act(agreement, "agreement/sign", v1alpha1.ActionSign, operator, signed)
}

// entered is the whole way to the agreement of the field of transport.
func (d shiyan) entered() shiyan {
	d.called(transportCall, "sy-transport", "2024-01-04", "2024-01-05")
	application := d.applied(transportCall, "sy-data-co", "2024-01-15")
	d.reviewed(transportCall, "sy-transport", "2024-01-31", application)
	d.determined(transportCall, "sy-transport", "2024-02-04", "2024-02-19", "2024-02-20", application)
	d.agreed(transportAgreement, "sy-transport", "sy-data-co", "2024-02-23", "2024-02-26")
	return d
}

// shiyanScenario are the three tests of a scenario (SY-16.2).
var shiyanScenario = allClear("scenarioClarity", "implementability", "value")

// requested is the operator's request, agreed to by authority and provider, and
// the training of its staff (SY-16.1, SY-12.4b).
func (d shiyan) requested() shiyan {
	d.put(linesGrant)
	d.act(linesGrant, "data-request/submit", v1alpha1.ActionSubmit, "sy-data-co", "2024-03-04", application)
	d.act(linesGrant, "data-request/agree", v1alpha1.ActionApprove, "sy-data-bureau", "2024-03-11", application, shiyanScenario)
	d.act(linesGrant, "data-request/agree", v1alpha1.ActionApprove, "sy-transport", "2024-03-15", application, shiyanScenario)
	d.act(linesGrant, "data-request/training", v1alpha1.ActionAttest, "sy-data-co", "2024-03-20", papers("staffTraining"))
	return d
}
