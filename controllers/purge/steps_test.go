// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package purge_test

import (
	"fmt"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	testclock "k8s.io/utils/clock/testing"
	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/client/fake"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/controllers/kube"
	"github.com/publicdata-io/mandate/controllers/purge"
	"github.com/publicdata-io/mandate/test/builder"
)

// TestAPurgeAwaitsABeat shows that nothing is deleted before cutoff's beat tells
// that the retention is over, as admission asks for, that it is asked again, and that
// the disposal says so once, with nothing in it that changes from look to look.
func TestAPurgeAwaitsABeat(t *testing.T) {
	const name, until = "sandbox-0123456789abcdef0123", "2026-03-03T00:00:01Z"
	const awaited = "NotYetDue: sandbox " + name + " is kept until " + until + " by the beat of cutoff: one at that instant or later is awaited " +
		"(Heartbeat operator, spec.renewTime), and by it the operator purges"
	dispose := builder.Decision("dispose").UID("1f").Disposes(name).In("demo-health").On("2026-02-02").Obj()
	marks := map[string]string{
		v1alpha1.GrantAnnotation: "demo-health/g", v1alpha1.HolderAnnotation: builder.Holder, v1alpha1.ClassAnnotation: "standard",
		v1alpha1.RetentionDaysAnnotation: "30", v1alpha1.ClosedByAnnotation: "TermEnded 1", v1alpha1.FrozenAnnotation: "TermEnded 1",
		v1alpha1.RetainedUntilAnnotation: until, v1alpha1.PurgeAnnotation: "dispose 1f",
	}
	tests := map[string]struct {
		beat string
		goes bool
	}{
		"no Heartbeat": {"", false}, "no beat": {"none", false}, "one from before": {"2026-03-03T00:00:00Z", false},
		"one at the end": {until, true}, "a later one": {"2026-03-09T23:59:59Z", true},
	}
	for says, tc := range tests {
		t.Run(says, func(t *testing.T) {
			box := &corev1.Namespace{ObjectMeta: metav1.ObjectMeta{
				Name: name, Annotations: marks, Labels: map[string]string{v1alpha1.SandboxLabel: "true", v1alpha1.GrantUIDLabel: "1"},
			}}
			objects := []client.Object{box, dispose, builder.Organization(builder.Bureau).Roles("DataAuthority").Obj(), builder.Organization(builder.Holder).Obj()}
			if tc.beat != "" {
				heart := &v1alpha1.Heartbeat{ObjectMeta: metav1.ObjectMeta{Name: v1alpha1.HeartbeatName}}
				if at, err := time.Parse(time.RFC3339, tc.beat); err == nil {
					heart.Spec.RenewTime = &metav1.Time{Time: at}
				}
				objects = append(objects, heart)
			}
			scheme, err := kube.NewScheme()
			if err != nil {
				t.Fatal(err)
			}
			b := fake.NewClientBuilder().WithScheme(scheme).WithObjects(objects...).WithStatusSubresource(dispose)
			if err := kube.Index(t.Context(), indexer{b}); err != nil {
				t.Fatal(err)
			}
			c := b.Build()
			clock := testclock.NewFakePassiveClock(builder.Instant("2026-03-10T00:00:00Z"))
			r := &purge.Reconciler{Client: c, Live: c, Clock: clock}
			look := func() ctrl.Result {
				t.Helper()
				result, err := r.Reconcile(t.Context(), ctrl.Request{NamespacedName: client.ObjectKeyFromObject(box)})
				if err != nil {
					t.Fatal(err)
				}
				return result
			}
			result := look()
			told := read(t, c, dispose)
			if gone := apierrors.IsNotFound(c.Get(t.Context(), client.ObjectKeyFromObject(box), box)); gone != tc.goes {
				t.Errorf("it was deleted: %v, want %v", gone, tc.goes)
			}
			if again := result.RequeueAfter > 0; again == tc.goes {
				t.Errorf("it is looked at again after %s", result.RequeueAfter)
			}
			says := fmt.Sprintf("%s: %s", told.Status.Conditions[0].Reason, told.Status.Conditions[0].Message)
			if want := map[bool]string{true: "Effective: by this act the sandbox is purged", false: awaited}[tc.goes]; says != want {
				t.Errorf("the disposal says %q, want %q", says, want)
			}
			if tc.goes {
				return
			}
			clock.SetTime(builder.Instant("2026-03-10T00:00:10Z"))
			if look(); read(t, c, dispose).ResourceVersion != told.ResourceVersion {
				t.Error("a second look writes the same anew")
			}
		})
	}
}

func read(t *testing.T, c client.Client, d *v1alpha1.Decision) *v1alpha1.Decision {
	t.Helper()
	seen := &v1alpha1.Decision{}
	if err := c.Get(t.Context(), client.ObjectKeyFromObject(d), seen); err != nil {
		t.Fatal(err)
	}
	if len(seen.Status.Conditions) == 0 || seen.Status.Conditions[0].Type != v1alpha1.CountsCondition {
		t.Fatalf("the disposal has conditions %v", seen.Status.Conditions)
	}
	return seen
}
