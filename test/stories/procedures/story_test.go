// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package procedures_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/finding"
	"github.com/publicdata-io/mandate/internal/procedure"
	"github.com/publicdata-io/mandate/internal/standing"
)

var update = flag.Bool("update", false, "write testdata/*.golden instead of comparing with it")

// story is one domain over time.
type story struct {
	strings.Builder

	d *domain
	// of are the subjects that are told of; others only by their acts.
	of   []v1alpha1.DecisionSubject
	told map[string]string
}

func tell(d *domain, title, about string, of ...string) *story {
	s := &story{d: d, told: map[string]string{}}
	for _, name := range of {
		kind, name, _ := strings.Cut(name, "/")
		s.of = append(s.of, v1alpha1.DecisionSubject{Kind: v1alpha1.SubjectLinkKind(kind), Name: v1alpha1.ObjectName(name)})
	}
	s.line("# %s\n\n%s\n\nEdition %s. Times are Beijing time 北京时间.", title, about, d.edition.Spec.Title)
	return s
}

func (s *story) line(format string, args ...any) {
	fmt.Fprintln(s, strings.TrimRight(fmt.Sprintf(format, args...), " "))
}

// at tells what happened up to an instant and how things stand.
func (s *story) at(at, tells string) map[v1alpha1.DecisionSubject]*procedure.Report {
	now := instant(at)
	reports := s.d.evaluate(now)
	s.line("\n## %s\n\n%s\n", at, tells)
	s.acts(reports, now)
	for _, subject := range s.of {
		s.subject(subject, reports[subject], now)
	}
	return reports
}

// after marks every act so far as told: another story tells of them.
func (s *story) after(at string) *story {
	reports := s.d.evaluate(instant(at))
	for _, a := range s.d.acts {
		if s.judged(reports[a.Spec.Subject.DecisionSubject], a, instant(at)) == nil {
			s.told[a.Name] = "counts"
		}
	}
	return s
}

// acts tells of every act that is new or of which the effect has changed.
func (s *story) acts(reports map[v1alpha1.DecisionSubject]*procedure.Report, now time.Time) {
	for _, a := range s.d.acts {
		if a.CreationTimestamp.After(now) {
			continue
		}
		found := s.judged(reports[a.Spec.Subject.DecisionSubject], a, now)
		effect := "counts"
		if found != nil {
			effect = fmt.Sprintf("%s: %s", found.Reason, found.Text())
		}
		if s.told[a.Name] == effect {
			continue
		}
		s.told[a.Name] = effect
		what := string(a.Spec.Action)
		if a.Spec.Outcome != "" {
			what += " (" + string(a.Spec.Outcome) + ")"
		}
		step := string(a.Spec.Step)
		if step == "" {
			step = "no step"
		}
		s.line("- %s %s by %s on %s %s, %s\n  %s", a.Spec.ActedOn, what, a.Spec.Organization, a.Spec.Subject.Kind, a.Spec.Subject.Name, step, effect)
	}
}

func (s *story) judged(r *procedure.Report, a *v1alpha1.Decision, now time.Time) *finding.Finding {
	for _, j := range r.Judged {
		if j.Decision == a && j.Left {
			return standing.Judge(a, r.Left, standing.Rules{Zone: beijing}, now)
		}
		if j.Decision == a {
			return j.Finding
		}
	}
	return nil
}

var names = map[v1alpha1.SubjectLinkKind]string{
	v1alpha1.OnOrganization: "主体", v1alpha1.OnImplementationPlan: "实施方案", v1alpha1.OnSelection: "遴选",
	v1alpha1.OnOperationAgreement: "授权运营协议", v1alpha1.OnDeveloperGrant: "开发利用授权", v1alpha1.OnDataResource: "数据资源",
}

// subject tells where the procedures of one subject stand.
func (s *story) subject(of v1alpha1.DecisionSubject, r *procedure.Report, now time.Time) {
	s.line("\n%s %s %s", of.Kind, names[of.Kind], of.Name)
	for i := range r.Progress {
		s.progress(&r.Progress[i])
	}
	for _, rect := range r.Rectifications {
		late := ""
		if rect.Overdue {
			late = ", overdue since " + clock(rect.OverdueFrom)
		}
		s.line("  order to rectify 整改 of %s: %s, due %s%s", rect.Order.Spec.ActedOn, rect.State, rect.Due, late)
	}
	for _, duty := range r.Duties {
		s.duty(&duty)
	}
	left := standing.Fold(r.Left, standing.Rules{Zone: beijing}, now)
	if found := finding.First(r.Against(), left.Against()); found != nil {
		s.line("  TAKEN 已停止 %s: %s", found.Reason, found.Text())
	}
	if !r.Next.IsZero() {
		s.line("  next instant 下一时点: %s", clock(r.Next))
	}
}

func (s *story) duty(d *procedure.DutyState) {
	if d.Duty == nil {
		return
	}
	state := "awaited of " + strings.Join(d.Of, ", ")
	if d.Done {
		state = "done " + d.Day.String()
	}
	due := ""
	if d.Due != nil {
		due = " due " + d.Due.String()
	}
	s.line("  duty 义务 %s: %s%s%s", d.Duty.Name, state, due, marks(d.Overdue, d.Late, d.Provisional))
}

func (s *story) progress(p *procedure.Progress) {
	state := "pending 未完成"
	if p.Complete {
		state = "complete since " + clock(p.Since) + " 已完成"
	}
	switch {
	case p.Rejected != nil:
		state = "rejected 不予通过"
	case p.Lifted:
		state += ", lifted since 已解除"
	}
	s.line("  %s → %s: %s", p.Procedure.Name, p.Procedure.Effect, state)
	if p.Missing != nil {
		s.line("    waits 等待: %s", p.Missing.Text())
	}
	for i := range p.Steps {
		step := &p.Steps[i]
		due := ""
		if step.Due != nil {
			due = " (due " + step.Due.String() + ")"
		}
		gate := ""
		if !step.Gates() {
			gate = " [duty 义务]"
		}
		switch step.State {
		case v1alpha1.StepDone:
			s.line("    [x] %s %s%s%s%s", step.Step.Name, step.Day, due, marks(step.Overdue, step.Late, step.Provisional), gate)
		default:
			s.line("    [ ] %s %s%s%s: %s", step.Step.Name, step.State, marks(step.Overdue, step.Late, step.Provisional), gate, step.Message)
		}
	}
}

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

func clock(t time.Time) string { return t.In(beijing).Format("2006-01-02 15:04") }

// compare compares a story with its golden text.
func (s *story) compare(t *testing.T, name string) {
	t.Helper()
	file := filepath.Join("testdata", name+".golden")
	if *update {
		if err := os.WriteFile(file, []byte(s.String()), 0o644); err != nil {
			t.Fatalf("write the story: %v", err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatalf("read the story (write it with -update): %v", err)
	}
	if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(s.String(), "\n")); diff != "" {
		t.Errorf("the story goes another way; if it should, read it and run with -update (-want +got):\n%s", diff)
	}
}
