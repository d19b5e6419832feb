// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package jurisdiction

import (
	"strings"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
)

// cycles makes sure that no step waits, over others, for itself.
func (c *checker) cycles() {
	w := walk{c: c, state: map[*v1alpha1.Step]int{}}
	for i := range c.spec.Procedures {
		p := &c.spec.Procedures[i]
		for k := range p.Steps {
			w.visit(p, &p.Steps[k])
		}
	}
}

// The states of a step while the steps are walked.
const (
	unseen = iota
	open
	done
)

type walk struct {
	c     *checker
	state map[*v1alpha1.Step]int
	path  []string
}

func (w *walk) visit(p *v1alpha1.Procedure, s *v1alpha1.Step) {
	name := p.Name + "/" + s.Name
	switch w.state[s] {
	case done:
		return
	case open:
		w.c.found.add(procedureField(p, s)+".after", "the steps wait for each other: %s", strings.Join(append(w.path, name), " after "))
		return
	case unseen:
	}
	w.state[s] = open
	w.path = append(w.path, name)
	for _, ref := range s.After {
		if q, before := w.c.resolve(p, ref); before != nil {
			w.visit(q, before)
		}
	}
	w.path = w.path[:len(w.path)-1]
	w.state[s] = done
}
