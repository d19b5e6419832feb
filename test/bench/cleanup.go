// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"golang.org/x/sync/errgroup"
	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	"k8s.io/apimachinery/pkg/types"
	"sigs.k8s.io/controller-runtime/pkg/client"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/controllers/cutoff"
	"github.com/publicdata-io/mandate/internal/sandbox"
	"github.com/publicdata-io/mandate/test/builder"
	"github.com/publicdata-io/mandate/test/install"
)

// cleaned are the whole clean-ups of one agreement: from the answer to the
// Decision until every sandbox is frozen and reported so.
type cleaned struct {
	Sandboxes      int
	Mandate, Floor times
	// Requests that cutoff and the operator sent for one clean-up each, by HTTP
	// method, and Planned the writes of the floor.
	Cutoff, Operator map[string]int
	Planned          int
}

// cleanUps measures P4: the agreement of a hundred ends is suspended, in turn
// by Mandate and by a bare client that makes the same writes.
func (b *bench) cleanUps(ctx context.Context) error {
	grants := newGrants(hundredEnds, 0, b.hundredEndsGrants())
	for i := range grants {
		grants[i] = b.observed.grant(grants[i].Name)
	}
	b.report.CleanUps.Sandboxes = len(grants)
	bare, err := newBareCleaner(ctx, b)
	if err != nil {
		return err
	}
	for range b.rounds {
		if err := b.cleanUp(ctx, grants, bare.watch); err != nil {
			return err
		}
		if err := bare.plan(ctx, b); err != nil {
			return err
		}
		if err := b.cleanUp(ctx, grants, bare.clean); err != nil {
			return err
		}
		c := &b.report.CleanUps
		c.Planned = bare.writes()
		b.progress("P4: %d sandboxes in %s, floor %s", len(grants), seconds(c.Mandate[len(c.Mandate)-1]), seconds(c.Floor[len(c.Floor)-1]))
	}
	return nil
}

// cleanUp suspends the agreement, lets the sandboxes be cleaned and lifts.
func (b *bench) cleanUp(ctx context.Context, grants []*v1alpha1.DeveloperGrant, clean func(context.Context, *bench, *v1alpha1.Decision, []*v1alpha1.DeveloperGrant) error) error {
	act := builder.Decision(b.decisionName()).Suspends(v1alpha1.OnOperationAgreement, hundredEnds).ActedOn(acted).Obj()
	if err := clean(ctx, b, act, grants); err != nil {
		return err
	}
	if _, err := b.observed.every(ctx, grants, v1alpha1.FrozenReason); err != nil {
		return err
	}
	if err := errors.Join(b.mandate.quiet(ctx), b.lift(ctx, act)); err != nil {
		return err
	}
	_, err := b.observed.every(ctx, grants, v1alpha1.OpenReason)
	return errors.Join(err, b.mandate.quiet(ctx))
}

// watch lets Mandate clean, and remembers what it reported.
func (c *bareCleaner) watch(ctx context.Context, b *bench, act *v1alpha1.Decision, grants []*v1alpha1.DeveloperGrant) error {
	cutBefore, cutErr := b.mandate.cutoff.requests(ctx)
	toldBefore, toldErr := b.mandate.operator.requests(ctx)
	if err := errors.Join(cutErr, toldErr, b.officer.Create(ctx, act)); err != nil {
		return err
	}
	begun := time.Now()
	done, err := b.observed.every(ctx, grants, v1alpha1.FrozenReason)
	if err := errors.Join(err, b.mandate.quiet(ctx)); err != nil {
		return err
	}
	result := &b.report.CleanUps
	result.Mandate = append(result.Mandate, done.Sub(begun))
	cut, cutErr := b.mandate.cutoff.requests(ctx)
	told, toldErr := b.mandate.operator.requests(ctx)
	result.Cutoff, result.Operator = difference(cutBefore, cut), difference(toldBefore, told)
	return errors.Join(cutErr, toldErr, c.remember(b.observed, grants))
}

// remember keeps the patches that report again what was reported.
func (c *bareCleaner) remember(seen *observed, grants []*v1alpha1.DeveloperGrant) error {
	c.status = map[string][]byte{}
	for _, grant := range grants {
		status, err := json.Marshal(map[string]any{"status": seen.grant(grant.Name).Status})
		if err != nil {
			return fmt.Errorf("encode the status of grant %s: %w", grant.Name, err)
		}
		c.status[grant.Name] = status
	}
	return nil
}

// bareCleaner makes the writes of a clean-up under both accounts, and not a
// read.
type bareCleaner struct {
	knife    cutoff.Knife
	reporter client.Client
	admin    client.Client

	cohorts []rbacv1.ClusterRole
	routes  []networkingv1.NetworkPolicy
	boxes   map[string]*corev1.Namespace
	egress  map[string][]string
	// status is what the operator reported of each grant when it was frozen.
	status map[string][]byte
}

func newBareCleaner(ctx context.Context, b *bench) (*bareCleaner, error) {
	clients := make([]client.Client, 2)
	for i, account := range []string{install.CutoffAccount, install.OperatorAccount} {
		config, err := b.installed.AccountConfig(ctx, account)
		if err != nil {
			return nil, err
		}
		if clients[i], err = newClient(config, b.installed.Admin.Scheme()); err != nil {
			return nil, err
		}
	}
	return &bareCleaner{knife: cutoff.Knife{Client: clients[0], Live: clients[0]}, reporter: clients[1], admin: b.installed.Admin}, nil
}

// plan reads what there is to write.
func (c *bareCleaner) plan(ctx context.Context, b *bench) error {
	agreement, err := b.agreement(ctx, hundredEnds)
	if err != nil {
		return err
	}
	under := client.MatchingLabels{v1alpha1.AgreementUIDLabel: string(agreement.UID)}
	var roles rbacv1.ClusterRoleList
	var routes, egress networkingv1.NetworkPolicyList
	var boxes corev1.NamespaceList
	if err := errors.Join(
		c.admin.List(ctx, &roles, under), c.admin.List(ctx, &boxes, under),
		c.admin.List(ctx, &routes, under, client.MatchingLabels{v1alpha1.PartLabel: sandbox.PartAllow}),
		c.admin.List(ctx, &egress, client.MatchingLabels{v1alpha1.PartLabel: sandbox.PartEgress}),
	); err != nil {
		return fmt.Errorf("plan the floor: %w", err)
	}
	c.cohorts, c.routes = roles.Items, routes.Items
	c.boxes, c.egress = map[string]*corev1.Namespace{}, map[string][]string{}
	for i := range boxes.Items {
		c.boxes[boxes.Items[i].Name] = &boxes.Items[i]
	}
	for i := range egress.Items {
		if c.boxes[egress.Items[i].Namespace] != nil {
			c.egress[egress.Items[i].Namespace] = append(c.egress[egress.Items[i].Namespace], egress.Items[i].Name)
		}
	}
	return nil
}

// writes counts the cohorts, the routes and for each sandbox its mark, two
// bindings, egress, quota, the second mark and one status.
func (c *bareCleaner) writes() int {
	count := len(c.cohorts) + len(c.routes)
	for name := range c.boxes {
		count += 6 + len(c.egress[name])
	}
	return count
}

// floorCause is the mark of a cut that the bare client makes.
const floorCause = "floor"

func (c *bareCleaner) clean(ctx context.Context, b *bench, act *v1alpha1.Decision, grants []*v1alpha1.DeveloperGrant) error {
	if err := b.mandate.pause(); err != nil {
		return err
	}
	if err := b.officer.Create(ctx, act); err != nil {
		return err
	}
	begun := time.Now()
	shared, running := c.group(ctx)
	for i := range c.cohorts {
		shared.Go(func() error { return c.knife.EmptyCohort(running, c.cohorts[i].Name, floorCause) })
	}
	for i := range c.routes {
		shared.Go(func() error { return c.knife.CloseRoute(running, c.routes[i].Namespace, c.routes[i].Name, floorCause) })
	}
	if err := shared.Wait(); err != nil {
		return err
	}
	each, running := c.group(ctx)
	for _, grant := range grants {
		each.Go(func() error { return c.cleanOne(running, grant) })
	}
	if err := each.Wait(); err != nil {
		return err
	}
	b.report.CleanUps.Floor = append(b.report.CleanUps.Floor, time.Since(begun))
	return b.mandate.resume()
}

func (c *bareCleaner) group(ctx context.Context) (*errgroup.Group, context.Context) {
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(writers)
	return group, ctx
}

func (c *bareCleaner) cleanOne(ctx context.Context, grant *v1alpha1.DeveloperGrant) error {
	name := sandbox.NamespaceName(grant.UID)
	box := c.boxes[name]
	if box == nil {
		return fmt.Errorf("grant %s has no sandbox", grant.Name)
	}
	if err := errors.Join(c.knife.Close(ctx, box, floorCause), c.knife.TakeRights(ctx, name)); err != nil {
		return err
	}
	for _, policy := range c.egress[name] {
		if err := c.knife.CloseEgress(ctx, name, policy, floorCause); err != nil {
			return err
		}
	}
	if err := errors.Join(c.knife.EmptyQuota(ctx, name, floorCause), c.knife.MarkFrozen(ctx, name, floorCause, time.Time{})); err != nil {
		return err
	}
	return c.reporter.Status().Patch(ctx, grant.DeepCopy(), client.RawPatch(types.MergePatchType, c.status[grant.Name]))
}

// agreement reads an agreement of the domain.
func (b *bench) agreement(ctx context.Context, name string) (*v1alpha1.OperationAgreement, error) {
	found := &v1alpha1.OperationAgreement{}
	if err := b.installed.Admin.Get(ctx, types.NamespacedName{Namespace: builder.Domain, Name: name}, found); err != nil {
		return nil, fmt.Errorf("read agreement %s: %w", name, err)
	}
	return found, nil
}

// difference is how many requests were sent between two countings.
func difference(before, after map[string]int) map[string]int {
	sent := map[string]int{}
	for method := range after {
		if n := after[method] - before[method]; n != 0 {
			sent[method] = n
		}
	}
	return sent
}

// methods tells requests by HTTP method.
func methods(sent map[string]int) string {
	return (&provisioned{Requests: sent}).methods()
}

func (r *report) cleaned() []row {
	c := r.CleanUps
	if len(c.Floor) == 0 {
		return nil
	}
	share := ratio(c.Mandate.median(), c.Floor.median())
	rows := []row{
		{fmt.Sprintf("P4  clean-up of %d sandboxes <= 1.15 x floor", c.Sandboxes), seconds(c.Mandate.median()), seconds(c.Floor.median()), fmt.Sprintf("%.2f", share), met(share, 1.15)},
		{"    requests by method, of cutoff; of the operator", methods(c.Cutoff) + "; " + methods(c.Operator), fmt.Sprintf("%d writes", c.Planned), "", ""},
	}
	if len(r.Large) > 0 {
		each, floor := r.cleanEach(), c.Floor.median()/time.Duration(c.Sandboxes)
		rows = append(rows, row{fmt.Sprintf("P4  the same of %d after P2, for each sandbox", r.Grants), milliseconds(each), milliseconds(floor), fmt.Sprintf("%.2f", ratio(each, floor)), met(ratio(each, floor), 1.15)})
	}
	return rows
}

func (r *report) cleanEach() time.Duration {
	return field(r.Large, func(d round) time.Duration { return d.Clean }).median() / time.Duration(r.Grants)
}
