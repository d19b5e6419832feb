// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package procedures_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"sigs.k8s.io/yaml"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/calendar"
	"github.com/publicdata-io/mandate/internal/digest"
	"github.com/publicdata-io/mandate/internal/jurisdiction"
	"github.com/publicdata-io/mandate/internal/procedure"
)

// domain is one chain of a data domain: its objects, and the acts on them.
type domain struct {
	edition   *v1alpha1.Jurisdiction
	calendar  *calendar.Working
	orgs      []*v1alpha1.Organization
	resources []*v1alpha1.DataResource
	plans     []*v1alpha1.ImplementationPlan
	selection *v1alpha1.Selection
	agreement *v1alpha1.OperationAgreement
	grant     *v1alpha1.DeveloperGrant

	objections []procedure.Objection // against the selection
	openedAt   time.Time
	acts       []*v1alpha1.Decision
}

// read reads a file of the repository.
func read(t testing.TB, path string, into any) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "..", "..", path))
	if err != nil {
		t.Fatalf("read %s: %v", path, err)
	}
	if err := yaml.UnmarshalStrict(text, into); err != nil {
		t.Fatalf("read %s: %v", path, err)
	}
}

// in is an empty domain under an edition that is shipped, which came into
// effect on 2025-01-20.
func in(t testing.TB, code string) *domain {
	t.Helper()
	d := &domain{edition: &v1alpha1.Jurisdiction{}}
	read(t, "config/jurisdictions/"+code+"/edition.yaml", d.edition)
	from := v1alpha1.Date("2025-01-20")
	d.edition.Spec.EffectiveFrom = &from
	var china v1alpha1.WorkCalendar
	read(t, "config/calendars/china.yaml", &china)
	d.calendar = calendar.NewWorking(&china)
	return d
}

func (d *domain) org(name, division string, roles ...v1alpha1.Role) *v1alpha1.Organization {
	o := &v1alpha1.Organization{ObjectMeta: metav1.ObjectMeta{Name: name}}
	o.Spec = v1alpha1.OrganizationSpec{DisplayName: name, Division: division, Roles: roles}
	d.orgs = append(d.orgs, o)
	return o
}

// subjects are all that acts may be on, in the order in which one rests on
// another.
func (d *domain) subjects() []v1alpha1.DecisionSubject {
	var all []v1alpha1.DecisionSubject
	add := func(kind v1alpha1.SubjectLinkKind, name string) {
		all = append(all, v1alpha1.DecisionSubject{Kind: kind, Name: v1alpha1.ObjectName(name)})
	}
	for _, o := range d.orgs {
		add(v1alpha1.OnOrganization, o.Name)
	}
	for _, r := range d.resources {
		add(v1alpha1.OnDataResource, r.Name)
	}
	for _, p := range d.plans {
		add(v1alpha1.OnImplementationPlan, p.Name)
	}
	if d.selection != nil {
		add(v1alpha1.OnSelection, d.selection.Name)
	}
	if d.agreement != nil {
		add(v1alpha1.OnOperationAgreement, d.agreement.Name)
	}
	if d.grant != nil {
		add(v1alpha1.OnDeveloperGrant, d.grant.Name)
	}
	return all
}

// evaluate folds the acts on every subject at an instant.
func (d *domain) evaluate(now time.Time) map[v1alpha1.DecisionSubject]*procedure.Report {
	reports := map[v1alpha1.DecisionSubject]*procedure.Report{}
	for _, s := range d.subjects() {
		subject := d.subject(s)
		world := d.world(s, reports)
		r := procedure.Evaluate(d.edition, &subject, d.actsOn(s), &world, now)
		reports[s] = &r
	}
	return reports
}

func (d *domain) actsOn(s v1alpha1.DecisionSubject) []*v1alpha1.Decision {
	return slices.DeleteFunc(slices.Clone(d.acts), func(a *v1alpha1.Decision) bool { return a.Spec.Subject.DecisionSubject != s })
}

func (d *domain) world(s v1alpha1.DecisionSubject, reports map[v1alpha1.DecisionSubject]*procedure.Report) procedure.World {
	w := procedure.World{Calendar: d.calendar, Organization: func(name v1alpha1.ObjectName) (*procedure.Organization, procedure.Reading) {
		return d.party(name, reports)
	}}
	link := func(kind v1alpha1.LinkKind, name v1alpha1.ObjectName, effect v1alpha1.Effect) {
		r := reports[v1alpha1.DecisionSubject{Kind: v1alpha1.SubjectLinkKind(kind), Name: name}]
		if r != nil {
			w.Above = append(w.Above, procedure.Link{
				Kind: kind, Name: name, Reading: procedure.Found, Report: r, Competitive: true,
				Holds: r.Effect(effect).Complete && r.Against() == nil,
			})
		}
	}
	switch s.Kind {
	case v1alpha1.OnSelection:
		link(v1alpha1.LinkImplementationPlan, d.selection.Spec.Plan, v1alpha1.EffectEnter)
		w.Objections = d.objections
	case v1alpha1.OnOperationAgreement:
		link(v1alpha1.LinkImplementationPlan, d.agreement.Spec.Plan, v1alpha1.EffectEnter)
		link(v1alpha1.LinkSelection, d.agreement.Spec.Selection, v1alpha1.EffectSelected)
	case v1alpha1.OnDeveloperGrant:
		link(v1alpha1.LinkOperationAgreement, d.grant.Spec.Agreement, v1alpha1.EffectEnter)
	}
	return w
}

func (d *domain) party(name v1alpha1.ObjectName, reports map[v1alpha1.DecisionSubject]*procedure.Report) (*procedure.Organization, procedure.Reading) {
	for _, o := range d.orgs {
		if o.Name != string(name) {
			continue
		}
		p := &procedure.Organization{Name: name, Declared: o.Spec.Roles, Division: o.Spec.Division, Sectors: o.Spec.Sectors, Affiliates: o.Spec.Affiliates}
		if r := reports[v1alpha1.DecisionSubject{Kind: v1alpha1.OnOrganization, Name: name}]; r != nil {
			p.Conferred = r.Conferred()
		}
		return p, procedure.Found
	}
	return nil, procedure.Missing
}

// subject reads an object in the words of rules.
func (d *domain) subject(s v1alpha1.DecisionSubject) procedure.Subject {
	out := procedure.Subject{Kind: v1alpha1.LinkKind(s.Kind), Name: s.Name, Division: d.edition.Spec.Division, Digests: d.digests(s)}
	one := func(name v1alpha1.ObjectName) []string { return []string{string(name)} }
	switch s.Kind {
	case v1alpha1.OnOrganization:
		o := d.organization(string(s.Name))
		out.Division, out.Registration = o.Spec.Division, o.Spec.Division
		out.Parties = jurisdiction.Parties{v1alpha1.PartySubject: one(s.Name)}
	case v1alpha1.OnDataResource:
		r := d.resource(s.Name)
		out.Parties = jurisdiction.Parties{v1alpha1.PartySourceUnit: one(r.Spec.SourceUnit)}
		out.Inputs = d.inputs([]v1alpha1.ObjectName{s.Name})
	case v1alpha1.OnImplementationPlan:
		p := d.plan(s.Name)
		out.Parties, out.Division = jurisdiction.Parties{v1alpha1.PartyDrafter: one(p.Spec.Drafter)}, p.Spec.Division
		out.Traits.Revision, out.Inputs = p.Spec.Revises != "", d.inputs(p.Spec.DataResources)
	case v1alpha1.OnSelection:
		out.Parties = jurisdiction.Parties{v1alpha1.PartyOrganiser: one(d.selection.Spec.Organiser)}
		out.Traits.Seeks, out.Traits.Competitive = d.selection.Spec.Seeks, d.selection.Spec.Method != v1alpha1.MethodDirect
		out.Applications = d.selection.Spec.ApplicationWindow
	case v1alpha1.OnOperationAgreement:
		a := d.agreement.Spec
		out.Parties = jurisdiction.Parties{v1alpha1.PartyGrantor: one(a.Grantor), v1alpha1.PartyOperator: one(a.Operator), v1alpha1.PartyHolder: nil}
		out.Traits.Mode, out.Inputs = a.Mode, d.inputs(a.DataResources)
	case v1alpha1.OnDeveloperGrant:
		a, g := d.agreement.Spec, d.grant.Spec
		out.Parties = jurisdiction.Parties{v1alpha1.PartyGrantor: one(a.Grantor), v1alpha1.PartyOperator: one(a.Operator), v1alpha1.PartyHolder: one(g.Holder)}
		out.Registration, out.Traits.Tier, out.OpenedAt = d.organization(string(g.Holder)).Spec.Division, 2, d.openedAt
		for _, in := range g.Inputs {
			out.Inputs = append(out.Inputs, d.inputs([]v1alpha1.ObjectName{in.Resource})...)
		}
	}
	return out
}

func (d *domain) inputs(names []v1alpha1.ObjectName) []procedure.Input {
	var inputs []procedure.Input
	for _, name := range names {
		r := d.resource(name)
		inputs = append(inputs, procedure.Input{Resource: name, SourceUnit: r.Spec.SourceUnit, Sector: r.Spec.Sector})
	}
	return inputs
}

func (d *domain) digests(s v1alpha1.DecisionSubject) digest.Parts {
	const edition = "sha256:edition" // the edition does not change in a story
	switch s.Kind {
	case v1alpha1.OnOrganization:
		return digest.Organization(d.organization(string(s.Name)), edition)
	case v1alpha1.OnDataResource:
		return digest.Resource(d.resource(s.Name), edition)
	case v1alpha1.OnImplementationPlan:
		return digest.Plan(d.plan(s.Name), edition)
	case v1alpha1.OnSelection:
		return digest.Selection(d.selection, edition)
	case v1alpha1.OnOperationAgreement:
		return digest.Agreement(d.agreement, edition)
	}
	return digest.Grant(d.grant, edition, "sha256:class")
}

func (d *domain) organization(name string) *v1alpha1.Organization {
	return d.orgs[slices.IndexFunc(d.orgs, func(o *v1alpha1.Organization) bool { return o.Name == name })]
}

func (d *domain) resource(name v1alpha1.ObjectName) *v1alpha1.DataResource {
	return d.resources[slices.IndexFunc(d.resources, func(r *v1alpha1.DataResource) bool { return r.Name == string(name) })]
}

func (d *domain) plan(name v1alpha1.ObjectName) *v1alpha1.ImplementationPlan {
	return d.plans[slices.IndexFunc(d.plans, func(p *v1alpha1.ImplementationPlan) bool { return p.Name == string(name) })]
}

// more is what an act says beside who, what and when.
type more func(d *domain, a *v1alpha1.Decision)

// act records an act: subject as Kind/name, step, action, organisation and the
// legal day, on which it is recorded too, at nine o'clock.
func (d *domain) act(on, step string, action v1alpha1.Action, org, day string, with ...more) *v1alpha1.Decision {
	kind, name, _ := strings.Cut(on, "/")
	subject := v1alpha1.DecisionSubject{Kind: v1alpha1.SubjectLinkKind(kind), Name: v1alpha1.ObjectName(name)}
	called := strings.ToLower(strings.NewReplacer("/", "-").Replace(name+"-"+step)) + "-" + org + "-" + day
	if action == v1alpha1.ActionReceive {
		called += "-receipt"
	}
	a := &v1alpha1.Decision{ObjectMeta: metav1.ObjectMeta{Name: called, UID: types.UID("uid-" + called)}}
	a.Spec = v1alpha1.DecisionSpec{
		Subject: v1alpha1.ActSubject{DecisionSubject: subject, Digest: d.digests(subject)[v1alpha1.PartAll]},
		Step:    v1alpha1.StepReference(step), Action: action, Organization: v1alpha1.ObjectName(org), ActedOn: v1alpha1.ActDay(day),
	}
	for _, change := range with {
		change(d, a)
	}
	if a.CreationTimestamp.IsZero() {
		a.CreationTimestamp = metav1.NewTime(instant(day + " 09:00"))
	}
	d.acts = append(d.acts, a)
	return a
}

func application(d *domain, a *v1alpha1.Decision) {
	a.Spec.Subject.Part = v1alpha1.PartApplication
	a.Spec.Subject.Digest = d.digests(a.Spec.Subject.DecisionSubject)[v1alpha1.PartApplication]
}

func regarding(to *v1alpha1.Decision) more {
	return func(_ *domain, a *v1alpha1.Decision) {
		a.Spec.Regarding = &v1alpha1.DecisionReference{Name: v1alpha1.ObjectName(to.Name), UID: string(to.UID)}
	}
}

func papers(names ...v1alpha1.PointName) more {
	return func(_ *domain, a *v1alpha1.Decision) {
		for _, name := range names {
			a.Spec.Evidence = append(a.Spec.Evidence, v1alpha1.Evidence{Name: name, SHA256: strings.Repeat("0", 64)})
		}
	}
}

func allClear(points ...v1alpha1.PointName) more {
	return func(_ *domain, a *v1alpha1.Decision) {
		for _, p := range points {
			a.Spec.Findings = append(a.Spec.Findings, v1alpha1.PointFinding{Point: p, Result: v1alpha1.PointClear})
		}
	}
}

// resolved is the paper of a collective decision of that day.
func resolved(number, body string) more {
	return func(_ *domain, a *v1alpha1.Decision) {
		on := v1alpha1.Date(a.Spec.ActedOn)
		a.Spec.Document = &v1alpha1.DecisionDocument{Number: number, IssuedOn: &on, Body: body, SHA256: strings.Repeat("0", 64)}
	}
}

func ground(id string) more {
	return func(_ *domain, a *v1alpha1.Decision) { a.Spec.Ground = id }
}

func dueOn(day v1alpha1.Date) more {
	return func(_ *domain, a *v1alpha1.Decision) { a.Spec.DueDate = &day }
}

func outcome(o v1alpha1.Outcome) more {
	return func(_ *domain, a *v1alpha1.Decision) { a.Spec.Outcome = o }
}

var beijing = time.FixedZone("Beijing", 8*60*60)

// instant reads a time of a story, in Beijing time.
func instant(at string) time.Time {
	t, err := time.ParseInLocation("2006-01-02 15:04", at, beijing)
	if err != nil {
		panic("a story names no time: " + err.Error())
	}
	return t
}
