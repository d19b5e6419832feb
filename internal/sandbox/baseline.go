// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package sandbox

import (
	"slices"

	networkingv1 "k8s.io/api/networking/v1"
	"k8s.io/apimachinery/pkg/api/equality"
)

// Held is the baseline of a resource that is not in force: asked is the one that it
// would have in force, and there are those that stand for it. It lets nobody in
// whom they do not let in at those very pods. It is nil, so that pods stay as they
// are, where none stands and somebody is to be let in: such a resource was never in
// force, and a denial would shut the owner's own readers out for as long as its
// clearance takes.
func Held(asked *networkingv1.NetworkPolicy, there []networkingv1.NetworkPolicy) *networkingv1.NetworkPolicy {
	if len(there) == 0 && len(asked.Spec.Ingress) > 0 {
		return nil
	}
	held := asked.DeepCopy()
	held.Spec.Ingress = nil
	for i := range there {
		if there[i].Name == asked.Name {
			held.Spec.Ingress = inBoth(there[i].Spec.Ingress, asked.Spec.Ingress)
		}
	}
	return held
}

// Stray are the baselines of a resource, among those that stand for it, which let
// somebody in and are not the one that it has now, by its name; all of them where
// it is gone and has none.
func Stray(there []networkingv1.NetworkPolicy, now string) []networkingv1.NetworkPolicy {
	var stray []networkingv1.NetworkPolicy
	for i := range there {
		if len(there[i].Spec.Ingress) > 0 && there[i].Name != now {
			stray = append(stray, there[i])
		}
	}
	return stray
}

// inBoth are the ways in that are there and asked for. What is asked for names
// whom it lets in and to which ports; what is there may have been written by others.
func inBoth(there, asked []networkingv1.NetworkPolicyIngressRule) []networkingv1.NetworkPolicyIngressRule {
	var kept []networkingv1.NetworkPolicyIngressRule
	for _, a := range asked {
		for _, t := range there {
			rule := networkingv1.NetworkPolicyIngressRule{From: ofThose(t.From, a.From), Ports: ofThose(t.Ports, a.Ports)}
			if len(rule.From) > 0 && len(rule.Ports) > 0 {
				kept = append(kept, rule)
			}
		}
	}
	return kept
}

// ofThose are the terms asked for that are there; none there are all.
func ofThose[T any](there, asked []T) []T {
	if len(there) == 0 {
		return asked
	}
	var kept []T
	for _, a := range asked {
		if slices.ContainsFunc(there, func(t T) bool { return equality.Semantic.DeepEqual(a, t) }) {
			kept = append(kept, a)
		}
	}
	return kept
}
