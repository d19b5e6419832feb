// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package cluster_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/publicdata-io/mandate/test/cluster"
)

// TestFailedStart wants an error that says why, and nothing left behind.
func TestFailedStart(t *testing.T) {
	canceled, cancel := context.WithCancel(t.Context())
	cancel()
	tests := map[string]struct {
		ctx     context.Context
		options cluster.Options
		want    string
	}{
		"the API server refuses a flag": {
			ctx:     t.Context(),
			options: cluster.Options{APIServerArgs: []string{"--no-such-flag"}},
			want:    "unknown flag: --no-such-flag",
		},
		"the controller manager refuses a flag": {
			ctx:     t.Context(),
			options: cluster.Options{Fast: true, ControllerManagerArgs: []string{"--no-such-flag"}},
			want:    "unknown flag: --no-such-flag",
		},
		"the caller gives up": {ctx: canceled, want: "context canceled"},
		"the programs are not there": {
			ctx:     t.Context(),
			options: cluster.Options{Assets: "/nonexistent"},
			want:    "/nonexistent/etcd",
		},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			temp := t.TempDir()
			t.Setenv("TMPDIR", temp)
			c, err := cluster.Start(tc.ctx, tc.options)
			if err == nil {
				t.Fatal(errors.Join(errors.New("started, want an error"), c.Stop()))
			}
			if !strings.Contains(err.Error(), tc.want) {
				t.Errorf("error does not say %q: %v", tc.want, err)
			}
			left, err := os.ReadDir(temp)
			if err != nil || len(left) > 0 {
				t.Errorf("left behind: %v (%v)", left, err)
			}
		})
	}
}

func TestFindAssets(t *testing.T) {
	all := []string{"etcd", "kube-apiserver", "kube-controller-manager", "kubectl"}
	tests := map[string]struct {
		variable   []string // programs in KUBEBUILDER_ASSETS; nil when it is not set
		repository []string // programs in bin/k8s
		want       string   // the folder
		wantErrors []string
	}{
		"the variable wins":                     {variable: all, repository: all, want: "variable"},
		"the variable needs no build":           {variable: all, want: "variable"},
		"without the variable ours are taken":   {repository: all, want: "repository/bin/k8s"},
		"an insufficient variable is left out":  {variable: all[:2], repository: all, want: "repository/bin/k8s"},
		"an empty repository says how to build": {wantErrors: []string{"build.sh"}},
		"both shortfalls are told": {
			variable:   all[:2],
			wantErrors: []string{"KUBEBUILDER_ASSETS does not suffice", "kube-controller-manager", "build.sh"},
		},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			t.Setenv("KUBEBUILDER_ASSETS", "")
			if tc.variable != nil {
				t.Setenv("KUBEBUILDER_ASSETS", filepath.Join(dir, "variable"))
			}
			touch(t, filepath.Join(dir, "variable"), tc.variable...)
			touch(t, filepath.Join(dir, "repository/bin/k8s"), tc.repository...)
			touch(t, filepath.Join(dir, "repository/hack/kubernetes"), "go.mod")
			touch(t, filepath.Join(dir, "repository/test/cluster"))
			t.Chdir(filepath.Join(dir, "repository/test/cluster"))
			found, err := cluster.FindAssets()
			got := strings.TrimPrefix(found, dir+"/")
			if diff := cmp.Diff(tc.want, got); diff != "" {
				t.Errorf("folder (-want +got):\n%s\nerror: %v", diff, err)
			}
			for _, want := range tc.wantErrors {
				if err == nil || !strings.Contains(err.Error(), want) {
					t.Errorf("error does not say %q: %v", want, err)
				}
			}
		})
	}
}

func touch(t *testing.T, dir string, names ...string) {
	t.Helper()
	if err := os.MkdirAll(dir, 0o750); err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		if err := os.WriteFile(filepath.Join(dir, name), nil, 0o700); err != nil {
			t.Fatal(err)
		}
	}
}
