// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package stories_test

import (
	"fmt"
	"slices"
	"strings"
	"time"

	networkingv1 "k8s.io/api/networking/v1"
	rbacv1 "k8s.io/api/rbac/v1"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/authorization"
	"github.com/publicdata-io/mandate/internal/finding"
	"github.com/publicdata-io/mandate/internal/sandbox"
	"github.com/publicdata-io/mandate/internal/standing"
)

// chinese are the legal terms beside the reasons.
var chinese = map[string]string{
	v1alpha1.InForceReason: "生效", v1alpha1.NotYetEffectiveReason: "尚未生效", v1alpha1.TermEndedReason: "期限届满",
	v1alpha1.HaltedReason: "紧急停止", v1alpha1.SuspendedReason: "暂停", v1alpha1.TerminatedReason: "终止",
	v1alpha1.DisqualifiedReason: "取消资格", v1alpha1.AncestorNotInForceReason: "上级授权未生效",
	v1alpha1.ReferenceMissingReason: "所引对象缺失", v1alpha1.UnlawfulReason: "不合规", v1alpha1.NoInputLeftReason: "无可用数据资源",
	v1alpha1.IsolationUnprovenReason: "隔离未经证实", v1alpha1.UndeterminedReason: "未定", v1alpha1.DeletingReason: "删除中",
	v1alpha1.GuardMissingReason: "防护策略缺失",
	v1alpha1.EffectiveReason:    "有效", v1alpha1.LiftedReason: "已解除", v1alpha1.NotYetDueReason: "未到生效时间",
	v1alpha1.OtherOrganizationReason: "非原决定机构", v1alpha1.NotEntitledReason: "无权", v1alpha1.RegardingMissingReason: "所针对的决定不存在",
	v1alpha1.RegardingUnfitReason: "所针对的决定不相符", v1alpha1.RepeatedReason: "重复",
}

// actions are the legal terms beside the acts.
var actions = map[v1alpha1.Action]string{
	v1alpha1.ActionSuspend: "暂停", v1alpha1.ActionLift: "解除暂停", v1alpha1.ActionHalt: "紧急停止", v1alpha1.ActionRelease: "解除停止",
	v1alpha1.ActionTerminate: "终止", v1alpha1.ActionDisqualify: "取消资格",
}

// teller writes one story.
type teller struct {
	strings.Builder

	story story
	now   time.Time
	told  map[string]string // of each Decision, the effect told last
}

func (w *teller) line(format string, args ...any) {
	fmt.Fprintln(w, strings.TrimRight(fmt.Sprintf(format, args...), " "))
}

func tell(s story) string {
	w := &teller{story: s, told: map[string]string{}}
	w.line("# %s\n\n%s\n\nTimes are Beijing time 北京时间.", s.title, s.about)
	for _, d := range s.days {
		w.now = instant(d.at)
		if d.does != nil {
			d.does(s.chain)
		}
		w.line("\n## %s\n\n%s\n", d.at, d.tells)
		for _, agreement := range w.agreements() {
			w.agreement(agreement)
		}
		for _, grant := range s.grants {
			w.grant(grant)
		}
		w.decisions()
	}
	return w.String()
}

// agreements are the one every story begins with, and those of the grants.
func (w *teller) agreements() []string {
	names := []string{"health"}
	for _, grant := range w.story.grants {
		if name := string(w.story.chain.OfGrant(grant).Grant.Spec.Agreement); !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}

func (w *teller) agreement(name string) {
	facts := w.story.chain.OfAgreement(name)
	agreement := facts.Agreement.Get()
	v := authorization.DecideAgreement(facts, w.now)
	if agreement == nil {
		w.line("Agreement 授权运营协议 %s: does not exist", name)
		return
	}
	w.link("Agreement 授权运营协议", name, v)
	open := []string{}
	for _, in := range v.Inputs {
		resource := facts.Resources[in.Resource].Get()
		if resource == nil {
			continue
		}
		target, _ := sandbox.TargetOf(facts, resource)
		policy := sandbox.Allow(agreement.UID, resource, target, in.Force == authorization.InForce)
		if len(policy.Spec.Ingress) > 0 {
			open = append(open, string(in.Resource))
		}
	}
	if len(open) == 0 {
		w.line("  data side 数据侧: lets nobody in")
		return
	}
	w.line("  data side 数据侧: lets the agreement's sandboxes in at %s, each by its label", strings.Join(open, ", "))
}

func (w *teller) grant(name string) {
	facts := w.story.chain.OfGrant(name)
	v := authorization.DecideGrant(facts, w.now)
	w.link("Grant 开发利用授权", name, v)
	w.sandbox(sandbox.PlanGrant(facts, v), v)
	next := "never; only an act can change this"
	if !v.Next.IsZero() {
		next = clock(v.Next)
	}
	w.line("  next instant 下一时点: %s", next)
}

// link tells of one link, and of its inputs where they differ from it.
func (w *teller) link(kind, name string, v authorization.Verdict) {
	until := ""
	if v.Force == authorization.InForce {
		until = ", until " + clock(v.Interval.NotAfter)
	}
	w.line("%s %s: %s%s", kind, name, standingOf(v.Force, v.Reason()), until)
	if v.Force != authorization.InForce {
		w.line("  why 理由: %s", v.Message())
	}
	for _, in := range v.Inputs {
		if in.Force == v.Force && in.Message() == v.Message() {
			continue
		}
		w.line("  input 数据资源 %s: %s", in.Resource, standingOf(in.Force, in.Reason()))
		if in.Force != authorization.InForce {
			w.line("    why 理由: %s", in.Message())
		}
	}
}

func standingOf(force authorization.Force, reason string) string {
	word := map[authorization.Force]string{
		authorization.InForce: "IN FORCE", authorization.Denied: "not in force", authorization.Undecided: "undecided",
	}[force]
	if force == authorization.InForce {
		return word + " " + chinese[reason]
	}
	return fmt.Sprintf("%s, %s %s", word, reason, chinese[reason])
}

// sandbox tells what the cluster would hold.
func (w *teller) sandbox(plan sandbox.Plan, v authorization.Verdict) {
	if plan.Namespace == nil {
		w.line("  sandbox 沙箱: nothing is planned; what exists is cut and frozen")
		return
	}
	var ways, people []string
	for _, guard := range plan.Guards {
		policy, ok := guard.(*networkingv1.NetworkPolicy)
		if ok && len(policy.Spec.Egress) > 0 {
			ways = append(ways, w.resourceOf(policy, v))
		}
	}
	for _, access := range plan.Access {
		if access.GetName() != sandbox.DoorName {
			continue
		}
		for _, subject := range access.(*rbacv1.RoleBinding).Subjects {
			people = append(people, subject.Kind+" "+subject.Name)
		}
	}
	w.line("  sandbox 沙箱: open; ways out only to %s; door for %s; no pod or token beyond %s",
		strings.Join(ways, ", "), strings.Join(people, ", "), clock(plan.Cohort.Ends))
}

// resourceOf is the resource that an egress policy leads to.
func (w *teller) resourceOf(policy *networkingv1.NetworkPolicy, v authorization.Verdict) string {
	at := slices.IndexFunc(v.Inputs, func(in authorization.InputVerdict) bool {
		facts := w.story.chain.OfResource(string(in.Resource))
		resource := facts.Resources[in.Resource].Get()
		return resource != nil && sandbox.EgressName(resource.UID) == policy.Name
	})
	return string(v.Inputs[at].Resource)
}

// decisions tells of every act that is new, or of which the effect is another
// than when it was told last.
func (w *teller) decisions() {
	for _, d := range w.story.chain.Decisions() {
		facts := w.factsOn(d)
		others, rules := facts.Decisions[d.Spec.Subject.DecisionSubject], facts.RulesFor(d.Spec.Subject.DecisionSubject, w.now)
		found := finding.First(standing.Judge(d, others, rules, w.now), standing.Repeated(d, others, rules, w.now))
		effect := "has its effect " + chinese[v1alpha1.EffectiveReason]
		if found != nil {
			effect = fmt.Sprintf("%s %s: %s", found.Reason, chinese[found.Reason], found.Text())
		}
		scope := ""
		if d.Spec.Scope != nil {
			scope = fmt.Sprintf(", only for %v", d.Spec.Scope.Inputs)
		}
		if w.told[d.Name] == effect {
			continue
		}
		w.told[d.Name] = effect
		w.line("Decision 决定 %s: %s %s of %s %s%s by %s, dated %s\n  %s",
			d.Name, d.Spec.Action, actions[d.Spec.Action], d.Spec.Subject.Kind, d.Spec.Subject.Name, scope, d.Spec.Organization, d.Spec.ActedOn, effect)
	}
}

func (w *teller) factsOn(d *v1alpha1.Decision) *authorization.Facts {
	name := string(d.Spec.Subject.Name)
	switch d.Spec.Subject.Kind {
	case v1alpha1.OnDeveloperGrant:
		return w.story.chain.OfGrant(name)
	case v1alpha1.OnOperationAgreement:
		return w.story.chain.OfAgreement(name)
	case v1alpha1.OnDataResource:
		return w.story.chain.OfResource(name)
	}
	return w.story.chain.OfOrganization(name)
}
