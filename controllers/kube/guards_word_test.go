// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package kube

import (
	"testing"

	"github.com/publicdata-io/mandate/internal/authorization"
)

// A grant that asked while the proof had ended is refused; unless it is told
// of the next proof it would stay refused until something else happens to it.
func TestWhoHeardOtherwiseIsTold(t *testing.T) {
	proven, unproven := authorization.Guards{Proven: true}, authorization.Guards{}
	tests := map[string]struct {
		said, asked, looked authorization.Guards
		wantTold            bool
	}{
		"nobody asked and nothing changed":                   {said: proven, asked: proven, looked: proven},
		"the look sees a change":                             {said: proven, asked: proven, looked: unproven, wantTold: true},
		"somebody heard of no proof, the look sees the next": {said: proven, asked: unproven, looked: proven, wantTold: true},
		"somebody heard of no proof, the look sees none":     {said: proven, asked: unproven, looked: unproven, wantTold: true},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			w := word{said: test.said}
			if got := w.answer(test.asked); got != test.asked {
				t.Errorf("answer = %+v, want what is known, %+v", got, test.asked)
			}
			if got := w.over(test.looked); got != test.wantTold {
				t.Errorf("over = %t, want %t: everybody is told once what is known differs from what anybody heard", got, test.wantTold)
			}
			if w.over(test.looked) {
				t.Error("over says a second time that everybody has to be told, and nobody heard anything since")
			}
		})
	}
}
