// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package cluster

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"syscall"
)

// logTail is how many bytes of a component's log an error quotes.
const logTail = 4096

// group is a process group of its own: what a terminal sends at Ctrl-C to the
// program in front does not reach it. Its leader is the keeper.
type group struct {
	dir    string
	logDir string
	keeper *keeper
	// settings are environment variables of the components beside ours.
	settings []string

	mu        sync.Mutex
	processes []*process // in the order of their start
}

type process struct {
	name  string
	cmd   *exec.Cmd
	log   string
	ended chan struct{} // closed once the process is gone and reaped
	err   error         // why it ended; read it only after ended is closed
}

func newGroup(dir, logDir string) (*group, error) {
	if logDir == "" {
		logDir = filepath.Join(dir, "logs")
	}
	logDir, err := filepath.Abs(logDir)
	if err != nil {
		return nil, fmt.Errorf("resolve log folder: %w", err)
	}
	if err := os.MkdirAll(logDir, 0o750); err != nil {
		return nil, fmt.Errorf("make log folder: %w", err)
	}
	keeper, err := startKeeper(dir)
	if err != nil {
		return nil, err
	}
	return &group{dir: dir, logDir: logDir, keeper: keeper}, nil
}

// start runs a program in the group, with its output in a log file.
func (g *group) start(name, path string, args []string) (*process, error) {
	log, err := os.Create(filepath.Join(g.logDir, name+".log"))
	if err != nil {
		return nil, fmt.Errorf("open log of %s: %w", name, err)
	}
	defer func() { _ = log.Close() }() // the child holds its own copy
	cmd := exec.Command(path, args...)
	cmd.Dir = g.dir
	cmd.Env = append(environment(), g.settings...)
	cmd.Stdout, cmd.Stderr = log, log
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Pgid: g.keeper.pid()}
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("start %s: %w", name, err)
	}
	p := &process{name: name, cmd: cmd, log: log.Name(), ended: make(chan struct{})}
	g.mu.Lock()
	g.processes = append(g.processes, p)
	g.mu.Unlock()
	go func() {
		p.err = cmd.Wait()
		close(p.ended)
		runtime.KeepAlive(g.keeper) // were it collected, its pipe would close and the keeper strike
	}()
	return p, nil
}

// environment is ours without the variables that configure etcd: it refuses
// to start when one of them contradicts a flag.
func environment() []string {
	return slices.DeleteFunc(os.Environ(), func(variable string) bool {
		return strings.HasPrefix(variable, "ETCD_")
	})
}

// kill ends the processes, the last started first: an API server that has
// lost its etcd would hang. Nobody needs their data any more, so they are not
// asked to finish their work.
func (g *group) kill() {
	g.mu.Lock()
	defer g.mu.Unlock()
	for _, p := range slices.Backward(g.processes) {
		_ = p.cmd.Process.Kill() // fails only when it has ended already
		<-p.ended
	}
}

func (g *group) dismiss() error { return g.keeper.dismiss() }

func (g *group) pids() map[string]int {
	g.mu.Lock()
	defer g.mu.Unlock()
	pids := make(map[string]int, len(g.processes))
	for _, p := range g.processes {
		pids[p.name] = p.cmd.Process.Pid
	}
	return pids
}

// failure returns an error when a process of the group has ended by itself.
func (g *group) failure() error {
	g.mu.Lock()
	defer g.mu.Unlock()
	for _, p := range g.processes {
		select {
		case <-p.ended:
			return fmt.Errorf("%s ended too early (%w):\n%s", p.name, p.cause(), p.lastLines())
		default:
		}
	}
	return nil
}

func (p *process) cause() error {
	if p.err == nil {
		return errors.New("without an error")
	}
	return p.err
}

// lastLines is what a reader needs from the log to see why the process ended.
func (p *process) lastLines() []byte {
	content, err := os.ReadFile(p.log)
	if err != nil {
		return []byte(err.Error())
	}
	return bytes.TrimSpace(content[max(0, len(content)-logTail):])
}
