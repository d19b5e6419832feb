// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package plugin

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/pflag"
	"k8s.io/cli-runtime/pkg/genericclioptions"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/clientcmd"
	clientcmdapi "k8s.io/client-go/tools/clientcmd/api"

	"github.com/publicdata-io/mandate/internal/login"
)

// patience bounds a request where --request-timeout does not: kubectl waits
// for the plugin, and shows nothing meanwhile. It is no default of the flag, as
// client-go looks for the access of a pod only while every flag has its own.
const patience = 30 * time.Second

// newFlags are kubectl's flags for reaching a cluster, without those that would
// put a secret into the arguments that a kubeconfig keeps.
func newFlags() *genericclioptions.ConfigFlags {
	flags := genericclioptions.NewConfigFlags(true)
	flags.CacheDir, flags.DisableCompression = nil, nil
	flags.BearerToken, flags.CertFile, flags.KeyFile = nil, nil, nil
	return flags
}

// lasting are the flags, beside --kubeconfig and --context, that say who asks
// and of which cluster.
var lasting = []string{
	"cluster", "user", "server", "tls-server-name", "certificate-authority", "insecure-skip-tls-verify", "proxy-url",
	"as", "as-uid", "as-group", "as-user-extra",
}

// person is somebody's own access to the cluster, outside of any sandbox.
type person struct {
	config  *rest.Config
	context string // empty inside a pod
	files   []string
	proxy   string
	access  clientcmd.ConfigAccess
}

// findPerson reads the access that the flags and the environment name. It
// refuses that of a sandbox: its account opens no doors, and asking the plugin
// for the plugin's own credentials would never end.
func findPerson(flags *genericclioptions.ConfigFlags, version string) (person, error) {
	loader := flags.ToRawKubeConfigLoader()
	raw, err := loader.RawConfig()
	if err != nil {
		return person{}, fmt.Errorf("read kubeconfig: %w", err)
	}
	p := person{context: *flags.Context, access: loader.ConfigAccess()}
	if p.context == "" {
		p.context = raw.CurrentContext
	}
	cluster, user := entries(raw, p.context, flags)
	if login.IsDoor(user) {
		return person{}, login.Refuse("inside", login.Scene{Args: login.Behind(user)})
	}
	if cluster != nil {
		p.proxy = cluster.ProxyURL
	}
	if *flags.ProxyURL != "" {
		p.proxy = *flags.ProxyURL
	}
	if p.files, err = existing(p.access.GetLoadingPrecedence()); err != nil {
		return person{}, err
	}
	if p.config, err = flags.ToRESTConfig(); err != nil {
		return person{}, fmt.Errorf("read kubeconfig: %w", err)
	}
	if inPod := p.config.BearerTokenFile != ""; len(p.files) == 0 && *flags.APIServer == "" && !inPod {
		return person{}, login.Refuse("nowhere", login.Scene{})
	}
	p.config.UserAgent = login.PluginName + "/" + version
	if p.config.Timeout == 0 {
		p.config.Timeout = patience
	}
	p.config.QPS = -1 // one command, of one person: the API server says when it is too much
	return p, nil
}

// entries are the cluster and the user that a context and the flags name.
func entries(raw clientcmdapi.Config, context string, flags *genericclioptions.ConfigFlags) (*clientcmdapi.Cluster, *clientcmdapi.AuthInfo) {
	var cluster, user string
	if c := raw.Contexts[context]; c != nil {
		cluster, user = c.Cluster, c.AuthInfo
	}
	if *flags.ClusterName != "" {
		cluster = *flags.ClusterName
	}
	if *flags.AuthInfoName != "" {
		user = *flags.AuthInfoName
	}
	return raw.Clusters[cluster], raw.AuthInfos[user]
}

// existing are the absolute paths of those files that are there.
func existing(files []string) ([]string, error) {
	var found []string
	for _, file := range files {
		if _, err := os.Stat(file); err != nil {
			continue
		}
		path, err := filepath.Abs(file)
		if err != nil {
			return nil, fmt.Errorf("find kubeconfig: %w", err)
		}
		found = append(found, path)
	}
	return found, nil
}

// args are the arguments by which the plugin finds the same person again, from
// wherever and under whatever current context kubectl will call it.
func (p person) args(flags *pflag.FlagSet) ([]string, error) {
	var args []string
	if len(p.files) == 1 {
		args = append(args, "--kubeconfig="+p.files[0])
	}
	if p.context != "" {
		args = append(args, "--context="+p.context)
	}
	for _, name := range lasting {
		flag := flags.Lookup(name)
		if flag == nil || !flag.Changed {
			continue
		}
		values := []string{flag.Value.String()}
		if list, ok := flag.Value.(pflag.SliceValue); ok {
			values = list.GetSlice()
		}
		for _, value := range values {
			if name == "certificate-authority" {
				path, err := filepath.Abs(value)
				if err != nil {
					return nil, fmt.Errorf("find certificate authority: %w", err)
				}
				value = path
			}
			args = append(args, "--"+name+"="+value)
		}
	}
	return args, nil
}

// env keeps the plugin from reading the sandbox's own kubeconfig as that of the
// person: several files can be named by the environment alone, and inside a pod
// there is none.
func (p person) env() []clientcmdapi.ExecEnvVar {
	if len(p.files) == 1 {
		return nil
	}
	list := strings.Join(p.files, string(filepath.ListSeparator))
	return []clientcmdapi.ExecEnvVar{{Name: clientcmd.RecommendedConfigPathEnvVar, Value: list}}
}

// cluster is how the person reaches the API server, with the certificate
// authority inlined.
func (p person) cluster() (clientcmdapi.Cluster, error) {
	config := rest.CopyConfig(p.config)
	if err := rest.LoadTLSFiles(config); err != nil {
		return clientcmdapi.Cluster{}, fmt.Errorf("read certificate authority: %w", err)
	}
	return clientcmdapi.Cluster{
		Server:                   config.Host,
		TLSServerName:            config.ServerName,
		InsecureSkipTLSVerify:    config.Insecure,
		CertificateAuthorityData: config.CAData,
		ProxyURL:                 p.proxy,
	}, nil
}
