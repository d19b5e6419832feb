// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package plugin

import (
	"context"
	"fmt"
	"time"

	"sigs.k8s.io/controller-runtime/pkg/client"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/authorization"
	"github.com/publicdata-io/mandate/internal/explaining"
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
		if err := s.client.List(ctx, list, client.InNamespace(namespace)); err != nil {
			return nil, fmt.Errorf("list the chain of namespace %s: %w", namespace, err)
		}
	}
	every(plans.Items, chain.Plan)
	every(selections.Items, chain.Selection)
	every(agreements.Items, chain.Agreement)
	every(resources.Items, chain.Resource)
	every(grants.Items, chain.Grant)
	every(objections.Items, chain.Objection)
	return chain, nil
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
}

// links reads the facts of every link. What could not be read is told by
// unread, and leaves those links without an answer.
func (s survey) links(ctx context.Context, namespace string, subjects []v1alpha1.DecisionSubject, unread func(error)) []link {
	links := make([]link, 0, len(subjects))
	for _, subject := range subjects {
		facts, err := s.facts(ctx, subject, namespace)
		if err != nil {
			unread(err)
		}
		links = append(links, link{subject, namespace, facts, zoneOf(facts.EditionOf(subject).Get())})
	}
	return links
}

// explain is the answer on the link at an instant.
func (l link) explain(at time.Time) explaining.Explanation {
	e := explaining.Of(l.subject, l.namespace, verdict(l.facts, l.subject, at), l.facts.Proceedings(l.subject, at), at, l.zone)
	e.Sayings = l.facts.Sayings(l.subject, at)
	return e
}
