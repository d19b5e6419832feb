// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package dataresource

import (
	"context"
	"errors"
	"slices"
	"time"

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

// mostJudged is how many of those in one place are decided on for the message of
// another: a place that a thousand share would else cost a million verdicts.
const mostJudged = 100

// active is Active for a verdict, which says too that others are served from the
// resource's place. It reads the cache, and no other resource's status.
func (r *Reconciler) active(ctx context.Context, resource *v1alpha1.DataResource, verdict authorization.Verdict, now time.Time) (conditions.State, error) {
	state := conditions.Active(verdict)
	places, err := kube.Places(ctx, r.Client, resource.Namespace)
	at := slices.IndexFunc(places, func(p sandbox.Place) bool { return p.Resource.Name == resource.Name })
	if at < 0 {
		return state, err
	}
	others, judgeErr := r.neighbours(ctx, places, places[at].Beside(places), now)
	if said := sandbox.Shared(resource.Namespace, sandbox.NeighbourOf(v1alpha1.ObjectName(resource.Name), verdict), others); !said.IsZero() {
		state.Message += "; " + said.String()
	}
	return state, errors.Join(err, judgeErr)
}

// neighbours decides on the resources of names among places, as far as that goes.
func (r *Reconciler) neighbours(ctx context.Context, places []sandbox.Place, names []v1alpha1.ObjectName, now time.Time) ([]sandbox.Neighbour, error) {
	var others []sandbox.Neighbour
	var errs []error
	for i, name := range names {
		other := sandbox.Neighbour{Name: name, Force: authorization.Undecided}
		if i < mostJudged {
			verdict, err := r.judge(ctx, places, name, now)
			other = sandbox.NeighbourOf(name, verdict)
			errs = append(errs, err)
		}
		others = append(others, other)
	}
	return others, errors.Join(errs...)
}

// judge decides on the resource of a name among places.
func (r *Reconciler) judge(ctx context.Context, places []sandbox.Place, name v1alpha1.ObjectName, now time.Time) (authorization.Verdict, error) {
	at := slices.IndexFunc(places, func(p sandbox.Place) bool { return p.Resource.Name == string(name) })
	facts, err := kube.Observer{Reader: r.Client}.Resource(ctx, places[at].Resource)
	return authorization.DecideResource(facts, name, now), err
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
