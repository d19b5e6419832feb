// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package faults

import (
	"bufio"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"slices"
	"strings"
	"sync"
)

// Results are the outcomes of plans, one a line of a file, so that a run that
// was ended goes on where it stopped. An outcome says nothing of other code than
// that which it came of.
type Results struct {
	mu   sync.Mutex
	file *os.File
	done map[ran]Outcome
	// revision is what is run.
	revision string
}

// ran is a plan that was run, and of what code.
type ran struct{ plan, revision string }

// OpenResults reads what is in files, between which there are commas, and goes on
// writing to the first. Plans that could not be run are run again. Without a path
// nothing is kept.
func OpenResults(paths string) (*Results, error) {
	r := &Results{done: map[ran]Outcome{}, revision: Revision()}
	if paths == "" {
		return r, nil
	}
	path, _, _ := strings.Cut(paths, ",")
	for read := range strings.SplitSeq(paths, ",") {
		if err := r.Read(read); err != nil && (read != path || !errors.Is(err, fs.ErrNotExist)) {
			return nil, err
		}
	}
	file, err := os.OpenFile(path, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o644)
	if err != nil {
		return nil, fmt.Errorf("open the results: %w", err)
	}
	r.file = file
	return r, nil
}

// Read takes in the outcomes of a file.
func (r *Results) Read(path string) error {
	file, err := os.Open(path)
	if err != nil {
		return fmt.Errorf("read results: %w", err)
	}
	defer func() { _ = file.Close() }()
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, 1<<24)
	for lines.Scan() {
		var out Outcome
		if json.Unmarshal(lines.Bytes(), &out) != nil {
			continue // the last line of a run that was ended
		}
		if out.Failed == "" {
			r.done[ran{out.Plan, out.Revision}] = out
		}
	}
	return lines.Err()
}

// Has says whether a plan was run, of the code that is run now.
func (r *Results) Has(plan string) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	_, has := r.done[ran{plan, r.revision}]
	return has
}

// Add keeps an outcome.
func (r *Results) Add(out Outcome) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.done[ran{out.Plan, out.Revision}] = out
	if r.file == nil {
		return nil
	}
	line, err := json.Marshal(out)
	if err == nil {
		_, err = r.file.Write(append(line, '\n'))
	}
	if err != nil {
		return fmt.Errorf("keep the outcome of %s: %w", out.Plan, err)
	}
	return nil
}

// tally is what the outcomes of one kind of plan add up to.
type tally struct{ plans, hit, revisions, writes, longest, violated, failed int }

// Tell prints what all outcomes add up to, and says whether nothing was
// violated.
func (r *Results) Tell(out io.Writer) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	tallies, revisions := map[string]*tally{}, map[string]int{}
	var violated []string
	for _, o := range r.done {
		revisions[cmp.Or(o.Revision, "no revision")]++
		for _, kind := range []string{kindOfPlan(o), "all"} {
			t := tallies[kind]
			if t == nil {
				t = &tally{}
				tallies[kind] = t
			}
			t.add(o)
		}
		if len(o.Violations) > 0 || o.Failed != "" {
			violated = append(violated, fmt.Sprintf("%s: %s%s", o.Plan, o.Failed, strings.Join(o.Violations, "; ")))
		}
	}
	_, _ = fmt.Fprintf(out, "%-16s %7s %7s %10s %9s %10s %8s %7s\n", "kind", "plans", "bit", "revisions", "writes", "violated", "longest", "failed")
	for _, kind := range slices.Sorted(maps.Keys(tallies)) {
		t := tallies[kind]
		_, _ = fmt.Fprintf(out, "%-16s %7d %7d %10d %9d %10d %8d %7d\n", kind, t.plans, t.hit, t.revisions, t.writes, t.violated, t.longest, t.failed)
	}
	for _, revision := range slices.Sorted(maps.Keys(revisions)) {
		_, _ = fmt.Fprintf(out, "of %s: %d plans\n", revision, revisions[revision])
	}
	slices.Sort(violated)
	for _, line := range violated {
		_, _ = fmt.Fprintln(out, line)
	}
	return len(violated) == 0
}

func (t *tally) add(o Outcome) {
	t.plans++
	t.revisions += o.Revisions
	t.writes += o.Writes
	t.longest = max(t.longest, o.Longest)
	if o.Hit {
		t.hit++
	}
	if len(o.Violations) > 0 {
		t.violated++
	}
	if o.Failed != "" {
		t.failed++
	}
}

// kindOfPlan is what a plan is counted under.
func kindOfPlan(o Outcome) string {
	parts := strings.Split(o.Plan, "/")
	switch {
	case parts[0] == "write" && len(parts) > 2:
		return "write " + parts[2]
	case parts[0] == "pair" && len(parts) > 4 && howOf(parts[3]) != howOf(parts[4]):
		return "pair unlike"
	case (parts[0] == "late" || parts[0] == "pair") && len(parts) > 3:
		return parts[0] + " " + string(howOf(parts[3]))
	}
	return parts[0]
}
