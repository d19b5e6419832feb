// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package faults

import (
	"context"
	"fmt"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/types"
	"sigs.k8s.io/controller-runtime/pkg/client"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/test/builder"
)

// What people do to what verdicts rest on beside grants, agreements and acts.

// fact is an object of a domain that verdicts rest on, as it is made.
type fact func(w *world) client.Object

func theEdition(w *world) client.Object  { return builder.Jurisdiction(w.name, 1).Obj() }
func theService(w *world) client.Object  { return w.service("visits") }
func theHolder(w *world) client.Object   { return w.holder().Obj() }
func theResource(w *world) client.Object { return w.served() }

func thePlan(w *world) client.Object {
	return builder.Plan("plan").In(w.name).Edition(w.name+".1").DraftedBy(w.party(bureau)).Over("visits", "labs").Term(begins, ends).Obj()
}

func theCall(w *world) client.Object {
	return builder.Call("call").In(w.name).Edition(w.name + ".1").OrganisedBy(w.party(bureau)).CarriesOut("plan").Obj()
}

// service leads to the pods of visits, without an address, which would be another
// one each time.
func (w *world) service(name string) *corev1.Service {
	service := builder.Service(name).Obj()
	service.Namespace, service.Spec.ClusterIP = w.name, corev1.ClusterIPNone
	return service
}

// served is visits as the service of the name serves it, with a field that a grant
// asks for.
func (w *world) served() *v1alpha1.DataResource {
	return w.resource("visits").Service("visits", 5432).Fields("date").Obj()
}

// removes deletes an object, by break-glass: others refer to it.
func removes(of fact) act {
	return act{do: func(ctx context.Context, w *world) error {
		breaker, err := w.house.as("breaker", "mandate:break-glass", "system:masters")
		if err != nil {
			return err
		}
		o := of(w)
		if err := w.house.admin.Get(ctx, client.ObjectKeyFromObject(o), o); err != nil {
			return fmt.Errorf("read %T %s: %w", o, o.GetName(), err)
		}
		if err := breaker.Delete(ctx, o); err != nil {
			return fmt.Errorf("delete %T %s: %w", o, o.GetName(), err)
		}
		return w.shows(ctx, o, func(c *change) bool { return c.deleted || c.meta.DeletionTimestamp != nil })
	}}
}

// again makes an object once more that was removed.
func again(of fact) act {
	return act{do: func(ctx context.Context, w *world) error { return w.create(ctx, of(w)) }}
}

// edits changes an object by a merge patch, in which DOMAIN is the domain.
func edits(of fact, patch string) act {
	return act{do: func(ctx context.Context, w *world) error {
		blank := of(w)
		o := blank.DeepCopyObject().(client.Object)
		if err := w.house.admin.Patch(ctx, o, client.RawPatch(types.MergePatchType, []byte(w.filled(patch)))); err != nil {
			return fmt.Errorf("change %T %s: %w", o, o.GetName(), err)
		}
		return w.recorded(ctx, o)
	}}
}

// beginnings in which facts of further kinds stand.
var (
	// served is a domain in which a Service leads to the data.
	served = &beginning{"served", act{do: func(ctx context.Context, w *world) error {
		chain := w.chain()
		for i, o := range chain {
			if r, ok := o.(*v1alpha1.DataResource); ok && r.Name == "visits" {
				chain[i] = w.served()
			}
		}
		return w.create(ctx, append([]client.Object{w.service("visits")}, append(chain,
			w.agreement("health").Obj(),
			w.grant("g").Input("visits", "date").Input("labs").Obj(), w.grant("h").Input("visits").Obj())...)...)
	}}}
	// planned is a domain in which a plan and a call stand before the agreement.
	planned = &beginning{"planned", makes(func(w *world) []client.Object {
		return []client.Object{
			thePlan(w), theCall(w), w.agreement("health").CarriesOut("plan", "call").Obj(),
			w.grant("g").Input("visits").Input("labs").Obj(), w.grant("h").Input("visits").Obj(),
		}
	})}
)

// onFacts are the scenarios in which those facts change.
var onFacts = []scenario{
	{name: "moved", from: served, acts: []act{
		edits(theService, `{"spec":{"selector":{"app":"elsewhere"}}}`), edits(theService, `{"spec":{"selector":{"app":"visits"}}}`),
	}},
	{name: "service", from: served, acts: []act{removes(theService), again(theService)}},
	{name: "unfit", from: served, acts: []act{
		edits(theService, `{"spec":{"selector":null}}`), edits(theService, `{"spec":{"selector":{"app":"visits"}}}`),
	}},
	{name: "data", from: served, acts: []act{
		edits(theResource, `{"spec":{"fields":[{"name":"other"}]}}`), edits(theResource, `{"spec":{"fields":[{"name":"date"}]}}`),
	}},
	{name: "data-gone", from: served, acts: []act{removes(theResource), again(theResource)}},
	{name: "edition", from: usual, acts: []act{removes(theEdition), again(theEdition)}},
	{name: "person", from: usual, acts: []act{
		edits(theHolder, `{"spec":{"subjects":[{"kind":"User","name":"DOMAIN:developer"}]}}`),
		edits(theHolder, `{"spec":{"subjects":[{"kind":"User","name":"DOMAIN:developer"},{"kind":"User","name":"DOMAIN:colleague"}]}}`),
	}},
	{name: "role", from: usual, acts: []act{
		edits(theHolder, `{"spec":{"roles":["Consumer"]}}`), edits(theHolder, `{"spec":{"roles":["Developer"]}}`),
	}},
	{name: "plan", from: planned, acts: []act{removes(thePlan), again(thePlan)}},
	{name: "selection", from: planned, acts: []act{removes(theCall), again(theCall)}},
	{name: "calendar", from: published, acts: []act{removes(theCalendar), again(theCalendar)}},
	{name: "objection", from: published, acts: []act{longer, objects, removes(theCalendar), again(theCalendar)}},
}
