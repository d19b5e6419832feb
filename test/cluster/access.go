// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package cluster

import (
	"fmt"
	"os"
	"path/filepath"

	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/clientcmd"
	clientcmdapi "k8s.io/client-go/tools/clientcmd/api"
)

// unlimited is client-go's word for "no limit on the client's side".
const unlimited = -1

// admin returns the access of a member of system:masters.
func (a *authority) admin(server string) *rest.Config {
	return &rest.Config{Host: server, TLSClientConfig: a.adminAccess, QPS: unlimited}
}

// AddUser returns the access of a user who is known by a client certificate
// and has no rights but those that RBAC gives to the name and the groups. The
// certificate cannot be taken back before the cluster stops.
func (c *Cluster) AddUser(name string, groups ...string) (*rest.Config, error) {
	access, err := c.authority.client(name, groups...)
	if err != nil {
		return nil, err
	}
	return &rest.Config{Host: c.server, TLSClientConfig: access, QPS: unlimited}, nil
}

// ConfigWithToken returns the access of whoever the bearer token belongs to,
// such as a service account with a token of a TokenRequest.
func (c *Cluster) ConfigWithToken(token string) *rest.Config {
	return &rest.Config{
		Host:            c.server,
		TLSClientConfig: rest.TLSClientConfig{CAData: c.authority.pem},
		BearerToken:     token,
		QPS:             unlimited,
	}
}

// Kubeconfig writes the administrator's access to a file that kubectl reads.
func (c *Cluster) Kubeconfig(path string) error {
	return WriteKubeconfig(path, c.Config())
}

// KubeconfigFor writes the access of AddUser to a file that kubectl reads.
func (c *Cluster) KubeconfigFor(path, user string, groups ...string) error {
	access, err := c.AddUser(user, groups...)
	if err != nil {
		return err
	}
	return WriteKubeconfig(path, access)
}

// KubeconfigWithToken writes the access of ConfigWithToken to a file that
// kubectl reads.
func (c *Cluster) KubeconfigWithToken(path, token string) error {
	return WriteKubeconfig(path, c.ConfigWithToken(token))
}

// WriteKubeconfig writes one access to a file that kubectl reads, with nothing
// outside that file. Only its owner can read it.
func WriteKubeconfig(path string, access *rest.Config) error {
	const name = "mandate"
	file := clientcmdapi.NewConfig()
	file.Clusters[name] = &clientcmdapi.Cluster{
		Server:                   access.Host,
		CertificateAuthorityData: access.CAData,
	}
	file.AuthInfos[name] = &clientcmdapi.AuthInfo{
		ClientCertificateData: access.CertData,
		ClientKeyData:         access.KeyData,
		Token:                 access.BearerToken,
	}
	file.Contexts[name] = &clientcmdapi.Context{Cluster: name, AuthInfo: name}
	file.CurrentContext = name
	if err := clientcmd.WriteToFile(*file, path); err != nil {
		return fmt.Errorf("write kubeconfig: %w", err)
	}
	return nil
}

// writeKeys puts what the components read into the data folder.
func (c *Cluster) writeKeys() error {
	serving, err := c.authority.serving()
	if err != nil {
		return err
	}
	key, err := newKey()
	if err != nil {
		return err
	}
	serviceAccountKey, err := encodeKey(key)
	if err != nil {
		return err
	}
	for name, content := range map[string][]byte{
		caFile:                c.authority.pem,
		servingCertFile:       serving.certificate,
		servingKeyFile:        serving.key,
		serviceAccountKeyFile: serviceAccountKey,
	} {
		if err := os.WriteFile(filepath.Join(c.dir, name), content, 0o600); err != nil {
			return fmt.Errorf("write keys: %w", err)
		}
	}
	return c.KubeconfigFor(filepath.Join(c.dir, controllerManagerFile), "system:kube-controller-manager")
}
