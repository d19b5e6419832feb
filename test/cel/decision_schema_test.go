// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package cel_test

import (
	"strings"
	"testing"
)

func TestDecisionShapes(t *testing.T) {
	mine := set("spec.decidedBy", root.name)
	act := func(action, kind string) []edit {
		return []edit{mine, set("spec.action", action), set("spec.subject.kind", kind)}
	}
	step := set("spec.step", "grant/approve")
	scope := set("spec.scope", map[string]any{"inputs": []any{"outpatient-visits"}})
	checkSchema(t, map[string]refusal{
		"a lift without what it lifts": {
			base: liftText, edits: []edit{mine, unset("spec.regarding")},
			want: []string{"spec.action", "regarding is required: Lift names the act it answers"},
		},
		"a release without what it releases": {
			base: liftText, edits: []edit{mine, set("spec.action", "Release"), unset("spec.regarding")},
			want: []string{"spec.action", "regarding is required: Release names the act it answers"},
		},
		"a suspension with regarding": {
			base: suspendText, edits: []edit{mine, set("spec.regarding", map[string]any{"name": "a", "uid": "b"})},
			want: []string{"spec.action", "regarding has no meaning for Suspend"},
		},
		"regarding without uid": {
			base: liftText, edits: []edit{mine, unset("spec.regarding.uid")},
			want: []string{"spec.regarding.uid", "Required value"},
		},
		"a partial suspension of a grant":      {base: suspendText, edits: []edit{mine, scope}},
		"a partial halt of an agreement":       {base: suspendText, edits: append(act("Halt", "OperationAgreement"), scope)},
		"a partial suspension of a resource":   {base: suspendText, edits: append(act("Suspend", "DataResource"), scope), want: []string{"spec.scope", "not Suspend of DataResource"}},
		"a partial termination":                {base: suspendText, edits: append(act("Terminate", "DeveloperGrant"), scope), want: []string{"spec.scope", "not Terminate of DeveloperGrant"}},
		"a scope of nothing":                   {base: suspendText, edits: []edit{mine, set("spec.scope", map[string]any{"inputs": []any{}})}, want: []string{"spec.scope.inputs", "at least 1"}},
		"an agreement terminated":              {base: suspendText, edits: act("Terminate", "OperationAgreement")},
		"a call terminated":                    {base: suspendText, edits: append(act("Terminate", "Selection"), set("spec.step", "selection-end/end"))},
		"a call terminated by no step":         {base: suspendText, edits: act("Terminate", "Selection"), want: []string{"spec.action", "step is required: a Selection ends by a step of its edition"}},
		"a resource terminated":                {base: suspendText, edits: act("Terminate", "DataResource"), want: []string{"spec.action", "DataResource cannot be terminated"}},
		"a grant disqualified":                 {base: suspendText, edits: act("Disqualify", "DeveloperGrant"), want: []string{"spec.action", "DeveloperGrant cannot be disqualified"}},
		"an act that is none":                  {base: suspendText, edits: act("Bless", "DeveloperGrant"), want: []string{"spec.action", `"Bless"`, `"Suspend"`}},
		"an act of a procedure without a step": {base: suspendText, edits: act("Approve", "DeveloperGrant"), want: []string{"spec.action", "step is required: Approve is an act of a procedure"}},
		"an act of a procedure":                {base: suspendText, edits: append(act("Approve", "DeveloperGrant"), step, set("spec.outcome", "Reject"))},
		"an outcome without a step":            {base: suspendText, edits: []edit{mine, set("spec.outcome", "Reject")}, want: []string{"spec.outcome", "outcome Reject is given with a step: Suspend without one is affirmative"}},
		"a receipt of nothing":                 {base: suspendText, edits: append(act("Receive", "DeveloperGrant"), step), want: []string{"spec.action", "regarding is required: Receive names the act it answers"}},
		"a receipt without its step":           {base: liftText, edits: act("Receive", "DeveloperGrant"), want: []string{"spec.action", "step is required: Receive"}},
		"an order without a day":               {base: suspendText, edits: append(act("Order", "DeveloperGrant"), step), want: []string{"spec.dueDate", "dueDate is required: an Order says by which day it is to be fulfilled (D18)"}},
		"an order by a day":                    {base: suspendText, edits: append(act("Order", "DeveloperGrant"), step, set("spec.dueDate", "2026-03-01"))},
		"a grant barred":                       {base: suspendText, edits: act("Bar", "DeveloperGrant"), want: []string{"spec.action", "DeveloperGrant cannot be barred"}},
		"a part without its digest":            {base: suspendText, edits: append(act("Approve", "DeveloperGrant"), step, set("spec.subject.part", "Application")), want: []string{"spec.subject.part", "part is given with its digest"}},
		"an objection disposed of":             {base: suspendText, edits: append(act("Dispose", "Objection"), step)},
		"a sandbox disposed of by a procedure": {base: suspendText, edits: append(act("Dispose", "Namespace"), step, set("spec.subject.name", "sandbox-0123456789abcdef0123")), want: []string{"spec.action", "a Dispose of a Namespace is of no procedure"}},
		"a subject of a kind that is none":     {base: suspendText, edits: act("Suspend", "Pod"), want: []string{"spec.subject.kind", `"Pod"`, `"DeveloperGrant"`}},
		"an old uid without its old time":      {base: suspendText, edits: []edit{mine, set("spec.restoredUID", "a")}, want: []string{"spec.restoredUID", "restoredUID is given with recordedAt"}},
		"nobody's act":                         {base: suspendText, edits: []edit{unset("spec.decidedBy")}, want: []string{"spec.decidedBy", "Required value"}},
		"no organisation's act":                {base: suspendText, edits: []edit{mine, unset("spec.organization")}, want: []string{"spec.organization", "Required value"}},
		"an instant":                           {base: suspendText, edits: []edit{mine, set("spec.actedOn", "2026-01-15T09:30:00+08:00")}},
		"a day that no calendar has":           {base: suspendText, edits: []edit{mine, set("spec.actedOn", "2026-02-31")}, want: []string{"spec.actedOn", "2026-02-31 is no day of the calendar"}},
		"an instant on a day that none has":    {base: suspendText, edits: []edit{mine, set("spec.actedOn", "2026-02-31T00:00:00Z")}, want: []string{"spec.actedOn", "2026-02-31T00:00:00Z is no day of the calendar"}},
		"a day in words":                       {base: suspendText, edits: []edit{mine, set("spec.actedOn", "15 Jan 2026")}, want: []string{"spec.actedOn", "15 Jan 2026", "should match"}},
		"a year before the common era, almost": {base: suspendText, edits: []edit{mine, set("spec.actedOn", "0000-01-01")}, want: []string{"spec.actedOn", "0000-01-01"}},
		"a paper that ends before it begins": {
			base: suspendText, edits: []edit{mine, set("spec.evidence", []any{map[string]any{"name": "licence", "sha256": strings.Repeat("0", 64), "issuedOn": "2026-01-02", "validUntil": "2026-01-01"}})},
			want: []string{"spec.evidence[0].validUntil", "evidence licence: validUntil 2026-01-01 lies before issuedOn 2026-01-02"},
		},
		"a paper of a day": {base: suspendText, edits: []edit{mine, set("spec.evidence", []any{map[string]any{"name": "licence", "sha256": strings.Repeat("0", 64), "issuedOn": "2026-01-02", "validUntil": "2026-01-02"}})}},
		"a paper's day that none has": {
			base: suspendText, edits: []edit{mine, set("spec.evidence", []any{map[string]any{"name": "licence", "sha256": strings.Repeat("0", 64), "issuedOn": "2026-02-30"}})},
			want: []string{"spec.evidence[0].issuedOn", "2026-02-30 is no day of the calendar"},
		},
		"a document's day that none has": {
			base: suspendText, edits: []edit{mine, set("spec.document", map[string]any{"number": "1", "issuedOn": "2026-04-31"})},
			want: []string{"spec.document.issuedOn", "2026-04-31 is no day of the calendar"},
		},
	})
}
