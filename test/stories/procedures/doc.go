// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

// Package procedures tells how chains of authority come about and end by the
// acts of people, as timelines that a regulator can read: who acted on which
// day, which acts count and which do not and why, who is waited for, by when,
// and what has come of it. The stories run in the pure procedure engine on the
// editions and the calendar that are shipped, over days of any year; their text
// is kept in testdata and rewritten with
//
//	go test ./test/stories/procedures -update
package procedures
