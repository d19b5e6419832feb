// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package plugin

import (
	"fmt"
	"io"
	"unicode"
	"unicode/utf8"
)

// Plain passes on what is for people to read, with every character written out
// that would make a terminal do or hide something: a ground or a name is what
// anybody wrote who may write it.
func Plain(to io.Writer) io.Writer { return plain{to} }

type plain struct{ to io.Writer }

// Write takes all that it is given, as its callers count it.
func (p plain) Write(text []byte) (int, error) {
	shown := make([]byte, 0, len(text))
	for rest := text; len(rest) > 0; {
		r, size := utf8.DecodeRune(rest)
		if r != '\n' && r != '\t' && (unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r)) {
			shown = fmt.Appendf(shown, `\u%04x`, r)
		} else {
			shown = append(shown, rest[:size]...)
		}
		rest = rest[size:]
	}
	if _, err := p.to.Write(shown); err != nil {
		return 0, err
	}
	return len(text), nil
}
