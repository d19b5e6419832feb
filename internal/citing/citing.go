// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

// Package citing answers: how is a rule cited, so that a reader finds it in the
// text? A rule is a row of the conformance matrix, such as NX-14.3, whose name
// begins with that of its text and the number of its article.
package citing

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
)

// Rules are cited in whatever language is spoken.
type Rules []v1alpha1.BasisID

// String cites them in English.
func (r Rules) String() string { return InEnglish(r) }

// InEnglish are rules with their articles: NX-14.3 (article 14), D46.
func InEnglish(basis []v1alpha1.BasisID) string {
	return cite(basis, ", ", func(id string, of place) string {
		if of.article > 0 {
			return id + " (article " + strconv.Itoa(of.article) + ")"
		}
		return id + " (part " + strconv.Itoa(of.part) + ")"
	})
}

// InChinese are rules with their articles: NX-14.3（第十四条）、D46.
func InChinese(basis []v1alpha1.BasisID) string {
	return cite(basis, "、", func(id string, of place) string {
		if of.article > 0 {
			return id + "（第" + numeral(of.article) + "条）"
		}
		return id + "（第" + numeral(of.part) + "章）"
	})
}

// place is where in its text a rule stands; one of both, or none of a reading
// (D46) or of policy.
type place struct{ article, part int }

func cite(basis []v1alpha1.BasisID, between string, show func(string, place) string) string {
	cited := make([]string, len(basis))
	for i, id := range basis {
		cited[i] = string(id)
		if of := placeOf(id); of != (place{}) {
			cited[i] = show(cited[i], of)
		}
	}
	return strings.Join(cited, between)
}

// placeOf reads the name of a row: the letters of its text, the number of the
// article or the part, and what tells the rows of it apart. A text without articles
// names what stands in a part by its heading, which is Chinese.
func placeOf(id v1alpha1.BasisID) place {
	of, apart, ok := strings.Cut(string(id), ".")
	at := strings.LastIndexByte(of, '-')
	n, _ := strconv.Atoi(of[at+1:]) // zero is no article
	if !ok || at <= 0 || n > 99 || strings.Trim(of[:at], "ABCDEFGHIJKLMNOPQRSTUVWXYZ-") != "" {
		return place{}
	}
	if first, _ := utf8.DecodeRuneInString(apart); unicode.Is(unicode.Han, first) {
		return place{part: n}
	}
	return place{article: n}
}

// numeral writes a number below 100 as Chinese law counts its articles.
func numeral(n int) string {
	digits := []string{"", "一", "二", "三", "四", "五", "六", "七", "八", "九"}
	switch tens, ones := n/10, n%10; tens {
	case 0:
		return digits[ones]
	case 1:
		return "十" + digits[ones]
	default:
		return digits[tens] + "十" + digits[ones]
	}
}
