// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

// Package procedures tells how chains of authority come about and end by the
// acts of people, as timelines that a regulator can read: who acted on which
// day, which acts count and which do not and why, who is waited for, by when,
// whether each link is in force, and what the cluster holds for it.
//
// The objects of a story are those that officials write, whole and valid, in
// testdata/<code>/chain.yaml, under the child of an edition that is shipped; the
// acts are told in Go. A story is told by the pure functions that the operator,
// cutoff and the plugin share, over days of any year, and its text is kept in
// testdata and rewritten with
//
//	go test ./test/stories/procedures -update
//
// TestOnTheCluster plays the whole story of each jurisdiction, and the scenarios of
// the conformance matrix, again on a real API server under the time of the story:
// the same objects are applied, the same acts recorded by officers with the
// personas that are shipped, and what status and sandboxes show at every day is
// the same text. Which scenario is played, and what of it the engine alone tells,
// stands in scenarios_test.go. Lines that begin with · are
// the engine's own, which no cluster shows.
package procedures
