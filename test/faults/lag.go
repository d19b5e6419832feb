// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package faults

import "time"

// late are the processes and kinds that a plan has see late.
func (w *world) late(do func(p *process, l lag)) {
	for _, l := range w.fault.Load().lags {
		for _, p := range w.all() {
			if p.name == l.process {
				do(p, l)
			}
		}
	}
}

// collectionOf is the path that a process watches a kind at.
func (v *view) collectionOf(kind string) string {
	v.hub.mu.Lock()
	defer v.hub.mu.Unlock()
	for path := range v.hub.kinds {
		if kindOf(path) == kind {
			return path
		}
	}
	return kind
}

// hold closes the gates before an act.
func (w *world) hold(at uint64) {
	w.late(func(p *process, l lag) {
		if view := p.now().view; l.how != old {
			view.hold(view.collectionOf(l.kind), l.how, at)
		}
	})
}

// begin has processes start anew after an act that are to see what was before.
func (w *world) begin(before uint64) {
	anew := map[*process]map[string]*gate{}
	w.late(func(p *process, l lag) {
		if l.how == old && anew[p] == nil {
			anew[p] = map[string]*gate{}
		}
	})
	// What else such a process is to see late it begins with as it was, too.
	w.late(func(p *process, l lag) {
		if anew[p] != nil {
			anew[p][p.now().view.collectionOf(l.kind)] = &gate{how: l.how, at: before}
		}
	})
	for p, gates := range anew {
		before := p.now()
		p.restart(gates)
		for end := time.Now().Add(patience); p.now() == before && time.Now().Before(end); {
			time.Sleep(pollEvery)
		}
	}
}

// release opens the gates, in the order of the plan, and says how much waited.
func (w *world) release() int {
	held := 0
	w.late(func(p *process, l lag) {
		view := p.now().view
		held += view.release(view.collectionOf(l.kind))
	})
	return held
}

// watched are the kinds that each process watches.
func (w *world) watched() map[string]map[string]bool {
	found := map[string]map[string]bool{}
	for _, p := range w.all() {
		view := p.now().view
		found[p.name] = map[string]bool{}
		view.hub.mu.Lock()
		for _, s := range view.streams("") {
			found[p.name][kindOf(s.kind)] = true
		}
		view.hub.mu.Unlock()
	}
	return found
}
