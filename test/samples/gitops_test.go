// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package samples

import (
	"os"
	"strings"
	"testing"

	"github.com/google/cel-go/cel"
	"github.com/google/go-cmp/cmp"
	lua "github.com/yuin/gopher-lua"
	"sigs.k8s.io/yaml"
)

// state is what a pipeline sees of a grant, and what each tool makes of it.
type state struct {
	observed   int64 // generation 2 is the current one
	conditions []condition
	chain      string // Argo CD's health without the annotation
	delivery   string // Argo CD's health of a grant that is deployed into
	flux       string // Flux's of the same
}

type condition struct{ kind, status, reason string }

var states = map[string]state{
	"not looked at": {
		observed: -1, chain: "Progressing", delivery: "Progressing", flux: "InProgress",
	},
	"edited since": {
		observed:   1,
		conditions: []condition{{"Active", "True", "InForce"}, {"SandboxReady", "True", "Open"}, {"Ready", "True", "Settled"}},
		chain:      "Progressing", delivery: "Progressing", flux: "InProgress",
	},
	"open": {
		observed:   2,
		conditions: []condition{{"Active", "True", "InForce"}, {"SandboxReady", "True", "Open"}, {"Ready", "True", "Settled"}},
		chain:      "Healthy", delivery: "Healthy", flux: "Current",
	},
	"being provisioned": {
		observed: 2,
		conditions: []condition{
			{"Active", "True", "InForce"}, {"SandboxReady", "False", "Provisioning"},
			{"Ready", "False", "Progressing"}, {"Reconciling", "True", "Progressing"},
		},
		chain: "Progressing", delivery: "Progressing", flux: "InProgress",
	},
	"suspended": {
		observed:   2,
		conditions: []condition{{"Active", "False", "Suspended"}, {"SandboxReady", "True", "Frozen"}, {"Ready", "True", "Settled"}},
		chain:      "Healthy", delivery: "Progressing", flux: "InProgress",
	},
	"ended": {
		observed:   2,
		conditions: []condition{{"Active", "False", "TermEnded"}, {"SandboxReady", "True", "Frozen"}, {"Ready", "True", "Settled"}},
		chain:      "Healthy", delivery: "Degraded", flux: "Failed",
	},
	"terminated": {
		observed:   2,
		conditions: []condition{{"Active", "False", "Terminated"}, {"SandboxReady", "True", "Frozen"}, {"Ready", "True", "Settled"}},
		chain:      "Healthy", delivery: "Degraded", flux: "Failed",
	},
	"disqualified": {
		observed:   2,
		conditions: []condition{{"Active", "False", "Disqualified"}, {"SandboxReady", "True", "Frozen"}, {"Ready", "True", "Settled"}},
		chain:      "Healthy", delivery: "Degraded", flux: "Failed",
	},
	"replaced": {
		observed:   2,
		conditions: []condition{{"Active", "False", "Replaced"}, {"SandboxReady", "True", "Frozen"}, {"Ready", "True", "Settled"}},
		chain:      "Healthy", delivery: "Degraded", flux: "Failed",
	},
	"waiting for an object": {
		observed: 2,
		conditions: []condition{
			{"Active", "False", "ReferenceMissing"}, {"SandboxReady", "True", "NotNeeded"},
			{"Ready", "False", "Waiting"}, {"Reconciling", "True", "Waiting"},
		},
		chain: "Progressing", delivery: "Progressing", flux: "InProgress",
	},
	"to be mended by the applier": {
		observed:   2,
		conditions: []condition{{"Active", "False", "Unlawful"}, {"Ready", "False", "Invalid"}, {"Stalled", "True", "Invalid"}},
		chain:      "Degraded", delivery: "Degraded", flux: "Failed",
	},
}

// object is the grant as JSON has it.
func (s state) object(annotations map[string]any) map[string]any {
	conditions := []any{}
	for _, c := range s.conditions {
		conditions = append(conditions, map[string]any{"type": c.kind, "status": c.status, "reason": c.reason, "message": "why"})
	}
	return map[string]any{
		"metadata": map[string]any{"generation": int64(2), "annotations": annotations},
		"status":   map[string]any{"observedGeneration": s.observed, "conditions": conditions},
	}
}

func TestArgoCDHealth(t *testing.T) {
	script, err := os.ReadFile(root + "/config/gitops/argocd-health.lua")
	if err != nil {
		t.Fatal(err)
	}
	for name, tc := range states {
		t.Run(name, func(t *testing.T) {
			if got := health(t, string(script), tc.object(nil)); got != tc.chain {
				t.Errorf("as a link of the chain: got %s, want %s", got, tc.chain)
			}
			waits := map[string]any{"mandate.publicdata.io/wait-for": "Sandbox"}
			if got := health(t, string(script), tc.object(waits)); got != tc.delivery {
				t.Errorf("as a place to deploy into: got %s, want %s", got, tc.delivery)
			}
		})
	}
}

// health runs the script as Argo CD does: without the libraries but base.
func health(t *testing.T, script string, object map[string]any) string {
	t.Helper()
	state := lua.NewState(lua.Options{SkipOpenLibs: true})
	defer state.Close()
	lua.OpenBase(state)
	state.SetGlobal("obj", toLua(state, object))
	if err := state.DoString(script); err != nil {
		t.Fatal(err)
	}
	result, ok := state.Get(-1).(*lua.LTable)
	if !ok {
		t.Fatalf("the script returned %v, no table", state.Get(-1))
	}
	if message := result.RawGetString("message").String(); message == "" || message == "nil" {
		t.Error("no message")
	}
	return result.RawGetString("status").String()
}

func toLua(state *lua.LState, value any) lua.LValue {
	switch v := value.(type) {
	case map[string]any:
		table := state.NewTable()
		for key, item := range v {
			table.RawSetString(key, toLua(state, item))
		}
		return table
	case []any:
		table := state.NewTable()
		for _, item := range v {
			table.Append(toLua(state, item))
		}
		return table
	case int64:
		return lua.LNumber(v)
	case string:
		return lua.LString(v)
	default:
		return lua.LNil
	}
}

func TestArgoCDConfigHoldsTheScript(t *testing.T) {
	var config struct{ Data map[string]string }
	decodeFile(t, root+"/config/gitops/argocd-cm.yaml", &config)
	var customizations map[string]map[string]string
	if err := yaml.Unmarshal([]byte(config.Data["resource.customizations"]), &customizations); err != nil {
		t.Fatal(err)
	}
	script, err := os.ReadFile(root + "/config/gitops/argocd-health.lua")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(script), customizations["mandate.publicdata.io/*"]["health.lua"]); diff != "" {
		t.Errorf("script and ConfigMap (-script +ConfigMap):\n%s", diff)
	}
}

// healthCheck is an entry of healthCheckExprs.
type healthCheck struct{ Kind, Failed, Current string }

func TestFluxHealth(t *testing.T) {
	check := fluxCheck(t)
	for name, tc := range states {
		t.Run(name, func(t *testing.T) {
			if got := check.of(t, tc.object(nil)); got != tc.flux {
				t.Errorf("got %s, want %s", got, tc.flux)
			}
		})
	}
}

// of does what Flux does: the generation first, then failed, then current.
func (h healthCheck) of(t *testing.T, object map[string]any) string {
	t.Helper()
	status := object["status"].(map[string]any)
	switch {
	case status["observedGeneration"] != object["metadata"].(map[string]any)["generation"]:
		return "InProgress"
	case evaluate(t, h.Failed, status):
		return "Failed"
	case evaluate(t, h.Current, status):
		return "Current"
	default:
		return "InProgress"
	}
}

func evaluate(t *testing.T, expression string, status map[string]any) bool {
	t.Helper()
	env, err := cel.NewEnv(cel.Variable("status", cel.DynType))
	if err != nil {
		t.Fatal(err)
	}
	parsed, issues := env.Compile(expression)
	if issues.Err() != nil {
		t.Fatal(issues.Err())
	}
	program, err := env.Program(parsed)
	if err != nil {
		t.Fatal(err)
	}
	result, _, err := program.Eval(map[string]any{"status": status})
	if err != nil {
		t.Fatal(err)
	}
	return result.Value() == true
}

// fluxCheck reads the check of grants out of the file that we ship.
func fluxCheck(t *testing.T) healthCheck {
	t.Helper()
	data, err := os.ReadFile(root + "/config/gitops/flux.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for _, document := range documents(string(data)) {
		var kustomization struct {
			Spec struct{ HealthCheckExprs []healthCheck }
		}
		if err := yaml.Unmarshal([]byte(document), &kustomization); err != nil {
			t.Fatal(err)
		}
		for _, check := range kustomization.Spec.HealthCheckExprs {
			if check.Kind == "DeveloperGrant" {
				return check
			}
		}
	}
	t.Fatal("flux.yaml has no check of DeveloperGrant")
	return healthCheck{}
}

func TestGuideShowsTheFluxCheckThatWeShip(t *testing.T) {
	guide, err := os.ReadFile(root + "/docs/gitops.md")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(guide), skipMark+"\n")
	block, _, _ := strings.Cut(rest, "```")
	var shown struct{ HealthCheckExprs []healthCheck }
	if err := yaml.Unmarshal([]byte(block), &shown); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]healthCheck{fluxCheck(t)}, shown.HealthCheckExprs); diff != "" {
		t.Errorf("shipped and shown (-shipped +shown):\n%s", diff)
	}
}
