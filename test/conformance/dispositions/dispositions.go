// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

// Package dispositions answers what Mandate does about each row of the matrix,
// and which test shows it.
package dispositions

import (
	"embed"
	"fmt"
	"strings"

	"sigs.k8s.io/yaml"

	"github.com/publicdata-io/mandate/test/conformance/matrix"
)

// Kind is what Mandate does about a row.
type Kind string

// The dispositions, in the order in which they are shown.
const (
	// Enforced: the row is refused, gated, timed or held, and a test shows it.
	Enforced Kind = "enforced"
	// Recorded: a typed field or a Decision says it, without which a named
	// condition is False or a step stays open, and a test takes it away.
	Recorded Kind = "recorded"
	// Later: it needs a capability that Mandate does not have yet.
	Later Kind = "later"
	// OutOfReach: no software holds it, as the matrix says.
	OutOfReach Kind = "outOfReach"
	// Open: it is asked of this version and not shown yet.
	Open Kind = "open"
)

// Kinds are all dispositions, in the order in which they are shown.
var Kinds = []Kind{Enforced, Recorded, Later, OutOfReach, Open}

// Way is how a row is enforced.
type Way string

// The ways.
const (
	// Refused at apply, by a schema or a policy that names the row.
	Refused Way = "refused"
	// Gated: the object is taken, and nothing follows from it.
	Gated Way = "gated"
	// Timed: a deadline is computed, and lateness shown and kept.
	Timed Way = "timed"
	// Held in the cluster all the time.
	Held Way = "held"
)

// Capability is what a row waits for that comes later.
type Capability string

// The capabilities that come later.
const (
	Product     Capability = "product"
	Certificate Capability = "certificate"
	Evaluation  Capability = "evaluation"
	Incident    Capability = "incident"
	Report      Capability = "report"
	Disclosure  Capability = "disclosure"
	Pricing     Capability = "pricing"
	Quality     Capability = "quality"
)

// Disposition is what Mandate does about one row.
type Disposition struct {
	// ID is the row.
	ID string `json:"id"`
	// Is is what is done about it.
	Is Kind `json:"is"`
	// As is how an enforced row is enforced.
	As Way `json:"as,omitempty"`
	// By is the check, policy, step or rule of an edition that does it.
	By string `json:"by,omitempty"`
	// Tests are those that show it: `<folder> <Test>` or `<folder>
	// <Test>/<subtest>`.
	Tests []string `json:"tests,omitempty"`
	// Why says why a row that admission could refuse is gated, timed or held.
	Why string `json:"why,omitempty"`
	// Needs are the capabilities that a later row waits for.
	Needs []Capability `json:"needs,omitempty"`
	// Missing is what an open row lacks.
	Missing string `json:"missing,omitempty"`
}

//go:embed *.yaml
var files embed.FS

// Load reads the dispositions, in the order of the files.
func Load() ([]Disposition, error) {
	var all []Disposition
	for _, prefix := range matrix.Regulations {
		name := strings.ToLower(prefix) + ".yaml"
		content, err := files.ReadFile(name)
		if err != nil {
			return nil, fmt.Errorf("read dispositions: %w", err)
		}
		var some []Disposition
		if err := yaml.UnmarshalStrict(content, &some); err != nil {
			return nil, fmt.Errorf("read dispositions: %s: %w", name, err)
		}
		all = append(all, some...)
	}
	return all, nil
}
