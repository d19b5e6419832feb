// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package kube

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"testing"

	"github.com/go-logr/logr/funcr"
	"github.com/google/go-cmp/cmp"
	"k8s.io/apimachinery/pkg/api/meta"
	"k8s.io/client-go/rest"
	ctrlcache "sigs.k8s.io/controller-runtime/pkg/cache"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/client/interceptor"
	"sigs.k8s.io/controller-runtime/pkg/log"
	"sigs.k8s.io/controller-runtime/pkg/reconcile"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/reference"
)

// oneInformer is a cache that has an informer of Decisions.
type oneInformer struct{ ctrlcache.Informer }

// GetInformer is that informer.
func (o oneInformer) GetInformer(context.Context, client.Object, ...ctrlcache.InformerGetOption) (ctrlcache.Informer, error) {
	return o.Informer, nil
}

// copiesNone is a reader that has no Decisions to copy, and says so.
func copiesNone(t *testing.T) client.Reader {
	t.Helper()
	reader := affectedBy(t).Reader.(client.WithWatch)
	return interceptor.NewClient(reader, interceptor.Funcs{List: func(ctx context.Context, w client.WithWatch, list client.ObjectList, options ...client.ListOption) error {
		if _, ok := list.(*v1alpha1.DecisionList); ok {
			return errors.New("all Decisions were to be copied")
		}
		return w.List(ctx, list, options...)
	}})
}

func TestDecisionsAreLookedAtWithoutACopy(t *testing.T) {
	informers := oneInformer{startedInformer(t, decisionsOn(t, 3), slim, gotByOperator...)}
	reader := copiesNone(t)
	references := References{Cache: reader, Informers: informers}
	for target, want := range map[reference.Target]string{
		{Kind: reference.Organization, Name: "party-2"}:                                     "Decision demo-health/large-00000-3",
		{Kind: reference.Organization, Name: "stranger"}:                                    "",
		{Kind: reference.DataResource, Namespace: "demo-health", Name: "visits"}:            "",
		{Kind: reference.OperationAgreement, Namespace: "demo-health", Name: "large-00000"}: "", // a grant has that name
		{Kind: reference.Jurisdiction, Name: "demo.1"}:                                      "",
	} {
		if got, err := references.Seen(t.Context(), target, ""); err != nil || got != want {
			t.Errorf("Seen(%v) = %q, %v, want %q", target, got, err, want)
		}
	}
	party := &v1alpha1.Organization{}
	party.Name = "party-2"
	a := Affected{Reader: reader, Informers: informers}
	tests := map[string]struct {
		by   func(context.Context, client.Object) []reconcile.Request
		want []string
	}{
		"what its acts are on": {a.DecidedBy(a.GrantsDecided), []string{"large-00000", "large-00001", "large-00002"}},
		"its acts":             {a.ActsOf, []string{"large-00000-3", "large-00001-3", "large-00002-3"}},
		"what rests on a role": {func(ctx context.Context, _ client.Object) []reconcile.Request {
			d := &v1alpha1.Decision{}
			d.Spec.Subject.Kind, d.Spec.Subject.Name = v1alpha1.OnOrganization, "party-2"
			return a.GrantsDecided(ctx, d)
		}, []string{"large-00000", "large-00001", "large-00002"}},
	}
	for name, tc := range tests {
		if diff := cmp.Diff(tc.want, namesOf(tc.by(t.Context(), party))); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

// TestDecisionsAreNotLookedThroughForWhatTheyNeverName shows that no Decision is
// read for a calendar, nor for a class: what would tell of them is broken.
func TestDecisionsAreNotLookedThroughForWhatTheyNeverName(t *testing.T) {
	reader := copiesNone(t)
	references := References{Cache: reader, Live: reader}
	for _, kind := range []string{reference.WorkCalendar, reference.SandboxClass} {
		target := reference.Target{Kind: kind, Name: "state"}
		if got, err := references.Seen(t.Context(), target, ""); err != nil || got != "" {
			t.Errorf("Seen(%v) = %q, %v", target, got, err)
		}
		if got, err := references.Proved(t.Context(), target); err != nil || got != "" {
			t.Errorf("Proved(%v) = %q, %v", target, got, err)
		}
	}
}

func TestWhoCannotLookCopiesAndSaysSo(t *testing.T) {
	act := actsOn(t, 0)[2]
	act.ManagedFields, act.ResourceVersion = nil, ""
	reader := affectedBy(t, &act).Reader
	for name, from := range map[string]Informers{
		"without informers":                  nil,
		"with one that holds Decisions":      oneInformer{},
		"with one of which nothing was read": oneInformer{informers()(decisionsOn(t, 1), &v1alpha1.Decision{}, 0, nil)},
	} {
		t.Run(name, func(t *testing.T) {
			var told []string
			ctx := log.IntoContext(t.Context(), funcr.New(func(_, line string) { told = append(told, line) }, funcr.Options{}))
			var shown []string
			err := lookAt(ctx, from, reader, looked{decider: "party-2"}, func(d *v1alpha1.Decision) { shown = append(shown, d.Name) })
			if err != nil || fmt.Sprint(shown) != "[large-00000-3]" {
				t.Errorf("shown are %v, %v", shown, err)
			}
			if len(told) != 1 {
				t.Errorf("told was %q, want one line", told)
			}
		})
	}
}

// TestTheCacheOfAProcessHoldsActs asks the cache of each process before it runs.
func TestTheCacheOfAProcessHoldsActs(t *testing.T) {
	scheme, err := NewScheme()
	if err != nil {
		t.Fatal(err)
	}
	mapper := meta.NewDefaultRESTMapper(nil)
	mapper.Add(v1alpha1.GroupVersion.WithKind("Decision"), meta.RESTScopeNamespace)
	for name, options := range map[string]ctrlcache.Options{"operator": CacheOptions(), "cutoff": CutoffCacheOptions(nil)} {
		options.Scheme, options.Mapper, options.ByObject = scheme, mapper, nil
		process, err := ctrlcache.New(&rest.Config{Host: "http://kube.invalid"}, options)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := (looked{}).held(t.Context(), process); !errors.Is(err, errNotListed) {
			t.Errorf("%s: %v, want that it has not listed yet", name, err)
		}
	}
}

// TestAFaceLacksWhatIsAnActsOwn puts in what a face lacks, and has the Decision.
func TestAFaceLacksWhatIsAnActsOwn(t *testing.T) {
	want, count := &v1alpha1.Decision{}, 0
	fill(reflect.ValueOf(want).Elem(), &count)
	want.Spec.Subject.Kind = v1alpha1.OnOperationAgreement
	face := pack(want).face()
	if got := reference.Of(face); !slices.Equal(got, reference.Of(want)) || len(got) < 8 {
		t.Errorf("a face refers to %v, its Decision to %v", got, reference.Of(want))
	}
	face = face.DeepCopy()
	face.Spec.Regarding = want.Spec.Regarding
	for i := range face.Status.Conditions {
		face.Status.Conditions[i].LastTransitionTime = want.Status.Conditions[i].LastTransitionTime
	}
	if diff := cmp.Diff(want, face); diff != "" {
		t.Errorf("a face with its own (-want +got):\n%s", diff)
	}
}
