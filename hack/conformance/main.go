// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

// Command conformance writes docs/conformance.md: every row of the matrix, what
// Mandate does about it and which test shows it. With `check` it writes nothing
// and fails where a row has no disposition or one claims what no test shows.
package main

import (
	"fmt"
	"log"
	"os"

	"github.com/publicdata-io/mandate/test/conformance/dispositions"
)

func main() {
	log.SetFlags(0)
	if len(os.Args) != 2 {
		log.Fatal("usage: conformance check | TARGET")
	}
	all, err := dispositions.Load()
	if err != nil {
		log.Fatal(err)
	}
	if os.Args[1] == "check" {
		check(all)
		return
	}
	if err := os.WriteFile(os.Args[1], []byte(page(all)), 0o644); err != nil { //nolint:gosec // documentation is for everybody
		log.Fatal(err)
	}
}

func check(all []dispositions.Disposition) {
	tests, err := dispositions.Tests(os.DirFS("."))
	if err != nil {
		log.Fatal(err)
	}
	wrong := dispositions.Check(all, tests)
	for _, w := range wrong {
		log.Print(w)
	}
	if len(wrong) > 0 {
		log.Fatalf("test/conformance/dispositions: %d faults", len(wrong))
	}
	for _, count := range counts(all) {
		fmt.Println(count)
	}
}
