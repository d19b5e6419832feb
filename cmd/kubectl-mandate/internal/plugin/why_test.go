// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package plugin

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/publicdata-io/mandate/internal/explaining"
)

func TestWhy(t *testing.T) {
	o := newOffice(t)
	got := o.call("why", "dg/g")
	if got.failed != nil {
		t.Fatal(got.failed)
	}
	for _, words := range []string{"DeveloperGrant " + o.namespace + "/g", "not in force"} {
		if !strings.Contains(got.out, words) {
			t.Errorf("why says nothing of %q:\n%s", words, got.out)
		}
	}
	var e explaining.Explanation
	if err := json.Unmarshal([]byte(o.call("why", "dg/g", "-o", "json", "--at", "2026-06-01").out), &e); err != nil {
		t.Fatal(err)
	}
	if e.InForce != "False" || e.Message == "" || e.At.Format("2006-01-02T15:04") != "2026-06-01T00:00" {
		t.Errorf("the explanation is %+v, want one of the beginning of 2026-06-01 that says why not", e)
	}
	if after := o.call("why", "dg/g", "--at", "2027-01-01"); !strings.Contains(after.out, "TermEnded") {
		t.Errorf("after the term it says:\n%s", after.out)
	}
	if missing := o.call("why", "dg/nobody"); missing.failed == nil || !strings.Contains(missing.failed.Error(), "DeveloperGrant "+o.namespace+"/nobody does not exist") {
		t.Errorf("of a grant that is not there: %v", missing.failed)
	}
	if odd := o.call("why", "dg/g", "--at", "tomorrow"); odd.failed == nil || !strings.Contains(odd.failed.Error(), `--at "tomorrow" is neither a day`) {
		t.Errorf("of an odd day: %v", odd.failed)
	}
}

// TestWhyWithoutANamespace names the one in which it has looked.
func TestWhyWithoutANamespace(t *testing.T) {
	o := newOffice(t)
	for lang, want := range map[string]string{
		"en": "DeveloperGrant default/g does not exist: the line says no -n, so that it asks in namespace default; name the domain with -n",
		"zh": "default/g 不存在：命令未写 -n，因此在命名空间 default 中查找；请用 -n 指明数据域",
	} {
		got := call(t, "why", "dg/g", "--kubeconfig", o.kubeconfig, "--lang", lang)
		if got.failed == nil || !strings.Contains(In(languageOf(lang), got.failed), want) {
			t.Errorf("it ends with %v, want %s", got.failed, want)
		}
	}
}
