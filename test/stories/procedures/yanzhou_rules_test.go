// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package procedures_test

import (
	"strings"
	"testing"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/content"
)

// E29: a second agreement of level 1 is not in force beside the first
// (YZ-3.模式.5); the earlier one is untouched.
func TestYanzhouSecondOperator(t *testing.T) {
	yanzhouSecondOperator(t, home).compare(t, "yanzhou-second-operator")
}

func yanzhouSecondOperator(t *testing.T, at place) *story {
	t.Helper()
	d := yanzhou(t, at).underDistrict()
	const secondCall, second = "Selection/operator-call-2", "OperationAgreement/district-2"
	another(d, operatorCall, "operator-call-2", func(c *v1alpha1.Selection) {
		c.Spec.ApplicationWindow = &v1alpha1.Term{From: "2025-03-03", To: "2025-03-07"}
	})
	another(d, district, "district-2", func(a *v1alpha1.OperationAgreement) {
		a.Spec.Selection, a.Spec.Operator = "operator-call-2", "jining-digital"
		a.Spec.Term = &v1alpha1.Term{From: "2025-04-01", To: "2027-12-31"}
	})
	s := tell(d, "A second operator of level 1 第二个一级运营主体", "There is one operator of level 1 (YZ-3.模式.5). Whoever signs later is not in force, whatever the\nprocedure says; who signed first is untouched.", second, district).after("2025-03-01 12:00")
	d.act(secondCall, "operator-selection/notice", v1alpha1.ActionPublish, "yz-data-bureau", "2025-03-03")
	apply := d.act(secondCall, "operator-selection/apply", v1alpha1.ActionApply, "jining-digital", "2025-03-04", papers(eligible...))
	d.act(secondCall, "operator-selection/review", v1alpha1.ActionAssess, "yz-data-bureau", "2025-03-10", regarding(apply), papers("expertReview"), reviewed)
	d.act(secondCall, "operator-selection/meeting", v1alpha1.ActionApprove, "yz-gov", "2025-03-11", resolved("兖政纪要〔2025〕5号", "区政府常务会议"))
	d.act(secondCall, "operator-selection/publicity", v1alpha1.ActionPublish, "yz-data-bureau", "2025-03-12")
	d.act(secondCall, "operator-selection/select", v1alpha1.ActionSelect, "yz-data-bureau", "2025-03-20", regarding(apply))
	d.act(second, "agreement-level1/sign", v1alpha1.ActionSign, "yz-data-bureau", "2025-03-20")
	d.act(second, "agreement-level1/sign", v1alpha1.ActionSign, "jining-digital", "2025-03-20")
	d.act(second, "agreement-level1/commitment", v1alpha1.ActionAttest, "jining-digital", "2025-03-21", papers("securityCommitment"))
	file := d.act(second, "agreement-level1/file", v1alpha1.ActionFile, "jining-digital", "2025-03-21")
	d.act(second, "agreement-level1/file", v1alpha1.ActionReceive, "yz-data-bureau", "2025-03-24", regarding(file))
	d.act(second, "agreement-level1/emergency-plan", v1alpha1.ActionAttest, "yz-data-bureau", "2025-03-24", papers("emergencyPlan"))
	s.at("2025-04-01 12:00", "Called for, chosen, signed and filed like the first: there is no place for it.")
	s.stands(second, "2025-04-01 12:00", v1alpha1.PlaceTakenReason, "YZ-3.模式.5")
	s.stands(district, "2025-04-01 12:00", v1alpha1.InForceReason)
	return s
}

// E29: a grant over three years is denied: refused when it is applied, and not in
// force where it slips past that. There is no exception (YZ-3.模式.7, D10).
func TestYanzhouThreeYears(t *testing.T) { yanzhouThreeYears(t, home) }

func yanzhouThreeYears(t *testing.T, at place) *story {
	t.Helper()
	d := yanzhou(t, at).underColdChain().put(dispatch)
	until := func(day v1alpha1.Date) func(*v1alpha1.DeveloperGrant) {
		return func(g *v1alpha1.DeveloperGrant) { g.Spec.Term = &v1alpha1.Term{From: "2025-03-17", To: day} }
	}
	s := tell(d, "Three years and no day more 授权期限均不超过3年", "", coldChain)
	refused := func() string {
		return strings.Join(content.Refused(d.edition, content.OfGrant(&d.find(dispatch).(*v1alpha1.DeveloperGrant).Spec)), "; ")
	}
	edit(d, dispatch, until("2028-03-16"))
	s.at("2025-03-17 12:00", "")
	if got := refused(); got != "" {
		t.Errorf("three years are refused: %s", got)
	}
	slip(d, dispatch, "2028-03-16", until("2028-03-17"))
	s.at("2025-04-01 12:00", "")
	if got := refused(); !strings.Contains(got, "2028-03-16") || !strings.Contains(got, "YZ-3.模式.7") {
		t.Errorf("three years and a day: refused by %q", got)
	}
	s.stands(dispatch, "2025-04-01 12:00", v1alpha1.UnlawfulReason, "YZ-3.模式.7", "2028-03-16")
	agreement := d.find(district).DeepCopyObject().(*v1alpha1.OperationAgreement)
	agreement.Spec.Term = &v1alpha1.Term{From: "2025-01-01", To: "2028-01-01"}
	if got := strings.Join(content.Refused(d.edition, content.OfAgreement(&agreement.Spec)), "; "); !strings.Contains(got, "2027-12-31") || !strings.Contains(got, "YZ-3.模式.7") {
		t.Errorf("an agreement of three years and a day: refused by %q", got)
	}
	return s
}

// E29: an objection in the publicity blocks signing (YZ-3.二级程序.5a); without the
// letter of commitment there is no account (YZ-3.二级程序.5b).
func TestYanzhouNoAccount(t *testing.T) {
	yanzhouNoAccount(t, home).compare(t, "yanzhou-no-account")
}

func yanzhouNoAccount(t *testing.T, at place) *story {
	t.Helper()
	d := yanzhou(t, at).underDistrict()
	agritech, _ := d.developersCalled()
	d.put(coldChain, dispatch)
	s := tell(d, "No account without objection, letter, training and secrecy 开通账号的条件", "An agreement of level 2 is signed once the publicity is over and no objection is open\n(YZ-3.二级程序.5a); the developer's account comes with its letter of commitment (YZ-3.二级程序.5b), the\ntraining of its staff (YZ-5.人员.1) and their confidentiality agreements (YZ-5.人员.2).", coldChain, dispatch).after("2025-02-25 12:00")
	const raised = "Objection/not-qualified"
	d.objects(raised, developerCall, "2025-02-28", "jining-digital")
	sign := d.act(coldChain, "agreement-level2/sign", v1alpha1.ActionSign, "yz-data-group", "2025-03-05")
	s.at("2025-03-05 12:00", "The five days are over. An objection is open: what the operator signs does not count.")
	s.fails(sign, "2025-03-05 12:00", v1alpha1.OutOfOrderReason, "YZ-3.二级程序.5a")
	d.act(raised, "objection/dispose", v1alpha1.ActionDispose, "yz-data-bureau", "2025-03-06")
	d.act(developerCall, "developer-selection/select", v1alpha1.ActionSelect, "yz-data-group", "2025-03-06", regarding(agritech))
	d.developing(coldChain, "qingdao-agritech").scenarioApproved().staffed()
	s.at("2025-03-19 12:00", "Disposed of, signed, the scenario approved, the staff trained: and no letter of commitment, so no account.")
	s.stands(dispatch, "2025-03-19 12:00", v1alpha1.AncestorNotInForceReason, "YZ-3.二级程序.5b")
	d.noRoom(dispatch, "2025-03-19 12:00")
	d.committed(coldChain, "qingdao-agritech", "2025-03-20")
	s.at("2025-03-20 12:00", "With the letter the account is there.")
	s.stands(dispatch, "2025-03-20 12:00", v1alpha1.InForceReason)
	return s
}

// E29: without training, and without a bond of secrecy, there is no account.
func TestYanzhouUntrained(t *testing.T) { yanzhouUntrained(t, home) }

func yanzhouUntrained(t *testing.T, at place) *story {
	t.Helper()
	d := yanzhou(t, at).underColdChain().put(dispatch).scenarioApproved()
	s := tell(d, "", "", dispatch).after("2025-03-17 12:00")
	untrained := d.act(dispatch, "scenario/staff", v1alpha1.ActionAttest, "qingdao-agritech", "2025-03-18", papers("confidentialityAgreements"))
	unbound := d.act(dispatch, "scenario/staff", v1alpha1.ActionAttest, "qingdao-agritech", "2025-03-19", papers("staffTraining"))
	s.at("2025-03-19 12:00", "")
	s.fails(untrained, "2025-03-19 12:00", v1alpha1.EvidenceMissingReason, "YZ-5.人员.1")
	s.fails(unbound, "2025-03-19 12:00", v1alpha1.EvidenceMissingReason, "YZ-5.人员.2")
	d.noRoom(dispatch, "2025-03-19 12:00")
	return s
}

// noRoom says that there is no sandbox for a grant, nor was one.
func (d *domain) noRoom(grant, at string) {
	d.t.Helper()
	if box := d.shows(subjectOf(grant), instant(at)).box; box.made {
		d.t.Errorf("at %s %s has a sandbox, with a door for %v", at, grant, box.doors)
	}
}

// E29: a sub-grant by the developer is denied, as a grant to another holder and as
// an agreement of its own (YZ-4.禁止.1b).
func TestYanzhouSubGrant(t *testing.T) { yanzhouSubGrant(t, home) }

func yanzhouSubGrant(t *testing.T, at place) *story {
	t.Helper()
	d := yanzhou(t, at).underColdChain().put(dispatch)
	another(d, dispatch, "passed-on", func(g *v1alpha1.DeveloperGrant) { g.Spec.Holder = "weifang-analytics" })
	below := func(under v1alpha1.ObjectName) func(*v1alpha1.OperationAgreement) {
		return func(a *v1alpha1.OperationAgreement) {
			a.Spec.Grantor, a.Spec.Operator, a.Spec.Under = "qingdao-agritech", "weifang-analytics", under
		}
	}
	another(d, coldChain, "below", below("cold-chain"))
	another(d, coldChain, "beside", below("district"))
	d.act("DeveloperGrant/passed-on", "scenario/submit", v1alpha1.ActionSubmit, "weifang-analytics", "2025-03-11", application)
	for _, agreement := range []string{"OperationAgreement/below", "OperationAgreement/beside"} {
		d.act(agreement, "agreement-level2/sign", v1alpha1.ActionSign, "weifang-analytics", "2025-03-11")
	}
	s := tell(d, "", "", "DeveloperGrant/passed-on", "OperationAgreement/below", "OperationAgreement/beside")
	s.at("2025-04-01 12:00", "")
	s.stands("DeveloperGrant/passed-on", "2025-04-01 12:00", v1alpha1.UnlawfulReason, "YZ-4.禁止.1b")
	s.stands("OperationAgreement/below", "2025-04-01 12:00", v1alpha1.UnlawfulReason, "level 2 stands under one of level 1")
	s.stands("OperationAgreement/beside", "2025-04-01 12:00", v1alpha1.UnlawfulReason, `"yz-data-group" does`)
	return s
}

// E29: the end of level 1 ends every grant below, also one whose own terms run on
// (YZ-3.模式.7, DRV-1, DRV-3).
func TestYanzhouLevelOneEnds(t *testing.T) {
	yanzhouLevelOneEnds(t, home).compare(t, "yanzhou-level-one-ends")
}

func yanzhouLevelOneEnds(t *testing.T, at place) *story {
	t.Helper()
	d := yanzhou(t, at)
	d.put(coldChain, dispatch)
	edit(d, coldChain, func(a *v1alpha1.OperationAgreement) { a.Spec.Term.To = "2028-03-09" })
	edit(d, dispatch, func(g *v1alpha1.DeveloperGrant) { g.Spec.Term.To = "2028-03-09" })
	d.underColdChain().scenarioApproved().staffed()
	s := tell(d, "The end of level 1 ends every grant 一级授权期满", "This developer's agreement and grant run to 2028-03-09, three years of their own; the operator's\nagreement above them ends with 2027-12-31.", district, coldChain, dispatch).after("2025-03-19 12:00")
	s.at("2027-12-31 23:59", "The last minute of the operator's term.")
	s.stands(dispatch, "2027-12-31 23:59", v1alpha1.InForceReason)
	s.at("2028-01-01 00:00", "The agreement of level 1 has ended, and everything below it with it.")
	s.stands(coldChain, "2028-01-01 00:00", v1alpha1.AncestorNotInForceReason, "district")
	s.stands(dispatch, "2028-01-01 00:00", v1alpha1.AncestorNotInForceReason, "district")
	return s
}
