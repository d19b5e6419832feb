// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

// Package plugin answers: what does `kubectl mandate` do with the API server
// and with files? What it says and writes is made in internal/login.
package plugin

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"
	"k8s.io/cli-runtime/pkg/genericiooptions"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/acting"
	"github.com/publicdata-io/mandate/internal/login"
)

// NewCommand is the whole plugin. Its errors are for the caller to print.
func NewCommand(version string, streams genericiooptions.IOStreams) *cobra.Command {
	root := &cobra.Command{
		Use:           "kubectl mandate",
		SilenceErrors: true,
		SilenceUsage:  true,
		// The word after "kubectl" is what people type, though the file is
		// called kubectl-mandate.
		Annotations:       map[string]string{cobra.CommandDisplayNameAnnotation: "kubectl mandate", wordsOf: "root"},
		CompletionOptions: cobra.CompletionOptions{HiddenDefaultCmd: true},
	}
	root.SetIn(streams.In)
	root.SetOut(streams.Out)
	root.SetErr(streams.ErrOut)
	root.AddCommand(newLogin(version, streams), newCredential(version, streams), newVersion(version, streams), newWhy(version, streams), newTree(version, streams),
		newSimulate(version, streams), newCheck(streams), newDecide(version, streams))
	for _, action := range []v1alpha1.Action{v1alpha1.ActionSuspend, v1alpha1.ActionLift, v1alpha1.ActionHalt, v1alpha1.ActionRelease} {
		root.AddCommand(newAct(action, version, streams))
	}
	root.PersistentFlags().String("lang", "", langUsage)
	root.PersistentPreRunE = func(command *cobra.Command, _ []string) error { return judgeLanguage(command) }
	root.InitDefaultHelpFlag() // otherwise the word after --help is taken for its value, and what follows for a command
	return speaks(root)
}

// judgeLanguage refuses a --lang that is none of ours.
func judgeLanguage(command *cobra.Command) error {
	flag := command.Flags().Lookup("lang")
	if flag == nil || flag.Value.String() == "" {
		return nil
	}
	for _, language := range acting.Languages {
		if strings.HasPrefix(strings.ToLower(flag.Value.String()), string(language)) {
			return nil
		}
	}
	return wrong("--lang %q is neither en nor zh", flag.Value.String())
}

// langUsage is what --lang is for.
const langUsage = "en or zh (default: by LC_ALL, LC_MESSAGES, LANG)"

func newVersion(version string, streams genericiooptions.IOStreams) *cobra.Command {
	return &cobra.Command{
		Use:         "version",
		Annotations: worded("version", ""),
		Args:        cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			_, err := fmt.Fprintln(streams.Out, login.PluginName, version)
			return err
		},
	}
}

func text(name string) string { return login.Text(name, login.Scene{}) }
