// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package operationagreement

import (
	"context"
	"errors"
	"fmt"

	"sigs.k8s.io/controller-runtime/pkg/client"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/controllers/kube"
	"github.com/publicdata-io/mandate/internal/authorization"
	"github.com/publicdata-io/mandate/internal/sandbox"
)

// apply gives the routes and cohorts of what is in force. Taking them away is
// cutoff's. waits says what keeps a cohort closed, or is empty.
func (r *Reconciler) apply(ctx context.Context, facts *authorization.Facts, v authorization.Verdict) (waits string, err error) {
	agreement := facts.Agreement.Get()
	routes, routeErr := r.pendingRoutes(ctx, facts, agreement, v)
	var roles []closedRole
	var roleErr error
	if v.Force == authorization.InForce {
		roles, waits, roleErr = r.closedCohorts(ctx, agreement)
	}
	if err := errors.Join(routeErr, roleErr); err != nil || len(routes)+len(roles) == 0 {
		return waits, err
	}
	return waits, r.open(ctx, agreement, routes, roles)
}

// pendingRoute is a route that does not stand as planned, as it was before the
// facts were read.
type pendingRoute struct {
	resource v1alpha1.ObjectName
	at       kube.Target
}

// pendingRoutes reads live the routes that are to be opened.
func (r *Reconciler) pendingRoutes(ctx context.Context, facts *authorization.Facts, agreement *v1alpha1.OperationAgreement, v authorization.Verdict) ([]pendingRoute, error) {
	var routes []pendingRoute
	for _, name := range v.Open() {
		planned := allow(facts, agreement, name)
		if planned == nil {
			continue
		}
		pending, err := r.Writer.Pending(ctx, planned)
		if err != nil {
			return nil, err
		}
		if !pending {
			continue
		}
		at, err := r.Writer.LiveTarget(ctx, planned)
		if err != nil {
			return nil, err
		}
		routes = append(routes, pendingRoute{resource: name, at: at})
	}
	return routes, nil
}

// open reads the facts live, after its targets, decides again, and only then
// writes.
func (r *Reconciler) open(ctx context.Context, agreement *v1alpha1.OperationAgreement, routes []pendingRoute, roles []closedRole) error {
	facts, verdict, err := r.decideLive(ctx, agreement)
	if err != nil || verdict.Force != authorization.InForce {
		return err
	}
	inForce := map[v1alpha1.ObjectName]bool{}
	for _, name := range verdict.Open() {
		inForce[name] = true
	}
	var errs []error
	for _, route := range routes {
		if planned := allow(facts, agreement, route.resource); inForce[route.resource] && planned != nil {
			errs = append(errs, r.Writer.Open(ctx, planned, route.at, facts))
		}
	}
	for _, role := range roles {
		errs = append(errs, r.Writer.Open(ctx, role.filled, role.at, facts))
	}
	return errors.Join(errs...)
}

// allow is the route to a resource in force, or nil where no pods serve it.
func allow(facts *authorization.Facts, agreement *v1alpha1.OperationAgreement, name v1alpha1.ObjectName) client.Object {
	resource := facts.Resources[name].Get()
	if resource == nil {
		return nil
	}
	target, ok := sandbox.TargetOf(facts, resource)
	if !ok {
		return nil
	}
	if policy := sandbox.Allow(agreement.UID, resource, target, true); policy != nil {
		return policy
	}
	return nil
}

// decideLive decides on the agreement as it is on the API server. One that was
// made again meanwhile is another agreement, and nothing is decided on it.
func (r *Reconciler) decideLive(ctx context.Context, seen *v1alpha1.OperationAgreement) (*authorization.Facts, authorization.Verdict, error) {
	live := &v1alpha1.OperationAgreement{}
	if err := r.Live.Get(ctx, client.ObjectKeyFromObject(seen), live); err != nil || live.UID != seen.UID {
		return nil, authorization.Verdict{}, client.IgnoreNotFound(err)
	}
	facts, err := r.live().Agreement(ctx, live)
	if err != nil {
		return nil, authorization.Verdict{}, fmt.Errorf("read the facts on the agreement live: %w", err)
	}
	return facts, authorization.DecideAgreement(facts, r.Clock.Now()), nil
}
