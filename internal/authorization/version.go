// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package authorization

import (
	"strconv"

	"k8s.io/apimachinery/pkg/apis/meta/v1"
)

// Version is the newest resourceVersion among the facts: how far the reader had
// seen when it decided. It is 0 where none carries one.
func (f *Facts) Version() uint64 {
	var newest uint64
	see := func(o v1.Object, exists bool) {
		if !exists {
			return
		}
		if version, err := strconv.ParseUint(o.GetResourceVersion(), 10, 64); err == nil {
			newest = max(newest, version)
		}
	}
	see(f.Grant, f.Grant != nil)
	see(f.Agreement.Get(), f.Agreement.Get() != nil)
	see(f.Class.Get(), f.Class.Get() != nil)
	for _, l := range f.Jurisdictions {
		see(l.Get(), l.Get() != nil)
	}
	for _, l := range f.Organizations {
		see(l.Get(), l.Get() != nil)
	}
	for _, l := range f.Resources {
		see(l.Get(), l.Get() != nil)
	}
	for _, l := range f.Services {
		see(l.Get(), l.Get() != nil)
	}
	for _, decisions := range f.Decisions {
		for _, d := range decisions {
			see(d, d != nil)
		}
	}
	return newest
}
