// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package leaves

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/publicdata-io/mandate/test/builder"
)

// mutation is what is done to a leaf.
type mutation struct {
	name string
	// value is what the leaf holds afterwards, unless it is removed.
	value   any
	removed bool
}

// ofPattern are the least, the greatest and a wrong value of the fields whose
// values follow a pattern, which no generator would guess.
var ofPattern = map[string][3]any{
	`^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$`: {"a", strings.Repeat("a", 253), "Not A Name"},
	`^[a-z0-9]([-a-z0-9]*[a-z0-9])?$`:                                   {"a", strings.Repeat("a", 63), "Not.A.Label"},
	`^[12][0-9]{3}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$`:           {"1000-01-01", "2999-12-31", "2026-02-30"},
	`^[0-9a-f]{64}$`:  {strings.Repeat("0", 64), strings.Repeat("f", 64), strings.Repeat("G", 64)},
	`^[1-9][0-9]{5}$`: {"100000", "999999", "012345"},
	`^[A-Z]{3}$`:      {"AAA", "ZZZ", "yuan"},
	`^sha256:[0-9a-f]{64}$`: {
		"sha256:" + strings.Repeat("0", 64), "sha256:" + strings.Repeat("f", 64), "md5:" + strings.Repeat("0", 32),
	},
	`^[^@]+@sha256:[0-9a-f]{64}$`: {
		"r@sha256:" + strings.Repeat("0", 64), strings.Repeat("r", 440) + "@sha256:" + strings.Repeat("f", 64), "registry.example/tool:latest",
	},
	`^(0|[1-9][0-9]*)([.][0-9]{1,4})?$`:          {"0", "99999999999.9999", "-1"},
	`^[0-9]{1,6}([.][0-9]{1,4})?$`:               {"0", "999999.9999", "full marks"},
	`^(Resource|Product:[1-9])$`:                 {"Resource", "Product:9", "Product:0"},
	`^[a-z0-9]([-a-z0-9/]*[a-z0-9])?[.]dueDate$`: {"a.dueDate", strings.Repeat("a", 56) + ".dueDate", "order.when"},
	`^[a-z0-9]([-a-z0-9]*[a-z0-9])?(/[a-z0-9]([-a-z0-9]*[a-z0-9])?)?$`: {
		"a", strings.Repeat("a", 63) + "/" + strings.Repeat("a", 63), "a/b/c",
	},
	`^(Enter|Selected|Cleared|Suspended|Lifted|Terminated|Rectification|Renewed|Excepted|Adopted|Disposed|Filed|(Appointed|Recognised|Authorised):[A-Z][A-Za-z]+)$`: {
		"Enter", "Recognised:" + strings.Repeat("D", 53), "Recognised:nobody",
	},
	`^v1\.[0-9]{1,3}$`:    {"v1.0", "v1.999", "latest"},
	`^[a-z][A-Za-z0-9]*$`: {"a", strings.Repeat("a", 64), "No key"},
	`^[0-9A-HJ-NP-RTUWXY]{18}$`: {
		builder.CreditCode("least"), builder.CreditCode("greatest"), "91110108MA01A1B2C0",
	},
	`^[A-Za-z][A-Za-z0-9_+-]*(/[A-Za-z0-9_+-]+)*$`: {"A", strings.Repeat("Z", 64), "../etc/passwd"},
	`^[a-z0-9]([a-z0-9._-]*[a-z0-9])?(:[0-9]{1,5})?(/[a-z0-9]([a-z0-9._-]*[a-z0-9])?)*$`: {
		"r", strings.Repeat("r", 255), "https://registry.example",
	},
	`^[0-9-]{10}T[0-9:]{8}Z$`: {"0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "2026-01-01t00:00:00z"},
	`^[0-9-]{10}T[0-9:]{8}\.[0-9]{6}Z$`: {
		"0001-01-01T00:00:00.000000Z", "9999-12-31T23:59:59.999999Z", "2026-01-01T00:00:00Z",
	},
}

// values are the mutations of a leaf.
func values(l leaf) []mutation {
	least, greatest, wrong, empty := l.bounds()
	found := []mutation{{name: "removed", removed: true}}
	for name, value := range map[string]any{"minimum": least, "maximum": greatest, "invalid": wrong, "empty": empty} {
		if value != nil {
			found = append(found, mutation{name: name, value: value})
		}
	}
	return found
}

// bounds are the least, the greatest, a wrong and the empty value of a leaf;
// nil where there is none.
func (l leaf) bounds() (least, greatest, wrong, empty any) {
	s := l.schema
	switch {
	case s.Items != nil:
		return nil, nil, "no list", []any{}
	case s.AdditionalProperties != nil || s.Type == "object":
		return nil, nil, "no map", map[string]any{}
	case len(s.Enum) > 0:
		return literal(s.Enum[0].Raw), literal(s.Enum[len(s.Enum)-1].Raw), "Nonsense", ""
	case s.Type == "boolean":
		return false, true, "perhaps", nil
	case s.Type == "integer":
		return int64(*s.Minimum), int64(*s.Maximum), int64(*s.Maximum) + 1, int64(0)
	case s.XIntOrString:
		return "0", "9223372036854775807", "a lot", ""
	case s.Format == "date-time" && s.Pattern == "":
		return "0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "tomorrow", ""
	}
	return l.text()
}

// text is bounds for strings.
func (l leaf) text() (least, greatest, wrong, empty any) {
	s := l.schema
	if known, ok := ofPattern[s.Pattern]; ok {
		return known[0], known[1], known[2], ""
	}
	if strings.HasPrefix(s.Pattern, `^[12][0-9]{3}-`) { // a day, or an instant
		return "1000-01-01", "2999-12-31T23:59:59.999999999+14:00", "2026-02-30", ""
	}
	if s.Pattern != "" {
		panic(fmt.Sprintf("%s: no values are known for the pattern %s", l, s.Pattern))
	}
	most := int64(300)
	if s.MaxLength != nil {
		most = *s.MaxLength
	}
	wrong = any(int64(7))
	if s.MaxLength != nil {
		wrong = strings.Repeat("x", int(most)+1)
	}
	return "x", strings.Repeat("数", int(most)), wrong, ""
}

func literal(raw []byte) any {
	var value any
	if err := json.Unmarshal(raw, &value); err != nil {
		panic(err) // an enum of a CRD that the API server took
	}
	return value
}
