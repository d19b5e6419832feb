// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package conditions_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"strings"
	"testing"

	"github.com/fluxcd/cli-utils/pkg/kstatus/status"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/authorization"
	"github.com/publicdata-io/mandate/internal/conditions"
	"github.com/publicdata-io/mandate/test/builder"
)

// kinds are all kinds with a status, as they are applied.
var kinds = map[string]func() runtime.Object{
	"Jurisdiction": func() runtime.Object { return builder.Jurisdiction("demo", 1).Obj() },
	"Organization": func() runtime.Object { return builder.Organization("medtech").Roles("Developer").Obj() },
	"SandboxClass": func() runtime.Object { return builder.Class("standard").Obj() },
	"DataResource": func() runtime.Object { return builder.Resource("visits").Obj() },
	"OperationAgreement": func() runtime.Object {
		return builder.Agreement("health").Over("visits").Term("2026-01-01", "2026-12-31").Obj()
	},
	"DeveloperGrant": func() runtime.Object {
		return builder.Grant("g").Under("health").Input("visits").Term("2026-01-01", "2026-12-31").Obj()
	},
	"ImplementationPlan": func() runtime.Object { return builder.Plan("p").Over("visits").Obj() },
	"Selection":          func() runtime.Object { return builder.Call("c").CarriesOut("p").Obj() },
	"Objection":          func() runtime.Object { return builder.Objection("o").Against(v1alpha1.LinkSelection, "c").Obj() },
	"Decision":           func() runtime.Object { return builder.Decision("d").Suspends(v1alpha1.OnDeveloperGrant, "g").Obj() },
}

// reasons are all reasons of Active, and what kstatus makes of an object that
// shows one: a pipeline stays green over every legal state, waits for what
// heals, and fails at what only it can mend.
var reasons = map[string]status.Status{
	v1alpha1.InForceReason:            status.CurrentStatus,
	v1alpha1.NotYetEffectiveReason:    status.CurrentStatus,
	v1alpha1.TermEndedReason:          status.CurrentStatus,
	v1alpha1.HaltedReason:             status.CurrentStatus,
	v1alpha1.SuspendedReason:          status.CurrentStatus,
	v1alpha1.TerminatedReason:         status.CurrentStatus,
	v1alpha1.DisqualifiedReason:       status.CurrentStatus,
	v1alpha1.AncestorNotInForceReason: status.CurrentStatus,
	v1alpha1.NoInputLeftReason:        status.CurrentStatus,
	v1alpha1.IsolationUnprovenReason:  status.CurrentStatus,
	v1alpha1.PlaceTakenReason:         status.CurrentStatus,
	v1alpha1.ReplacedReason:           status.CurrentStatus,
	v1alpha1.LapsedReason:             status.CurrentStatus,
	v1alpha1.UndeterminedReason:       status.CurrentStatus,
	v1alpha1.ReferenceMissingReason:   status.InProgressStatus,
	v1alpha1.DeletingReason:           status.InProgressStatus,
	v1alpha1.GuardMissingReason:       status.InProgressStatus,
	v1alpha1.UnlawfulReason:           status.FailedStatus,
	v1alpha1.ProcedurePendingReason:   status.CurrentStatus,
	v1alpha1.ContentChangedReason:     status.FailedStatus,
	v1alpha1.ObjectionOpenReason:      status.CurrentStatus,
	v1alpha1.ObjectionDisposedReason:  status.CurrentStatus,
	v1alpha1.UnknownYearReason:        status.CurrentStatus,
	v1alpha1.NextYearUnknownReason:    status.CurrentStatus,
}

// shown is an object as it lies in the cluster, with its status.
func shown(t *testing.T, kind string, observed int64, set []metav1.Condition) *unstructured.Unstructured {
	t.Helper()
	content, err := runtime.DefaultUnstructuredConverter.ToUnstructured(kinds[kind]())
	if err != nil {
		t.Fatalf("convert a %s: %v", kind, err)
	}
	raw, err := runtime.DefaultUnstructuredConverter.ToUnstructured(&v1alpha1.SandboxClassStatus{ObservedGeneration: observed, Conditions: set})
	if err != nil {
		t.Fatalf("convert the status of a %s: %v", kind, err)
	}
	u := &unstructured.Unstructured{Object: content}
	u.SetAPIVersion(v1alpha1.GroupVersion.String())
	u.SetKind(kind)
	u.Object["status"] = raw
	return u
}

func computed(t *testing.T, u *unstructured.Unstructured) (status.Status, string) {
	t.Helper()
	result, err := status.Compute(u)
	if err != nil {
		t.Fatalf("kstatus of %s %s: %v", u.GetKind(), u.GetName(), err)
	}
	return result.Status, result.Message
}

// conditionsOf are the conditions of an object for a verdict.
func conditionsOf(v authorization.Verdict) []metav1.Condition {
	progress, reason, message := conditions.Of(v)
	return conditions.Set(nil, 1, now, append([]conditions.State{conditions.Active(v)}, conditions.Ready(progress, reason, message)...)...)
}

func TestKstatusOfEveryReasonOfEveryKind(t *testing.T) {
	for kind := range kinds {
		for reason, want := range reasons {
			t.Run(kind+" "+reason, func(t *testing.T) {
				if got, why := computed(t, shown(t, kind, 1, conditionsOf(verdictFor(reason)))); got != want {
					t.Errorf("kstatus says %s (%s), want %s", got, why, want)
				}
			})
		}
		t.Run(kind+" undecided", func(t *testing.T) {
			if got, why := computed(t, shown(t, kind, 1, conditionsOf(undecided()))); got != status.InProgressStatus {
				t.Errorf("kstatus says %s (%s), want %s", got, why, status.InProgressStatus)
			}
		})
	}
}

// The API lists its reasons in one place; one that is not in the table above
// would be untold to kstatus.
func TestEveryReasonOfActiveIsTold(t *testing.T) {
	file, err := parser.ParseFile(token.NewFileSet(), filepath.Join("..", "..", "api", "v1alpha1", "conditions.go"), nil, parser.ParseComments)
	if err != nil {
		t.Fatalf("read the API's conditions: %v", err)
	}
	listed := map[string]bool{}
	for _, decl := range file.Decls {
		block, ok := decl.(*ast.GenDecl)
		if !ok || !strings.HasPrefix(block.Doc.Text(), "Reasons of Active") {
			continue
		}
		for _, spec := range block.Specs {
			literal := spec.(*ast.ValueSpec).Values[0].(*ast.BasicLit).Value
			listed[strings.Trim(literal, `"`)] = true
		}
	}
	for reason := range reasons {
		if !listed[reason] {
			t.Errorf("%s is no reason of the API", reason)
		}
		delete(listed, reason)
	}
	for reason := range listed {
		t.Errorf("the reason %s of the API is not told: say what kstatus is to make of it", reason)
	}
}

func TestKstatusOfWhatWasNotYetLookedAt(t *testing.T) {
	for kind := range kinds {
		t.Run(kind+" just applied", func(t *testing.T) {
			if got, why := computed(t, shown(t, kind, -1, nil)); got != status.InProgressStatus {
				t.Errorf("kstatus says %s (%s), want %s: nothing passes as healthy before it was looked at", got, why, status.InProgressStatus)
			}
		})
		t.Run(kind+" just edited", func(t *testing.T) {
			edited := shown(t, kind, 1, conditionsOf(verdictFor(v1alpha1.InForceReason)))
			edited.SetGeneration(2)
			if got, why := computed(t, edited); got != status.InProgressStatus {
				t.Errorf("kstatus says %s (%s), want %s", got, why, status.InProgressStatus)
			}
		})
	}
}

// What SandboxReady says of a grant never makes a settled one unhealthy.
func TestKstatusOfEverySandbox(t *testing.T) {
	tests := map[string]struct {
		verdict  string
		sandbox  string
		ready    bool
		progress conditions.Progress
		want     status.Status
	}{
		"open":                  {v1alpha1.InForceReason, v1alpha1.OpenReason, true, conditions.Settled, status.CurrentStatus},
		"frozen after the term": {v1alpha1.TermEndedReason, v1alpha1.FrozenReason, true, conditions.Settled, status.CurrentStatus},
		"none before the term":  {v1alpha1.NotYetEffectiveReason, v1alpha1.NotNeededReason, true, conditions.Settled, status.CurrentStatus},
		"being made":            {v1alpha1.InForceReason, v1alpha1.ProvisioningReason, false, conditions.Reconciling, status.InProgressStatus},
		"being cut":             {v1alpha1.SuspendedReason, v1alpha1.CuttingReason, false, conditions.Reconciling, status.InProgressStatus},
		"its name is taken: the applier mends it": {v1alpha1.InForceReason, v1alpha1.NameTakenReason, false, conditions.Stalled, status.FailedStatus},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			states := append([]conditions.State{
				conditions.Active(verdictFor(tc.verdict)),
				conditions.Is(v1alpha1.SandboxReadyCondition, tc.ready, tc.sandbox, "the sandbox"),
			}, conditions.Ready(tc.progress, tc.sandbox, "the sandbox")...)
			if got, why := computed(t, shown(t, "DeveloperGrant", 1, conditions.Set(nil, 1, now, states...))); got != tc.want {
				t.Errorf("kstatus says %s (%s), want %s", got, why, tc.want)
			}
		})
	}
}

func TestKstatusOfEveryDecision(t *testing.T) {
	for _, reason := range []string{
		v1alpha1.EffectiveReason, v1alpha1.NotYetDueReason, v1alpha1.LiftedReason, v1alpha1.RegardingMissingReason,
		v1alpha1.RegardingUnfitReason, v1alpha1.OtherOrganizationReason, v1alpha1.NotEntitledReason, v1alpha1.RepeatedReason,
		v1alpha1.SubjectMissingReason,
	} {
		t.Run(reason, func(t *testing.T) {
			counts := conditions.Is(v1alpha1.CountsCondition, reason == v1alpha1.EffectiveReason, reason, "the act")
			set := conditions.Set(nil, 1, now, append([]conditions.State{counts}, conditions.Ready(conditions.Settled, "", "the act is recorded")...)...)
			if got, why := computed(t, shown(t, "Decision", 1, set)); got != status.CurrentStatus {
				t.Errorf("kstatus says %s (%s), want %s: an act that was recorded is recorded, whether it counts or not", got, why, status.CurrentStatus)
			}
		})
	}
}
