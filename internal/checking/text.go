// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package checking

import (
	"fmt"
	"strings"

	"github.com/publicdata-io/mandate/internal/acting"
)

// Report is the outcome of a check.
type Report struct {
	// Objects were checked; Others are documents of other kinds, left alone.
	Objects int     `json:"objects"`
	Others  int     `json:"others"`
	Faults  []Fault `json:"faults"`
}

// Text is the report for a reader, a line a fault. What is wrong is said in
// English, in the words of the cluster; what is around it in the language.
func (r Report) Text(language acting.Language) string {
	var out strings.Builder
	for _, f := range r.Faults {
		out.WriteString(f.String() + "\n")
	}
	format := "%d objects checked, %d documents of other kinds left alone: %d faults\n"
	if language == acting.Chinese {
		format = "已检查 %d 个对象，另有 %d 个其他类型的文档未检查：%d 处问题\n"
	}
	fmt.Fprintf(&out, format, r.Objects, r.Others, len(r.Faults))
	return out.String()
}

// String is file, object, field and what is wrong.
func (f Fault) String() string {
	said := f.File + ": "
	if f.Kind != "" {
		said += f.Kind + " " + strings.TrimPrefix(f.Namespace+"/"+f.Name, "/") + ": "
	}
	if f.Field != "" {
		said += f.Field + ": "
	}
	return said + f.Text
}
