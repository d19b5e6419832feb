// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package integration

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	corev1 "k8s.io/api/core/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/types"
	"sigs.k8s.io/controller-runtime/pkg/client"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/test/builder"
)

// mixed is a domain whose links are in every state there is.
func mixed(t *testing.T) *domain {
	t.Helper()
	d := newDomain(t)
	bad, holder2 := d.name+"-bad", d.name+"-holder2"
	proven, gone := d.name+"-proven", rfc3339(soon())
	d.with(builder.Organization(bad).Roles(v1alpha1.RoleDeveloper).Obj(), builder.Organization(holder2).Roles(v1alpha1.RoleDeveloper).Group("team").Obj(),
		builder.Class(proven).Proven().Obj(), d.resource("outside").CIDR("203.0.113.0/28", 5432).Obj(),
		d.agreement("abroad").Over("outside").Term(begins, ends).Obj(),
		d.agreement("halted").Over("visits").Term(begins, ends).Obj(),
		d.agreement("future").Over("visits").Term("2034-01-01", ends).Obj(),
		d.agreement("lacking").Over("visits").OperatedBy("nobody").Term(begins, ends).Obj(),
	).established()
	for name, b := range map[string]*builder.GrantBuilder{
		"open": d.grant("").Input("visits").Input("labs"), "cidr": d.grant("").Under("abroad").Holder(holder2).Input("outside"),
		"operators-own": d.grant("").Holder(d.operator).Input("labs"), "lifted": d.grant("").Input("visits"),
		"suspended": d.grant("").Input("visits"), "halted": d.grant("").Input("visits"), "terminated": d.grant("").Input("labs"),
		"paused": d.grant("").Input("labs").Paused(true), "partial": d.grant("").Input("visits").Input("labs"),
		"under-halted": d.grant("").Under("halted").Input("visits"), "under-future": d.grant("").Under("future").Input("visits"),
		"under-lacking": d.grant("").Under("lacking").Input("visits"), "under-nothing": d.grant("").Under("nothing").Input("visits"),
		"not-yet": d.ungranted("").Input("visits").Term("2033-01-01", ends), "ended": d.ungranted("").Input("visits").Window("2025-01-01T00:00:00Z", gone),
		"of-bad": d.grant("").Holder(bad).Input("visits"), "unproven": d.grant("").Class(proven).Input("visits"),
		"classless": d.grant("").Class("nothing").Input("visits"), "unlawful": d.grant("").Input("outside"), "no-developer": d.grant("").Holder(d.source).Input("visits"),
	} {
		grant := b.Obj()
		grant.Name, grant.Spec.Scenario.Name = name, name
		d.create(grant)
	}
	for _, name := range []string{"open", "cidr", "operators-own", "partial", "lifted"} {
		d.awaitGrant(name, open)
	}
	d.moved(bad)
	d.awaitActive("ended", "Active=False(TermEnded)")
	return d
}

// moved records acts of every kind.
func (d *domain) moved(bad string) {
	d.t.Helper()
	on := v1alpha1.OnDeveloperGrant
	suspension := d.decide(d.act("s-lifted", d.bureau).Suspends(on, "lifted"))
	d.awaitFrozen("lifted", "Suspended")
	d.decide(d.act("l-lifted", d.bureau).Lifts(suspension))
	foreign := d.decide(d.act("s", d.bureau).Suspends(on, "suspended"))
	d.decide(d.act("l-foreign", d.operator).Lifts(foreign))
	d.decide(d.act("h", d.authority).Halts(on, "halted"))
	d.decide(d.act("t", d.bureau).Terminates(on, "terminated"))
	d.decide(d.act("p", d.bureau).Suspends(on, "partial").Only("visits"))
	d.decide(d.act("a", d.bureau).Halts(v1alpha1.OnOperationAgreement, "halted"))
	d.decide(d.act("q", d.authority).Disqualifies(bad))
	d.decide(d.act("n", d.authority).Suspends(on, "unheard-of"))
	d.awaitGrant("lifted", open)
	for name, reason := range map[string]string{
		"suspended": "Suspended", "halted": "Halted", "terminated": "Terminated", "under-halted": "AncestorNotInForce", "of-bad": "Disqualified",
	} {
		d.awaitActive(name, "Active=False("+reason+")")
	}
}

// awaitActive waits for Active alone, and that nothing is under way.
func (d *domain) awaitActive(name, want string) {
	d.t.Helper()
	d.eventually("grant "+name+" is "+want+" and settled", func(ctx context.Context) error {
		grant := &v1alpha1.DeveloperGrant{}
		if err := get(ctx, d.name, name, grant); err != nil {
			return err
		}
		if len(grant.Status.Conditions) != 4 {
			return errors.New(outlook(grant.Status.Conditions))
		}
		return differs(outlook(grant.Status.Conditions[:1])+" "+outlook(grant.Status.Conditions[2:]), want+" "+settled)
	})
}

// Not parallel: it stops both processes, and compares the whole cluster.
func TestStatusesThatAreWipedComeBackAndNothingElseChanges(t *testing.T) {
	d := mixed(t)
	d.eventually("both processes are at rest", atRest())
	statuses, versions := allStatuses(t), allVersions(t)
	resumeOperator, resumeCutoff := operator.stopFor(t), cutoff.stopFor(t)
	wipe(t)
	if diff := cmp.Diff(statuses, allStatuses(t)); diff == "" {
		t.Fatal("no status was wiped")
	}
	resumeOperator()
	resumeCutoff()
	d.eventually("every status is as before", func(context.Context) error {
		if diff := cmp.Diff(statuses, allStatuses(t)); diff != "" {
			return errors.New("(-before +after)\n" + diff)
		}
		return nil
	})
	d.eventually("both processes are at rest", atRest())
	if diff := cmp.Diff(statuses, allStatuses(t)); diff != "" {
		t.Errorf("statuses moved on (-before +after):\n%s", diff)
	}
	if diff := cmp.Diff(versions, allVersions(t)); diff != "" {
		t.Errorf("objects were written (-before +after):\n%s", diff)
	}
}

// A status that somebody writes over says so for no longer than a moment.
func TestStatusThatIsWrittenOverComesBack(t *testing.T) {
	t.Parallel()
	d := newDomain(t).established()
	d.create(d.grant("g").Input("visits").Obj())
	grant := d.awaitOpen("g")
	agreement := d.awaitAgreement("health", "Active=True(InForce) "+settled)
	nothing := client.RawPatch(types.MergePatchType, []byte(`{"status":null}`))
	for _, o := range []client.Object{grant, agreement} {
		if err := byOperatorsHand(t).Status().Patch(t.Context(), o, nothing); err != nil {
			t.Fatal(err)
		}
	}
	d.awaitOpen("g")
	d.awaitAgreement("health", "Active=True(InForce) "+settled)
}

// ourKinds are the kinds of the API.
func ourKinds() []client.ObjectList {
	return []client.ObjectList{
		&v1alpha1.JurisdictionList{}, &v1alpha1.OrganizationList{}, &v1alpha1.SandboxClassList{}, &v1alpha1.DataResourceList{},
		&v1alpha1.OperationAgreementList{}, &v1alpha1.DeveloperGrantList{}, &v1alpha1.DecisionList{},
	}
}

// allStatuses are the statuses of everything of ours, without the times of
// transitions.
func allStatuses(t *testing.T) map[string]any {
	t.Helper()
	found := map[string]any{}
	for _, list := range ourKinds() {
		for _, o := range items(t, list) {
			status, _ := o.Object["status"].(map[string]any)
			conditions, _, err := unstructured.NestedSlice(status, "conditions")
			if err != nil {
				t.Fatal(err)
			}
			for _, c := range conditions {
				delete(c.(map[string]any), "lastTransitionTime")
			}
			if len(conditions) > 0 {
				status["conditions"] = conditions
			}
			found[o.GetKind()+" "+o.GetNamespace()+"/"+o.GetName()] = status
		}
	}
	return found
}

// allVersions are the versions of everything that Mandate writes or marks, and
// of kinds beside those.
func allVersions(t *testing.T, beside ...client.ObjectList) map[string]string {
	t.Helper()
	found := map[string]string{}
	for _, list := range slices.Concat(childKinds(), beside, []client.ObjectList{&corev1.NamespaceList{}, &rbacv1.ClusterRoleList{}, &corev1.PodList{}}) {
		for _, o := range items(t, list) {
			if o.GetName() == v1alpha1.CanaryRole {
				continue // written with every beat
			}
			found[o.GetKind()+" "+o.GetNamespace()+"/"+o.GetName()] = o.GetResourceVersion()
		}
	}
	return found
}

// wipe takes every status there is.
func wipe(t *testing.T) {
	t.Helper()
	hand := byOperatorsHand(t)
	for _, list := range ourKinds() {
		for _, o := range items(t, list) {
			o.Object["status"] = map[string]any{"observedGeneration": int64(-1)}
			if err := hand.Status().Update(t.Context(), o); err != nil {
				t.Fatal(fmt.Errorf("wipe the status of %s %s: %w", o.GetKind(), o.GetName(), err))
			}
		}
	}
}
