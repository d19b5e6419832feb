// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package procedure_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/calendar"
	"github.com/publicdata-io/mandate/internal/procedure"
)

func only(inputs ...v1alpha1.ObjectName) func(d *v1alpha1.DecisionSpec) {
	return func(d *v1alpha1.DecisionSpec) { d.Scope = &v1alpha1.DecisionScope{Inputs: inputs} }
}

// ordering is an order to rectify alone, with a consequence.
func ordering(c v1alpha1.Consequence) (*scene, *v1alpha1.Decision) {
	s := grantScene(breach()[1])
	c.Of, c.Basis = v1alpha1.LinkDeveloperGrant, basis
	s.edition.Spec.Consequences = []v1alpha1.Consequence{c}
	return s, s.on("rectify/order", v1alpha1.ActionOrder, "bureau", "2025-06-03", dueOn("2025-06-30"), only("visits"))
}

// HA-22.2c and D34: suspended by itself a second after the last day, until it
// is lifted by who confirms it.
func TestASuspensionByItself(t *testing.T) {
	s, order := ordering(v1alpha1.Consequence{
		On: v1alpha1.OnRectificationOverdue, Effect: v1alpha1.EffectSuspended, ConfirmBy: by(same(v1alpha1.RoleDataAuthority)),
	})
	early := s.act("early", func(d *v1alpha1.DecisionSpec) {
		d.Action, d.ActedOn = v1alpha1.ActionLift, "2025-06-20"
		regarding(order)(d)
	})
	if r := s.evaluate("2025-06-30T23:59:59+08:00"); taken(r) != "" || !r.Next.Equal(instant("2025-07-01T00:00:00+08:00")) {
		t.Errorf("on the last day: %q, next %s", taken(r), r.Next)
	}
	r := s.evaluate("2025-07-01T00:00:00+08:00")
	if taken(r) != v1alpha1.SuspendedReason || !r.Taken[0].ByItself || !r.Taken[0].Since.Equal(instant("2025-07-01T00:00:00+08:00")) {
		t.Errorf("after it: %+v", r.Taken)
	}
	if why(r, early) != v1alpha1.RegardingUnfitReason {
		t.Errorf("a lift before anything followed: %q", why(r, early))
	}
	// A report after the day does not undo it, nor its acceptance.
	s.on("rectify/report", v1alpha1.ActionSubmit, "medtech", "2025-07-02", regarding(order))
	s.on("rectify/accept", v1alpha1.ActionAccept, "bureau", "2025-07-03", regarding(order))
	if r = s.evaluate("2025-07-04"); taken(r) != v1alpha1.SuspendedReason {
		t.Error("an acceptance lifts")
	}
	other := s.act("other", func(d *v1alpha1.DecisionSpec) {
		d.Action, d.ActedOn, d.Organization = v1alpha1.ActionLift, "2025-07-05", "data-group"
		regarding(order)(d)
	})
	lift := s.act("lift", func(d *v1alpha1.DecisionSpec) {
		d.Action, d.ActedOn = v1alpha1.ActionLift, "2025-07-06"
		regarding(order)(d)
	})
	if r = s.evaluate("2025-07-07"); taken(r) != "" || why(r, lift) != "" || why(r, other) != v1alpha1.NotEntitledReason {
		t.Errorf("lifted: %q, %q, by another: %q", taken(r), why(r, lift), why(r, other))
	}
}

// SY-14.4 and D37: what must be ended is the duty of somebody, and covers the
// data concerned alone.
func TestADutyThatFollows(t *testing.T) {
	s, _ := ordering(v1alpha1.Consequence{
		On: v1alpha1.OnRectificationOverdue, Effect: v1alpha1.EffectTerminated, Scope: v1alpha1.ScopeInputs, Duty: yes(), By: by(same(v1alpha1.RoleDataAuthority)),
	})
	r := s.evaluate("2025-07-02")
	if len(r.Duties) != 1 || r.Duties[0].Done || len(r.Taken) != 0 {
		t.Fatalf("overdue: duties %+v, taken %+v", r.Duties, r.Taken)
	}
	end := v1alpha1.Procedure{Name: "end", Of: v1alpha1.LinkDeveloperGrant, Effect: v1alpha1.EffectTerminated, Scope: v1alpha1.ScopeInputs, Steps: []v1alpha1.Step{
		{Name: "end", Act: v1alpha1.ActionTerminate, By: by(same(v1alpha1.RoleDataAuthority)), Basis: basis},
	}}
	s.edition.Spec.Procedures = append(s.edition.Spec.Procedures, end)
	s.on("end/end", v1alpha1.ActionTerminate, "bureau", "2025-07-03", only("visits"))
	r = s.evaluate("2025-07-04")
	if !r.Duties[0].Done || r.Against() != nil || r.AgainstInput("visits") == nil || r.AgainstInput("settlements") != nil {
		t.Errorf("ended for the visits alone: %+v, %v", r.Duties[0], r.Taken)
	}
}

// YZ-6.追究.0a: a partial suspension covers what its acts name, and all of it
// where they name nothing.
func TestAScopeOfInputs(t *testing.T) {
	p := breach()[0]
	p.Scope = v1alpha1.ScopeInputs
	s := grantScene(p)
	s.on("suspend/suspend", v1alpha1.ActionSuspend, "bureau", "2025-06-02", on("Breach"), only("visits"))
	if r := s.evaluate("2025-06-03"); r.Against() != nil || r.AgainstInput("visits") == nil || r.AgainstInput("settlements") != nil {
		t.Errorf("%+v", r.Taken)
	}
	s.on("suspend/suspend", v1alpha1.ActionSuspend, "bureau", "2025-06-04", on("Breach"))
	if r := s.evaluate("2025-06-05"); r.Against() == nil {
		t.Errorf("a suspension that names nothing covers nothing: %+v", r.Taken)
	}
	s = grantScene(p)
	missed := s.on("suspend/suspend", v1alpha1.ActionSuspend, "bureau", "2025-06-02", on("Breach"), only("mistyped"))
	if r := s.evaluate("2025-06-03"); why(r, missed) != v1alpha1.SubjectMissingReason || r.Against() != nil {
		t.Errorf("a suspension that names no input of the grant: %q", why(r, missed))
	}
	partly := s.on("suspend/suspend", v1alpha1.ActionSuspend, "bureau", "2025-06-03", on("Breach"), only("mistyped", "visits"))
	s.subject.Inputs = append(s.subject.Inputs, procedure.Input{Resource: "beds"})
	later := s.on("suspend/suspend", v1alpha1.ActionSuspend, "bureau", "2025-06-04", on("Breach"), only("beds"))
	if r := s.evaluate("2025-06-05"); why(r, partly) != "" || why(r, later) != "" || r.AgainstInput("beds") == nil {
		t.Errorf("one that names some: %q; one of an input that joined: %q", why(r, partly), why(r, later))
	}
	s.subject.Inputs = nil
	if r := s.evaluate("2025-06-05"); why(r, missed) != "" {
		t.Errorf("while no input is known: %q", why(r, missed))
	}
	whole := breach()[0]
	s = grantScene(whole)
	s.on("suspend/suspend", v1alpha1.ActionSuspend, "bureau", "2025-06-02", on("Breach"), only("visits"))
	if r := s.evaluate("2025-06-03"); r.Against() == nil {
		t.Error("an act narrows what the edition does not")
	}
	s = grantScene(whole)
	unheeded := s.on("suspend/suspend", v1alpha1.ActionSuspend, "bureau", "2025-06-02", on("Breach"), only("mistyped"))
	if r := s.evaluate("2025-06-03"); r.Against() == nil || why(r, unheeded) != "" {
		t.Errorf("a scope that is not heeded keeps it from counting: %q", why(r, unheeded))
	}
}

func TestEachInput(t *testing.T) {
	step := approve(func(s *v1alpha1.Step) { s.By, s.Each = by(owners()), v1alpha1.EachInput })
	s := grantScene(enters(step))
	s.on("p/s", v1alpha1.ActionApprove, "health-commission", "2025-06-02", only("visits"))
	foreign := s.on("p/s", v1alpha1.ActionApprove, "health-commission", "2025-06-03", only("settlements"))
	if r := s.evaluate("2025-06-04"); r.Effect(v1alpha1.EffectEnter).Complete || why(r, foreign) != v1alpha1.NotEntitledReason {
		t.Errorf("a source unit approves the data of another: %q", why(r, foreign))
	}
	s.on("p/s", v1alpha1.ActionApprove, "insurance-bureau", "2025-06-04", only("settlements"))
	if r := s.evaluate("2025-06-04"); !r.Effect(v1alpha1.EffectEnter).Complete {
		t.Errorf("each has approved its own: %s", r.Effect(v1alpha1.EffectEnter).Pending.Text())
	}
}

func TestAnnul(t *testing.T) {
	s := granted()
	annul := func(name string, org v1alpha1.ObjectName, of *v1alpha1.Decision) *v1alpha1.Decision {
		return s.act(name, func(d *v1alpha1.DecisionSpec) {
			d.Action, d.Organization, d.ActedOn = v1alpha1.ActionAnnul, org, "2025-11-11"
			regarding(of)(d)
		})
	}
	approval := s.acts[3]
	foreign := annul("foreign", "bureau", approval)
	if r := s.evaluate("2025-11-12"); why(r, foreign) != v1alpha1.OtherOrganizationReason || !r.Effect(v1alpha1.EffectEnter).Complete {
		t.Errorf("by another: %q", why(r, foreign))
	}
	own := annul("own", "health-commission", approval)
	r := s.evaluate("2025-11-12")
	if why(r, own) != "" || why(r, approval) != v1alpha1.AnnulledReason || r.Effect(v1alpha1.EffectEnter).Complete {
		t.Errorf("by who approved: %q, %q", why(r, own), why(r, approval))
	}
	s.edition.Spec.Procedures = append(s.edition.Spec.Procedures, breach()...)
	suspend := s.on("suspend/suspend", v1alpha1.ActionSuspend, "bureau", "2025-11-10", on("Breach"))
	taking := annul("taking", "bureau", suspend)
	if r = s.evaluate("2025-11-12"); why(r, taking) != v1alpha1.RegardingUnfitReason || taken(r) != v1alpha1.SuspendedReason {
		t.Errorf("of what takes away: %q, %q", why(r, taking), taken(r))
	}
}

// A day that no calendar has is said to be none, of an act that takes one back and
// of the paper of a collective decision: it neither comes nor lies after anything.
func TestADayThatIsNone(t *testing.T) {
	s := granted()
	collective := true
	s.edition.Spec.Procedures[0].Steps[0].Collective = &collective
	submitted, none := s.acts[0], v1alpha1.Date("2025-02-30")
	s.acts[0].Spec.Document = &v1alpha1.DecisionDocument{Number: "1号", IssuedOn: &none, Body: "会议", SHA256: "00"}
	annul := s.act("annul", func(d *v1alpha1.DecisionSpec) {
		d.Action, d.Organization, d.ActedOn = v1alpha1.ActionAnnul, submitted.Spec.Organization, "2025-02-30"
		regarding(submitted)(d)
	})
	r := s.evaluate("2025-11-12")
	for d, want := range map[*v1alpha1.Decision]string{
		submitted: "spec.document.issuedOn 2025-02-30 is no day of the calendar",
		annul:     `spec.actedOn "2025-02-30" is no day of the calendar; nothing is taken back on it`,
	} {
		for _, j := range r.Judged {
			if j.Decision == d && (j.Finding == nil || !strings.Contains(j.Finding.Text(), want)) {
				t.Errorf("of %s it is said %v, want %q", d.Name, j.Finding, want)
			}
		}
	}
}

// What is published is a page as it was captured, and the address at which it can
// be read: without the one or the other nobody could look (NX-9.1, NX-9.3b).
func TestWhatIsPublishedSaysWhere(t *testing.T) {
	for name, tc := range map[string]struct {
		evidence []v1alpha1.Evidence
		unsaid   bool
		want     string
	}{
		"no page":                            {want: v1alpha1.EvidenceMissingReason},
		"a page that is nowhere":             {evidence: []v1alpha1.Evidence{{Name: "page", SHA256: "00"}}, want: v1alpha1.EvidenceMissingReason},
		"a page and its address":             {evidence: []v1alpha1.Evidence{{Name: "page", SHA256: "00", URI: "https://www.example/1"}}},
		"a paper more, which is nowhere":     {evidence: []v1alpha1.Evidence{{Name: "minutes", SHA256: "00"}, {Name: "page", SHA256: "00", URI: "https://www.example/1"}}},
		"a page of which no address is said": {evidence: []v1alpha1.Evidence{{Name: "page", SHA256: "00"}}, unsaid: true},
		"the address of another paper alone": {evidence: []v1alpha1.Evidence{{Name: "page", SHA256: "00"}, {Name: "minutes", SHA256: "00", URI: "https://www.example/1"}}, want: v1alpha1.EvidenceMissingReason},
	} {
		t.Run(name, func(t *testing.T) {
			s := grantScene(v1alpha1.Procedure{Name: "p", Of: v1alpha1.LinkDeveloperGrant, Effect: v1alpha1.EffectEnter, Steps: []v1alpha1.Step{{
				Name: "s", Act: v1alpha1.ActionPublish, By: by(same("DataAuthority")), Evidence: []v1alpha1.PointName{"page"}, Addressed: []v1alpha1.PointName{"page"}, Basis: []v1alpha1.BasisID{"NX-9.3b"},
			}}})
			if tc.unsaid {
				s.edition.Spec.Procedures[0].Steps[0].Addressed = nil
			}
			d := s.on("p/s", v1alpha1.ActionPublish, "bureau", "2025-06-02", func(d *v1alpha1.DecisionSpec) { d.Evidence = tc.evidence })
			if got := why(s.evaluate("2025-06-03"), d); got != tc.want {
				t.Errorf("it is %q, want %q", got, tc.want)
			}
		})
	}
}

// YZ-3.退出.8 and D15: revoked on 2025-05-10, barred from 2025-05-11 to
// 2028-05-10.
func TestBars(t *testing.T) {
	s := grantScene(v1alpha1.Procedure{Name: "end", Of: v1alpha1.LinkDeveloperGrant, Effect: v1alpha1.EffectTerminated, Steps: []v1alpha1.Step{
		{Name: "end", Act: v1alpha1.ActionTerminate, By: by(same(v1alpha1.RoleDataAuthority)), Basis: basis},
	}})
	s.edition.Spec.Grounds = []v1alpha1.Ground{
		{ID: "YZ-3.退出.2", Act: v1alpha1.ActionTerminate, Bar: &v1alpha1.Bar{Years: new(int32(3))}, Basis: basis},
		{ID: "YZ-3.退出.6", Act: v1alpha1.ActionTerminate, Basis: basis},
	}
	end := s.on("end/end", v1alpha1.ActionTerminate, "bureau", "2025-05-10", on("YZ-3.退出.2"))
	r := s.evaluate("2025-05-11")
	if len(r.Bars) != 1 || r.Bars[0].Of != "medtech" || r.Bars[0].Days.First.String() != "2025-05-11" || r.Bars[0].Days.Last.String() != "2028-05-10" {
		t.Errorf("%+v", r.Bars)
	}
	on("YZ-3.退出.6")(&end.Spec)
	if r = s.evaluate("2025-05-11"); len(r.Bars) != 0 {
		t.Errorf("a change of law bars nobody: %+v", r.Bars)
	}
	s.subject.Kind, s.subject.Name, s.acts = v1alpha1.LinkOrganization, "medtech", nil
	bar := s.act("bar", func(d *v1alpha1.DecisionSpec) { d.Action, d.ActedOn = v1alpha1.ActionBar, "2025-05-10" })
	if r = s.evaluate("2025-05-11"); why(r, bar) != v1alpha1.DueDateMissingReason {
		t.Errorf("a bar without an end: %q", why(r, bar))
	}
	dueOn("2026-05-10")(&bar.Spec)
	if r = s.evaluate("2025-05-11"); why(r, bar) != "" || r.Bars[0].Of != "medtech" || r.Bars[0].Days.Last.String() != "2026-05-10" {
		t.Errorf("%q, %+v", why(r, bar), r.Bars)
	}
}

// What could not be read keeps the effect away and says so; what was changed
// after it was acted on says that.
func TestWhyAnEffectHasNotCome(t *testing.T) {
	pending := func(s *scene) (string, bool) {
		r := s.evaluate("2025-11-12")
		o := r.Effect(v1alpha1.EffectEnter)
		if o.Complete {
			return "", false
		}
		return o.Pending.Reason, o.Pending.Undecided
	}
	s := granted()
	s.world.Organization = func(name v1alpha1.ObjectName) (*procedure.Organization, procedure.Reading) {
		if name == "bureau" {
			return nil, procedure.Unread
		}
		return s.orgs[name], procedure.Found
	}
	if reason, undecided := pending(s); reason != v1alpha1.UndeterminedReason || !undecided {
		t.Errorf("an authority that could not be read: %s, undecided %t", reason, undecided)
	}
	s = granted()
	s.subject.Inputs[0].SourceUnit = ""
	if reason, undecided := pending(s); reason != v1alpha1.UndeterminedReason || !undecided {
		t.Errorf("a source unit that could not be read: %s, undecided %t", reason, undecided)
	}
	s = granted()
	s.edition.Spec.Procedures[0].Requires = &v1alpha1.Requires{Holder: "Recognised:Developer", Plan: v1alpha1.RequiredInForce}
	if reason, undecided := pending(s); reason != v1alpha1.ProcedurePendingReason || undecided {
		t.Errorf("no plan: %s, undecided %t", reason, undecided)
	}
	s.world.Above = []procedure.Link{{Kind: v1alpha1.LinkImplementationPlan, Name: "plan"}}
	s.orgs["medtech"].Conferred = []v1alpha1.Effect{"Recognised:Developer"}
	if reason, undecided := pending(s); reason != v1alpha1.UndeterminedReason || !undecided {
		t.Errorf("a plan that could not be read: %s, undecided %t", reason, undecided)
	}
	s.world.Above[0].Reading, s.world.Above[0].Holds = procedure.Found, true
	if reason, _ := pending(s); reason != "" {
		t.Errorf("all that is required is there: %s", reason)
	}
	s.subject.Digests[v1alpha1.PartAll] = other
	r := s.evaluate("2025-11-12")
	if r.Changed == nil || r.Changed.Reason != v1alpha1.ContentChangedReason || r.Effect(v1alpha1.EffectEnter).Complete {
		t.Errorf("changed after it was signed: %v", r.Changed)
	}
}

// A role that the edition confers counts once it was conferred, and for what is
// done from that day on (DRV-5).
func TestRolesThatAreConferred(t *testing.T) {
	s := grantScene(enters(approve(func(*v1alpha1.Step) {})), v1alpha1.Procedure{
		Name: "appoint", Of: v1alpha1.LinkOrganization, Effect: "Appointed:DataAuthority",
		Steps: []v1alpha1.Step{{Name: "appoint", Act: v1alpha1.ActionAppoint, By: by(same(v1alpha1.RoleGovernment)), Basis: basis}},
	})
	d := s.on("p/s", v1alpha1.ActionApprove, "bureau", "2025-06-02")
	if r := s.evaluate("2025-06-03"); why(r, d) != v1alpha1.NotEntitledReason {
		t.Errorf("a role that nobody conferred: %q", why(r, d))
	}
	s.orgs["bureau"].Conferred = []v1alpha1.Effect{"Appointed:DataAuthority"}
	if r := s.evaluate("2025-06-03"); why(r, d) != "" {
		t.Errorf("a role that was conferred: %q", why(r, d))
	}
	for day, want := range map[v1alpha1.Date]string{"2025-06-01": "", "2025-06-02": "", "2025-06-03": v1alpha1.NotEntitledReason} {
		from, err := procedureDay(day)
		if err != nil {
			t.Fatal(err)
		}
		s.orgs["bureau"].ConferredFrom = map[v1alpha1.Effect]calendar.Day{"Appointed:DataAuthority": from}
		if r := s.evaluate("2025-06-30"); why(r, d) != want {
			t.Errorf("a role that was conferred on %s: %q, want %q", day, why(r, d), want)
		}
		s.orgs["bureau"].ConferredBy = func() map[v1alpha1.Effect]string {
			return map[v1alpha1.Effect]string{"Appointed:DataAuthority": "appoint"}
		}
		if r := s.evaluate("2025-06-30"); want != "" && !strings.Contains(r.Judged[0].Finding.Message, `was conferred on it later, on 2025-06-03 (Decision "appoint"); act again`) {
			t.Errorf("of a role that was conferred later it says %q, want the day and the Decision", r.Judged[0].Finding.Message)
		}
	}
}

// However acts are mixed, doubled and dated, the engine answers, the same for
// every order, and time makes nothing that was overdue not so.
func TestMixedActs(t *testing.T) {
	base := granted()
	base.edition.Spec.Procedures = append(base.edition.Spec.Procedures, breach()...)
	suspend := base.on("suspend/suspend", v1alpha1.ActionSuspend, "bureau", "2025-11-11", on("Breach"))
	base.on("rectify/order", v1alpha1.ActionOrder, "bureau", "2025-11-11", dueOn("2025-11-20"), regarding(suspend))
	base.on("resume/lift", v1alpha1.ActionLift, "bureau", "2025-11-12", regarding(suspend))
	whole := slices.Clone(base.acts)
	for seed := range 300 {
		base.acts = mixed(whole, seed)
		early, late := base.evaluate("2025-11-21"), base.evaluate("2026-11-21")
		slices.Reverse(base.acts)
		if diff := cmp.Diff(steps(early), steps(base.evaluate("2025-11-21"))); diff != "" {
			t.Fatalf("seed %d: another order, another answer (-want +got):\n%s", seed, diff)
		}
		for _, line := range overdue(early) {
			if !slices.Contains(overdue(late), line) {
				t.Errorf("seed %d: %s was overdue and is no more", seed, line)
			}
		}
		for _, j := range early.Judged {
			if j.Finding != nil && (j.Finding.Reason == "" || strings.Contains(j.Finding.Message, "%!")) {
				t.Errorf("seed %d: %+v", seed, j.Finding)
			}
		}
	}
}

// mixed are acts some of which are left out, of others, on other days, with
// other outcomes or regarding others.
func mixed(whole []*v1alpha1.Decision, seed int) []*v1alpha1.Decision {
	outcomes := []v1alpha1.Outcome{"", v1alpha1.OutcomeApprove, v1alpha1.OutcomeReject, v1alpha1.OutcomeReturn}
	var acts []*v1alpha1.Decision
	for i, d := range whole {
		c := d.DeepCopy()
		c.Spec.Outcome = outcomes[(seed+i*3)%4]
		switch n := (seed*7 + i*13) % 11; {
		case n == 0:
			continue
		case n < 4:
			c.Spec.Organization = whole[(i+n)%len(whole)].Spec.Organization
		case n == 5:
			c.Spec.ActedOn = whole[(i+seed)%len(whole)].Spec.ActedOn
		case n == 6:
			regarding(whole[(i+seed)%len(whole)])(&c.Spec)
		}
		acts = append(acts, c)
	}
	return acts
}

// overdue are the steps that are overdue or were done late.
func overdue(r procedure.Report) (lines []string) {
	for i := range r.Progress {
		for j := range r.Progress[i].Steps {
			if s := &r.Progress[i].Steps[j]; s.Overdue || s.Late {
				lines = append(lines, r.Progress[i].Procedure.Name+"/"+s.Step.Name)
			}
		}
	}
	return lines
}
