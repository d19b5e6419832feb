// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package cluster

import "fmt"

// Process is a program that lives no longer than the control plane beside
// which it was started, however that ends.
type Process struct{ process *process }

// StartProcess runs a program beside the control plane, with its output in
// <LogDir>/<name>.log. path must be absolute; the program's working directory
// is Dir. A name that is used again overwrites the log.
func (c *Cluster) StartProcess(name, path string, args ...string) (*Process, error) {
	p, err := c.group.start(name, path, args)
	if err != nil {
		return nil, err
	}
	return &Process{process: p}, nil
}

// Dir returns the folder of the cluster's data. What others put there goes
// with it: kubeconfigs and whatever else is worth nothing without the cluster.
func (c *Cluster) Dir() string { return c.dir }

// LogDir returns the folder of the logs of all processes.
func (c *Cluster) LogDir() string { return c.group.logDir }

// PID returns the process id.
func (p *Process) PID() int { return p.process.cmd.Process.Pid }

// Ended is closed once the process is gone.
func (p *Process) Ended() <-chan struct{} { return p.process.ended }

// Kill ends the process by SIGKILL, as a crash would, and waits until it is
// gone. A process that has ended already is left in peace.
func (p *Process) Kill() {
	_ = p.process.cmd.Process.Kill() // fails only when it has ended already
	<-p.process.ended
}

// Failure returns an error with the last lines of the log when the process has
// ended, and nil while it runs.
func (p *Process) Failure() error {
	select {
	case <-p.process.ended:
		return fmt.Errorf("%s ended (%w):\n%s", p.process.name, p.process.cause(), p.process.lastLines())
	default:
		return nil
	}
}
