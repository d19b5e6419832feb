// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package plugin

import (
	"errors"
	"strings"
	"testing"
)

// TestALineThatIsMistyped is refused before anything is asked of a cluster.
func TestALineThatIsMistyped(t *testing.T) {
	tests := map[string]struct {
		line []string
		want string
	}{
		"no folder":                  {[]string{"check", "--lang", "en"}, "-f is missing"},
		"no subject":                 {[]string{"why", "--lang", "en"}, "KIND/NAME is missing: the line is kubectl mandate why KIND/NAME"},
		"a word too many":            {[]string{"halt", "dg/g", "now", "--lang", "en"}, `"now" is one word too many`},
		"a day of one digit":         {[]string{"halt", "dg/g", "--on", "2025-7-1", "--lang", "en"}, `--on "2025-7-1" is neither a day`},
		"no day":                     {[]string{"decide", "a/b", "dg/g", "--on", "tomorrow", "--lang", "zh"}, "--on“tomorrow”既不是日期"},
		"a month that is not":        {[]string{"halt", "dg/g", "--on", "2025-13-01", "--lang", "en"}, `--on "2025-13-01" is neither`},
		"a due day that is not":      {[]string{"decide", "a/b", "dg/g", "--due", "2025-02-30", "--lang", "en"}, `--due "2025-02-30" is no day`},
		"an organisation in a chain": {[]string{"tree", "org/x", "--lang", "en"}, "Organization x is of no chain: ask kubectl mandate why org/x"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			got := call(t, tc.line...)
			if got.failed == nil || !strings.Contains(In(languageOf(tc.line[len(tc.line)-1]), got.failed), tc.want) {
				t.Errorf("it ends with %v, want %s", got.failed, tc.want)
			}
		})
	}
	if exit := (*Exit)(nil); !errors.As(call(t, "check").failed, &exit) || exit.Code != 2 {
		t.Error("check of nothing does not end with the code 2")
	}
}
