// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package cluster_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/publicdata-io/mandate/test/cluster"
)

// parentVariable turns this test binary into the program of somebody who
// starts a control plane and does not get to stop it.
const parentVariable = "MANDATE_TEST_PARENT"

func TestMain(m *testing.M) {
	if os.Getenv(parentVariable) != "" {
		parent()
		return
	}
	os.Exit(m.Run())
}

// parent starts a control plane, tells the process ids, and waits for its end.
func parent() {
	c, err := cluster.Start(context.Background(), cluster.Options{Fast: true})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	if err := json.NewEncoder(os.Stdout).Encode(c.PIDs()); err != nil {
		panic(err)
	}
	if _, err := bufio.NewReader(os.Stdin).ReadString('\n'); err == nil {
		panic("as the test asked")
	}
}

// TestNothingIsLeftBehind ends the parent in the ways in which no deferred
// function of it runs.
func TestNothingIsLeftBehind(t *testing.T) {
	tests := map[string]func(*parentProcess) error{
		"killed":      func(p *parentProcess) error { return p.cmd.Process.Signal(syscall.SIGKILL) },
		"interrupted": func(p *parentProcess) error { return p.cmd.Process.Signal(syscall.SIGINT) },
		"panicked":    func(p *parentProcess) error { _, err := fmt.Fprintln(p.stdin); return err },
	}
	for name, end := range tests {
		t.Run(name, func(t *testing.T) {
			p := startParent(t)
			for component, pid := range p.pids {
				if !isAlive(pid) {
					t.Errorf("%s is not running before the end", component)
				}
			}
			if err := end(p); err != nil {
				t.Fatal(err)
			}
			if err := p.cmd.Wait(); err == nil {
				t.Error("the parent ended without an error")
			}
			eventually(t, func(context.Context) error { return p.leftovers() })
		})
	}
}

type parentProcess struct {
	cmd   *exec.Cmd
	stdin io.WriteCloser
	temp  string // where its data folder lies
	pids  map[string]int
}

func startParent(t *testing.T) *parentProcess {
	t.Helper()
	p := &parentProcess{cmd: exec.Command(os.Args[0]), temp: t.TempDir()}
	p.cmd.Env = append(os.Environ(), parentVariable+"=1", "TMPDIR="+p.temp)
	var err error
	if p.stdin, err = p.cmd.StdinPipe(); err != nil {
		t.Fatal(err)
	}
	stdout, err := p.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := p.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = p.cmd.Process.Kill() })
	if err := json.NewDecoder(stdout).Decode(&p.pids); err != nil {
		t.Fatalf("read the parent's process ids: %v", err)
	}
	return p
}

// leftovers returns an error that names what outlived the parent.
func (p *parentProcess) leftovers() error {
	var found []error
	for component, pid := range p.pids {
		if isAlive(pid) {
			found = append(found, fmt.Errorf("%s is still running", component))
		}
	}
	folders, err := filepath.Glob(filepath.Join(p.temp, "mandate-cluster-*"))
	if len(folders) > 0 {
		found = append(found, fmt.Errorf("data is still in %v", folders))
	}
	return errors.Join(append(found, err)...)
}

// isAlive does not count a zombie: whether those are collected is up to the
// machine's first process, not to us.
func isAlive(pid int) bool {
	if syscall.Kill(pid, 0) != nil {
		return false
	}
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	return err != nil || !bytes.Contains(stat, []byte(") Z "))
}
