// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package procedures_test

import (
	"fmt"
	"slices"
	"strings"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/procedure"
)

// lines are the text of a story.
type lines struct{ strings.Builder }

func (w *lines) line(format string, args ...any) {
	fmt.Fprintln(w, strings.TrimRight(fmt.Sprintf(format, args...), " "))
}

// kinds are the legal terms beside the kinds.
var kinds = map[v1alpha1.SubjectLinkKind]string{
	v1alpha1.OnOrganization: "主体", v1alpha1.OnImplementationPlan: "实施方案", v1alpha1.OnSelection: "遴选",
	v1alpha1.OnOperationAgreement: "授权运营协议", v1alpha1.OnDeveloperGrant: "开发利用授权", v1alpha1.OnDataResource: "数据资源",
	v1alpha1.OnObjection: "异议",
}

// reasons are the legal terms beside the reasons.
var reasons = map[string]string{
	v1alpha1.ReplacedReason: "已由新版取代",
	v1alpha1.InForceReason:  "生效", v1alpha1.NotYetEffectiveReason: "尚未生效", v1alpha1.TermEndedReason: "期限届满",
	v1alpha1.HaltedReason: "紧急停止", v1alpha1.SuspendedReason: "暂停", v1alpha1.TerminatedReason: "终止",
	v1alpha1.DisqualifiedReason: "取消资格", v1alpha1.AncestorNotInForceReason: "上级授权未生效",
	v1alpha1.ReferenceMissingReason: "所引对象缺失", v1alpha1.UnlawfulReason: "不合规", v1alpha1.NoInputLeftReason: "无可用数据资源",
	v1alpha1.UndeterminedReason: "未定", v1alpha1.DeletingReason: "删除中",
	v1alpha1.ProcedurePendingReason: "程序未完成", v1alpha1.ContentChangedReason: "内容已变更",
	v1alpha1.ObjectionOpenReason: "未处理", v1alpha1.ObjectionDisposedReason: "已处理",
}

// act tells of an act and of its effect: "counts", or why it does not.
func (w *lines) act(a *v1alpha1.Decision, effect string) {
	what, step := string(a.Spec.Action), string(a.Spec.Step)
	if a.Spec.Outcome != "" {
		what += " (" + string(a.Spec.Outcome) + ")"
	}
	if step == "" {
		step = "no step"
	}
	if a.Spec.Scope != nil {
		step += fmt.Sprintf(", only for %v", a.Spec.Scope.Inputs)
	}
	w.line("- %s %s by %s on %s %s, %s\n  %s", a.Spec.ActedOn, what, a.Spec.Organization, a.Spec.Subject.Kind, a.Spec.Subject.Name, step, effect)
}

// link tells what a cluster shows of one link.
func (w *lines) link(l *link) {
	until := ""
	if l.effective != nil && l.active.Status == metav1.ConditionTrue {
		until = ", until " + clock(l.effective.NotAfter.Time)
	}
	w.line("\n%s %s %s: %s%s", l.subject.Kind, kinds[l.subject.Kind], l.subject.Name, standing(l.active.Status, l.active.Reason), until)
	if l.active.Status != metav1.ConditionTrue {
		w.line("  why 理由: %s", l.active.Message)
	}
	for _, in := range l.inputs {
		inForce := in.InForce != nil && *in.InForce
		if inForce != (l.active.Status == metav1.ConditionTrue) || !inForce && in.Message != l.active.Message {
			w.line("  input 数据资源 %s: %s: %s", in.Resource, in.Reason, in.Message)
		}
	}
	for i := range l.Procedure {
		w.procedure(&l.Procedure[i])
	}
	if l.WaitingFor != "" {
		due := ""
		if l.Due != nil {
			due = ", due " + string(*l.Due)
		}
		w.line("  waits for 等待 %s%s", l.WaitingFor, due)
	}
	if l.duties.Status != "" && l.duties.Status != metav1.ConditionTrue {
		w.line("  duties 义务: %s: %s", l.duties.Reason, l.duties.Message)
	}
	w.holds(l)
}

func standing(status metav1.ConditionStatus, reason string) string {
	words := map[metav1.ConditionStatus]string{metav1.ConditionTrue: "IN FORCE", metav1.ConditionUnknown: "undecided"}
	if word := words[status]; word != "" {
		return strings.TrimRight(word+" "+reasons[reason], " ")
	}
	return strings.TrimRight("not in force, "+reason+" "+reasons[reason], " ")
}

// holds tells what the cluster holds for a link.
func (w *lines) holds(l *link) {
	switch {
	case l.subject.Kind == v1alpha1.OnOperationAgreement && len(l.open) == 0:
		w.line("  data side 数据侧: lets nobody in")
	case l.subject.Kind == v1alpha1.OnOperationAgreement:
		w.line("  data side 数据侧: lets the agreement's sandboxes in at %s", strings.Join(l.open, ", "))
	case l.box == nil:
	case !l.box.made:
		w.line("  sandbox 沙箱: none")
	case l.box.closed:
		w.line("  sandbox 沙箱: closed and frozen 已关闭")
	default:
		w.line("  sandbox 沙箱: open 开放; ways out only to %s; door for %s; no pod or token beyond %s",
			strings.Join(l.box.ways, ", "), strings.Join(l.box.doors, ", "), clock(l.box.notAfter))
	}
}

func (w *lines) procedure(p *v1alpha1.ProcedureStatus) {
	state, run := "pending 未完成", ""
	if p.Complete != nil && *p.Complete {
		state = "complete 已完成"
	}
	if p.Run != "" {
		run = " (" + p.Run + ")"
	}
	w.line("  %s → %s%s: %s", p.Name, p.Effect, run, state)
	for i := range p.Steps {
		w.step(&p.Steps[i])
	}
}

func (w *lines) step(s *v1alpha1.StepStatus) {
	duty := ""
	if s.Gate != nil && !*s.Gate {
		duty = " [duty 义务]"
	}
	due := ""
	if s.Due != nil {
		due = " (due " + string(*s.Due) + ")"
	}
	marked := marks(set(s.Overdue), set(s.CompletedLate), set(s.Provisional))
	if s.State == v1alpha1.StepDone {
		w.line("    [x] %s %s%s%s%s", s.Name, s.ActedOn, due, marked, duty)
		return
	}
	w.line("    [ ] %s %s%s%s%s: %s", s.Name, s.State, due, marked, duty, s.Message)
}

func set(flag *bool) bool { return flag != nil && *flag }

func marks(overdue, late, provisional bool) string {
	var words []string
	for word, yes := range map[string]bool{"OVERDUE 逾期": overdue, "late 迟延": late, "provisional 暂定": provisional} {
		if yes {
			words = append(words, word)
		}
	}
	if len(words) == 0 {
		return ""
	}
	slices.Sort(words)
	return " " + strings.Join(words, ", ")
}

// beside begins the lines that only the engine tells, and no cluster shows.
const beside = "  · "

// engine tells what the engine knows beside what a cluster shows.
func (w *lines) engine(r *procedure.Report) {
	for _, rect := range r.Rectifications {
		late := ""
		if rect.Overdue {
			late = ", overdue since " + clock(rect.OverdueFrom)
		}
		w.line(beside+"order to rectify 整改 of %s: %s, due %s%s", rect.Order.Spec.ActedOn, rect.State, rect.Due, late)
	}
	for i := range r.Duties {
		w.duty(&r.Duties[i])
	}
	if conferred := r.Conferred(); len(conferred) > 0 {
		w.line(beside+"conferred 已授予: %v", conferred)
	}
	if !r.Next.IsZero() {
		w.line(beside+"next instant 下一时点: %s", clock(r.Next))
	}
}

func (w *lines) duty(d *procedure.DutyState) {
	if d.Duty == nil {
		return
	}
	state, due := "awaited of "+strings.Join(d.Of, ", "), ""
	if d.Done {
		state = "done " + d.Day.String()
	}
	if d.Due != nil {
		due = " due " + d.Due.String()
	}
	w.line(beside+"duty 义务 %s: %s%s%s", d.Duty.Name, state, due, marks(d.Overdue, d.Late, d.Provisional))
}

func clock(t time.Time) string { return t.In(beijing).Format("2006-01-02 15:04") }
