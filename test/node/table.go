//go:build linux

// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"fmt"
	"os"
	"runtime"
	"slices"
	"strings"
	"time"
)

// table collects figures by what they are of, in the order in which those come.
type table struct {
	order   []string
	figures map[string][]time.Duration
}

func newTable() *table { return &table{figures: map[string][]time.Duration{}} }

func (t *table) add(what string, took time.Duration) {
	if _, known := t.figures[what]; !known {
		t.order = append(t.order, what)
	}
	t.figures[what] = append(t.figures[what], took)
}

// print writes a line for each, with half and the longest of its figures.
func (t *table) print(title string) {
	if len(t.order) == 0 {
		return
	}
	fmt.Fprintf(os.Stdout, "\n%s (%s)\n  %-64s %3s %9s %9s\n", title, machine(), "", "n", "p50", "max")
	for _, what := range t.order {
		all := slices.Sorted(slices.Values(t.figures[what]))
		fmt.Fprintf(os.Stdout, "  %-64s %3d %9s %9s\n", what, len(all), span(all[len(all)/2]), span(all[len(all)-1]))
	}
	fmt.Fprintln(os.Stdout)
}

func span(d time.Duration) string {
	if d.Abs() < time.Second {
		return fmt.Sprintf("%d ms", d.Milliseconds())
	}
	return fmt.Sprintf("%.2f s", d.Seconds())
}

// machine is what figures are to be judged by.
func machine() string {
	load, err := os.ReadFile("/proc/loadavg")
	if err != nil {
		return fmt.Sprintf("%d processors", runtime.NumCPU())
	}
	minute, _, _ := strings.Cut(string(load), " ")
	return fmt.Sprintf("%d processors, load average %s", runtime.NumCPU(), minute)
}
