// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package integration

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"sigs.k8s.io/controller-runtime/pkg/client"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/test/builder"
)

// usageOf is what is reported of the usage of an object.
func usageOf(o client.Object) v1alpha1.UsageStatus {
	switch o := o.(type) {
	case *v1alpha1.Jurisdiction:
		return o.Status.UsageStatus
	case *v1alpha1.Organization:
		return o.Status.UsageStatus
	case *v1alpha1.SandboxClass:
		return o.Status.UsageStatus
	case *v1alpha1.DataResource:
		return o.Status.UsageStatus
	case *v1alpha1.OperationAgreement:
		return o.Status.UsageStatus
	case *v1alpha1.ImplementationPlan:
		return o.Status.UsageStatus
	case *v1alpha1.Selection:
		return o.Status.UsageStatus
	}
	panic(fmt.Sprintf("nothing refers to a %T", o))
}

// awaitUsage waits until an object is reported to be used by another, or by
// none.
func (d *domain) awaitUsage(o client.Object, by string) {
	d.t.Helper()
	d.eventually(fmt.Sprintf("%T %s is used by %q", o, o.GetName(), by), func(ctx context.Context) error {
		if err := admin.Get(ctx, client.ObjectKeyFromObject(o), o); err != nil {
			return err
		}
		usage := usageOf(o)
		if usage.Unused == nil || *usage.Unused != (by == "") {
			return fmt.Errorf("unused is not reported as %t", by == "")
		}
		return differs(usage.UsedBy, by)
	})
}

func TestAChainIsTakenDownFromItsEnd(t *testing.T) {
	t.Parallel()
	d := newDomain(t).established()
	grant := d.grant("g").Input("visits").Obj()
	d.create(grant)
	d.awaitOpen("g")
	at := func(name string) metav1.ObjectMeta { return metav1.ObjectMeta{Namespace: d.name, Name: name} }
	class, agreement := &v1alpha1.SandboxClass{ObjectMeta: named(d.class)}, &v1alpha1.OperationAgreement{ObjectMeta: at("health")}
	visits, edition := &v1alpha1.DataResource{ObjectMeta: at("visits")}, &v1alpha1.Jurisdiction{ObjectMeta: named(d.edition)}
	holder, bureau := &v1alpha1.Organization{ObjectMeta: named(d.holder)}, &v1alpha1.Organization{ObjectMeta: named(d.bureau)}
	authority := &v1alpha1.Organization{ObjectMeta: named(d.authority)}
	byGrant, byAgreement := "DeveloperGrant "+d.name+"/g", "OperationAgreement "+d.name+"/health"
	for o, by := range map[client.Object]string{
		class: byGrant, agreement: byGrant, visits: byGrant, edition: byGrant, holder: byGrant, bureau: byAgreement, authority: "",
	} {
		d.awaitUsage(o, by)
		err := admin.Delete(t.Context(), o.DeepCopyObject().(client.Object), client.DryRunAll)
		if by == "" {
			if err != nil {
				t.Errorf("nothing refers to %s: %v", o.GetName(), err)
			}
		} else if err == nil || !strings.Contains(err.Error(), o.GetName()+" cannot be deleted: "+by+" refers to it") {
			t.Errorf("delete %T %s: got %v, want a refusal that names %s", o, o.GetName(), err, by)
		}
	}
	gone := func(o client.Object) {
		t.Helper()
		if err := admin.Delete(t.Context(), o); err != nil {
			t.Errorf("delete %T %s: %v", o, o.GetName(), err)
		}
	}
	gone(grant)
	for _, o := range []client.Object{class, agreement, holder} {
		d.awaitUsage(o, "")
		gone(o)
	}
	d.awaitUsage(visits, "")
	gone(visits)
	d.awaitUsage(bureau, "")
	d.awaitUsage(edition, "DataResource "+d.name+"/labs")
}

// An act that is on record keeps what it names.
func TestWhatAnActNamesIsKept(t *testing.T) {
	t.Parallel()
	d := newDomain(t).established()
	visits := d.uid("visits")
	authority := &v1alpha1.Organization{ObjectMeta: named(d.authority)}
	alone := d.resource("alone").Obj()
	d.create(alone)
	d.awaitUsage(alone, "")
	act := d.decide(d.act("halt", d.authority).Halts(v1alpha1.OnDataResource, "alone"))
	d.awaitUsage(alone, "Decision "+d.name+"/"+act.Name)
	d.awaitUsage(authority, "Decision "+d.name+"/"+act.Name)
	d.awaitUsage(visits, "OperationAgreement "+d.name+"/health")
}

// TestAReferenceMadeWhileUnusedStillStands shows the race: whoever deletes in
// that moment succeeds, nothing is open through what is gone, and it heals.
func TestAReferenceMadeWhileUnusedStillStands(t *testing.T) {
	t.Parallel()
	d := newDomain(t).established()
	class := &v1alpha1.SandboxClass{ObjectMeta: named(d.class)}
	d.awaitUsage(class, "")
	grant := d.grant("g").Input("visits").Obj()
	d.create(grant)
	// As if it had been read as unused a moment before the grant came.
	stale := client.RawPatch(types.MergePatchType, []byte(`{"status":{"unused":true,"usedBy":null}}`))
	if err := byOperatorsHand(t).Status().Patch(t.Context(), class.DeepCopy(), stale); err != nil {
		t.Fatal(err)
	}
	err := admin.Delete(t.Context(), class.DeepCopy())
	if err != nil { // the operator was faster than we were
		d.awaitUsage(class, "DeveloperGrant "+d.name+"/g")
		d.remove(class)
	}
	d.awaitGrant("g", d.shutWithoutClass(grant))
	again := d.again(builder.Class(d.class).Registries(registry).Obj())
	d.awaitOpen("g")
	d.awaitUsage(again, "DeveloperGrant "+d.name+"/g")
}

// shutWithoutClass is the outlook of a grant without its class, which may have
// been open for a moment.
func (d *domain) shutWithoutClass(grant *v1alpha1.DeveloperGrant) string {
	d.t.Helper()
	seen := "Active=False(ReferenceMissing) SandboxReady=True(NotNeeded) " + waits
	d.eventually("the grant is shut", func(ctx context.Context) error {
		g := &v1alpha1.DeveloperGrant{}
		if err := admin.Get(ctx, client.ObjectKeyFromObject(grant), g); err != nil {
			return err
		}
		frozen := strings.Replace(seen, "NotNeeded", "Frozen", 1)
		switch got := outlook(g.Status.Conditions); got {
		case seen:
			return nil
		case frozen:
			seen = frozen
			return nil
		default:
			return errors.New(got)
		}
	})
	return seen
}

func TestAReportThatIsWrongHeals(t *testing.T) {
	t.Parallel()
	d := newDomain(t).established()
	agreement := &v1alpha1.OperationAgreement{ObjectMeta: metav1.ObjectMeta{Namespace: d.name, Name: "health"}}
	d.awaitUsage(agreement, "")
	labs := d.uid("labs")
	for _, wrong := range []string{`{"status":{"unused":true,"usedBy":null}}`, `{"status":{"unused":null}}`} {
		d.awaitUsage(labs, "OperationAgreement "+d.name+"/health")
		if err := byOperatorsHand(t).Status().Patch(t.Context(), labs, client.RawPatch(types.MergePatchType, []byte(wrong))); err != nil {
			t.Fatal(err)
		}
	}
	d.awaitUsage(labs, "OperationAgreement "+d.name+"/health")
}

func TestADomainGoesOnceNothingIsKeptInIt(t *testing.T) {
	t.Parallel()
	d := newDomain(t)
	marked := func(want bool) {
		t.Helper()
		d.eventually(fmt.Sprintf("the domain is marked disposable: %t", want), func(ctx context.Context) error {
			ns := &corev1.Namespace{}
			if err := admin.Get(ctx, types.NamespacedName{Name: d.name}, ns); err != nil {
				return err
			}
			if got := ns.Annotations[v1alpha1.DisposableAnnotation] == "true"; got != want {
				return fmt.Errorf("it is %t", got)
			}
			return nil
		})
	}
	marked(true)
	d.established()
	marked(false)
	ns := &corev1.Namespace{ObjectMeta: named(d.name)}
	if err := admin.Delete(t.Context(), ns, client.DryRunAll); err == nil || !strings.Contains(err.Error(), v1alpha1.DisposableAnnotation) {
		t.Errorf("delete a domain that holds data: got %v, want a refusal that names the mark", err)
	}
	grant := d.grant("g").Input("visits").Obj()
	d.create(grant)
	sandbox := box(d.awaitOpen("g"))
	d.remove(grant)
	for _, name := range []string{"health", "visits", "labs"} {
		for _, o := range []client.Object{&v1alpha1.OperationAgreement{}, &v1alpha1.DataResource{}} {
			o.SetNamespace(d.name)
			o.SetName(name)
			if err := breakingGlass(t).Delete(t.Context(), o); client.IgnoreNotFound(err) != nil {
				t.Fatal(err)
			}
		}
	}
	d.eventually("the frozen sandbox holds its domain", func(ctx context.Context) error {
		return marksLeft(ctx, sandbox)
	})
	marked(false)
	if err := breakingGlass(t).Delete(t.Context(), &corev1.Namespace{ObjectMeta: named(sandbox)}); err != nil {
		t.Fatal(err)
	}
	marked(true)
	if err := admin.Delete(t.Context(), ns); err != nil {
		t.Errorf("delete a domain that holds nothing: %v", err)
	}
	d.eventually("the domain is gone", func(ctx context.Context) error {
		err := admin.Get(ctx, types.NamespacedName{Name: d.name}, &corev1.Namespace{})
		if err == nil {
			return errors.New("it is still there")
		}
		return client.IgnoreNotFound(err)
	})
}
