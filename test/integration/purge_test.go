// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package integration

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	eventsv1 "k8s.io/api/events/v1"
	networkingv1 "k8s.io/api/networking/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/rest"
	testclock "k8s.io/utils/clock/testing"
	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/client"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/controllers/purge"
	"github.com/publicdata-io/mandate/internal/sandbox"
	"github.com/publicdata-io/mandate/test/builder"
)

// disposes decides on the disposal of a sandbox, today.
func (d *domain) disposes(name, organization, namespace string) *builder.DecisionBuilder {
	return d.act(name, organization).Disposes(namespace).On(time.Now().Add(-time.Minute).UTC().Format(time.RFC3339))
}

// awaitDisposal waits for what is said of a Dispose.
func (d *domain) awaitDisposal(of *v1alpha1.Decision, status, reason, says string) {
	d.t.Helper()
	d.eventually(fmt.Sprintf("Decision %s is %s (%s) and says %q", of.Name, status, reason, says), func(ctx context.Context) error {
		seen := &v1alpha1.Decision{}
		if err := admin.Get(ctx, client.ObjectKeyFromObject(of), seen); err != nil {
			return err
		}
		for _, c := range seen.Status.Conditions {
			if c.Type == v1alpha1.CountsCondition && string(c.Status) == status && c.Reason == reason && strings.Contains(c.Message, says) {
				return nil
			}
		}
		return fmt.Errorf("got %v", seen.Status.Conditions)
	})
}

// awaitRetained waits until it is written how long a frozen sandbox is kept.
func (d *domain) awaitRetained(name string) (until string) {
	d.t.Helper()
	d.eventually("sandbox "+name+" is retained", func(ctx context.Context) error {
		ns := &corev1.Namespace{}
		if err := admin.Get(ctx, types.NamespacedName{Name: name}, ns); err != nil {
			return err
		}
		if until = ns.Annotations[v1alpha1.RetainedUntilAnnotation]; until == "" {
			return fmt.Errorf("annotations are %v", ns.Annotations)
		}
		return nil
	})
	return until
}

// waited lets the retention of a sandbox be over, as it is after its days. It
// takes both accounts: the operator's to say that its class keeps nothing for a
// day, and cutoff's, which brings no date forward, to date it anew: with the second
// in which it was made, since admission takes no earlier one.
func (d *domain) waited(name string) {
	d.t.Helper()
	box := d.namespace(name)
	days := box.Annotations[v1alpha1.RetentionDaysAnnotation]
	for _, write := range []struct {
		by   client.Client
		note string
	}{
		{byOperatorsHand(d.t), fmt.Sprintf(`{%q:null,%q:"0"}`, v1alpha1.RetainedUntilAnnotation, v1alpha1.RetentionDaysAnnotation)},
		{as(d.t, "system:serviceaccount:"+v1alpha1.SystemNamespace+":mandate-cutoff", "system:masters"), fmt.Sprintf(`{%q:%q}`, v1alpha1.RetainedUntilAnnotation, rfc3339(box.CreationTimestamp.Time))},
		{byOperatorsHand(d.t), fmt.Sprintf(`{%q:%q}`, v1alpha1.RetentionDaysAnnotation, days)},
	} {
		patch := client.RawPatch(types.MergePatchType, []byte(`{"metadata":{"annotations":`+write.note+`}}`))
		if err := write.by.Patch(d.t.Context(), &corev1.Namespace{ObjectMeta: named(name)}, patch); err != nil {
			d.t.Fatal(err)
		}
	}
}

func (d *domain) awaitPurged(name string) {
	d.t.Helper()
	d.eventually("sandbox "+name+" is purged", func(ctx context.Context) error {
		ns := &corev1.Namespace{}
		if err := admin.Get(ctx, types.NamespacedName{Name: name}, ns); !apierrors.IsNotFound(err) {
			return errors.Join(err, fmt.Errorf("it has annotations %v and conditions %v", ns.Annotations, ns.Status.Conditions))
		}
		return nil
	})
}

func TestAFrozenSandboxIsPurgedInTwoStepsAndNotBefore(t *testing.T) {
	t.Parallel()
	d := newDomain(t).established()
	d.create(d.grant("g").Input("visits").Obj())
	grant := d.awaitOpen("g")
	name := box(grant)
	d.startPod(name, "at-work")
	early := d.decide(d.disposes("early", d.bureau, name))
	d.awaitDisposal(early, "False", "Retained", "is not frozen")

	d.decide(d.act("suspend", d.bureau).Suspends(v1alpha1.OnDeveloperGrant, "g"))
	d.awaitFrozen("g", "Suspended")
	d.awaitGrant("g", frozen("Suspended"))
	d.awaitDisposal(early, "False", "Retained", "DeveloperGrant "+d.name+"/g has not ended and may come back")
	if until := d.namespace(name).Annotations[v1alpha1.RetainedUntilAnnotation]; until != "" {
		t.Errorf("the sandbox of a suspended grant is kept until %s; it may come back", until)
	}

	d.eventually("the first act is clearly older than the end: the API server counts seconds", func(context.Context) error {
		if age := time.Since(early.CreationTimestamp.Time); age < 3*time.Second {
			return fmt.Errorf("it is %s old", age)
		}
		return nil
	})
	d.decide(d.act("terminate", d.bureau).Terminates(v1alpha1.OnDeveloperGrant, "g"))
	until := d.awaitRetained(name)
	d.eventually("the grant says until when its sandbox is kept", func(ctx context.Context) error {
		seen := &v1alpha1.DeveloperGrant{}
		if err := get(ctx, d.name, "g", seen); err != nil {
			return err
		}
		if says := fmt.Sprint(seen.Status.Conditions); !strings.Contains(says, "it is kept until "+until) || !strings.Contains(says, "a Dispose of Namespace "+name) {
			return errors.New(says)
		}
		return nil
	})
	d.awaitDisposal(early, "False", "Premature", "a Dispose recorded since is awaited")
	own := d.decide(d.disposes("own", d.holder, name))
	d.awaitDisposal(own, "False", "NotEntitled", "worked in sandbox")
	dispose := d.decide(d.disposes("dispose", d.bureau, name))
	d.awaitDisposal(dispose, "False", "NotYetDue", "is kept until "+until)
	d.waited(name)
	d.awaitPurged(name)
	d.awaitDisposal(dispose, "True", "Disposed", "there is no sandbox "+name)
	d.awaitGrant("g", "Active=False(Terminated) "+idle)
	if len(d.dataSide()) == 0 {
		t.Error("the data is not protected any more")
	}
	told := map[string]bool{}
	var list eventsv1.EventList
	if err := admin.List(t.Context(), &list, client.InNamespace("default")); err != nil {
		t.Fatal(err)
	}
	for _, e := range list.Items {
		if e.Regarding.Name == name {
			told[e.Reason] = true
		}
	}
	if !told["Purging"] {
		t.Errorf("events on the sandbox are %v, want Purging", told)
	}
}

func TestASandboxIsKeptWhileItsRetentionRuns(t *testing.T) {
	t.Parallel()
	d := newDomain(t).established()
	grant := d.grant("g").Input("visits").Obj()
	d.create(grant)
	name := box(d.awaitOpen("g"))
	d.remove(grant)
	until := d.awaitRetained(name)
	dispose := d.decide(d.disposes("dispose", d.bureau, name))
	d.awaitDisposal(dispose, "False", "NotYetDue", "is kept until "+until+" (spec.retentionDays 30 of SandboxClass "+d.class+")")
	if mark := d.namespace(name).Annotations[v1alpha1.PurgeAnnotation]; mark != "" {
		t.Errorf("it is marked for its purge by %q", mark)
	}
	d.waited(name)
	d.awaitPurged(name)
}

// Who gives the sandbox back wins over who would purge it: a grant that had ended
// is prolonged.
func TestAReopenedSandboxLosesTheMarksOfItsEnd(t *testing.T) {
	t.Parallel()
	d := newDomain(t).established()
	d.create(d.ungranted("g").Input("visits").Window("2025-01-01T00:00:00Z", "2035-01-01T00:00:00Z").Obj())
	name := box(d.awaitOpen("g"))
	ends := func(at time.Time) {
		d.change("g", func(g *v1alpha1.DeveloperGrant) { g.Spec.Window.NotAfter = metav1.NewTime(at) })
	}
	ends(time.Now().Add(-time.Minute).Truncate(time.Second))
	d.awaitFrozen("g", "TermEnded")
	d.awaitRetained(name)
	d.reaches("g", builder.Instant("2035-01-01T00:00:00Z"))
	d.awaitOpen("g")
	for _, key := range []string{v1alpha1.RetainedUntilAnnotation, v1alpha1.PurgeAnnotation} {
		if mark := d.namespace(name).Annotations[key]; mark != "" {
			t.Errorf("the open sandbox carries %s=%s", key, mark)
		}
	}
}

// reaches gives a grant whose term is over a later end. No edit may once the
// operator has reported that: it comes in the moment before.
func (d *domain) reaches(name string, end time.Time) {
	d.t.Helper()
	account := asOperator(d.t)
	d.eventually("an edit comes before the report", func(ctx context.Context) error {
		g := &v1alpha1.DeveloperGrant{}
		if err := admin.Get(ctx, d.key(name), g); err != nil {
			return err
		}
		unsaid := g.DeepCopy()
		unsaid.Status.Conditions = nil
		if err := account.Status().Patch(ctx, unsaid, client.MergeFrom(g)); err != nil {
			return err
		}
		later := fmt.Appendf(nil, `{"spec":{"window":{"notAfter":%q}}}`, end.UTC().Format(time.RFC3339))
		return admin.Patch(ctx, g, client.RawPatch(types.MergePatchType, later))
	})
}

// asOperator is the operator's own account, the requests of which are noted.
func asOperator(t *testing.T) client.Client {
	t.Helper()
	cfg := rest.CopyConfig(operator.config)
	cfg.Wrap(operator.requests.wrap)
	c, err := client.New(cfg, client.Options{Scheme: admin.Scheme(), Mapper: admin.RESTMapper()})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestLeftoversOfAnEndedTermAreClearedAway(t *testing.T) {
	t.Parallel()
	d := newDomain(t).established()
	grant := d.grant("g").Input("visits").Obj()
	d.create(grant)
	name := box(d.awaitOpen("g"))
	role := d.cohortOf(name)
	agreement := d.awaitAgreement("health", "Active=True(InForce) "+settled)
	visits := d.uid("visits")
	route := sandbox.AllowName(agreement.UID, visits.UID)
	ended := builder.Instant("2036-01-01T00:00:00Z")
	account := asOperator(t)
	leftovers := func(now time.Time) *purge.Leftovers {
		return &purge.Leftovers{Client: account, Live: account, Clock: testclock.NewFakePassiveClock(now)}
	}
	clearAway := func(now time.Time) {
		t.Helper()
		_, roleErr := leftovers(now).Cohort(t.Context(), ctrl.Request{NamespacedName: types.NamespacedName{Name: role}})
		_, routeErr := leftovers(now).Route(t.Context(), ctrl.Request{NamespacedName: d.key(route)})
		if err := errors.Join(roleErr, routeErr); err != nil {
			t.Fatal(err)
		}
	}
	kept := func(why string) {
		t.Helper()
		err := errors.Join(admin.Get(t.Context(), types.NamespacedName{Name: role}, &rbacv1.ClusterRole{}),
			admin.Get(t.Context(), d.key(route), &networkingv1.NetworkPolicy{}))
		if err != nil {
			t.Fatalf("cleared away %s: %v", why, err)
		}
	}
	clearAway(ended)
	kept("while they are open")
	d.decide(d.act("suspend", d.bureau).Suspends(v1alpha1.OnOperationAgreement, "health"))
	d.awaitFrozen("g", "AncestorNotInForce")
	d.eventually("cohort and route are closed", func(ctx context.Context) error {
		return errors.Join(emptyCohort(ctx, role), closedRoute(ctx, d.name, route))
	})
	clearAway(time.Now())
	kept("before the end of the term")
	clearAway(ended)
	for what, err := range map[string]error{
		"cohort": admin.Get(t.Context(), types.NamespacedName{Name: role}, &rbacv1.ClusterRole{}),
		"route":  admin.Get(t.Context(), d.key(route), &networkingv1.NetworkPolicy{}),
	} {
		if !apierrors.IsNotFound(err) {
			t.Errorf("the %s is still there: %v", what, err)
		}
	}
	if err := d.baselines(t.Context(), "visits", "labs"); err != nil {
		t.Error(err)
	}
}
