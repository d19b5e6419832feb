// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package kube

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"sync"

	"sigs.k8s.io/controller-runtime/pkg/client"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/authorization"
	"github.com/publicdata-io/mandate/internal/lawful"
)

// register is what all organisations say of each other: all of it is nil where they
// could not be read.
type register struct {
	related map[v1alpha1.ObjectName][]v1alpha1.ObjectName
	first   map[string]v1alpha1.ObjectName
	bodies  map[v1alpha1.ObjectName][]v1alpha1.ObjectName
}

// onceRegistered is a register that the chains of one look read once: each rests on
// the same.
type onceRegistered struct {
	once  sync.Once
	known register
}

// registers reads who is declared to be related to whom, who was registered first as
// the data authority of each division, and who bears one credit code with others.
func (r *reading) registers() {
	if !r.first("Registered", "") {
		return
	}
	r.registry.once.Do(func() { r.registry.known = shared(r, "Registered", "", "", r.registered) })
	known := r.registry.known
	r.note(func(f *authorization.Facts) {
		f.Affiliates, f.Authorities, f.Bodies = known.related, known.first, known.bodies
	})
}

// Registered reads who is one body, or affiliated, as far as it concerns some
// organisations.
func (o Observer) Registered(ctx context.Context, names ...v1alpha1.ObjectName) (*authorization.Facts, error) {
	r := o.reading(ctx, "")
	r.registers()
	for _, name := range names {
		r.facts.Organizations[name] = look(r, "", string(name), &v1alpha1.Organization{})
	}
	return r.facts, r.err
}

func (r *reading) registered() (found register, whole bool) {
	var list v1alpha1.OrganizationList
	if err := r.reader.List(r.ctx, &list, client.UnsafeDisableDeepCopy); err != nil {
		r.failed(fmt.Errorf("list the organisations: %w", err))
		return found, false
	}
	found.related = map[v1alpha1.ObjectName][]v1alpha1.ObjectName{}
	for i := range list.Items {
		if o := &list.Items[i]; len(o.Spec.Affiliates) > 0 {
			found.related[v1alpha1.ObjectName(o.Name)] = o.Spec.Affiliates
		}
	}
	found.first, found.bodies = lawful.FirstAuthorities(list.Items), lawful.Bearers(list.Items)
	return found, true
}

// otherNames reads what was decided on the parties by other names. Where nobody
// shares a code there is nothing to read.
func (r *reading) otherNames() {
	if len(r.facts.Bodies) == 0 {
		return
	}
	for _, name := range slices.Collect(maps.Keys(r.facts.Organizations)) {
		for _, bearer := range r.facts.Bearers(name) {
			r.organization(bearer)
		}
	}
}

// together adds to organisations those whose bars an edition holds against them too,
// and reads what was decided on these.
func (r *reading) together(edition *v1alpha1.Jurisdiction, of []v1alpha1.ObjectName) []v1alpha1.ObjectName {
	beside := r.facts.Bearers
	if rule := lawful.Rule(edition, v1alpha1.CheckNotBarred); rule != nil && rule.Affiliates == v1alpha1.AffiliatesDeny {
		beside = r.facts.Together
	}
	var all []v1alpha1.ObjectName
	for _, name := range of {
		for _, other := range beside(name) {
			if !slices.Contains(all, other) {
				all = append(all, other)
				r.organization(other)
				for _, decider := range r.acting(onOrganization(other)) {
					r.organization(decider)
				}
			}
		}
	}
	return all
}
