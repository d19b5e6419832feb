// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package authorization

import (
	"sync"

	"k8s.io/apimachinery/pkg/types"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/finding"
	"github.com/publicdata-io/mandate/internal/jurisdiction"
)

// underParents finds that an edition, or one above it, does more than supply or
// tighten what its parent says (D62): nothing is in force under such a one, nor
// under one whose parent nobody can hold it against.
func (f *Facts) underParents(j *v1alpha1.Jurisdiction) *finding.Finding {
	read := func(name v1alpha1.ObjectName) *v1alpha1.Jurisdiction { return f.parent(j, name).Get() }
	for at := j; at.Spec.Parent != ""; {
		if flaws := jurisdiction.Circle(at, read); len(flaws) > 0 {
			return notToPin(at, flaws)
		}
		lookup := f.parent(j, at.Spec.Parent)
		parent := lookup.Get()
		if parent == nil {
			return absent(lookup, "Jurisdiction", string(at.Spec.Parent), "spec.parent")
		}
		if flaws := f.Loosened.flaws(at, parent); len(flaws) > 0 {
			return notToPin(at, flaws)
		}
		at = parent
	}
	return nil
}

// parent looks for an edition above one, which may stand above itself.
func (f *Facts) parent(of *v1alpha1.Jurisdiction, name v1alpha1.ObjectName) Lookup[v1alpha1.Jurisdiction] {
	if string(name) == of.Name {
		return Found(of)
	}
	return f.Parents[name]
}

func notToPin(j *v1alpha1.Jurisdiction, flaws []jurisdiction.Flaw) *finding.Finding {
	said := make([]finding.Phrase, len(flaws))
	for i, flaw := range flaws {
		said[i] = finding.Say("%s: %s", flaw.Field, flaw.Said)
	}
	return finding.New(v1alpha1.UnlawfulReason, []v1alpha1.BasisID{"D62"},
		"nothing is in force under Jurisdiction %q: %s; pin one that supplies or tightens alone what its parent says", j.Name, finding.All("; ", said...))
}

// Loosened remembers where editions loosen their parents. To hold two whole texts
// against each other costs more than a verdict, and neither ever changes. It may be
// used by many at a time.
type Loosened struct {
	mu    sync.Mutex
	found map[family][]jurisdiction.Flaw
}

// family is an edition and its parent.
type family struct{ child, parent text }

// text is one text of an edition, as an API server gave it.
type text struct {
	uid        types.UID
	generation int64
}

// mostFamilies bounds what is remembered. There are a handful.
const mostFamilies = 1000

func (l *Loosened) flaws(child, parent *v1alpha1.Jurisdiction) []jurisdiction.Flaw {
	of := family{textOf(child), textOf(parent)}
	if l == nil {
		return jurisdiction.Loosens(child, parent)
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	found, known := l.found[of]
	if !known {
		found = jurisdiction.Loosens(child, parent)
		if l.found == nil || len(l.found) >= mostFamilies {
			l.found = map[family][]jurisdiction.Flaw{}
		}
		l.found[of] = found
	}
	return found
}

func textOf(j *v1alpha1.Jurisdiction) text { return text{j.UID, j.Generation} }
