// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package purge_test

import (
	"context"
	"errors"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	testclock "k8s.io/utils/clock/testing"
	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/client/fake"
	"sigs.k8s.io/controller-runtime/pkg/client/interceptor"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/controllers/kube"
	"github.com/publicdata-io/mandate/controllers/purge"
	"github.com/publicdata-io/mandate/internal/sandbox"
	"github.com/publicdata-io/mandate/test/builder"
)

// ends is the end of the term of the agreement health.
const ends = "2026-12-31T16:00:00Z"

var (
	visits    = builder.Resource("visits").Obj()
	agreement = builder.Agreement("health").Over("visits").Term("2026-01-01", "2026-12-31").Obj()
	target    = sandbox.Target{MatchLabels: map[string]string{"app": "visits"}}
)

func closedMark() map[string]string {
	return map[string]string{v1alpha1.ClosedByAnnotation: "TermEnded 1", v1alpha1.NotAfterAnnotation: ends}
}

func closedRoute() *networkingv1.NetworkPolicy {
	route := sandbox.Allow(agreement.UID, visits, target, false)
	route.Annotations = closedMark()
	return route
}

func emptiedRole() *rbacv1.ClusterRole {
	return &rbacv1.ClusterRole{ObjectMeta: metav1.ObjectMeta{
		Name: "mandate-room-0123456789abcdef0123", Annotations: closedMark(),
		Labels: map[string]string{v1alpha1.PartLabel: sandbox.PartRoom, v1alpha1.AgreementUIDLabel: string(agreement.UID)},
	}}
}

// box is a sandbox of the agreement with some marks, and the input or not.
func box(input bool, marks map[string]string) *corev1.Namespace {
	labels := map[string]string{v1alpha1.SandboxLabel: "true", v1alpha1.AgreementUIDLabel: string(agreement.UID)}
	if input {
		labels[sandbox.InputLabel(agreement.UID, visits.UID)] = "true"
	}
	return &corev1.Namespace{ObjectMeta: metav1.ObjectMeta{Name: "sandbox-0", Labels: labels, Annotations: marks}}
}

// indexer gives a fake API server the fields by which the real one selects.
type indexer struct{ *fake.ClientBuilder }

// IndexField adds one.
func (i indexer) IndexField(_ context.Context, o client.Object, field string, values client.IndexerFunc) error {
	i.WithIndex(o, field, values)
	return nil
}

// cleared says whether a leftover is cleared away in a world.
func cleared(t *testing.T, leftover client.Object, now string, fails func(client.ObjectList) error, world ...client.Object) bool {
	t.Helper()
	scheme, err := kube.NewScheme()
	if err != nil {
		t.Fatal(err)
	}
	b := fake.NewClientBuilder().WithScheme(scheme).WithObjects(leftover).WithObjects(world...).
		WithInterceptorFuncs(interceptor.Funcs{List: func(ctx context.Context, c client.WithWatch, list client.ObjectList, opts ...client.ListOption) error {
			if fails != nil {
				if err := fails(list); err != nil {
					return err
				}
			}
			return c.List(ctx, list, opts...)
		}})
	if err := kube.Index(t.Context(), indexer{b}); err != nil {
		t.Fatal(err)
	}
	c := b.Build()
	l := &purge.Leftovers{Client: c, Live: c, Clock: testclock.NewFakePassiveClock(builder.Instant(now))}
	request := ctrl.Request{NamespacedName: client.ObjectKeyFromObject(leftover)}
	if _, role := leftover.(*rbacv1.ClusterRole); role {
		_, err = l.Cohort(t.Context(), request)
	} else {
		_, err = l.Route(t.Context(), request)
	}
	if (err != nil) != (fails != nil) {
		t.Errorf("the pass returned %v", err)
	}
	err = c.Get(t.Context(), client.ObjectKeyFromObject(leftover), leftover.DeepCopyObject().(client.Object))
	if client.IgnoreNotFound(err) != nil {
		t.Fatal(err)
	}
	return apierrors.IsNotFound(err)
}

func failing[L client.ObjectList](list client.ObjectList) error {
	if _, is := list.(L); is {
		return errors.New("no answer")
	}
	return nil
}

func TestWhichRoutesAreClearedAway(t *testing.T) {
	baseline := sandbox.Baseline(visits, target)
	elsewhere := sandbox.Baseline(visits, sandbox.Target{MatchLabels: map[string]string{"app": "moved"}})
	opened := sandbox.Allow(agreement.UID, visits, target, true)
	opened.Annotations = closedMark()
	unmarked := closedRoute()
	unmarked.Annotations = nil
	going := baseline.DeepCopy()
	going.DeletionTimestamp, going.Finalizers = &metav1.Time{Time: time.Unix(1, 0)}, []string{"a/b"}
	edition := builder.Jurisdiction("demo", 1).Obj()
	tests := map[string]struct {
		route *networkingv1.NetworkPolicy
		now   string
		fails func(client.ObjectList) error
		world []client.Object
		want  bool
	}{
		"the agreement is gone":                   {world: []client.Object{baseline}, want: true},
		"the term is over":                        {world: []client.Object{baseline, agreement, edition}, want: true},
		"the term runs":                           {now: "2026-12-31T15:59:59Z", world: []client.Object{baseline, agreement, edition}},
		"the end of the term cannot be told":      {world: []client.Object{baseline, agreement}},
		"no baseline protects the data":           {},
		"the baseline protects other pods":        {world: []client.Object{elsewhere}},
		"the baseline is being deleted":           {world: []client.Object{going}},
		"a sandbox carries the input":             {world: []client.Object{baseline, box(true, nil)}},
		"a sandbox has lost the input":            {world: []client.Object{baseline, box(false, nil)}, want: true},
		"it lets somebody in":                     {route: opened, world: []client.Object{baseline}},
		"nobody closed it":                        {route: unmarked, world: []client.Object{baseline}},
		"agreements could not be read":            {fails: failing[*v1alpha1.OperationAgreementList], world: []client.Object{baseline}},
		"sandboxes could not be read":             {fails: failing[*metav1.PartialObjectMetadataList], world: []client.Object{baseline}},
		"policies could not be read":              {fails: failing[*networkingv1.NetworkPolicyList], world: []client.Object{baseline}},
		"the acts on its agreement could not be":  {fails: failing[*v1alpha1.DecisionList], world: []client.Object{baseline, agreement, edition}},
		"an agreement of the same name made anew": {world: []client.Object{baseline, builder.Agreement("health").UID("new").Over("visits").Term("2026-01-01", "2036-12-31").Obj()}, want: true},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			if tc.route == nil {
				tc.route = closedRoute()
			}
			if tc.now == "" {
				tc.now = ends
			}
			if got := cleared(t, tc.route, tc.now, tc.fails, tc.world...); got != tc.want {
				t.Errorf("cleared away: %t, want %t", got, tc.want)
			}
		})
	}
}

func TestWhichCohortsAreClearedAway(t *testing.T) {
	filled := emptiedRole()
	filled.Rules = []rbacv1.PolicyRule{{APIGroups: []string{""}, Resources: []string{"pods"}, Verbs: []string{"get"}}}
	unmarked := emptiedRole()
	delete(unmarked.Annotations, v1alpha1.ClosedByAnnotation)
	canary := emptiedRole()
	delete(canary.Annotations, v1alpha1.NotAfterAnnotation)
	marks := func(frozen, notAfter string) map[string]string {
		return map[string]string{v1alpha1.ClosedByAnnotation: "TermEnded 1", v1alpha1.FrozenAnnotation: frozen, v1alpha1.NotAfterAnnotation: notAfter}
	}
	tests := map[string]struct {
		role  *rbacv1.ClusterRole
		now   string
		fails func(client.ObjectList) error
		world []client.Object
		want  bool
	}{
		"its end is past":                       {want: true},
		"its end is to come":                    {now: "2026-12-31T15:59:59Z"},
		"its sandbox is frozen":                 {world: []client.Object{box(false, marks("TermEnded 1", ends))}, want: true},
		"its sandbox is being cut":              {world: []client.Object{box(false, marks("", ends))}},
		"its sandbox is being cut for another":  {world: []client.Object{box(false, marks("Halted 2", ends))}},
		"a sandbox of another end is being cut": {world: []client.Object{box(false, marks("", "2026-06-30T16:00:00Z"))}, want: true},
		"it holds rules":                        {role: filled},
		"nobody closed it":                      {role: unmarked},
		"it has no end":                         {role: canary},
		"sandboxes could not be read":           {fails: failing[*metav1.PartialObjectMetadataList]},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			if tc.role == nil {
				tc.role = emptiedRole()
			}
			if tc.now == "" {
				tc.now = ends
			}
			if got := cleared(t, tc.role, tc.now, tc.fails, tc.world...); got != tc.want {
				t.Errorf("cleared away: %t, want %t", got, tc.want)
			}
		})
	}
}
