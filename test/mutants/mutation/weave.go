// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package mutation

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// place is one piece of a file that mutants change.
type place struct {
	number   int
	file     int // index of the file
	from, to int // offsets
	function string
	// kind is the type of an expression as the file spells it. It is empty for
	// a statement, of which the only change is to leave it out, and for the
	// body of a case, of which it is to leave the switch.
	kind     string
	role     role
	instead  []string
	original string
}

type role int

const (
	expression role = iota
	statement
	caseBody
	// value is an expression whose type the file cannot spell: it becomes zero.
	value
)

// weave writes the place around its own text, into which the places inside it
// are woven already.
func (p *place) weave(inner string) string {
	switch p.role {
	case statement:
		return fmt.Sprintf("if mutantAt(%d) == 0 { %s }", p.number, inner)
	case caseBody:
		return fmt.Sprintf("\nif mutantAt(%d) != 0 { break }\n%s", p.number, inner)
	case value:
		return fmt.Sprintf("mutantZero(%d, %s)", p.number, inner)
	}
	var b strings.Builder
	fmt.Fprintf(&b, "func() %s { switch mutantAt(%d) {", p.kind, p.number)
	for i, text := range p.instead {
		fmt.Fprintf(&b, "\ncase %d: return %s", i+1, text)
	}
	fmt.Fprintf(&b, "\n}\nreturn %s }()", inner)
	return b.String()
}

// woven is the text of one file with all places in it.
func woven(text []byte, places []*place) string {
	slices.SortFunc(places, func(a, b *place) int {
		return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(b.to, a.to), cmp.Compare(b.role, a.role))
	})
	out, rest := weaveRange(text, places, 0, len(text))
	if len(rest) > 0 {
		panic(fmt.Sprintf("place %d reaches across another", rest[0].number))
	}
	return out
}

// weaveRange weaves the places that lie between two offsets, and returns those
// that do not.
func weaveRange(text []byte, places []*place, from, to int) (string, []*place) {
	var b strings.Builder
	for len(places) > 0 && places[0].from >= from && places[0].to <= to {
		p := places[0]
		b.Write(text[from:p.from])
		var inner string
		inner, places = weaveRange(text, places[1:], p.from, p.to)
		b.WriteString(p.weave(inner))
		from = p.to
	}
	b.Write(text[from:to])
	return b.String(), places
}

// runtime is the file that is added to a woven package.
func runtime(pkg string) string {
	return fmt.Sprintf(`package %s

import (
	mutantfmt "fmt"
	mutantos "os"
	mutantsync "sync"
)

type mutantState struct {
	place, change int
	trace         string
	seen          mutantsync.Map
}

var mutantChosen = func() *mutantState {
	s := &mutantState{trace: mutantos.Getenv(%q)}
	if id := mutantos.Getenv(%q); id != "" {
		if _, err := mutantfmt.Sscanf(id, "%%d.%%d", &s.place, &s.change); err != nil {
			panic(err)
		}
	}
	return s
}()

func mutantAt(place int) int {
	s := mutantChosen
	if place == s.place {
		return s.change
	}
	if s.trace != "" {
		if _, again := s.seen.LoadOrStore(place, true); !again {
			f, err := mutantos.OpenFile(s.trace, mutantos.O_APPEND|mutantos.O_CREATE|mutantos.O_WRONLY, 0o600)
			if err != nil {
				panic(err)
			}
			mutantfmt.Fprintln(f, place)
			f.Close()
		}
	}
	return 0
}

func mutantZero[T any](place int, v T) T {
	if mutantAt(place) != 0 {
		return *new(T)
	}
	return v
}

var _ = mutantZero[int]
`, pkg, traced, chosen)
}
