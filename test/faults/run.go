// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package faults

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/google/go-cmp/cmp"
)

const (
	// patience is how long the cluster may stay other than the verdict has it
	// with nothing written, and longest how long at all. Both are long because
	// plans run beside each other on few cores; what takes long is a matter of
	// benchmarks.
	patience = 60 * time.Second
	longest  = 5 * time.Minute
	// still is how long nothing is written before an act is over, and settled
	// before a plan is: longer than anything that our processes wait for by
	// themselves.
	still   = 150 * time.Millisecond
	settled = 1300 * time.Millisecond
	// known is the same for what others are compared with.
	known = 4 * time.Second
	// blind is how long nothing is written before what was held back is shown,
	// and longestBlind how long it is held at most.
	blind        = 300 * time.Millisecond
	longestBlind = 2 * time.Second
	pollEvery    = 60 * time.Millisecond
	// forever is an act that comes after all others.
	forever = math.MaxInt32
)

// Outcome is what came of a plan.
type Outcome struct {
	Plan, Kind string
	// Revision is what the program was built from; files of before that was kept
	// have none.
	Revision string `json:",omitempty"`
	// Hit says that the fault came about; a write may not happen in every run.
	Hit bool
	// Held counts the changes that were held back.
	Held int `json:",omitempty"`
	// Revisions counts the revisions that were judged, Writes those of our
	// processes, Longest is the longest run of goal R1 (c).
	Revisions, Writes, Longest int
	Seconds                    float64
	Violations                 []string `json:",omitempty"`
	// Failed says that the plan could not be run, which is no answer.
	Failed string `json:",omitempty"`

	reference *reference
}

// reference is what a scenario does without a fault.
type reference struct {
	end    []string
	writes []write
	// changed are the kinds that changed after each act, and watched those that
	// each process watches.
	changed []map[string]bool
	watched map[string]map[string]bool
}

// Run runs a plan. Without a reference it is not compared with one.
func (h *House) Run(ctx context.Context, p *Plan, want *reference) Outcome {
	began := time.Now()
	out := Outcome{Plan: p.Name, Kind: p.Kind, Revision: Revision()}
	w, err := h.world(ctx, p, &out)
	if err == nil {
		err = w.play(ctx, p, want, &out)
	}
	switch {
	case errors.Is(err, errBeginning):
		out.Violations = append(out.Violations, err.Error())
	case err != nil:
		out.Failed = err.Error()
	case len(out.Violations) == 0 && w.back(ctx, p.scenario) == nil:
		out.Seconds = time.Since(began).Seconds()
		h.kept.put(p.stand(), w)
		return out
	}
	if err := w.close(); err != nil && out.Failed == "" {
		out.Failed = err.Error()
	}
	out.Seconds = time.Since(began).Seconds()
	return out
}

// play runs the scenario with its fault and judges what came of it.
func (w *world) play(ctx context.Context, p *Plan, want *reference, out *Outcome) error {
	out.reference = &reference{}
	for i, act := range p.scenario.acts {
		from := len(w.house.hub.record(w.name))
		if err := w.enact(ctx, i, act, out); err != nil {
			return err
		}
		changed := map[string]bool{}
		for _, c := range w.house.hub.record(w.name)[from:] {
			changed[c.kind] = true
		}
		out.reference.changed = append(out.reference.changed, changed)
	}
	w.relieve(forever)
	w.journal.touch()
	return w.judge(ctx, want, out)
}

// enact has an act done, with the lags that begin with it.
func (w *world) enact(ctx context.Context, i int, a act, out *Outcome) error {
	w.act.Store(int32(i)) //nolint:gosec // a scenario has a handful of acts
	before := w.house.hub.revision()
	f := w.fault.Load()
	lagging := len(f.lags) > 0 && f.act == i
	if lagging {
		w.hold(before)
	}
	if err := a.do(ctx, w); err != nil {
		return fmt.Errorf("act %d: %w", i, err)
	}
	w.journal.touch()
	if lagging {
		w.begin(before)
	}
	if a.until != nil {
		time.Sleep(time.Until(a.until(w)))
		w.journal.touch()
	}
	if lagging {
		_ = w.await(ctx, longestBlind, func() error { return w.quiet(blind) }) // it is shown then at the latest
		out.Held += w.release()
	}
	if a.hasty {
		return nil
	}
	w.settle(ctx, i, out)
	if w.relieve(i) {
		w.settle(ctx, i, out)
	}
	return nil
}

// settle awaits that the cluster is at rest, as the verdict has it.
func (w *world) settle(ctx context.Context, act int, out *Outcome) {
	err := w.await(ctx, longest, func() error { return w.restless(still) })
	if err != nil {
		out.Violations = append(out.Violations, fmt.Sprintf("not at rest after act %d: %v", act, err))
	}
}

// await polls until there is no error or nothing moves any more, and returns the
// last one.
func (w *world) await(ctx context.Context, limit time.Duration, ask func() error) error {
	var err error
	for end := time.Now().Add(limit); time.Now().Before(end) && ctx.Err() == nil; time.Sleep(pollEvery) {
		if err = ask(); err == nil {
			return nil
		}
		if w.journal.quietFor() > patience {
			break // nothing will change it any more
		}
	}
	return errors.Join(err, ctx.Err())
}

func (w *world) quiet(long time.Duration) error {
	if is := w.journal.quietFor(); is < long {
		return fmt.Errorf("something was written %s ago", is.Round(time.Millisecond))
	}
	return nil
}

// errOtherEnd says that the end differs from the reference.
var errOtherEnd = errors.New("the end is not that without a fault")

// restless says what is written, or not as the verdict has it.
func (w *world) restless(long time.Duration) error {
	if err := w.quiet(long); err != nil {
		return err
	}
	return w.unsettled()
}

func (w *world) unsettled() error {
	now, err := stateOf(w.house.hub.record(w.name))
	if err != nil {
		return err
	}
	return now.unsettled(time.Now())
}

// judge compares the end with the reference and replays every revision.
func (w *world) judge(ctx context.Context, want *reference, out *Outcome) error {
	var end []string
	long := settled
	if want == nil {
		long = known
	}
	err := w.await(ctx, longest, func() error {
		if err := w.restless(long); err != nil {
			return err
		}
		if end = w.normal(w.house.hub.record(w.name)); want != nil && !slices.Equal(want.end, end) {
			return errOtherEnd
		}
		return nil
	})
	switch {
	case errors.Is(err, errOtherEnd):
		out.Violations = append(out.Violations, fmt.Sprintf("%v (-want +got):\n%s", err, cmp.Diff(want.end, end)))
	case err != nil:
		out.Violations = append(out.Violations, err.Error())
	}
	record := w.house.hub.record(w.name)
	replayed, err := judge(w.base, record[len(w.base):])
	if err != nil {
		return err
	}
	now, err := stateOf(record)
	if err != nil {
		return err
	}
	out.Violations = append(out.Violations, w.really(ctx, now)...)
	w.tell(replayed, out)
	out.reference.end, out.reference.writes = end, w.journal.all()
	out.reference.watched = w.watched()
	out.Writes = len(out.reference.writes)
	f := w.fault.Load()
	out.Hit = f.wasHit() || out.Held > 0 || f.mode == unharmed && len(f.lags) == 0
	return errors.Join(w.house.hub.failure())
}

// tell adds what a replay found.
func (w *world) tell(replayed *replay, out *Outcome) {
	for _, found := range replayed.found {
		out.Violations = append(out.Violations, w.boxes().Replace(found))
	}
	out.Revisions += replayed.revisions
	out.Longest = max(out.Longest, replayed.longest)
}

// kindOf is the last part of a collection's path.
func kindOf(collection string) string { return collection[strings.LastIndex(collection, "/")+1:] }
