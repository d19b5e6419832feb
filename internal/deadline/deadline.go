// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

// Package deadline answers: what is due by now, and when is the next?
package deadline

import (
	"container/heap"
	"time"
)

// Heap holds one instant for each key. The zero Heap is empty and ready.
type Heap[K comparable] struct {
	items items[K]
	at    map[K]*item[K]
}

// Set moves a key to an instant; the zero instant takes it out.
func (h *Heap[K]) Set(key K, at time.Time) {
	known := h.at[key]
	switch {
	case known == nil && at.IsZero():
	case known == nil:
		if h.at == nil {
			h.at = map[K]*item[K]{}
		}
		known = &item[K]{key: key, at: at}
		h.at[key] = known
		heap.Push(&h.items, known)
	case at.IsZero():
		heap.Remove(&h.items, known.index)
		delete(h.at, key)
	default:
		known.at = at
		heap.Fix(&h.items, known.index)
	}
}

// Next is the earliest instant; ok is false where there is none.
func (h *Heap[K]) Next() (at time.Time, ok bool) {
	if len(h.items) == 0 {
		return time.Time{}, false
	}
	return h.items[0].at, true
}

// Due takes out and returns the keys whose instant is not after now, earliest
// first.
func (h *Heap[K]) Due(now time.Time) []K {
	var due []K
	for len(h.items) > 0 && !h.items[0].at.After(now) {
		first := heap.Pop(&h.items).(*item[K])
		delete(h.at, first.key)
		due = append(due, first.key)
	}
	return due
}

type item[K comparable] struct {
	key   K
	at    time.Time
	index int
}

// items is a heap.Interface.
type items[K comparable] []*item[K]

func (s items[K]) Len() int           { return len(s) }
func (s items[K]) Less(i, j int) bool { return s[i].at.Before(s[j].at) }
func (s items[K]) Swap(i, j int) {
	s[i], s[j] = s[j], s[i]
	s[i].index, s[j].index = i, j
}

func (s *items[K]) Push(x any) {
	added := x.(*item[K])
	added.index = len(*s)
	*s = append(*s, added)
}

func (s *items[K]) Pop() any {
	last := (*s)[len(*s)-1]
	*s = (*s)[:len(*s)-1]
	return last
}
