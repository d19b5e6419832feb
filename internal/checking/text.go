// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package checking

import (
	"fmt"
	"strings"

	"github.com/publicdata-io/mandate/internal/acting"
	"github.com/publicdata-io/mandate/internal/chinese"
)

// Report is the outcome of a check.
type Report struct {
	// Objects were checked; Others are documents of other kinds, left alone.
	Objects int     `json:"objects"`
	Others  int     `json:"others"`
	Faults  []Fault `json:"faults"`
}

// Text is the report for a reader, a line a fault, in a language.
func (r Report) Text(language acting.Language) string {
	var out strings.Builder
	for _, f := range r.Faults {
		out.WriteString(f.text(language) + "\n")
	}
	format := "%d objects checked, %d documents of other kinds left alone: %d faults\n"
	if language == acting.Chinese {
		format = "已检查 %d 个对象，另有 %d 个其他类型的文档未检查：%d 处问题\n"
	}
	fmt.Fprintf(&out, format, r.Objects, r.Others, len(r.Faults))
	return out.String()
}

// String is file, object, field and what is wrong.
func (f Fault) String() string { return f.text(acting.English) }

func (f Fault) text(language acting.Language) string {
	said := f.File + ": "
	if f.Kind != "" {
		said += f.Kind + " " + strings.TrimPrefix(f.Namespace+"/"+f.Name, "/") + ": "
	}
	if f.Field != "" {
		said += f.Field + ": "
	}
	if language == acting.Chinese && !f.Said.IsZero() {
		return said + chinese.Say(f.Said)
	}
	return said + f.Text
}
