// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package procedure_test

import (
	"os"
	"strings"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"sigs.k8s.io/yaml"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/calendar"
	"github.com/publicdata-io/mandate/internal/jurisdiction"
	"github.com/publicdata-io/mandate/internal/procedure"
)

const (
	content = v1alpha1.Digest("sha256:content")
	other   = v1alpha1.Digest("sha256:other")
)

// basis is what the rules of these tests rest on.
var basis = []v1alpha1.BasisID{"T-1"}

// scene is one subject, its edition, its world and the acts on it.
type scene struct {
	edition *v1alpha1.Jurisdiction
	subject procedure.Subject
	world   procedure.World
	orgs    map[v1alpha1.ObjectName]*procedure.Organization
	acts    []*v1alpha1.Decision
}

// grantScene is the grant g of medtech under an agreement of the info centre
// with the data group, over visits of the health commission and settlements of
// the insurance bureau, in the region 640000, by the procedures given.
func grantScene(procedures ...v1alpha1.Procedure) *scene {
	s := &scene{
		edition: &v1alpha1.Jurisdiction{ObjectMeta: metav1.ObjectMeta{Name: "test.1"}},
		subject: procedure.Subject{
			Kind: v1alpha1.LinkDeveloperGrant, Name: "g",
			Digests: map[v1alpha1.Part]v1alpha1.Digest{v1alpha1.PartApplication: content, v1alpha1.PartAll: content},
			Parties: jurisdiction.Parties{
				v1alpha1.PartyGrantor: {"info-centre"}, v1alpha1.PartyOperator: {"data-group"}, v1alpha1.PartyHolder: {"medtech"},
			},
			Division: "640000", Registration: "110108",
			Traits: procedure.Traits{Level: 1, Tier: 2},
			Inputs: []procedure.Input{
				{Resource: "visits", SourceUnit: "health-commission", Sector: "health"},
				{Resource: "settlements", SourceUnit: "insurance-bureau", Sector: "insurance"},
			},
		},
		orgs: map[v1alpha1.ObjectName]*procedure.Organization{},
	}
	s.edition.Spec.Code, s.edition.Spec.Division, s.edition.Spec.TimeZone, s.edition.Spec.Calendar = "test", "640000", "Asia/Shanghai", "china"
	s.edition.Spec.Procedures = procedures
	s.org("gov", "640000", v1alpha1.RoleGovernment).org("bureau", "640000", v1alpha1.RoleDataAuthority).
		org("yinchuan-bureau", "640100", v1alpha1.RoleDataAuthority).org("info-centre", "640000", v1alpha1.RoleImplementingAgency).
		org("data-group", "640100", v1alpha1.RoleOperator).org("medtech", "110108", v1alpha1.RoleDeveloper).
		org("health-commission", "640000", v1alpha1.RoleSourceUnit, v1alpha1.RoleIndustryDepartment).
		org("insurance-bureau", "640000", v1alpha1.RoleSourceUnit)
	s.orgs["health-commission"].Sectors = []string{"health"}
	s.world.Organization = func(name v1alpha1.ObjectName) (*procedure.Organization, procedure.Reading) {
		if org, ok := s.orgs[name]; ok {
			return org, procedure.Found
		}
		if strings.HasPrefix(string(name), "unread") {
			return nil, procedure.Unread
		}
		return nil, procedure.Missing
	}
	s.world.Calendar = china
	return s
}

func (s *scene) org(name v1alpha1.ObjectName, division string, roles ...v1alpha1.Role) *scene {
	s.orgs[name] = &procedure.Organization{Name: name, Division: division, Declared: roles}
	return s
}

// act records an act and gives it back.
func (s *scene) act(name string, does func(d *v1alpha1.DecisionSpec)) *v1alpha1.Decision {
	d := &v1alpha1.Decision{ObjectMeta: metav1.ObjectMeta{Name: name, UID: types.UID("uid-" + name)}}
	d.Spec = v1alpha1.DecisionSpec{
		Subject: v1alpha1.ActSubject{
			DecisionSubject: v1alpha1.DecisionSubject{Kind: v1alpha1.SubjectLinkKind(s.subject.Kind), Name: s.subject.Name},
			Digest:          content,
		},
		ActedOn: "2025-06-02", Organization: "bureau",
	}
	does(&d.Spec)
	recorded, err := time.Parse(time.RFC3339, string(d.Spec.ActedOn)[:10]+"T09:00:00+08:00")
	if err != nil { // no day of the calendar
		recorded = instant("2025-06-02T09:00:00+08:00")
	}
	d.CreationTimestamp = metav1.NewTime(recorded)
	s.acts = append(s.acts, d)
	return d
}

// on is an act of an organisation on a step, on a day.
func (s *scene) on(step v1alpha1.StepReference, action v1alpha1.Action, org v1alpha1.ObjectName, day string, more ...func(d *v1alpha1.DecisionSpec)) *v1alpha1.Decision {
	name := strings.ReplaceAll(string(step), "/", "-") + "-" + string(org) + "-" + day
	return s.act(name, func(d *v1alpha1.DecisionSpec) {
		d.Step, d.Action, d.Organization, d.ActedOn = step, action, org, v1alpha1.ActDay(day)
		for _, change := range more {
			change(d)
		}
	})
}

func regarding(to *v1alpha1.Decision) func(d *v1alpha1.DecisionSpec) {
	return func(d *v1alpha1.DecisionSpec) {
		d.Regarding = &v1alpha1.DecisionReference{Name: v1alpha1.ObjectName(to.Name), UID: string(to.UID)}
	}
}

func outcome(o v1alpha1.Outcome) func(d *v1alpha1.DecisionSpec) {
	return func(d *v1alpha1.DecisionSpec) { d.Outcome = o }
}

func part(p v1alpha1.Part) func(d *v1alpha1.DecisionSpec) {
	return func(d *v1alpha1.DecisionSpec) { d.Subject.Part = p }
}

func carrying(digest v1alpha1.Digest) func(d *v1alpha1.DecisionSpec) {
	return func(d *v1alpha1.DecisionSpec) { d.Subject.Digest = digest }
}

func dueOn(day v1alpha1.Date) func(d *v1alpha1.DecisionSpec) {
	return func(d *v1alpha1.DecisionSpec) { d.DueDate = &day }
}

func on(ground string) func(d *v1alpha1.DecisionSpec) {
	return func(d *v1alpha1.DecisionSpec) { d.Ground = ground }
}

func (s *scene) evaluate(at string) procedure.Report {
	return procedure.Evaluate(s.edition, &s.subject, s.acts, &s.world, instant(at))
}

// why is why an act does not count, or nothing.
func why(r procedure.Report, d *v1alpha1.Decision) string {
	for _, j := range r.Judged {
		switch {
		case j.Decision != d:
		case j.Left:
			return "left"
		case j.Finding != nil:
			return j.Finding.Reason
		default:
			return ""
		}
	}
	return "not judged"
}

// instant reads a day, at its end, or an instant.
func instant(at string) time.Time {
	if len(at) == len(time.DateOnly) {
		at += "T18:00:00+08:00"
	}
	t, err := time.Parse(time.RFC3339, at)
	if err != nil {
		panic(err)
	}
	return t
}

// china is the calendar that is shipped; its last year is 2026.
var china = func() *calendar.Working {
	text, err := os.ReadFile("../../config/calendars/china.yaml")
	if err != nil {
		panic(err)
	}
	var of v1alpha1.WorkCalendar
	if err := yaml.UnmarshalStrict(text, &of); err != nil {
		panic(err)
	}
	return calendar.NewWorking(&of)
}()

func by(parties ...v1alpha1.Party) []v1alpha1.Party { return parties }

func the(ref v1alpha1.PartyRef) v1alpha1.Party { return v1alpha1.Party{Ref: ref} }

func same(role v1alpha1.Role) v1alpha1.Party {
	return v1alpha1.Party{Role: role, Level: v1alpha1.LevelSame}
}

func owners() v1alpha1.Party { return v1alpha1.Party{Owner: v1alpha1.ScopeOfInputs} }

func yes() *bool { y := true; return &y }

func no() *bool { n := false; return &n }

func after(refs ...v1alpha1.StepReference) []v1alpha1.StepReference { return refs }

// grantProcedure is the way of a grant in Ningxia, with the numbers of NX-14.2,
// NX-15.1 and NX-15.3a.
func grantProcedure() v1alpha1.Procedure {
	return v1alpha1.Procedure{Name: "grant", Of: v1alpha1.LinkDeveloperGrant, Effect: v1alpha1.EffectEnter, Steps: []v1alpha1.Step{
		{Name: "submit", Act: v1alpha1.ActionSubmit, By: by(the(v1alpha1.PartyHolder)), Covers: v1alpha1.PartApplication, Basis: basis},
		{
			Name: "forward", Act: v1alpha1.ActionForward, By: by(the(v1alpha1.PartyOperator)), After: after("submit"), Covers: v1alpha1.PartApplication,
			Due: &v1alpha1.Due{WorkingDays: new(int32(5)), From: "submit"}, Basis: basis,
		},
		{
			Name: "approve", Act: v1alpha1.ActionApprove, By: by(same(v1alpha1.RoleDataAuthority), owners()), After: after("forward"), Covers: v1alpha1.PartApplication,
			Outcomes: []v1alpha1.Outcome{v1alpha1.OutcomeApprove, v1alpha1.OutcomeReject, v1alpha1.OutcomeReturn}, DistinctFrom: []v1alpha1.PartyRef{v1alpha1.PartyHolder, v1alpha1.PartyOperator}, Basis: basis,
		},
		{
			Name: "sign", Act: v1alpha1.ActionSign, By: by(the(v1alpha1.PartyOperator), the(v1alpha1.PartyHolder)), After: after("approve"),
			Due: &v1alpha1.Due{WorkingDays: new(int32(5)), From: "approve"}, Basis: basis,
		},
		{
			Name: "file", Act: v1alpha1.ActionFile, By: by(the(v1alpha1.PartyOperator)), After: after("sign"), To: by(same(v1alpha1.RoleDataAuthority)),
			Receipt: v1alpha1.RequirementRequired, Due: &v1alpha1.Due{WorkingDays: new(int32(5)), From: "sign"}, Basis: basis,
		},
	}}
}

// granted are all acts that grantProcedure asks for, on the days of the worked
// example.
func granted() *scene {
	s := grantScene(grantProcedure())
	s.on("grant/submit", v1alpha1.ActionSubmit, "medtech", "2025-10-20", part(v1alpha1.PartApplication))
	s.on("grant/forward", v1alpha1.ActionForward, "data-group", "2025-10-24", part(v1alpha1.PartApplication))
	s.on("grant/approve", v1alpha1.ActionApprove, "bureau", "2025-10-28", part(v1alpha1.PartApplication))
	s.on("grant/approve", v1alpha1.ActionApprove, "health-commission", "2025-10-30", part(v1alpha1.PartApplication))
	s.on("grant/approve", v1alpha1.ActionApprove, "insurance-bureau", "2025-11-03", part(v1alpha1.PartApplication))
	s.on("grant/sign", v1alpha1.ActionSign, "data-group", "2025-11-06")
	s.on("grant/sign", v1alpha1.ActionSign, "medtech", "2025-11-06")
	file := s.on("grant/file", v1alpha1.ActionFile, "data-group", "2025-11-07")
	s.on("grant/file", v1alpha1.ActionReceive, "bureau", "2025-11-10", regarding(file))
	return s
}

func procedureDay(date v1alpha1.Date) (calendar.Day, error) { return calendar.DayOf(date) }
