// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package chinese_test

import (
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/chinese"
	"github.com/publicdata-io/mandate/internal/finding"
)

// TestEverythingSaidHasChinese holds the catalogue to the formats in the source:
// one that is new needs a line here.
func TestEverythingSaidHasChinese(t *testing.T) {
	said := formats(t, "..", "../../cmd")
	for format, at := range said {
		if !chinese.Has(format) {
			t.Errorf("%s: %q has no Chinese; add it to the catalogue of internal/chinese", at, format)
		}
	}
	if len(said) < 250 {
		t.Errorf("%d formats were found, want all of them: is the scan of the source still right?", len(said))
	}
}

// enumerated are the types whose values are said to people.
var enumerated = []string{"Role", "PartyRef", "Action", "Outcome", "Effect", "Part", "Mode", "LegalForm", "SubjectLinkKind", "PartyLevel"}

var enum = regexp.MustCompile(`(?m)^// \+kubebuilder:validation:Enum=(\S+)$(?:\n//.*)*\ntype (\w+) string`)

// TestEveryWordOfTheAPIHasChinese holds the words to the enumerations of the API.
func TestEveryWordOfTheAPIHasChinese(t *testing.T) {
	files, err := filepath.Glob("../../api/v1alpha1/*_types.go")
	if err != nil {
		t.Fatal(err)
	}
	found := 0
	for _, file := range files {
		source, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, match := range enum.FindAllStringSubmatch(string(source), -1) {
			if !slices.Contains(enumerated, match[2]) {
				continue
			}
			found++
			for word := range strings.SplitSeq(match[1], ";") {
				if word != "Same" && word != "Superior" && word != "Any" && chinese.Word(word) == word {
					t.Errorf("%s %s has no Chinese; add it to the terms of internal/chinese", match[2], word)
				}
			}
		}
	}
	if found < 5 {
		t.Errorf("%d enumerations were found: is the pattern still right?", found)
	}
}

var verb = regexp.MustCompile(`%(?:\[(\d+)\])?[a-z]`)

// places are the arguments that a format says, in order.
func places(format string) []int {
	var found []int
	next := 1
	for _, match := range verb.FindAllStringSubmatch(format, -1) {
		if match[1] != "" {
			next, _ = strconv.Atoi(match[1]) // digits, by the pattern
		}
		found = append(found, next)
		next++
	}
	slices.Sort(found)
	return found
}

// TestChineseSaysAllThatEnglishSays loses no argument and makes none up.
func TestChineseSaysAllThatEnglishSays(t *testing.T) {
	for format := range formats(t, "..", "../../cmd") {
		args := make([]any, len(places(format)))
		for i := range args {
			args[i] = "argument" + strconv.Itoa(i) + "."
		}
		said := chinese.Say(finding.Say(format, args...))
		if strings.Contains(said, "%!") {
			t.Errorf("%q is said %q", format, said)
		}
		for _, arg := range args {
			if strings.Count(said, arg.(string)) != 1 {
				t.Errorf("%q is said %q, in which %s does not come once", format, said, arg)
			}
		}
	}
}

func TestWhatFillsAPhrase(t *testing.T) {
	tests := map[string]struct {
		arg  any
		want string
	}{
		"a name stays":            {v1alpha1.ObjectName("drug-safety"), "drug-safety"},
		"a word of the API":       {v1alpha1.ActionApprove, "批准"},
		"with an article":         {finding.A(v1alpha1.ActionApprove), "批准"},
		"a list":                  {[]v1alpha1.Role{"Operator", "Developer"}, "运营机构、开发主体"},
		"a number":                {int32(3), "3"},
		"an error":                {errors.New("no day"), "no day"},
		"a phrase in a phrase":    {finding.Say("%s of %s", "visits", finding.Say("%s %q", v1alpha1.OnDeveloperGrant, "g")), "开发利用授权“g”的visits"},
		"phrases in a row":        {finding.All(" and ", finding.Say("nobody"), finding.Say("nobody")), "无和无"},
		"what nobody translated":  {finding.Say("a %s of tomorrow", "word"), "a word of tomorrow"},
		"a series of one of many": {finding.All("; ", finding.Say("nobody")), "无"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(tc.want, chinese.Word(tc.arg)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}
