// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package developergrant

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	corev1 "k8s.io/api/core/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/client/fake"
	"sigs.k8s.io/controller-runtime/pkg/client/interceptor"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/controllers/kube"
	"github.com/publicdata-io/mandate/internal/authorization"
	"github.com/publicdata-io/mandate/internal/sandbox"
	"github.com/publicdata-io/mandate/test/builder"
)

// opening is a grant in force on its way into a cluster that keeps a list of
// what was written.
type opening struct {
	*Reconciler
	facts  *authorization.Facts
	plan   sandbox.Plan
	writes []string
}

func newOpening(t *testing.T, there ...client.Object) *opening {
	t.Helper()
	scheme, err := kube.NewScheme()
	if err != nil {
		t.Fatal(err)
	}
	o := &opening{facts: builder.Health().OfGrant("g")}
	o.facts.ReadAt = "900"
	o.plan = sandbox.PlanGrant(o.facts, authorization.DecideGrant(o.facts, builder.Instant("2026-03-10T00:00:00Z")))
	note := func(verb string, object client.Object) {
		o.writes = append(o.writes, fmt.Sprintf("%s %T %s", verb, object, object.GetName()))
	}
	cluster := fake.NewClientBuilder().WithScheme(scheme).WithObjects(append(there, o.facts.Grant)...).WithInterceptorFuncs(interceptor.Funcs{
		Create: func(ctx context.Context, c client.WithWatch, object client.Object, opts ...client.CreateOption) error {
			note("create", object)
			return c.Create(ctx, object, opts...)
		},
		Update: func(ctx context.Context, c client.WithWatch, object client.Object, opts ...client.UpdateOption) error {
			note("update", object)
			return c.Update(ctx, object, opts...)
		},
		Patch: func(ctx context.Context, c client.WithWatch, object client.Object, patch client.Patch, opts ...client.PatchOption) error {
			note("patch", object)
			return c.Patch(ctx, object, patch, opts...)
		},
	}).Build()
	if err := cluster.Get(t.Context(), client.ObjectKeyFromObject(o.facts.Grant), o.facts.Grant); err != nil {
		t.Fatal(err)
	}
	o.Reconciler = &Reconciler{Client: cluster, Live: cluster, Writer: &kube.Writer{Client: cluster, Live: cluster, Ledger: kube.NewLedger()}}
	return o
}

func (o *opening) run(ctx context.Context) error {
	at, err := o.targets(ctx, o.plan)
	if err != nil {
		return err
	}
	return o.write(ctx, o.facts, o.plan, at)
}

// TestTheGrantIsHeldFirstAndTheRoomComesLast shows the order of all writes that
// bring a sandbox into being: whoever dies in between has opened nothing that
// nobody guards or that nobody would cut.
func TestTheGrantIsHeldFirstAndTheRoomComesLast(t *testing.T) {
	o := newOpening(t)
	if err := o.run(t.Context()); err != nil {
		t.Fatal(err)
	}
	guards := make([]string, 0, len(o.plan.Guards))
	for _, guard := range o.plan.Guards {
		guards = append(guards, fmt.Sprintf("create %T %s", guard, guard.GetName()))
	}
	first := []string{"patch *v1alpha1.DeveloperGrant g", "create *v1.Namespace " + o.plan.Namespace.Name, "create *v1.NetworkPolicy mandate-default-deny"}
	last := []string{"create *v1.ClusterRole " + o.plan.Role.Name, "create *v1.RoleBinding mandate-door", "create *v1.RoleBinding mandate-room"}
	if len(o.writes) != 2+len(guards)+len(last) {
		t.Fatalf("the writes are %q", o.writes)
	}
	end := len(o.writes) - len(last)
	if diff := cmp.Diff(slices.Concat(first, last), slices.Concat(o.writes[:len(first)], o.writes[end:])); diff != "" {
		t.Errorf("the first and the last writes (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(slices.Sorted(slices.Values(guards)), slices.Sorted(slices.Values(o.writes[2:end]))); diff != "" {
		t.Errorf("the guards in between (-want +got):\n%s", diff)
	}
}

// TestANamespaceThatIsThereIsNotAdopted puts one into the place of the sandbox.
func TestANamespaceThatIsThereIsNotAdopted(t *testing.T) {
	squatter := &corev1.Namespace{ObjectMeta: metav1.ObjectMeta{
		Name: newOpening(t).plan.Namespace.Name, Labels: map[string]string{v1alpha1.SandboxLabel: "true", v1alpha1.GrantUIDLabel: "another"},
	}}
	o := newOpening(t, squatter)
	if err := o.run(t.Context()); !errors.Is(err, errNameTaken) {
		t.Errorf("write = %v, want that the name is taken", err)
	}
	if diff := cmp.Diff([]string{"patch *v1alpha1.DeveloperGrant g"}, o.writes); diff != "" {
		t.Errorf("the writes (-want +got):\n%s", diff)
	}
}

// TestACohortThatWasEmptiedIsNotFilledByAGrant shows that a grant alone gives no
// cohort back: others hang on it.
func TestACohortThatWasEmptiedIsNotFilledByAGrant(t *testing.T) {
	role := &rbacv1.ClusterRole{ObjectMeta: metav1.ObjectMeta{
		Name: newOpening(t).plan.Role.Name, Annotations: map[string]string{v1alpha1.ClosedByAnnotation: "Suspended 1f at 800"},
	}}
	o := newOpening(t, role)
	if err := o.run(t.Context()); !errors.Is(err, errCohortClosed) {
		t.Errorf("write = %v, want that the cohort is closed", err)
	}
	if err := o.Client.Get(t.Context(), client.ObjectKeyFromObject(role), role); err != nil || len(role.Rules) > 0 {
		t.Errorf("the cohort has %v, %v", role.Rules, err)
	}
	for _, write := range o.writes {
		if write == "create *v1.RoleBinding mandate-room" {
			t.Error("the room was bound")
		}
	}
}

// TestWhoLeftLosesTheDoorThoughNothingIsDecided takes people out of a holder while
// the guards are not proven: the door follows who left, and nobody comes in.
func TestWhoLeftLosesTheDoorThoughNothingIsDecided(t *testing.T) {
	user := func(name string) rbacv1.Subject {
		return rbacv1.Subject{APIGroup: rbacv1.GroupName, Kind: "User", Name: name}
	}
	marked := func(with string) func(*corev1.Namespace) {
		return func(box *corev1.Namespace) { box.Annotations[with] = "Suspended 1f at 800" }
	}
	tests := map[string]struct {
		box     func(*corev1.Namespace)
		version string // of the holder; the door is of 900
		people  []string
		unread  bool
		want    []rbacv1.Subject
	}{
		"one left, and one came":   {version: "901", people: []string{"stays", "newcomer"}, want: []rbacv1.Subject{user("stays")}},
		"all left":                 {version: "901"},
		"nobody left":              {version: "901", people: []string{"stays", "leaves", "newcomer"}, want: []rbacv1.Subject{user("stays"), user("leaves")}},
		"before the door was made": {version: "899", people: []string{"stays"}, want: []rbacv1.Subject{user("stays"), user("leaves")}},
		"who could not be read":    {unread: true, want: []rbacv1.Subject{user("stays"), user("leaves")}},
		"of a closed sandbox":      {box: marked(v1alpha1.ClosedByAnnotation), version: "901", want: []rbacv1.Subject{user("stays"), user("leaves")}},
		"of another grant's":       {box: func(box *corev1.Namespace) { box.Labels[v1alpha1.GrantUIDLabel] = "x" }, version: "901", want: []rbacv1.Subject{user("stays"), user("leaves")}},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			box := newOpening(t).plan.Namespace.DeepCopy()
			if tc.box != nil {
				tc.box(box)
			}
			door := &rbacv1.RoleBinding{
				ObjectMeta: metav1.ObjectMeta{Namespace: box.Name, Name: sandbox.DoorName, ResourceVersion: "900"},
				RoleRef:    rbacv1.RoleRef{APIGroup: rbacv1.GroupName, Kind: "ClusterRole", Name: sandbox.DoorName},
				Subjects:   []rbacv1.Subject{user("stays"), user("leaves")},
			}
			o := newOpening(t, box, door)
			holder := o.facts.Organizations[o.facts.Grant.Spec.Holder].Get().DeepCopy()
			holder.ResourceVersion, holder.Spec.Subjects = tc.version, nil
			for _, name := range tc.people {
				holder.Spec.Subjects = append(holder.Spec.Subjects, v1alpha1.Subject{Kind: v1alpha1.SubjectUser, Name: name})
			}
			o.facts.Organizations[o.facts.Grant.Spec.Holder] = authorization.Found(holder)
			if tc.unread {
				o.facts.Organizations[o.facts.Grant.Spec.Holder] = authorization.Lookup[v1alpha1.Organization]{}
			}
			if _, _, err := o.apply(t.Context(), o.facts, authorization.Verdict{Force: authorization.Undecided}); err != nil {
				t.Fatal(err)
			}
			if err := o.Client.Get(t.Context(), client.ObjectKeyFromObject(door), door); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tc.want, door.Subjects); diff != "" {
				t.Errorf("who has the door (-want +got):\n%s", diff)
			}
		})
	}
}
