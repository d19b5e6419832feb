// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package cluster

import (
	"fmt"
	"os"
	"os/exec"
	"syscall"
)

// keeperScript waits for a line on its standard input, which is a pipe that
// only we write to. A line means that we have cleaned up ourselves. The end
// of the pipe without one means that we are gone, also by SIGKILL: then it
// ends its process group, which is the whole control plane, removes the data
// folder, and goes last. A kill of the group by id cannot hit a stranger: the
// id stays taken as long as the keeper itself lives.
const keeperScript = `trap '' HUP INT TERM
read -r farewell && exit 0
kill -TERM 0
sleep 1
rm -rf -- "$1"
kill -KILL 0`

// keeper outlives us, however we end. Linux could kill children at the death
// of their parent (PR_SET_PDEATHSIG), but means the parent's thread by that,
// and would leave the data behind.
type keeper struct {
	cmd  *exec.Cmd
	pipe *os.File
}

func startKeeper(dir string) (*keeper, error) {
	read, write, err := os.Pipe()
	if err != nil {
		return nil, fmt.Errorf("make pipe to keeper: %w", err)
	}
	defer func() { _ = read.Close() }()
	cmd := exec.Command("/bin/sh", "-c", keeperScript, "mandate-cluster-keeper", dir)
	cmd.Dir = "/"
	cmd.Stdin = read
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if err := cmd.Start(); err != nil {
		_ = write.Close()
		return nil, fmt.Errorf("start keeper: %w", err)
	}
	return &keeper{cmd: cmd, pipe: write}, nil
}

func (k *keeper) pid() int { return k.cmd.Process.Pid }

// dismiss lets the keeper go once nothing is left to watch over.
func (k *keeper) dismiss() error {
	_, err := fmt.Fprintln(k.pipe)
	_ = k.pipe.Close()
	if waited := k.cmd.Wait(); err == nil {
		err = waited
	}
	if err != nil {
		return fmt.Errorf("dismiss keeper: %w", err)
	}
	return nil
}
