// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package kube

import (
	"strings"
	"testing"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	clocktesting "k8s.io/utils/clock/testing"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/reference"
	"github.com/publicdata-io/mandate/test/builder"
)

// TestAnActIsToldBeforeAllElse shows that of an organisation which acted, or was
// told of an act, this is what is told: admission goes by it.
func TestAnActIsToldBeforeAllElse(t *testing.T) {
	told := builder.Decision("b").By("bureau").Suspends(v1alpha1.OnDeveloperGrant, "g").Obj()
	told.Spec.To = []v1alpha1.ObjectName{"office"}
	first := told.CreationTimestamp.Time
	later := builder.Decision("0").By("bureau").Suspends(v1alpha1.OnDeveloperGrant, "g").Obj()
	later.CreationTimestamp = metav1.NewTime(first.Add(time.Second))
	reader := affectedBy(t, told, later,
		builder.Decision("a").By("bureau").Suspends(v1alpha1.OnDeveloperGrant, "g").Obj(),
		builder.Agreement("health").GrantedBy("bureau").OperatedBy("group").Over("visits").Obj(),
		builder.Agreement("other").GrantedBy("office").OperatedBy("group").Over("visits").Obj(),
	).Reader
	domain := told.Namespace
	tests := map[string]struct{ name, known, want string }{
		"whose acts they are":            {"bureau", "", "Decision " + domain + "/a"},
		"what was told stays":            {"bureau", "Decision " + domain + "/b", "Decision " + domain + "/b"}, // it was the first
		"an act that is gone":            {"bureau", "Decision " + domain + "/gone", "Decision " + domain + "/a"},
		"an act of another":              {"office", "Decision " + domain + "/a", "Decision " + domain + "/b"},
		"what was told is no act":        {"bureau", "OperationAgreement " + domain + "/health", "Decision " + domain + "/a"},
		"who was told":                   {"office", "", "Decision " + domain + "/b"},
		"who is a party and did not act": {"group", "", "OperationAgreement " + domain + "/health"},
		"a stranger":                     {"stranger", "", ""},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			references := References{Cache: reader, Live: reader, Clock: clocktesting.NewFakePassiveClock(first.Add(time.Hour))}
			got, err := references.Seen(t.Context(), reference.Target{Kind: reference.Organization, Name: tc.name}, tc.known)
			if err != nil || got != tc.want {
				t.Errorf("Seen = %q, %v, want %q", got, err, tc.want)
			}
			references.Clock = clocktesting.NewFakePassiveClock(first.Add(time.Second)) // another may turn up
			want := strings.Replace(tc.want, domain+"/b", domain+"/a", 1)
			if tc.name == "office" {
				want = tc.want
			}
			if got, err := references.Seen(t.Context(), reference.Target{Kind: reference.Organization, Name: tc.name}, tc.known); err != nil || got != want {
				t.Errorf("at once Seen = %q, %v, want %q", got, err, want)
			}
		})
	}
}
