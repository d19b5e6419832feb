// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package faults

import (
	"fmt"
	"hash/fnv"
	"slices"
	"sort"
	"strings"
)

// enumerate lists every plan that the references know of, in an order that
// mixes kinds and scenarios, so that its beginning is a sample of all. A
// process that sees a kind late in which nothing changes is no plan.
func enumerate(references map[string]*reference) []string {
	names := map[string]bool{}
	for i := range scenarios {
		s := &scenarios[i]
		ref := references[s.name]
		if ref == nil {
			continue
		}
		for _, w := range ref.writes {
			for _, m := range []mode{failBefore, loseAfter, refuseBefore, forgetAfter, stopBefore} {
				names[fmt.Sprintf("write/%s/%s/%s/%s", s.name, m, w.process, w.id)] = true
			}
		}
		for act := range s.acts {
			for _, lags := range ref.lagging(act) {
				if name := fmt.Sprintf("%s/%s/%d/%s", kindOfLags(lags), s.name, act, lags); !spared(lags, name) {
					names[name] = true
				}
			}
		}
		for round := range 4 {
			names[fmt.Sprintf("twins/%s/%d", s.name, round)] = true
		}
		for _, offset := range []string{"1h", "-1h", "90s", "-90s"} {
			names[fmt.Sprintf("clock/%s/%s", s.name, offset)] = true
		}
	}
	var sorted []string
	for name := range names {
		sorted = append(sorted, name)
	}
	sort.Slice(sorted, func(i, j int) bool {
		if a, b := turnOf(sorted[i]), turnOf(sorted[j]); a != b {
			return a < b
		}
		return sorted[i] < sorted[j]
	})
	return sorted
}

// turnOf orders plans. There are far more pairs than anything else: an eighth of
// them comes along with all the others, and the rest after.
func turnOf(name string) uint64 {
	turn := digestOf(name)
	if !strings.HasPrefix(name, "pair/") {
		turn /= 8
	}
	return turn
}

func kindOfLags(name string) string {
	if strings.Contains(name, "/") {
		return "pair"
	}
	return "late"
}

func digestOf(name string) uint64 {
	hash := fnv.New64a()
	_, _ = hash.Write([]byte(name)) // never fails
	return hash.Sum64()
}

// lagging are the lags, and the pairs of lags, that can be seen after an act.
func (r *reference) lagging(act int) []string {
	var single []lag
	for _, process := range []string{"operator", "cutoff"} {
		for _, kind := range r.seen(process, act) {
			for _, how := range []lateness{late, merged, unseen, old} {
				single = append(single, lag{process: process, kind: kind, how: how})
			}
		}
	}
	var names []string
	for i, a := range single {
		names = append(names, a.String())
		for j, b := range single {
			// Pairs that are both late, and unlike ones, are released in either
			// order; of the others one order is enough.
			ordered := a.how != b.how || a.how == late || i < j
			if (a.kind != b.kind || a.process != b.process) && ordered {
				names = append(names, a.String()+"/"+b.String())
			}
		}
	}
	return names
}

// oneIn is how many there are of the pairs that are spared to each that is run.
const oneIn = 16

// spared says whether a plan is one of the many pairs of unlike lags, or of two
// events that were lost, that are not run: there are six times as many of them
// as of the other pairs.
func spared(lags, name string) bool {
	one, other, pair := strings.Cut(lags, "/")
	if !pair {
		return false
	}
	how := howOf(one)
	// Shards and turns go by other bits of the digest.
	return (how != howOf(other) || how == unseen) && digestOf(name)>>32%oneIn != 0
}

func howOf(name string) lateness { return lateness(strings.Split(name, ":")[1]) }

// seen are the kinds that change after an act and that a process watches.
func (r *reference) seen(process string, act int) []string {
	var kinds []string
	for collection := range r.changed[act] {
		if kind := kindOf(collection); r.watched[process][kind] {
			kinds = append(kinds, kind)
		}
	}
	slices.Sort(kinds)
	return kinds
}
