// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"fmt"
	"maps"
	"runtime"
	"slices"
	"strings"
	"time"
)

// report is what a run has measured.
type report struct {
	Grants            int
	Cores             int
	Begun             time.Time
	Provisioning      provisioned
	Suspensions       compared
	Steps             []times // of cutSteps
	Small             compared
	HundredEndsGrants int
	HundredEnds       []round
	Large             []round
	CleanUps          cleaned
	Loaded            loaded
	Expiries          expired
	Idle              idled
	Memory            []weight
	ColdStarts        []coldStart
	Kills             killed
	Year              yearLoaded
}

func newReport(o options) *report {
	return &report{Grants: o.grants, Cores: runtime.NumCPU(), Begun: time.Now().UTC()}
}

// times are samples of one duration.
type times []time.Duration

// quantile is the nearest rank: of few samples, the high ones are the largest.
func (t times) quantile(q float64) time.Duration {
	if len(t) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(t))
	return sorted[min(len(sorted)-1, int(q*float64(len(sorted))))]
}

func (t times) median() time.Duration { return t.quantile(0.5) }

func (t times) high() time.Duration { return t.quantile(0.99) }

// compared are the latencies of Mandate and of the floor, from the API server's
// answer and from the sending of the Decision.
type compared struct {
	Mandate, Floor         times
	MandateSent, FloorSent times
}

func (c *compared) add(l latency, floor bool) {
	if floor {
		c.Floor, c.FloorSent = append(c.Floor, l.Answered), append(c.FloorSent, l.Sent)
		return
	}
	c.Mandate, c.MandateSent = append(c.Mandate, l.Answered), append(c.MandateSent, l.Sent)
}

// provisioned are the batches of P6.
type provisioned struct {
	Batch int
	// Compared says that Mandate and the floor took turns, so that both met the
	// same number of sandboxes.
	Compared bool
	// Mandate and Floor are sandboxes a second, batch by batch.
	Mandate, Floor []float64
	// Planned is the number of writes of one sandbox: its objects and a status.
	Planned int
	// Sandboxes that Mandate provisioned while its requests were counted, and
	// the requests, by HTTP method.
	Sandboxes int
	Requests  map[string]int
	// MandateCPU and FloorCPU are the CPU time of each process over all
	// batches, and FloorSandboxes the sandboxes of the floor.
	FloorSandboxes       int
	MandateCPU, FloorCPU map[string]time.Duration
}

func (p *provisioned) mandate(count int, took time.Duration, before, after map[string]time.Duration) float64 {
	p.Mandate = append(p.Mandate, float64(count)/took.Seconds())
	p.Sandboxes += count
	p.MandateCPU = sum(p.MandateCPU, before, after)
	return p.Mandate[len(p.Mandate)-1]
}

func (p *provisioned) floor(count int, took time.Duration, before, after map[string]time.Duration) float64 {
	p.Floor = append(p.Floor, float64(count)/took.Seconds())
	p.FloorSandboxes += count
	p.FloorCPU = sum(p.FloorCPU, before, after)
	return p.Floor[len(p.Floor)-1]
}

func (p *provisioned) sent(before, after map[string]int) {
	if p.Requests == nil {
		p.Requests = map[string]int{}
	}
	for method := range after {
		p.Requests[method] += after[method] - before[method]
	}
}

// writes are Mandate's writes for each sandbox.
func (p *provisioned) writes() float64 {
	total := 0
	for _, method := range []string{"POST", "PUT", "PATCH", "DELETE"} {
		total += p.Requests[method]
	}
	return float64(total) / float64(max(1, p.Sandboxes))
}

func (p *provisioned) methods() string {
	var parts []string
	for _, method := range slices.Sorted(maps.Keys(p.Requests)) {
		parts = append(parts, fmt.Sprintf("%s %d", method, p.Requests[method]))
	}
	return strings.Join(parts, ", ")
}

func sum(total, before, after map[string]time.Duration) map[string]time.Duration {
	if total == nil {
		total = map[string]time.Duration{}
	}
	for name := range after {
		total[name] += after[name] - before[name]
	}
	return total
}

func middle(rates []float64) float64 {
	if len(rates) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(rates))
	return sorted[len(sorted)/2]
}

func milliseconds(d time.Duration) string {
	return fmt.Sprintf("%.1f ms", float64(d)/float64(time.Millisecond))
}

func seconds(d time.Duration) string { return fmt.Sprintf("%.1f s", d.Seconds()) }
