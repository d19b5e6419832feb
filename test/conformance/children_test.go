// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package conformance

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/authorization"
	"github.com/publicdata-io/mandate/internal/jurisdiction"
	"github.com/publicdata-io/mandate/test/builder"
	"github.com/publicdata-io/mandate/test/conformance/matrix"
)

// looserCap is the longer cap that the matrix tries of a city's own rules.
var looserCap = regexp.MustCompile(`(\d+)-year cap|cap P(\d+)Y`)

var cityRows = []string{"GS-OP-5.1", "GS-OP-40.1"}

// TestCitiesTightenTheirProvince loads a city's own edition under that of its
// province, with the cap that the row names and with one year less than the
// province's: the longer one is looser, and no edition.
func TestCitiesTightenTheirProvince(t *testing.T) {
	for _, id := range cityRows {
		t.Run(id, func(t *testing.T) {
			row := matrix.Row(id)
			province := editions(t)[row.Regulation()]
			longest := looserCap.FindStringSubmatch(row.Proof)
			if longest == nil {
				t.Fatalf("the row names no cap: %s", row.Proof)
			}
			years, err := strconv.Atoi(longest[1] + longest[2])
			if err != nil {
				t.Fatal(err)
			}
			for cap, want := range map[int32]bool{int32(years): true, province.Spec.Terms.OperationAgreement.Max.Years - 1: false} {
				city := childOf(province)
				city.Spec.Division = province.Spec.Division[:2] + "0100"
				city.Spec.Terms.OperationAgreement.Max.Years = cap
				flaws := jurisdiction.Loosens(city, province)
				looser := slices.ContainsFunc(flaws, func(f jurisdiction.Flaw) bool { return f.Field == "spec.terms.OperationAgreement" })
				if looser != want || len(flaws) > 1 {
					t.Errorf("a city's edition with a cap of %d years: %v, want it looser: %t", cap, flaws, want)
				}
			}
		})
	}
}

// modesOf are the modes that the matrix names in words.
var modesOf = map[string]v1alpha1.Mode{"by-field": v1alpha1.ModeByField, "by-scenario": v1alpha1.ModeByScenario}

const laterModes = "NX-5.2"

// TestLaterModes adopts the modes that a row leaves to later: they are another
// edition's, under which an agreement of theirs is lawful, while the edition that
// was pinned before neither allows them nor loses its own.
func TestLaterModes(t *testing.T) {
	t.Run(laterModes, func(t *testing.T) {
		first := editions(t)["NX"]
		_, words, _ := strings.Cut(matrix.Row(laterModes).Parameters, "= ")
		second := first.DeepCopy()
		second.Name, second.Spec.Edition = "ningxia.2", 2
		for word := range strings.SplitSeq(words, ", ") {
			mode, known := modesOf[word]
			if !known {
				t.Fatalf("the row names the mode %q", word)
			}
			second.Spec.Modes.OperationAgreement = append(second.Spec.Modes.OperationAgreement, mode)
		}
		for _, mode := range second.Spec.Modes.OperationAgreement {
			for _, pinned := range []*v1alpha1.Jurisdiction{first, second} {
				k := keeping(t, pinned, v1alpha1.LinkOperationAgreement, &v1alpha1.When{Mode: mode})
				found := k.found(k.edition)
				if lawful := slices.Contains(pinned.Spec.Modes.OperationAgreement, mode); lawful != (found == nil) {
					t.Errorf("an agreement of mode %s under %s, which allows %v: %+v", mode, pinned.Name, pinned.Spec.Modes.OperationAgreement, found)
				}
			}
		}
	})
}

var undatedRows = []string{"NX-31.1", "HA-25.1", "GS-OP-43.1", "YZ-7.实施.1"}

// TestWithoutAFirstDay pins an edition whose text does not give the day from which
// it is in force: nothing is in force under it, until a child supplies the day.
func TestWithoutAFirstDay(t *testing.T) {
	for _, id := range undatedRows {
		t.Run(id, func(t *testing.T) {
			edition := editions(t)[matrix.Row(id).Regulation()]
			if edition.Spec.EffectiveFrom != nil {
				t.Fatalf("the edition is in force from %s, a day that the text does not give", *edition.Spec.EffectiveFrom)
			}
			dated := v1alpha1.Date("2025-01-20")
			for from, want := range map[*v1alpha1.Date]bool{edition.Spec.EffectiveFrom: false, &dated: true} {
				pinned := builder.Jurisdiction("demo", 1).Obj()
				pinned.Spec.EffectiveFrom = from
				v := authorization.DecideGrant(builder.Health().Put(pinned).OfGrant("g"), midyear)
				if got := v.Force == authorization.InForce; got != want {
					t.Errorf("under an edition in force from %v the grant is %s: %s", from, v.Reason(), v.Message())
				}
			}
		})
	}
}
