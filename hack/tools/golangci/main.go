// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

// Command golangci is golangci-lint with two plugins of Kubernetes linked in:
// kube-api-linter and logcheck. It is what `golangci-lint custom` would build,
// but from pinned modules alone, without cloning a repository: .golangci.yml
// and .golangci-kal.yml share it.
package main

import (
	"fmt"
	"os"
	"runtime/debug"

	"github.com/golangci/golangci-lint/v2/pkg/commands"
	"github.com/golangci/golangci-lint/v2/pkg/exitcodes"
	_ "sigs.k8s.io/kube-api-linter"             // registers kubeapilinter
	_ "sigs.k8s.io/logtools/logcheck/gclplugin" // registers logcheck
)

const golangciLint = "github.com/golangci/golangci-lint/v2"

func main() {
	if err := commands.Execute(pinned()); err != nil {
		fmt.Fprintf(os.Stderr, "golangci-lint: %v\n", err)
		os.Exit(exitcodes.Failure)
	}
}

// pinned reports the golangci-lint that go.mod asks for, which is what
// `golangci-lint version` should say of this program.
func pinned() commands.BuildInfo {
	info := commands.BuildInfo{Version: "unknown", Commit: "?", Date: "(unknown)"}
	build, ok := debug.ReadBuildInfo()
	if !ok {
		return info
	}
	info.GoVersion = build.GoVersion
	for _, module := range build.Deps {
		if module.Path == golangciLint {
			info.Version, info.Commit = module.Version, module.Sum
		}
	}
	return info
}
