// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package sandbox

import (
	"strings"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/authorization"
	"github.com/publicdata-io/mandate/internal/finding"
)

// Neighbour is a resource that is served from the place of another, and what is
// decided of it; of one that nobody looked at, Force is Undecided.
type Neighbour struct {
	Name   v1alpha1.ObjectName
	Force  authorization.Force
	Reason string
}

// NeighbourOf is a resource with its verdict.
func NeighbourOf(name v1alpha1.ObjectName, v authorization.Verdict) Neighbour {
	return Neighbour{name, v.Force, v.Reason()}
}

// mostNamed is how many resources a message names; it counts the others.
const mostNamed = 3

// Shared says what it means for a resource that others, in order, are served from
// its place: an act takes what it names, and the network opens what is there. Of what
// nobody could tell, what stood open stays open. It is zero where there are none.
func Shared(namespace string, self Neighbour, others []Neighbour) finding.Phrase {
	open, shut := apart(others)
	switch {
	case len(others) == 0:
		return finding.Phrase{}
	case self.Force == authorization.Denied && len(open) > 0:
		return finding.Say("its data can be reached all the same by whoever was granted %s, since no network tells apart what is served from the same place; to end that: %s",
			Naming(open), Ends(actLike(self), namespace, open))
	case self.Force != authorization.Denied && len(shut) > 0:
		return finding.Say("whoever was granted it can also reach what is not in force, the data of %s, since no network tells apart what is served from the same place; to end that: %s",
			Naming(shut), Ends(actLike(shut[0]), namespace, append([]Neighbour{self}, open...)))
	}
	return finding.Say("it is served from the same place as %s, and no network tells them apart: whoever was granted one reaches all, and an act that takes one leaves the others open",
		Naming(others))
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

// Naming names the first resources, and counts the others; of none it is zero.
func Naming(all []Neighbour) finding.Phrase {
	if len(all) == 0 {
		return finding.Phrase{}
	}
	names := few(all, func(n Neighbour) finding.Phrase { return finding.Say("%s", n.Name) })
	if more := len(all) - len(names); more > 0 {
		return finding.Say("DataResource %s and %d more", finding.All(", ", names...), more)
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

// Ends are the lines that take the first resources too, and how many more need one.
func Ends(act v1alpha1.Action, namespace string, all []Neighbour) finding.Phrase {
	lines := few(all, func(n Neighbour) finding.Phrase { return finding.Say("%s", Line(act, namespace, "dr/"+n.Name)) })
	if more := len(all) - len(lines); more > 0 {
		return finding.Say("%s, and likewise for %d more", finding.All("; ", lines...), more)
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
