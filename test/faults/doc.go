// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

// Package faults answers one question: whatever fails, is lost, comes late, is
// done twice or is not seen at all, does nobody keep access that the verdict
// denies?
//
// A plan is one scenario with one fault in it. It runs in a data domain of its
// own on a real control plane, with an operator and a cutoff of its own, under
// the accounts they are shipped with; hundreds of plans share one API server. The
// processes' writes and live reads go to the API server; what they watch comes
// from one watch for each kind over the whole cluster, the Hub, which shows each
// process its own domain and can hold back, drop or merge what it is to see.
// The same watch is the record of every revision, which is judged afterwards.
package faults
