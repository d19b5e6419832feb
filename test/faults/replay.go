// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package faults

import (
	"fmt"
	"maps"
	"reflect"
	"slices"

	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	"k8s.io/apimachinery/pkg/labels"
	"sigs.k8s.io/controller-runtime/pkg/client"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
)

func labelSet(set map[string]string) labels.Set { return set }

// mostWrites is how many writes of ours to a target may find access that the
// verdict denies: one that opened it from facts that had just changed, and the
// cut.
const mostWrites = 2

// replay judges a record revision by revision.
type replay struct {
	now  *state
	runs map[string]int // by access: writes since it is there and denied
	// guarded are the pods of each data resource that there was, by their labels:
	// what protects them stays when its Service moves or the resource goes.
	guarded map[string]*guarded
	// cuts are the targets that carry a cut, and what was denied at every
	// revision since.
	cuts map[string]*cut

	found   []string
	longest int
	// revisions counts the states that were judged.
	revisions int
}

// guarded are pods that serve data, or did.
type guarded struct {
	namespace string
	pods      map[string]string
	// bare says that no policy isolates them, or none did yet.
	bare bool
}

// cut is a cut that a target carries.
type cut struct {
	revision uint64
	mark     string
	// why is what was denied at every revision since; empty once it was not.
	why string
}

// judge replays a record, from a state at rest on.
func judge(base, record []*change) (*replay, error) {
	r := &replay{now: newState(), runs: map[string]int{}, guarded: map[string]*guarded{}, cuts: map[string]*cut{}}
	if err := r.start(base); err != nil {
		return nil, err
	}
	sorted := slices.Clone(record)
	slices.SortStableFunc(sorted, func(a, b *change) int { return int(int64(a.revision) - int64(b.revision)) })
	for _, c := range sorted {
		before, _ := r.now.objects[reflect.TypeOf(prototypes[c.kind])][client.ObjectKey{Namespace: c.meta.Namespace, Name: c.meta.Name}]
		after, err := r.now.apply(c)
		if err != nil {
			return nil, err
		}
		if after == nil {
			continue
		}
		r.revisions++
		if c.deleted {
			after = nil
		}
		r.openings(c, before, after)
		r.purged(c, before, after)
		r.widened(c, before, after)
		r.persist(c)
		r.bare(c)
		r.carry(c, after)
	}
	return r, nil
}

// start takes in what stands, none of which is judged as it comes.
func (r *replay) start(base []*change) error {
	for _, c := range base {
		if _, err := r.now.apply(c); err != nil {
			return err
		}
	}
	for _, c := range base {
		object, err := c.object()
		if err != nil {
			return err
		}
		r.bare(c)
		if object != nil {
			r.carry(c, object)
		}
	}
	return nil
}

func (r *replay) violated(c *change, format string, args ...any) {
	r.found = append(r.found, fmt.Sprintf("revision %d (%s %s): ", c.revision, c.kind, c.key())+fmt.Sprintf(format, args...))
}

// persist follows access that is there and denied.
func (r *replay) persist(c *change) {
	touched := c.kind + c.key()
	seen := map[string]bool{}
	for _, a := range r.now.accesses(c.seen) {
		name := a.String()
		seen[name] = true
		length, running := r.runs[name]
		if slices.Contains(a.rests, touched) && (running || a.there && a.denied) {
			length++
		}
		switch {
		case a.there && a.denied:
			r.runs[name] = length
			if length > mostWrites {
				r.violated(c, "%s is still there after %d writes to it, denied: %s", a, length, a.why)
			}
		case running:
			r.longest = max(r.longest, length)
			delete(r.runs, name)
		}
	}
	for name, length := range r.runs { // a policy or binding went, and the access with it
		if !seen[name] {
			r.longest = max(r.longest, length+1)
			delete(r.runs, name)
		}
	}
}

// bare finds data that nothing isolates any more.
func (r *replay) bare(c *change) {
	if c.kind != policies && c.kind != resources && c.kind != services {
		return
	}
	for _, resource := range all[*v1alpha1.DataResource](r.now) {
		pods := r.now.podsOf(resource)
		if name := fmt.Sprint(resource.Namespace, pods); pods != nil && r.guarded[name] == nil {
			r.guarded[name] = &guarded{namespace: resource.Namespace, pods: pods, bare: true}
		}
	}
	for _, name := range slices.Sorted(maps.Keys(r.guarded)) {
		g := r.guarded[name]
		err := r.now.unprotected(g.namespace, g.pods)
		if err != nil && !g.bare {
			r.violated(c, "%v", err)
		}
		g.bare = err != nil
	}
}

// openings judges a write that takes away the mark of a cut or gives back what
// it took: the facts must not have been against it at every revision since.
func (r *replay) openings(c *change, before, after client.Object) {
	carried := r.cuts[c.kind+c.key()]
	if carried == nil || before == nil || after == nil {
		return
	}
	opens := before.GetAnnotations()[v1alpha1.ClosedByAnnotation] != "" && after.GetAnnotations()[v1alpha1.ClosedByAnnotation] == ""
	if (opens || gives(before, after)) && carried.why != "" {
		r.violated(c, "it is opened, over the cut of revision %d, although at every revision since this was against it: %s", carried.revision, carried.why)
	}
}

// gives says whether a write gives what was not there.
func gives(before, after client.Object) bool {
	switch a := after.(type) {
	case *rbacv1.ClusterRole:
		return len(before.(*rbacv1.ClusterRole).Rules) == 0 && len(a.Rules) > 0
	case *networkingv1.NetworkPolicy:
		b := before.(*networkingv1.NetworkPolicy)
		return len(b.Spec.Ingress)+len(b.Spec.Egress) == 0 && len(a.Spec.Ingress)+len(a.Spec.Egress) > 0
	case *corev1.ResourceQuota:
		return isEmpty(before.(*corev1.ResourceQuota)) && !isEmpty(a)
	}
	return false
}

// isEmpty says whether a quota leaves nothing to be used.
func isEmpty(quota *corev1.ResourceQuota) bool {
	for _, figure := range quota.Spec.Hard {
		if !figure.IsZero() {
			return false
		}
	}
	return true
}

// carry notes the marks of cuts, and what is against their targets now.
func (r *replay) carry(c *change, after client.Object) {
	name := c.kind + c.key()
	if judged(after) {
		mark := after.GetAnnotations()[v1alpha1.ClosedByAnnotation]
		if old := r.cuts[name]; mark == "" {
			delete(r.cuts, name)
		} else if old == nil || old.mark != mark {
			r.cuts[name] = &cut{revision: c.revision, mark: mark, why: r.against(after, c.seen)}
		}
	}
	for name, carried := range r.cuts {
		if carried.why == "" {
			continue
		}
		if target := r.target(name); target == nil || r.against(target, c.seen) != carried.why {
			carried.why = ""
		}
	}
}
