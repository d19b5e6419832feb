// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
	"time"
)

// Bytes that P8 allows.
const (
	mostResident = 150 << 20
	mostPerGrant = 8 << 10
)

// atRest is how long nobody works before a process is weighed: ten seconds later
// it gives back what it used to work with.
const atRest = 15 * time.Second

// weight is what both processes weigh with some number of grants.
type weight struct {
	When             string
	Grants           int
	Operator, Cutoff footprint
}

// footprint is resident memory now and at its most, and what lives on the heap
// after a collection.
type footprint struct{ Resident, Peak, Live int }

// weigh notes the memory of both processes, once nobody works.
func (b *bench) weigh(ctx context.Context, when string) (err error) {
	if !b.wants("P8") {
		return nil
	}
	if err := pauseFor(ctx, atRest); err != nil {
		return err
	}
	w := weight{When: when, Grants: b.observed.count()}
	if w.Operator, err = b.mandate.operator.weigh(ctx); err != nil {
		return err
	}
	w.Cutoff, err = b.mandate.cutoff.weigh(ctx)
	b.report.Memory = append(b.report.Memory, w)
	b.progress("P8: %s, %d grants: operator %s resident, %s live; cutoff %s, %s", when, w.Grants,
		megabytes(w.Operator.Resident), megabytes(w.Operator.Live), megabytes(w.Cutoff.Resident), megabytes(w.Cutoff.Live))
	return err
}

// weighAtTheEnd weighs what the other goals left behind, and writes what the
// heaps hold where profiles are asked for.
func (b *bench) weighAtTheEnd(ctx context.Context) error {
	if err := errors.Join(b.mandate.quiet(ctx), b.weigh(ctx, "after all other goals")); err != nil || b.profiles == "" {
		return err
	}
	return errors.Join(
		b.mandate.operator.heap(ctx, b.profileFile("P8-heap", "operator")),
		b.mandate.cutoff.heap(ctx, b.profileFile("P8-heap", "cutoff")),
	)
}

// weigh reads the memory of a process; that on its heap after a collection.
func (p *program) weigh(ctx context.Context) (footprint, error) {
	if err := p.heap(ctx, os.DevNull); err != nil {
		return footprint{}, err
	}
	live, err := p.total(ctx, "go_memstats_heap_alloc_bytes", "", "")
	if err != nil {
		return footprint{}, err
	}
	return footprint{Resident: p.status("VmRSS:"), Peak: p.status("VmHWM:"), Live: int(live)}, nil
}

// heap collects garbage and writes a profile of what is left.
func (p *program) heap(ctx context.Context, file string) error {
	body, err := get(ctx, p.profiles+"/debug/pprof/heap?gc=1")
	if err != nil {
		return fmt.Errorf("profile the heap of %s: %w", p.name, err)
	}
	defer func() { _ = body.Close() }()
	data, err := io.ReadAll(body)
	if err != nil {
		return fmt.Errorf("profile the heap of %s: %w", p.name, err)
	}
	return os.WriteFile(file, data, 0o600)
}

// status is a line of /proc/PID/status in bytes, zero where the process ended.
func (p *program) status(line string) int {
	data, _ := os.ReadFile(fmt.Sprintf("/proc/%d/status", p.pid)) // its owner tells of its end
	for text := range strings.Lines(string(data)) {
		if value, ok := strings.CutPrefix(text, line); ok {
			kilobytes, _ := strconv.Atoi(strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(value), "kB")))
			return kilobytes << 10
		}
	}
	return 0
}

// count is the number of grants that were seen.
func (o *observed) count() int {
	o.mu.Lock()
	defer o.mu.Unlock()
	return len(o.objects)
}

func (r *report) weighed() []row {
	if len(r.Memory) < 2 {
		return nil
	}
	first, second, last := r.Memory[0], r.Memory[1], r.Memory[len(r.Memory)-1]
	further := max(1, second.Grants-first.Grants)
	var rows []row
	for _, p := range []struct {
		name string
		of   func(weight) footprint
	}{{"operator", func(w weight) footprint { return w.Operator }}, {"cutoff", func(w weight) footprint { return w.Cutoff }}} {
		resident := p.of(last).Resident
		slope := (p.of(second).Live - p.of(first).Live) / further
		rows = append(rows,
			row{fmt.Sprintf("P8  resident memory of %s, %d grants <= 150 MiB", p.name, last.Grants), megabytes(resident), megabytes(p.of(first).Resident), "", met(float64(resident), mostResident)},
			row{fmt.Sprintf("P8  %s: live heap for each further grant <= 8 KiB", p.name), kilobytes(slope), "", "", met(float64(slope), mostPerGrant)},
			row{fmt.Sprintf("    %s: live heap, and the most that was resident", p.name), megabytes(p.of(last).Live) + ", " + megabytes(p.of(last).Peak), megabytes(p.of(first).Live), "", ""},
		)
	}
	return rows
}

func megabytes(n int) string { return fmt.Sprintf("%.0f MiB", float64(n)/(1<<20)) }

func kilobytes(n int) string { return fmt.Sprintf("%.1f KiB", float64(n)/(1<<10)) }
