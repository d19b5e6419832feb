// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package plugin

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/publicdata-io/mandate/internal/explaining"
	"github.com/publicdata-io/mandate/test/builder"
)

func TestTree(t *testing.T) {
	o := newOffice(t)
	o.make(builder.Agreement("health").In(o.namespace).Edition(o.edition.Name).Over("visits").Term("2025-01-01", "2026-12-31").Obj())
	got := o.call("tree")
	if got.failed != nil {
		t.Fatal(got.failed)
	}
	for _, words := range []string{"\nOperationAgreement health", "\n└─ DeveloperGrant g", "\n   └─ input visits", "not in force"} {
		if !strings.Contains(got.out, words) {
			t.Errorf("the tree has no %q:\n%s", words, got.out)
		}
	}
	var branches []explaining.Branch
	if err := json.Unmarshal([]byte(o.call("tree", "dg/g", "-o", "json").out), &branches); err != nil {
		t.Fatal(err)
	}
	if len(branches) != 1 || len(branches[0].Beneath) != 1 || branches[0].Beneath[0].Name != "g" {
		t.Errorf("the tree around dg/g is %+v, want the agreement and the grant beneath it", branches)
	}
	if none := o.call("tree", "dg/nobody"); none.failed == nil || !strings.Contains(none.failed.Error(), "is no link of a chain that exists") {
		t.Errorf("of a grant that is not there: %v", none.failed)
	}
}

func TestSimulate(t *testing.T) {
	o := newOffice(t)
	ends := time.Now().AddDate(0, 2, 0).Format(time.DateOnly)
	o.make(builder.Agreement("health").In(o.namespace).Edition(o.edition.Name).Over("visits").Term("2025-01-01", ends).Obj())
	got := o.call("simulate", "--at", ends, "-o", "json")
	if got.failed != nil {
		t.Fatal(got.failed)
	}
	var changes []explaining.Change
	if err := json.Unmarshal([]byte(got.out), &changes); err != nil {
		t.Fatal(err)
	}
	lapse := func(c explaining.Change) bool {
		return c.Name == "health" && c.Effect == explaining.Lapses && c.At.Add(-time.Second).Format(time.DateOnly) == ends
	}
	found := false
	for _, c := range changes {
		found = found || lapse(c)
	}
	if !found {
		t.Errorf("the changes are %s, want that the agreement lapses when %s has ended", got.out, ends)
	}
	if past := o.call("simulate", "--at", "2020-01-01"); past.failed == nil || !strings.Contains(past.failed.Error(), "lies in the past") {
		t.Errorf("of a day that is over: %v", past.failed)
	}
}
