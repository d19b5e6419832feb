// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package procedures_test

import (
	"testing"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
)

// The whole life of a chain of Yanzhou, from the call for the operator to the end
// of the term at both levels. The text itself is the plan, so none is made.
func TestYanzhouFullTerm(t *testing.T) {
	yanzhouStory(t).compare(t, "yanzhou-full-term")
}

func yanzhouStory(t *testing.T) *story {
	t.Helper()
	d := yanzhou(t, home)
	s := tell(d, "Yanzhou: two levels, from the call to the end of the term 兖州：两级授权，从公告到期满", "The district's data bureau authorises all of the data to one operator of level 1, and that one\nauthorises developers of level 2 by scenario (YZ-3.模式.1, YZ-3.模式.5, YZ-3.模式.6). Both levels run for\nthree years at most (YZ-3.模式.7).")
	yanzhouOperator(d, s)
	yanzhouDevelopers(d, s)
	yanzhouScenario(d, s)
	yanzhouCase(d, s)
	yanzhouEnd(d, s)
	return s
}

func yanzhouOperator(d *domain, s *story) {
	d.put(operatorCall)
	s.turnTo(operatorCall)
	group := d.operatorCalled()
	d.announced()
	s.at("2024-12-11 12:00", "The data bureau has called for the operator of level 1; two applied in time and were reviewed by experts\non six topics. The district's government has decided, and the result is published: for five working\ndays, by the policy of this edition's administrator, where the text says nothing (D41).")
	d.put(district)
	early := d.act(district, "agreement-level1/sign", v1alpha1.ActionSign, "yz-data-bureau", "2024-12-18")
	s.turnTo(operatorCall, district)
	s.at("2024-12-18 12:00", "The bureau signs on the last of the five days, and that signs nothing.")
	s.fails(early, "2024-12-18 12:00", v1alpha1.OutOfOrderReason, "YZ-3.一级程序.5a")
	d.districtSigned(group, "2024-12-23")
	s.turnTo(operatorCall, district)
	s.at("2024-12-23 12:00", "The data group is chosen, and both sides sign for three years to the day (D8, D9).")
	s.stands(district, "2024-12-23 12:00", v1alpha1.ProcedurePendingReason, "YZ-3.一级程序.5b")
	d.districtEntered()
	s.turnTo(district)
	s.at("2024-12-26 12:00", "The operator has given its letter of commitment and filed the agreement; the bureau has received it, and\nhas its emergency plan.")
	s.at("2025-01-01 00:00", "The term begins.")
	s.stands(district, "2025-01-01 00:00", v1alpha1.InForceReason)
}

// An objection keeps the result from being signed until it is disposed of
// (YZ-3.一级程序.5a).
func TestYanzhouObjection(t *testing.T) {
	yanzhouObjection(t, home).compare(t, "yanzhou-objection")
}

func yanzhouObjection(t *testing.T, at place) *story {
	t.Helper()
	d := yanzhou(t, at)
	s := tell(d, "Yanzhou: an objection while the result is published 兖州：公示期内的异议", "A competitor objects on the second day of the publicity.", operatorCall)
	d.put(operatorCall)
	d.operatorCalled()
	d.announced()
	const raised = "Objection/too-few-local-staff"
	d.objects(raised, operatorCall, "2024-12-13", "jining-digital")
	s.at("2024-12-13 12:00", "A competitor objects on the second day.")
	d.put(district)
	s.turnTo(operatorCall, district)
	early := d.act(district, "agreement-level1/sign", v1alpha1.ActionSign, "yz-data-bureau", "2024-12-19")
	s.at("2024-12-19 12:00", "The five days are over, and nobody signs while the objection is open (YZ-3.一级程序.5a).")
	s.fails(early, "2024-12-19 12:00", v1alpha1.OutOfOrderReason, "YZ-3.一级程序.5a")
	d.act(raised, "objection/dispose", v1alpha1.ActionDispose, "yz-data-bureau", "2024-12-20")
	s.turnTo(operatorCall)
	s.at("2024-12-20 12:00", "The data bureau disposes of the objection: the result stands.")
	return s
}

// objects lets an organisation raise an objection on a day, written Objection/name,
// against a call.
func (d *domain) objects(objection, call, day, by string) {
	d.t.Helper()
	o := &v1alpha1.Objection{ObjectMeta: metav1.ObjectMeta{Name: string(subjectOf(objection).Name), Namespace: d.namespace, CreationTimestamp: metav1.NewTime(instant(day + " 09:00"))}}
	o.Spec = v1alpha1.ObjectionSpec{
		Against:  v1alpha1.ObjectionSubject{Kind: v1alpha1.LinkSelection, Name: subjectOf(call).Name},
		Objector: v1alpha1.Objector{Name: "济宁数字科技有限公司（示例）", Organization: v1alpha1.ObjectName(by)},
		RaisedOn: v1alpha1.ActDay(day), Ground: "本地服务人员不足",
	}
	d.apply(o)
}

func yanzhouDevelopers(d *domain, s *story) {
	agritech, analytics := d.developersCalled()
	s.turnTo(developerCall)
	s.at("2025-02-25 12:00", "Authority and operator call for developers together; two apply. The operator's experts have reviewed\nthem, both have studied and decided, and the result is published.")
	for _, application := range []*v1alpha1.Decision{agritech, analytics} {
		d.act(developerCall, "developer-selection/select", v1alpha1.ActionSelect, "yz-data-group", "2025-03-05", regarding(application))
	}
	d.put(coldChain, dispatch).developing(coldChain, "qingdao-agritech")
	s.turnTo(developerCall, coldChain)
	s.at("2025-03-06 12:00", "Nobody objected. Both developers are chosen; the operator signs with the one from Qingdao, which has not\ngiven its letter of commitment.")
	s.stands(coldChain, "2025-03-06 12:00", v1alpha1.ProcedurePendingReason, "YZ-3.二级程序.5b")
	d.committed(coldChain, "qingdao-agritech", "2025-03-07")
	s.turnTo(coldChain)
	s.at("2025-03-10 00:00", "The letter is there, and the term begins.")
	s.stands(coldChain, "2025-03-10 00:00", v1alpha1.InForceReason)
}

func yanzhouScenario(d *domain, s *story) {
	d.scenarioApproved()
	s.turnTo(dispatch)
	s.at("2025-03-17 12:00", "The developer asks for the data of one scenario (YZ-4.开发.1). The operator has reviewed it on four points\nand the authority has approved it (YZ-4.申请.4). The staff is not yet trained and bound to secrecy.")
	s.stands(dispatch, "2025-03-17 12:00", v1alpha1.ProcedurePendingReason, "YZ-5.人员.1", "YZ-5.人员.2")
	d.staffed()
	s.at("2025-03-19 12:00", "Now it is: there is an account and a room for it, with the granted data and nothing else.")
	s.stands(dispatch, "2025-03-19 12:00", v1alpha1.InForceReason)
}

// yanzhouCase: a case over one resource closes that resource alone; when it is not
// rectified in time, the authorisation for it is cancelled (YZ-6.追究.0a,
// YZ-6.追究.0b, D36, D37).
func yanzhouCase(d *domain, s *story) {
	asked := d.act(dispatch, "grant-close-data/close", v1alpha1.ActionSuspend, "yz-transport-bureau", "2026-04-07", ground("YZ-6.追究.2"), only("freight-trips"))
	order := d.act(dispatch, "grant-rectify/order", v1alpha1.ActionOrder, "yz-transport-bureau", "2026-04-07", ground("YZ-6.追究.2"), only("freight-trips"), dueOn("2026-04-30"))
	s.turnTo(dispatch)
	s.at("2026-04-07 12:00", "Safeguards are missing for the freight trips. Their department presses for correction by 30 April, which\neither may do, and wants that resource closed, which is for authority and department together (B.4).")
	s.input(dispatch, "2026-04-07 12:00", "freight-trips", "")
	closed := d.act(dispatch, "grant-close-data/close", v1alpha1.ActionSuspend, "yz-data-bureau", "2026-04-08", ground("YZ-6.追究.2"), only("freight-trips"), regarding(asked))
	s.at("2026-04-08 12:00", "The data bureau closes it too: it is closed, and the work on the crop plots goes on.")
	s.input(dispatch, "2026-04-08 12:00", "crop-plots", "")
	s.input(dispatch, "2026-04-08 12:00", "freight-trips", v1alpha1.SuspendedReason)
	lift := d.act(dispatch, "grant-reopen-data/lift", v1alpha1.ActionLift, "yz-transport-bureau", "2026-04-20", regarding(closed))
	s.at("2026-05-01 00:00", "The day has passed. What was lifted before anything was accepted stays closed, and the authority must\ncancel.")
	s.fails(lift, "2026-05-01 00:00", v1alpha1.RequirementMissingReason)
	d.act(dispatch, "grant-cancel-data/cancel", v1alpha1.ActionTerminate, "yz-data-bureau", "2026-05-08", ground("YZ-6.追究.0b"), regarding(order), only("freight-trips"))
	s.at("2026-05-08 12:00", "The authority cancels the authorisation for the freight trips. That of the crop plots stays.")
	s.input(dispatch, "2026-05-08 12:00", "crop-plots", "")
	s.input(dispatch, "2026-05-08 12:00", "freight-trips", v1alpha1.TerminatedReason)
}

// yanzhouEnd: the operator applies anew in the last three months, which keeps
// nothing open (D54); the term ends at midnight in Beijing at both levels.
func yanzhouEnd(d *domain, s *story) {
	s.turnTo(district)
	s.at("2026-12-01 00:00", "The two years for which the text is tried are over (YZ-7.实施.1). Nothing new begins under it; what began\nruns to its end (D56).")
	s.stands(dispatch, "2026-12-01 00:00", v1alpha1.InForceReason)
	d.act(district, "agreement-reapply/apply", v1alpha1.ActionApply, "yz-data-group", "2027-10-15", to("yz-data-bureau"))
	s.turnTo(district)
	s.at("2027-10-15 12:00", "In the last three months of its term the operator applies to the authority anew (YZ-3.退出.7).")
	s.turnTo(district, coldChain, dispatch)
	s.at("2027-12-31 23:59", "The last minute of the last day.")
	s.stands(dispatch, "2027-12-31 23:59", v1alpha1.InForceReason)
	s.at("2028-01-01 00:00", "The terms have ended, and that the operator has applied keeps nothing open (D54). The text gives no years\nfor which records are kept: they are kept for good.")
	for _, name := range []string{district, coldChain, dispatch} {
		s.stands(name, "2028-01-01 00:00", v1alpha1.TermEndedReason)
	}
	if until := d.record(district, instant("2028-01-01 00:00")).Until(); !until.IsZero() {
		d.t.Errorf("the record is kept until %s, and the text gives no years", until)
	}
}
