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
	"sigs.k8s.io/yaml"

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

// TestWhatHasToBeTyped is said beside its Chinese.
func TestWhatHasToBeTyped(t *testing.T) {
	tests := map[string]struct {
		said finding.Phrase
		want string
	}{
		"of a text": {finding.Say("spec.mode is not given, one of %s%s", "Whole, ByField", ""), "未填写 spec.mode，须为 整体授权 Whole、分领域授权 ByField 之一"},
		"of a list": {
			finding.Say("the %s %q of %s %q has the spec.legalForm %q, which is none of %v; name one of these forms, or let it state its own",
				v1alpha1.PartyHolder, "h", v1alpha1.LinkDeveloperGrant, "g", v1alpha1.LegalForm("StateOrgan"), []v1alpha1.LegalForm{"LegalPerson"}),
			"开发利用授权“g”的被授权主体“h”的 spec.legalForm 为“国家机关 StateOrgan”，不属于 法人 LegalPerson；请改为符合组织形式要求的机构，或由其填明组织形式",
		},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(tc.want, chinese.Say(tc.said)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
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
		"a phrase in a phrase":    {finding.Say("%s of %s", "visits", finding.Say("%s %q", v1alpha1.OnDeveloperGrant, "g")), "开发利用授权“g”的 visits"},
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

// TestEveryRuleOfTheSchemasHasChinese holds the catalogue to the rules of the
// kinds that judge an object alone. What an expression puts together is stood in
// for by the words that are written in it.
func TestEveryRuleOfTheSchemasHasChinese(t *testing.T) {
	files, err := filepath.Glob("../../config/crd/mandate*.yaml")
	if err != nil || len(files) < 10 {
		t.Fatalf("%d kinds were found: %v", len(files), err)
	}
	for _, file := range files {
		source, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var definition any
		if err := yaml.Unmarshal(source, &definition); err != nil {
			t.Fatal(err)
		}
		for _, message := range messages(definition) {
			if _, known := chinese.Rule(message); !known {
				t.Errorf("%s: %q has no Chinese; add it to rules of internal/chinese", filepath.Base(file), message)
			}
		}
	}
}

// involved are the expressions that more than values and words are put together
// in: their messages are tried in TestRule.
var involved = []string{"?", "[", "join"}

// messages are what the rules beneath say that do not ask what was before.
func messages(of any) []string {
	var found []string
	switch of := of.(type) {
	case map[string]any:
		if rule, ok := of["rule"].(string); ok && !strings.Contains(rule, "oldSelf") {
			message, _ := of["message"].(string)
			expression, _ := of["messageExpression"].(string)
			if message == "" && !slices.ContainsFunc(involved, func(word string) bool { return strings.Contains(expression, word) }) {
				message = filled(expression)
			}
			if message != "" {
				found = append(found, message)
			}
		}
		for _, beneath := range of {
			found = append(found, messages(beneath)...)
		}
	case []any:
		for _, beneath := range of {
			found = append(found, messages(beneath)...)
		}
	}
	return found
}

var piece = regexp.MustCompile(`'((?:[^'\\]|\\.)*)'|([^']+)`)

// filled is an expression of words and values with a value for each.
func filled(expression string) string {
	var out strings.Builder
	for _, match := range piece.FindAllStringSubmatch(expression, -1) {
		switch {
		case match[2] == "":
			out.WriteString(strings.ReplaceAll(match[1], `\'`, "'"))
		case strings.Trim(match[2], " +") != "":
			out.WriteString("Value")
		}
	}
	return out.String()
}

func TestRule(t *testing.T) {
	for message, want := range map[string]string{
		"day 2026-01-01 is both off and a working day": "日期 2026-01-01 既放假又上班",
		"verbs watch, exec go beyond the fixed maximum: pods/log, events, resourcequotas, limitranges and replicasets can only be read (get, list)": "权限 watch, exec 超出固定上限：pods/log、events、resourcequotas、limitranges、replicasets 只能读取（get、list）",
		"metadata.name x.1 does not fit spec.code and spec.edition: an edition without spec.parent is named <code>.<edition>, here nx.1":            "metadata.name x.1 与 spec.code、spec.edition 不符：没有 spec.parent 的版本命名为 <代码>.<版次>，此处为 nx.1",
		"2026-02-30 is no day of the calendar: write an existing day as YYYY-MM-DD":                                                                 "2026-02-30 不是日历上的日期：请以 YYYY-MM-DD 写明存在的日期",
		"Approve of a Namespace has no meaning: Dispose alone is of the Namespace of a sandbox; act on its DeveloperGrant":                          "“批准”不能针对命名空间：只有处置针对沙箱的命名空间；请对其开发利用授权作出行为",
		// of the core group, which has no name
		"resources secrets of API group \"\" go beyond the fixed maximum: pods, pods/log, configmaps, services, persistentvolumeclaims, events, resourcequotas, limitranges; deployments, statefulsets, replicasets of apps; jobs, cronjobs of batch": "API 组“”的资源 secrets 超出固定上限：pods、pods/log、configmaps、services、persistentvolumeclaims、events、resourcequotas、limitranges；apps 的 deployments、statefulsets、replicasets；batch 的 jobs、cronjobs",
		"nothing that any rule says": "nothing that any rule says",
	} {
		if diff := cmp.Diff(want, chinese.Say(finding.Say(message))); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
	}
}
