// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package plugin

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"k8s.io/cli-runtime/pkg/genericiooptions"
)

// TestThePagesWriteLinesThatThePluginReads: every line of the plugin on a page has
// flags and words as it takes them. What the line does is shown elsewhere.
func TestThePagesWriteLinesThatThePluginReads(t *testing.T) {
	pages, err := filepath.Glob(filepath.Join(root, "docs", "*.md"))
	if err != nil {
		t.Fatal(err)
	}
	found := 0
	for _, page := range append(pages, filepath.Join(root, "README.md"), filepath.Join(root, "README.zh-CN.md")) {
		content, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		for _, line := range linesOf(string(content)) {
			found++
			if err := reads(line); err != nil {
				t.Errorf("%s: kubectl mandate %s: %v", filepath.Base(page), line, err)
			}
		}
	}
	if found < 40 {
		t.Errorf("only %d lines were found", found)
	}
}

func TestALineThatThePluginDoesNotRead(t *testing.T) {
	for line, want := range map[string]string{
		"decide oa/a --step sign":             "--step",
		"decide sign":                         "KIND/NAME",
		"why dg/a --verbose":                  "--verbose",
		"explain dg/a":                        "explain",
		`decide sign oa/a --note "two words"`: "",
	} {
		if err := reads(line); (err == nil) != (want == "") || err != nil && !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", line, err, want)
		}
	}
}

var (
	fenced = regexp.MustCompile("(?ms)^```(?:console|sh)\n(.*?)^```")
	// ours ends where the shell goes on by itself.
	ours  = regexp.MustCompile(`(?m)^(?:\$ |[ \t]+)?(?:[A-Z_]+=\S+ )?kubectl mandate ((?:"[^"]*"|'[^']*'|[^#\n"';|>&)])+)`)
	typed = regexp.MustCompile(`"[^"]*"|'[^']*'|\S+`)
)

// linesOf are what follows `kubectl mandate` in the commands of a page.
func linesOf(page string) []string {
	var lines []string
	for _, block := range fenced.FindAllStringSubmatch(page, -1) {
		for _, m := range ours.FindAllStringSubmatch(strings.ReplaceAll(block[1], "\\\n", ""), -1) {
			lines = append(lines, strings.TrimSpace(m[1]))
		}
	}
	return lines
}

// reads has the plugin read a line, and do nothing.
func reads(line string) error {
	args := typed.FindAllString(line, -1)
	for i := range args {
		args[i] = strings.Trim(args[i], `"'`)
	}
	command, rest, err := NewCommand("test", genericiooptions.NewTestIOStreamsDiscard()).Find(args)
	if err != nil {
		return err
	}
	if err := command.ParseFlags(rest); err != nil {
		return err
	}
	return command.ValidateArgs(command.Flags().Args())
}
