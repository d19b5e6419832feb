// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package leaves

import (
	"fmt"
	"slices"
	"strings"
)

// has tells whether a path leads to a value.
func has(in any, path []string) bool {
	_, ok := step(in, path)
	return ok
}

// step follows a path.
func step(in any, path []string) (any, bool) {
	if len(path) == 0 {
		return in, true
	}
	switch at := in.(type) {
	case []any:
		if i := holder(at, path[1:]); path[0] == "[]" && i >= 0 {
			return step(at[i], path[1:])
		}
	case map[string]any:
		key := path[0]
		if key == "{}" {
			key = anyKey(at)
		}
		if next, ok := at[key]; ok {
			return step(next, path[1:])
		}
	}
	return nil, false
}

// holder is the first element of a list from which a path leads to a value, so
// that one list can have an element in each of the forms that exclude each other.
func holder(list []any, path []string) int {
	return slices.IndexFunc(list, func(element any) bool { return has(element, path) })
}

// set puts a value at a path that leads somewhere, or takes away what is there.
func set(in any, path []string, m mutation) any {
	switch at := in.(type) {
	case []any:
		if len(path) > 1 {
			i := holder(at, path[1:])
			at[i] = set(at[i], path[1:], m)
			return at
		}
		if m.removed {
			return slices.Delete(at, 0, 1)
		}
		at[0] = m.value
	case map[string]any:
		key := path[0]
		if key == "{}" {
			key = anyKey(at)
		}
		switch {
		case len(path) > 1:
			at[key] = set(at[key], path[1:], m)
		case m.removed:
			delete(at, key)
		default:
			at[key] = m.value
		}
	}
	return in
}

func anyKey(of map[string]any) string {
	for key := range of {
		return key // bases have one
	}
	return ""
}

// names tells whether a text names a leaf: by its name, that of the list around
// it, or the value that it was given.
func (l leaf) names(text string, m mutation) bool {
	text = strings.ToLower(text)
	for i, s := range l.path {
		listed := i+1 < len(l.path) && (l.path[i+1] == "[]" || l.path[i+1] == "{}")
		if (i == len(l.path)-1 || listed) && s != "[]" && s != "{}" && strings.Contains(text, strings.ToLower(s)) {
			return true
		}
	}
	given, ok := m.value.(string)
	if !ok {
		given = fmt.Sprint(m.value)
	}
	if begin := []rune(given); len(begin) > 24 {
		given = string(begin[:24])
	}
	return m.value != nil && given != "" && strings.Contains(text, strings.ToLower(given))
}
