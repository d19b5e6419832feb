// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"errors"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"

	kubernetes "k8s.io/apimachinery/pkg/version"
	"k8s.io/client-go/discovery"
)

// says is an API server that says how old it is, or fails to.
type says struct {
	discovery.ServerVersionInterface
	info kubernetes.Info
	err  error
}

func (s says) ServerVersion() (*kubernetes.Info, error) { return &s.info, s.err }

func TestRecentEnough(t *testing.T) {
	tests := map[string]struct {
		server says
		want   string // a part of what is said; empty is recent enough
	}{
		"the oldest that serves":      {says{info: kubernetes.Info{Major: "1", Minor: "36", GitVersion: "v1.36.0"}}, ""},
		"of a vendor":                 {says{info: kubernetes.Info{Major: "1", Minor: "37+", GitVersion: "v1.37.1-vendor.2"}}, ""},
		"rolled back":                 {says{info: kubernetes.Info{Major: "1", Minor: "35", GitVersion: "v1.35.9"}}, "this is Kubernetes v1.35.9"},
		"a minor version that is not": {says{info: kubernetes.Info{Major: "1", Minor: "x", GitVersion: "v1.x"}}, "this is Kubernetes v1.x"},
		"another major version":       {says{info: kubernetes.Info{Major: "2", Minor: "40", GitVersion: "v2.40.0"}}, "this is Kubernetes v2.40.0"},
		"it does not say":             {says{err: errors.New("not today")}, "not today"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			said := ""
			if err := recentEnough(tc.server); err != nil {
				said = err.Error()
			}
			if (said == "") != (tc.want == "") || !strings.Contains(said, tc.want) {
				t.Errorf("it says %q, want %q", said, tc.want)
			}
		})
	}
}

// TestOnAnOldKubernetesNobodyGivesAndCutoffCuts starts both programs at an API
// server that was rolled back and has no mutating policies any more: who asks for
// them has everything else, and goes on.
func TestOnAnOldKubernetesNobodyGivesAndCutoffCuts(t *testing.T) {
	tests := map[string]struct {
		command string
		minor   string
		goesOn  bool
	}{
		"the operator, rolled back":               {"operator", "35", false},
		"the operator, of a version nobody reads": {"operator", "", false},
		"cutoff, rolled back":                     {"cutoff", "35", true},
		"cutoff, of a version nobody reads":       {"cutoff", "", true},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			served := kinds(t)
			served["/version"] = kubernetes.Info{Major: "1", Minor: tc.minor, GitVersion: "v1." + tc.minor + ".0"}
			empty(served)
			withoutKinds(served, "/apis/admissionregistration.k8s.io/v1", "MutatingAdmissionPolicy")
			asked := make(chan string, 1)
			server := serves(t, served, func(req *http.Request) bool { return strings.HasSuffix(req.URL.Path, "/mutatingadmissionpolicies") }, asked)
			said, goesOn := runs(t, tc.command, kubeconfig(t, server), asked)
			if goesOn != tc.goesOn || !strings.Contains(said, "Mandate needs 1.36") {
				t.Errorf("it goes on: %v, want %v; it said:\n%s", goesOn, tc.goesOn, said)
			}
		})
	}
}

// runs runs the program until it ends or asks for what is never answered, and
// returns what it said and whether it was still at work.
func runs(t *testing.T, command, kubeconfig string, asked <-chan string) (said string, goesOn bool) {
	t.Helper()
	var out bytes.Buffer
	program := exec.CommandContext(t.Context(), os.Args[0], command,
		"--kubeconfig", kubeconfig, "--metrics-bind-address=0", "--health-probe-bind-address=0")
	program.Env = append(os.Environ(), asMandate+"=1")
	program.Stdout, program.Stderr = &out, &out
	if err := program.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- program.Wait() }()
	select {
	case err := <-ended:
		if err == nil {
			t.Error("it ended without an error")
		}
		return out.String(), false
	case <-asked:
	case <-time.After(time.Minute):
		t.Error("it neither ends nor asks")
	}
	select {
	case err := <-ended:
		t.Logf("it ended: %v", err)
		return out.String(), false
	case <-time.After(time.Second): // it goes on asking
	}
	if err := program.Process.Signal(syscall.SIGTERM); err != nil {
		t.Error(err)
	}
	if err := <-ended; err != nil {
		t.Logf("told to end, it did: %v", err)
	}
	return out.String(), true
}
