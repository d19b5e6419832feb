// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package citing_test

import (
	"strings"
	"testing"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/citing"
	"github.com/publicdata-io/mandate/test/conformance/matrix"
)

func TestRulesAreCitedWithTheirArticles(t *testing.T) {
	tests := map[string]struct {
		basis            []v1alpha1.BasisID
		english, chinese string
	}{
		"none":                       {},
		"an article and a reading":   {[]v1alpha1.BasisID{"NX-14.3", "D46"}, "NX-14.3 (article 14), D46", "NX-14.3（第十四条）、D46"},
		"of a text with two letters": {[]v1alpha1.BasisID{"GS-OP-20.1a"}, "GS-OP-20.1a (article 20)", "GS-OP-20.1a（第二十条）"},
		"a tenth article":            {[]v1alpha1.BasisID{"HA-10.1"}, "HA-10.1 (article 10)", "HA-10.1（第十条）"},
		"a part":                     {[]v1alpha1.BasisID{"YZ-3.协议.4"}, "YZ-3.协议.4 (part 3)", "YZ-3.协议.4（第三章）"},
		"of whatever text":           {[]v1alpha1.BasisID{"LH-10.1"}, "LH-10.1 (article 10)", "LH-10.1（第十条）"},
		"a reading of several":       {[]v1alpha1.BasisID{"DRV-7", "B.1"}, "DRV-7, B.1", "DRV-7、B.1"},
		"a first article":            {[]v1alpha1.BasisID{"NX-1.1"}, "NX-1.1 (article 1)", "NX-1.1（第一条）"},
		"the last that is written":   {[]v1alpha1.BasisID{"NX-99.1"}, "NX-99.1 (article 99)", "NX-99.1（第九十九条）"},
		"of a text with one letter":  {[]v1alpha1.BasisID{"X-12.1"}, "X-12.1 (article 12)", "X-12.1（第十二条）"},
		"more than is written":       {[]v1alpha1.BasisID{"NX-100.1"}, "NX-100.1", "NX-100.1"},
		"more than can be counted":   {[]v1alpha1.BasisID{"NX-99999999999999999999.1"}, "NX-99999999999999999999.1", "NX-99999999999999999999.1"},
		"no article":                 {[]v1alpha1.BasisID{"NX-0.1", "NX-x.1", "NX-.1"}, "NX-0.1, NX-x.1, NX-.1", "NX-0.1、NX-x.1、NX-.1"},
		"no row of it":               {[]v1alpha1.BasisID{"NX-14"}, "NX-14", "NX-14"},
		"no text":                    {[]v1alpha1.BasisID{"-14.3", "14.3", "nx-14.3", "N1-14.3"}, "-14.3, 14.3, nx-14.3, N1-14.3", "-14.3、14.3、nx-14.3、N1-14.3"},
		"policy is no law":           {[]v1alpha1.BasisID{"policy"}, "policy", "policy"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			if got := citing.InEnglish(tc.basis); got != tc.english {
				t.Errorf("InEnglish = %q, want %q", got, tc.english)
			}
			if got := citing.Rules(tc.basis).String(); got != tc.english {
				t.Errorf("String = %q, want %q", got, tc.english)
			}
			if got := citing.InChinese(tc.basis); got != tc.chinese {
				t.Errorf("InChinese = %q, want %q", got, tc.chinese)
			}
		})
	}
}

// Every row is cited with the article that the matrix has for it.
func TestTheMatrixHasTheSameArticles(t *testing.T) {
	for _, row := range matrix.Rows() {
		said := citing.InChinese([]v1alpha1.BasisID{v1alpha1.BasisID(row.ID)})
		article := strings.TrimSuffix(strings.TrimPrefix(said, row.ID+"（"), "）")
		if !strings.Contains(row.Article, article) {
			t.Errorf("row %s is cited as %s, and the matrix has %s", row.ID, said, row.Article)
		}
	}
}
