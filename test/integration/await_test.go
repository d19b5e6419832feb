// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package integration

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/apimachinery/pkg/util/wait"
	"sigs.k8s.io/controller-runtime/pkg/client"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/sandbox"
)

// patience bounds every wait. It is long because tests run beside each other on
// few cores; what takes long is a matter of benchmarks.
const patience = 60 * time.Second

// pauses are those between two questions, from 20 to 200 ms: thirty tests that
// ask side by side every 20 ms, a handful of requests each, would keep the API
// server from what they wait for.
var pauses = wait.Backoff{Duration: 20 * time.Millisecond, Factor: 1.4, Cap: 200 * time.Millisecond, Steps: 8}

// eventually asks until there is no error, and fails with the last one and the
// state of the domain otherwise.
func (d *domain) eventually(what string, ask func(context.Context) error) {
	d.t.Helper()
	var last error
	ctx, cancel := context.WithTimeout(d.t.Context(), patience)
	defer cancel()
	err := pauses.DelayFunc().Until(ctx, true, true, func(ctx context.Context) (bool, error) {
		err := ask(ctx)
		if err == nil || ctx.Err() == nil { // the end of patience is no answer
			last = err
		}
		return err == nil, nil
	})
	if err != nil {
		d.t.Fatalf("not so within %s: %s: %v\n%s", patience, what, last, d.describe())
	}
}

// outlook is what the conditions of an object say, in one line.
func outlook(conditions []metav1.Condition) string {
	var said []string
	for _, c := range conditions {
		if c.Type != v1alpha1.DutiesDoneCondition { // it bears on none of the others
			said = append(said, fmt.Sprintf("%s=%s(%s)", c.Type, c.Status, c.Reason))
		}
	}
	return strings.Join(said, " ")
}

// Outlooks of grants.
const (
	open = "Active=True(InForce) SandboxReady=True(Open) Ready=True(Settled)"
	idle = "SandboxReady=True(NotNeeded) Ready=True(Settled)"
)

// frozen is the outlook of a grant that was cut.
func frozen(reason string) string {
	return "Active=False(" + reason + ") SandboxReady=True(Frozen) Ready=True(Settled)"
}

// waiting is the outlook of a grant that refers to what is missing and has no
// sandbox.
func waiting(reason string) string {
	return "Active=False(" + reason + ") SandboxReady=True(NotNeeded) Ready=False(Waiting) Reconciling=True(Waiting)"
}

// awaitGrant waits for a grant's outlook, and for words by which its condition
// Active tells a reader why. It returns the grant.
func (d *domain) awaitGrant(name, want string, words ...string) *v1alpha1.DeveloperGrant {
	d.t.Helper()
	grant := &v1alpha1.DeveloperGrant{}
	d.eventually(fmt.Sprintf("grant %s is %s", name, want), func(ctx context.Context) error {
		*grant = v1alpha1.DeveloperGrant{}
		if err := admin.Get(ctx, d.key(name), grant); err != nil {
			return err
		}
		return errors.Join(differs(outlook(grant.Status.Conditions), want), saysNot(grant.Status.Conditions, words))
	})
	return grant
}

// awaitAgreement waits for an agreement's outlook and returns the agreement.
func (d *domain) awaitAgreement(name, want string) *v1alpha1.OperationAgreement {
	d.t.Helper()
	agreement := &v1alpha1.OperationAgreement{}
	d.eventually(fmt.Sprintf("agreement %s is %s", name, want), func(ctx context.Context) error {
		*agreement = v1alpha1.OperationAgreement{}
		if err := admin.Get(ctx, d.key(name), agreement); err != nil {
			return err
		}
		return differs(outlook(agreement.Status.Conditions), want)
	})
	return agreement
}

// awaitDecision waits for what is said of an act.
func (d *domain) awaitDecision(of *v1alpha1.Decision, want string) {
	d.t.Helper()
	d.eventually(fmt.Sprintf("Decision %s is %s", of.Name, want), func(ctx context.Context) error {
		seen := &v1alpha1.Decision{}
		if err := admin.Get(ctx, client.ObjectKeyFromObject(of), seen); err != nil {
			return err
		}
		return differs(outlook(seen.Status.Conditions), want)
	})
}

// saysNot finds words that Active does not say.
func saysNot(conditions []metav1.Condition, words []string) error {
	for _, c := range conditions {
		for _, word := range words {
			if c.Type == v1alpha1.ActiveCondition && !strings.Contains(c.Message, word) {
				return fmt.Errorf("%s says %q, want %q in it", c.Type, c.Message, word)
			}
		}
	}
	return nil
}

func differs(got, want string) error {
	if got != want {
		return fmt.Errorf("got %q, want %q", got, want)
	}
	return nil
}

func (d *domain) key(name string) types.NamespacedName {
	return types.NamespacedName{Namespace: d.name, Name: name}
}

// describe shows the domain as somebody would look at it who wonders.
func (d *domain) describe() string {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(d.t.Context()), 5*time.Second)
	defer cancel()
	var out strings.Builder
	var grants v1alpha1.DeveloperGrantList
	var agreements v1alpha1.OperationAgreementList
	for _, list := range []client.ObjectList{&grants, &agreements} {
		if err := admin.List(ctx, list, client.InNamespace(d.name)); err != nil {
			fmt.Fprintf(&out, "list %T: %v\n", list, err)
		}
	}
	for _, a := range agreements.Items {
		fmt.Fprintf(&out, "OperationAgreement %s (deleted %v)\n", a.Name, a.DeletionTimestamp)
		conditions(&out, a.Status.Conditions)
	}
	for _, g := range grants.Items {
		fmt.Fprintf(&out, "DeveloperGrant %s (deleted %v)\n", g.Name, g.DeletionTimestamp)
		conditions(&out, g.Status.Conditions)
		for _, in := range g.Status.Inputs {
			fmt.Fprintf(&out, "  input %s %s: %s\n", in.Resource, in.Reason, in.Message)
		}
		box := &corev1.Namespace{}
		if err := admin.Get(ctx, types.NamespacedName{Name: sandbox.NamespaceName(g.UID)}, box); err == nil {
			fmt.Fprintf(&out, "  %s annotations %v labels %v\n", box.Name, box.Annotations, box.Labels)
		}
	}
	for _, p := range []*process{operator, cutoff} {
		p.requests.mu.Lock()
		for _, failed := range p.requests.failed {
			fmt.Fprintf(&out, "%s got %s\n", p.account, failed)
		}
		p.requests.mu.Unlock()
	}
	return out.String()
}

func conditions(out *strings.Builder, all []metav1.Condition) {
	for _, c := range all {
		fmt.Fprintf(out, "  %s=%s %s: %s\n", c.Type, c.Status, c.Reason, c.Message)
	}
}
