// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package acting

import (
	_ "embed" // the texts
	"regexp"
	"strings"
	"text/template"

	"github.com/publicdata-io/mandate/internal/chinese"
	"github.com/publicdata-io/mandate/internal/finding"
)

// Language is a language that the plugin speaks.
type Language string

// The languages.
const (
	English Language = "en"
	Chinese Language = "zh"
)

// Languages are all of them.
var Languages = []Language{English, Chinese}

// LanguageOf reads a language out of the value of --lang, or of the first of
// the environment's LC_ALL, LC_MESSAGES and LANG that is set; English when none
// of ours is asked for.
func LanguageOf(values ...string) Language {
	for _, value := range values {
		if value == "" {
			continue
		}
		if strings.HasPrefix(strings.ToLower(value), string(Chinese)) {
			return Chinese
		}
		return English
	}
	return English
}

//go:embed texts.en.tmpl
var inEnglish string

//go:embed texts.zh.tmpl
var inChinese string

var texts = map[Language]*template.Template{English: parse(inEnglish), Chinese: parse(inChinese)}

func parse(source string) *template.Template {
	return template.Must(template.New("").Funcs(template.FuncMap{"join": strings.Join, "a": func(word any) finding.Noun { return finding.A(word) }, "A": beginning, "word": chinese.Word, "choices": choices}).Option("missingkey=error").Parse(source))
}

// beginning is a word with its article, at the beginning of a sentence.
func beginning(word any) string { return "A" + finding.A(word).String()[1:] }

// inBrackets is a word of the API beside a choice.
var inBrackets = regexp.MustCompile(`\((\w+)`)

// choices are what could be meant, in Chinese.
func choices(of []string) string {
	said := inBrackets.ReplaceAllStringFunc(strings.Join(of, "、"), func(word string) string { return "(" + chinese.Word(word[1:]) })
	return strings.ReplaceAll(strings.ReplaceAll(said, " (", "（"), ")", "）")
}

// Text is the refusal in a language.
func (r *Refusal) Text(language Language) string { return Text(language, r.Name, r) }

// Text is the text of that name in a language, about a value.
func Text(language Language, name string, about any) string {
	source, known := texts[language]
	if !known {
		source = texts[English]
	}
	var out strings.Builder
	if err := source.ExecuteTemplate(&out, name, about); err != nil {
		return err.Error() // a mistake in the file of texts; a test renders each of them
	}
	return strings.TrimSpace(out.String())
}
