// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package usage

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"
	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/client/fake"
	"sigs.k8s.io/controller-runtime/pkg/client/interceptor"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/controllers/kube"
	"github.com/publicdata-io/mandate/internal/reference"
	"github.com/publicdata-io/mandate/test/builder"
)

// indexer gives a fake cache the indexes of the real one.
type indexer struct{ *fake.ClientBuilder }

// IndexField adds an index.
func (i indexer) IndexField(_ context.Context, o client.Object, field string, values client.IndexerFunc) error {
	i.WithIndex(o, field, values)
	return nil
}

// world is a cache or an API server that holds objects. It counts the lists that
// it was asked for, and fails them with an error where there is one.
type world struct {
	client.Client
	mu    sync.Mutex
	lists int
}

func newWorld(t *testing.T, fails error, objects ...client.Object) *world {
	t.Helper()
	scheme, err := kube.NewScheme()
	if err != nil {
		t.Fatal(err)
	}
	w := &world{}
	b := fake.NewClientBuilder().WithScheme(scheme).WithObjects(objects...).WithStatusSubresource(&v1alpha1.SandboxClass{}, &v1alpha1.Organization{}).
		WithInterceptorFuncs(interceptor.Funcs{List: func(ctx context.Context, c client.WithWatch, list client.ObjectList, opts ...client.ListOption) error {
			w.mu.Lock()
			w.lists++
			w.mu.Unlock()
			if fails != nil {
				return fails
			}
			return c.List(ctx, list, opts...)
		}})
	if err := kube.Index(t.Context(), indexer{b}); err != nil {
		t.Fatal(err)
	}
	w.Client = b.Build()
	return w
}

func TestWhatIsReported(t *testing.T) {
	class := func(unused *bool) *v1alpha1.SandboxClass {
		c := builder.Class("small").Obj()
		c.Status.Unused = unused
		return c
	}
	grant := builder.Grant("g").Class("small").Input("visits").Obj()
	other := builder.Grant("other").Class("large").Input("visits").Obj()
	broken := errors.New("no answer")
	yes, no := new(true), new(false)
	tests := map[string]struct {
		was        *bool
		cached     []client.Object
		live       []client.Object
		cacheFails error
		liveFails  error
		want       v1alpha1.UsageStatus
		wantsLive  bool
		wantsRetry bool
	}{
		"nothing refers to it":                            {cached: []client.Object{other}, live: []client.Object{other}, wantsLive: true, want: v1alpha1.UsageStatus{Unused: yes}},
		"a grant does, as the cache knows":                {cached: []client.Object{grant}, want: v1alpha1.UsageStatus{Unused: no, UsedBy: "DeveloperGrant demo-health/g"}},
		"a grant does, of which the cache has not heard":  {live: []client.Object{grant}, wantsLive: true, want: v1alpha1.UsageStatus{Unused: no, UsedBy: "DeveloperGrant demo-health/g"}},
		"a grant came since it was unused":                {was: yes, cached: []client.Object{grant}, want: v1alpha1.UsageStatus{Unused: no, UsedBy: "DeveloperGrant demo-health/g"}},
		"it stays unused":                                 {was: yes, want: v1alpha1.UsageStatus{Unused: yes}},
		"the API server gives no answer":                  {liveFails: broken, wantsLive: true, wantsRetry: true},
		"no answer, and it was in use":                    {was: no, liveFails: broken, wantsLive: true, wantsRetry: true, want: v1alpha1.UsageStatus{Unused: no}},
		"the cache gives no answer":                       {cacheFails: broken, wantsRetry: true},
		"a grant that is only in the cache any more":      {was: no, cached: []client.Object{grant}, want: v1alpha1.UsageStatus{Unused: no, UsedBy: "DeveloperGrant demo-health/g"}},
		"the first of several by name is the one told of": {cached: []client.Object{builder.Grant("z").Class("small").Input("visits").Obj(), grant}, want: v1alpha1.UsageStatus{Unused: no, UsedBy: "DeveloperGrant demo-health/g"}},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			cached := newWorld(t, tc.cacheFails, append(tc.cached, class(tc.was))...)
			live := newWorld(t, tc.liveFails, tc.live...)
			r := reconciler{&Reconciler{Client: cached, References: kube.References{Cache: cached, Live: live}, Rounds: kube.NewTurns(live)}, kindNamed(t, reference.SandboxClass)}
			_, err := r.Reconcile(t.Context(), ctrl.Request{NamespacedName: client.ObjectKey{Name: "small"}})
			if (err != nil) != tc.wantsRetry {
				t.Errorf("Reconcile returned %v", err)
			}
			if asked := live.lists > 0; asked != tc.wantsLive {
				t.Errorf("the API server was asked: %t, want %t", asked, tc.wantsLive)
			}
			got := &v1alpha1.SandboxClass{}
			if err := cached.Get(t.Context(), client.ObjectKey{Name: "small"}, got); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tc.want, got.Status.UsageStatus); diff != "" {
				t.Errorf("the report (-want +got):\n%s", diff)
			}
		})
	}
}

func kindNamed(t *testing.T, name string) kind {
	t.Helper()
	for _, k := range kinds {
		if k.name == name {
			return k
		}
	}
	t.Fatalf("nobody looks after kind %s", name)
	return kind{}
}

// An organisation that counts itself among its affiliates does not hold itself.
func TestNothingHoldsItself(t *testing.T) {
	self := builder.Organization("a").Obj()
	self.Spec.Affiliates = []v1alpha1.ObjectName{"a"}
	w := newWorld(t, nil, self)
	r := reconciler{&Reconciler{Client: w, References: kube.References{Cache: w, Live: w}, Rounds: kube.NewTurns(w)}, kindNamed(t, reference.Organization)}
	if _, err := r.Reconcile(t.Context(), ctrl.Request{NamespacedName: client.ObjectKey{Name: "a"}}); err != nil {
		t.Fatal(err)
	}
	got := &v1alpha1.Organization{}
	if err := w.Get(t.Context(), client.ObjectKey{Name: "a"}, got); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(v1alpha1.UsageStatus{Unused: new(true)}, got.Status.UsageStatus); diff != "" {
		t.Errorf("the report (-want +got):\n%s", diff)
	}
}

// TestManyNewObjectsAreProvedTogether shows that a hundred new classes cost a few
// rounds of lists: the answers of one are held back until all others wait.
func TestManyNewObjectsAreProvedTogether(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const many = 100
		var classes []client.Object
		for i := range many {
			classes = append(classes, builder.Class(fmt.Sprint("c", i)).Obj())
		}
		cached, live := newWorld(t, nil, classes...), newWorld(t, nil)
		all := make(chan struct{})
		r := reconciler{&Reconciler{
			Client: cached, References: kube.References{Cache: cached, Live: live}, Rounds: kube.NewTurns(waits{live, all}),
		}, kindNamed(t, reference.SandboxClass)}
		var group sync.WaitGroup
		for i := range many {
			group.Go(func() {
				if _, err := r.Reconcile(t.Context(), ctrl.Request{NamespacedName: client.ObjectKey{Name: fmt.Sprint("c", i)}}); err != nil {
					t.Error(err)
				}
			})
		}
		synctest.Wait() // the first holds its list, all others wait for the next round
		close(all)
		group.Wait()
		if most := many / 2; live.lists > most {
			t.Errorf("%d live lists for %d new objects, want %d at most", live.lists, many, most)
		}
	})
}

// waits holds each list back.
type waits struct {
	client.Reader
	until <-chan struct{}
}

// List lists objects.
func (w waits) List(ctx context.Context, list client.ObjectList, opts ...client.ListOption) error {
	<-w.until
	return w.Reader.List(ctx, list, opts...)
}
