// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package procedures_test

import (
	"context"
	"fmt"
	"reflect"
	"slices"
	"testing"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/api/meta"
	"k8s.io/apimachinery/pkg/fields"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/client/apiutil"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/controllers/kube"
)

// store holds the objects of a story as a cache of the API server would, with
// the indexes of the operator: what observes a cluster observes a story by it.
type store struct {
	scheme  *runtime.Scheme
	objects map[schema.GroupVersionKind][]client.Object
	indexes map[schema.GroupVersionKind]map[string]client.IndexerFunc
}

var (
	_ client.Reader       = &store{}
	_ client.FieldIndexer = &store{}
)

func newStore(t testing.TB) *store {
	t.Helper()
	scheme, err := kube.NewScheme()
	if err != nil {
		t.Fatalf("make the scheme: %v", err)
	}
	s := &store{scheme: scheme, objects: map[schema.GroupVersionKind][]client.Object{}, indexes: map[schema.GroupVersionKind]map[string]client.IndexerFunc{}}
	if err := kube.Index(t.Context(), s); err != nil {
		t.Fatalf("index the story: %v", err)
	}
	return s
}

// IndexField takes down how a kind is selected by a field.
func (s *store) IndexField(_ context.Context, o client.Object, field string, values client.IndexerFunc) error {
	kind, err := apiutil.GVKForObject(o, s.scheme)
	if err != nil {
		return fmt.Errorf("index by %s: %w", field, err)
	}
	if s.indexes[kind] == nil {
		s.indexes[kind] = map[string]client.IndexerFunc{}
	}
	s.indexes[kind][field] = values
	return nil
}

// put holds an object, in place of one of the same kind and name.
func (s *store) put(o client.Object) {
	kind := s.kind(o)
	s.drop(kind, client.ObjectKeyFromObject(o))
	if d, ok := o.(*v1alpha1.Decision); ok {
		o = kube.Cached(d) // which has less in it: nothing may be told otherwise by it
	}
	s.objects[kind] = append(s.objects[kind], o)
}

func (s *store) drop(kind schema.GroupVersionKind, key client.ObjectKey) {
	s.objects[kind] = slices.DeleteFunc(s.objects[kind], func(o client.Object) bool { return client.ObjectKeyFromObject(o) == key })
}

func (s *store) kind(o runtime.Object) schema.GroupVersionKind {
	kind, err := apiutil.GVKForObject(o, s.scheme)
	if err != nil {
		panic("a story holds what Mandate does not know: " + err.Error())
	}
	return kind
}

// Get reads one object. It shares what it points to with the store.
func (s *store) Get(_ context.Context, key client.ObjectKey, into client.Object, _ ...client.GetOption) error {
	kind := s.kind(into)
	for _, o := range s.objects[kind] {
		if client.ObjectKeyFromObject(o) == key {
			reflect.ValueOf(into).Elem().Set(reflect.ValueOf(o).Elem())
			return nil
		}
	}
	return apierrors.NewNotFound(schema.GroupResource{Group: kind.Group, Resource: kind.Kind}, key.Name)
}

// List reads the objects of a kind in a namespace that an index selects.
func (s *store) List(_ context.Context, into client.ObjectList, with ...client.ListOption) error {
	options := (&client.ListOptions{}).ApplyOptions(with)
	kind := s.kind(into)
	kind.Kind = kind.Kind[:len(kind.Kind)-len("List")]
	var found []runtime.Object
	for _, o := range s.objects[kind] {
		selected, err := s.selects(kind, o, options.FieldSelector)
		if err != nil {
			return err
		}
		if selected && (options.Namespace == "" || options.Namespace == o.GetNamespace()) {
			found = append(found, o)
		}
	}
	if err := meta.SetList(into, found); err != nil {
		return fmt.Errorf("list %s: %w", kind.Kind, err)
	}
	return nil
}

func (s *store) selects(kind schema.GroupVersionKind, o client.Object, by fields.Selector) (bool, error) {
	if by == nil {
		return true, nil
	}
	for _, asked := range by.Requirements() {
		values := s.indexes[kind][asked.Field]
		if values == nil {
			return false, fmt.Errorf("%s is not indexed by %s", kind.Kind, asked.Field)
		}
		if !slices.Contains(values(o), asked.Value) {
			return false, nil
		}
	}
	return true, nil
}
