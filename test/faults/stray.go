// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package faults

import (
	"context"
	"errors"
	"fmt"
	"time"

	networkingv1 "k8s.io/api/networking/v1"
	"k8s.io/apimachinery/pkg/api/equality"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/controller-runtime/pkg/client"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/controllers/kube"
	"github.com/publicdata-io/mandate/internal/authorization"
	"github.com/publicdata-io/mandate/internal/sandbox"
)

// A baseline lets in whom the owner of a resource names beside our sandboxes, and
// nothing prunes it: what it lets in has to end by itself once the resource is gone,
// or is served by other pods, and nothing may let in more meanwhile.

// reports are pods by which the owner of visits reads them, too.
var reports = networkingv1.NetworkPolicyPeer{PodSelector: &metav1.LabelSelector{MatchLabels: map[string]string{"app": "reports"}}}

// theConsumed is visits as its owner's reports read them.
func theConsumed(w *world) client.Object {
	return w.resource("visits").Service("visits", 5432).OtherConsumers(reports).Obj()
}

// consumed is a domain in which the owner has other consumers of visits.
var consumed = &beginning{"consumed", act{do: func(ctx context.Context, w *world) error {
	chain := w.chain()
	for i, o := range chain {
		if r, ok := o.(*v1alpha1.DataResource); ok && r.Name == "visits" {
			chain[i] = theConsumed(w)
		}
	}
	return w.create(ctx, append([]client.Object{w.service("visits")}, append(chain,
		w.agreement("health").Obj(), w.grant("g").Input("visits").Input("labs").Obj(), w.grant("h").Input("visits").Obj())...)...)
}}}

// onBaselines are the scenarios in which a resource is taken, or moves, while
// baselines stand for it that let somebody in.
var onBaselines = []scenario{
	{name: "stray", from: consumed, acts: []act{
		suspends("s", onData, "visits"), removes(theConsumed), again(theConsumed), lifts("l", "s"),
	}},
	{name: "stray-moved", from: consumed, acts: []act{
		suspends("s", onData, "visits"), edits(theService, `{"spec":{"selector":{"app":"elsewhere"}}}`), lifts("l", "s"),
	}},
}

// baselines are the policies that protect data.
func (s *state) baselines() []*networkingv1.NetworkPolicy {
	var found []*networkingv1.NetworkPolicy
	for _, policy := range all[*networkingv1.NetworkPolicy](s) {
		if policy.Labels[v1alpha1.PartLabel] == sandbox.PartBaseline {
			found = append(found, policy)
		}
	}
	return found
}

// asked is the baseline that a resource would have in force, nil where nobody can
// tell which pods serve it, and whether it is in force.
func (s *state) asked(resource *v1alpha1.DataResource, now time.Time) (asked *networkingv1.NetworkPolicy, inForce bool) {
	facts, _ := kube.Observer{Reader: s}.Resource(context.Background(), resource) // only what is missing is not found
	verdict := authorization.DecideResource(facts, v1alpha1.ObjectName(resource.Name), now)
	target, ok := sandbox.TargetOf(facts, resource)
	if !ok {
		return nil, false
	}
	return sandbox.Baseline(resource, target), verdict.Force == authorization.InForce
}

// protects is the resource that a baseline was made for, or nil.
func (s *state) protects(baseline *networkingv1.NetworkPolicy) *v1alpha1.DataResource {
	for _, resource := range all[*v1alpha1.DataResource](s) {
		if resource.Namespace == baseline.Namespace && string(resource.UID) == baseline.Labels[v1alpha1.ResourceUIDLabel] {
			return resource
		}
	}
	return nil
}

// strays are baselines that let in others than they are to, and baselines of what
// is in force that keep out whom its owner lets in.
func (s *state) strays(now time.Time) error {
	var errs []error
	for _, baseline := range s.baselines() {
		if why := s.againstBaseline(baseline, baseline.Spec.Ingress, now); why != "" {
			errs = append(errs, fmt.Errorf("baseline %s lets somebody in, and %s", baseline.Name, why))
		}
	}
	for _, resource := range all[*v1alpha1.DataResource](s) {
		asked, inForce := s.asked(resource, now)
		if asked == nil || !inForce {
			continue
		}
		there, ok := one[*networkingv1.NetworkPolicy](s, asked.Namespace, asked.Name)
		if !ok || len(beyond(asked.Spec.Ingress, there.Spec.Ingress)) > 0 {
			errs = append(errs, fmt.Errorf("baseline %s keeps out whom DataResource %s lets in", asked.Name, resource.Name))
		}
	}
	return errors.Join(errs...)
}

// againstBaseline is what stands against ways in of a baseline, or empty. A resource
// that is not in force does not: its owner's readers stay.
func (s *state) againstBaseline(baseline *networkingv1.NetworkPolicy, ways []networkingv1.NetworkPolicyIngressRule, now time.Time) string {
	if len(ways) == 0 {
		return ""
	}
	resource := s.protects(baseline)
	if resource == nil {
		return "its DataResource is gone"
	}
	asked, _ := s.asked(resource, now)
	switch {
	case asked == nil: // nobody knows which pods serve it: what it lets in stays
		return ""
	case asked.Name != baseline.Name:
		return fmt.Sprintf("other pods serve DataResource %s", resource.Name)
	case len(beyond(ways, asked.Spec.Ingress)) > 0:
		return fmt.Sprintf("DataResource %s does not ask for them", resource.Name)
	}
	return ""
}

// widened judges a write that has a baseline let in more than it did: there must be
// a resource that asks for it and is in force.
func (r *replay) widened(c *change, before, after client.Object) {
	baseline, ok := after.(*networkingv1.NetworkPolicy)
	if !ok || baseline.Labels[v1alpha1.PartLabel] != sandbox.PartBaseline {
		return
	}
	var was []networkingv1.NetworkPolicyIngressRule
	if there, ok := before.(*networkingv1.NetworkPolicy); ok {
		was = there.Spec.Ingress
	}
	more := beyond(baseline.Spec.Ingress, was)
	if len(more) == 0 {
		return
	}
	why := r.now.againstBaseline(baseline, more, c.seen)
	if resource := r.now.protects(baseline); why == "" && resource != nil {
		if _, inForce := r.now.asked(resource, c.seen); !inForce {
			why = fmt.Sprintf("DataResource %s is not in force, or nobody knows which pods serve it", resource.Name)
		}
	}
	if why != "" {
		r.violated(c, "it lets in more than it did, and %s", why)
	}
}

// beyond are the ways in that are not among others.
func beyond(ways, others []networkingv1.NetworkPolicyIngressRule) []networkingv1.NetworkPolicyIngressRule {
	var found []networkingv1.NetworkPolicyIngressRule
	for i := range ways {
		among := false
		for j := range others {
			among = among || equality.Semantic.DeepEqual(ways[i], others[j])
		}
		if !among {
			found = append(found, ways[i])
		}
	}
	return found
}
