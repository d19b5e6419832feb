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
	var errs []error
	for _, name := range v.Open() {
		errs = append(errs, r.route(ctx, facts, agreement, name))
	}
	if v.Force == authorization.InForce {
		waits, err = r.refill(ctx, agreement)
		errs = append(errs, err)
	}
	return waits, errors.Join(errs...)
}

// route opens the data side of one resource to the agreement's sandboxes. It
// reads the policy live, then the facts, decides again, and only then writes.
func (r *Reconciler) route(ctx context.Context, facts *authorization.Facts, agreement *v1alpha1.OperationAgreement, name v1alpha1.ObjectName) error {
	planned := allow(facts, agreement, name)
	if planned == nil {
		return nil
	}
	if pending, err := r.Writer.Pending(ctx, planned); err != nil || !pending {
		return err
	}
	version, err := r.Writer.LiveVersion(ctx, planned)
	if err != nil {
		return err
	}
	fresh, verdict, err := r.decideLive(ctx, agreement)
	if err != nil || verdict.Force != authorization.InForce {
		return err
	}
	for _, open := range verdict.Open() {
		if planned := allow(fresh, agreement, open); open == name && planned != nil {
			return r.Writer.ReplaceAt(ctx, planned, version)
		}
	}
	return nil
}

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
	facts, err := kube.Observer{Reader: r.Live}.Agreement(ctx, live)
	if err != nil {
		return nil, authorization.Verdict{}, fmt.Errorf("read the facts on the agreement live: %w", err)
	}
	return facts, authorization.DecideAgreement(facts, r.Clock.Now()), nil
}
