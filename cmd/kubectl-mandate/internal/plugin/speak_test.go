// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package plugin

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"unicode"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	"k8s.io/cli-runtime/pkg/genericiooptions"

	"github.com/publicdata-io/mandate/internal/acting"
	"github.com/publicdata-io/mandate/internal/login"
)

// Every command and every flag is explained in both languages.
func TestHelpInBothLanguages(t *testing.T) {
	for _, language := range acting.Languages {
		root := NewCommand("v0.0.0-test", genericiooptions.IOStreams{In: &bytes.Buffer{}, Out: &bytes.Buffer{}, ErrOut: &bytes.Buffer{}})
		root.InitDefaultHelpFlag()
		speak(root, language)
		for _, command := range append(root.Commands(), root) {
			said := func(what, text string) {
				if wantHan := language == acting.Chinese; text == "" || strings.ContainsFunc(text, isHan) != wantHan && !strings.HasPrefix(text, "en or zh") {
					t.Errorf("in %s, %s of %s is %q", language, what, command.Name(), text)
				}
			}
			said("Short", command.Short)
			command.InitDefaultHelpFlag()
			speak(command, language)
			command.Flags().VisitAll(func(f *pflag.Flag) { said("--"+f.Name, f.Usage) })
		}
	}
}

func isHan(r rune) bool { return unicode.Is(unicode.Han, r) }

func TestHelpIsInTheLanguageOfTheLine(t *testing.T) {
	for _, line := range [][]string{{"check", "--lang", "zh", "--help"}, {"login", "--help", "--lang=zh"}, {"--lang", "zh", "--help"}, {"--help", "--lang", "zh"}, {"help", "why", "--lang", "zh"}} {
		said := call(t, line...).out
		if !strings.Contains(said, "用法：") || strings.Contains(said, "Flags:") {
			t.Errorf("%q is explained so:\n%s", line, said)
		}
	}
	if said := call(t, "check", "--lang", "en", "--help").out; strings.ContainsFunc(strings.ReplaceAll(said, "整", ""), isHan) {
		t.Errorf("in English it is explained so:\n%s", said)
	}
}

func TestALanguageThatIsNone(t *testing.T) {
	if got := call(t, "version", "--lang", "zh"); got.failed != nil {
		t.Errorf("version --lang zh ends with %v", got.failed)
	}
	if got := call(t, "version", "--lang", "fr"); got.failed == nil || !strings.Contains(got.failed.Error(), `--lang "fr" is neither en nor zh`) {
		t.Errorf("--lang fr ends with %v, want that it is none of ours", got.failed)
	}
}

func TestErrorsAreToldInTheLanguage(t *testing.T) {
	tests := map[string]struct {
		err  error
		want string
	}{
		"a refusal of login":  {login.Refuse("nobody", login.Scene{}), "登录哪一个沙箱？"},
		"a flag that is none": {errors.New("unknown flag: --nothing"), "没有标志 --nothing"},
		"too many arguments":  {cobra.ExactArgs(1)(&cobra.Command{}, []string{"a", "b"}), "须有 1 个参数，而写了 2 个"},
		"what has no Chinese": {errors.New("connection refused"), "connection refused"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			if got := In(acting.Chinese, tc.err); !strings.HasPrefix(got, tc.want) {
				t.Errorf("it says %q, want %q", got, tc.want)
			}
		})
	}
}
