// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package login

import (
	"testing"

	"k8s.io/apimachinery/pkg/types"

	"github.com/publicdata-io/mandate/internal/sandbox"
)

func TestNames(t *testing.T) {
	tests := map[string]struct {
		scene               Scene
		wantEntry, wantFile string
	}{
		"by grant": {
			Scene{Namespace: "demo-health", Grant: "drug-safety", Sandbox: "sandbox-0123456789abcdef0123"},
			"mandate:demo-health/drug-safety", "demo-health_drug-safety.yaml",
		},
		"by sandbox alone": {
			Scene{Sandbox: "sandbox-0123456789abcdef0123"},
			"mandate:sandbox-0123456789abcdef0123", "sandbox-0123456789abcdef0123.yaml",
		},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			if got := tc.scene.Entry(); got != tc.wantEntry {
				t.Errorf("Entry = %q, want %q", got, tc.wantEntry)
			}
			if got := tc.scene.FileName(); got != tc.wantFile {
				t.Errorf("FileName = %q, want %q", got, tc.wantFile)
			}
		})
	}
}

func TestIsSandbox(t *testing.T) {
	tests := map[string]bool{
		sandbox.NamespaceName(types.UID("b6f4…")): true,
		"sandbox-0123456789abcdef0123":            true,
		"sandbox-0123456789ABCDEF0123":            false,
		"sandbox-0123":                            false,
		"sandbox-0123456789abcdef01234":           false,
		"kube-system":                             false,
		"":                                        false,
	}
	for namespace, want := range tests {
		if got := IsSandbox(namespace); got != want {
			t.Errorf("IsSandbox(%q) = %v, want %v", namespace, got, want)
		}
	}
}

func TestServerFolder(t *testing.T) {
	tests := map[string]string{
		"https://127.0.0.1:6443":             "127.0.0.1_6443",
		"https://[::1]:6443":                 "___1__6443",
		"https://rancher.example/k8s/c-1/":   "rancher.example_k8s_c-1",
		"api.example":                        "api.example",
		"https://../../etc":                  ".._.._etc",
		"https://api.example:6443/%2e%2e/up": "api.example_6443_.._up",
	}
	for server, want := range tests {
		if got := ServerFolder(server); got != want {
			t.Errorf("ServerFolder(%q) = %q, want %q", server, got, want)
		}
	}
}

func TestQuote(t *testing.T) {
	tests := map[string]string{
		"/home/li/.kube/mandate/a_b.yaml": "/home/li/.kube/mandate/a_b.yaml",
		"mandate:demo-health/drug-safety": "mandate:demo-health/drug-safety",
		"/home/li/my files":               "'/home/li/my files'",
		"/home/o'neil":                    `'/home/o'\''neil'`,
		"$(reboot)":                       "'$(reboot)'",
		"":                                "''",
	}
	for word, want := range tests {
		if got := Quote(word); got != want {
			t.Errorf("Quote(%q) = %s, want %s", word, got, want)
		}
	}
}
