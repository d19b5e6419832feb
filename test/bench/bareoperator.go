// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/types"
	"sigs.k8s.io/controller-runtime/pkg/client"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/controllers/kube"
	"github.com/publicdata-io/mandate/internal/authorization"
	"github.com/publicdata-io/mandate/internal/sandbox"
)

// bareOperator makes the writes of the operator for sandboxes that were planned
// before: the same objects in the same order under the same account, one status
// each, and not a read.
type bareOperator struct {
	client client.Client
	admin  client.Client
	facts  map[v1alpha1.ObjectName]*authorization.Facts
	// proceedings are the acts on grants; nil where the edition asks for none.
	proceedings *proceedings
}

// barePlan is a sandbox to be written and the status of its grant.
type barePlan struct {
	sandbox.Plan
	grant  *v1alpha1.DeveloperGrant
	status []byte
}

// writes counts the objects of the sandbox and the one status.
func (p barePlan) writes() int { return 1 + len(p.Guards) + len(p.Access) + 1 }

// plan decides as the operator does, and copies the status from a grant that
// the operator has reported on.
func (o *bareOperator) plan(ctx context.Context, grants []*v1alpha1.DeveloperGrant, seen *observed) ([]barePlan, error) {
	model := seen.grant(newGrants(large, 0, 1)[0].Name)
	status, err := json.Marshal(map[string]any{"status": model.Status})
	if err != nil {
		return nil, fmt.Errorf("encode the status of grant %s: %w", model.Name, err)
	}
	plans := make([]barePlan, len(grants))
	for i, grant := range grants {
		facts, err := o.factsOn(ctx, grant)
		if err != nil {
			return nil, err
		}
		verdict := authorization.DecideGrant(facts, time.Now())
		plan := sandbox.PlanGrant(facts, verdict)
		if plan.Namespace == nil {
			return nil, fmt.Errorf("grant %s is not in force: %s", grant.Name, verdict.Message())
		}
		own := strings.ReplaceAll(string(status), sandbox.NamespaceName(model.UID), plan.Namespace.Name)
		plans[i] = barePlan{Plan: plan, grant: grant, status: []byte(own)}
	}
	return plans, nil
}

// factsOn are the facts on a grant. Those of one holder differ in the grant.
func (o *bareOperator) factsOn(ctx context.Context, grant *v1alpha1.DeveloperGrant) (*authorization.Facts, error) {
	known := o.facts[grant.Spec.Holder]
	if known == nil {
		facts, err := kube.Observer{Reader: o.admin}.Grant(ctx, grant)
		if err != nil {
			return nil, fmt.Errorf("read the facts on grant %s: %w", grant.Name, err)
		}
		facts.Guards.Proven = true // as the operator has found before it gave the first
		if o.facts == nil {
			o.facts = map[v1alpha1.ObjectName]*authorization.Facts{}
		}
		o.facts[grant.Spec.Holder], known = facts, facts
	}
	own := *known
	own.Grant = grant
	subject := v1alpha1.DecisionSubject{Kind: v1alpha1.OnDeveloperGrant, Name: v1alpha1.ObjectName(grant.Name)}
	own.Decisions = maps.Clone(known.Decisions)
	own.Decisions[subject] = o.proceedings.on(subject.Name)
	own.Revisions = maps.Clone(known.Revisions)
	own.Revisions[subject] = []authorization.Revision{}
	return &own, nil
}

// write writes all sandboxes, several at once.
func (o *bareOperator) write(ctx context.Context, plans []barePlan) error {
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(writers)
	for _, plan := range plans {
		group.Go(func() error { return o.writeOne(ctx, plan) })
	}
	return group.Wait()
}

func (o *bareOperator) writeOne(ctx context.Context, plan barePlan) error {
	objects := []client.Object{plan.Namespace}
	for _, object := range append(append([]sandbox.Object{}, plan.Guards...), plan.Access...) {
		objects = append(objects, object)
	}
	for _, object := range objects {
		if err := o.client.Create(ctx, object); err != nil && !apierrors.IsAlreadyExists(err) {
			return fmt.Errorf("create %T %s/%s: %w", object, object.GetNamespace(), object.GetName(), err)
		}
	}
	err := o.client.Status().Patch(ctx, plan.grant, client.RawPatch(types.MergePatchType, plan.status))
	if err != nil {
		return fmt.Errorf("report on grant %s: %w", plan.grant.Name, err)
	}
	return nil
}
