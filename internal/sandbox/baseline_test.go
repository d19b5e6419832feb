// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package sandbox_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	networkingv1 "k8s.io/api/networking/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/publicdata-io/mandate/internal/sandbox"
	"github.com/publicdata-io/mandate/test/builder"
)

type (
	policy = networkingv1.NetworkPolicy
	rule   = networkingv1.NetworkPolicyIngressRule
	peer   = networkingv1.NetworkPolicyPeer
	onPort = networkingv1.NetworkPolicyPort
)

// reading is a peer of the domain.
func reading(app string) peer {
	return peer{PodSelector: &metav1.LabelSelector{MatchLabels: map[string]string{"app": app}}}
}

// TestWhatAResourceNotInForceHas shows that it lets nobody in who was not let in.
func TestWhatAResourceNotInForceHas(t *testing.T) {
	served := sandbox.Target{MatchLabels: map[string]string{"app": "visits"}, Ports: []onPort{tcp(5432)}}
	others := sandbox.Target{MatchLabels: map[string]string{"app": "visits-old"}, Ports: served.Ports}
	reports, audit := reading("reports"), reading("audit")
	asks := func(peers ...peer) *policy {
		return sandbox.Baseline(builder.Resource("visits").OtherConsumers(peers...).Obj(), served)
	}
	with := func(rules ...rule) []policy {
		p := asks()
		p.Spec.Ingress = rules
		return []policy{*p}
	}
	old := *sandbox.Baseline(builder.Resource("visits").OtherConsumers(reports).Obj(), others)
	lets := func(on []onPort, peers ...peer) []rule { return []rule{{From: peers, Ports: on}} }
	here := served.Ports
	tests := map[string]struct {
		asked *policy
		there []policy
		none  bool
		want  []rule
	}{
		"nobody is asked for and nothing stands":     {asked: asks()},
		"nobody is asked for and somebody is let in": {asked: asks(), there: with(rule{From: []peer{reports}, Ports: here})},
		"it was never in force":                      {asked: asks(reports), none: true},
		"it was in force":                            {asked: asks(reports), there: with(rule{From: []peer{reports}, Ports: here}), want: lets(here, reports)},
		"it denies everybody":                        {asked: asks(reports), there: with()},
		"another is let in":                          {asked: asks(reports), there: with(rule{From: []peer{reports, audit}, Ports: here}), want: lets(here, reports)},
		"one more is asked for":                      {asked: asks(reports, audit), there: with(rule{From: []peer{reports}, Ports: here}), want: lets(here, reports)},
		"another port is asked for":                  {asked: asks(reports), there: with(rule{From: []peer{reports}, Ports: []onPort{tcp(80)}})},
		"everybody is let in":                        {asked: asks(reports), there: with(rule{}), want: lets(here, reports)},
		"its Service leads to other pods now":        {asked: asks(reports), there: []policy{old}},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			held := sandbox.Held(tc.asked, tc.there)
			if tc.none || held == nil {
				if held != nil || !tc.none {
					t.Errorf("the policy is %v, want none: %t", held, tc.none)
				}
				return
			}
			want := tc.asked.DeepCopy()
			want.Spec.Ingress = tc.want
			if diff := cmp.Diff(want, held); diff != "" {
				t.Errorf("the policy (-want +got):\n%s", diff)
			}
		})
	}
}

// TestWhichBaselinesAreStray shows which still let somebody in for nobody.
func TestWhichBaselinesAreStray(t *testing.T) {
	named := func(name string, rules ...rule) policy {
		return policy{ObjectMeta: metav1.ObjectMeta{Name: name}, Spec: networkingv1.NetworkPolicySpec{Ingress: rules}}
	}
	open := rule{From: []peer{reading("reports")}}
	tests := map[string]struct {
		now  string
		want []string
	}{
		"the resource is gone":   {"", []string{"a", "b"}},
		"it has moved":           {"b", []string{"a"}},
		"it has a new one":       {"d", []string{"a", "b"}},
		"it has what is shut":    {"shut", []string{"a", "b"}},
		"it has the other again": {"a", []string{"b"}},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			var got []string
			for _, p := range sandbox.Stray([]policy{named("a", open), named("shut"), named("b", open)}, tc.now) {
				got = append(got, p.Name)
			}
			if diff := cmp.Diff(tc.want, got); diff != "" {
				t.Errorf("stray (-want +got):\n%s", diff)
			}
		})
	}
}
