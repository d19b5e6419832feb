// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package login

import (
	"path/filepath"
	"strings"

	clientcmdapi "k8s.io/client-go/tools/clientcmd/api"
)

// PluginName is the file name of the plugin, by which kubectl finds it.
const PluginName = "kubectl-mandate"

// CredentialCommand is the plugin's command that kubectl calls for a token.
const CredentialCommand = "credential"

// Access is all that goes into a kubeconfig for a sandbox. There is no secret
// in it: each token is asked for anew, with the person's own credentials.
type Access struct {
	// Entry names the context, the cluster and the user.
	Entry string
	// Cluster is how the API server is reached.
	Cluster clientcmdapi.Cluster
	// Sandbox is the namespace of the context.
	Sandbox string
	// Command is the plugin, by name or by absolute path.
	Command string
	// Args are the arguments of CredentialCommand.
	Args []string
	// Env is added to the environment of the plugin.
	Env []clientcmdapi.ExecEnvVar
	// InstallHint is shown by kubectl where it does not find the plugin.
	InstallHint string
}

// Kubeconfig is the access as a kubeconfig of one context.
func Kubeconfig(a Access) *clientcmdapi.Config {
	config := clientcmdapi.NewConfig()
	AddTo(config, a)
	config.CurrentContext = a.Entry
	return config
}

// AddTo adds the access to a kubeconfig and leaves its current context alone.
func AddTo(config *clientcmdapi.Config, a Access) {
	cluster := a.Cluster
	config.Clusters[a.Entry] = &cluster
	config.Contexts[a.Entry] = &clientcmdapi.Context{Cluster: a.Entry, AuthInfo: a.Entry, Namespace: a.Sandbox}
	config.AuthInfos[a.Entry] = &clientcmdapi.AuthInfo{Exec: &clientcmdapi.ExecConfig{
		APIVersion:      "client.authentication.k8s.io/v1",
		Command:         a.Command,
		Args:            append([]string{CredentialCommand}, a.Args...),
		Env:             a.Env,
		InstallHint:     a.InstallHint,
		InteractiveMode: clientcmdapi.IfAvailableExecInteractiveMode,
	}}
}

// IsDoor says whether a user of a kubeconfig is a sandbox's developer account,
// as Kubeconfig writes it, and not a person.
func IsDoor(user *clientcmdapi.AuthInfo) bool {
	if user == nil || user.Exec == nil || len(user.Exec.Args) == 0 {
		return false
	}
	command := strings.TrimSuffix(filepath.Base(user.Exec.Command), ".exe")
	return command == PluginName && user.Exec.Args[0] == CredentialCommand
}

// Behind are the arguments by which a door finds the person's own access.
func Behind(door *clientcmdapi.AuthInfo) []string {
	var args []string
	for _, arg := range door.Exec.Args {
		if strings.HasPrefix(arg, "--kubeconfig=") || strings.HasPrefix(arg, "--context=") {
			args = append(args, arg)
		}
	}
	return args
}

// OnlyDoors says whether a kubeconfig holds nothing but doors, to one server:
// then it was written by this plugin and can be written again.
func OnlyDoors(config *clientcmdapi.Config, server string) bool {
	for _, user := range config.AuthInfos {
		if !IsDoor(user) {
			return false
		}
	}
	for _, cluster := range config.Clusters {
		if cluster.Server != server {
			return false
		}
	}
	return len(config.AuthInfos) > 0
}
