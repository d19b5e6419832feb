// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package kube

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/tools/cache"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
)

// fill sets every field there is, each to something of its own, so that one that
// is added later is packed and unpacked or the test fails.
func fill(v reflect.Value, count *int) {
	*count++
	if at, ok := reflect.TypeAssert[*metav1.Time](v.Addr()); ok {
		*at = metav1.Unix(int64(1780000000+*count), 0)
		return
	}
	switch v.Kind() {
	case reflect.String:
		v.SetString(fmt.Sprintf("text-%d", *count))
	case reflect.Int64:
		v.SetInt(int64(*count))
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(v.Elem(), count)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		for i := range v.Len() {
			fill(v.Index(i), count)
		}
	case reflect.Map:
		key, value := reflect.New(v.Type().Key()).Elem(), reflect.New(v.Type().Elem()).Elem()
		fill(key, count)
		fill(value, count)
		v.Set(reflect.MakeMap(v.Type()))
		v.SetMapIndex(key, value)
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				fill(v.Field(i), count)
			}
		}
	}
}

func TestAnActIsTheDecision(t *testing.T) {
	filled := func() *v1alpha1.Decision {
		d, count := &v1alpha1.Decision{}, 0
		fill(reflect.ValueOf(d).Elem(), &count)
		return d
	}
	tests := map[string]func(*v1alpha1.Decision){
		"of which nothing is as the API server writes it": func(*v1alpha1.Decision) {},
		"of which all is": func(d *v1alpha1.Decision) {
			d.UID, d.ResourceVersion = "01234567-89ab-4def-8123-456789abcdef", "123456"
			d.Spec.Regarding.UID, d.Spec.RestoredUID = "11234567-89ab-4def-8123-456789abcdef", "21234567-89ab-4def-8123-456789abcdef"
			d.Spec.Subject.Digest = v1alpha1.Digest("sha256:" + strings.Repeat("0a", 32))
		},
		"with a UID in capitals": func(d *v1alpha1.Decision) { d.UID = "01234567-89AB-4DEF-8123-456789ABCDEF" },
		"with a UID of zeros":    func(d *v1alpha1.Decision) { d.UID = "00000000-0000-0000-0000-000000000000" },
		"with a UID without dashes": func(d *v1alpha1.Decision) {
			d.UID = "0123456789ab4def8123456789abcdef"
		},
		"with a version that begins with zero": func(d *v1alpha1.Decision) { d.ResourceVersion = "0123" },
		"with more conditions than there are":  func(d *v1alpha1.Decision) { d.Status.Conditions = append(d.Status.Conditions, d.Status.Conditions...) },
		"with nothing":                         func(d *v1alpha1.Decision) { *d = v1alpha1.Decision{} },
	}
	for name, change := range tests {
		t.Run(name, func(t *testing.T) {
			d := filled()
			change(d)
			want := d.DeepCopy()
			a := pack(d)
			if diff := cmp.Diff(want, d); diff != "" {
				t.Errorf("packing changed the Decision (-want +got):\n%s", diff)
			}
			for range 2 {
				got := a.DeepCopyObject().(*v1alpha1.Decision)
				if diff := cmp.Diff(want, got); diff != "" {
					t.Errorf("(-want +got):\n%s", diff)
				}
				fill(reflect.ValueOf(got).Elem(), new(int)) // who has a copy may change it
			}
			meta := a.GetObjectMeta()
			if meta.GetName() != want.Name || meta.GetUID() != want.UID || meta.GetResourceVersion() != want.ResourceVersion {
				t.Errorf("metadata %v, want those of %v", meta, want.ObjectMeta)
			}
		})
	}
}

func TestActsAreFoundAndTold(t *testing.T) {
	informer := startedInformer(t, decisionsOn(t, 3), slim, gotByOperator...)
	find := func(field, key string) []string {
		t.Helper()
		found, err := informer.GetIndexer().ByIndex("field:"+field, key)
		if err != nil {
			t.Fatal(err)
		}
		var names []string
		for _, o := range found {
			names = append(names, unpacked(o).(*v1alpha1.Decision).Name)
		}
		slices.Sort(names)
		return names
	}
	if got := find(SubjectNameField, "demo-health/large-00001"); len(got) != 9 || got[8] != "large-00001-9" {
		t.Errorf("on one grant are %v", got)
	}
	if got, want := find(DeciderField, "__all_namespaces/party-2"), []string{"large-00000-3", "large-00001-3", "large-00002-3"}; !slices.Equal(got, want) {
		t.Errorf("of one party are %v, want %v", got, want)
	}
	if got := find(ActionField, "__all_namespaces/Terminate"); len(got) != 0 {
		t.Errorf("terminated was %v", got)
	}
	if got := find(SubjectNameField, "__all_namespaces/sandbox-85495b61cff0b490a9d0"); len(got) != 0 {
		t.Errorf("on a sandbox are %v, which a purge asks for in all namespaces", got)
	}
	for field, key := range map[string]string{
		SubjectNameField: "__all_namespaces/large-00001", DeciderField: "demo-health/party-2", ActionField: "__all_namespaces/Approve",
	} {
		if _, err := informer.GetIndexer().ByIndex("field:"+field, key); err == nil {
			t.Errorf("by %s %s nothing is found, and nobody is told", field, key)
		}
	}
	told := make(chan any, 27)
	handler := cache.ResourceEventHandlerFuncs{AddFunc: func(o any) { told <- o }}
	if _, err := informer.AddEventHandler(handler); err != nil {
		t.Fatal(err)
	}
	for range cap(told) {
		if d, ok := (<-told).(*v1alpha1.Decision); !ok || d.Spec.Subject.Name == "" || d.Spec.Document.Number != there {
			t.Fatalf("told of %v", d)
		}
	}
}
