// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package kube

import (
	"context"

	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/log"
	"sigs.k8s.io/controller-runtime/pkg/reconcile"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
)

// bears are what a Decision bears on.
type bears func(ctx context.Context, o client.Object) []reconcile.Request

// actedOn is what an act of a namespace is on. What acts on the same bear on is
// the same, but for whom a termination bars.
type actedOn struct {
	namespace string
	subject   v1alpha1.DecisionSubject
}

// withActs adds to what a Decision on an organisation bears on what the acts of
// that organisation do: a role that was conferred on it, or taken from it, may
// make them count or not, as it may those that were told to it. So do the acts of
// those on whom it conferred roles, and what those submitted who are barred by a
// termination.
func (a Affected) withActs(ctx context.Context, o client.Object, on bears) []reconcile.Request {
	requests := distinctOf(on(ctx, o))
	d, ok := o.(*v1alpha1.Decision)
	if !ok {
		return requests.all
	}
	known := map[actedOn]bool{{d.Namespace, d.Spec.Subject.DecisionSubject}: true}
	add := func(act *v1alpha1.Decision) (isNew bool) {
		of := actedOn{act.Namespace, act.Spec.Subject.DecisionSubject}
		if known[of] {
			return false // one of many
		}
		known[of] = true
		requests.add(on(ctx, act)...)
		return true
	}
	a.barredBy(ctx, d, func(act *v1alpha1.Decision) { add(act) })
	if d.Spec.Subject.Kind != v1alpha1.OnOrganization {
		return requests.all
	}
	deciders := append([]v1alpha1.ObjectName{d.Spec.Subject.Name}, a.otherNames(ctx, a.subjectOf(ctx, d))...)
	for i := 0; i < len(deciders); i++ {
		a.eachNaming(ctx, string(deciders[i]), func(act *v1alpha1.Decision) {
			a.barredBy(ctx, act, func(barred *v1alpha1.Decision) { add(barred) })
			if act.Spec.Step == "" || !add(act) {
				return // it asks for no role
			}
			if of := act.Spec.Subject; of.Kind == v1alpha1.OnOrganization {
				deciders = append(deciders, of.Name)
			}
		})
	}
	return requests.all
}

// eachNaming shows the Decisions of an organisation, and those that were told to it:
// whoever has to be told has to have the role, on the day of the act.
func (a Affected) eachNaming(ctx context.Context, name string, show func(*v1alpha1.Decision)) {
	a.eachAct(ctx, name, show)
	if err := lookAt(ctx, a.Informers, a.Reader, looked{told: name}, show); err != nil {
		log.FromContext(ctx).Error(err, "cannot tell what the acts that an organisation was told of bear on", "organization", name)
	}
}

// eachAct shows the Decisions of an organisation, see lookAt.
func (a Affected) eachAct(ctx context.Context, decider string, show func(*v1alpha1.Decision)) {
	if err := lookAt(ctx, a.Informers, a.Reader, looked{decider: decider}, show); err != nil {
		log.FromContext(ctx).Error(err, "cannot tell what the acts of an organisation bear on", "organization", decider)
	}
}
