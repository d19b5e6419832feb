// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package seeded

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"syscall"
	"time"
)

// Outcome is what became of a fault.
type Outcome struct {
	Fault Fault
	// Took is how long it took to compile and to run the tests.
	Took time.Duration
	// Err says why the fault was not caught; nil says that it was.
	Err error
	// Failed are the tests that failed.
	Failed []string
}

// Bench is a copy of the module in which one fault is put in at a time.
type Bench struct {
	tree, binaries string
	// sound are the packages whose tests were seen to pass without a fault.
	sound map[string]error
}

// patience bounds the tests of one fault. Most fail or pass within seconds; one
// that waits for what never comes ends with its own bound, which on a busy
// machine is some minutes.
const patience = 15 * time.Minute

// NewBench copies the module at root to a temporary folder.
func NewBench(root string) (*Bench, error) {
	folder, err := os.MkdirTemp("", "mandate-faults-")
	if err != nil {
		return nil, fmt.Errorf("make a temporary folder: %w", err)
	}
	b := &Bench{tree: filepath.Join(folder, "tree"), binaries: filepath.Join(folder, "bin"), sound: map[string]error{}}
	if err := os.MkdirAll(b.binaries, 0o700); err != nil {
		return nil, errors.Join(fmt.Errorf("make a temporary folder: %w", err), b.Close())
	}
	if err := copyTree(root, b.tree); err != nil {
		return nil, errors.Join(fmt.Errorf("copy the module: %w", err), b.Close())
	}
	return b, nil
}

// Close removes the copy.
func (b *Bench) Close() error { return os.RemoveAll(filepath.Dir(b.tree)) }

// copyTree copies a module without what is built and what git keeps.
func copyTree(from, to string) error {
	return filepath.WalkDir(from, func(path string, entry os.DirEntry, err error) error {
		if err != nil {
			return err
		}
		inside, err := filepath.Rel(from, path)
		switch {
		case err != nil:
			return err
		case entry.IsDir() && (inside == "bin" || inside == ".git"):
			return filepath.SkipDir
		case entry.IsDir():
			return os.MkdirAll(filepath.Join(to, inside), 0o700)
		case !entry.Type().IsRegular():
			return nil
		}
		text, err := os.ReadFile(path)
		if errors.Is(err, os.ErrNotExist) { // somebody works in the checkout
			return nil
		}
		if err != nil {
			return err
		}
		return os.WriteFile(filepath.Join(to, inside), text, 0o600)
	})
}

// Prove runs the tests of a package, unchanged, that any of the faults names.
func (b *Bench) Prove(ctx context.Context, folder string, faults []Fault) error {
	if err, known := b.sound[folder]; known {
		return err
	}
	var names []string
	for _, f := range faults {
		if f.Package == folder {
			names = append(names, f.Tests)
		}
	}
	out, err := b.test(ctx, folder, strings.Join(names, "|"))
	switch {
	case err != nil:
		err = fmt.Errorf("the tests of %s fail without any fault: %w\n%s", folder, err, out)
	case strings.Contains(out, "no tests to run"):
		err = fmt.Errorf("%s has none of the tests %s", folder, strings.Join(names, "|"))
	default:
		err = missing(folder, out, names)
	}
	b.sound[folder] = nil
	if err != nil {
		b.sound[folder] = fmt.Errorf("the tests of %s fail without any fault: see above", folder)
	}
	return err
}

// missing says which of the tests did not run.
func missing(folder, out string, names []string) error {
	for name := range strings.SplitSeq(strings.Join(names, "|"), "|") {
		if !strings.Contains(out, "--- PASS: "+name+" ") {
			return fmt.Errorf("%s has no test %s, which a fault names", folder, name)
		}
	}
	return nil
}

// Try puts a fault into the copy, runs its tests, and takes it out again.
func (b *Bench) Try(ctx context.Context, fault Fault) Outcome {
	start := time.Now()
	outcome := Outcome{Fault: fault}
	restore, err := b.put(&fault)
	if err == nil {
		var out string
		out, err = b.test(ctx, fault.Package, fault.Tests)
		outcome.Failed, err = judge(&fault, out, err)
	}
	outcome.Err = errors.Join(err, restore())
	outcome.Took = time.Since(start)
	return outcome
}

var failed = regexp.MustCompile(`(?m)^--- FAIL: (\S+)`)

// errSurvived says that every test passed.
var errSurvived = errors.New("SURVIVED: the tests pass with it")

// judge reads what the tests printed: a fault is caught by a test that failed,
// not by one that could not be compiled or set up.
func judge(fault *Fault, out string, err error) ([]string, error) {
	if err == nil {
		return nil, errSurvived
	}
	var names []string
	for _, match := range failed.FindAllStringSubmatch(out, -1) {
		names = append(names, match[1])
	}
	switch {
	case len(names) == 0:
		return nil, fmt.Errorf("no test failed, but they did not run: %w\n%s", err, out)
	case fault.Says != nil && !fault.Says.MatchString(out):
		return names, fmt.Errorf("%s failed and did not say %q:\n%s", strings.Join(names, ", "), fault.Says, out)
	}
	return names, nil
}

// put writes the patched files and returns what brings back the old ones.
func (b *Bench) put(fault *Fault) (restore func() error, err error) {
	old := map[string][]byte{}
	restore = func() error {
		var errs []error
		for path, text := range old {
			errs = append(errs, os.WriteFile(path, text, 0o600))
		}
		return errors.Join(errs...)
	}
	patched, err := fault.Patched(b.tree)
	if err != nil {
		return restore, err
	}
	for name, text := range patched {
		path := filepath.Join(b.tree, filepath.FromSlash(name))
		if old[path], err = os.ReadFile(path); err != nil {
			return restore, fmt.Errorf("read what the fault changes: %w", err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			return restore, fmt.Errorf("put the fault in: %w", err)
		}
	}
	return restore, nil
}

// test compiles the tests of a package of the copy and runs those named.
func (b *Bench) test(ctx context.Context, folder, names string) (string, error) {
	binary := filepath.Join(b.binaries, "fault.test")
	build := exec.CommandContext(ctx, "go", "test", "-c", "-vet=off", "-ldflags=-s -w", "-o", binary, folder)
	build.Dir = b.tree
	if out, err := build.CombinedOutput(); err != nil {
		return string(out), fmt.Errorf("compile the tests of %s: %w", folder, err)
	}
	list := strings.Split(names, "|")
	slices.Sort(list)
	pattern := "^(" + strings.Join(slices.Compact(list), "|") + ")$"
	run := exec.CommandContext(ctx, binary, "-test.v", "-test.failfast", "-test.run", pattern, "-test.timeout", patience.String())
	run.Dir = filepath.Join(b.tree, filepath.FromSlash(folder))
	run.Cancel = func() error { return run.Process.Signal(syscall.SIGTERM) }
	run.WaitDelay = time.Minute
	var out strings.Builder
	run.Stdout, run.Stderr = io.Writer(&out), io.Writer(&out)
	err := run.Run()
	return out.String(), err
}
