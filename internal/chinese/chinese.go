// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

// Package chinese answers: how is what Mandate finds said in Chinese? Its
// catalogue is keyed by the English formats; a test holds it to all of them.
package chinese

import (
	"fmt"
	"io"
	"maps"
	"reflect"
	"strings"
	"unicode"

	"github.com/publicdata-io/mandate/internal/citing"
	"github.com/publicdata-io/mandate/internal/finding"
)

// catalogue are the Chinese formats by the English ones. Their verbs take the
// same arguments, each as %s, since every argument is said in Chinese first; as
// %+s where it is a value to be typed, which is said beside the word of the API.
type catalogue map[string]string

// formats are the whole catalogue.
var formats = joined(chain, lawfulness, editions, contents, checked, lines, retained, acts, regards, proceedings)

func joined(parts ...catalogue) catalogue {
	whole := catalogue{}
	for _, part := range parts {
		maps.Copy(whole, part)
	}
	return whole
}

// Say says a phrase in Chinese, that of a rule of a schema too, and in English
// what has no Chinese.
func Say(p finding.Phrase) string {
	if format, known := formats[p.Format]; known {
		return say(format, p)
	}
	said, _ := Rule(p.String())
	return said
}

func say(format string, p finding.Phrase) string {
	args := make([]any, len(p.Args))
	for i, arg := range p.Args {
		args[i] = filling{arg}
	}
	return spaced(fmt.Sprintf(format, args...))
}

// The seams of what was filled in, which no text has.
const (
	opens  = '\x02'
	closes = '\x03'
)

// spaced takes the seams out, and leaves a space where a Latin letter or a digit
// meets a Chinese character there. What was filled in stays as it was.
func spaced(said string) string {
	var out strings.Builder
	var last rune
	seam := false
	for _, r := range said {
		if r == opens || r == closes {
			seam = true
			continue
		}
		if seam && (latin(last) && unicode.Is(unicode.Han, r) || unicode.Is(unicode.Han, last) && latin(r)) {
			out.WriteByte(' ')
		}
		out.WriteRune(r)
		last, seam = r, false
	}
	return out.String()
}

func latin(r rune) bool { return r < unicode.MaxASCII && (unicode.IsLetter(r) || unicode.IsDigit(r)) }

// filling is an argument in a Chinese format.
type filling struct{ arg any }

// Format says the argument in Chinese and, where it is asked for with %+s, beside
// the words of the API, which have to be typed.
func (f filling) Format(state fmt.State, _ rune) {
	said := Word(f.arg)
	if state.Flag('+') {
		said = typing(f.arg)
	}
	_, _ = io.WriteString(state, string(opens)+said+string(closes)) // into the memory of Sprintf
}

// typing says values as they have to be typed, each behind its Chinese.
func typing(arg any) string {
	value := reflect.ValueOf(arg)
	var words []string
	switch value.Kind() {
	case reflect.String:
		words = strings.Split(value.String(), ", ")
	case reflect.Slice:
		for i := range value.Len() {
			words = append(words, fmt.Sprint(value.Index(i)))
		}
	default:
		return Word(arg)
	}
	for i, word := range words {
		word = strings.Trim(word, `"`)
		words[i] = word
		if known := term(word); known != word {
			words[i] = known + " " + word
		}
	}
	return strings.Join(words, "、")
}

// Has says whether an English format has a Chinese one.
func Has(format string) bool {
	_, known := formats[format]
	return known || format == ""
}

// Word says what fills a phrase: a phrase, a word of the API, a list of words,
// or what has no language.
func Word(arg any) string {
	switch of := arg.(type) {
	case finding.Phrase:
		return Say(of)
	case finding.Series:
		return series(of)
	case finding.Noun:
		return Word(of.Word)
	case citing.Rules:
		return citing.InChinese(of)
	case finding.Said:
		return Say(of.Phrase())
	case error, fmt.Stringer:
		return fmt.Sprint(of)
	}
	value := reflect.ValueOf(arg)
	switch value.Kind() {
	case reflect.String:
		return term(value.String())
	case reflect.Slice:
		words := make([]string, value.Len())
		for i := range words {
			words[i] = Word(value.Index(i).Interface())
		}
		return strings.Join(words, "、")
	}
	return fmt.Sprint(arg)
}

func series(of finding.Series) string {
	said := make([]string, len(of.Of))
	for i := range of.Of {
		said[i] = Say(of.Of[i])
	}
	mark, known := between[of.Between]
	if !known {
		mark = of.Between
	}
	for i := range said {
		said[i] = string(opens) + said[i] + string(closes)
	}
	return spaced(strings.Join(said, mark))
}

func term(word string) string {
	if known, ok := terms[word]; ok {
		return known
	}
	return word
}
