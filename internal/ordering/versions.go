// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

// Package ordering answers: is a cut newer than the facts that an opening rests
// on, and is a cache older than those?
//
// Whatever is opened or cut carries two marks. closed-by tells what stood
// against it and how far cutoff had seen; opened-by tells the facts it was given
// back on, and which cut that answers. They make three rules checkable, by the
// processes and by whoever replays the history of the cluster:
//
//   - an opening is at least as new as the cut that its target carries, and
//     names it (Opened.MayAnswer);
//   - a cut is not made from facts older than those the target was opened on,
//     unless the cache that shows them does not catch up in time
//     (Versions.NewerThan);
//   - every new reason to cut is another mark, so that every cut is a write and
//     an opening that was decided before it fails on the version of its target
//     (Closed.Same).
//
// Versions of one kind are compared with each other alone. The one number that
// stands for all, At, is taken over kinds of the group mandate.publicdata.io
// alone, which an API server keeps in one store.
package ordering

import (
	"maps"
	"slices"
	"strings"

	"k8s.io/apimachinery/pkg/util/resourceversion"
)

// Versions are the newest resourceVersion of each kind among some objects.
type Versions map[string]string

// Add takes note of an object's version.
func (v Versions) Add(kind, version string) {
	if Newer(version, v[kind]) {
		v[kind] = version
	}
}

// NewerThan says whether anything among the versions has not been seen by a
// reader, which tells the version that it has seen of a kind. Of a kind of which
// the reader can tell nothing it is not behind: not knowing delays no cut.
func (v Versions) NewerThan(seen func(kind string) string) bool {
	for kind, version := range v {
		if known := seen(kind); known != "" && Newer(version, known) {
			return true
		}
	}
	return false
}

// String is kind=version for each kind, in the order of their names.
func (v Versions) String() string {
	words := make([]string, 0, len(v))
	for _, kind := range slices.Sorted(maps.Keys(v)) {
		words = append(words, kind+"="+v[kind])
	}
	return strings.Join(words, ",")
}

// parseVersions reads what String wrote, and leaves out what it cannot read.
func parseVersions(text string) Versions {
	v := Versions{}
	for word := range strings.SplitSeq(text, ",") {
		if kind, version, ok := strings.Cut(word, "="); ok && kind != "" {
			v.Add(kind, version)
		}
	}
	return v
}

// Newer says whether version a is newer than b. Whatever is no version, like
// the empty one of an object that was read nowhere, is newer than none and older
// than all.
func Newer(a, b string) bool {
	if _, err := resourceversion.CompareResourceVersion(a, a); err != nil {
		return false
	}
	compared, err := resourceversion.CompareResourceVersion(a, b)
	return err != nil || compared > 0
}
