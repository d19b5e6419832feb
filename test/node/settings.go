//go:build linux

// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// Addresses are of the range that is set aside for tests of networks, which
// nobody routes: the machine's end, the node's, and the pods'.
const (
	testRange   = "198.18.0.0/15"
	outerIP     = "198.18.0.1"
	nodeIP      = "198.18.0.2"
	linkBits    = "/30"
	podRange    = "198.18.1.0/24"
	kubeletPort = 10250
	nodeName    = "node-of-tests"
)

// image is what all pods run, out of a registry that the samples' class lists.
const image = "registry.example/mandate/payload:1"

// settings are what the first process of the node is told, in its folder.
type settings struct {
	Folder   string // of the node
	Programs string // folder of kubelet and containerd
	CNI      string // folder of Debian's network plugins
	Runc     string
	Cgroup   string // name of the cgroup of all pods, below the root
}

// program is a process of the node.
type program struct {
	name, path string
	args       []string
}

func (s settings) processes() []program {
	return []program{
		{"containerd", filepath.Join(s.Programs, "containerd"), []string{"--config", s.in("containerd.toml")}},
		{"kubelet", filepath.Join(s.Programs, "kubelet"), []string{
			"--config", s.in("kubelet.yaml"), "--kubeconfig", s.in("kubelet.kubeconfig"),
			"--root-dir", s.in("kubelet"), "--cert-dir", s.in("kubelet-pki"),
			"--hostname-override", nodeName, "--node-ip", nodeIP, "--v=2",
		}},
	}
}

func (s settings) in(name string) string { return filepath.Join(s.Folder, name) }

// write makes the node's folder and all that its processes read, but for keys.
func (s settings) write() error {
	for _, name := range []string{"run", "tunables", "logs", "cni", "plugins", "opt"} {
		if err := os.MkdirAll(s.in(name), 0o755); err != nil {
			return fmt.Errorf("make folder of the node: %w", err)
		}
	}
	told, err := json.Marshal(s)
	if err != nil {
		return fmt.Errorf("write settings: %w", err)
	}
	files := map[string]string{
		"settings.json":    string(told),
		"resolv.conf":      "nameserver " + outerIP + "\n",
		"containerd.toml":  s.fill(containerdConfig),
		"kubelet.yaml":     s.fill(kubeletConfig),
		"cni/10-node.conf": s.fill(cniConfig),
	}
	for name, content := range files {
		if err := os.WriteFile(s.in(name), []byte(content), 0o600); err != nil {
			return fmt.Errorf("write settings of the node: %w", err)
		}
	}
	return nil
}

func readSettings(folder string) (settings, error) {
	var s settings
	told, err := os.ReadFile(filepath.Join(folder, "settings.json"))
	if err != nil {
		return s, fmt.Errorf("read settings: %w", err)
	}
	if err := json.Unmarshal(told, &s); err != nil {
		return s, fmt.Errorf("read settings: %w", err)
	}
	return s, nil
}

func (s settings) fill(text string) string {
	return strings.NewReplacer("{folder}", s.Folder, "{cni}", s.CNI, "{runc}", s.Runc, "{cgroup}", s.Cgroup,
		"{image}", image, "{node-ip}", nodeIP, "{pod-range}", podRange, "{kubelet-port}", fmt.Sprint(kubeletPort)).Replace(text)
}

// containerdConfig: restrict_oom_score_adj serves where root may not lower the
// score that the kernel chooses its victims by, as in many a container.
const containerdConfig = `version = 3
root = "{folder}/containerd"
state = "/run/containerd"
disabled_plugins = ["io.containerd.nri.v1.nri"]

[grpc]
  address = "/run/containerd/containerd.sock"

[plugins."io.containerd.internal.v1.opt"]
  path = "{folder}/opt"

[plugins."io.containerd.cri.v1.images"]
  snapshotter = "overlayfs"

[plugins."io.containerd.cri.v1.images".pinned_images]
  sandbox = "{image}"

[plugins."io.containerd.cri.v1.runtime"]
  restrict_oom_score_adj = true

[plugins."io.containerd.cri.v1.runtime".containerd]
  default_runtime_name = "runc"

[plugins."io.containerd.cri.v1.runtime".containerd.runtimes.runc]
  runtime_type = "io.containerd.runc.v2"

[plugins."io.containerd.cri.v1.runtime".containerd.runtimes.runc.options]
  BinaryName = "{runc}"
  SystemdCgroup = false

[plugins."io.containerd.cri.v1.runtime".cni]
  bin_dirs = ["{cni}"]
  conf_dir = "{folder}/cni"
`

// kubeletConfig: the machine is not the node's alone, so that neither its disk
// nor its swap says anything of the node.
const kubeletConfig = `apiVersion: kubelet.config.k8s.io/v1beta1
kind: KubeletConfiguration
address: {node-ip}
port: {kubelet-port}
healthzPort: 0
authentication:
  anonymous: {enabled: false}
  webhook: {enabled: true}
  x509: {clientCAFile: "{folder}/api-server.crt"}
authorization: {mode: Webhook}
cgroupDriver: cgroupfs
cgroupRoot: /{cgroup}
containerRuntimeEndpoint: unix:///run/containerd/containerd.sock
failSwapOn: false
failCgroupV1: false
makeIPTablesUtilChains: false
oomScoreAdj: 0
protectKernelDefaults: true
resolvConf: "{folder}/resolv.conf"
volumePluginDir: "{folder}/plugins"
imageGCHighThresholdPercent: 100
evictionHard: {memory.available: 50Mi, nodefs.available: "0%", nodefs.inodesFree: "0%", imagefs.available: "0%", imagefs.inodesFree: "0%"}
`

// cniConfig: a bridge, which enforces no policy. Nothing is translated; the
// machine has a route to the pods.
const cniConfig = `{
  "cniVersion": "1.0.0", "name": "node", "type": "bridge", "bridge": "pods",
  "isGateway": true, "ipMasq": false,
  "ipam": {"type": "host-local", "ranges": [[{"subnet": "{pod-range}"}]], "routes": [{"dst": "0.0.0.0/0"}]}
}
`
