// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package plugin

import (
	"context"
	"maps"
	"slices"
	"sync"
	"time"

	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"sigs.k8s.io/controller-runtime/pkg/client"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/authorization"
	"github.com/publicdata-io/mandate/internal/explaining"
	"github.com/publicdata-io/mandate/internal/procedure"
)

// chain reads the links of a domain namespace, by kind and name.
func (s survey) chain(ctx context.Context, namespace string) (explaining.Chain, error) {
	var (
		chain      explaining.Chain
		plans      v1alpha1.ImplementationPlanList
		selections v1alpha1.SelectionList
		agreements v1alpha1.OperationAgreementList
		grants     v1alpha1.DeveloperGrantList
		resources  v1alpha1.DataResourceList
		objections v1alpha1.ObjectionList
	)
	for _, list := range []client.ObjectList{&plans, &selections, &agreements, &grants, &resources, &objections} {
		if err := s.glance.List(ctx, list, client.InNamespace(namespace)); err != nil {
			return nil, failed(err, "list the chain of namespace %s", namespace)
		}
	}
	every(plans.Items, chain.Plan)
	every(selections.Items, chain.Selection)
	every(agreements.Items, chain.Agreement)
	every(resources.Items, chain.Resource)
	every(grants.Items, chain.Grant)
	every(objections.Items, chain.Objection)
	if len(chain) == 0 {
		return nil, s.known(ctx, namespace)
	}
	return chain, nil
}

// known refuses a namespace that does not exist: nothing is in it, and the name is
// mistyped. Who may not read namespaces is told what there is.
func (s survey) known(ctx context.Context, namespace string) error {
	if err := s.client.Get(ctx, client.ObjectKey{Name: namespace}, &corev1.Namespace{}); apierrors.IsNotFound(err) {
		return wrong("namespace %s does not exist; name the domain with -n", namespace)
	}
	return nil
}

func every[T any](items []T, add func(*T)) {
	for i := range items {
		add(&items[i])
	}
}

// link is one link of the chain with the facts that its answers rest on.
type link struct {
	subject   v1alpha1.DecisionSubject
	namespace string
	facts     *authorization.Facts
	zone      *time.Location
	// edition is the one that an organisation is asked under, which pins none.
	edition *v1alpha1.Jurisdiction
	// unread is what could not be read.
	unread error
}

// links reads the facts of every link, and keeps with it what could not be read.
func (s survey) links(ctx context.Context, namespace string, subjects []v1alpha1.DecisionSubject) []link {
	links := make([]link, len(subjects))
	var group sync.WaitGroup
	places := make(chan struct{}, together)
	for i, subject := range subjects {
		group.Go(func() {
			places <- struct{}{}
			defer func() { <-places }()
			facts, unread := s.facts(ctx, subject, namespace)
			links[i] = link{subject: subject, namespace: namespace, facts: facts, zone: zoneOf(facts.EditionOf(subject).Get()), unread: unread}
		})
	}
	group.Wait()
	return links
}

// together bounds how many links are read at the same time.
const together = 16

// parties are the links of the organisations that others name. Their edition's
// clocks are those of who names them.
func (s survey) parties(ctx context.Context, links []link) []link {
	zones := map[v1alpha1.ObjectName]*time.Location{}
	for _, l := range links {
		for name := range l.facts.Organizations {
			zones[name] = l.zone
		}
	}
	var subjects []v1alpha1.DecisionSubject
	for _, name := range slices.Sorted(maps.Keys(zones)) {
		subjects = append(subjects, v1alpha1.DecisionSubject{Kind: v1alpha1.OnOrganization, Name: name})
	}
	parties := s.links(ctx, registry, subjects)
	for i := range parties {
		parties[i].zone = zones[parties[i].subject.Name]
	}
	return slices.DeleteFunc(parties, func(l link) bool { return l.facts.SubjectMissing(l.subject) })
}

// explain is the answer on the link at an instant.
func (l link) explain(at time.Time) explaining.Explanation {
	heard := l.facts.Report(l.subject, l.edition, at)
	status := heard.Status(&procedure.Subject{Digests: heard.Digests})
	e := explaining.Of(l.subject, l.namespace, verdict(l.facts, l.subject, at), status, at, l.zone)
	maps.Copy(e.Sayings, heard.Sayings())
	e.Wait(heard.Progress)
	e.Owe(heard.Duties)
	e.RunOut(heard.Owed())
	e.Lack(l.facts.Owing(l.subject, at).Owed)
	e.Doubt(notRead(deciding(l.unread)...)...)
	e.Deny(l.facts.Paused(l.subject))
	return e
}
