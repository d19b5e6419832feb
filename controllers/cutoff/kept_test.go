// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package cutoff

import (
	"context"
	"maps"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"
	clocktesting "k8s.io/utils/clock/testing"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/client/fake"
	"sigs.k8s.io/controller-runtime/pkg/client/interceptor"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/controllers/kube"
	"github.com/publicdata-io/mandate/internal/ordering"
	"github.com/publicdata-io/mandate/internal/retention"
)

// TestTheEndOfTheRetentionIsWrittenWithTheFreeze shows when cutoff says until
// when a sandbox is kept, and by how many patches.
func TestTheEndOfTheRetentionIsWrittenWithTheFreeze(t *testing.T) {
	const kept = "1970-02-11T13:46:41Z" // thirty days after now, rounded late
	back, gone := func() retention.Link { return retention.Link{} }, retention.Gone
	frozen := map[string]string{v1alpha1.ClosedByAnnotation: mark, v1alpha1.FrozenAnnotation: mark}
	before := map[string]string{v1alpha1.ClosedByAnnotation: "Halted 2f", v1alpha1.FrozenAnnotation: "Halted 2f"}
	tests := map[string]struct {
		marks   map[string]string
		link    func() retention.Link
		refuses string // an annotation that the API server does not let in
		want    string
		patches int
	}{
		"cut for good":                           {marks: map[string]string{v1alpha1.ClosedByAnnotation: mark}, link: gone, want: kept, patches: 2},
		"cut, and may come back":                 {marks: map[string]string{v1alpha1.ClosedByAnnotation: mark}, link: back, patches: 2},
		"frozen, and ended since":                {marks: frozen, link: gone, want: kept, patches: 1},
		"frozen for something else, and ended":   {marks: before, link: gone, want: kept, patches: 1},
		"frozen, and may come back":              {marks: frozen, link: back},
		"frozen for something else, and may":     {marks: before, link: back, patches: 1},
		"that runs":                              {marks: with(frozen, v1alpha1.RetainedUntilAnnotation, "1970-01-31T00:00:00Z"), link: gone, want: "1970-01-31T00:00:00Z"},
		"of days that nobody knows":              {marks: with(frozen, v1alpha1.RetentionDaysAnnotation, ""), link: gone},
		"a date that is refused stops no freeze": {marks: before, link: gone, refuses: v1alpha1.RetainedUntilAnnotation, patches: 2},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			box := &corev1.Namespace{ObjectMeta: metav1.ObjectMeta{
				Name: boxName, Annotations: with(map[string]string{v1alpha1.RetentionDaysAnnotation: "30"}, "", ""),
			}}
			maps.Copy(box.Annotations, tc.marks)
			r, patches := freezer(t, box, tc.refuses)
			seen := &metav1.PartialObjectMetadata{ObjectMeta: box.ObjectMeta}
			if _, err := r.cut(t.Context(), seen, order{seen: r.Patience.before(), by: ordering.Closed{Cause: mark}, link: tc.link}); err != nil {
				t.Fatal(err)
			}
			read(t, r.Client, box)
			if diff := cmp.Diff([]string{mark, mark, tc.want}, []string{
				box.Annotations[v1alpha1.ClosedByAnnotation], box.Annotations[v1alpha1.FrozenAnnotation], box.Annotations[v1alpha1.RetainedUntilAnnotation],
			}); diff != "" {
				t.Errorf("closed, frozen and kept until (-want +got):\n%s", diff)
			}
			if *patches != tc.patches {
				t.Errorf("%d patches, want %d", *patches, tc.patches)
			}
		})
	}
}

func with(marks map[string]string, key, value string) map[string]string {
	all := map[string]string{}
	maps.Copy(all, marks)
	if key != "" {
		all[key] = value
	}
	return all
}

// freezer cuts in a cluster that holds a sandbox, refuses patches that name an
// annotation, and counts those of the quota and the sandbox.
func freezer(t *testing.T, box *corev1.Namespace, refuses string) (*GrantReconciler, *int) {
	t.Helper()
	scheme, err := kube.NewScheme()
	if err != nil {
		t.Fatal(err)
	}
	patches := new(int)
	cluster := fake.NewClientBuilder().WithScheme(scheme).WithObjects(box).WithInterceptorFuncs(interceptor.Funcs{
		Patch: func(ctx context.Context, w client.WithWatch, o client.Object, patch client.Patch, opts ...client.PatchOption) error {
			*patches++
			if data, err := patch.Data(o); err != nil || (refuses != "" && strings.Contains(string(data), refuses)) {
				return apierrors.NewForbidden(schema.GroupResource{Resource: "namespaces"}, o.GetName(), err)
			}
			return w.Patch(ctx, o, patch, opts...)
		},
	}).Build()
	return &GrantReconciler{
		Client: cluster, Knife: Knife{Client: cluster, Live: cluster}, Clock: clocktesting.NewFakePassiveClock(time.Unix(1_000_000, 0)),
		Patience: &Patience{Cache: &cacheAt{}, Local: clocktesting.NewFakePassiveClock(time.Unix(1_000_000, 0))},
	}, patches
}
