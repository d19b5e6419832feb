//go:build linux

// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"

	corev1 "k8s.io/api/core/v1"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/publicdata-io/mandate/test/cluster"
)

// node is a machine of the cluster, within this one.
type node struct {
	settings settings
	init     *exec.Cmd
	line     io.WriteCloser // its end is the node's
	log      *os.File
	forward  io.Closer
	ended    chan struct{}
}

// newNode finds what Debian has to have brought.
func newNode(folder, programs string) (*node, error) {
	n := &node{settings: settings{Folder: folder, Cgroup: ownName()}, ended: make(chan struct{})}
	var err error
	if n.settings.Programs, err = filepath.Abs(programs); err != nil {
		return nil, fmt.Errorf("find the node's programs: %w", err)
	}
	if n.settings.Runc, err = exec.LookPath("runc"); err != nil {
		return nil, fmt.Errorf("find runc (Debian's package of that name): %w", err)
	}
	for _, cni := range []string{"/usr/lib/cni", "/opt/cni/bin"} {
		if _, err := os.Stat(filepath.Join(cni, "bridge")); err == nil {
			n.settings.CNI = cni
			return n, nil
		}
	}
	return nil, errors.New("find the network plugin bridge (Debian's package containernetworking-plugins): it is neither in /usr/lib/cni nor in /opt/cni/bin")
}

// start begins the node. keys is the folder of writeAPIServerKeys.
func (n *node) start(c *cluster.Cluster, keys string) error {
	if err := n.settings.write(); err != nil {
		return err
	}
	certificate, err := os.ReadFile(filepath.Join(keys, "api-server.crt"))
	if err == nil {
		err = os.WriteFile(n.settings.in("api-server.crt"), certificate, 0o600)
	}
	if err != nil {
		return fmt.Errorf("hand over the API server's certificate: %w", err)
	}
	if err := makeCgroups(n.settings.Cgroup); err != nil {
		return err
	}
	if err := n.begin(); err != nil {
		return err
	}
	if err := plugIn(ownLink(), n.init.Process.Pid); err != nil {
		return err
	}
	access, err := c.AddUser("system:node:"+nodeName, "system:nodes")
	if err != nil {
		return err
	}
	address, closer, err := forward(strings.TrimPrefix(access.Host, "https://"))
	if err != nil {
		return err
	}
	n.forward = closer
	if err := writeNodeKubeconfig(n.settings.in("kubelet.kubeconfig"), address, access); err != nil {
		return err
	}
	if _, err := fmt.Fprintln(n.line, "the network is there"); err != nil {
		return fmt.Errorf("let the node go on: %w", err)
	}
	return nil
}

// begin starts the first process of the node, in a process group of its own: an
// interrupt from the keyboard is for us.
func (n *node) begin() error {
	self, err := os.Executable()
	if err != nil {
		return fmt.Errorf("find own program: %w", err)
	}
	if n.log, err = os.Create(n.settings.in("logs/inside.log")); err != nil {
		return fmt.Errorf("open log of the node: %w", err)
	}
	n.init = exec.Command(self, insideArgument, n.settings.Folder)
	n.init.Stdout, n.init.Stderr = n.log, n.log
	n.init.SysProcAttr = &syscall.SysProcAttr{
		Setpgid:    true,
		Cloneflags: syscall.CLONE_NEWPID | syscall.CLONE_NEWNS | syscall.CLONE_NEWNET | syscall.CLONE_NEWIPC,
	}
	if n.line, err = n.init.StdinPipe(); err != nil {
		return fmt.Errorf("make pipe to the node: %w", err)
	}
	if err := n.init.Start(); err != nil {
		return fmt.Errorf("start the first process of the node: %w", err)
	}
	go func() {
		_ = n.init.Wait() // why it ended is in its log
		close(n.ended)
	}()
	return nil
}

// stop ends all that runs on the node, and removes what is not in its folder.
func (n *node) stop() error {
	if n.init != nil && n.init.Process != nil {
		_ = n.init.Process.Kill() // fails only when it has ended already
		<-n.ended
		unplug(ownLink())
	}
	if n.forward != nil {
		_ = n.forward.Close()
	}
	if n.log != nil {
		_ = n.log.Close()
	}
	return removeCgroups(n.settings.Cgroup)
}

// failure says why the node has ended, and nil while it runs.
func (n *node) failure() error {
	select {
	case <-n.ended:
		return fmt.Errorf("the node ended:\n%s", n.lastWords())
	default:
		return nil
	}
}

// lastWords are the ends of the node's logs.
func (n *node) lastWords() string {
	const most = 3000
	var words strings.Builder
	for _, name := range []string{"inside", "containerd", "kubelet"} {
		content, _ := os.ReadFile(n.settings.in("logs/" + name + ".log"))
		fmt.Fprintf(&words, "--- %s.log\n%s\n", name, content[max(0, len(content)-most):])
	}
	return words.String()
}

// imports waits for containerd and gives it the image.
func (n *node) imports(ctx context.Context, w *world) error {
	packed := n.settings.in("image.tar")
	if err := writeImage(packed, filepath.Join(n.settings.Programs, "payload")); err != nil {
		return err
	}
	return w.await(ctx, "containerd takes the image", func(ctx context.Context) error {
		out, err := exec.CommandContext(ctx, filepath.Join(n.settings.Programs, "ctr"),
			"--address", n.settings.in("run/containerd/containerd.sock"), "--connect-timeout", "2s",
			"-n", "k8s.io", "images", "import", packed).CombinedOutput()
		if err != nil {
			return fmt.Errorf("ctr images import: %w: %s", err, out)
		}
		return nil
	})
}

// isReady says whether kubelet has told the cluster that pods may come.
func (n *node) isReady(ctx context.Context, reader client.Reader) error {
	found := &corev1.Node{}
	if err := reader.Get(ctx, client.ObjectKey{Name: nodeName}, found); err != nil {
		return err
	}
	for _, condition := range found.Status.Conditions {
		if condition.Type == corev1.NodeReady && condition.Status == corev1.ConditionTrue {
			return nil
		}
	}
	return fmt.Errorf("its conditions are %v", found.Status.Conditions)
}
