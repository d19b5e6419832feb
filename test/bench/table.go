// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"
	"time"
)

// row is a line of the table of goals.
type row struct {
	goal, measured, floor, ratio, met string
}

// write prints what was measured beside what was asked.
func (r *report) write(out io.Writer) error {
	fmt.Fprintf(out, "\n%d grants under one agreement, %d cores, %s\n\n", r.Grants, r.Cores, r.Begun.Format(time.DateTime+" MST"))
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "GOAL\tMEASURED\tFLOOR\tRATIO\tMET")
	rows := slices.Concat(r.suspended(), r.stepped(), r.agreed(), r.loaded(), r.cleaned(), r.ended(), r.given(), r.idle(), r.weighed(), r.started(), r.survived(), r.years())
	for _, row := range rows {
		fmt.Fprintln(table, strings.Join([]string{row.goal, row.measured, row.floor, row.ratio, row.met}, "\t"))
	}
	if err := table.Flush(); err != nil {
		return fmt.Errorf("print the table: %w", err)
	}
	r.writeCPU(out)
	r.writeIdle(out)
	return nil
}

// met says whether a goal is met, and otherwise by how much it is missed.
func met(measured, asked float64) string {
	if measured <= asked {
		return "yes"
	}
	return fmt.Sprintf("no, %+.0f %%", 100*(measured/asked-1))
}

func (r *report) suspended() []row {
	s := r.Suspensions
	if len(s.Floor) == 0 {
		return nil
	}
	p50, p99 := s.Mandate.median(), s.Mandate.high()
	times := ratio(p50, s.Floor.median())
	return []row{
		{"P1  suspend a grant, first denied read: p50 <= 25 ms", milliseconds(p50), milliseconds(s.Floor.median()), "", met(float64(p50), float64(25*time.Millisecond))},
		{"P1  p99 <= 100 ms", milliseconds(p99), milliseconds(s.Floor.high()), "", met(float64(p99), float64(100*time.Millisecond))},
		{"P1  p50 <= 1.5 x floor", "", "", fmt.Sprintf("%.2f", times), met(times, 1.5)},
		{"    p50 from the sending of the Decision", milliseconds(s.MandateSent.median()), milliseconds(s.FloorSent.median()), "", ""},
	}
}

func (r *report) agreed() []row {
	if len(r.Large) == 0 {
		return nil
	}
	small, large, hundred := r.Small.Mandate.median(), answered(r.Large).median(), answered(r.HundredEnds).median()
	floor := r.Small.Floor.median()
	p1, size := ratio(large, r.Suspensions.Mandate.median()), ratio(large, small)
	return []row{
		{fmt.Sprintf("P2  suspend an agreement, %d grants of one end: %d reads deny", r.Grants, sampled), milliseconds(large), milliseconds(floor), fmt.Sprintf("%.2f", ratio(large, floor)), ""},
		{"P2  <= 2 x P1", "", "", fmt.Sprintf("%.2f", p1), met(p1, 2)},
		{fmt.Sprintf("P2  <= 1.3 x the same with %d grants", smallGrants), milliseconds(small), milliseconds(floor), fmt.Sprintf("%.2f", size), met(size, 1.3)},
		{fmt.Sprintf("    the same with %d ends, %d grants", ends, r.HundredEndsGrants), milliseconds(hundred), "", fmt.Sprintf("%.2f", ratio(hundred, floor)), ""},
		{"    until every sandbox is frozen", seconds(field(r.Large, func(d round) time.Duration { return d.Clean }).median()), "", "", ""},
		{"    after the lift, until the same reads are let in", seconds(field(r.Large, func(d round) time.Duration { return d.Allowed }).median()), "", "", ""},
		{"    after the lift, until every sandbox is open", seconds(field(r.Large, func(d round) time.Duration { return d.Open }).median()), "", "", ""},
	}
}

func (r *report) given() []row {
	p := r.Provisioning
	if len(p.Floor) == 0 || !p.Compared {
		return nil
	}
	share := middle(p.Mandate) / middle(p.Floor)
	writes := p.writes()
	reads := float64(p.Requests["GET"]) / float64(max(1, p.Sandboxes))
	return []row{
		{"P6  provisioning >= 85 % of floor, sandboxes a second", fmt.Sprintf("%.0f", middle(p.Mandate)), fmt.Sprintf("%.0f", middle(p.Floor)), fmt.Sprintf("%.0f %%", 100*share), met(0.85/share, 1)},
		{"P6  children + 1 writes for each sandbox", fmt.Sprintf("%.2f", writes), fmt.Sprintf("%d", p.Planned), fmt.Sprintf("%.2f", writes/float64(p.Planned)), met(writes, float64(p.Planned)+0.05)},
		{"    reads for each sandbox", fmt.Sprintf("%.2f", reads), "0", "", ""},
		{fmt.Sprintf("    requests by method, %d sandboxes", p.Sandboxes), p.methods(), "", "", ""},
	}
}

// writeCPU prints where the time of provisioning goes.
func (r *report) writeCPU(out io.Writer) {
	p := r.Provisioning
	fmt.Fprintf(out, "\nCPU for each sandbox provisioned, in ms of one core\n\n")
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(table, "\tMANDATE\tFLOOR\t")
	names := []string{"kube-apiserver", "etcd", "kube-controller-manager", "operator", "cutoff", "bench"}
	for _, name := range names {
		fmt.Fprintf(table, "%s\t%.1f\t%.1f\t\n", name, each(p.MandateCPU[name], p.Sandboxes), each(p.FloorCPU[name], p.FloorSandboxes))
	}
	_ = table.Flush() // as the table above, to the same place
}

func each(total time.Duration, count int) float64 {
	return float64(total) / float64(time.Millisecond) / float64(max(1, count))
}

func ratio(a, b time.Duration) float64 {
	if b == 0 {
		return 0
	}
	return float64(a) / float64(b)
}

func field(rounds []round, of func(round) time.Duration) times {
	var all times
	for _, done := range rounds {
		all = append(all, of(done))
	}
	return all
}

func answered(rounds []round) times {
	return field(rounds, func(d round) time.Duration { return d.Denied.Answered })
}
