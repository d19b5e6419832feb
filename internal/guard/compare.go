// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package guard

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Faults says what is wrong with each guard that does not stand as it was
// shipped. seen are the policies and bindings of the cluster; others than ours
// are nobody's business here.
func (e Expected) Faults(seen map[Key]Digest) map[Key]string {
	faults := map[Key]string{}
	for key, want := range e {
		got, exists := seen[key]
		if !exists {
			faults[key] = key.String() + " does not exist"
			continue
		}
		if fields := differing(want, got); len(fields) > 0 {
			faults[key] = fmt.Sprintf("%s is not as shipped (spec.%s)", key, strings.Join(fields, ", spec."))
		}
	}
	return faults
}

func differing(want, got Digest) []string {
	fields := map[string]bool{}
	for field := range want {
		fields[field] = true
	}
	for field := range got {
		fields[field] = true
	}
	maps.DeleteFunc(fields, func(field string, _ bool) bool {
		a, wanted := want[field]
		b, there := got[field]
		return wanted && there && a == b
	})
	return slices.Sorted(maps.Keys(fields))
}

// Tell names the first fault, in the order of kinds and names, and how many
// there are beside it: the same text for the same faults.
func Tell(faults map[Key]string) string {
	if len(faults) == 0 {
		return ""
	}
	said := slices.Sorted(maps.Values(faults))
	if len(said) == 1 {
		return said[0]
	}
	return fmt.Sprintf("%s, and %d more", said[0], len(said)-1)
}
