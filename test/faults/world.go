// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package faults

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/utils/clock"
	"sigs.k8s.io/controller-runtime/pkg/client"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/sandbox"
	"github.com/publicdata-io/mandate/test/builder"
)

// The term of whatever a scenario gives no other term.
const (
	begins = "2025-01-01"
	ends   = "2035-12-31"
)

// world is the data domain of one plan, with the processes that look after it.
type world struct {
	house   *House
	name    string
	journal journal
	clock   clock.WithTicker
	// fault is what goes wrong in the plan that runs.
	fault atomic.Pointer[fault]
	// series counts the plans that ran here, and stood is how the domain stood,
	// in the lines of normal, before the first; left are the objects that older
	// plans left, by kind and key, and base is the record as the plan began.
	series int
	stood  []string
	left   map[string]bool
	base   []*change
	// processes are the operator, the cutoff and their second replicas, of which
	// so many are there from the beginning.
	processes []*process
	own       int
	// acts are the Decisions that were made, by name.
	acts map[string]*v1alpha1.Decision
	// window is when terms of the scenario begin or end that do so in it.
	window time.Time
	// act is which act of the scenario was begun last.
	act atomic.Int32

	mu sync.Mutex
	// stopped is the run that the fault stopped, in stoppedIn.
	stopped   *run
	stoppedIn int
	// helpers are replicas that are being started.
	helpers sync.WaitGroup
}

// newWorld makes the namespace of a domain and follows it.
func (h *House) newWorld(ctx context.Context, f *fault) (*world, error) {
	w := &world{
		house: h, name: fmt.Sprintf("q%dq", h.domains.Add(1)), acts: map[string]*v1alpha1.Decision{},
		clock: wrongClock{offset: f.offset}, window: time.Now().Add(termAhead).Truncate(time.Second).UTC(),
	}
	w.fault.Store(f)
	h.hub.open(w.name)
	return w, w.create(ctx, &corev1.Namespace{ObjectMeta: metav1.ObjectMeta{Name: w.name, Labels: map[string]string{v1alpha1.DomainLabel: "true"}}})
}

// Parties of every world. authority has no part in the agreement.
const (
	bureau    = "bureau"
	group     = "group"
	source    = "source"
	holder    = "holder"
	authority = "authority"
)

func (w *world) party(name string) string { return w.name + "-" + name }

// chain is what every scenario begins with: an agreement over visits and labs.
func (w *world) chain() []client.Object {
	return []client.Object{
		builder.Jurisdiction(w.name, 1).Obj(),
		builder.Organization(w.party(bureau)).Roles("DataAuthority").Obj(),
		builder.Organization(w.party(group)).Roles(v1alpha1.RoleOperator).Obj(),
		builder.Organization(w.party(source)).Roles("SourceUnit").Obj(),
		builder.Organization(w.party(authority)).Roles("SecurityAuthority").Obj(),
		w.holder().Obj(),
		builder.Class(w.party("class")).Registries(registry).Obj(),
		w.resource("visits").Obj(),
		w.resource("labs").Obj(),
	}
}

// holder has two people.
func (w *world) holder() *builder.OrganizationBuilder {
	return builder.Organization(w.party(holder)).Roles(v1alpha1.RoleDeveloper).User(w.name + ":developer").User(w.name + ":colleague")
}

const registry = "registry.example.cn"

func (w *world) resource(name string) *builder.ResourceBuilder {
	return builder.Resource(name).In(w.name).Edition(w.name + ".1").SuppliedBy(w.party(source))
}

func (w *world) ungranted(name string) *builder.GrantBuilder {
	return builder.Grant(name).In(w.name).Edition(w.name + ".1").Under("health").Holder(w.party(holder)).Class(w.party("class"))
}

func (w *world) grant(name string) *builder.GrantBuilder { return w.ungranted(name).Term(begins, ends) }

func (w *world) unbounded(name string) *builder.AgreementBuilder {
	return builder.Agreement(name).In(w.name).Edition(w.name+".1").GrantedBy(w.party(bureau)).OperatedBy(w.party(group)).Over("visits", "labs")
}

func (w *world) agreement(name string) *builder.AgreementBuilder {
	return w.unbounded(name).Term(begins, ends)
}

// by begins an act of a party, of yesterday.
func (w *world) by(party, name string) *builder.DecisionBuilder {
	yesterday := time.Now().Add(-24 * time.Hour).UTC().Format(time.RFC3339)
	return builder.Decision(w.called(name)).In(w.name).By(w.party(party)).On(yesterday)
}

// called is the name of an act of the plan that runs.
func (w *world) called(name string) string { return w.prefix() + name }

func (w *world) prefix() string { return fmt.Sprintf("%s-%d-", w.name, w.series) }

// decide records an act as the officer of its organisation.
func (w *world) decide(ctx context.Context, b *builder.DecisionBuilder) error {
	decision := b.Obj()
	w.mark(decision)
	officer, err := w.house.as(decision.Spec.DecidedBy, officers)
	if err != nil {
		return err
	}
	if err := w.house.made(ctx, officer, decision); err != nil {
		return err
	}
	w.acts[strings.TrimPrefix(decision.Name, w.prefix())] = decision
	return w.recorded(ctx, decision)
}

func (w *world) create(ctx context.Context, objects ...client.Object) error {
	for _, o := range objects {
		w.mark(o)
		if err := w.house.made(ctx, w.house.admin, o); err != nil {
			return err
		}
	}
	return w.recorded(ctx, objects[len(objects)-1])
}

// recorded waits until the record has come as far as what was just written.
// Before, the cluster would be taken to be at rest as it was.
func (w *world) recorded(ctx context.Context, o client.Object) error {
	return w.shows(ctx, o, func(c *change) bool {
		version, err := strconv.ParseUint(o.GetResourceVersion(), 10, 64)
		return err == nil && c.revision >= version
	})
}

// shows waits until the record has such a change of an object.
func (w *world) shows(ctx context.Context, o client.Object, such func(*change) bool) error {
	is := func(c *change) bool { return c.meta.UID == o.GetUID() && such(c) }
	for end := time.Now().Add(patience); !slices.ContainsFunc(w.house.hub.record(w.name), is); time.Sleep(pollEvery) {
		if time.Now().After(end) || ctx.Err() != nil {
			return fmt.Errorf("the record does not show %T %s as it was written: %w", o, o.GetName(), errors.Join(ctx.Err(), w.house.hub.failure()))
		}
	}
	return nil
}

// boxes replaces the sandboxes of the world by the names of their grants.
func (w *world) boxes() *strings.Replacer {
	var pairs []string
	seen := map[string]bool{}
	for _, c := range w.house.hub.record(w.name) {
		name := sandbox.NamespaceName(c.meta.UID)
		if c.kind == grants && !seen[name] {
			seen[name] = true
			pairs = append(pairs, name, "box-"+c.meta.Name)
		}
	}
	return strings.NewReplacer(pairs...)
}

// staff starts processes of the world.
func (w *world) staff(names ...string) error {
	for _, name := range names {
		p := &process{name: name, world: w}
		w.mu.Lock()
		w.processes = append(w.processes, p)
		w.mu.Unlock()
		if err := p.start(); err != nil {
			return err
		}
	}
	return nil
}

// halt stops a run of a process; another process does its work meanwhile.
func (w *world) halt(p *process, r *run) {
	r.pause()
	w.mu.Lock()
	w.stopped, w.stoppedIn = r, int(w.act.Load())
	w.mu.Unlock()
	w.helpers.Go(func() {
		if err := w.staff(p.name + "-2"); err != nil {
			w.house.hub.failed(err)
		}
	})
}

// relieve has the run go on that was stopped in an earlier act, and says
// whether there is one.
func (w *world) relieve(act int) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.stopped == nil || w.stoppedIn >= act {
		return false
	}
	w.stopped.resume()
	w.stopped = nil
	return true
}

// all are the processes so far.
func (w *world) all() []*process {
	w.mu.Lock()
	defer w.mu.Unlock()
	return slices.Clone(w.processes)
}

// close stops the processes and forgets the world.
func (w *world) close() error {
	w.helpers.Wait()
	var errs []error
	for _, p := range w.all() {
		errs = append(errs, p.stop())
	}
	w.house.hub.forget(w.name)
	return errors.Join(errs...)
}
