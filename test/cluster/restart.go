// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package cluster

import (
	"context"
	"fmt"
	"slices"
)

// Restart kills a component, such as etcd, as a crash would, starts it again on
// the same data, and returns once the API server is ready.
func (c *Cluster) Restart(ctx context.Context, component string) error {
	if err := c.group.restart(component); err != nil {
		return fmt.Errorf("restart %s: %w", component, err)
	}
	return c.await(ctx, c.apiServerIsReady)
}

// restart replaces a process by another of the same name, path and arguments.
func (g *group) restart(name string) error {
	g.mu.Lock()
	at := slices.IndexFunc(g.processes, func(p *process) bool { return p.name == name })
	if at < 0 {
		g.mu.Unlock()
		return fmt.Errorf("no process %s runs", name)
	}
	old := g.processes[at]
	g.processes = slices.Delete(g.processes, at, at+1)
	g.mu.Unlock()
	_ = old.cmd.Process.Kill() // fails only when it has ended already
	<-old.ended
	_, err := g.start(name, old.cmd.Path, old.cmd.Args[1:])
	return err
}
