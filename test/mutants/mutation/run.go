// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package mutation

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

// Outcome is what the tests made of a mutant. The zero Outcome is that they
// did not notice.
type Outcome int

const (
	// Survived says that all tests passed.
	Survived Outcome = iota
	// Unreached says that no test reaches the change.
	Unreached
	// Killed says that a test failed, or did not end.
	Killed
)

// Result is a mutant and what became of it.
type Result struct {
	Mutant  Mutant
	Outcome Outcome
}

// patience bounds the tests of one mutant: those of a pure package end within
// a second or two, and a mutant may loop for ever.
const patience = 30 * time.Second

// Run tries the mutants of the package of a folder of the module at root, such
// as ./internal/calendar, in as many processes at once as jobs says: those whose
// Key an expression matches, or all where it is nil.
func Run(ctx context.Context, root, folder string, only *regexp.Regexp, jobs int) ([]Result, error) {
	scratch, err := os.MkdirTemp("", "mandate-mutation-")
	if err != nil {
		return nil, fmt.Errorf("make a temporary folder: %w", err)
	}
	defer func() { _ = os.RemoveAll(scratch) }()
	s, err := load(ctx, root, folder)
	if err != nil {
		return nil, err
	}
	places := find(s)
	t, err := newTests(filepath.Join(scratch, "mutants.test"), s.dir)
	if err != nil {
		return nil, err
	}
	if err := s.compile(ctx, root, folder, scratch, t.binary, places); err != nil {
		return nil, err
	}
	reached, err := t.trace(ctx, filepath.Join(scratch, "trace"))
	if err != nil {
		return nil, err
	}
	tried := slices.DeleteFunc(mutants(s, root, places), func(m Mutant) bool { return only != nil && !only.MatchString(m.Key()) })
	results := t.all(ctx, tried, reached, jobs)
	return results, ctx.Err() // what was killed with us was not killed by a test
}

// compile builds the tests of the package with all places woven in.
func (s *source) compile(ctx context.Context, root, folder, scratch, binary string, places []*place) error {
	overlay := struct{ Replace map[string]string }{map[string]string{}}
	put := func(path, name, text string) error {
		overlay.Replace[path] = filepath.Join(scratch, name)
		return os.WriteFile(overlay.Replace[path], []byte(text), 0o600)
	}
	if err := put(filepath.Join(s.dir, "zz_mutants.go"), "zz_mutants.go", runtime(s.name)); err != nil {
		return fmt.Errorf("write the runtime: %w", err)
	}
	for i, path := range s.paths {
		var here []*place
		for _, p := range places {
			if p.file == i {
				here = append(here, p)
			}
		}
		if err := put(path, filepath.Base(path), woven(s.texts[i], here)); err != nil {
			return fmt.Errorf("write the woven source: %w", err)
		}
	}
	text, err := json.Marshal(overlay)
	if err != nil {
		return fmt.Errorf("write the overlay: %w", err)
	}
	file := filepath.Join(scratch, "overlay.json")
	if err := os.WriteFile(file, text, 0o600); err != nil {
		return fmt.Errorf("write the overlay: %w", err)
	}
	command := exec.CommandContext(ctx, "go", "test", "-c", "-vet=off", "-overlay", file, "-o", binary, folder)
	command.Dir = root
	if out, err := command.CombinedOutput(); err != nil {
		return fmt.Errorf("compile the mutants of %s: %w\n%s", folder, err, out)
	}
	return nil
}

// mutants lists the changes at all places.
func mutants(s *source, root string, places []*place) []Mutant {
	var all []Mutant
	seen := map[string]int{}
	for _, p := range places {
		file, err := filepath.Rel(root, s.paths[p.file])
		if err != nil {
			file = s.paths[p.file]
		}
		for i, instead := range p.instead {
			m := Mutant{
				ID: ID{p.number, i + 1}, File: filepath.ToSlash(file), Function: p.function, Nth: 1,
				Line:     1 + bytes.Count(s.texts[p.file][:p.from], []byte("\n")),
				Original: oneLine(p.original), Instead: oneLine(instead), Around: around(s.texts[p.file], p.from),
			}
			key := m.Key()
			seen[key]++
			m.Nth = seen[key]
			all = append(all, m)
		}
	}
	return all
}

// around is the line of a text that holds an offset.
func around(text []byte, at int) string {
	from, to := bytes.LastIndexByte(text[:at], '\n')+1, len(text)
	if n := bytes.IndexByte(text[at:], '\n'); n >= 0 {
		to = at + n
	}
	return oneLine(string(text[from:to]))
}

func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }

// tests are the compiled tests of a package.
type tests struct {
	binary, folder string
	// flags are those of libraries that the tests import.
	flags []string
}

// libraries are what tests may import and how they are told to leave no file
// behind for each failure.
var libraries = map[string]string{"pgregory.net/rapid": "-rapid.nofailfile"}

func newTests(binary, folder string) (tests, error) {
	t := tests{binary: binary, folder: folder}
	files, err := filepath.Glob(filepath.Join(folder, "*_test.go"))
	if err != nil {
		return t, fmt.Errorf("list the tests: %w", err)
	}
	for library, flag := range libraries {
		for _, file := range files {
			text, err := os.ReadFile(file)
			if err != nil {
				return t, fmt.Errorf("read the tests: %w", err)
			}
			if bytes.Contains(text, []byte(strconv.Quote(library))) {
				t.flags = append(t.flags, flag)
				break
			}
		}
	}
	return t, nil
}

func (t tests) command(ctx context.Context, environment ...string) *exec.Cmd {
	flags := append([]string{"-test.failfast", "-test.timeout", patience.String()}, t.flags...)
	command := exec.CommandContext(ctx, t.binary, flags...)
	command.Dir, command.Env = t.folder, append(os.Environ(), environment...)
	return command
}

// trace runs the original and returns the places that its tests reach.
func (t tests) trace(ctx context.Context, file string) (map[int]bool, error) {
	if out, err := t.command(ctx, traced+"="+file).CombinedOutput(); err != nil {
		return nil, fmt.Errorf("run the tests of %s unchanged: %w\n%s", t.folder, err, out)
	}
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("read which places the tests reach: %w", err)
	}
	reached := map[int]bool{}
	for line := range strings.Lines(string(text)) {
		n, err := strconv.Atoi(strings.TrimSpace(line))
		if err != nil {
			return nil, fmt.Errorf("read which places the tests reach: %w", err)
		}
		reached[n] = true
	}
	return reached, nil
}

func (t tests) all(ctx context.Context, mutants []Mutant, reached map[int]bool, jobs int) []Result {
	results := make([]Result, len(mutants))
	var wait sync.WaitGroup
	free := make(chan struct{}, jobs)
	for i := range mutants {
		results[i].Mutant = mutants[i]
		if !reached[mutants[i].ID.Place] {
			results[i].Outcome = Unreached
			continue
		}
		free <- struct{}{}
		wait.Go(func() {
			defer func() { <-free }()
			if t.command(ctx, chosen+"="+mutants[i].ID.String()).Run() != nil {
				results[i].Outcome = Killed
			}
		})
	}
	wait.Wait()
	return results
}
