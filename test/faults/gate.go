// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package faults

import "slices"

// lateness is how a process comes to see a kind late.
type lateness string

// What real watches and lists do to who reads them.
const (
	// late shows everything later, in order: a slow watch.
	late lateness = "late"
	// merged shows nothing, and then what is left of it: a watch that broke and
	// was made up for by a list.
	merged lateness = "merged"
	// unseen leaves out the first object that changes, and shows it with the
	// list that follows: an event that was lost with its watch.
	unseen lateness = "unseen"
	// old begins with a snapshot from before the act: a process that starts and
	// asks an API server that lags behind.
	old lateness = "old"
)

// gate holds back one kind from one process. It is guarded by the hub.
type gate struct {
	how lateness
	// at is the newest revision of the kind that passes; what is newer waits.
	at uint64
	// left out is the object that unseen picked.
	leftOut string
	// held counts what waited.
	held int
}

// holds says whether a change must wait.
func (g *gate) holds(c *change) bool {
	if g == nil || c.revision <= g.at {
		return false
	}
	if g.how == unseen {
		if g.leftOut == "" {
			g.leftOut = c.key()
		}
		if g.leftOut != c.key() {
			return false
		}
	}
	g.held++
	return true
}

// view is what one process sees of the cluster by its watches.
type view struct {
	hub    *Hub
	domain string
	// gates are by kind, stopped is for all; guarded by the hub.
	gates   map[string]*gate
	stopped bool
}

func newView(hub *Hub, domain string) *view {
	return &view{hub: hub, domain: domain, gates: map[string]*gate{}}
}

// stop shows nothing more until goOn.
func (v *view) stop() {
	v.hub.mu.Lock()
	defer v.hub.mu.Unlock()
	v.stopped = true
}

// goOn shows what came while the view was stopped.
func (v *view) goOn() {
	v.hub.mu.Lock()
	defer v.hub.mu.Unlock()
	v.stopped = false
	for _, s := range v.streams("") {
		s.catchUp()
	}
}

// streams are those of a kind, or of all. The hub is locked.
func (v *view) streams(kind string) []*stream {
	var found []*stream
	for _, of := range []*history{v.hub.domains[v.domain], v.hub.shared} {
		if of == nil {
			continue
		}
		for s := range of.streams {
			if s.view == v && (kind == "" || s.kind == kind) && !slices.Contains(found, s) {
				found = append(found, s)
			}
		}
	}
	return found
}

// hold closes the gate of a kind, for what comes after the revision.
func (v *view) hold(kind string, how lateness, after uint64) {
	v.hub.mu.Lock()
	defer v.hub.mu.Unlock()
	v.gates[kind] = &gate{how: how, at: after}
}

// release opens the gate of a kind again, and says how much waited.
func (v *view) release(kind string) int {
	v.hub.mu.Lock()
	defer v.hub.mu.Unlock()
	g := v.gates[kind]
	if g == nil {
		return 0
	}
	delete(v.gates, kind)
	for _, s := range v.streams(kind) {
		if g.how == merged || g.how == unseen {
			s.breakOff()
		} else {
			s.catchUp()
		}
	}
	return g.held
}
