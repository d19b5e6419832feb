// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package faults

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"
)

// mode is what happens to a write.
type mode string

const (
	unharmed mode = ""
	// failBefore kills the process before the write is sent, loseAfter once it
	// was made.
	failBefore mode = "before"
	loseAfter  mode = "after"
	// refuseBefore and forgetAfter are the same for a process that lives on.
	refuseBefore mode = "refused"
	forgetAfter  mode = "forgotten"
	// stopBefore stops the process at the write, has another do its work, and
	// lets it go on later.
	stopBefore mode = "stopped"
)

// lag is one kind that one process sees late after an act.
type lag struct {
	process, kind string
	how           lateness
}

// fault is what goes wrong in a plan.
type fault struct {
	// mode, process and write are a fault at a write.
	mode           mode
	process, write string
	// act is after which of the scenario's acts the lags begin.
	act  int
	lags []lag
	// offset is by how much local clocks are wrong.
	offset time.Duration
	// twins has two of each process from the beginning.
	twins bool

	mu  sync.Mutex
	hit bool
}

// at is what happens to a write, which happens once.
func (f *fault) at(process, write string) mode {
	kind := kindOfProcess(process)
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.mode == unharmed || f.hit || f.process != kind || f.write != write {
		return unharmed
	}
	f.hit = true
	return f.mode
}

// wasHit says whether the fault came about.
func (f *fault) wasHit() bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.hit
}

// Plan is a scenario with a fault. Its name says all of it, so that it can be
// run again.
type Plan struct {
	Name, Kind string
	scenario   *scenario
	fault      *fault
}

// ParsePlan reads the name of a plan.
func ParsePlan(name string) (*Plan, error) {
	parts := strings.Split(name, "/")
	if len(parts) < 2 {
		return nil, fmt.Errorf("plan %s: want KIND/SCENARIO, and what the kind asks for", name)
	}
	at := slices.IndexFunc(scenarios, func(s scenario) bool { return s.name == parts[1] })
	if at < 0 {
		return nil, fmt.Errorf("plan %s: no scenario %s", name, parts[1])
	}
	f, err := parseFault(parts[0], parts[2:])
	if err != nil {
		return nil, fmt.Errorf("plan %s: %w", name, err)
	}
	return &Plan{Name: name, Kind: parts[0], scenario: &scenarios[at], fault: f}, nil
}

// parseFault reads what follows the scenario in the name of a plan.
func parseFault(kind string, rest []string) (*fault, error) {
	var err error
	f := &fault{}
	switch {
	case kind == "none" && len(rest) == 0:
	case kind == "restart" && len(rest) == 1:
	case kind == "twins" && len(rest) <= 1:
		f.twins = true
	case kind == "write" && len(rest) == 3:
		f.mode, f.process, f.write = mode(rest[0]), rest[1], rest[2]
	case kind == "clock" && len(rest) == 1:
		f.offset, err = time.ParseDuration(rest[0])
	case kind == "late" && len(rest) == 2 || kind == "pair" && len(rest) == 3:
		f.act, f.lags, err = parseLags(rest)
	default:
		err = fmt.Errorf("no such plan")
	}
	return f, err
}

// parseLags reads ACT/PROCESS:HOW:KIND[/PROCESS:HOW:KIND].
func parseLags(parts []string) (act int, lags []lag, err error) {
	if _, err := fmt.Sscanf(parts[0], "%d", &act); err != nil {
		return 0, nil, err
	}
	for _, part := range parts[1:] {
		words := strings.Split(part, ":")
		if len(words) != 3 {
			return 0, nil, fmt.Errorf("%s is not PROCESS:HOW:KIND", part)
		}
		lags = append(lags, lag{process: words[0], how: lateness(words[1]), kind: words[2]})
	}
	return act, lags, nil
}

func (l lag) String() string { return l.process + ":" + string(l.how) + ":" + l.kind }
