// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package checking

import (
	"fmt"
	"slices"
	"strings"

	"github.com/publicdata-io/mandate/internal/acting"
)

// Report is the outcome of a check.
type Report struct {
	// Objects were checked; Others are documents of other kinds, left alone.
	Objects int `json:"objects"`
	Others  int `json:"others"`
	// Faults are what is refused or has no effect, Warnings what is taken and
	// can never come into force.
	Faults   []Fault `json:"faults"`
	Warnings []Fault `json:"warnings"`
}

// Add takes faults and warnings into the report.
func (r *Report) Add(found ...Fault) {
	for _, f := range found {
		if f.Severity == Warned {
			r.Warnings = append(r.Warnings, f)
		} else {
			r.Faults = append(r.Faults, f)
		}
	}
}

// Text is the report for a reader, a line a fault, in a language: what is
// checked, in the order of its files, and then what is only referred to.
func (r Report) Text(language acting.Language) string {
	var own, beside []string
	for _, f := range slices.Concat(r.Faults, r.Warnings) {
		line := f.text(language) + "\n"
		if f.Beside {
			beside = append(beside, line)
		} else {
			own = append(own, line)
		}
	}
	out := strings.Join(own, "")
	if len(beside) > 0 {
		out += headings[language] + "\n" + strings.Join(beside, "")
	}
	return out + r.sum(language)
}

var headings = map[acting.Language]string{
	acting.English: "in what --jurisdictions names, of which the form alone is looked at, and which makes no check fail:",
	acting.Chinese: "在 --jurisdictions 所指的文件中（只检查其格式，不计为问题）：",
}

// sum counts.
func (r Report) sum(language acting.Language) string {
	if language == acting.Chinese {
		return fmt.Sprintf("已检查 %d 个对象，另有 %d 个其他类型的文档未检查：%d 处问题，%d 处警告\n", r.Objects, r.Others, len(r.Faults), len(r.Warnings))
	}
	return fmt.Sprintf("%s checked, %s of other kinds left alone: %s, %s\n",
		count(r.Objects, "object"), count(r.Others, "document"), count(len(r.Faults), "fault"), count(len(r.Warnings), "warning"))
}

func count(n int, of string) string {
	if n != 1 {
		of += "s"
	}
	return fmt.Sprintf("%d %s", n, of)
}
