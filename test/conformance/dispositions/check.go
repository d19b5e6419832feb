// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package dispositions

import (
	"fmt"
	"slices"
	"strings"

	"github.com/publicdata-io/mandate/test/conformance/matrix"
)

var capabilities = []Capability{Product, Certificate, Evaluation, Incident, Report, Disclosure, Pricing, Quality}

// asked are the kinds of the matrix that this version holds: a row that is
// about them alone waits for nothing that comes later.
var asked = []string{
	"Jurisdiction", "Organization", "ImplementationPlan", "OperatorSelection", "Publicity", "OperationAgreement",
	"DeveloperGrant", "DataRequest", "DataResource", "Filing", "Rectification", "Sandbox",
}

// takesAway are the tests that take what a row asks for away, and find that a
// condition is False or a step stays open.
var takesAway = []string{"TestTakenAway", "TestRequiredContent", "TestContentOfRules", "TestGrounds", "TestInstrument", "TestResponsible"}

// AskedOfThisVersion says whether the row is about nothing but kinds that this
// version holds. Registration is a capability of its own.
func AskedOfThisVersion(row matrix.Entry) bool {
	return row.Regulation() != "GS-REG" && !slices.ContainsFunc(row.Kinds, func(kind string) bool {
		return !slices.Contains(asked, kind)
	})
}

// Check says what is wrong with the dispositions: that a row has none, or that
// one claims what no test shows or what the matrix puts out of reach.
func Check(all []Disposition, tests Index) []string {
	var wrong []string
	seen := map[string]bool{}
	for _, d := range all {
		switch {
		case !matrix.Exists(d.ID):
			wrong = append(wrong, d.ID+" is no row of the matrix")
			continue
		case seen[d.ID]:
			wrong = append(wrong, d.ID+" has two dispositions")
		}
		seen[d.ID] = true
		for _, fault := range faults(d, matrix.Row(d.ID), tests) {
			wrong = append(wrong, d.ID+": "+fault)
		}
	}
	for _, row := range matrix.Rows() {
		if !seen[row.ID] {
			wrong = append(wrong, row.ID+" has no disposition")
		}
	}
	return wrong
}

func faults(d Disposition, row matrix.Entry, tests Index) []string {
	if (d.Is == OutOfReach) != (row.Mode == matrix.OutOfReach) {
		return []string{fmt.Sprintf("it is %q, and its mode in the matrix is %q", d.Is, row.Mode)}
	}
	switch d.Is {
	case Enforced, Recorded:
		return append(claimFaults(d, row), testFaults(d, tests)...)
	case Later:
		return laterFaults(d, row)
	case Open:
		return openFaults(d)
	case OutOfReach:
		return bareFaults(d)
	default:
		return []string{fmt.Sprintf("%q is no disposition", d.Is)}
	}
}

func claimFaults(d Disposition, row matrix.Entry) []string {
	var wrong []string
	if d.By == "" {
		wrong = append(wrong, "nothing is said to do it (by)")
	}
	if len(d.Needs) > 0 || d.Missing != "" {
		wrong = append(wrong, "what is there needs nothing and misses nothing")
	}
	ways := []Way{Refused, Gated, Timed, Held}
	if enforced := d.Is == Enforced; enforced != slices.Contains(ways, d.As) {
		wrong = append(wrong, fmt.Sprintf("as is %q: an enforced row is one of %v, a recorded one none", d.As, ways))
	}
	if d.Is == Recorded && !slices.ContainsFunc(d.Tests, taking) {
		wrong = append(wrong, fmt.Sprintf("it is recorded, and none of its tests takes it away: %v do", takesAway))
	}
	if d.Is == Enforced && row.Mode == matrix.AdmissionReject && d.As != Refused && d.Why == "" {
		wrong = append(wrong, fmt.Sprintf("admission could refuse it, and it is %s: say why", d.As))
	}
	return wrong
}

// taking says whether a test, as `<folder> <Test>/<row>`, takes the row away.
func taking(name string) bool {
	_, test, _ := strings.Cut(name, " ")
	function, row, _ := strings.Cut(test, "/")
	return slices.Contains(takesAway, function) && row != ""
}

func testFaults(d Disposition, tests Index) []string {
	if len(d.Tests) == 0 {
		return []string{"no test shows it"}
	}
	var wrong []string
	for _, name := range d.Tests {
		if fault := tests.Missing(name); fault != "" {
			wrong = append(wrong, fault)
		}
	}
	return wrong
}

func laterFaults(d Disposition, row matrix.Entry) []string {
	var wrong []string
	if len(d.Needs) == 0 {
		wrong = append(wrong, "a later row needs a capability")
	}
	for _, need := range d.Needs {
		if !slices.Contains(capabilities, need) {
			wrong = append(wrong, fmt.Sprintf("%q is no capability", need))
		}
	}
	if AskedOfThisVersion(row) && d.Why == "" {
		wrong = append(wrong, "it is about kinds of this version alone: say why it waits all the same")
	}
	if len(d.Tests) > 0 || d.Missing != "" || d.As != "" {
		wrong = append(wrong, "a later row claims nothing")
	}
	return wrong
}

func openFaults(d Disposition) []string {
	if d.Missing == "" {
		return []string{"an open row says what is missing"}
	}
	return bareFaults(Disposition{Is: d.Is, As: d.As, Tests: d.Tests, Needs: d.Needs})
}

func bareFaults(d Disposition) []string {
	if d.As != "" || len(d.Tests) > 0 || len(d.Needs) > 0 || d.Missing != "" {
		return []string{fmt.Sprintf("a row that is %s claims nothing", d.Is)}
	}
	return nil
}
