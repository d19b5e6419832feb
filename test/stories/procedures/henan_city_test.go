// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package procedures_test

import (
	"strings"
	"testing"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/authorization"
)

const (
	cityPlan      = "ImplementationPlan/zhengzhou-plan"
	cityAgreement = "OperationAgreement/zhengzhou-buses"
	cityGrant     = "DeveloperGrant/bus-planning"
	cityAgency    = "Organization/zhengzhou-transport"
	busRides      = "DataResource/bus-rides"
)

// The chain of a city: its agency is appointed by its government (HA-3.5a), its
// plan is filed with the bureau and the department of the province (HA-11.2), its
// agreement is with the same level-1 entity (D29), and its scenarios are reviewed
// by the bureau of the province too (HA-4.1b).
func TestHenanCity(t *testing.T) {
	henanCity(t, home).compare(t, "henan-city")
}

func henanCity(t *testing.T, at place) *story {
	t.Helper()
	d := freight(t, at)
	d.put(busRides, cityPlan, cityAgreement, cityGrant)
	d.authorised()
	s := tell(d.domain, "A city 省辖市的授权运营", "The city of Zhengzhou has its own agency, plan and agreement. What it files, and who reviews a\nscenario, is for the province.", cityAgency, cityPlan).after("2025-04-30 12:00")
	d.cityPlanned()
	s.at("2025-07-11 12:00", "The plan was organised, reviewed, submitted and approved in the city; who drafted it was appointed by\nnobody.")
	if got := s.verdict(cityPlan, "2025-07-11 12:00"); got.Force != authorization.Denied || !strings.Contains(got.Message(), "HA-11.1a") {
		t.Errorf("drafted by who was not appointed, the plan is %v: %s", got.Force, got.Message())
	}
	d.act(cityAgency, "agency-city/appoint", v1alpha1.ActionAppoint, "ha-gov", "2025-07-14")
	d.act(cityAgency, "agency-city/appoint", v1alpha1.ActionAppoint, "zhengzhou-gov", "2025-07-15")
	file := d.act(cityPlan, "plan-city/file", v1alpha1.ActionFile, "zhengzhou-transport", "2025-07-15")
	d.act(busRides, "resource/catalogue", v1alpha1.ActionAttest, "zhengzhou-transport", "2025-07-16", papers("catalogue", "stateAssetCompliance"))
	d.act(cityPlan, "plan-city/file", v1alpha1.ActionReceive, "ha-bureau", "2025-07-16", regarding(file))
	d.act(cityPlan, "plan-city/file", v1alpha1.ActionReceive, "ha-agriculture", "2025-07-17", regarding(file))
	s.at("2025-07-17 12:00", "The government of the city, and none other, appoints its agency, which files the plan. What it attested\nof the catalogue in May, when it was not the agency, does not count, and it does so again (DRV-5). The bureau\nhas received the plan, and the department of another industry than the plan's.")
	if got := s.verdict(cityPlan, "2025-07-17 12:00"); got.Force != authorization.Denied || !strings.Contains(got.Message(), "IndustryDepartment") || !strings.Contains(got.Message(), "HA-11.2") {
		t.Errorf("filed with the bureau alone, the plan is %v: %s", got.Force, got.Message())
	}
	d.act(cityPlan, "plan-city/file", v1alpha1.ActionReceive, "ha-transport", "2025-07-18", regarding(file))
	s.at("2025-07-18 12:00", "Received by the department of transport of the province.")
	cityGranted(t, d, s)
	return s
}

func (d henan) cityPlanned() {
	d.act(busRides, "resource/catalogue", v1alpha1.ActionAttest, "zhengzhou-transport", "2025-05-12", papers("catalogue", "stateAssetCompliance"))
	d.act(busRides, "resource/clear", v1alpha1.ActionClear, "zhengzhou-transport", "2025-05-13", henanInterests)
	d.act(cityPlan, "plan-city/organise", v1alpha1.ActionGuide, "zhengzhou-bureau", "2025-05-14")
	d.act(cityPlan, "plan-city/review", v1alpha1.ActionAssess, "zhengzhou-bureau", "2025-06-16")
	d.act(cityPlan, "plan-city/review", v1alpha1.ActionAssess, "zhengzhou-finance", "2025-06-18")
	d.act(cityPlan, "plan-city/submit", v1alpha1.ActionSubmit, "zhengzhou-bureau", "2025-06-23")
	d.act(cityPlan, "plan-city/approve", v1alpha1.ActionApprove, "zhengzhou-gov", "2025-07-11", resolved("郑政纪要〔2025〕22号", "市政府常务会议"))
}

// cityGranted is the way from the city's plan to a sandbox.
func cityGranted(t *testing.T, d henan, s *story) {
	t.Helper()
	s.of = []v1alpha1.DecisionSubject{subjectOf(cityAgreement), subjectOf(cityGrant)}
	d.act(cityAgreement, "agreement/decide", v1alpha1.ActionApprove, "zhengzhou-transport", "2025-08-12", resolved("郑交纪要〔2025〕3号", "市交通运输局党组会议"))
	d.act(cityAgreement, "agreement/sign", v1alpha1.ActionSign, "zhengzhou-transport", "2025-08-14")
	d.act(cityAgreement, "agreement/sign", v1alpha1.ActionSign, "ha-data-group", "2025-08-14")
	file := d.act(cityAgreement, "agreement/file", v1alpha1.ActionFile, "zhengzhou-transport", "2025-08-15")
	d.act(cityAgreement, "agreement/file", v1alpha1.ActionReceive, "ha-bureau", "2025-08-18", regarding(file))
	d.act(cityAgreement, "agreement/file", v1alpha1.ActionReceive, "ha-transport", "2025-08-19", regarding(file))
	d.act(cityAgreement, "agreement/emergency-plan", v1alpha1.ActionAttest, "ha-data-group", "2025-08-20", papers("emergencyPlan"))
	d.act(cityGrant, "workspace-request/submit", v1alpha1.ActionSubmit, "ha-data-group", "2025-10-13", application)
	d.act(cityGrant, "workspace-request/review", v1alpha1.ActionApprove, "zhengzhou-transport", "2025-10-16", application, reviews)
	d.act(cityGrant, "workspace-request/review", v1alpha1.ActionApprove, "zhengzhou-bureau", "2025-10-17", application, reviews)
	s.at("2025-11-01 00:00", "The agreement is in force. The agency and the bureau of the city have approved the scenario, which\nthe bureau of the province has to review (HA-4.1b).")
	if got := s.verdict(cityGrant, "2025-11-01 00:00"); got.Reason() != v1alpha1.ProcedurePendingReason {
		t.Errorf("reviewed in the city alone, the request is %s: %s", got.Reason(), got.Message())
	}
	d.act(cityGrant, "workspace-request/review", v1alpha1.ActionApprove, "ha-bureau", "2025-11-03", application, reviews)
	s.at("2025-11-03 12:00", "The bureau of the province approves.")
	if got := s.verdict(cityGrant, "2025-11-03 12:00"); got.Force != authorization.InForce {
		t.Errorf("reviewed by all, the request is %s: %s", got.Reason(), got.Message())
	}
}
