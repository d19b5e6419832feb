// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package login

import (
	_ "embed" // the texts
	"strings"
	"text/template"

	"github.com/publicdata-io/mandate/internal/acting"
	"github.com/publicdata-io/mandate/internal/chinese"
)

// english holds every text that the plugin shows, mandarin the same definitions
// in Chinese.
//
//go:embed texts.en.tmpl
var english string

//go:embed texts.zh.tmpl
var mandarin string

var texts = map[acting.Language]*template.Template{acting.English: parse(english), acting.Chinese: parse(mandarin)}

func parse(source string) *template.Template {
	return template.Must(template.New("").Funcs(template.FuncMap{
		"quote": Quote,
		"join":  strings.Join,
		"word":  chinese.Word,
	}).Option("missingkey=error").Parse(source))
}

// Text is the text of that name about a scene in English, without blank lines
// around it. Names are those of the definitions in the files of texts.
func Text(name string, s Scene) string { return In(acting.English, name, s) }

// In is the text of that name about a scene in a language.
func In(language acting.Language, name string, s Scene) string {
	source, known := texts[language]
	if !known {
		source = texts[acting.English]
	}
	var out strings.Builder
	if err := source.ExecuteTemplate(&out, name, s); err != nil {
		return err.Error() // a mistake in the file of texts; a test renders each of them
	}
	return strings.Trim(out.String(), "\n")
}
