// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package uninstall

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	admissionregistrationv1 "k8s.io/api/admissionregistration/v1"
	"sigs.k8s.io/yaml"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
)

// lettingThrough are the policies in config/policy that ask whether somebody is
// of break-glass, by name. What a file promises in its comments is not read.
func lettingThrough(t *testing.T) map[string]*admissionregistrationv1.ValidatingAdmissionPolicy {
	t.Helper()
	files, err := filepath.Glob(filepath.Join("..", "..", "config", "policy", "*.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]*admissionregistrationv1.ValidatingAdmissionPolicy{}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for one := range strings.SplitSeq(string(text), "\n---\n") {
			policy := &admissionregistrationv1.ValidatingAdmissionPolicy{}
			if err := yaml.Unmarshal([]byte(one), policy); err != nil {
				t.Fatalf("%s: %v", file, err)
			}
			if policy.Kind == "ValidatingAdmissionPolicy" && asksForBreakGlass(t, policy) {
				found[policy.Name] = policy
			}
		}
	}
	return found
}

// asksForBreakGlass tells whether an expression names the group; a message may.
func asksForBreakGlass(t *testing.T, policy *admissionregistrationv1.ValidatingAdmissionPolicy) bool {
	t.Helper()
	const asked = "'" + v1alpha1.BreakGlassGroup + "' in "
	text, err := json.Marshal(policy.Spec) // which writes a quote as it is
	if err != nil {
		t.Fatal(err)
	}
	return strings.Contains(string(text), asked)
}

// mayBeAbsent are fields of a request that are left out where they are empty: an
// expression that reads one as if it were there fails, and the request with it.
var mayBeAbsent = regexp.MustCompile(`request\.(name|namespace|subResource|dryRun|userInfo\.(groups|extra|uid))\b`)

// TestWhateverLetsBreakGlassThroughSaysSo reads every policy, so that a new one
// cannot be forgotten: each that lets the group through says each use in the
// audit log, and says it so that the saying refuses nothing.
func TestWhateverLetsBreakGlassThroughSaysSo(t *testing.T) {
	policies := lettingThrough(t)
	if len(policies) < 12 {
		t.Errorf("%d policies let break-glass through, fewer than there were: is this test reading what it should?", len(policies))
	}
	for name, policy := range policies {
		t.Run(name, func(t *testing.T) {
			for _, c := range policy.Spec.MatchConditions {
				if strings.Contains(c.Expression, v1alpha1.BreakGlassGroup) {
					t.Errorf("its match condition %s reads the group, so that its uses never reach the annotation: ask in a validation", c.Name)
				}
			}
			said := 0
			for _, a := range policy.Spec.AuditAnnotations {
				if a.Key == "break-glass" {
					said++
				}
				if bare := mayBeAbsent.FindString(a.ValueExpression); bare != "" {
					t.Errorf("its annotation %s reads %s, which may be absent: read it as optional", a.Key, bare)
				}
			}
			if said != 1 {
				t.Errorf("it lets break-glass through and has %d audit annotations break-glass, want 1", said)
			}
		})
	}
}

// TestThePageNamesWhateverLetsBreakGlassThrough holds the table of the page to
// the policies.
func TestThePageNamesWhateverLetsBreakGlassThrough(t *testing.T) {
	page, err := os.ReadFile(filepath.Join("..", "..", "docs", "uninstall.md"))
	if err != nil {
		t.Fatal(err)
	}
	_, section, found := strings.Cut(string(page), "\n## Break-glass\n")
	if !found {
		t.Fatal("docs/uninstall.md has no section Break-glass")
	}
	policies := lettingThrough(t)
	for name := range policies {
		if !strings.Contains(section, "| `"+name+"` |") {
			t.Errorf("no line of the table in docs/uninstall.md names %s", name)
		}
	}
	for _, m := range regexp.MustCompile("\\| `(mandate-[a-z-]+)` \\|\n").FindAllStringSubmatch(section, -1) {
		if policies[m[1]] == nil {
			t.Errorf("docs/uninstall.md says that %s lets break-glass through, and it does not", m[1])
		}
	}
}
