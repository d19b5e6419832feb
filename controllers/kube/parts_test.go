// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package kube

import (
	"context"
	"fmt"
	goruntime "runtime"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/apimachinery/pkg/watch"
	"k8s.io/client-go/tools/cache"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
)

// cachedPart is a part of a sandbox as the API server sends it: every text is its
// own.
func cachedPart(box, i int, change ...func(*metav1.PartialObjectMetadata)) *metav1.PartialObjectMetadata {
	own := strings.Clone
	o := &metav1.PartialObjectMetadata{
		TypeMeta: metav1.TypeMeta{Kind: "NetworkPolicy", APIVersion: own("networking.k8s.io/v1")},
		ObjectMeta: metav1.ObjectMeta{
			Namespace: fmt.Sprintf("sandbox-%020x", box), Name: fmt.Sprintf("mandate-%d", i), Generation: 1,
			UID: types.UID(fmt.Sprintf("%08x-0000-4000-8000-%012x", i, box+1)), ResourceVersion: fmt.Sprint(100000 + 9*box + i),
			CreationTimestamp: metav1.Unix(int64(1780000000+box), 0),
			Labels: map[string]string{
				own(v1alpha1.SandboxLabel): own("true"), own(v1alpha1.PartLabel): fmt.Sprintf("part-%d", i),
				own(v1alpha1.GrantUIDLabel): fmt.Sprintf("00000000-0000-4000-8000-%012x", box), own(v1alpha1.AgreementUIDLabel): own("00000000-0000-4000-8000-000000000001"),
			},
		},
	}
	for _, c := range change {
		c(o)
	}
	return o
}

// TestAPartIsWhatItWas shows that a cache hands out what it was given, in whatever
// form that was.
func TestAPartIsWhatItWas(t *testing.T) {
	tests := map[string]func(*metav1.PartialObjectMetadata){
		"a policy": func(*metav1.PartialObjectMetadata) {},
		"a closed one": func(o *metav1.PartialObjectMetadata) {
			o.Annotations = map[string]string{v1alpha1.ClosedByAnnotation: "Suspended"}
		},
		"a quota, with the version of its content": func(o *metav1.PartialObjectMetadata) { o.SetSelfLink(versionOfContent(o.UID, 1<<63)) },
		"a quota, of the content nought":           func(o *metav1.PartialObjectMetadata) { o.SetSelfLink(versionOfContent(o.UID, 0)) },
		"a link that is none of ours":              func(o *metav1.PartialObjectMetadata) { o.SetSelfLink("/api/v1/namespaces/x") },
		"a UID in capitals": func(o *metav1.PartialObjectMetadata) {
			o.UID = types.UID(strings.ToUpper("0000000a-0000-4000-8000-00000000000b"))
		},
		"a UID of a test":             func(o *metav1.PartialObjectMetadata) { o.UID = "uid" },
		"the UID of nothing":          func(o *metav1.PartialObjectMetadata) { o.UID = "00000000-0000-0000-0000-000000000000" },
		"a version that is no number": func(o *metav1.PartialObjectMetadata) { o.ResourceVersion = "007" },
		"the version nought":          func(o *metav1.PartialObjectMetadata) { o.ResourceVersion = "0" },
		"a part of a second": func(o *metav1.PartialObjectMetadata) {
			o.CreationTimestamp = metav1.NewTime(time.Unix(1780000000, 5))
		},
		"without an age": func(o *metav1.PartialObjectMetadata) { o.CreationTimestamp = metav1.Time{} },
		"being deleted": func(o *metav1.PartialObjectMetadata) {
			o.DeletionTimestamp, o.Finalizers = &metav1.Time{Time: time.Unix(1780000001, 0)}, []string{"a.example.com/b"}
		},
		"owned": func(o *metav1.PartialObjectMetadata) {
			o.OwnerReferences = []metav1.OwnerReference{{Kind: "Namespace", Name: "n", UID: "u"}}
		},
		"of no namespace": func(o *metav1.PartialObjectMetadata) { o.Namespace = "" },
	}
	for name, change := range tests {
		t.Run(name, func(t *testing.T) {
			given, want := cachedPart(1, 1, change), cachedPart(1, 1, change)
			held := packPart(given)
			if diff := cmp.Diff(runtime.Object(want), held.DeepCopyObject()); diff != "" {
				t.Errorf("it is another (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(metav1.Object(&want.ObjectMeta), held.GetObjectMeta()); diff != "" {
				t.Errorf("it is found as another (-want +got):\n%s", diff)
			}
		})
	}
}

// TestWhoReadsAPartMayChangeIt shows that a copy is of nobody else.
func TestWhoReadsAPartMayChangeIt(t *testing.T) {
	one, other := packPart(cachedPart(1, 1, annotated)), packPart(cachedPart(2, 1, annotated))
	mine := one.DeepCopyObject().(*metav1.PartialObjectMetadata)
	mine.Labels[v1alpha1.PartLabel], mine.Annotations[v1alpha1.ClosedByAnnotation] = "mine", "mine"
	for _, held := range []*part{one, other} {
		if o := held.DeepCopyObject().(*metav1.PartialObjectMetadata); o.Labels[v1alpha1.PartLabel] != "part-1" || o.Annotations[v1alpha1.ClosedByAnnotation] != "Suspended" {
			t.Errorf("%s/%s changed with the copy of another: %v %v", o.Namespace, o.Name, o.Labels, o.Annotations)
		}
	}
}

func annotated(o *metav1.PartialObjectMetadata) {
	o.Annotations = map[string]string{v1alpha1.ClosedByAnnotation: "Suspended"}
}

// TestAnInformerHoldsParts shows that who listens to an informer gets metadata, and
// that its store finds what it holds.
func TestAnInformerHoldsParts(t *testing.T) {
	from := watch.NewFake()
	informer := informers(gotByOperator...)(listing{&cache.ListWatch{
		ListWithContextFunc: func(context.Context, metav1.ListOptions) (runtime.Object, error) {
			return &metav1.PartialObjectMetadataList{Items: []metav1.PartialObjectMetadata{*cachedPart(1, 1)}}, nil
		},
		WatchFuncWithContext: func(context.Context, metav1.ListOptions) (watch.Interface, error) { return from, nil },
	}}, quotaMetadata(), 0, cache.Indexers{cache.NamespaceIndex: cache.MetaNamespaceIndexFunc})
	if err := informer.SetTransform(slim); err != nil {
		t.Fatal(err)
	}
	heard := make(chan string, 8)
	say := func(what string, o any) {
		object, ok := o.(*metav1.PartialObjectMetadata)
		if !ok {
			heard <- fmt.Sprintf("%s %T", what, o)
			return
		}
		heard <- fmt.Sprintf("%s %s %s", what, object.Name, object.ResourceVersion)
	}
	if _, err := informer.AddEventHandler(cache.ResourceEventHandlerFuncs{
		AddFunc: func(o any) { say("new", o) }, UpdateFunc: func(_, o any) { say("changed", o) }, DeleteFunc: func(o any) { say("gone", o) },
	}); err != nil {
		t.Fatal(err)
	}
	go informer.RunWithContext(t.Context())
	next := func(want string) {
		t.Helper()
		select {
		case got := <-heard:
			if got != want {
				t.Errorf("it says %q, want %q", got, want)
			}
		case <-t.Context().Done():
			t.Fatalf("nothing is said, want %q", want)
		}
	}
	next("new mandate-1 100010")
	from.Modify(cachedPart(1, 1, func(o *metav1.PartialObjectMetadata) { o.ResourceVersion = "200000" }))
	next("changed mandate-1 200000")
	key := cachedPart(1, 1).Namespace + "/mandate-1"
	if held, there, err := informer.GetIndexer().GetByKey(key); err != nil || !there {
		t.Errorf("%s is not found: %v", key, err)
	} else if _, small := held.(*part); !small {
		t.Errorf("a %T is held", held)
	}
	from.Delete(cachedPart(1, 1, func(o *metav1.PartialObjectMetadata) { o.ResourceVersion = "200001" }))
	next("gone mandate-1 200001")
}

func quotaMetadata() *metav1.PartialObjectMetadata {
	o := &metav1.PartialObjectMetadata{}
	o.SetGroupVersionKind(quotaKind.WithVersion("v1"))
	return o
}

// partsOf lists the nine parts of some sandboxes.
func partsOf(boxes int) cache.ListerWatcher {
	return listing{&cache.ListWatch{
		ListWithContextFunc: func(context.Context, metav1.ListOptions) (runtime.Object, error) {
			list := &metav1.PartialObjectMetadataList{ListMeta: metav1.ListMeta{ResourceVersion: "1"}}
			for i := range 9 * boxes {
				list.Items = append(list.Items, *cachedPart(i/9, i%9))
			}
			return list, nil
		},
		WatchFuncWithContext: func(context.Context, metav1.ListOptions) (watch.Interface, error) { return watch.NewFake(), nil },
	}}
}

// TestWhatCachedPartsWeigh bounds what the nine parts of a sandbox weigh in the
// cache of the operator, with their keys.
func TestWhatCachedPartsWeigh(t *testing.T) {
	const (
		boxes = 2000
		most  = 2600 // bytes
	)
	before := liveHeap()
	informer := informers(gotByOperator...)(partsOf(boxes), quotaMetadata(), 0, cache.Indexers{})
	if err := informer.SetTransform(slim); err != nil {
		t.Fatal(err)
	}
	go informer.RunWithContext(t.Context())
	if !cache.WaitForCacheSync(t.Context().Done(), informer.HasSynced) {
		t.Fatal("the informer did not list")
	}
	each := (int(liveHeap()) - int(before)) / boxes
	t.Logf("%d bytes", each)
	if each > most {
		t.Errorf("nine cached parts weigh %d bytes, want %d at most", each, most)
	}
	goruntime.KeepAlive(informer)
}
