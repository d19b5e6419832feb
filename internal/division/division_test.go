// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package division_test

import (
	"testing"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/division"
)

const (
	ningxia  = "640000"
	yinchuan = "640100"
	jinfeng  = "640106"
	wuzhong  = "640300"
	haidian  = "110108"
)

func TestLevelOf(t *testing.T) {
	tests := map[string]v1alpha1.DivisionLevel{
		ningxia: v1alpha1.DivisionProvince, yinchuan: v1alpha1.DivisionCity, jinfeng: v1alpha1.DivisionCounty,
		"": "", "64": "", "6401061": "", "0401060": "", "64010a": "", "040106": "", "640006": "",
	}
	for code, want := range tests {
		t.Run(code, func(t *testing.T) {
			if got := division.LevelOf(code); got != want {
				t.Errorf("LevelOf(%q) = %q, want %q", code, got, want)
			}
		})
	}
}

func TestContains(t *testing.T) {
	tests := map[string]struct {
		outer, inner string
		want         bool
	}{
		"a region its city":             {ningxia, yinchuan, true},
		"a region its county":           {ningxia, jinfeng, true},
		"a city its county":             {yinchuan, jinfeng, true},
		"a territory itself":            {jinfeng, jinfeng, true},
		"a city no other city":          {yinchuan, wuzhong, false},
		"a city not its region":         {yinchuan, ningxia, false},
		"a region nothing outside":      {ningxia, haidian, false},
		"what is no code holds nothing": {"", jinfeng, false},
		"nor does it lie anywhere":      {ningxia, "", false},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			if got := division.Contains(tc.outer, tc.inner); got != tc.want {
				t.Errorf("Contains(%q, %q) = %t, want %t", tc.outer, tc.inner, got, tc.want)
			}
		})
	}
}

func TestRelated(t *testing.T) {
	tests := map[string]struct {
		a, b string
		want bool
	}{
		"a region and its city":      {ningxia, yinchuan, true},
		"a county and its region":    {jinfeng, ningxia, true},
		"a territory and itself":     {jinfeng, jinfeng, true},
		"two cities of a region":     {yinchuan, wuzhong, false},
		"a region and one outside":   {ningxia, haidian, false},
		"what is no code and itself": {"", "", false},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			if got := division.Related(tc.a, tc.b); got != tc.want {
				t.Errorf("Related(%q, %q) = %t, want %t", tc.a, tc.b, got, tc.want)
			}
		})
	}
}

func TestAtAndSuperior(t *testing.T) {
	tests := map[string]struct{ got, want string }{
		"the province of a county":      {division.At(v1alpha1.DivisionProvince, jinfeng), ningxia},
		"the city of a county":          {division.At(v1alpha1.DivisionCity, jinfeng), yinchuan},
		"the city of a city":            {division.At(v1alpha1.DivisionCity, yinchuan), yinchuan},
		"the county of a county":        {division.At(v1alpha1.DivisionCounty, jinfeng), jinfeng},
		"a province has no city":        {division.At(v1alpha1.DivisionCity, ningxia), ""},
		"a city has no county":          {division.At(v1alpha1.DivisionCounty, yinchuan), ""},
		"what is no code has nothing":   {division.At(v1alpha1.DivisionProvince, "64"), ""},
		"no level is nothing":           {division.At("", jinfeng), ""},
		"next above a county":           {division.Superior(jinfeng), yinchuan},
		"next above a city":             {division.Superior(yinchuan), ningxia},
		"nothing is above a province":   {division.Superior(ningxia), ""},
		"nothing is above what is none": {division.Superior("x"), ""},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			if tc.got != tc.want {
				t.Errorf("got %q, want %q", tc.got, tc.want)
			}
		})
	}
}

func TestSame(t *testing.T) {
	if !division.Same(yinchuan, yinchuan) || division.Same(yinchuan, wuzhong) || division.Same("", "") {
		t.Error("a territory is the same as itself alone, and what is no code as nothing")
	}
}
