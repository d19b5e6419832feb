// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package kube

import (
	"context"
	"encoding/json"
	"fmt"
	"runtime"
	"testing"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	apiruntime "k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/apimachinery/pkg/watch"
	"k8s.io/client-go/tools/cache"
	"sigs.k8s.io/controller-runtime/pkg/client"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
)

// fieldIndexers are the indexes of cached Decisions, as a manager's cache makes
// them: each value once in its namespace and once in all.
type fieldIndexers cache.Indexers

// IndexField adds an index of Decisions.
func (i fieldIndexers) IndexField(_ context.Context, object client.Object, field string, values client.IndexerFunc) error {
	if _, ok := object.(*v1alpha1.Decision); !ok {
		return nil
	}
	i["field:"+field] = func(o any) ([]string, error) {
		of := o.(client.Object)
		var keys []string
		for _, value := range values(of) {
			keys = append(keys, of.GetNamespace()+"/"+value, "__all_namespaces/"+value)
		}
		return keys, nil
	}
	return nil
}

// actsOn are the nine Decisions on a grant as a process has them from the API
// server: every text is its own.
func actsOn(t *testing.T, grant int) []v1alpha1.Decision {
	t.Helper()
	acts := make([]v1alpha1.Decision, 9)
	for i, step := range []v1alpha1.StepReference{"submit", "forward", "approve", "approve", "approve", "sign", "sign", "file", "file"} {
		d := &v1alpha1.Decision{
			ObjectMeta: metav1.ObjectMeta{
				Namespace: "demo-health", Name: fmt.Sprintf("large-%05d-%d", grant, i+1), Generation: 1,
				UID: types.UID(fmt.Sprintf("%08x-0000-4000-8000-%012x", i, grant)), ResourceVersion: fmt.Sprint(100000 + 9*grant + i),
				CreationTimestamp: metav1.Unix(int64(1780000000+grant), 0),
				ManagedFields:     []metav1.ManagedFieldsEntry{{Manager: "clerk", Operation: metav1.ManagedFieldsOperationUpdate, FieldsV1: metav1.NewFieldsV1(`{"f:spec":{}}`)}},
			},
			Spec: v1alpha1.DecisionSpec{
				Subject: v1alpha1.ActSubject{
					DecisionSubject: v1alpha1.DecisionSubject{Kind: v1alpha1.OnDeveloperGrant, Name: v1alpha1.ObjectName(fmt.Sprintf("large-%05d", grant))},
					Part:            v1alpha1.PartApplication, Digest: v1alpha1.Digest(fmt.Sprintf("sha256:%064x", grant+1)),
				},
				Step: "grant/" + step, Action: v1alpha1.ActionApprove, Organization: v1alpha1.ObjectName(fmt.Sprintf("party-%d", i)), ActedOn: "2026-06-01", DecidedBy: "officer@demo-bureau",
				Document: &v1alpha1.DecisionDocument{Number: fmt.Sprintf("%d-%d", grant, i)},
			},
			Status: v1alpha1.DecisionStatus{ObservedGeneration: 1, Conditions: []metav1.Condition{
				{Type: "Counts", Status: "True", Reason: "Effective", Message: "the act has its effect", ObservedGeneration: 1, LastTransitionTime: metav1.Unix(int64(1780000000+grant), 0)},
				{Type: "Ready", Status: "True", Reason: "Settled", Message: "the act is recorded", ObservedGeneration: 1, LastTransitionTime: metav1.Unix(int64(1780000000+grant), 0)},
			}},
		}
		if i == len(acts)-1 {
			d.Spec.Regarding = &v1alpha1.DecisionReference{Name: v1alpha1.ObjectName(acts[i-1].Name), UID: string(acts[i-1].UID)}
		}
		text, err := json.Marshal(d)
		if err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(text, &acts[i]); err != nil {
			t.Fatal(err)
		}
	}
	return acts
}

// listing lists, and tells by watch of nothing.
type listing struct{ *cache.ListWatch }

// IsWatchListSemanticsUnSupported says that a watch does not begin with a list.
func (listing) IsWatchListSemanticsUnSupported() bool { return true }

// decisionsOn lists the Decisions on some grants.
func decisionsOn(t *testing.T, grants int) cache.ListerWatcher {
	return listing{&cache.ListWatch{
		ListWithContextFunc: func(context.Context, metav1.ListOptions) (apiruntime.Object, error) {
			list := &v1alpha1.DecisionList{ListMeta: metav1.ListMeta{ResourceVersion: "1"}}
			for grant := range grants {
				list.Items = append(list.Items, actsOn(t, grant)...)
			}
			return list, nil
		},
		WatchFuncWithContext: func(context.Context, metav1.ListOptions) (watch.Interface, error) { return watch.NewFake(), nil },
	}}
}

// startedInformer is an informer of Decisions as a process has it.
func startedInformer(t *testing.T, from cache.ListerWatcher, transform cache.TransformFunc, gotByName ...schema.GroupKind) cache.SharedIndexInformer {
	t.Helper()
	of := &v1alpha1.Decision{}
	of.SetGroupVersionKind(v1alpha1.GroupVersion.WithKind("Decision"))
	informer := informers(gotByName...)(from, of, 0, cache.Indexers{cache.NamespaceIndex: cache.MetaNamespaceIndexFunc})
	indexers := fieldIndexers{}
	if err := Index(t.Context(), indexers); err != nil {
		t.Fatal(err)
	}
	if err := informer.SetTransform(transform); err != nil {
		t.Fatal(err)
	}
	if err := informer.AddIndexers(cache.Indexers(indexers)); err != nil {
		t.Fatal(err)
	}
	go informer.RunWithContext(t.Context())
	if !cache.WaitForCacheSync(t.Context().Done(), informer.HasSynced) {
		t.Fatal("the informer did not list")
	}
	return informer
}

// TestWhatCachedDecisionsWeigh bounds what the nine Decisions on a grant weigh in
// the cache of each process, with the indexes that find them.
func TestWhatCachedDecisionsWeigh(t *testing.T) {
	const grants = 1000
	for name, tc := range map[string]struct {
		transform cache.TransformFunc
		gotByName []schema.GroupKind
		most      int // bytes
	}{
		"operator": {slim, gotByOperator, 4400},
		"cutoff":   {withoutStatus, append(gotByCutoff, decisionKind), 4400},
	} {
		t.Run(name, func(t *testing.T) {
			before := liveHeap()
			informer := startedInformer(t, decisionsOn(t, grants), tc.transform, tc.gotByName...)
			each := (int(liveHeap()) - int(before)) / grants
			t.Logf("%d bytes", each)
			if each > tc.most {
				t.Errorf("nine cached Decisions weigh %d bytes, want %d at most", each, tc.most)
			}
			runtime.KeepAlive(informer)
		})
	}
}
