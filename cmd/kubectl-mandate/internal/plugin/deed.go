// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package plugin

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/acting"
)

// readDeed reads STEP|ACTION: an action begins with a capital, which no step does.
func (o *actOptions) readDeed(word string) error {
	first, _ := utf8.DecodeRuneInString(word)
	action := v1alpha1.Action(word)
	switch {
	case !unicode.IsUpper(first):
		o.order.Step = v1alpha1.StepReference(word)
		return nil
	case !slices.Contains(acting.Actions, action):
		known := make([]string, len(acting.Actions))
		for i, of := range acting.Actions {
			known[i] = string(of)
		}
		return wrong("%q is no action; the actions are %s", word, strings.Join(known, ", "))
	case o.order.Action != "" && o.order.Action != action:
		return wrong("--action %s is of a step, and the line names the action %s: leave one of them out", string(o.order.Action), word)
	}
	o.order.Action = action
	return nil
}

// subjectOf reads KIND/NAME. A sandbox is what a Dispose alone is on.
func (o *actOptions) subjectOf(word string) (v1alpha1.DecisionSubject, error) {
	kind, name, _ := strings.Cut(word, "/")
	if !slices.Contains([]string{"ns", "namespace", "namespaces"}, strings.ToLower(kind)) || name == "" {
		return subjectOf(word)
	}
	if o.order.Action != v1alpha1.ActionDispose {
		return v1alpha1.DecisionSubject{}, wrong("%s is a Namespace, on which there is no act but Dispose, of a sandbox; act on its DeveloperGrant", word)
	}
	return v1alpha1.DecisionSubject{Kind: v1alpha1.OnNamespace, Name: v1alpha1.ObjectName(name)}, nil
}
