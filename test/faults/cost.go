// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package faults

import (
	"fmt"
	"maps"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"
)

// spent is the CPU time that this process and each component of the control
// plane used so far, by name.
type spent map[string]time.Duration

func (h *House) spent() spent {
	pids := h.cluster.PIDs()
	pids["plans"] = os.Getpid()
	found := spent{}
	for name, pid := range pids {
		found[name] = cpu(pid)
	}
	return found
}

// tick is the unit of CPU time in /proc.
const tick = 10 * time.Millisecond

// cpu is the CPU time of a process, in user and kernel mode; none where it ended.
func cpu(pid int) time.Duration {
	const user, system = 11, 12
	data, _ := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid)) // none
	_, rest, _ := strings.Cut(string(data), ") ")
	fields := strings.Fields(rest)
	if len(fields) <= system {
		return 0
	}
	u, _ := strconv.Atoi(fields[user])
	s, _ := strconv.Atoi(fields[system])
	return time.Duration(u+s) * tick
}

// since is what each plan cost since then, and all of it.
func (s spent) since(then spent, plans int) string {
	var parts []string
	var all time.Duration
	for _, name := range slices.Sorted(maps.Keys(s)) {
		each := (s[name] - then[name]) / time.Duration(max(plans, 1))
		all += each
		parts = append(parts, fmt.Sprintf("%s %s", name, each.Round(time.Millisecond)))
	}
	return fmt.Sprintf("%s of CPU each (%s)", all.Round(time.Millisecond), strings.Join(parts, ", "))
}
