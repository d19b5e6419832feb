// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package procedures_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/procedure"
)

const (
	thePlan      = "ImplementationPlan/health-plan"
	theSelection = "Selection/health-selection"
	theAgreement = "OperationAgreement/health"
	theGrant     = "DeveloperGrant/drug-safety"
)

var (
	onSelection = v1alpha1.DecisionSubject{Kind: v1alpha1.OnSelection, Name: "health-selection"}
	onAgreement = v1alpha1.DecisionSubject{Kind: v1alpha1.OnOperationAgreement, Name: "health"}
	onGrant     = v1alpha1.DecisionSubject{Kind: v1alpha1.OnDeveloperGrant, Name: "drug-safety"}
)

// health is the chain of the worked example: the region's information centre
// authorises the data group to operate the health commission's visits and the
// insurance bureau's settlements. The grant is applied for later.
func health(t testing.TB, at place) *domain {
	t.Helper()
	return in(t, "ningxia", at).load(theGrant)
}

// granted adds the grant, of a firm from Beijing.
func (d *domain) granted() *domain { return d.put(theGrant) }

var (
	noticed   = shownAt("noticePage", "https://www.nx.example/notices/2025-21")
	onWebsite = shownAt("publicityPage", "https://www.nx.example/publicity/2025-34")
)

var interests = allClear("privacy", "personalInformation", "tradeSecrets", "stateSecrets", "publicSecurity")

// The parts of the way to an agreement, each with the days of the example.

func (d *domain) appointed() {
	d.act("Organization/nx-info-centre", "appoint-agency/appoint", v1alpha1.ActionAppoint, "nx-data-bureau", "2025-02-10", papers("capabilityStatement"))
	d.act("DataResource/outpatient-visits", "resource/clear", v1alpha1.ActionClear, "nx-health-commission", "2025-06-03", interests)
	d.act("DataResource/drug-settlements", "resource/clear", v1alpha1.ActionClear, "nx-insurance-bureau", "2025-06-05", interests)
}

func (d *domain) planned() {
	d.act(thePlan, "plan/guide", v1alpha1.ActionGuide, "nx-data-bureau", "2025-07-01")
	d.act(thePlan, "plan/submit", v1alpha1.ActionSubmit, "nx-data-bureau", "2025-07-21")
}

func (d *domain) approved() {
	d.act(thePlan, "plan/approve", v1alpha1.ActionApprove, "nx-gov", "2025-08-08", resolved("宁政纪要〔2025〕31号", "自治区政府常务会议"))
}

func (d *domain) applied() *v1alpha1.Decision {
	return d.act(theSelection, "selection/apply", v1alpha1.ActionApply, "nx-data-group", "2025-08-29", papers("goodStanding", "qualification", "talent", "serviceCapability"))
}

func (d *domain) reviewed(apply *v1alpha1.Decision) {
	d.act(theSelection, "selection/review", v1alpha1.ActionAssess, "nx-info-centre", "2025-09-24", regarding(apply), papers("expertReview"))
	d.act(theSelection, "selection/review", v1alpha1.ActionAssess, "nx-health-commission", "2025-09-24", regarding(apply), papers("expertReview"))
}

func (d *domain) published() {
	d.act(theSelection, "selection/publicity", v1alpha1.ActionPublish, "nx-info-centre", "2025-09-29", onWebsite)
}

func (d *domain) selected(apply *v1alpha1.Decision) {
	d.act(theSelection, "selection/select", v1alpha1.ActionSelect, "nx-info-centre", "2025-10-14", regarding(apply))
	d.act(theAgreement, "agreement/decide", v1alpha1.ActionApprove, "nx-info-centre", "2025-10-14", resolved("宁信纪要〔2025〕9号", "自治区信息中心党委会"))
}

func (d *domain) signed() {
	d.act(theAgreement, "agreement/sign", v1alpha1.ActionSign, "nx-info-centre", "2025-10-15")
	d.act(theAgreement, "agreement/sign", v1alpha1.ActionSign, "nx-data-group", "2025-10-15")
	d.act(theAgreement, "agreement/emergency-plan", v1alpha1.ActionAttest, "nx-data-group", "2025-10-15", papers("emergencyPlan"))
}

func (d *domain) filed() {
	file := d.act(theAgreement, "agreement/file", v1alpha1.ActionFile, "nx-info-centre", "2025-10-16")
	d.act(theAgreement, "agreement/file", v1alpha1.ActionReceive, "nx-data-bureau", "2025-10-17", regarding(file))
}

// entered is the whole way to the agreement.
func (d *domain) entered() *domain {
	d.appointed()
	d.planned()
	d.approved()
	d.act(theSelection, "selection/notice", v1alpha1.ActionPublish, "nx-info-centre", "2025-08-15", noticed)
	apply := d.applied()
	d.reviewed(apply)
	d.published()
	d.selected(apply)
	d.signed()
	d.filed()
	return d
}

// contracted is the whole way to the grant, with the days of the example.
func (d *domain) contracted() *domain {
	d.entered().granted()
	d.act("Organization/beijing-medtech", "recognise-outside/recognise", v1alpha1.ActionRecognise, "nx-data-bureau", "2025-09-15")
	d.act(theGrant, "grant/submit", v1alpha1.ActionSubmit, "beijing-medtech", "2025-10-20", application)
	d.act(theGrant, "grant/forward", v1alpha1.ActionForward, "nx-data-group", "2025-10-24", application)
	d.act(theGrant, "grant/approve", v1alpha1.ActionApprove, "nx-data-bureau", "2025-10-28", application)
	d.act(theGrant, "grant/approve", v1alpha1.ActionApprove, "nx-health-commission", "2025-10-30", application)
	d.act(theGrant, "grant/approve", v1alpha1.ActionApprove, "nx-insurance-bureau", "2025-11-03", application)
	d.act(theGrant, "grant/sign", v1alpha1.ActionSign, "nx-data-group", "2025-11-06")
	d.act(theGrant, "grant/sign", v1alpha1.ActionSign, "beijing-medtech", "2025-11-06")
	file := d.act(theGrant, "grant/file", v1alpha1.ActionFile, "nx-data-group", "2025-11-07")
	d.act(theGrant, "grant/file", v1alpha1.ActionReceive, "nx-data-bureau", "2025-11-10", regarding(file))
	return d
}

func complete(reports map[v1alpha1.DecisionSubject]*procedure.Report, of v1alpha1.DecisionSubject, effect v1alpha1.Effect) bool {
	return reports[of].Effect(effect).Complete
}

// E1: the full path, and whatever single act is taken away, the agreement does
// not enter.
func TestNingxiaFullPath(t *testing.T) {
	ningxiaFullPath(t, home).compare(t, "ningxia-full-path")
}

func ningxiaFullPath(t *testing.T, at place) *story {
	t.Helper()
	d := health(t, at)
	s := tell(d, "From the plan to the agreement 从实施方案到授权运营协议", "The full path of Ningxia, with the days of the worked example: the plan is drafted under guidance,\nsubmitted and approved; operators are called for, reviewed, published and one is chosen; the\nagreement is decided on, signed, filed and received (NX-6.1).", thePlan, theSelection, theAgreement)
	d.appointed()
	d.planned()
	s.at("2025-07-21 12:00", "The plan was drafted by the information centre under the guidance of the data bureau, and is\nsubmitted to the government.")
	d.approved()
	d.act(theSelection, "selection/notice", v1alpha1.ActionPublish, "nx-info-centre", "2025-08-15", noticed)
	s.at("2025-08-15 12:00", "The government has approved the plan by collective decision; the call is published.")
	apply := d.applied()
	late := d.act(theSelection, "selection/apply", v1alpha1.ActionApply, "nx-other-group", "2025-09-06", papers("goodStanding", "qualification", "talent", "serviceCapability"))
	r := s.at("2025-09-06 12:00", "Two groups have applied, one of them a day late: it is excluded (NX-9.2).")
	if got := len(r[onSelection].Applicants); got != 1 {
		t.Errorf("%d applicants, want one: %s is late", got, late.Name)
	}
	d.reviewed(apply)
	d.published()
	s.at("2025-09-29 12:00", "The review is done and its result is published on the official website.")
	d.selected(apply)
	d.signed()
	r = s.at("2025-10-15 12:00", "The publicity is over without objection, the data group is chosen, and both sides have signed.")
	if got := r[onSelection].Selected; len(got) != 1 || got[0] != "nx-data-group" {
		t.Errorf("selected %v, want nx-data-group", got)
	}
	d.filed()
	r = s.at("2025-10-17 12:00", "The agreement was filed with the data bureau, which has received it.")
	if !complete(r, onAgreement, v1alpha1.EffectEnter) {
		t.Error("the agreement has not entered")
	}
	return s
}

// Which condition is False without each of the acts, who is waited for, and by
// which clause.
func TestNingxiaEveryActIsNeeded(t *testing.T) {
	w := &lines{}
	w.line("# What each act is needed for 缺一不可\n\nThe full path of Ningxia without one act: the agreement does not come into force.")
	stories := lacking(t)
	for _, name := range slices.Sorted(maps.Keys(stories)) {
		active := stories[name].days[0].links[0].active
		if active.Status == metav1.ConditionTrue || active.Message == "" {
			t.Errorf("without %s the agreement enters all the same", name)
		}
		w.line("\n## Without %s\n\n%s\n%s", name, standing(active.Status, active.Reason), active.Message)
	}
	compare(t, "ningxia-without", w.String())
}

// lacking are the full path of Ningxia without one act each, by the act's name,
// each in a domain of its own. What an organisation is appointed to and which
// data are clear is asked elsewhere.
func lacking(t *testing.T) map[string]*story {
	t.Helper()
	stories := map[string]*story{}
	for i, a := range health(t, home).entered().acts {
		if kind := a.Spec.Subject.Kind; kind == v1alpha1.OnDataResource || kind == v1alpha1.OnOrganization {
			continue
		}
		d := health(t, place{namespace: fmt.Sprintf("ningxia-without-%d", i)}).entered()
		d.acts = slices.Delete(d.acts, i, i+1)
		d.deeds = slices.DeleteFunc(d.deeds, func(what deed) bool { return what.act != nil && what.act.Name == a.Name })
		s := tell(d, "", "", theAgreement)
		s.at("2025-11-03 12:00", "")
		stories[a.Name] = s
	}
	return stories
}

// E2: published on Monday 2025-09-29; signing on 10-10, 10-11 and 10-13 does not
// count; from 2025-10-14 00:00 +08:00 it does.
func TestNingxiaPublicity(t *testing.T) {
	ningxiaPublicity(t, home).compare(t, "ningxia-publicity")
}

func ningxiaPublicity(t *testing.T, at place) *story {
	t.Helper()
	d := health(t, at)
	s := tell(d, "Five whole working days over the National Day 公示期满", "The result was published on Monday 2025-09-29. 30 September and 9, 10, 11 (a make-up Saturday) and\n13 October are the five days; the agreement can be signed from 14 October on (NX-9.3c, D1, D6).", theSelection, theAgreement)
	d.appointed()
	d.planned()
	d.approved()
	d.act(theSelection, "selection/notice", v1alpha1.ActionPublish, "nx-info-centre", "2025-08-15", noticed)
	apply := d.applied()
	d.reviewed(apply)
	d.published()
	d.act(theAgreement, "agreement/decide", v1alpha1.ActionApprove, "nx-info-centre", "2025-09-29", resolved("宁信纪要〔2025〕9号", "自治区信息中心党委会"))
	s.at("2025-09-29 12:00", "The result is published.")
	var early []*v1alpha1.Decision
	for _, day := range []string{"2025-10-10", "2025-10-11", "2025-10-13"} {
		early = append(early, d.act(theAgreement, "agreement/sign", v1alpha1.ActionSign, "nx-info-centre", day))
		s.at(day+" 12:00", "The information centre signs: the period is not over.")
	}
	r := s.at("2025-10-13 23:59", "The last minute of the period.")
	if step := r[onSelection].Step("selection", "publicity"); step.State != v1alpha1.StepPublicity || !step.CompleteFrom.Equal(instant("2025-10-14 00:00")) {
		t.Errorf("publicity %s, complete from %s", step.State, clock(step.CompleteFrom))
	}
	if next := r[onSelection].Next; !next.Equal(instant("2025-10-14 00:00")) {
		t.Errorf("next %s, want 2025-10-14 00:00", clock(next))
	}
	r = s.at("2025-10-14 00:00", "The period is over. What was signed before does not count, and is signed again.")
	for _, a := range early {
		if found := s.judged(r[onAgreement], a, instant("2025-10-14 00:00")); found == nil || found.Reason != v1alpha1.OutOfOrderReason {
			t.Errorf("%s counts", a.Name)
		}
	}
	d.act(theSelection, "selection/select", v1alpha1.ActionSelect, "nx-info-centre", "2025-10-14", regarding(apply))
	sign := d.act(theAgreement, "agreement/sign", v1alpha1.ActionSign, "nx-info-centre", "2025-10-14")
	r = s.at("2025-10-14 12:00", "The information centre chooses, and signs again.")
	if found := s.judged(r[onAgreement], sign, instant("2025-10-14 12:00")); found != nil {
		t.Errorf("signing on 2025-10-14: %s", found.Text())
	}
	return s
}

// E3: a change of a city's plan that only the city's government approved is
// still pending; approved by the region's, it is in force.
func TestNingxiaPlanRevised(t *testing.T) {
	ningxiaPlanRevised(t, home).compare(t, "ningxia-plan-revised")
}

func ningxiaPlanRevised(t *testing.T, at place) *story {
	t.Helper()
	d := health(t, at)
	d.appointed()
	revised := d.find(thePlan).DeepCopyObject().(*v1alpha1.ImplementationPlan)
	revised.Name, revised.Spec.Revises, revised.Spec.Division = "city-plan-2", "health-plan", "640100"
	d.apply(revised)
	const plan = "ImplementationPlan/city-plan-2"
	of := v1alpha1.DecisionSubject{Kind: v1alpha1.OnImplementationPlan, Name: "city-plan-2"}
	s := tell(d, "A plan is changed 实施方案变更", "An approved plan is changed by a new one that revises it. Whichever government approved the first,\nthe change is for the government of the autonomous region (NX-8.2a, NX-8.2b, D27).", plan).after("2025-11-30 12:00")
	d.act(plan, "plan/guide", v1alpha1.ActionGuide, "nx-data-bureau", "2025-12-01")
	d.act(plan, "plan/submit", v1alpha1.ActionSubmit, "nx-data-bureau", "2025-12-02")
	city := d.act(plan, "plan/approve-change", v1alpha1.ActionApprove, "yinchuan-gov", "2025-12-08", resolved("银政纪要〔2025〕40号", "市政府常务会议"))
	r := s.at("2025-12-08 12:00", "The government of the city approves the change: that is not for it.")
	if found := s.judged(r[of], city, instant("2025-12-08 12:00")); complete(r, of, v1alpha1.EffectEnter) || found == nil || !strings.Contains(found.Text(), "NX-8.2b") {
		t.Errorf("approved by the city: %v", found)
	}
	d.act(plan, "plan/approve-change", v1alpha1.ActionApprove, "nx-gov", "2025-12-15", resolved("宁政纪要〔2025〕52号", "自治区政府常务会议"))
	r = s.at("2025-12-15 12:00", "The government of the autonomous region approves it.")
	if !complete(r, of, v1alpha1.EffectEnter) {
		t.Errorf("approved by the region: %s", r[of].Effect(v1alpha1.EffectEnter).Pending.Text())
	}
	slip(d, plan, "spec is fixed", func(p *v1alpha1.ImplementationPlan) { p.Spec.Title = "another plan" })
	r = s.at("2025-12-16 12:00", "Should the approved plan be edited in place all the same, it is what nobody approved.")
	if r[of].Changed == nil || complete(r, of, v1alpha1.EffectEnter) {
		t.Error("a plan that was edited in place holds")
	}
	return s
}

// E4: received on Monday 2025-09-22, the forward is due on Sunday 2025-09-28, a
// make-up day; signing is due five working days after the last approval, filing
// and access five after signing; nothing is approved by lateness.
func TestNingxiaDeveloperChain(t *testing.T) {
	ningxiaDeveloperChain(t, home).compare(t, "ningxia-developer-chain")
}

func ningxiaDeveloperChain(t *testing.T, at place) *story {
	t.Helper()
	d := health(t, at).entered().granted()
	d.act("Organization/beijing-medtech", "recognise-outside/recognise", v1alpha1.ActionRecognise, "nx-data-bureau", "2025-09-15")
	s := tell(d, "A developer's application, each deadline missed 开发利用申请与逾期", "Each deadline runs from the act before it; the day itself is not counted (D4), the last day is on\ntime (D5), and no lateness approves anything (DRV-13).", theGrant).after("2025-12-01 12:00")
	d.act(theGrant, "grant/submit", v1alpha1.ActionSubmit, "beijing-medtech", "2025-09-22", application)
	r := s.at("2025-09-22 12:00", "The operator receives the materials on Monday, 2025-09-22.")
	due := func(r map[v1alpha1.DecisionSubject]*procedure.Report, step, want string) {
		t.Helper()
		if got := r[onGrant].Step("grant", step).Due; got == nil || got.String() != want {
			t.Errorf("%s due %v, want %s", step, got, want)
		}
	}
	due(r, "forward", "2025-09-28")
	r = s.at("2025-09-29 00:00", "Sunday 2025-09-28, a make-up working day, has ended without the forward.")
	if !r[onGrant].Step("grant", "forward").Overdue {
		t.Error("forward is not overdue on 2025-09-29")
	}
	d.act(theGrant, "grant/forward", v1alpha1.ActionForward, "nx-data-group", "2025-09-29", application)
	d.act(theGrant, "grant/approve", v1alpha1.ActionApprove, "nx-data-bureau", "2025-10-10", application)
	d.act(theGrant, "grant/approve", v1alpha1.ActionApprove, "nx-health-commission", "2025-10-13", application)
	r = s.at("2025-10-20 12:00", "Forwarded a day late; the data bureau and one source unit have approved, the other has not.")
	if r[onGrant].Step("grant", "approve").State != v1alpha1.StepWaiting || r[onGrant].Step("grant", "sign").Due != nil {
		t.Error("two of three approvals are taken for all")
	}
	d.act(theGrant, "grant/approve", v1alpha1.ActionApprove, "nx-insurance-bureau", "2025-10-21", application)
	r = s.at("2025-10-21 12:00", "The last approval.")
	due(r, "sign", "2025-10-28")
	r = s.at("2025-10-29 00:00", "Nobody has signed in time.")
	if !r[onGrant].Step("grant", "sign").Overdue {
		t.Error("sign is not overdue on 2025-10-29")
	}
	d.act(theGrant, "grant/sign", v1alpha1.ActionSign, "nx-data-group", "2025-10-30")
	d.act(theGrant, "grant/sign", v1alpha1.ActionSign, "beijing-medtech", "2025-10-30")
	r = s.at("2025-10-30 12:00", "Both sign, late. Filing and access are due on the same day.")
	due(r, "file", "2025-11-06")
	if duty := r[onGrant].Duties[0]; duty.Due.String() != "2025-11-06" || duty.Done {
		t.Errorf("access due %v", duty.Due)
	}
	r = s.at("2025-11-07 00:00", "Neither was done.")
	if !r[onGrant].Step("grant", "file").Overdue || !r[onGrant].Duties[0].Overdue || complete(r, onGrant, v1alpha1.EffectEnter) {
		t.Error("filing and access are each overdue on 2025-11-07, and nothing has entered")
	}
	file := d.act(theGrant, "grant/file", v1alpha1.ActionFile, "nx-data-group", "2025-11-10")
	d.act(theGrant, "grant/file", v1alpha1.ActionReceive, "nx-data-bureau", "2025-11-11", regarding(file))
	r = s.at("2025-11-11 12:00", "Filed and received; the sandbox is opened. All that was late stays late.")
	if !complete(r, onGrant, v1alpha1.EffectEnter) {
		t.Errorf("the grant: %s", r[onGrant].Effect(v1alpha1.EffectEnter).Pending.Text())
	}
	keptAsLate(t, r[onGrant], "forward", "sign", "file")
	return s
}

func keptAsLate(t *testing.T, r *procedure.Report, steps ...string) {
	t.Helper()
	for _, step := range steps {
		if got := r.Step("grant", step); !got.Late || got.Overdue {
			t.Errorf("%s is not kept as late", step)
		}
	}
}

// E5: a developer from outside the region is recognised by the region, and by
// no city.
func TestNingxiaDeveloperRecognised(t *testing.T) {
	ningxiaDeveloperRecognised(t, home).compare(t, "ningxia-developer-recognised")
}

func ningxiaDeveloperRecognised(t *testing.T, at place) *story {
	t.Helper()
	d := health(t, at).entered().granted()
	s := tell(d, "A developer from outside is recognised 区外数据开发商认定", "Developers are recognised where they are registered: by the city of the region; those of the region's\nown level and those from outside by the data authority of the region (NX-13.1, NX-13.2, D61).", "Organization/beijing-medtech", theGrant).after("2025-11-12 12:00")
	d.act("Organization/beijing-medtech", "recognise-local/recognise", v1alpha1.ActionRecognise, "yinchuan-data-bureau", "2025-09-10")
	d.act("Organization/beijing-medtech", "recognise-outside/recognise", v1alpha1.ActionRecognise, "yinchuan-data-bureau", "2025-09-11")
	r := s.at("2025-09-11 12:00", "A city's authority recognises the firm from Beijing, by either procedure.")
	if pending := r[onGrant].Effect(v1alpha1.EffectEnter).Pending; pending == nil || !strings.Contains(pending.Text(), "beijing-medtech") || !strings.Contains(pending.Text(), "NX-14.1") {
		t.Errorf("the application of a developer that is not recognised: %v", pending)
	}
	d.act("Organization/beijing-medtech", "recognise-outside/recognise", v1alpha1.ActionRecognise, "nx-data-bureau", "2025-09-15")
	r = s.at("2025-09-15 12:00", "The data bureau of the region recognises it.")
	of := v1alpha1.DecisionSubject{Kind: v1alpha1.OnOrganization, Name: "beijing-medtech"}
	if got := r[of].Conferred(); !slices.Contains(got, "Recognised:Developer") {
		t.Errorf("conferred %v", got)
	}
	return s
}
