// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package plugin

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	rbacv1 "k8s.io/api/rbac/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"sigs.k8s.io/controller-runtime/pkg/client"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/test/builder"
)

func forbidden(kind, name string) error {
	return apierrors.NewForbidden(schema.GroupResource{Group: v1alpha1.GroupVersion.Group, Resource: kind}, name, errors.New("no"))
}

func TestWhatCouldNotBeReadIsSummedUp(t *testing.T) {
	failure := errors.Join(
		errors.Join(fmt.Errorf("read Organization a: %w", miss(forbidden("organizations", "a"), "Organization", "")), fmt.Errorf("read Organization b: %w", miss(forbidden("organizations", "b"), "Organization", ""))),
		fmt.Errorf("list: %w", miss(forbidden("decisions", ""), "Decision", registry)),
		fmt.Errorf("read Service x: %w", miss(errors.New("timeout"), "Service", "d")),
	)
	for i := range 4 {
		failure = errors.Join(failure, fmt.Errorf("lost %d", i))
	}
	var said []string
	for _, phrase := range notRead(failure, failure) {
		said = append(said, phrase.String())
	}
	want := []string{"you may not read Decisions in namespace mandate-registry, Organizations", "lost 0", "lost 1", "lost 2, and 2 more such failures"}
	if diff := cmp.Diff(want, said); diff != "" {
		t.Errorf("what could not be read (-want +got):\n%s", diff)
	}
	if got := len(deciding(failure)); got != 7 {
		t.Errorf("%d failures bear on who may act, want 7: all but that to read a Service", got)
	}
}

// counted counts reads, and refuses those of one kind.
type counted struct{ asked map[string]int }

func (c counted) Get(_ context.Context, key client.ObjectKey, _ client.Object, _ ...client.GetOption) error {
	c.asked[key.Name]++
	return forbidden("organizations", key.Name)
}

func (c counted) List(context.Context, client.ObjectList, ...client.ListOption) error {
	c.asked["list"]++
	return forbidden("organizations", "")
}

func TestAGlanceAsksOnceForWhatItMayNotRead(t *testing.T) {
	scheme, err := newScheme()
	if err != nil {
		t.Fatal(err)
	}
	on := counted{asked: map[string]int{}}
	g := &glance{Reader: on, scheme: scheme, lists: map[listKey]*listing{}}
	for range 3 {
		if err := g.Get(t.Context(), client.ObjectKey{Name: "a"}, &v1alpha1.Organization{}); !apierrors.IsForbidden(err) {
			t.Errorf("it is told %v, want that it is forbidden", err)
		}
		if err := g.Get(t.Context(), client.ObjectKey{}, &v1alpha1.Organization{}); !apierrors.IsNotFound(err) {
			t.Errorf("of no name it is told %v, want that there is none", err)
		}
	}
	if diff := cmp.Diff(map[string]int{"list": 1, "a": 1}, on.asked); diff != "" {
		t.Errorf("reads (-want +got):\n%s", diff)
	}
}

// TestWhoMayNotReadOrganizationsIsNotToldThatAHaltHolds is of a halt by somebody
// who may not halt, which takes nothing, and which counts only for whoever does not
// know who acted.
func TestWhoMayNotReadOrganizationsIsNotToldThatAHaltHolds(t *testing.T) {
	o := newOffice(t)
	edition := o.edition.DeepCopy()
	edition.ObjectMeta = metav1.ObjectMeta{Name: o.namespace + ".2"}
	edition.Spec.Edition = 2
	edition.Spec.Halt = &v1alpha1.HaltRule{By: []v1alpha1.Party{{Role: "DataAuthority", Level: v1alpha1.LevelAny}}, Basis: []v1alpha1.BasisID{"policy"}}
	grant := o.grant.DeepCopy()
	grant.ObjectMeta = metav1.ObjectMeta{Name: "h", Namespace: o.namespace}
	grant.Spec.Jurisdiction = v1alpha1.ObjectName(edition.Name)
	stranger := builder.Organization(o.namespace + "-other").Roles("SourceUnit").Obj()
	halt := builder.Decision("halt").In(o.namespace).Does(v1alpha1.ActionHalt, v1alpha1.OnDeveloperGrant, "h").By(stranger.Name).On("2026-01-02").Obj()
	o.make(edition, grant, stranger, halt)
	if got := o.call("why", "dg/h"); strings.Contains(got.out, "Halted") {
		t.Fatalf("who may read all is told that it is halted:\n%s", got.out)
	}
	role := &rbacv1.ClusterRole{ObjectMeta: metav1.ObjectMeta{Name: o.namespace}}
	role.Rules = []rbacv1.PolicyRule{{
		APIGroups: []string{v1alpha1.GroupVersion.Group}, Verbs: []string{"get", "list"},
		Resources: []string{"developergrants", "operationagreements", "dataresources", "decisions", "jurisdictions", "sandboxclasses", "objections", "implementationplans", "selections", "workcalendars"},
	}}
	if err := world.admin.Update(t.Context(), role); err != nil {
		t.Fatal(err)
	}
	o.await(func() bool { return o.call("why", "dg/h").err != "" })
	got := o.call("why", "dg/h")
	if strings.Contains(got.out, "not in force: Halted") || !strings.Contains(got.out, "cannot be told: you may not read Organizations") {
		t.Errorf("it says:\n%s", got.out)
	}
	paused := o.grant.DeepCopy()
	paused.ObjectMeta, paused.Spec.Suspend = metav1.ObjectMeta{Name: "p", Namespace: o.namespace}, new(true)
	o.make(paused)
	if pause := o.call("why", "dg/p"); !strings.Contains(pause.out, "not in force: Suspended") || !strings.Contains(pause.out, "its owner paused it") || !strings.Contains(pause.out, "you may not read Organizations") {
		t.Errorf("of a paused grant it says:\n%s", pause.out)
	}
	for _, of := range []told{got, o.call("tree")} {
		if lines := strings.Split(strings.TrimSpace(of.err), "\n"); len(lines) != 1 || !strings.Contains(lines[0], "you may not read Organizations") || slices.Contains(lines, "may not be empty") {
			t.Errorf("of what could not be read it says %d lines, want one:\n%s", len(lines), of.err)
		}
	}
}
