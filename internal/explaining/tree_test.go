// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package explaining_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/acting"
	"github.com/publicdata-io/mandate/internal/authorization"
	"github.com/publicdata-io/mandate/internal/explaining"
	"github.com/publicdata-io/mandate/internal/finding"
)

// chain is a plan, its call, the agreement of the call with one beneath it, a
// grant under each, and a grant whose agreement is not there.
func chain() explaining.Chain {
	var c explaining.Chain
	plan, call := &v1alpha1.ImplementationPlan{}, &v1alpha1.Selection{}
	plan.Name, call.Name, call.Spec.Plan = "health", "operator", "health"
	first, second := &v1alpha1.OperationAgreement{}, &v1alpha1.OperationAgreement{}
	first.Name, first.Spec.Plan, first.Spec.Selection, first.Spec.DataResources = "main", "health", "operator", []v1alpha1.ObjectName{"门诊记录", "absent"}
	second.Name, second.Spec.Under = "second", "main"
	c.Plan(plan)
	c.Selection(call)
	c.Agreement(second)
	c.Agreement(first)
	for _, name := range []string{"门诊记录", "of-nobody"} {
		resource := &v1alpha1.DataResource{}
		resource.Name = name
		c.Resource(resource)
	}
	grant, lost, objection := &v1alpha1.DeveloperGrant{}, &v1alpha1.DeveloperGrant{}, &v1alpha1.Objection{}
	grant.Name, grant.Spec.Agreement = "drug-safety", "second"
	c.Grant(grant)
	lost.Name, lost.Spec.Agreement = "lost", "nowhere"
	objection.Name, objection.Spec.Against = "too-cheap", v1alpha1.ObjectionSubject{Kind: v1alpha1.LinkOperationAgreement, Name: "main"}
	c.Grant(lost)
	c.Objection(objection)
	return c
}

// say is the explanation of everything: all but drug-safety is in force.
func say(subject v1alpha1.DecisionSubject) explaining.Explanation {
	now := time.Date(2025, 11, 5, 1, 0, 0, 0, time.UTC)
	if subject.Name == "drug-safety" {
		v, report := waiting()
		return explaining.Of(subject, "demo-health", v, report, now, beijing)
	}
	v, _ := waiting()
	open := authorization.Verdict{Force: authorization.InForce, Interval: v.Interval}
	return explaining.Of(subject, "demo-health", open, v1alpha1.ProcedureReport{}, now, beijing)
}

func TestTheCloseOfAWindowIsToldWithTheEndOfItsLastDay(t *testing.T) {
	call := explaining.Explanation{Kind: v1alpha1.OnSelection, Name: "call"}
	from, until := time.Date(2026, 3, 1, 0, 0, 0, 0, beijing), time.Date(2026, 4, 1, 0, 0, 0, 0, beijing)
	for last, closes := range map[v1alpha1.Date]bool{"2026-02-27": false, "2026-02-28": false, "2026-03-01": true, "2026-03-31": true, "2026-04-01": false, "soon": false} {
		got := explaining.Closing(from, until, beijing, call, last)
		if (got != nil) != closes {
			t.Errorf("of a window until %s it says %v, want that it closes: %v", last, got, closes)
		}
		if got != nil && !strings.Contains(explaining.Changed([]explaining.Change{*got}, acting.English), string(last)+" 24:00 +08:00  Selection call  closes: applications are taken no more") {
			t.Errorf("it says:\n%s", explaining.Changed([]explaining.Change{*got}, acting.English))
		}
	}
	call.Reason = v1alpha1.TerminatedReason
	if got := explaining.Closing(from, until, beijing, call, "2026-03-10"); got != nil {
		t.Errorf("of a call that is over it says %v", got)
	}
}

func TestTree(t *testing.T) {
	whole := chain().Branches(say)
	tests := map[string]struct {
		branches []explaining.Branch
		language acting.Language
		want     string
	}{
		"the whole namespace": {whole, acting.English, wholeTree},
		"around one link, in Chinese": {
			explaining.Only(whole, v1alpha1.DecisionSubject{Kind: v1alpha1.OnDeveloperGrant, Name: "drug-safety"}), acting.Chinese, aroundOne,
		},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(tc.want, "\n"+explaining.Tree(tc.branches, tc.language)); diff != "" {
				t.Errorf("tree (-want +got):\n%s", diff)
			}
		})
	}
}

// TestALineOfATreeIsShort: what a cell does not hold is counted, and `why` tells it.
func TestALineOfATreeIsShort(t *testing.T) {
	lift := finding.Giving{Act: v1alpha1.ActionAppoint, By: finding.All("", finding.Say("%s of %s", v1alpha1.RoleDataAuthority, "640000")), Basis: []v1alpha1.BasisID{"NX-17.1", "NX-17.2"}}.Phrase()
	e := explaining.Explanation{Kind: v1alpha1.OnDeveloperGrant, Name: "g", Sayings: explaining.Sayings{lift.String(): lift}}
	e.InForce, e.Reason = "False", v1alpha1.ProcedurePendingReason
	e.Basis = []v1alpha1.BasisID{"NX-14.3", "NX-7.1", "B.4", "D46", "NX-17.1"}
	e.WaitingFor = lift.String() + "; SourceUnit nx-insurance-bureau; SourceUnit nx-health-commission; Holder beijing-medtech"
	for language, want := range map[acting.Language]string{
		acting.English: "NX-14.3 (article 14), NX-7.1 (article 7) +3  Appoint of DataAuthority of 640000 +3\n",
		acting.Chinese: "NX-14.3（第十四条）、NX-7.1（第七条） +3  640000 的数据主管部门的指定；SourceUnit nx-insurance-bureau +2\n",
	} {
		said := explaining.Tree([]explaining.Branch{{Explanation: e}}, language)
		if !strings.Contains(said, want) {
			t.Errorf("it says:\n%s\nwant in it %q", said, want)
		}
	}
}

func TestATreeOfLinksThatNameEachOtherEnds(t *testing.T) {
	var c explaining.Chain
	for name, above := range map[string]v1alpha1.ObjectName{"a": "b", "b": "a", "self": "self"} {
		agreement := &v1alpha1.OperationAgreement{}
		agreement.Name, agreement.Spec.Under = name, above
		c.Agreement(agreement)
	}
	seen := 0
	var count func([]explaining.Branch)
	count = func(branches []explaining.Branch) {
		for _, b := range branches {
			seen++
			count(b.Beneath)
		}
	}
	count(c.Branches(say))
	if seen != 3 {
		t.Errorf("%d links are shown, want each of the 3 once", seen)
	}
}

const wholeTree = `
link                                    state                           by                    waiting for           until
ImplementationPlan health               in force                                                                    2026-11-09 24:00 +08:00
└─ Selection operator                   in force                                                                    2026-11-09 24:00 +08:00
   └─ OperationAgreement main           in force                                                                    2026-11-09 24:00 +08:00
      ├─ DataResource 门诊记录          in force                                                                    2026-11-09 24:00 +08:00
      ├─ OperationAgreement second      in force                                                                    2026-11-09 24:00 +08:00
      │  └─ DeveloperGrant drug-safety  not in force: ProcedurePending  NX-14.3 (article 14)  nx-health-commission  2026-11-09 24:00 +08:00
      │     ├─ input outpatient-visits  not in force: ProcedurePending  NX-14.3 (article 14)
      │     └─ input drug-settlements   not in force: Suspended
      └─ Objection too-cheap            open                                                                        2026-11-09 24:00 +08:00
DeveloperGrant lost                     in force                                                                    2026-11-09 24:00 +08:00
DataResource of-nobody                  in force                                                                    2026-11-09 24:00 +08:00
`

const aroundOne = `
授权链                                   状态                                 依据                 等待                  止
实施方案 plan/health                     生效                                                                            2026-11-09 24:00 +08:00
└─ 遴选 sel/operator                     生效                                                                            2026-11-09 24:00 +08:00
   └─ 授权运营协议 oa/main               生效                                                                            2026-11-09 24:00 +08:00
      └─ 授权运营协议 oa/second          生效                                                                            2026-11-09 24:00 +08:00
         └─ 开发利用授权 dg/drug-safety  未生效：程序未完成 ProcedurePending  NX-14.3（第十四条）  nx-health-commission  2026-11-09 24:00 +08:00
            ├─ 输入 outpatient-visits    未生效：程序未完成 ProcedurePending  NX-14.3（第十四条）
            └─ 输入 drug-settlements     未生效：暂停 Suspended
`

// life is a grant that opens at the beginning of 10 November, loses its
// agreement on 1 March and whose own term ends with 9 November.
func life(at time.Time) explaining.Explanation {
	day := func(year int, month time.Month, day int) time.Time {
		return time.Date(year, month, day, 0, 0, 0, 0, beijing)
	}
	begins, falls, ends := day(2025, 11, 10), day(2026, 3, 1), day(2026, 11, 10)
	due := v1alpha1.Date("2025-11-07")
	open := authorization.InputVerdict{Resource: "visits", Force: authorization.InForce}
	ended := finding.New(v1alpha1.TermEndedReason, nil, "the term ended on 2026-11-09")
	lost := finding.New(v1alpha1.AncestorNotInForceReason, []v1alpha1.BasisID{"policy"}, "agreement main is not in force")
	early := finding.New(v1alpha1.NotYetEffectiveReason, nil, "the term begins on 2025-11-10")
	frozen := finding.New(v1alpha1.SuspendedReason, nil, "suspended")
	closed := func(f *finding.Finding, next time.Time) authorization.Verdict {
		return authorization.Verdict{Finding: f, Inputs: []authorization.InputVerdict{{Resource: "visits", Finding: f}}, Next: next}
	}
	v := authorization.Verdict{Force: authorization.InForce, Inputs: []authorization.InputVerdict{open}, Next: day(2026, 1, 1)}
	switch {
	case !at.Before(ends):
		v = closed(ended, time.Time{})
	case !at.Before(falls):
		v = closed(lost, ends)
	case !at.Before(day(2026, 1, 1)):
		v.Next, v.Inputs[0] = falls, authorization.InputVerdict{Resource: "visits", Finding: frozen}
	case at.Before(begins):
		v = closed(early, begins)
	}
	return explaining.Of(subject, "demo-health", v, v1alpha1.ProcedureReport{Procedure: []v1alpha1.ProcedureStatus{{
		Name: "grant", Steps: []v1alpha1.StepStatus{{Name: "file", State: v1alpha1.StepWaiting, Due: &due, WaitingFor: []string{"demo-group"}}},
	}}}, at, beijing)
}

func TestPassing(t *testing.T) {
	now := time.Date(2025, 11, 5, 1, 0, 0, 0, time.UTC)
	tests := map[string]struct {
		until    time.Time
		language acting.Language
		want     string
	}{
		"a life":            {time.Date(2026, 11, 10, 0, 0, 0, 0, beijing), acting.English, wholeLife},
		"until its opening": {time.Date(2025, 11, 10, 0, 0, 0, 0, beijing), acting.Chinese, untilOpen},
		"nothing yet":       {now.Add(time.Hour), acting.English, "\nNothing changes by time alone, and nothing that is waited for is due.\n"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			changes := explaining.Passing(now, tc.until, beijing, life)
			explaining.InOrder(changes)
			if diff := cmp.Diff(tc.want, "\n"+explaining.Changed(changes, tc.language)); diff != "" {
				t.Errorf("changes (-want +got):\n%s", diff)
			}
		})
	}
}

// What is due today is told until the day has ended (D5).
func TestWhatIsDueIsToldUntilItsDayHasEnded(t *testing.T) {
	tests := map[string]struct {
		now  time.Time
		want int
	}{
		"on its last day":   {time.Date(2025, 11, 7, 23, 59, 59, 0, beijing), 1},
		"the day after it":  {time.Date(2025, 11, 8, 0, 0, 1, 0, beijing), 0},
		"long before it is": {time.Date(2025, 1, 1, 0, 0, 0, 0, beijing), 1},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			changes := explaining.Passing(tc.now, time.Date(2025, 11, 9, 0, 0, 0, 0, beijing), beijing, life)
			if len(changes) != tc.want {
				t.Errorf("%d changes are told, want %d: %+v", len(changes), tc.want, changes)
			}
		})
	}
}

const wholeLife = `
at                       link                                      change                                   by      why
2025-11-07               DeveloperGrant drug-safety                due: grant/file, waiting for demo-group
2025-11-10 00:00 +08:00  DeveloperGrant drug-safety                opens: NotYetEffective → InForce
2026-01-01 00:00 +08:00  DeveloperGrant drug-safety, input visits  falls: InForce → Suspended                       suspended
2026-03-01 00:00 +08:00  DeveloperGrant drug-safety                falls: InForce → AncestorNotInForce      policy  agreement main is not in force
2026-03-01 00:00 +08:00  DeveloperGrant drug-safety, input visits  changes: Suspended → AncestorNotInForce  policy  agreement main is not in force
2026-11-09 24:00 +08:00  DeveloperGrant drug-safety                lapses: AncestorNotInForce → TermEnded           the term ended on 2026-11-09
`

const untilOpen = `
时点                     授权链                       变化                                               依据  原因
2025-11-07               开发利用授权 dg/drug-safety  期限：grant/file，等待 demo-group
2025-11-10 00:00 +08:00  开发利用授权 dg/drug-safety  开始生效：尚未生效 NotYetEffective → 生效 InForce
`

// Without a look at all links for each of them a tree of thousands is drawn at once;
// with one it takes minutes.
func TestTreeOfThousands(t *testing.T) {
	c := chain()
	for i := range 5000 {
		objection := &v1alpha1.Objection{}
		objection.Name, objection.Spec.Against = fmt.Sprintf("o-%d", i), v1alpha1.ObjectionSubject{Kind: v1alpha1.LinkDeveloperGrant, Name: "drug-safety"}
		c.Objection(objection)
	}
	around := explaining.Only(c.Branches(say), v1alpha1.DecisionSubject{Kind: v1alpha1.OnDeveloperGrant, Name: "drug-safety"})
	for len(around) == 1 && around[0].Name != "drug-safety" {
		around = around[0].Beneath
	}
	if len(around) != 1 || len(around[0].Beneath) != 5000 || around[0].Beneath[4999].Name != "o-4999" {
		t.Errorf("around drug-safety there are %d branches, want it with the 5000 objections beneath it", len(around))
	}
}
