// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package faults

import (
	"context"
	"fmt"
	"strings"
	"time"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"sigs.k8s.io/controller-runtime/pkg/client"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/sandbox"
	"github.com/publicdata-io/mandate/test/builder"
)

// termAhead is how long a term lasts that begins or ends in a scenario.
const termAhead = 3 * time.Second

// beginning is how a domain stands, at rest, before a scenario begins.
type beginning struct {
	name string
	act  act
}

// scenario is what people do in a domain.
type scenario struct {
	name string
	// from is how the domain stands before the first act; without, the first
	// act makes all there is.
	from *beginning
	acts []act
	// back brings the domain to where it began, so that another plan can run in
	// it. Where it is empty, the acts may have.
	back []act
}

// act is one thing that somebody does. What follows it waits until the cluster
// is at rest again, unless it is hasty.
type act struct {
	do    func(ctx context.Context, w *world) error
	hasty bool
	// until is awaited before the cluster can be at rest.
	until func(w *world) time.Time
}

// makes creates the chain and what is under it.
func makes(objects func(w *world) []client.Object) act {
	return act{do: func(ctx context.Context, w *world) error {
		return w.create(ctx, append(w.chain(), objects(w)...)...)
	}}
}

// two is the usual beginning: two grants of one end, so of one cohort.
var two = makes(func(w *world) []client.Object {
	return []client.Object{
		w.agreement("health").Obj(),
		w.grant("g").Input("visits").Input("labs").Obj(), w.grant("h").Input("visits").Obj(),
	}
})

func decides(decision func(w *world) *builder.DecisionBuilder) act {
	return act{do: func(ctx context.Context, w *world) error { return w.decide(ctx, decision(w)) }}
}

func suspends(name string, kind v1alpha1.SubjectLinkKind, subject string, inputs ...string) act {
	return decides(func(w *world) *builder.DecisionBuilder {
		b := w.by(bureau, name).Suspends(kind, subject)
		if len(inputs) > 0 {
			b = b.Only(inputs...)
		}
		return b
	})
}

func lifts(name, act string) act {
	return decides(func(w *world) *builder.DecisionBuilder { return w.by(bureau, name).Lifts(w.acts[act]) })
}

// deletes deletes an object.
func deletes(object func() client.Object, name string) act {
	return act{do: func(ctx context.Context, w *world) error {
		o := object()
		o.SetNamespace(w.name)
		o.SetName(name)
		// By break-glass: an agreement that grants refer to is not deleted otherwise.
		breaker, err := w.house.as("breaker", "mandate:break-glass", "system:masters")
		if err != nil {
			return err
		}
		if err := w.house.admin.Get(ctx, client.ObjectKeyFromObject(o), o); err != nil {
			return fmt.Errorf("read %T %s: %w", o, name, err)
		}
		if err := breaker.Delete(ctx, o); err != nil {
			return fmt.Errorf("delete %T %s: %w", o, name, err)
		}
		return w.shows(ctx, o, func(c *change) bool { return c.deleted || c.meta.DeletionTimestamp != nil })
	}}
}

// changes edits a grant as its applier does.
func changes(name, patch string) act {
	return act{do: func(ctx context.Context, w *world) error {
		grant := &v1alpha1.DeveloperGrant{ObjectMeta: metav1.ObjectMeta{Namespace: w.name, Name: name}}
		if err := w.house.admin.Patch(ctx, grant, client.RawPatch(types.MergePatchType, []byte(w.filled(patch)))); err != nil {
			return fmt.Errorf("change grant %s: %w", name, err)
		}
		return w.recorded(ctx, grant)
	}}
}

// filled is a patch with the name of the domain in it.
func (w *world) filled(patch string) string { return strings.ReplaceAll(patch, "DOMAIN", w.name) }

// works starts a pod in the sandbox of a grant.
func works(name string) act {
	return act{do: func(ctx context.Context, w *world) error {
		grant := &v1alpha1.DeveloperGrant{}
		if err := w.house.admin.Get(ctx, types.NamespacedName{Namespace: w.name, Name: name}, grant); err != nil {
			return fmt.Errorf("read grant %s: %w", name, err)
		}
		box := sandbox.NamespaceName(grant.UID)
		developer, err := w.house.as("system:serviceaccount:"+box+":"+sandbox.DeveloperName, "system:serviceaccounts", "system:serviceaccounts:"+box)
		if err != nil {
			return err
		}
		if err := w.count(ctx, box); err != nil {
			return err
		}
		if err := developer.Create(ctx, pod(box)); err != nil {
			return fmt.Errorf("start a pod in %s: %w", box, err)
		}
		return nil
	}}
}

// count does what the controller manager would do: it says that nothing of the
// quota of a sandbox is used. Without, no pod is taken.
func (w *world) count(ctx context.Context, box string) error {
	counter, err := w.house.as("system:serviceaccount:kube-system:resourcequota-controller", "system:masters")
	if err != nil {
		return err
	}
	quota := &corev1.ResourceQuota{}
	if err := counter.Get(ctx, types.NamespacedName{Namespace: box, Name: sandbox.QuotaName}, quota); err != nil {
		return fmt.Errorf("read the quota of %s: %w", box, err)
	}
	quota.Status = corev1.ResourceQuotaStatus{Hard: quota.Spec.Hard, Used: corev1.ResourceList{}}
	for name := range quota.Spec.Hard {
		quota.Status.Used[name] = resource.MustParse("0")
	}
	if err := counter.Status().Update(ctx, quota); err != nil {
		return fmt.Errorf("count the quota of %s: %w", box, err)
	}
	return nil
}

func pod(namespace string) *corev1.Pod {
	return builder.Pod(namespace, "at-work", registry)
}

func hastily(a act) act {
	a.hasty = true
	return a
}

// shortens brings the end of a link forward to a moment from now.
func shortens(link func() client.Object, name string) act {
	return act{do: func(ctx context.Context, w *world) error {
		w.window = time.Now().Add(termAhead).Truncate(time.Second).UTC()
		o := link()
		o.SetNamespace(w.name)
		o.SetName(name)
		patch := fmt.Sprintf(`{"spec":{"window":{"notAfter":%q}}}`, rfc3339(w.window))
		if err := w.house.admin.Patch(ctx, o, client.RawPatch(types.MergePatchType, []byte(patch))); err != nil {
			return fmt.Errorf("bring the end of %s forward: %w", name, err)
		}
		return w.recorded(ctx, o)
	}}
}

// atTheTurn waits for the instant at which terms of the scenario end or begin.
var atTheTurn = act{
	do:    func(context.Context, *world) error { return nil },
	until: func(w *world) time.Time { return w.window },
}
