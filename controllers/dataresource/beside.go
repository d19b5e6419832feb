// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package dataresource

import (
	"cmp"
	"context"
	"slices"

	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/event"
	"sigs.k8s.io/controller-runtime/pkg/predicate"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/controllers/kube"
	"github.com/publicdata-io/mandate/internal/authorization"
	"github.com/publicdata-io/mandate/internal/conditions"
	"github.com/publicdata-io/mandate/internal/sandbox"
)

// active is Active for a verdict, which says too that others are served from the
// resource's place. Of those it takes what was reported, which wakes it when it
// changes: a verdict on each would cost a place that a thousand share a million.
func (r *Reconciler) active(ctx context.Context, resource *v1alpha1.DataResource, verdict authorization.Verdict) (conditions.State, error) {
	state := conditions.Active(verdict)
	places, err := kube.Places(ctx, r.Client, resource.Namespace)
	at := slices.IndexFunc(places, func(p sandbox.Place) bool { return p.Resource.Name == resource.Name })
	if at < 0 {
		return state, err
	}
	self := sandbox.NeighbourOf(v1alpha1.ObjectName(resource.Name), verdict)
	if said := sandbox.Shared(resource.Namespace, self, neighbours(places, places[at].Beside(places))); !said.IsZero() {
		state.Message += "; " + said.String()
	}
	return state, err
}

// neighbours are the resources of names, in order, with what was reported of them.
func neighbours(places []sandbox.Place, names []v1alpha1.ObjectName) []sandbox.Neighbour {
	others := make([]sandbox.Neighbour, 0, len(names))
	for i := range places {
		if name := v1alpha1.ObjectName(places[i].Resource.Name); contains(names, name) {
			others = append(others, reported(places[i].Resource).of(name))
		}
	}
	slices.SortFunc(others, func(a, b sandbox.Neighbour) int { return cmp.Compare(a.Name, b.Name) })
	return others
}

func contains(names []v1alpha1.ObjectName, name v1alpha1.ObjectName) bool {
	_, found := slices.BinarySearch(names, name)
	return found
}

// turned passes what bears on the messages of those beside a resource: that it
// appears or goes, and that it comes into force or falls, or for another reason. It is
// told by what was reported, and each looks for itself.
func turned() predicate.Predicate {
	return predicate.Funcs{
		CreateFunc: func(e event.CreateEvent) bool { return !e.IsInInitialList },
		UpdateFunc: func(e event.UpdateEvent) bool { return reported(e.ObjectOld) != reported(e.ObjectNew) },
	}
}

// shown is what a resource was reported to be.
type shown struct {
	status metav1.ConditionStatus
	reason string
}

// of is the resource of a name that this was reported of. What nobody reported may be
// open.
func (s shown) of(name v1alpha1.ObjectName) sandbox.Neighbour {
	switch s.status {
	case metav1.ConditionTrue:
		return sandbox.Neighbour{Name: name, Force: authorization.InForce, Reason: s.reason}
	case metav1.ConditionFalse:
		return sandbox.Neighbour{Name: name, Force: authorization.Denied, Reason: s.reason}
	}
	return sandbox.Neighbour{Name: name, Force: authorization.Undecided, Reason: s.reason}
}

func reported(o client.Object) shown {
	resource, ok := o.(*v1alpha1.DataResource)
	if !ok {
		return shown{}
	}
	c := meta.FindStatusCondition(resource.Status.Conditions, v1alpha1.ActiveCondition)
	if c == nil {
		return shown{}
	}
	return shown{c.Status, c.Reason}
}
