// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package checking

import (
	"regexp"
	"slices"

	"k8s.io/apimachinery/pkg/util/validation/field"
)

// What the library says of a number that is no whole one, or too large for the
// machine: in words of the machine, and beside the bound that the kind states.
var (
	misfit  = regexp.MustCompile(`Checked value must be of type integer with format \w+ in (\S+)$`)
	machine = regexp.MustCompile(`must be of type int(?:32|64): "float64"$`)
	bound   = regexp.MustCompile(`in body should be (?:less|greater) than or equal to`)
)

// numbers are faults of which each number has one, in the words of the kind.
func numbers(wrong field.ErrorList) field.ErrorList {
	told := map[string]bool{}
	for _, one := range wrong {
		told[one.Field] = told[one.Field] || bound.MatchString(one.Detail)
	}
	return slices.DeleteFunc(wrong, func(one *field.Error) bool {
		at := misfit.FindStringSubmatch(one.Detail)
		switch {
		case at != nil:
			one.Field = at[1]
		case !machine.MatchString(one.Detail):
			return false
		}
		before := told[one.Field]
		told[one.Field], one.Detail = true, `in body must be of type integer: "number"`
		return before
	})
}
