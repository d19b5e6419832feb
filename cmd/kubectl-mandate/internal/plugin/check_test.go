// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package plugin

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/publicdata-io/mandate/internal/checking"
)

func TestCheck(t *testing.T) {
	// Two of the samples have an empty uid, which whoever applies them fills in.
	samples := call(t, "check", "-f", root+"/config/samples", "--jurisdictions", root+"/config/calendars", "--lang", "zh")
	if faults := strings.Count(samples.out, ".yaml: "); faults != 2 || strings.Count(samples.out, "spec.regarding.uid: 为空：kubectl mandate lift、release、decide 会自动填写") != 2 {
		t.Errorf("the samples have %d faults, want 2, of spec.regarding.uid:\n%s", faults, samples.out)
	}
	folder := t.TempDir()
	object := "apiVersion: mandate.publicdata.io/v1alpha1\nkind: Organization\nmetadata: {name: a}\nspec: {affiliates: [b], displayName: A, roles: [Developer], legalForm: LegalPerson, uscc: 91990100DEM000005C, division: \"990100\"}\n"
	if err := os.WriteFile(filepath.Join(folder, "a.yaml"), []byte(object), 0o600); err != nil {
		t.Fatal(err)
	}
	var exit *Exit
	faulty := call(t, "check", "-f", folder, "-o", "json")
	if !errors.As(faulty.failed, &exit) || exit.Code != 1 {
		t.Errorf("of a folder with a fault: %v, want exit code 1", faulty.failed)
	}
	var report checking.Report
	if err := json.Unmarshal([]byte(faulty.out), &report); err != nil {
		t.Fatal(err)
	}
	if len(report.Faults) != 1 || report.Faults[0].Severity != checking.Wrong || report.Faults[0].Field != "spec.affiliates[0]" || !strings.Contains(report.Faults[0].Text, "Organization b") {
		t.Errorf("the faults are %+v, want one of Organization b", report.Faults)
	}
	if none := call(t, "check", "-f", filepath.Join(folder, "nowhere")); !errors.As(none.failed, &exit) || exit.Code != 2 {
		t.Errorf("of a folder that is not there: %v, want exit code 2", none.failed)
	}
}

// TestNothingChecked is no success.
func TestNothingChecked(t *testing.T) {
	var exit *Exit
	for _, empty := range []string{t.TempDir(), "-"} { // standard input is empty here
		if none := call(t, "check", "-f", empty); !errors.As(none.failed, &exit) || exit.Code != 2 || !strings.Contains(none.failed.Error(), "nothing was checked") {
			t.Errorf("of %s, which holds nothing: %v, want exit code 2", empty, none.failed)
		}
	}
}
