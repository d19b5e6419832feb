// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package login

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	clientcmdapi "k8s.io/client-go/tools/clientcmd/api"
)

const entry = "mandate:demo-health/drug-safety"

func access() Access {
	return Access{
		Entry:   entry,
		Cluster: clientcmdapi.Cluster{Server: "https://api.example:6443", CertificateAuthorityData: []byte("ca")},
		Sandbox: "sandbox-0123456789abcdef0123",
		Command: PluginName,
		Args:    []string{"--namespace=sandbox-0123456789abcdef0123", "--kubeconfig=/home/li/.kube/config", "--context=work"},
		Env:     []clientcmdapi.ExecEnvVar{{Name: "KUBECONFIG", Value: ""}},
	}
}

func person() *clientcmdapi.AuthInfo { return &clientcmdapi.AuthInfo{Token: "secret"} }

func TestKubeconfig(t *testing.T) {
	want := &clientcmdapi.Config{
		Clusters: map[string]*clientcmdapi.Cluster{
			entry: {Server: "https://api.example:6443", CertificateAuthorityData: []byte("ca")},
		},
		Contexts: map[string]*clientcmdapi.Context{
			entry: {Cluster: entry, AuthInfo: entry, Namespace: "sandbox-0123456789abcdef0123"},
		},
		AuthInfos: map[string]*clientcmdapi.AuthInfo{
			entry: {Exec: &clientcmdapi.ExecConfig{
				APIVersion: "client.authentication.k8s.io/v1",
				Command:    "kubectl-mandate",
				Args: []string{
					"credential", "--namespace=sandbox-0123456789abcdef0123",
					"--kubeconfig=/home/li/.kube/config", "--context=work",
				},
				Env:             []clientcmdapi.ExecEnvVar{{Name: "KUBECONFIG", Value: ""}},
				InteractiveMode: clientcmdapi.IfAvailableExecInteractiveMode,
			}},
		},
		CurrentContext: entry,
	}
	if diff := cmp.Diff(want, Kubeconfig(access()), cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("kubeconfig (-want +got):\n%s", diff)
	}
}

func TestAddingLeavesTheRestAlone(t *testing.T) {
	config := clientcmdapi.NewConfig()
	config.AuthInfos["li"] = person()
	config.CurrentContext = "work"
	AddTo(config, access())
	if config.CurrentContext != "work" {
		t.Errorf("current context is %q, want work", config.CurrentContext)
	}
	if diff := cmp.Diff(person(), config.AuthInfos["li"]); diff != "" {
		t.Errorf("another user changed (-want +got):\n%s", diff)
	}
	if config.Contexts[entry] == nil || config.Clusters[entry] == nil || !IsDoor(config.AuthInfos[entry]) {
		t.Errorf("the entry %s is not whole: %v", entry, config)
	}
}

func TestIsDoor(t *testing.T) {
	exec := func(command string, args ...string) *clientcmdapi.AuthInfo {
		return &clientcmdapi.AuthInfo{Exec: &clientcmdapi.ExecConfig{Command: command, Args: args}}
	}
	tests := map[string]struct {
		user *clientcmdapi.AuthInfo
		want bool
	}{
		"by name":              {exec("kubectl-mandate", "credential", "--namespace=s"), true},
		"by path":              {exec("/opt/bin/kubectl-mandate", "credential"), true},
		"on another system":    {exec("kubectl-mandate.exe", "credential"), true},
		"nobody":               {nil, false},
		"a person":             {person(), false},
		"a person's plugin":    {exec("cloud", "credential"), false},
		"another command":      {exec("kubectl-mandate", "login"), false},
		"no command":           {exec("kubectl-mandate"), false},
		"a name like ours":     {exec("my-kubectl-mandate", "credential"), false},
		"a folder of our name": {exec("kubectl-mandate/cloud", "credential"), false},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			if got := IsDoor(tc.user); got != tc.want {
				t.Errorf("IsDoor = %v, want %v", got, tc.want)
			}
		})
	}
}

func TestBehindADoorIsThePerson(t *testing.T) {
	door := Kubeconfig(access()).AuthInfos[entry]
	want := []string{"--kubeconfig=/home/li/.kube/config", "--context=work"}
	if diff := cmp.Diff(want, Behind(door)); diff != "" {
		t.Errorf("arguments (-want +got):\n%s", diff)
	}
}

func TestOnlyDoors(t *testing.T) {
	const server = "https://api.example:6443"
	tests := map[string]struct {
		change func(*clientcmdapi.Config)
		server string
		want   bool
	}{
		"as written":              {func(*clientcmdapi.Config) {}, server, true},
		"of another cluster":      {func(*clientcmdapi.Config) {}, "https://other.example:6443", false},
		"with a person beside it": {func(c *clientcmdapi.Config) { c.AuthInfos["li"] = person() }, server, false},
		"with a cluster beside it": {func(c *clientcmdapi.Config) {
			c.Clusters["other"] = &clientcmdapi.Cluster{Server: "https://other.example:6443"}
		}, server, false},
		"empty": {func(c *clientcmdapi.Config) { *c = *clientcmdapi.NewConfig() }, server, false},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			config := Kubeconfig(access())
			tc.change(config)
			if got := OnlyDoors(config, tc.server); got != tc.want {
				t.Errorf("OnlyDoors = %v, want %v", got, tc.want)
			}
		})
	}
}
