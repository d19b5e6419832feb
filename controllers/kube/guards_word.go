// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package kube

import "github.com/publicdata-io/mandate/internal/authorization"

// word is what everybody was last told of the guards. A proof ends by time
// alone: who asks between two looks may hear that it has ended, and has to be
// told when there is a new one, though the looks saw a proof both times.
type word struct {
	said authorization.Guards
	// otherwise says that somebody heard something else since.
	otherwise bool
}

// answer is what is known, for one who asks.
func (w *word) answer(known authorization.Guards) authorization.Guards {
	w.otherwise = w.otherwise || known != w.said
	return known
}

// over says whether everybody has to be told what is known now, and takes it
// that they are.
func (w *word) over(known authorization.Guards) bool {
	changed := w.otherwise || known != w.said
	w.said, w.otherwise = known, false
	return changed
}
