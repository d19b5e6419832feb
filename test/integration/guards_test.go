// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package integration

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	admissionregistrationv1 "k8s.io/api/admissionregistration/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/apimachinery/pkg/util/wait"
	"k8s.io/client-go/util/retry"
	"sigs.k8s.io/controller-runtime/pkg/client"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/authorization"
)

// emptied is the outlook of a grant whose guard was missing for too long.
const emptied = "Active=False(GuardMissing) SandboxReady=True(Frozen) Ready=False(Failed) Reconciling=True(Failed)"

// TestNothingIsGivenWithoutAGuard takes each policy and each binding away in
// turn, and alters each policy. What is asked for stays out from the first
// moment and its condition names the guard; what is open is emptied once the
// grace is over, and all of it comes back by itself.
// Not parallel: there is one set of policies for all domains.
func TestNothingIsGivenWithoutAGuard(t *testing.T) {
	d := newDomain(t).established()
	d.create(d.grant("before").Input("visits").Obj())
	before := d.awaitOpen("before")
	cohort, missing := d.cohortOf(box(before)), time.Now()
	first := true
	var restore func()
	for _, harm := range harms(t) {
		next := harm.do(t)
		if restore != nil {
			restore() // only now, so that some guard is missing all the time
		}
		restore = next
		if first { // what is asked for before the operator hears of it is still given
			d.eventually("the operator knows", guardsAre(metav1.ConditionFalse))
			d.create(d.grant("late").Input("visits").Obj())
			first = false
		}
		d.awaitKeptOut("late", harm.want)
	}
	grant := &v1alpha1.DeveloperGrant{}
	await(t, time.Now().Add(authorization.GuardGrace+patience), func(ctx context.Context) error {
		*grant = v1alpha1.DeveloperGrant{}
		if err := admin.Get(ctx, d.key("before"), grant); err != nil {
			return err
		}
		return differs(outlook(grant.Status.Conditions), emptied)
	})
	const whole = 2 * time.Second // both sides of whole seconds
	cut := meta.FindStatusCondition(grant.Status.Conditions, v1alpha1.ActiveCondition).LastTransitionTime
	if grace := cut.Sub(missing); grace < authorization.GuardGrace-whole {
		t.Errorf("the grant was cut after %s, within the grace of %s", grace, authorization.GuardGrace)
	}
	role := &rbacv1.ClusterRole{}
	if err := admin.Get(t.Context(), types.NamespacedName{Name: cohort}, role); err != nil {
		t.Fatal(err)
	}
	if len(role.Rules) > 0 {
		t.Errorf("the cohort still has %v", role.Rules)
	}
	restore()
	d.awaitOpen("before")
	d.awaitOpen("late")
}

// awaitKeptOut waits until a grant that has no sandbox says what is missing.
func (d *domain) awaitKeptOut(name, want string) {
	d.t.Helper()
	d.eventually(name+" is kept out: "+want, func(ctx context.Context) error {
		grant := &v1alpha1.DeveloperGrant{}
		if err := admin.Get(ctx, d.key(name), grant); err != nil {
			return err
		}
		if grant.Status.Sandbox != nil {
			d.t.Fatalf("grant %s was given the sandbox %s", name, grant.Status.Sandbox.Namespace)
		}
		active := meta.FindStatusCondition(grant.Status.Conditions, v1alpha1.ActiveCondition)
		if active == nil || active.Reason != v1alpha1.GuardMissingReason || !strings.Contains(active.Message, want) {
			return fmt.Errorf("it says %v", active)
		}
		return nil
	})
}

// harm takes one guard away, and returns what puts it back.
type harm struct {
	want string
	do   func(t *testing.T) (restore func())
}

// harms are all that can befall a guard: deleted, altered, and its binding
// deleted or made to warn. Two that follow each other are of different objects.
func harms(t *testing.T) []harm {
	t.Helper()
	var policies admissionregistrationv1.ValidatingAdmissionPolicyList
	var bindings admissionregistrationv1.ValidatingAdmissionPolicyBindingList
	var mutations admissionregistrationv1.MutatingAdmissionPolicyList
	var mutationBindings admissionregistrationv1.MutatingAdmissionPolicyBindingList
	for _, list := range []client.ObjectList{&policies, &bindings, &mutations, &mutationBindings} {
		if err := admin.List(t.Context(), list); err != nil {
			t.Fatal(err)
		}
	}
	var gone, bent []harm
	for i := range policies.Items {
		gone = append(gone, deleted(&policies.Items[i], "ValidatingAdmissionPolicy"))
		bent = append(bent, alteredPolicy(&policies.Items[i]))
	}
	for i := range bindings.Items {
		gone = append(gone, deleted(&bindings.Items[i], "ValidatingAdmissionPolicyBinding"))
		bent = append(bent, toothless(&bindings.Items[i]))
	}
	for i := range mutations.Items {
		gone = append(gone, deleted(&mutations.Items[i], "MutatingAdmissionPolicy"))
	}
	for i := range mutationBindings.Items {
		gone = append(gone, deleted(&mutationBindings.Items[i], "MutatingAdmissionPolicyBinding"))
	}
	return append(gone, bent...)
}

func deleted(o client.Object, kind string) harm {
	return harm{
		want: fmt.Sprintf("%s %s does not exist", kind, o.GetName()),
		do: func(t *testing.T) func() {
			if err := admin.Delete(t.Context(), o); err != nil {
				t.Fatal(err)
			}
			return onceAtLeast(func() {
				again := o.DeepCopyObject().(client.Object)
				again.SetResourceVersion("")
				again.SetUID("")
				if err := admin.Create(context.WithoutCancel(t.Context()), again); err != nil {
					t.Error(err)
				}
			}, t)
		},
	}
}

// alteredPolicy lets a policy match nobody.
func alteredPolicy(o *admissionregistrationv1.ValidatingAdmissionPolicy) harm {
	return altered("ValidatingAdmissionPolicy "+o.Name+" is not as shipped (spec.matchConditions)", o, func() client.Object {
		changed := o.DeepCopy()
		changed.Spec.MatchConditions = slices.Concat(changed.Spec.MatchConditions, []admissionregistrationv1.MatchCondition{{Name: "nobody", Expression: "false"}})
		return changed
	})
}

// toothless lets a binding warn instead of deny.
func toothless(o *admissionregistrationv1.ValidatingAdmissionPolicyBinding) harm {
	return altered("ValidatingAdmissionPolicyBinding "+o.Name+" is not as shipped (spec.validationActions)", o, func() client.Object {
		changed := o.DeepCopy()
		changed.Spec.ValidationActions = []admissionregistrationv1.ValidationAction{admissionregistrationv1.Warn}
		return changed
	})
}

func altered(want string, o client.Object, change func() client.Object) harm {
	return harm{want: want, do: func(t *testing.T) func() {
		overwrite(t.Context(), t, change())
		return onceAtLeast(func() { overwrite(context.WithoutCancel(t.Context()), t, o.DeepCopyObject().(client.Object)) }, t)
	}}
}

// overwrite puts an object in the place of the one that is there, which whoever put
// it back made anew: policies are updated at a version alone, and
// kube-controller-manager writes what it thinks of their types in between.
func overwrite(ctx context.Context, t *testing.T, o client.Object) {
	t.Helper()
	err := retry.RetryOnConflict(retry.DefaultBackoff, func() error {
		there := o.DeepCopyObject().(client.Object)
		if err := admin.Get(ctx, client.ObjectKeyFromObject(o), there); err != nil {
			return err
		}
		o.SetResourceVersion(there.GetResourceVersion())
		o.SetUID(there.GetUID())
		return admin.Update(ctx, o)
	})
	if err != nil {
		t.Fatal(err)
	}
}

// onceAtLeast makes a restoring run once, at the end of the test at the latest.
func onceAtLeast(restore func(), t *testing.T) func() {
	done := false
	once := func() {
		if !done {
			done = true
			restore()
		}
	}
	t.Cleanup(once)
	return once
}

// await asks until there is no error or an instant is past.
func await(t *testing.T, until time.Time, ask func(context.Context) error) {
	t.Helper()
	var last error
	err := wait.PollUntilContextTimeout(t.Context(), 100*time.Millisecond, time.Until(until), true, func(ctx context.Context) (bool, error) {
		if err := ask(ctx); err == nil || ctx.Err() == nil {
			last = err
		}
		return last == nil, nil
	})
	if err != nil {
		t.Fatalf("%v: %v", err, last)
	}
}
