//go:build linux

// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"testing"
)

// TestOnlyWhatDeadRunsLeftIsRemoved finds what bears the id of a process that is
// gone, and nothing that a living one has, was kept on purpose, or is not ours.
func TestOnlyWhatDeadRunsLeftIsRemoved(t *testing.T) {
	gone := exec.Command("true")
	if err := gone.Run(); err != nil {
		t.Fatal(err)
	}
	dead := strconv.Itoa(gone.Process.Pid)
	folder := t.TempDir()
	for _, name := range []string{
		ownPrefix + dead, ownPrefix + strconv.Itoa(os.Getppid()), ownPrefix + "0" + dead, ownPrefix + "-1", ownPrefix + "0", ownPrefix,
		keptPrefix + dead, "mandate-cluster-" + dead, dead,
	} {
		if err := os.Mkdir(filepath.Join(folder, name), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	if got, want := leftIn(folder), []string{ownPrefix + dead}; !slices.Equal(got, want) {
		t.Errorf("left by dead runs: %q, want %q", got, want)
	}
	if got := leftIn(filepath.Join(folder, "none")); len(got) > 0 {
		t.Errorf("left in no folder: %q", got)
	}
	if !isLeft(linkPrefix, ownLink()) {
		t.Error("a link with our own id, before we made one, is not told to be left")
	}
	if name := linkPrefix + "4194304"; len(name) > 15 {
		t.Errorf("%s is too long for a link", name)
	}
}

// TestKeptLogsHoldNoKey finds that the logs of what failed are kept, the key of the
// API server is not, and that nothing of the run's own folder stays.
func TestKeptLogsHoldNoKey(t *testing.T) {
	for _, failed := range []bool{true, false} {
		t.Run(fmt.Sprintf("failed: %v", failed), func(t *testing.T) {
			t.Setenv("TMPDIR", t.TempDir())
			p, err := makePapers()
			if err != nil {
				t.Fatal(err)
			}
			for _, path := range []string{filepath.Join(p.keys(), "api-server.key"), filepath.Join(p.logs(), "etcd.log")} {
				if err := os.WriteFile(path, []byte("x"), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			kept, err := p.end(failed)
			if err != nil {
				t.Fatal(err)
			}
			var found []string
			_ = filepath.WalkDir(os.TempDir(), func(path string, _ os.DirEntry, _ error) error {
				found = append(found, path)
				return nil
			})
			want := []string{os.TempDir()}
			if failed {
				want = append(want, kept, filepath.Join(kept, "etcd.log"))
			}
			if !slices.Equal(found, want) {
				t.Errorf("left are %q, want %q", found, want)
			}
		})
	}
}
