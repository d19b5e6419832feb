// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package acting

import (
	"strings"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/citing"
)

// Refusal is why a line means no Decision. It is told in the language of who
// asked: Name is that of a text, and the fields are what it speaks of.
type Refusal struct {
	Name   string
	Order  Order
	Scene  Scene
	Action v1alpha1.Action
	// Choices are what could be meant.
	Choices []string
	// Value is what was given and does not fit.
	Value string
	// Asked is what would fit.
	Asked []string
	// Borne says that it is told and holds nothing up.
	Borne bool
	// Basis is the rule by which it does not fit.
	Basis citing.Rules
}

// Meant is the action that a word is but for its capital, or nothing.
func (r *Refusal) Meant() v1alpha1.Action {
	for _, action := range Actions {
		if strings.EqualFold(string(action), r.Value) {
			return action
		}
	}
	return ""
}

// Error is the refusal in English.
func (r *Refusal) Error() string { return r.Text(English) }

func refuse(name string, o Order, s Scene, value string, choices ...string) *Refusal {
	return &Refusal{Name: name, Order: o, Scene: s, Action: o.Action, Value: value, Choices: choices}
}
