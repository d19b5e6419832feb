// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package plugin

import (
	"errors"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/acting"
	"github.com/publicdata-io/mandate/internal/chinese"
	"github.com/publicdata-io/mandate/internal/citing"
	"github.com/publicdata-io/mandate/internal/finding"
	"github.com/publicdata-io/mandate/internal/login"
)

// fault is an error that can be told in any language, and what caused it, which
// is told as it came.
type fault struct {
	said  finding.Phrase
	cause error
}

// wrong is a fault of a line that was typed.
func wrong(format string, args ...any) error { return &fault{said: finding.Say(format, args...)} }

// failed is a fault in reaching something.
func failed(cause error, format string, args ...any) error {
	return &fault{said: finding.Say(format, args...), cause: cause}
}

// Error is the fault in English.
func (f *fault) Error() string { return f.in(acting.English) }

// Unwrap is what caused it.
func (f *fault) Unwrap() error { return f.cause }

func (f *fault) in(language acting.Language) string {
	if f.cause == nil {
		return tell(language, f.said)
	}
	return tell(language, f.said) + ": " + finding.Line(In(language, f.cause))
}

// In is an error in a language, as far as it has one.
func In(language acting.Language, err error) string {
	if f := (*fault)(nil); errors.As(err, &f) {
		return f.in(language)
	}
	if r := (*login.Refusal)(nil); errors.As(err, &r) {
		return r.Text(language)
	}
	if language == acting.Chinese {
		said, _ := chinese.Rule(err.Error())
		return said
	}
	return err.Error()
}

// LanguageOf is the language in which a line was to be answered.
func LanguageOf(command *cobra.Command) acting.Language {
	for _, flags := range []*pflag.FlagSet{command.Flags(), command.Root().PersistentFlags()} { // help is asked of one command about another
		if flag := flags.Lookup("lang"); flag != nil && flag.Value.String() != "" {
			return languageOf(flag.Value.String())
		}
	}
	return languageOf("")
}

// LanguageOfLine is the language in which a line was to be answered of which no
// command was found, so that nobody has read its flags.
func LanguageOfLine(command *cobra.Command, args []string) acting.Language {
	for i, arg := range args {
		word, given := strings.CutPrefix(arg, "--lang=")
		if arg == "--lang" && i+1 < len(args) {
			word, given = args[i+1], true
		}
		if given {
			return languageOf(word)
		}
	}
	return LanguageOf(command)
}

// tell says a phrase in a language, in one line.
func tell(language acting.Language, said finding.Phrase) string {
	if language == acting.Chinese {
		return finding.Line(chinese.Say(said))
	}
	return finding.Line(said.String())
}

// cited are the rows in brackets, with their articles.
func cited(language acting.Language, basis []v1alpha1.BasisID) string {
	switch {
	case len(basis) == 0:
		return ""
	case language == acting.Chinese:
		return "〔" + citing.InChinese(basis) + "〕"
	}
	return " [" + citing.InEnglish(basis) + "]"
}
