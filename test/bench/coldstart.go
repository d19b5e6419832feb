// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"golang.org/x/sync/errgroup"
	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/types"
	"sigs.k8s.io/controller-runtime/pkg/client"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/beat"
	"github.com/publicdata-io/mandate/internal/sandbox"
	"github.com/publicdata-io/mandate/test/builder"
	"github.com/publicdata-io/mandate/test/install"
)

const (
	// overdue is how many revocations wait for the start.
	overdue = 100
	// mostOverdue and mostInStep are what P9 allows.
	mostOverdue = 5 * time.Second
	mostInStep  = 20 * time.Second
	// asked is how often a process that begins is asked for its metrics, and
	// askedMuch how often where that has the operator count all that there is:
	// four times a second cost it a tenth of its CPU.
	asked, askedMuch = 250 * time.Millisecond, time.Second
)

// coldStart is a start of both processes after revocations that nobody made.
type coldStart struct {
	Overdue, Grants int
	// Cut is from the start until every revoked sandbox denies, InStep until
	// both processes have looked at every grant and have nothing left to do.
	Cut, InStep time.Duration
	// Looks is from the start until cutoff looks at the first grant, its lists
	// behind it, and AtLooks, AtCut and AtInStep the CPU time that each process
	// used by then, since the start.
	Looks                    time.Duration
	AtLooks, AtCut, AtInStep map[string]time.Duration
	// Listed is the floor: a bare client lists what both processes list.
	Listed time.Duration
}

// coldStarts measures P9.
func (b *bench) coldStarts(ctx context.Context) error {
	for range b.rounds {
		start, acts, err := b.startCold(ctx)
		if err != nil {
			return err
		}
		b.report.ColdStarts = append(b.report.ColdStarts, start)
		b.progress("P9: cutoff looks %s after the start, %d overdue revocations cut after %s, %d grants in step after %s, lists alone %s",
			seconds(start.Looks), start.Overdue, seconds(start.Cut), start.Grants, seconds(start.InStep), seconds(start.Listed))
		if err := errors.Join(b.mandate.quiet(ctx), b.liftAll(ctx, acts)); err != nil {
			return err
		}
	}
	return nil
}

// startCold kills both processes, revokes, and starts them again.
func (b *bench) startCold(ctx context.Context) (coldStart, []*v1alpha1.Decision, error) {
	s := coldStart{Overdue: min(overdue, b.options.grants/2), Grants: b.observed.count()}
	b.mandate.operatorProcess.Kill()
	b.mandate.cutoffOne.Kill()
	acts, r, err := b.revoke(ctx, s.Overdue)
	if err != nil {
		return s, nil, err
	}
	if s.Listed, err = b.listAll(ctx); err != nil {
		return s, nil, err
	}
	if err := b.silence(ctx); err != nil {
		return s, nil, err
	}
	begun, used := time.Now(), b.mandate.cpuTime()
	delete(used, "operator") // that of a process that is dead
	delete(used, "cutoff")
	if err := errors.Join(b.mandate.startCutoff(ctx), b.mandate.startOperator(ctx)); err != nil {
		return s, nil, err
	}
	profiled := b.profileOnceUp(ctx, "P9")
	group, looking := errgroup.WithContext(ctx)
	group.Go(func() error {
		err := b.mandate.cutoff.looks(looking)
		s.Looks, s.AtLooks = time.Since(begun), b.mandate.since(used)
		return err
	})
	group.Go(func() error {
		denied, err := r.until(looking, false)
		s.Cut, s.AtCut = denied.Sub(begun), b.mandate.since(used)
		return err
	})
	if err := group.Wait(); err != nil {
		return s, nil, err
	}
	if err := b.inStep(ctx); err != nil {
		return s, nil, err
	}
	s.InStep, s.AtInStep = time.Since(begun), b.mandate.since(used)
	return s, acts, profiled()
}

// silence waits until the last beat is as old as after an outage: an operator that
// begins then lets cutoff begin first.
func (b *bench) silence(ctx context.Context) error {
	for {
		heart := &v1alpha1.Heartbeat{}
		if err := b.installed.Admin.Get(ctx, types.NamespacedName{Name: v1alpha1.HeartbeatName}, heart); err != nil {
			return fmt.Errorf("read the last beat: %w", err)
		}
		if beat.Silent(heart.Spec.RenewTime, time.Now().Add(-time.Second)) { // of which whole seconds are known
			return nil
		}
		if err := pauseFor(ctx, asked); err != nil {
			return err
		}
	}
}

// since is the CPU time that each process has used beyond what it had.
func (m *mandate) since(had map[string]time.Duration) map[string]time.Duration {
	used := m.cpuTime()
	for name, before := range had {
		used[name] -= before
	}
	return used
}

// looks waits until a process that was started has looked at a first grant.
func (p *program) looks(ctx context.Context) error {
	for {
		looked, err := p.total(ctx, "controller_runtime_reconcile_total", "controller", "cutoff-grant")
		if err == nil && looked > 0 { // at first it does not answer
			return nil
		}
		if err := pauseFor(ctx, asked); err != nil {
			return err
		}
	}
}

// revoke suspends grants, evenly spread over all, while nobody cuts.
func (b *bench) revoke(ctx context.Context, count int) ([]*v1alpha1.Decision, reading, error) {
	reader, err := newReader(b.cluster.Config())
	r := reading{reader: reader}
	if err != nil {
		return nil, r, err
	}
	var acts []*v1alpha1.Decision
	for i := range count {
		grant := b.observed.grant(newGrants(large, i*(b.options.grants/count), 1)[0].Name)
		act := builder.Decision(b.decisionName()).Suspends(v1alpha1.OnDeveloperGrant, grant.Name).ActedOn(acted).Obj()
		if err := b.officer.Create(ctx, act); err != nil {
			return acts, r, fmt.Errorf("suspend grant %s: %w", grant.Name, err)
		}
		acts = append(acts, act)
		r.namespaces = append(r.namespaces, sandbox.NamespaceName(grant.UID))
	}
	_, err = r.until(ctx, true) // nobody has cut
	return acts, r, err
}

// inStep waits until both processes have looked at every grant since they
// started, and have nothing left to do.
func (b *bench) inStep(ctx context.Context) error {
	grants := b.observed.count()
	for _, p := range []struct {
		program    *program
		controller string
	}{{b.mandate.operator, "developergrant"}, {b.mandate.cutoff, "cutoff-grant"}} {
		if err := p.program.inStep(ctx, p.controller, grants); err != nil {
			return err
		}
	}
	return nil
}

// inStep waits until a controller has looked at so many objects and no queue of
// the process holds any.
func (p *program) inStep(ctx context.Context, controller string, objects int) error {
	for calm := 0; calm < 2; {
		if err := pauseFor(ctx, askedMuch); err != nil {
			return err
		}
		looked, err := p.total(ctx, "controller_runtime_reconcile_total", "controller", controller)
		if err != nil { // it does not answer yet
			continue
		}
		depth, depthErr := p.total(ctx, "workqueue_depth", "", "")
		active, activeErr := p.total(ctx, "controller_runtime_active_workers", "", "")
		if depthErr == nil && activeErr == nil && int(looked) >= objects && depth == 0 && active == 0 {
			calm++
		} else {
			calm = 0
		}
	}
	return nil
}

// listAll lists what both processes list when they start, as they do: the
// metadata of what is in sandboxes, and the chain whole.
func (b *bench) listAll(ctx context.Context) (time.Duration, error) {
	begun := time.Now()
	group, ctx := errgroup.WithContext(ctx)
	for _, account := range []string{install.OperatorAccount, install.CutoffAccount} {
		access, err := b.installed.AccountConfig(ctx, account)
		if err != nil {
			return 0, err
		}
		c, err := newClient(access, b.installed.Admin.Scheme())
		if err != nil {
			return 0, err
		}
		group.Go(func() error { return c.List(ctx, &v1alpha1.DeveloperGrantList{}) })
		group.Go(func() error { return c.List(ctx, &v1alpha1.DecisionList{}) })
		for _, kind := range metadataKinds(account) {
			group.Go(func() error {
				list := &metav1.PartialObjectMetadataList{}
				list.SetGroupVersionKind(kind)
				return c.List(ctx, list, client.HasLabels{v1alpha1.PartLabel})
			})
		}
	}
	if err := group.Wait(); err != nil {
		return 0, fmt.Errorf("list what the processes list: %w", err)
	}
	return time.Since(begun), nil
}

// metadataKinds are the kinds of which a process caches the metadata.
func metadataKinds(account string) []schema.GroupVersionKind {
	core, rbac := corev1.SchemeGroupVersion, rbacv1.SchemeGroupVersion
	kinds := []schema.GroupVersionKind{
		core.WithKind("NamespaceList"), core.WithKind("ResourceQuotaList"), rbac.WithKind("RoleBindingList"),
		rbac.WithKind("ClusterRoleList"), networkingv1.SchemeGroupVersion.WithKind("NetworkPolicyList"),
	}
	if account == install.OperatorAccount {
		kinds = append(kinds, core.WithKind("LimitRangeList"), core.WithKind("ServiceAccountList"), core.WithKind("ConfigMapList"))
	}
	return kinds
}

func (r *report) started() []row {
	if len(r.ColdStarts) == 0 {
		return nil
	}
	var cut, inStep, listed times
	for _, s := range r.ColdStarts {
		cut, inStep, listed = append(cut, s.Cut), append(inStep, s.InStep), append(listed, s.Listed)
	}
	last := r.ColdStarts[len(r.ColdStarts)-1]
	rows := []row{
		{fmt.Sprintf("P9  cold start: %d overdue revocations cut <= 5 s", last.Overdue), seconds(cut.median()), seconds(listed.median()), "", met(float64(cut.median()), float64(mostOverdue))},
		{fmt.Sprintf("P9  all of %d grants in step <= 20 s", last.Grants), seconds(inStep.median()), seconds(listed.median()), "", met(float64(inStep.median()), float64(mostInStep))},
	}
	for _, at := range []struct {
		what  string
		after time.Duration
		used  map[string]time.Duration
	}{
		{"cutoff looks at the first grant", last.Looks, last.AtLooks}, {"all are cut", last.Cut, last.AtCut}, {"all are in step", last.InStep, last.AtInStep},
	} {
		rows = append(rows, row{"    until " + at.what + "; CPU of cutoff, operator, API server, etcd", fmt.Sprintf("%s; %s, %s, %s, %s", seconds(at.after),
			seconds(at.used["cutoff"]), seconds(at.used["operator"]), seconds(at.used["kube-apiserver"]), seconds(at.used["etcd"])), "", "", ""})
	}
	return rows
}
