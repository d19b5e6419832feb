// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

// Package division answers: how do two territories of GB/T 2260 lie to each
// other? A code has six digits: two of the province, two of the city, two of
// the county; zeros where it ends earlier. What is no code has no level, and
// lies to nothing in any way.
package division

import (
	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
)

// LevelOf is the administrative level of a code, or none.
func LevelOf(code string) v1alpha1.DivisionLevel {
	switch {
	case !valid(code):
		return ""
	case code[2:] == "0000":
		return v1alpha1.DivisionProvince
	case code[4:] == "00":
		return v1alpha1.DivisionCity
	}
	return v1alpha1.DivisionCounty
}

// Contains says whether a territory lies inside another one, or is the same.
func Contains(outer, inner string) bool {
	if !valid(outer) || !valid(inner) {
		return false
	}
	switch LevelOf(outer) {
	case v1alpha1.DivisionProvince:
		return outer[:2] == inner[:2]
	case v1alpha1.DivisionCity:
		return outer[:4] == inner[:4]
	}
	return outer == inner
}

// Related says whether one of two territories lies inside the other, or both are
// the same.
func Related(a, b string) bool { return Contains(a, b) || Contains(b, a) }

// Same says whether two codes are one territory 同级.
func Same(a, b string) bool { return valid(a) && a == b }

// At is the territory of a level that contains the code, or none where the
// code itself is of a higher level.
func At(level v1alpha1.DivisionLevel, code string) string {
	own := LevelOf(code)
	switch {
	case own == "":
		return ""
	case level == v1alpha1.DivisionProvince:
		return code[:2] + "0000"
	case level == v1alpha1.DivisionCity && own != v1alpha1.DivisionProvince:
		return code[:4] + "00"
	case level == v1alpha1.DivisionCounty && own == v1alpha1.DivisionCounty:
		return code
	}
	return ""
}

// Superior is the territory next above 上级; a province has none.
func Superior(code string) string {
	switch LevelOf(code) {
	case v1alpha1.DivisionCounty:
		return code[:4] + "00"
	case v1alpha1.DivisionCity:
		return code[:2] + "0000"
	}
	return ""
}

func valid(code string) bool {
	if len(code) != 6 || code[0] == '0' || (code[2:4] == "00" && code[4:] != "00") {
		return false
	}
	for i := range len(code) {
		if code[i] < '0' || code[i] > '9' {
			return false
		}
	}
	return true
}
