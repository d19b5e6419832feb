// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	rbacv1 "k8s.io/api/rbac/v1"
	"k8s.io/apimachinery/pkg/types"
	"sigs.k8s.io/controller-runtime/pkg/client"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/controllers/cutoff"
	"github.com/publicdata-io/mandate/internal/sandbox"
	"github.com/publicdata-io/mandate/test/builder"
)

const (
	// smallGrants are what the time over all grants is compared with.
	smallGrants = 10
	// smallRounds are how often the small agreement is suspended by each, for
	// each round of the large one.
	smallRounds = 4
	// sampled is how many reads must be denied, of so many sandboxes where the
	// agreement has as many.
	sampled = 20
)

// hundredEndsGrants is a tenth of all grants, and at least one for each end.
func (b *bench) hundredEndsGrants() int { return max(ends, b.options.grants/10) }

// agreements measures P2: agreements are suspended as a whole, and lifted. The
// small one is cut in turn by Mandate and, for the floor, by a bare client that
// empties the same cohort: one write, however many grants there are.
func (b *bench) agreements(ctx context.Context) error {
	bare, err := newBareCutoff(ctx, b)
	if err != nil {
		return err
	}
	b.progress("P2: suspending an agreement with %d grants %d times, and as often for the floor", smallGrants, smallRounds*b.rounds)
	for range smallRounds * b.rounds {
		for _, bare := range []*bareCutoff{nil, bare} {
			done, err := b.suspendAgreement(ctx, newGrants(small, 0, smallGrants), bare)
			if err != nil {
				return err
			}
			b.report.Small.add(done.Denied, bare != nil)
		}
	}
	b.report.HundredEndsGrants = b.hundredEndsGrants()
	for _, of := range []struct {
		agreement string
		grants    int
		rounds    *[]round
	}{{large, b.options.grants, &b.report.Large}, {hundredEnds, b.hundredEndsGrants(), &b.report.HundredEnds}} {
		profiled := b.profile(ctx, "P2-"+of.agreement)
		for range b.rounds {
			b.progress("P2: suspending agreement %s with %d grants", of.agreement, of.grants)
			done, err := b.suspendAgreement(ctx, newGrants(of.agreement, 0, of.grants), nil)
			if err != nil {
				return err
			}
			*of.rounds = append(*of.rounds, done)
			b.progress("P2: %s", done)
		}
		if err := profiled(); err != nil {
			return err
		}
	}
	return nil
}

// round is one suspension of an agreement and its lift.
type round struct {
	// Denied is until the sampled sandboxes deny.
	Denied latency
	// Clean is until every sandbox is frozen.
	Clean time.Duration
	// Allowed is from the lift until the sampled sandboxes let in again, and
	// Open until every sandbox is open.
	Allowed, Open time.Duration
}

func (r round) String() string {
	return fmt.Sprintf("denied after %s, all frozen after %s, after the lift let in again after %s, all open after %s",
		milliseconds(r.Denied.Answered), seconds(r.Clean), seconds(r.Allowed), seconds(r.Open))
}

func (b *bench) suspendAgreement(ctx context.Context, grants []*v1alpha1.DeveloperGrant, bare *bareCutoff) (round, error) {
	for i := range grants {
		grants[i] = b.observed.grant(grants[i].Name)
	}
	name := string(grants[0].Spec.Agreement)
	reads, err := b.sample(grants)
	if err != nil {
		return round{}, err
	}
	role, err := b.cohort(ctx, name)
	if err != nil {
		return round{}, err
	}
	act, took, err := race{
		kind: v1alpha1.OnOperationAgreement, name: name, reading: reads, bare: bare,
		barely: func(ctx context.Context, knife cutoff.Knife) error { return knife.EmptyCohort(ctx, role, "floor") },
	}.run(ctx, b)
	begun := time.Now()
	if err != nil {
		return round{}, fmt.Errorf("suspend agreement %s: %w", name, err)
	}
	frozen, err := b.observed.every(ctx, grants, v1alpha1.FrozenReason)
	if err := errors.Join(err, b.mandate.quiet(ctx)); err != nil {
		return round{}, err
	}
	done := round{Denied: took, Clean: took.Answered + frozen.Sub(begun)}
	return done, b.liftAgreement(ctx, act, grants, reads, &done)
}

func (b *bench) liftAgreement(ctx context.Context, act *v1alpha1.Decision, grants []*v1alpha1.DeveloperGrant, reads reading, done *round) error {
	if err := b.lift(ctx, act); err != nil {
		return err
	}
	begun := time.Now()
	allowed, err := reads.until(ctx, true)
	if err != nil {
		return err
	}
	open, err := b.observed.every(ctx, grants, v1alpha1.OpenReason)
	done.Allowed, done.Open = allowed.Sub(begun), open.Sub(begun)
	return errors.Join(err, b.mandate.quiet(ctx))
}

// sample spreads the sampled reads over the grants. Where there are fewer grants,
// a sandbox is read more than once, so that the reading costs the same.
func (b *bench) sample(grants []*v1alpha1.DeveloperGrant) (reading, error) {
	reader, err := newReader(b.cluster.Config())
	r := reading{reader: reader}
	for i := range sampled {
		grant := grants[i*max(1, len(grants)/sampled)%len(grants)]
		r.namespaces = append(r.namespaces, sandbox.NamespaceName(grant.UID))
	}
	return r, err
}

// cohort is the name of a ClusterRole of an agreement.
func (b *bench) cohort(ctx context.Context, agreement string) (string, error) {
	of := &v1alpha1.OperationAgreement{}
	if err := b.installed.Admin.Get(ctx, types.NamespacedName{Namespace: builder.Domain, Name: agreement}, of); err != nil {
		return "", fmt.Errorf("read agreement %s: %w", agreement, err)
	}
	var roles rbacv1.ClusterRoleList
	err := b.installed.Admin.List(ctx, &roles, client.MatchingLabels{v1alpha1.AgreementUIDLabel: string(of.UID)})
	if err != nil || len(roles.Items) == 0 {
		return "", errors.Join(err, fmt.Errorf("agreement %s has no cohort", agreement))
	}
	return roles.Items[0].Name, nil
}
