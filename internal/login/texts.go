// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package login

import (
	_ "embed" // the texts
	"strings"
	"text/template"
)

// english holds every text that the plugin shows. A translation is another
// file of the same definitions.
//
//go:embed texts.en.tmpl
var english string

var texts = template.Must(template.New("en").Funcs(template.FuncMap{
	"quote": Quote,
	"join":  strings.Join,
}).Option("missingkey=error").Parse(english))

// Text is the text of that name about a scene, without blank lines around it.
// Names are those of the definitions in the file of texts.
func Text(name string, s Scene) string {
	var out strings.Builder
	if err := texts.ExecuteTemplate(&out, name, s); err != nil {
		return err.Error() // a mistake in the file of texts; a test renders each of them
	}
	return strings.Trim(out.String(), "\n")
}
