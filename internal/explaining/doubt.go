// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package explaining

import (
	"slices"
	"strings"

	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/authorization"
	"github.com/publicdata-io/mandate/internal/finding"
)

// Doubt takes in what could not be read. Where an act counts only because it is not
// known who acted, which is right for a cut and no answer to a person, or where
// nothing could be told anyway, it says that it cannot be told, and nobody is said
// to be waited for.
func (e *Explanation) Doubt(unread ...finding.Phrase) {
	if len(unread) == 0 {
		return
	}
	for _, said := range unread {
		e.Unread = append(e.Unread, said.String())
		e.Sayings[said.String()] = said
	}
	e.doubt(unread)
	for i := range e.Inputs {
		e.Inputs[i].doubt(unread)
	}
	if e.InForce == "Unknown" {
		e.WaitingFor, e.Due, e.DaysLeft = "", nil, nil
	}
}

// Deny answers what cannot be told by what is certain all the same, of the link and
// of its inputs: what could not be read stays said.
func (e *Explanation) Deny(certain *finding.Finding) {
	if certain == nil || e.InForce != "Unknown" {
		return
	}
	e.Blocker = blocker(authorization.Denied, certain.Reason, certain)
	for i := range e.Inputs {
		if e.Inputs[i].InForce == "Unknown" {
			e.Inputs[i].Blocker = e.Blocker
		}
	}
}

// doubt takes back an answer that rests on an act of somebody who may not be known.
func (b *Blocker) doubt(unread []finding.Phrase) {
	if b.InForce != "False" || !taken(b.Reason, b.Said) {
		return
	}
	said := finding.Say("cannot be told: %s; of what could be read, this stands against it, if whoever acted may: %s", finding.All("; ", unread...), b.Said)
	*b = Blocker{InForce: "Unknown", Reason: v1alpha1.UndeterminedReason, Message: said.String(), Said: said}
}

// takenReasons are those of what somebody took away: who acted is asked of it, and
// where that is not known it counts.
var takenReasons = []string{
	v1alpha1.HaltedReason, v1alpha1.SuspendedReason, v1alpha1.TerminatedReason, v1alpha1.DisqualifiedReason, v1alpha1.NoInputLeftReason,
}

// taken says whether a link was taken away, or one above it, whose reason stands in
// what is said of it.
func taken(reason string, said finding.Phrase) bool {
	if slices.Contains(takenReasons, reason) {
		return true
	}
	return reason == v1alpha1.AncestorNotInForceReason && slices.ContainsFunc(said.Args, func(arg any) bool {
		switch of := arg.(type) {
		case string:
			return slices.Contains(takenReasons, of)
		case finding.Phrase:
			return taken(reason, of)
		}
		return false
	})
}

// operator is what the operator, who may read all, says of what could not be told.
func (e *Explanation) operator(conditions []metav1.Condition) {
	if c := meta.FindStatusCondition(conditions, v1alpha1.ActiveCondition); c != nil {
		e.Reported = &Report{Status: string(c.Status), Reason: c.Reason, Message: c.Message}
	}
}

// text is what the operator says.
func (r *Report) text(w vocabulary) string {
	said := r.Reason + w.colon + r.Message
	if r.Status == "" {
		return said
	}
	return w.labels["operator"] + w.colon + w.force[r.Status] + w.comma + said
}

// reported is the operator's word on a link that cannot be told, behind its state.
func (e Explanation) reported(w vocabulary) string {
	if e.Reported == nil || e.Reported.Status == "" {
		return ""
	}
	return w.semicolon + w.labels["operator"] + w.colon + w.force[e.Reported.Status]
}

// unread is what could not be read.
func (e Explanation) unread(w vocabulary) string {
	return strings.Join(w.all(e.Unread, e.Sayings), w.semicolon)
}
