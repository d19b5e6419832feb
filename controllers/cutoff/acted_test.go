// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package cutoff

import (
	"context"
	"sync"
	"testing"
	"time"

	testingclock "k8s.io/utils/clock/testing"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/client/fake"
	"sigs.k8s.io/controller-runtime/pkg/client/interceptor"
	"sigs.k8s.io/controller-runtime/pkg/controller/priorityqueue"
	"sigs.k8s.io/controller-runtime/pkg/event"
	"sigs.k8s.io/controller-runtime/pkg/handler"
	"sigs.k8s.io/controller-runtime/pkg/reconcile"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/controllers/kube"
	"github.com/publicdata-io/mandate/test/builder"
)

// fieldsOf indexes a fake cluster as the cache is.
type fieldsOf struct{ *fake.ClientBuilder }

// IndexField adds an index.
func (f fieldsOf) IndexField(_ context.Context, o client.Object, field string, values client.IndexerFunc) error {
	f.WithIndex(o, field, values)
	return nil
}

// slowWithActs is a cache that never comes to an end of all Decisions, nor of what
// is counted under all editions.
func slowWithActs(t *testing.T, objects ...client.Object) client.Reader {
	t.Helper()
	scheme, err := kube.NewScheme()
	if err != nil {
		t.Fatal(err)
	}
	cluster := fake.NewClientBuilder().WithScheme(scheme).WithObjects(objects...).WithInterceptorFuncs(interceptor.Funcs{
		List: func(ctx context.Context, w client.WithWatch, list client.ObjectList, options ...client.ListOption) error {
			switch list.(type) {
			case *v1alpha1.DecisionList, *v1alpha1.JurisdictionList:
				<-ctx.Done()
				return ctx.Err()
			}
			return w.List(ctx, list, options...)
		},
	})
	if err := kube.Index(t.Context(), fieldsOf{cluster}); err != nil {
		t.Fatal(err)
	}
	return cluster.Build()
}

// TestWhatAnActIsOnWaitsForNoFanout tells the handlers of an act, as an informer
// does, and of another before it whose fan-out does not end.
func TestWhatAnActIsOnWaitsForNoFanout(t *testing.T) {
	affected := kube.Affected{Reader: slowWithActs(t,
		builder.Agreement("health").In("demo-health").OperatedBy("group").Obj(), builder.Agreement("under").In("demo-health").Obj(),
		builder.Grant("g").In("demo-health").Under("health").Holder("medtech").Obj(),
	)}
	appoints := builder.Decision("appoints").In(v1alpha1.RegistryNamespace).By("gov").Does(v1alpha1.ActionAppoint, v1alpha1.OnOrganization, "agency").Obj()
	grants := grantsDecided(testingclock.NewFakePassiveClock(listNow), affected)
	tests := map[string]struct {
		handlers []handler.EventHandler
		act      client.Object
		want     string
	}{
		"a suspended agreement":           {agreementsDecided(testingclock.NewFakePassiveClock(listNow), affected), builder.Decision("d").In("demo-health").Suspends(v1alpha1.OnOperationAgreement, "health").Obj(), "health"},
		"the agreement of a barred party": {agreementsDecided(testingclock.NewFakePassiveClock(listNow), affected), builder.Decision("d").In(v1alpha1.RegistryNamespace).Disqualifies("group").Obj(), "health"},
		"a suspended grant":               {grants, builder.Decision("d").In("demo-health").Suspends(v1alpha1.OnDeveloperGrant, "g").Obj(), "g"},
		"the grant of a barred party":     {grants, builder.Decision("d").In(v1alpha1.RegistryNamespace).Disqualifies("medtech").Obj(), "g"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
			defer cancel()
			q := priorityqueue.New[reconcile.Request]("test")
			var told sync.WaitGroup
			for _, h := range tc.handlers {
				told.Go(func() {
					h.Create(ctx, event.CreateEvent{Object: appoints}, q)
					h.Create(ctx, event.CreateEvent{Object: tc.act}, q)
				})
			}
			go func() {
				told.Wait()
				q.ShutDown()
			}()
			if first, _ := q.Get(); first != named(tc.want) || ctx.Err() != nil {
				t.Errorf("first comes %s (%v)", first, ctx.Err())
			}
		})
	}
}
