// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package procedures_test

import (
	"testing"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
)

const (
	linhaiPlan      = "ImplementationPlan/health-plan"
	linhaiAgreement = "OperationAgreement/health"
	linhaiModel     = "DeveloperGrant/drug-safety-model"
	linhaiApp       = "DeveloperGrant/pharmacy-app"
)

// A sixth place, invented, that differs from the five that are shipped. Its rules
// and its chain were written by somebody who had read the documentation and
// nothing else; no line of Go knows it. Any two of three source units agree, a
// changed plan goes one level up, the term is two years to the day, the operator
// works on resources and developers on its products, a suspension waits for the
// government's consent, and a renewal has a window of four months.
func TestAPlaceThatIsNotHere(t *testing.T) {
	linhaiStory(t).compare(t, "linhai-full-term")
}

// linhai is the chain of the place, before anything was done.
func linhai(t *testing.T) *domain {
	t.Helper()
	const folder = "test/stories/procedures/testdata/linhai/"
	return under(t, "linhai", folder+"edition", folder+"pilot", home).load(linhaiAgreement, linhaiModel, linhaiApp)
}

func linhaiStory(t *testing.T) *story {
	t.Helper()
	d := linhai(t)
	s := tell(d, "Linhai: a place that is not here 临海：虚构的第六个地方", "An invented city. Its rules are YAML, and nothing else was made for it.", linhaiPlan)
	linhaiPlanned(d, s)
	linhaiGranted(d, s)
	linhaiSuspended(d, s)
	linhaiRenewed(d, s)
	return s
}

func linhaiPlanned(d *domain, s *story) {
	for _, data := range [][2]string{{"outpatient-visits", "health"}, {"ambulance-trips", "transport"}, {"drug-settlements", "insurance"}} {
		d.act("DataResource/"+data[0], "resource/clear", v1alpha1.ActionClear, "linhai-"+data[1]+"-bureau", "2025-09-15", allClear("stateSecrets", "privacy"))
	}
	d.act(linhaiPlan, "plan/submit", v1alpha1.ActionSubmit, "linhai-info-centre", "2025-10-10")
	s.at("2025-10-10 12:00", "The data is cleared and the plan submitted.")
	d.act(linhaiPlan, "plan/approve", v1alpha1.ActionApprove, "linhai-government", "2025-11-03", resolved("临政纪要〔2025〕12号", "市政府常务会议"))
	s.at("2025-11-03 12:00", "The city's government approves the first plan itself.")
}

func linhaiGranted(d *domain, s *story) {
	d.put(linhaiAgreement, linhaiModel, linhaiApp)
	linhaiSigned(d)
	d.act(linhaiModel, "grant/submit", v1alpha1.ActionSubmit, "linhai-data-group", "2026-01-12", application)
	d.act(linhaiModel, "grant/approve", v1alpha1.ActionApprove, "linhai-health-bureau", "2026-01-26", application)
	s.turnTo(linhaiAgreement, linhaiModel, linhaiApp)
	s.at("2026-01-26 12:00", "The agreement is in force. One of three source units has approved the operator's own work, and two must.")
	s.stands(linhaiModel, "2026-03-01 12:00", v1alpha1.ProcedurePendingReason, "LH-8.2")
	d.act(linhaiModel, "grant/approve", v1alpha1.ActionApprove, "linhai-insurance-bureau", "2026-01-27", application)
	s.at("2026-03-01 00:00", "The second has approved, the third need not, and the term has begun. The developer asks for a product\nof tier 1, and there is none.")
	s.stands(linhaiModel, "2026-03-01 00:00", v1alpha1.InForceReason)
	s.stands(linhaiApp, "2026-06-01 12:00", v1alpha1.UnlawfulReason, "LH-4.2")
}

func linhaiSigned(d *domain) {
	d.act(linhaiAgreement, "agreement/sign", v1alpha1.ActionSign, "linhai-info-centre", "2025-12-10")
	d.act(linhaiAgreement, "agreement/sign", v1alpha1.ActionSign, "linhai-data-group", "2025-12-10")
}

func linhaiSuspended(d *domain, s *story) {
	s.turnTo(linhaiAgreement, linhaiModel)
	request := d.act(linhaiAgreement, "agreement-suspend/request", v1alpha1.ActionRequest, "linhai-data-bureau", "2026-04-07", ground("LH-9.1"))
	s.at("2026-04-07 12:00", "The data bureau wants the agreement suspended. It runs on: the government has not consented.")
	s.stands(linhaiModel, "2026-04-07 12:00", v1alpha1.InForceReason)
	halt := d.act(linhaiAgreement, "", v1alpha1.ActionHalt, "linhai-data-group", "2026-04-08", ground("数据异常外传"))
	s.at("2026-04-08 12:00", "The operator sees a danger and halts it, at once and with nobody's consent.")
	s.stands(linhaiModel, "2026-04-08 12:00", v1alpha1.AncestorNotInForceReason)
	d.act(linhaiAgreement, "", v1alpha1.ActionRelease, "linhai-data-bureau", "2026-04-09", regarding(halt))
	s.stands(linhaiModel, "2026-04-09 12:00", v1alpha1.InForceReason)
	d.act(linhaiAgreement, "agreement-suspend/consent", v1alpha1.ActionConsent, "linhai-government", "2026-04-14", regarding(request))
	suspension := d.act(linhaiAgreement, "agreement-suspend/suspend", v1alpha1.ActionSuspend, "linhai-data-bureau", "2026-04-15", regarding(request), ground("LH-9.1"))
	s.at("2026-04-15 12:00", "The halt was released the day after. Now the government has consented, and the bureau suspends.")
	s.stands(linhaiAgreement, "2026-04-15 12:00", v1alpha1.SuspendedReason)
	d.act(linhaiAgreement, "agreement-resume/lift", v1alpha1.ActionLift, "linhai-data-bureau", "2026-05-20", regarding(suspension))
	s.at("2026-05-20 12:00", "It is lifted.")
	s.stands(linhaiModel, "2026-05-20 12:00", v1alpha1.InForceReason)
}

func linhaiRenewed(d *domain, s *story) {
	early := d.act(linhaiAgreement, "agreement-reapply/apply", v1alpha1.ActionApply, "linhai-data-group", "2027-08-30", to("linhai-data-bureau"))
	s.fails(early, "2027-12-01 12:00", v1alpha1.OutsideWindowReason, "LH-10.1")
	d.act(linhaiAgreement, "agreement-reapply/apply", v1alpha1.ActionApply, "linhai-data-group", "2027-08-31", to("linhai-data-bureau"))
	s.at("2027-08-31 12:00", "Yesterday's re-application came a day before the window of four months; today's counts.")
	s.at("2028-01-01 00:00", "Two years to the day: the agreement is over.")
	s.stands(linhaiAgreement, "2028-01-01 00:00", v1alpha1.TermEndedReason)
	s.stands(linhaiAgreement, "2027-12-31 23:59", v1alpha1.InForceReason)
}

// The term is two years to the day: a day more breaks the rule, and so does a day
// less.
func TestAPlaceThatIsNotHereHasAnExactTerm(t *testing.T) {
	for to, want := range map[v1alpha1.Date]string{"2027-12-31": v1alpha1.InForceReason, "2028-01-01": v1alpha1.UnlawfulReason, "2027-12-30": v1alpha1.UnlawfulReason} {
		t.Run(string(to), func(t *testing.T) {
			d := linhai(t)
			s := tell(d, "", "", linhaiPlan)
			linhaiPlanned(d, s)
			d.put(linhaiAgreement)
			edit(d, linhaiAgreement, func(a *v1alpha1.OperationAgreement) { a.Spec.Term.To = to })
			linhaiSigned(d)
			row := map[string][]string{v1alpha1.UnlawfulReason: {"LH-7.1"}}
			s.stands(linhaiAgreement, "2026-03-01 12:00", want, row[want]...)
		})
	}
}

// A changed plan is approved one level up, and by nobody else.
func TestAPlaceThatIsNotHereChangesItsPlan(t *testing.T) {
	d := linhai(t)
	edit(d, linhaiPlan, func(p *v1alpha1.ImplementationPlan) { p.Spec.Revises = "health-plan-2025" })
	s := tell(d, "", "", linhaiPlan)
	d.act(linhaiPlan, "plan/submit", v1alpha1.ActionSubmit, "linhai-info-centre", "2025-10-10")
	own := d.act(linhaiPlan, "plan/approve-change", v1alpha1.ActionApprove, "linhai-government", "2025-11-03", resolved("临政纪要〔2025〕12号", "市政府常务会议"))
	s.fails(own, "2025-11-04 12:00", v1alpha1.NotEntitledReason, "LH-6.4")
	s.counts(d.act(linhaiPlan, "plan/approve-change", v1alpha1.ActionApprove, "taizhou-government", "2025-11-05", resolved("台政纪要〔2025〕7号", "市政府常务会议")), "2025-11-05 12:00")
}
