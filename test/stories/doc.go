// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

// Package stories tells whole chains of authority as timelines that a regulator
// can read: what people did on which day, and after each act which links were
// in force, why not, what the cluster would hold, and when time alone would
// change that. The stories run in the pure engine; their text is kept in
// testdata and rewritten with
//
//	go test ./test/stories -update
package stories
