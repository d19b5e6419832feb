// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package seeded

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const header = "Breaks: the order\nCaught by: ./order -run TestOrder|TestRoom\nSays: room\n\n"

const patch = header + `--- a/order.go
+++ b/order.go
@@ -1,3 +1,2 @@
 guards()
-door()
-room()
+room()
`

func TestParse(t *testing.T) {
	fault, err := Parse("swapped", patch)
	if err != nil {
		t.Fatal(err)
	}
	if fault.Name != "swapped" || fault.Breaks != "the order" || fault.Package != "./order" || fault.Tests != "TestOrder|TestRoom" || !fault.Says.MatchString("the room") {
		t.Errorf("the header is read as %+v", fault)
	}
	want := []Change{{Path: "order.go", Hunks: []Hunk{{Old: []string{"guards()", "door()", "room()"}, New: []string{"guards()", "room()"}}}}}
	if diff := cmp.Diff(want, fault.Changes); diff != "" {
		t.Errorf("the changes (-want +got):\n%s", diff)
	}
	for name, text := range map[string]string{
		"no header":       strings.TrimPrefix(patch, header),
		"no tests":        strings.Replace(patch, " -run TestOrder|TestRoom", "", 1),
		"nothing changed": header,
		"no hunk":         header + "--- a/order.go\n+++ b/order.go\n",
		"no expression":   strings.Replace(patch, "Says: room", "Says: (", 1),
	} {
		if _, err := Parse(name, text); err == nil {
			t.Errorf("%s: read as a fault", name)
		}
	}
}

func TestAHunkFitsInOnePlaceOrNowhere(t *testing.T) {
	tests := map[string]struct{ text, want, wantErr string }{
		"where it was written": {"guards()\ndoor()\nroom()\n", "guards()\nroom()\n", ""},
		"where it has moved":   {"first()\n\nguards()\ndoor()\nroom()\nlast()\n", "first()\n\nguards()\nroom()\nlast()\n", ""},
		"twice":                {"guards()\ndoor()\nroom()\nguards()\ndoor()\nroom()\n", "", "stand in the file 2 times"},
		"in what was changed":  {"guards()\nroom()\n", "", "stand in the file 0 times"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			root := t.TempDir()
			if err := os.WriteFile(filepath.Join(root, "order.go"), []byte(tc.text), 0o600); err != nil {
				t.Fatal(err)
			}
			fault, err := Parse("swapped", patch)
			if err != nil {
				t.Fatal(err)
			}
			got, err := fault.Patched(root)
			if (err == nil) != (tc.wantErr == "") || (err != nil && !strings.Contains(err.Error(), tc.wantErr)) {
				t.Fatalf("error %v, want one with %q", err, tc.wantErr)
			}
			if diff := cmp.Diff(tc.want, got["order.go"]); diff != "" {
				t.Errorf("the patched file (-want +got):\n%s", diff)
			}
		})
	}
}

func TestOnlyATestThatFailsCatches(t *testing.T) {
	fault, err := Parse("swapped", patch)
	if err != nil {
		t.Fatal(err)
	}
	failure := errors.New("exit status 1")
	tests := map[string]struct {
		out    string
		err    error
		caught bool
	}{
		"a test failed and says it": {"--- FAIL: TestOrder (0.00s)\n    the room is first\nFAIL\n", failure, true},
		"it says something else":    {"--- FAIL: TestOrder (0.00s)\n    no server\nFAIL\n", failure, false},
		"nothing could be compiled": {"order.go:1: undefined: room\n", failure, false},
		"all tests passed":          {"--- PASS: TestOrder (0.00s)\nPASS\n", nil, false},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			if _, err := judge(&fault, tc.out, tc.err); (err == nil) != tc.caught {
				t.Errorf("judged %v", err)
			}
		})
	}
}
