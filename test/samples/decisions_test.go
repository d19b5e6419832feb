// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package samples

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"sigs.k8s.io/yaml"

	"github.com/publicdata-io/mandate/api/v1alpha1"
)

// decide records a Decision, without keeping it, as user and group.
func decide(decision, user, group string) error {
	_, err := admin.run(decision, "create", "--dry-run=server", "--validate=strict", "-f", "-",
		"--as", user, "--as-group", group, "--as-group", "system:authenticated")
	return err
}

// answering fills in the uid that files of Lifts and Releases leave empty.
func answering(decision string) string {
	return strings.ReplaceAll(decision, `uid: ""`, "uid: 2f6d7f0e-0000-4000-8000-000000000000")
}

func TestDecisionsAreTakenFromTheOfficersTheyName(t *testing.T) {
	files, err := filepath.Glob(root + "/config/samples/decisions/*.yaml")
	if err != nil || len(files) == 0 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			var decision v1alpha1.Decision
			if err := yaml.UnmarshalStrict(data, &decision); err != nil {
				t.Fatal(err)
			}
			user, group := decision.Spec.DecidedBy, string(decision.Spec.Organization)+":officers"
			if err := decide(answering(string(data)), user, group); err != nil {
				t.Errorf("refused its officer: %v", err)
			}
			for who, as := range map[string][2]string{
				"an officer of another organisation": {user, "demo-nobody:officers"},
				"an officer who can record only":     {user, "demo-data-group:officers"},
				"an officer under another name":      {"somebody.else", group},
			} {
				if err := decide(answering(string(data)), as[0], as[1]); err == nil {
					t.Errorf("taken from %s", who)
				}
			}
		})
	}
}

func TestALiftThatAnswersNothingIsRefused(t *testing.T) {
	for _, file := range []string{"lift-drug-safety", "release-outpatient-visits"} {
		data, err := os.ReadFile(root + "/config/samples/decisions/" + file + ".yaml")
		if err != nil {
			t.Fatal(err)
		}
		err = decide(string(data), "admin", "system:masters")
		if err == nil || !strings.Contains(err.Error(), "spec.regarding.uid") {
			t.Errorf("%s: got %v, want a refusal that names spec.regarding.uid", file, err)
		}
	}
}

// What the samples say about themselves is what the cluster's authorizer says.
func TestOfficersHoldTheVerbsTheyShould(t *testing.T) {
	tests := map[string]struct {
		group, verb, organization string
		want                      bool
	}{
		"the grantor suspends":                       {"demo-info-centre:officers", "suspend", "demo-info-centre", true},
		"the grantor, not in the name of another":    {"demo-info-centre:officers", "suspend", "demo-data-bureau", false},
		"a source unit halts":                        {"demo-health-commission:officers", "halt", "demo-health-commission", true},
		"a source unit does not terminate":           {"demo-health-commission:officers", "terminate", "demo-health-commission", false},
		"the data authority disqualifies":            {"demo-data-bureau:officers", "disqualify", "demo-data-bureau", true},
		"registrars administer":                      {"demo-data-bureau:registrars", "administer", "demo-medtech", true},
		"officers do not administer":                 {"demo-data-bureau:officers", "administer", "demo-medtech", false},
		"developers decide nothing":                  {"demo-medtech:developers", "lift", "demo-medtech", false},
		"editors of the domain decide nothing":       {"demo-health:editors", "suspend", "demo-info-centre", false},
		"editors of the domain administer no member": {"demo-health:editors", "administer", "demo-medtech", false},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			// can-i says no by its exit code too.
			out, _ := admin.run("", "auth", "can-i", tc.verb, "organizations.mandate.publicdata.io/"+tc.organization,
				"--as", "u", "--as-group", tc.group)
			if got := strings.TrimSpace(out) == "yes"; got != tc.want {
				t.Errorf("got %v, want %v", got, tc.want)
			}
		})
	}
}
