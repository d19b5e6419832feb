// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package acting

import (
	"github.com/publicdata-io/mandate/internal/citing"
	"github.com/publicdata-io/mandate/internal/procedure"
)

// Beforehand is what has to be said of an order before it is recorded all the same,
// or nil: that it is on the whole, though it names inputs.
func Beforehand(o Order, s Scene) *Refusal {
	o, rule, refusal := resolve(o, s)
	if refusal != nil {
		return nil // told as the refusal that it is
	}
	return unnarrowed(o, s, rule)
}

// unnarrowed is that an order names inputs on a step whose acts are on the whole:
// whoever asks for a part would take, or give, all of it.
func unnarrowed(o Order, s Scene, on *rule) *Refusal {
	if len(o.Inputs) == 0 || on == nil || procedure.Narrows(on.procedure, on.step) {
		return nil
	}
	inputs := make([]string, len(o.Inputs))
	for i, in := range o.Inputs {
		inputs[i] = string(in)
	}
	name := "whole"
	if procedure.TakesAway(on.procedure.Effect) {
		name = "wholeTaken"
	}
	refusal := refuse(name, o, s, string(o.Step), inputs...)
	refusal.Basis = citing.Rules(on.step.Basis)
	return refusal
}
