//go:build linux

// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"golang.org/x/sys/unix"
)

// insideArgument makes this program the first process of a node.
const insideArgument = "inside"

// inside is the first process of the node's namespaces. It arranges what the
// node sees, waits until it has a network, and runs containerd and kubelet. It
// ends with an error when one of them ends, or when its standard input does,
// which is when whoever started it is gone. With it the kernel ends every process
// of the node, and with the last of those its mounts and its network.
func inside(folder string) error {
	if err := arrange(folder); err != nil {
		return err
	}
	words := bufio.NewReader(os.Stdin)
	if _, err := words.ReadString('\n'); err != nil {
		return fmt.Errorf("wait for the network: %w", err)
	}
	if err := joinNetwork(); err != nil {
		return err
	}
	settings, err := readSettings(folder)
	if err != nil {
		return err
	}
	names := map[int]string{}
	for _, p := range settings.processes() {
		pid, err := begin(folder, p)
		if err != nil {
			return err
		}
		names[pid] = p.name
	}
	go func() {
		_, _ = io.Copy(io.Discard, words)
		os.Exit(0)
	}()
	return reap(names)
}

// arrange gives the node mounts of its own: nothing of what it mounts is seen
// outside, and what it writes in places that cannot be configured stays in its
// folder.
func arrange(folder string) error {
	if err := unix.Mount("", "/", "", unix.MS_REC|unix.MS_PRIVATE, ""); err != nil {
		return fmt.Errorf("take mounts apart: %w", err)
	}
	if err := unix.Mount("proc", "/proc", "proc", unix.MS_NOSUID|unix.MS_NODEV|unix.MS_NOEXEC, ""); err != nil {
		return fmt.Errorf("mount /proc: %w", err)
	}
	if err := bind(filepath.Join(folder, "run"), "/run"); err != nil {
		return err
	}
	for _, path := range []string{"/var/lib", "/var/log"} {
		if err := cover(folder, path); err != nil {
			return err
		}
	}
	return feignTunables(folder)
}

// bind shows a folder or file of ours in another place.
func bind(ours, path string) error {
	if err := unix.Mount(ours, path, "", unix.MS_BIND, ""); err != nil {
		return fmt.Errorf("mount %s on %s: %w", ours, path, err)
	}
	return nil
}

// cover lets the node read a folder of the machine and write into ours instead.
func cover(folder, path string) error {
	own := filepath.Join(folder, "cover", strings.ReplaceAll(path[1:], "/", "-"))
	upper, work := filepath.Join(own, "upper"), filepath.Join(own, "work")
	if err := errors.Join(os.MkdirAll(upper, 0o755), os.MkdirAll(work, 0o755)); err != nil {
		return fmt.Errorf("make folders over %s: %w", path, err)
	}
	options := "lowerdir=" + path + ",upperdir=" + upper + ",workdir=" + work
	if err := unix.Mount("overlay", path, "overlay", 0, options); err != nil {
		return fmt.Errorf("mount an overlay on %s (%s): %w", path, options, err)
	}
	return nil
}

// tunables are settings of the whole kernel that kubelet would change, and what
// it wants them to be.
var tunables = map[string]string{
	"vm/overcommit_memory": "1", "vm/panic_on_oom": "0",
	"kernel/panic": "10", "kernel/panic_on_oops": "1",
	"kernel/keys/root_maxkeys": "1000000", "kernel/keys/root_maxbytes": "25000000",
}

// feignTunables lets kubelet find them as it wants them: the machine is not the
// node's alone.
func feignTunables(folder string) error {
	for name, value := range tunables {
		own := filepath.Join(folder, "tunables", strings.ReplaceAll(name, "/", "-"))
		if err := os.WriteFile(own, []byte(value+"\n"), 0o600); err != nil {
			return fmt.Errorf("feign %s: %w", name, err)
		}
		if err := bind(own, filepath.Join("/proc/sys", name)); err != nil {
			return err
		}
	}
	return nil
}

// begin runs a program whose end reap sees.
func begin(folder string, p program) (int, error) {
	log, err := os.Create(filepath.Join(folder, "logs", p.name+".log"))
	if err != nil {
		return 0, fmt.Errorf("open log of %s: %w", p.name, err)
	}
	defer func() { _ = log.Close() }()
	cmd := exec.Command(p.path, p.args...)
	cmd.Env = append(os.Environ(), "PATH="+filepath.Dir(p.path)+":/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin")
	cmd.Stdout, cmd.Stderr = log, log
	if err := cmd.Start(); err != nil {
		return 0, fmt.Errorf("start %s: %w", p.name, err)
	}
	return cmd.Process.Pid, nil
}

// reap takes in every process that ends, as the first process of a system has
// to, until one of those that are named does.
func reap(names map[int]string) error {
	for {
		var status unix.WaitStatus
		pid, err := unix.Wait4(-1, &status, 0, nil)
		if errors.Is(err, unix.EINTR) {
			continue
		}
		if err != nil {
			return fmt.Errorf("wait for processes: %w", err)
		}
		if name, ours := names[pid]; ours {
			return fmt.Errorf("%s ended: exit code %d, signal %d", name, status.ExitStatus(), status.Signal())
		}
	}
}
