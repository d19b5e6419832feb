// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package sandbox

import (
	"cmp"
	"slices"
	"strings"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/authorization"
	"github.com/publicdata-io/mandate/internal/finding"
)

// Neighbour is a resource that is served from the place of another, and what is
// known to be decided of it; where nothing is, Force is Undecided.
type Neighbour struct {
	Name   v1alpha1.ObjectName
	Force  authorization.Force
	Reason string
}

// NeighbourOf is a resource with its verdict.
func NeighbourOf(name v1alpha1.ObjectName, v authorization.Verdict) Neighbour {
	return Neighbour{name, v.Force, v.Reason()}
}

const (
	// mostNamed is how many resources a message names. It does not count the others:
	// each act on one would change what is said of all.
	mostNamed = 3
	// mostNear is how many others bear by name on what is said of one: of a place that
	// a thousand share, an act on one is to change few messages.
	mostNear = 20
)

// Shared says what it means for a resource that others, in order, are served from
// its place: an act takes what it names, and the network opens what is there. Of what
// nobody could tell, what stood open stays open. It is zero where there are none. Where
// many share the place, the acts on one are told of it alone.
func Shared(namespace string, self Neighbour, others []Neighbour) finding.Phrase {
	around := near(self.Name, others)
	open, shut := apart(around)
	all, _ := apart(others)
	switch {
	case len(others) == 0:
		return finding.Phrase{}
	case self.Force == authorization.Denied && len(open) > 0:
		more := len(all) > min(len(open), mostNamed)
		return finding.Say("its data can be reached all the same by whoever was granted %s, since no network tells apart what is served from the same place; to end that: %s",
			naming(open, more), ends(actLike(self), namespace, open, more))
	case self.Force == authorization.Denied && len(all) > 0:
		return finding.Say("its data can be reached all the same by whoever was granted others that are served from the same place, since no network tells them apart; which of them are in force: %s",
			"kubectl get dr -n "+namespace)
	case self.Force != authorization.Denied && len(shut) > 0 && len(others) <= mostNear:
		open = append([]Neighbour{self}, open...)
		return finding.Say("whoever was granted it can also reach what is not in force, the data of %s, since no network tells apart what is served from the same place; to end that: %s",
			Naming(shut), ends(actLike(shut[0]), namespace, open, len(open) > mostNamed))
	}
	return finding.Say("it is served from the same place as %s, and no network tells them apart: whoever was granted one reaches all, and an act that takes one leaves the others open",
		naming(around, len(others) > mostNamed))
}

// near are the others that may be named of a resource: all, or of many those just
// before it in the order, which runs in a circle. Whoever acts on all in order thus
// changes nothing that was said before.
func near(name v1alpha1.ObjectName, others []Neighbour) []Neighbour {
	if len(others) <= mostNear {
		return others
	}
	at, _ := slices.BinarySearchFunc(others, name, func(n Neighbour, name v1alpha1.ObjectName) int { return cmp.Compare(n.Name, name) })
	circle := slices.Concat(others[at:], others[:at])
	before := circle[len(circle)-mostNear:]
	slices.SortFunc(before, func(a, b Neighbour) int { return cmp.Compare(a.Name, b.Name) })
	return before
}

// apart are those that may stand open, and those that are denied.
func apart(all []Neighbour) (open, shut []Neighbour) {
	for _, n := range all {
		if n.Force == authorization.Denied {
			shut = append(shut, n)
		} else {
			open = append(open, n)
		}
	}
	return open, shut
}

// Naming names the first resources, and says whether there are others; of none it is
// zero.
func Naming(all []Neighbour) finding.Phrase { return naming(all, len(all) > mostNamed) }

// naming names the first of some resources, and says whether there are more than those.
func naming(some []Neighbour, more bool) finding.Phrase {
	names := few(some, func(n Neighbour) finding.Phrase { return finding.Say("%s", n.Name) })
	switch {
	case len(names) == 0:
		return finding.Phrase{}
	case more:
		return finding.Say("DataResource %s and others", finding.All(", ", names...))
	}
	return finding.Say("DataResource %s", finding.All(", ", names...))
}

// actLike is the act that ends for another what a resource lost: the same stop, or
// else a suspension.
func actLike(taken Neighbour) v1alpha1.Action {
	if taken.Reason == v1alpha1.HaltedReason {
		return v1alpha1.ActionHalt
	}
	return v1alpha1.ActionSuspend
}

// ends are the lines that take the first of some resources too, and whether more than
// those need one.
func ends(act v1alpha1.Action, namespace string, some []Neighbour, more bool) finding.Phrase {
	lines := few(some, func(n Neighbour) finding.Phrase { return finding.Say("%s", Line(act, namespace, "dr/"+n.Name)) })
	if more {
		return finding.Say("%s, and likewise for the others", finding.All("; ", lines...))
	}
	return finding.Say("%s", finding.All("; ", lines...))
}

func few(all []Neighbour, say func(Neighbour) finding.Phrase) []finding.Phrase {
	said := make([]finding.Phrase, min(len(all), mostNamed))
	for i := range said {
		said[i] = say(all[i])
	}
	return said
}

// Line is what does an act on a subject, KIND/NAME.
func Line(act v1alpha1.Action, namespace string, subject v1alpha1.ObjectName) string {
	return "kubectl mandate " + strings.ToLower(string(act)) + " " + string(subject) + " -n " + namespace
}
