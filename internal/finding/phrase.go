// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package finding

import (
	"fmt"
	"strings"
)

// Phrase is something said that can be said in any language: a format in
// English, by which a catalogue finds the other languages, and what it is filled
// with. What it is filled with may be said likewise: a Phrase, a Series, a Noun,
// or anything that is Said.
type Phrase struct {
	Format string
	Args   []any
	// gives is the act that would give back what the phrase says was taken; nil
	// where none would, or where it is said of something else.
	gives *Giving
	// awaits is the act that the phrase says is awaited next; nil where none is.
	awaits *Giving
}

// Said is what knows how it is said.
type Said interface{ Phrase() Phrase }

// Say is a phrase.
func Say(format string, args ...any) Phrase { return Phrase{Format: format, Args: args} }

// String is the phrase in English.
func (p Phrase) String() string { return fmt.Sprintf(p.Format, p.Args...) }

// IsZero says that nothing is said.
func (p Phrase) IsZero() bool { return p.Format == "" }

// Series are several things said in a row, with one word or mark between them.
type Series struct {
	Of      []Phrase
	Between string
}

// All joins phrases.
func All(between string, phrases ...Phrase) Series { return Series{Of: phrases, Between: between} }

// String is the series in English.
func (s Series) String() string {
	said := make([]string, len(s.Of))
	for i := range s.Of {
		said[i] = s.Of[i].String()
	}
	return strings.Join(said, s.Between)
}

// Noun is a word with the article that English asks for before it.
type Noun struct{ Word any }

// A puts a or an before a word.
func A(word any) Noun { return Noun{word} }

// String is the word with its article. A word that is written in capitals alone
// is no word of ours.
func (n Noun) String() string {
	word := fmt.Sprint(n.Word)
	if word != "" && strings.ContainsRune("AEIOUaeiou", rune(word[0])) {
		return "an " + word
	}
	return "a " + word
}
