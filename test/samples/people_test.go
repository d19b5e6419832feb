// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package samples

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// officers are the groups of the samples that decide, and whether the edition of the
// samples lets them halt the data of demo-health-commission.
var officers = map[string]bool{
	"demo-data-bureau": true, "demo-health-commission": true,
	"demo-info-centre": false, "demo-insurance-bureau": false, "demo-data-group": false,
}

// TestOfficersOfTheSamplesUseThePlugin suspends and halts as each of them, with
// nothing but what config/samples gives, and asks admission, which takes every act.
// One that would take nothing the plugin says beforehand, and ends with 3.
func TestOfficersOfTheSamplesUseThePlugin(t *testing.T) {
	bin := t.TempDir()
	build := exec.CommandContext(t.Context(), "go", "build", "-o", bin, root+"/cmd/kubectl-mandate")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("build the plugin: %v\n%s", err, out)
	}
	for of, mayHalt := range officers {
		for _, act := range [][]string{
			{"suspend", "dg/drug-safety", "--ground", "use outside the scenario"},
			{"halt", "dr/outpatient-visits"},
		} {
			command := exec.CommandContext(t.Context(), filepath.Join(bin, "kubectl-mandate"), append(act, "-n", "demo-health",
				"--organization", of, "--dry-run=server", "-o", "name",
				"--as", "li.na", "--as-group", of+":officers", "--as-group", "system:authenticated",
				"--kubeconfig", admin.installation.AdminKubeconfig())...)
			var told strings.Builder
			command.Stderr = &told
			out, err := command.Output()
			want := 0
			if act[0] == "halt" && !mayHalt {
				want = 3
			}
			if got := command.ProcessState.ExitCode(); got != want || !strings.Contains(string(out), "decision") {
				t.Errorf("%s of %s ends with %d, want %d (%v):\n%s%s", act[0], of, got, want, err, out, &told)
			}
			if want != 0 && !strings.Contains(told.String(), "NotEntitled") {
				t.Errorf("%s of %s does not say why nothing would be taken:\n%s", act[0], of, &told)
			}
			if strings.Contains(told.String(), "forbidden") || strings.Contains(told.String(), "could not be read") {
				t.Errorf("%s of %s could not read all that it reckons with:\n%s", act[0], of, &told)
			}
		}
	}
}

// TestThePipelineAppliesWhatIsKeptInGit applies the samples with the rights that
// docs/gitops.md gives a pipeline, and decides nothing.
func TestThePipelineAppliesWhatIsKeptInGit(t *testing.T) {
	guide, err := os.ReadFile(root + "/docs/gitops.md")
	if err != nil {
		t.Fatal(err)
	}
	apply := func(text string, args ...string) error {
		_, err := admin.installation.Kubectl(context.Background(), text, append([]string{"apply", "--server-side", "--force-conflicts", "-f", "-"}, args...)...)
		return err
	}
	keeper, err := os.ReadFile(root + "/config/personas/keeper.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range append(yamlBlocks(string(guide)), string(keeper)) {
		if err := apply(text); err != nil {
			t.Fatal(err)
		}
	}
	const pipeline = "system:serviceaccount:flux-system:demo-health"
	for _, file := range []string{
		"namespace.yaml", "jurisdiction.yaml", "organizations/demo-medtech.yaml", "organizations/demo-pharma.yaml", "sandboxclasses/standard.yaml",
		"dataresources/lab-results.yaml", "implementationplan.yaml", "selection.yaml", "operationagreement.yaml", "developergrants/demo-pharma.yaml",
	} {
		text, err := os.ReadFile(root + "/config/samples/" + file)
		if err != nil {
			t.Fatal(err)
		}
		if err := apply(string(text), "--as", pipeline, "--dry-run=server"); err != nil {
			t.Errorf("%s: %v", file, err)
		}
	}
	for _, question := range [][]string{
		{"suspend", "organizations.mandate.publicdata.io/demo-info-centre"},
		{"administer", "organizations.mandate.publicdata.io/demo-university"},
		{"create", "decisions.mandate.publicdata.io", "-n", "demo-health"},
		{"patch", "namespaces/mandate-registry"},
		{"delete", "namespaces/demo-health"},
	} {
		out, _ := admin.run("", append([]string{"auth", "can-i", "--as", pipeline}, question...)...)
		if strings.TrimSpace(out) != "no" {
			t.Errorf("the pipeline may %s: %s", strings.Join(question, " "), out)
		}
	}
}
