// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package kube

import (
	"context"

	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/log"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/lawful"
)

// related are the others that an organisation makes affiliated, or made when it was
// as it is given: with itself and with each other, who may name none of the rest
// (D44). One that declares no affiliates and shares its credit code with nobody
// changes nothing between others.
func (a Affected) related(ctx context.Context, o client.Object) []string {
	changed, ok := o.(*v1alpha1.Organization)
	if !ok {
		return nil
	}
	others := a.otherNames(ctx, o)
	if len(changed.Spec.Affiliates)+len(others) == 0 {
		return nil
	}
	// The cache may hold another version of it.
	of := append([]v1alpha1.ObjectName{v1alpha1.ObjectName(o.GetName())}, changed.Spec.Affiliates...)
	return a.affiliatedWith(ctx, append(of, others...)...)[1:]
}

// affiliatedWith are organisations and all that are affiliated with them, through
// others too and whoever of two declared it.
func (a Affected) affiliatedWith(ctx context.Context, of ...v1alpha1.ObjectName) []string {
	names, known := []string{}, map[string]bool{}
	add := func(name string) {
		if !known[name] {
			known[name] = true
			names = append(names, name)
		}
	}
	for _, name := range of {
		add(string(name))
	}
	beside := a.declared(ctx)
	for i := 0; i < len(names); i++ {
		for _, other := range beside[names[i]] {
			add(other)
		}
	}
	return names
}

// declared is who declares to be affiliated with whom, by either, or bears one credit
// code with whom.
func (a Affected) declared(ctx context.Context) map[string][]string {
	var list v1alpha1.OrganizationList
	if err := a.Reader.List(ctx, &list, client.UnsafeDisableDeepCopy); err != nil {
		log.FromContext(ctx).Error(err, "cannot tell which organisations are affiliated")
		return nil
	}
	beside := map[string][]string{}
	for i := range list.Items {
		one := list.Items[i].Name
		for _, other := range list.Items[i].Spec.Affiliates {
			beside[one], beside[string(other)] = append(beside[one], string(other)), append(beside[string(other)], one)
		}
	}
	for one, all := range lawful.Bearers(list.Items) {
		for _, other := range all {
			beside[string(one)] = append(beside[string(one)], string(other))
		}
	}
	return beside
}
