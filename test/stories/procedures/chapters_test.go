// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package procedures_test

import (
	"strings"

	"sigs.k8s.io/controller-runtime/pkg/client"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
)

// turnTo tells of other subjects from here on.
func (s *story) turnTo(of ...string) *story {
	s.of = nil
	for _, name := range of {
		s.of = append(s.of, subjectOf(name))
	}
	return s
}

// stands says how a link, written Kind/name, stands at an instant: by a reason, and
// by the rows that the message cites.
func (s *story) stands(name, at, reason string, rows ...string) {
	s.d.t.Helper()
	v := s.verdict(name, at)
	if v.Reason() != reason {
		s.d.t.Errorf("at %s %s is %s: %s; want %s", at, name, v.Reason(), v.Message(), reason)
	}
	for _, row := range rows {
		if !strings.Contains(v.Message(), row) {
			s.d.t.Errorf("at %s %s stands on no %s: %s", at, name, row, v.Message())
		}
	}
}

// counts says that an act counts at an instant.
func (s *story) counts(a *v1alpha1.Decision, at string) {
	s.d.t.Helper()
	if found := s.d.judged(a, instant(at)); found != nil {
		s.d.t.Errorf("at %s %s does not count: %s: %s", at, a.Name, found.Reason, found.Text())
	}
}

// fails says that an act does not count at an instant, for a reason and by rows.
func (s *story) fails(a *v1alpha1.Decision, at, reason string, rows ...string) {
	s.d.t.Helper()
	found := s.d.judged(a, instant(at))
	if found == nil {
		s.d.t.Errorf("at %s %s counts, want %s", at, a.Name, reason)
		return
	}
	if found.Reason != reason {
		s.d.t.Errorf("at %s %s: %s: %s; want %s", at, a.Name, found.Reason, found.Text(), reason)
	}
	for _, row := range rows {
		if !strings.Contains(found.Text(), row) {
			s.d.t.Errorf("at %s %s fails by no %s: %s", at, a.Name, row, found.Text())
		}
	}
}

// another applies a copy of an object under another name, changed.
func another[T client.Object](d *domain, of, name string, change func(T)) {
	d.t.Helper()
	o, ok := d.find(of).DeepCopyObject().(T)
	if !ok {
		d.t.Fatalf("%s is of another kind", of)
	}
	o.SetName(name)
	change(o)
	d.apply(o)
}

// input says how one of the data of a link stands at an instant: by a reason, or in
// force where that is empty.
func (s *story) input(name, at string, resource v1alpha1.ObjectName, reason string) {
	s.d.t.Helper()
	v := s.verdict(name, at)
	for _, in := range v.Inputs {
		if in.Resource != resource {
			continue
		}
		if reason == "" && in.Finding != nil || reason != "" && (in.Finding == nil || in.Finding.Reason != reason) {
			s.d.t.Errorf("at %s %s of %s is %s: %s; want %s", at, resource, name, in.Reason(), in.Message(), reason)
		}
		return
	}
	s.d.t.Errorf("%s names no %s", name, resource)
}
