// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

// Package image answers one question: does `make image` build what the
// Deployments run, with any of the tools that build images, and say what is
// missing where there is none?
package image

import (
	"debug/elf"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	appsv1 "k8s.io/api/apps/v1"
	"sigs.k8s.io/yaml"
)

const root = "../.."

// answers and silent are what stands in for a tool: one that notes its arguments,
// and one whose daemon does not run.
const (
	answers = "#!/bin/sh\n[ \"$1\" = info ] || echo \"${0##*/} $*\"\n"
	silent  = "#!/bin/sh\nexit 1\n"
)

// build runs hack/image.sh beside nothing but the tools that are given.
func build(t *testing.T, tools map[string]string, args ...string) (string, error) {
	t.Helper()
	path := t.TempDir()
	for _, program := range []string{"go", "sh", "dirname"} {
		found, err := exec.LookPath(program)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.Symlink(found, filepath.Join(path, program)); err != nil {
			t.Fatal(err)
		}
	}
	for name, script := range tools {
		if err := os.WriteFile(filepath.Join(path, name), []byte(script), 0o755); err != nil { //nolint:gosec // it is run
			t.Fatal(err)
		}
	}
	command := exec.CommandContext(t.Context(), "sh", append([]string{root + "/hack/image.sh"}, args...)...)
	command.Env = append(os.Environ(), "PATH="+path, "ARCH=amd64", "VERSION=v1")
	out, err := command.CombinedOutput()
	return string(out), err
}

func TestAnImageThatCannotBeBuiltIsToldWhy(t *testing.T) {
	tests := map[string]struct {
		tools map[string]string
		args  []string
		want  string
	}{
		"no name":               {map[string]string{"docker": answers}, nil, "no image is named: make image IMAGE="},
		"no tool":               {nil, []string{"r/mandate:v1"}, "none of docker, podman and buildah is on the PATH"},
		"a daemon that is down": {map[string]string{"docker": silent}, []string{"r/mandate:v1"}, "found docker, but `info` fails"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			out, err := build(t, tc.tools, tc.args...)
			if err == nil || !strings.Contains(out, tc.want) {
				t.Errorf("got %v and\n%s\nwant a failure that says %q", err, out, tc.want)
			}
		})
	}
}

// TestTheImageHoldsOneStaticProgram builds it with the second tool, since the
// first does not answer, and reads what the Dockerfile copies.
func TestTheImageHoldsOneStaticProgram(t *testing.T) {
	out, err := build(t, map[string]string{"docker": silent, "podman": answers}, "r/mandate:v1")
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	if want := "podman build --platform linux/amd64 --tag r/mandate:v1 --file Dockerfile .\n"; !strings.Contains(out, want) {
		t.Errorf("got\n%s\nwant %s", out, want)
	}
	copied := instructions(t, "COPY")
	if diff := cmp.Diff([]string{"LICENSE /LICENSE", "bin/image/mandate /mandate"}, copied); diff != "" {
		t.Errorf("what the Dockerfile copies (-want +got):\n%s", diff)
	}
	context := lines(t, ".dockerignore")
	for _, line := range copied {
		source := strings.Fields(line)[0]
		if !slices.Contains(context, "!"+source) {
			t.Errorf(".dockerignore keeps %s out", source)
		}
		if _, err := os.Stat(filepath.Join(root, source)); err != nil {
			t.Error(err)
		}
	}
	program, err := elf.Open(filepath.Join(root, "bin/image/mandate"))
	if err != nil {
		t.Fatal(err)
	}
	defer program.Close() //nolint:errcheck // read alone
	if slices.ContainsFunc(program.Progs, func(p *elf.Prog) bool { return p.Type == elf.PT_INTERP }) {
		t.Error("mandate asks for a loader, and an empty image has none")
	}
}

// TestTheDeploymentsRunTheImage: they name no command, so that the image's entry
// point is what runs, as the same user.
func TestTheDeploymentsRunTheImage(t *testing.T) {
	if diff := cmp.Diff([]string{`["/mandate"]`}, instructions(t, "ENTRYPOINT")); diff != "" {
		t.Errorf("the entry point (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"65532:65532"}, instructions(t, "USER")); diff != "" {
		t.Errorf("the user (-want +got):\n%s", diff)
	}
	for _, name := range []string{"operator", "cutoff"} {
		var deployment appsv1.Deployment
		text := strings.Join(lines(t, "config/manager/"+name+".yaml"), "\n")
		if err := yaml.Unmarshal([]byte(text), &deployment); err != nil {
			t.Fatal(err)
		}
		pod := deployment.Spec.Template.Spec
		if got := *pod.SecurityContext.RunAsUser; got != 65532 {
			t.Errorf("%s runs as %d", name, got)
		}
		if c := pod.Containers[0]; len(c.Command) != 0 || c.Args[0] != name {
			t.Errorf("%s runs %q with %q", name, c.Command, c.Args)
		}
	}
}

var instruction = regexp.MustCompile(`^([A-Z]+) (.*)$`)

// instructions are the arguments of one instruction of the Dockerfile, in order.
func instructions(t *testing.T, name string) []string {
	t.Helper()
	var all []string
	for _, line := range lines(t, "Dockerfile") {
		if parts := instruction.FindStringSubmatch(line); parts != nil && parts[1] == name {
			all = append(all, parts[2])
		}
	}
	return all
}

func lines(t *testing.T, path string) []string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(root, path))
	if err != nil {
		t.Fatal(err)
	}
	return strings.Split(string(text), "\n")
}
