// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package cel_test

import (
	"testing"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

// end lets the operator report that the term of an object is over.
func end(t *testing.T, u *unstructured.Unstructured) {
	t.Helper()
	set("status.conditions", []any{map[string]any{
		"type": "Active", "status": "False", "reason": "TermEnded", "message": "over", "lastTransitionTime": "2026-03-01T00:00:00Z",
	}})(u)
	if err := operator.client(t).Status().Update(t.Context(), u); err != nil {
		t.Fatal(err)
	}
}

// TestWhatEndedDoesNotComeBackByAnEdit is for editions that ask for no act, where
// nothing is fixed.
func TestWhatEndedDoesNotComeBackByAnEdit(t *testing.T) {
	domain := newDomain(t)
	stored := func(text, name string) *unstructured.Unstructured {
		u := edited(parse(t, text), set("metadata.namespace", domain), set("metadata.name", name))
		create(t, root, u)
		return u
	}
	grant, agreement, running := stored(grantText, "over"), stored(agreementText, "over"), stored(grantText, "running")
	end(t, grant)
	end(t, agreement)
	const longer = `{"spec":{"term":{"to":"2030-12-31"}}}`
	over := func(kind, until string) []string {
		return []string{kind + " over: spec.term cannot be changed, because it ended (until " + until + ", condition Active: TermEnded) and does not come back by an edit:" +
			" apply a new " + kind + " under another name, with spec.renews: over where it is a renewal"}
	}
	for name, tc := range map[string]struct {
		of    *unstructured.Unstructured
		patch string
		want  []string
	}{
		"a grant":                       {grant, longer, over("DeveloperGrant", "2026-02-28")},
		"a grant, by a window":          {grant, `{"spec":{"term":null,"window":{"notBefore":"2025-03-01T00:00:00Z","notAfter":"2030-01-01T00:00:00Z"}}}`, []string{"spec.term, spec.window cannot be changed"}},
		"a grant, with a pause":         {grant, `{"spec":{"suspend":true,"term":{"to":"2030-12-31"}}}`, over("DeveloperGrant", "2026-02-28")},
		"an agreement":                  {agreement, longer, over("OperationAgreement", "2027-12-31")},
		"a grant that runs":             {running, longer, nil},
		"a grant that is paused":        {grant, `{"spec":{"suspend":true}}`, nil},
		"a grant that gets a label":     {grant, `{"metadata":{"labels":{"a":"b"}}}`, nil},
		"an agreement that gets a note": {agreement, `{"metadata":{"annotations":{"a":"b"}}}`, nil},
	} {
		t.Run(name, func(t *testing.T) { wants(t, dryPatch(t, root, tc.of, tc.patch), tc.want...) })
	}
}
