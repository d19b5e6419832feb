// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package gauges

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/prometheus/client_golang/prometheus"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/client/fake"
	"sigs.k8s.io/controller-runtime/pkg/client/interceptor"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
)

func scheme(t *testing.T) *runtime.Scheme {
	t.Helper()
	s := runtime.NewScheme()
	if err := v1alpha1.AddToScheme(s); err != nil {
		t.Fatal(err)
	}
	return s
}

// grant is one under ningxia.1 with what is said of it.
func grant(name, reason string, report v1alpha1.ProcedureReport) *v1alpha1.DeveloperGrant {
	g := &v1alpha1.DeveloperGrant{ObjectMeta: metav1.ObjectMeta{Namespace: "health", Name: name}}
	g.Spec.Jurisdiction = "ningxia.1"
	g.Status.Conditions = []metav1.Condition{{Type: v1alpha1.ActiveCondition, Status: metav1.ConditionFalse, Reason: reason}}
	g.Status.ProcedureReport = report
	return g
}

func procedure(steps ...v1alpha1.StepStatus) []v1alpha1.ProcedureStatus {
	return []v1alpha1.ProcedureStatus{{Name: "grant", Effect: v1alpha1.EffectEnter, Steps: steps}}
}

func domain(t *testing.T) client.Client {
	t.Helper()
	yes := true
	edition := &v1alpha1.Jurisdiction{ObjectMeta: metav1.ObjectMeta{Name: "ningxia.1"}}
	edition.Spec.TimeZone = "Asia/Shanghai"
	done := v1alpha1.StepStatus{Name: "submit", State: v1alpha1.StepDone}
	return fake.NewClientBuilder().WithScheme(scheme(t)).WithObjects(
		edition,
		grant("a", v1alpha1.ProcedurePendingReason, v1alpha1.ProcedureReport{Procedure: procedure(done,
			v1alpha1.StepStatus{Name: "forward", State: v1alpha1.StepWaiting, Due: new(v1alpha1.Date("2025-10-27")), Provisional: &yes},
			v1alpha1.StepStatus{Name: "sign", State: v1alpha1.StepLater})}),
		grant("b", v1alpha1.ProcedurePendingReason, v1alpha1.ProcedureReport{Procedure: procedure(done,
			v1alpha1.StepStatus{Name: "forward", State: v1alpha1.StepWaiting, Due: new(v1alpha1.Date("2025-10-24"))})}),
		grant("c", v1alpha1.InForceReason, v1alpha1.ProcedureReport{
			Procedure: procedure(v1alpha1.StepStatus{Name: "submit", State: v1alpha1.StepDone, CompletedLate: &yes},
				v1alpha1.StepStatus{Name: "forward", State: v1alpha1.StepWaiting, Due: new(v1alpha1.Date("2025-10-20")), Overdue: &yes}),
			Duties: []v1alpha1.DutyStatus{
				{Name: "open", Due: new(v1alpha1.Date("2025-11-13"))}, {Name: "open", Regarding: "o", Overdue: &yes, Due: new(v1alpha1.Date("2025-01-01"))},
				{Name: "tell", FulfilledOn: new(v1alpha1.Date("2025-11-13"))}, {Name: "tell", Regarding: "o", FulfilledOn: new(v1alpha1.Date("2025-11-13")), CompletedLate: &yes},
			},
			Flags: []v1alpha1.FlagStatus{{Check: v1alpha1.CheckRedevelopmentBan}},
		}),
	).Build()
}

func TestWhatIsCounted(t *testing.T) {
	const want = `
mandate_duties{duty="open",jurisdiction="ningxia.1",kind="DeveloperGrant",state="Open"} 1
mandate_duties{duty="open",jurisdiction="ningxia.1",kind="DeveloperGrant",state="Overdue"} 1
mandate_duties{duty="tell",jurisdiction="ningxia.1",kind="DeveloperGrant",state="Fulfilled"} 1
mandate_duties{duty="tell",jurisdiction="ningxia.1",kind="DeveloperGrant",state="FulfilledLate"} 1
mandate_duty_due_timestamp_seconds{duty="open",jurisdiction="ningxia.1",kind="DeveloperGrant"} 1.7630496e+09
mandate_flags{check="RedevelopmentBan",jurisdiction="ningxia.1",kind="DeveloperGrant"} 1
mandate_links{jurisdiction="ningxia.1",kind="DeveloperGrant",reason="InForce"} 1
mandate_links{jurisdiction="ningxia.1",kind="DeveloperGrant",reason="ProcedurePending"} 2
mandate_procedure_step_due_timestamp_seconds{jurisdiction="ningxia.1",kind="DeveloperGrant",procedure="grant",step="forward"} 1.7613216e+09
mandate_procedure_steps{jurisdiction="ningxia.1",kind="DeveloperGrant",procedure="grant",state="Waiting",step="forward"} 3
mandate_procedure_steps_completed_late{jurisdiction="ningxia.1",kind="DeveloperGrant",procedure="grant",step="submit"} 1
mandate_procedure_steps_overdue{jurisdiction="ningxia.1",kind="DeveloperGrant",procedure="grant",step="forward"} 1
mandate_procedure_steps_provisional{jurisdiction="ningxia.1",kind="DeveloperGrant",procedure="grant",step="forward"} 1
`
	if diff := cmp.Diff(strings.TrimPrefix(want, "\n"), shown(t, domain(t))); diff != "" {
		t.Errorf("metrics (-want +got):\n%s", diff)
	}
}

// shown are the metrics as Prometheus reads them, without their help.
func shown(t *testing.T, reader client.Reader) string {
	t.Helper()
	registry := prometheus.NewRegistry()
	if err := registry.Register(&Collector{Reader: reader}); err != nil {
		t.Fatal(err)
	}
	gathered, err := registry.Gather()
	if err != nil {
		t.Fatal(err)
	}
	var text strings.Builder
	for _, of := range gathered {
		for _, m := range of.GetMetric() {
			var labels []string
			for _, l := range m.GetLabel() {
				labels = append(labels, fmt.Sprintf("%s=%q", l.GetName(), l.GetValue()))
			}
			fmt.Fprintf(&text, "%s{%s} %v\n", of.GetName(), strings.Join(labels, ","), m.GetGauge().GetValue())
		}
	}
	return text.String()
}

func TestOfACacheThatCannotBeReadNothingIsCounted(t *testing.T) {
	unread := interceptor.NewClient(fake.NewClientBuilder().WithScheme(scheme(t)).Build(), interceptor.Funcs{
		List: func(context.Context, client.WithWatch, client.ObjectList, ...client.ListOption) error {
			return errors.New("not yet")
		},
	})
	if got := shown(t, unread); got != "" {
		t.Errorf("%s, want nothing: a count that leaves some out misleads", got)
	}
}

// An operator that begins again in the same process takes the place of the first.
func TestTheLastOperatorIsShown(t *testing.T) {
	for range 2 {
		if err := Register(domain(t)); err != nil {
			t.Fatal(err)
		}
	}
}

// Every metric is described where whoever watches a cluster looks for it.
func TestEveryMetricIsDocumented(t *testing.T) {
	page, err := os.ReadFile("../../docs/monitoring.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, of := range families {
		row := "| `" + of.name + "` | `" + strings.Join(of.labels, "`, `") + "` |"
		if !strings.Contains(string(page), row) {
			t.Errorf("docs/monitoring.md has no row %s", row)
		}
	}
}

var _ prometheus.Collector = &Collector{}
