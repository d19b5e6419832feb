// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

// Command flame draws a profile of pprof as a flame graph, an SVG on standard
// output: who called whom from the top down, as wide as what it used.
//
//	go run ./hack/flame -title 'P9, cutoff' P9-cutoff.pprof >docs/flames/P9-cutoff.svg
package main

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"slices"

	"github.com/google/pprof/profile"
)

func main() {
	title := flag.String("title", "", "what the graph is headed with")
	kind := flag.String("sample", "", "the sample type, such as cpu or inuse_space; empty for the default of the profile")
	flag.Parse()
	if err := draw(flag.Arg(0), *title, *kind); err != nil {
		fmt.Fprintln(os.Stderr, "flame:", err)
		os.Exit(1)
	}
}

func draw(file, title, kind string) error {
	in, err := os.Open(file)
	if err != nil {
		return fmt.Errorf("name one profile to draw: %w", err)
	}
	defer func() { _ = in.Close() }()
	p, err := profile.Parse(in)
	if err != nil {
		return fmt.Errorf("read %s: %w", file, err)
	}
	at, err := p.SampleIndexByName(kind)
	if err != nil {
		return fmt.Errorf("read %s: %w", file, err)
	}
	root := stacks(p, at)
	if root.used == 0 {
		return errors.New("the profile " + file + " has no samples")
	}
	_, err = os.Stdout.WriteString(root.svg(title, p.SampleType[at].Unit))
	return err
}

// frame is a function in one place of the stacks, with what it and all it called
// used, in the unit of the profile.
type frame struct {
	name   string
	used   int64
	called map[string]*frame
}

// stacks merges all samples from the outermost call inwards.
func stacks(p *profile.Profile, at int) *frame {
	root := &frame{name: "all", called: map[string]*frame{}}
	for _, sample := range p.Sample {
		used := sample.Value[at]
		here := root
		here.used += used
		for _, location := range slices.Backward(sample.Location) {
			for _, line := range slices.Backward(location.Line) {
				here = here.call(line.Function.Name)
				here.used += used
			}
		}
	}
	return root
}

func (f *frame) call(name string) *frame {
	if f.called[name] == nil {
		f.called[name] = &frame{name: name, called: map[string]*frame{}}
	}
	return f.called[name]
}

// widest are the calls of a frame, those that used most first.
func (f *frame) widest() []*frame {
	var out []*frame
	for _, c := range f.called {
		out = append(out, c)
	}
	slices.SortFunc(out, func(a, b *frame) int {
		if a.used != b.used {
			return int(min(max(b.used-a.used, -1), 1))
		}
		if a.name < b.name {
			return -1
		}
		return 1
	})
	return out
}
