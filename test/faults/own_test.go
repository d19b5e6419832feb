// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package faults

import (
	"net/http/httptest"
	"net/url"
	"testing"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// TestListsOverTheClusterAreOfThePlansOwnDomain shows what is asked of the API
// server in the place of what a process asks for.
func TestListsOverTheClusterAreOfThePlansOwnDomain(t *testing.T) {
	hub := &Hub{domains: map[string]*history{}, shared: newHistory(), houses: map[string]string{}, parents: map[string]string{}}
	hub.open("q1q")
	hub.domains["q1q"].take(&change{kind: grants, meta: &metav1.PartialObjectMetadata{ObjectMeta: metav1.ObjectMeta{Name: "g", Namespace: "q1q", UID: "uid-of-g"}}})
	w := wire{process: &process{world: &world{name: "q1q", house: &House{hub: hub}}}}
	own, of := domainLabel+"=q1q", "mandate.publicdata.io/grant-uid in (none,uid-of-g)"
	tests := map[string]struct{ asks, path, selector string }{
		"grants":               {grants + "?limit=500", ourGroup + "namespaces/q1q/developergrants", ""},
		"acts":                 {decisions + "?limit=500", decisions, own},
		"acts on a subject":    {ourGroup + "namespaces/q1q/decisions", ourGroup + "namespaces/q1q/decisions", ""},
		"one organisation":     {ourGroup + "organizations/q1q-bureau", ourGroup + "organizations/q1q-bureau", ""},
		"organisations":        {ourGroup + "organizations", ourGroup + "organizations", own},
		"parts of sandboxes":   {quotas + "?labelSelector=part", quotas, "part," + of},
		"what is not so small": {policies + "?labelSelector=part", policies, "part"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			before := httptest.NewRequest("GET", tc.asks, nil)
			got := w.own(before)
			query, err := url.ParseQuery(got.URL.RawQuery)
			if err != nil {
				t.Fatal(err)
			}
			if got.URL.Path != tc.path || query.Get("labelSelector") != tc.selector || query.Get("limit") != before.URL.Query().Get("limit") {
				t.Errorf("got %s, want %s with the selector %q and the same limit", got.URL, tc.path, tc.selector)
			}
			if before.URL.String() != tc.asks {
				t.Errorf("the request itself became %s", before.URL)
			}
		})
	}
}
