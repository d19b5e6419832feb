// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package plugin

import (
	"context"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"sync"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/fields"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/selection"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/client/apiutil"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
)

// glance answers reads of Mandate's kinds from one list a kind and namespace, so
// that the reads of a thousand links are a few requests. What a person may get
// and not list is read one by one.
type glance struct {
	client.Reader
	scheme *runtime.Scheme
	// added is as if it had been recorded.
	added *v1alpha1.Decision

	mu    sync.Mutex
	lists map[listKey]*listing
	// single are the objects of lists that could not be read, one by one.
	single map[singleKey]*listing
}

func newGlance(c client.Client) *glance {
	return &glance{Reader: c, scheme: c.Scheme(), lists: map[listKey]*listing{}}
}

// with is what would be read, had a Decision been recorded.
func (g *glance) with(d *v1alpha1.Decision) *glance {
	return &glance{Reader: g.Reader, scheme: g.scheme, added: d, lists: map[listKey]*listing{}}
}

type listKey struct {
	kind      string
	namespace string
}

type singleKey struct {
	listKey
	name string
}

// listing is one list, read once.
type listing struct {
	once    sync.Once
	items   []client.Object
	version string
	err     error

	mu sync.Mutex
	// columns are the fields that were asked for.
	columns map[string]*column
}

// Get takes an object out of the list of its kind and namespace.
func (g *glance) Get(ctx context.Context, key client.ObjectKey, into client.Object, opts ...client.GetOption) error {
	kind, ours := g.kindOf(into)
	switch {
	case !ours:
		return miss(g.Reader.Get(ctx, key, into, opts...), kind.Kind, key.Namespace)
	case key.Name == "": // of a field that names nothing
		return apierrors.NewNotFound(schema.GroupResource{Group: kind.Group, Resource: strings.ToLower(kind.Kind)}, key.Name)
	}
	l := g.list(ctx, kind, key.Namespace)
	if l.err != nil {
		l = g.one(ctx, kind, key, into)
	}
	if l.err != nil {
		return miss(l.err, kind.Kind, key.Namespace)
	}
	at := slices.IndexFunc(l.items, func(o client.Object) bool { return o.GetName() == key.Name && o.GetNamespace() == key.Namespace })
	if at < 0 {
		return apierrors.NewNotFound(schema.GroupResource{Group: kind.Group, Resource: strings.ToLower(kind.Kind)}, key.Name)
	}
	reflect.ValueOf(into).Elem().Set(reflect.ValueOf(l.items[at].DeepCopyObject()).Elem())
	return nil
}

// List takes those that a selector names out of the whole list.
func (g *glance) List(ctx context.Context, into client.ObjectList, opts ...client.ListOption) error {
	kind, ours := g.kindOf(into)
	asked := (&client.ListOptions{}).ApplyOptions(opts)
	if !ours || (asked.LabelSelector != nil && !asked.LabelSelector.Empty()) || asked.Limit != 0 {
		return miss(g.Reader.List(ctx, into, opts...), strings.TrimSuffix(kind.Kind, "List"), asked.Namespace)
	}
	kind.Kind = strings.TrimSuffix(kind.Kind, "List")
	l := g.list(ctx, kind, asked.Namespace)
	if l.err != nil {
		return miss(l.err, kind.Kind, asked.Namespace)
	}
	var found []runtime.Object
	for _, item := range l.fit(asked.FieldSelector) {
		if asked.UnsafeDisableDeepCopy != nil && *asked.UnsafeDisableDeepCopy {
			found = append(found, item)
		} else {
			found = append(found, item.DeepCopyObject())
		}
	}
	into.SetResourceVersion(l.version)
	return meta.SetList(into, found)
}

// kindOf is the kind of an object or list, and whether it is one of Mandate's.
func (g *glance) kindOf(object runtime.Object) (schema.GroupVersionKind, bool) {
	kind, err := apiutil.GVKForObject(object, g.scheme)
	return kind, err == nil && kind.Group == v1alpha1.GroupVersion.Group
}

// list reads a list once, however many ask for it at the same time.
func (g *glance) list(ctx context.Context, kind schema.GroupVersionKind, namespace string) *listing {
	key := listKey{kind.Kind, namespace}
	g.mu.Lock()
	l := g.lists[key]
	if l == nil {
		l = &listing{}
		g.lists[key] = l
	}
	g.mu.Unlock()
	l.once.Do(func() { l.items, l.version, l.err = g.read(ctx, kind, namespace) })
	return l
}

// one reads an object by itself, once, of a list that could not be read.
func (g *glance) one(ctx context.Context, kind schema.GroupVersionKind, key client.ObjectKey, like client.Object) *listing {
	at := singleKey{listKey{kind.Kind, key.Namespace}, key.Name}
	g.mu.Lock()
	if g.single == nil {
		g.single = map[singleKey]*listing{}
	}
	l := g.single[at]
	if l == nil {
		l = &listing{}
		g.single[at] = l
	}
	g.mu.Unlock()
	l.once.Do(func() {
		into := like.DeepCopyObject().(client.Object) //nolint:forcetypeassert // a copy is of the type of what it copies
		if l.err = g.Reader.Get(ctx, key, into); l.err == nil {
			l.items = []client.Object{into}
		}
	})
	return l
}

func (g *glance) read(ctx context.Context, kind schema.GroupVersionKind, namespace string) ([]client.Object, string, error) {
	made, err := g.scheme.New(kind.GroupVersion().WithKind(kind.Kind + "List"))
	list, ok := made.(client.ObjectList)
	if err != nil || !ok {
		return nil, "", fmt.Errorf("list %s: the kind has no list", kind.Kind)
	}
	if err := g.Reader.List(ctx, list, client.InNamespace(namespace)); err != nil {
		return nil, "", err // told by whoever asked
	}
	items, err := meta.ExtractList(list)
	if err != nil {
		return nil, "", fmt.Errorf("list %s: %w", kind.Kind, err)
	}
	var objects []client.Object
	for _, item := range items {
		if object, ok := item.(client.Object); ok {
			objects = append(objects, object)
		}
	}
	if g.added != nil && kind.Kind == "Decision" && (namespace == "" || namespace == g.added.Namespace) {
		objects = append(objects, g.added)
	}
	return objects, list.GetResourceVersion(), nil
}

// column is what one field of the items of a list has.
type column struct {
	values []string
	having map[string][]client.Object
}

// fit are the items that have the values which a selector of fields asks for. A
// thousand links ask the same list for a thousand values.
func (l *listing) fit(selector fields.Selector) []client.Object {
	if selector == nil || selector.Empty() {
		return l.items
	}
	asked := selector.Requirements()
	if len(asked) == 1 && asked[0].Operator == selection.Equals {
		return l.column(asked[0].Field).having[asked[0].Value]
	}
	var found []client.Object
	for i, item := range l.items {
		has := fields.Set{}
		for _, of := range asked {
			has[of.Field] = l.column(of.Field).values[i]
		}
		if selector.Matches(has) {
			found = append(found, item)
		}
	}
	return found
}

// column reads a field out of all items, once; what is not there is empty.
func (l *listing) column(field string) *column {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.columns[field] == nil {
		read := &column{values: make([]string, len(l.items)), having: map[string][]client.Object{}}
		for i, item := range l.items {
			if content, err := runtime.DefaultUnstructuredConverter.ToUnstructured(item); err == nil {
				read.values[i], _, _ = unstructured.NestedString(content, strings.Split(field, ".")...)
			}
			read.having[read.values[i]] = append(read.having[read.values[i]], item)
		}
		if l.columns == nil {
			l.columns = map[string]*column{}
		}
		l.columns[field] = read
	}
	return l.columns[field]
}

// recorded is a Decision as it would be, had it been recorded at an instant.
func recordedAt(d *v1alpha1.Decision, at metav1.Time) *v1alpha1.Decision {
	as := d.DeepCopy()
	as.Name, as.UID, as.CreationTimestamp = as.GenerateName+"to-be-recorded", "to-be-recorded", at
	return as
}
