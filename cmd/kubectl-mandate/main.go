// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

// kubectl-mandate is the plugin `kubectl mandate`.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"k8s.io/cli-runtime/pkg/genericiooptions"

	"github.com/publicdata-io/mandate/cmd/kubectl-mandate/internal/plugin"
	"github.com/publicdata-io/mandate/internal/acting"
)

// version is set by the linker.
var version = "unknown"

func main() {
	os.Exit(run())
}

func run() int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	streams := genericiooptions.IOStreams{In: os.Stdin, Out: plugin.Plain(os.Stdout), ErrOut: plugin.Plain(os.Stderr)}
	command := plugin.NewCommand(version, streams)
	if ran, err := command.ExecuteContextC(ctx); err != nil {
		language := plugin.LanguageOfLine(ran, os.Args[1:])
		fmt.Fprintln(streams.ErrOut, acting.Text(language, "error", plugin.In(language, err)))
		if exit := (*plugin.Exit)(nil); errors.As(err, &exit) {
			return exit.Code
		}
		return 1
	}
	return 0
}
