// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

// Package seeded answers: which test notices a fault that somebody put into
// the product on purpose?
//
// A fault is a small unified patch. Its header says what it breaks, and which
// tests of which package must fail for it:
//
//	Breaks: the room is bound before the guards stand
//	Caught by: ./internal/sandbox -run TestGuardsComeBeforeAccessAndTheRoomLast
//	Says: an expression that what the tests print must match (may be left out)
package seeded

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// Fault is one patch with its header.
type Fault struct {
	// Name is the name of the file, without its extension.
	Name string
	// Breaks says in a line what the fault breaks.
	Breaks string
	// Package is where the tests are that must fail, such as ./test/cel, and
	// Tests are their names, separated by |.
	Package, Tests string
	// Says is matched by what the failing tests print, or nil.
	Says *regexp.Regexp
	// Changes are the files that the fault changes.
	Changes []Change
}

// Change is the part of a patch that is for one file.
type Change struct {
	// Path is inside the module, with slashes.
	Path  string
	Hunks []Hunk
}

// Hunk replaces some lines by others. Where in the file is told by the lines
// alone: they stand there once, so that a patch survives what moves around it.
type Hunk struct {
	Old, New []string
}

// Read reads the faults of a folder, in the order of their packages and names.
func Read(folder string) ([]Fault, error) {
	files, err := filepath.Glob(filepath.Join(folder, "*.patch"))
	if err != nil {
		return nil, fmt.Errorf("list the faults: %w", err)
	}
	faults := make([]Fault, 0, len(files))
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			return nil, fmt.Errorf("read a fault: %w", err)
		}
		fault, err := Parse(strings.TrimSuffix(filepath.Base(file), ".patch"), string(text))
		if err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
		faults = append(faults, fault)
	}
	slices.SortStableFunc(faults, func(a, b Fault) int { return strings.Compare(a.Package, b.Package) })
	return faults, nil
}

var (
	caughtBy  = regexp.MustCompile(`^(\./\S+) -run (\S+)$`)
	errHeader = errors.New("the header needs the lines `Breaks: …` and `Caught by: ./package -run Test|Test`")
	errBody   = errors.New("the patch needs `--- a/file`, `+++ b/file`, `@@` and changed lines")
)

// Parse reads one fault.
func Parse(name, text string) (Fault, error) {
	fault := Fault{Name: name}
	header, body, _ := strings.Cut(text, "\n--- ")
	for line := range strings.Lines(header) {
		key, value, _ := strings.Cut(strings.TrimSpace(line), ": ")
		switch key {
		case "Breaks":
			fault.Breaks = value
		case "Caught by":
			if match := caughtBy.FindStringSubmatch(value); match != nil {
				fault.Package, fault.Tests = match[1], match[2]
			}
		case "Says":
			says, err := regexp.Compile(value)
			if err != nil {
				return fault, fmt.Errorf("read the line `Says`: %w", err)
			}
			fault.Says = says
		}
	}
	if fault.Breaks == "" || fault.Package == "" {
		return fault, errHeader
	}
	changes, err := parseChanges("--- " + body)
	if err != nil {
		return fault, err
	}
	fault.Changes = changes
	return fault, nil
}

func parseChanges(body string) ([]Change, error) {
	var changes []Change
	var hunk *Hunk
	for line := range strings.SplitSeq(strings.TrimSuffix(body, "\n"), "\n") {
		switch {
		case strings.HasPrefix(line, "--- "):
			hunk = nil
		case strings.HasPrefix(line, "+++ b/"):
			path, _, _ := strings.Cut(strings.TrimPrefix(line, "+++ b/"), "\t")
			changes = append(changes, Change{Path: path})
		case strings.HasPrefix(line, "@@") && len(changes) > 0:
			last := &changes[len(changes)-1]
			last.Hunks = append(last.Hunks, Hunk{})
			hunk = &last.Hunks[len(last.Hunks)-1]
		case hunk == nil:
			return nil, errBody
		default:
			hunk.add(line)
		}
	}
	for _, change := range changes {
		if len(change.Hunks) == 0 {
			return nil, errBody
		}
	}
	if len(changes) == 0 {
		return nil, errBody
	}
	return changes, nil
}

func (h *Hunk) add(line string) {
	text := line
	if line != "" {
		text = line[1:]
	}
	switch {
	case strings.HasPrefix(line, "-"):
		h.Old = append(h.Old, text)
	case strings.HasPrefix(line, "+"):
		h.New = append(h.New, text)
	default:
		h.Old, h.New = append(h.Old, text), append(h.New, text)
	}
}

// Patched are the files that a fault changes in the module at root, by path
// inside it, with their new text. It fails where a hunk does not fit in exactly
// one place.
func (f *Fault) Patched(root string) (map[string]string, error) {
	patched := map[string]string{}
	for _, change := range f.Changes {
		text, err := os.ReadFile(filepath.Join(root, filepath.FromSlash(change.Path)))
		if err != nil {
			return nil, fmt.Errorf("read what fault %s changes: %w", f.Name, err)
		}
		lines := strings.Split(string(text), "\n")
		for i, hunk := range change.Hunks {
			if lines, err = hunk.apply(lines); err != nil {
				return nil, fmt.Errorf("fault %s: %s, hunk %d: %w", f.Name, change.Path, i+1, err)
			}
		}
		patched[change.Path] = strings.Join(lines, "\n")
	}
	return patched, nil
}

func (h *Hunk) apply(lines []string) ([]string, error) {
	if len(h.Old) == 0 {
		return nil, errors.New("it has no line that says where it belongs")
	}
	var at []int
	for i := 0; i+len(h.Old) <= len(lines); i++ {
		if slices.Equal(lines[i:i+len(h.Old)], h.Old) {
			at = append(at, i)
		}
	}
	if len(at) != 1 {
		return nil, fmt.Errorf("its lines stand in the file %d times and must stand there once; write the fault anew for the code as it is", len(at))
	}
	return slices.Concat(lines[:at[0]], h.New, lines[at[0]+len(h.Old):]), nil
}

// Named fails where the package of a fault has not the tests that it names. It
// reads the sources alone.
func (f *Fault) Named(root string) error {
	files, err := filepath.Glob(filepath.Join(root, filepath.FromSlash(f.Package), "*_test.go"))
	if err != nil {
		return fmt.Errorf("list the tests of %s: %w", f.Package, err)
	}
	var sources strings.Builder
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			return fmt.Errorf("read the tests of %s: %w", f.Package, err)
		}
		sources.Write(text)
	}
	for name := range strings.SplitSeq(f.Tests, "|") {
		if !strings.Contains(sources.String(), "\nfunc "+name+"(t *testing.T)") {
			return fmt.Errorf("fault %s: %s has no test %s", f.Name, f.Package, name)
		}
	}
	return nil
}
