// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package faults

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/google/go-cmp/cmp"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/sandbox"
)

// Plans that begin from the same stand run one after another in one domain,
// with the processes that are there: to make a domain, and to start processes
// that know it, costs more than what most plans are about. A domain is used
// again only where a plan left it as it stood before, object by object.

// mostPlans is how many plans run in one domain: what they leave, such as
// Decisions, is read again with every judgement.
const mostPlans = 10

// stand says in which domains a plan can run; those that make all there is run
// in none that was used.
func (p *Plan) stand() string {
	if p.scenario.from == nil {
		return ""
	}
	return fmt.Sprintf("%s, clocks %s, twins %v", p.scenario.from.name, p.fault.offset, p.fault.twins)
}

// kept are domains that stand as they did, by where plans begin.
type kept struct {
	mu     sync.Mutex
	worlds map[string][]*world
}

func (k *kept) take(stand string) *world {
	k.mu.Lock()
	defer k.mu.Unlock()
	of := k.worlds[stand]
	if len(of) == 0 {
		return nil
	}
	k.worlds[stand] = of[:len(of)-1]
	return of[len(of)-1]
}

func (k *kept) put(stand string, w *world) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.worlds == nil {
		k.worlds = map[string][]*world{}
	}
	k.worlds[stand] = append(k.worlds[stand], w)
}

// close ends the domains that are kept.
func (k *kept) close() error {
	k.mu.Lock()
	defer k.mu.Unlock()
	var errs []error
	for _, of := range k.worlds {
		for _, w := range of {
			errs = append(errs, w.close())
		}
	}
	k.worlds = nil
	return errors.Join(errs...)
}

// errBeginning says that a domain does not come to rest before anything is done
// in it.
var errBeginning = errors.New("not at rest before the first act")

// world is a domain that stands as a plan begins.
func (h *House) world(ctx context.Context, p *Plan, out *Outcome) (*world, error) {
	if w := h.kept.take(p.stand()); w != nil {
		w.stage(p.fault)
		return w, nil
	}
	w, err := h.newWorld(ctx, p.fault)
	if err != nil {
		return w, err
	}
	staff := []string{"operator", "cutoff"}
	if p.fault.twins {
		staff = append(staff, "operator-2", "cutoff-2")
	}
	w.own = len(staff)
	if err := w.staff(staff...); err != nil || p.scenario.from == nil {
		return w, err
	}
	return w, w.furnish(ctx, p, out)
}

// furnish brings a new domain to where a plan begins, and judges that, too.
func (w *world) furnish(ctx context.Context, p *Plan, out *Outcome) error {
	w.fault.Store(&fault{})
	if err := p.scenario.from.act.do(ctx, w); err != nil {
		return fmt.Errorf("make the beginning %s: %w", p.scenario.from.name, err)
	}
	if err := w.rest(ctx); err != nil {
		return fmt.Errorf("%w: %w", errBeginning, err)
	}
	replayed, err := judge(nil, w.house.hub.record(w.name))
	if err != nil {
		return err
	}
	w.tell(replayed, out)
	w.stage(p.fault)
	w.stood = w.normal(w.base)
	return nil
}

// rest awaits that nothing moves any more in the domain, and that all who work
// for it do.
func (w *world) rest(ctx context.Context) error {
	w.journal.touch()
	return w.await(ctx, longest, func() error {
		for _, p := range w.all() {
			if p.now().isDead() {
				return fmt.Errorf("%s does not run", p.name)
			}
		}
		return w.restless(settled)
	})
}

// stage has the next plan begin.
func (w *world) stage(f *fault) {
	w.series++
	w.base = w.house.hub.compact(w.name)
	w.left = leavings(w.base)
	w.acts = map[string]*v1alpha1.Decision{}
	w.journal.reset()
	w.act.Store(0)
	w.fault.Store(f)
}

// leavings are the objects that say nothing of a plan that begins: Decisions and
// Objections that were made before, and what is in the sandboxes of grants that are gone.
func leavings(base []*change) map[string]bool {
	here := map[string]bool{}
	for _, c := range base {
		if c.kind == grants {
			here[sandbox.NamespaceName(c.meta.UID)] = true
		}
	}
	gone := func(name string) bool { return strings.HasPrefix(name, "sandbox-") && !here[name] }
	left := map[string]bool{}
	for _, c := range base {
		if c.kind == decisions || c.kind == objections || gone(c.meta.Namespace) || c.kind == namespaces && gone(c.meta.Name) {
			left[c.kind+c.key()] = true
		}
	}
	return left
}

// errUsed says that a domain is of no more use.
var errUsed = errors.New("no other plan runs in it")

// back brings the domain back to where the plan began, and says why it does not
// stand as it did.
func (w *world) back(ctx context.Context, s *scenario) error {
	if s.from == nil || w.series >= mostPlans {
		return errUsed
	}
	w.fault.Store(&fault{})
	if err := w.dismiss(); err != nil {
		return err
	}
	for _, a := range s.back {
		if err := a.do(ctx, w); err != nil {
			return err
		}
	}
	if err := w.rest(ctx); err != nil {
		return err
	}
	w.base = w.house.hub.compact(w.name)
	w.left = leavings(w.base)
	if now := w.normal(w.base); !slices.Equal(w.stood, now) {
		return fmt.Errorf("it stands otherwise (-before +after):\n%s", cmp.Diff(w.stood, now))
	}
	return nil
}

// dismiss has who stood still go on, and ends the replicas that did its work.
func (w *world) dismiss() error {
	w.relieve(forever)
	w.helpers.Wait()
	w.mu.Lock()
	others := slices.Clone(w.processes[w.own:])
	w.processes = w.processes[:w.own]
	w.mu.Unlock()
	var errs []error
	for _, p := range others {
		errs = append(errs, p.stop())
	}
	return errors.Join(errs...)
}
