// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package plugin_test

import (
	"bytes"
	"errors"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/publicdata-io/mandate/cmd/kubectl-mandate/internal/plugin"
)

func TestPlain(t *testing.T) {
	tests := map[string]struct{ text, want string }{
		"words of both languages":    {"in force 生效\n\tx │ └─ 🙂\n", "in force 生效\n\tx │ └─ 🙂\n"},
		"what clears a screen":       {"on the ground \x1b[2J\x1b[31mx", `on the ground \u001b[2J\u001b[31mx`},
		"what goes back on the line": {"False\rTrue\b\b", `False\u000dTrue\u0008\u0008`},
		"a C1 control":               {"\u009b31m", `\u009b31m`},
		"what turns the reading":     {"\u202egnp.exe\u2066\u200f", `\u202egnp.exe\u2066\u200f`},
		"bytes that are no text":     {"a\xffb", "a\xffb"},
		"nothing":                    {"", ""},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			var shown bytes.Buffer
			n, err := fmt.Fprint(plugin.Plain(&shown), tc.text)
			if err != nil || n != len(tc.text) {
				t.Errorf("wrote %d of %d bytes: %v", n, len(tc.text), err)
			}
			if diff := cmp.Diff(tc.want, shown.String()); diff != "" {
				t.Errorf("shown (-want +got):\n%s", diff)
			}
		})
	}
}

type full struct{}

func (full) Write([]byte) (int, error) { return 0, errors.New("full") }

func TestPlainPassesErrorsOn(t *testing.T) {
	if _, err := fmt.Fprint(plugin.Plain(full{}), "x"); err == nil {
		t.Error("no error")
	}
}
