// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package plugin

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/publicdata-io/mandate/internal/acting"
	"github.com/publicdata-io/mandate/internal/chinese"
	"github.com/publicdata-io/mandate/internal/login"
)

// Annotations of a command: the name under which its words are kept, and what
// they are about.
const (
	wordsOf = "mandate.publicdata.io/words"
	about   = "mandate.publicdata.io/about"
)

// worded are the annotations of a command whose words are kept under a name.
func worded(name, of string) map[string]string { return map[string]string{wordsOf: name, about: of} }

// speaks lets a command and those beneath it be explained in the language that is
// asked for: it is known only once the line was read.
func speaks(root *cobra.Command) *cobra.Command {
	help := root.HelpFunc()
	template := root.UsageTemplate()
	root.SetHelpFunc(func(command *cobra.Command, args []string) {
		language := LanguageOf(command)
		root.SetUsageTemplate(headed(template, language))
		speak(command, language)
		help(command, args)
	})
	speak(root, languageOf(""))
	return root
}

// speak gives a command its words, and those beneath it.
func speak(command *cobra.Command, language acting.Language) {
	short, long, example := said(command, language)
	command.Short, command.Long = short, long
	if example != "" {
		command.Example = example
	}
	if language == acting.Chinese {
		command.Flags().VisitAll(func(f *pflag.Flag) { f.Usage = helped(command, f) })
	}
	for _, beneath := range command.Commands() {
		speak(beneath, language)
	}
}

// said are the words of a command; those of the ways in are kept with login.
func said(command *cobra.Command, language acting.Language) (short, long, example string) {
	name := command.Annotations[wordsOf]
	in := func(of string) string { return login.In(language, name+of, login.Scene{}) }
	switch name {
	case "":
		if language == acting.Chinese && command.Name() == "help" { // of who reads lines
			return "显示任一命令的说明", command.Long, ""
		}
		return command.Short, command.Long, ""
	case "login":
		return in(".short"), in(".long"), in(".example")
	case "root":
		return in(".short"), in(".long"), ""
	case "credential", "version":
		return in(".short"), "", ""
	}
	of := command.Annotations[about]
	return acting.Text(language, name+".short", of), acting.Text(language, name+".long", of), ""
}

// helped is what a flag is for, in Chinese; the words of those of the ways in are
// kept with login.
func helped(command *cobra.Command, f *pflag.Flag) string {
	of := command.Annotations[wordsOf]
	if slices.Contains(ownFlags[of], f.Name) {
		return login.In(acting.Chinese, of+".flag."+f.Name, login.Scene{})
	}
	return chinese.Help(f.Usage)
}

var ownFlags = map[string][]string{
	"login": {"namespace", "sandbox", "output", "merge", "no-verify"}, "credential": {"grant"},
}

// headed is a template of how commands are used with its headings in a language.
func headed(template string, language acting.Language) string {
	if language != acting.Chinese {
		return template
	}
	return strings.NewReplacer(
		"Usage:", "用法：", "Aliases:", "别名：", "Examples:", "示例：", "Available Commands:", "命令：", "Additional Commands:", "其他命令：",
		"Global Flags:", "全局标志：", "Flags:", "标志：",
		`Use "{{.CommandPath}} [command] --help" for more information about a command.`, `各命令的说明：{{.CommandPath}} [command] --help`,
	).Replace(template)
}
