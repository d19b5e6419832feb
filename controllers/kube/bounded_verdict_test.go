// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package kube_test

import (
	"context"
	"fmt"
	"os"
	"reflect"
	"syscall"
	"testing"
	"time"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/api/meta"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/client-go/tools/cache"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/client/apiutil"
	"sigs.k8s.io/yaml"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/controllers/kube"
	"github.com/publicdata-io/mandate/internal/authorization"
	"github.com/publicdata-io/mandate/internal/digest"
	"github.com/publicdata-io/mandate/test/builder"
)

// memory holds objects as a manager's cache does: who reads gets a copy, unless
// it asks for none.
type memory struct {
	scheme *runtime.Scheme
	kinds  map[schema.GroupVersionKind]cache.Indexer
}

func newMemory(tb testing.TB) *memory {
	tb.Helper()
	scheme, err := kube.NewScheme()
	if err != nil {
		tb.Fatal(err)
	}
	m := &memory{scheme: scheme, kinds: map[schema.GroupVersionKind]cache.Indexer{}}
	if err := kube.Index(tb.Context(), m); err != nil {
		tb.Fatal(err)
	}
	return m
}

func (m *memory) of(o runtime.Object) (cache.Indexer, schema.GroupVersionKind, error) {
	kind, err := apiutil.GVKForObject(o, m.scheme)
	if err != nil {
		return nil, kind, err
	}
	if _, list := o.(client.ObjectList); list {
		kind.Kind = kind.Kind[:len(kind.Kind)-len("List")]
	}
	if m.kinds[kind] == nil {
		m.kinds[kind] = cache.NewIndexer(cache.MetaNamespaceKeyFunc, cache.Indexers{cache.NamespaceIndex: cache.MetaNamespaceIndexFunc})
	}
	return m.kinds[kind], kind, nil
}

// IndexField adds an index, within a namespace and in all.
func (m *memory) IndexField(_ context.Context, o client.Object, field string, values client.IndexerFunc) error {
	of, _, err := m.of(o)
	if err != nil {
		return err
	}
	return of.AddIndexers(cache.Indexers{field: func(o any) ([]string, error) {
		var keys []string
		for _, value := range values(o.(client.Object)) {
			keys = append(keys, o.(client.Object).GetNamespace()+"/"+value, "*/"+value)
		}
		return keys, nil
	}})
}

func (m *memory) put(tb testing.TB, objects ...client.Object) {
	tb.Helper()
	for i, o := range objects {
		of, _, err := m.of(o)
		if err != nil {
			tb.Fatal(err)
		}
		if o.GetResourceVersion() == "" {
			o.SetResourceVersion(fmt.Sprint(len(of.List()) + i + 1))
		}
		if err := of.Add(o); err != nil {
			tb.Fatal(err)
		}
	}
}

// Get reads one object.
func (m *memory) Get(_ context.Context, key client.ObjectKey, into client.Object, with ...client.GetOption) error {
	options := (&client.GetOptions{}).ApplyOptions(with)
	of, kind, err := m.of(into)
	if err != nil {
		return err
	}
	name := key.Name
	if key.Namespace != "" {
		name = key.String()
	}
	found, there, err := of.GetByKey(name)
	if err != nil || !there {
		return apierrors.NewNotFound(schema.GroupResource{Group: kind.Group, Resource: kind.Kind}, key.Name)
	}
	o := found.(runtime.Object)
	if options.UnsafeDisableDeepCopy == nil || !*options.UnsafeDisableDeepCopy {
		o = o.DeepCopyObject()
	}
	reflect.ValueOf(into).Elem().Set(reflect.ValueOf(o).Elem())
	return nil
}

// List reads what an index finds.
func (m *memory) List(_ context.Context, into client.ObjectList, with ...client.ListOption) error {
	options := (&client.ListOptions{}).ApplyOptions(with)
	of, _, err := m.of(into)
	if err != nil {
		return err
	}
	var found []any
	switch {
	case options.FieldSelector != nil:
		within := options.Namespace
		if within == "" {
			within = "*"
		}
		by := options.FieldSelector.Requirements()[0]
		found, err = of.ByIndex(by.Field, within+"/"+by.Value)
	case options.Namespace != "":
		found, err = of.ByIndex(cache.NamespaceIndex, options.Namespace)
	default:
		found = of.List()
	}
	if err != nil {
		return err
	}
	objects := make([]runtime.Object, 0, len(found))
	for _, o := range found {
		object := o.(runtime.Object)
		if options.UnsafeDisableDeepCopy == nil || !*options.UnsafeDisableDeepCopy {
			object = object.DeepCopyObject()
		}
		objects = append(objects, object)
	}
	return meta.SetList(into, objects)
}

// boundedEdition is Ningxia's procedure of grants under an edition that bounds
// the number of operators, refuses the barred, and wants codes of the catalogue
// and data authorities unique.
func boundedEdition(tb testing.TB, operators int32) *v1alpha1.Jurisdiction {
	tb.Helper()
	shipped := &v1alpha1.Jurisdiction{}
	text, err := os.ReadFile("../../config/jurisdictions/ningxia/edition.yaml")
	if err != nil {
		tb.Fatal(err)
	}
	if err := yaml.UnmarshalStrict(text, shipped); err != nil {
		tb.Fatal(err)
	}
	edition := builder.Jurisdiction("demo", 1).SilentOn(v1alpha1.LinkDeveloperGrant)
	for _, p := range shipped.Spec.Procedures {
		if p.Of == v1alpha1.LinkDeveloperGrant && p.Effect == v1alpha1.EffectEnter {
			p.Requires = nil
			edition.Procedure(p)
		}
	}
	made := edition.Obj()
	made.Spec.Division = "990100"
	made.ResourceVersion = fmt.Sprint(operators) // digests are kept by it
	made.Spec.Operators = []v1alpha1.OperatorsRule{{Max: operators, Basis: []v1alpha1.BasisID{"DEMO-1"}}}
	for _, check := range []v1alpha1.CheckName{v1alpha1.CheckNotBarred, v1alpha1.CheckCatalogueCodeUnique, v1alpha1.CheckDataAuthorityUnique} {
		made.Spec.Checks = append(made.Spec.Checks, v1alpha1.CheckRule{Check: check, Basis: []v1alpha1.BasisID{"DEMO-1"}})
	}
	return made
}

const (
	rivalsBeside  = 10
	endedBefore   = 20
	catalogued    = 200
	registered    = 200
	grantsInForce = 100
)

// boundedDomain is what a verdict under such an edition rests on.
func boundedDomain(tb testing.TB, operators int32) (*memory, []*v1alpha1.DeveloperGrant) {
	tb.Helper()
	m, edition, class := newMemory(tb), boundedEdition(tb, operators), builder.Class(builder.StandardClass).Obj()
	m.put(tb, edition, class,
		builder.Organization(builder.Bureau).Roles("DataAuthority").Obj(), builder.Organization(builder.Operator).Roles(v1alpha1.RoleOperator).Obj(),
		builder.Organization(builder.SourceUnit).Roles("SourceUnit").Obj(), builder.Organization("developer").Roles(v1alpha1.RoleDeveloper).Obj(),
		builder.Resource("visits").Obj(), builder.Resource("labs").Obj(),
		builder.Agreement("large").Over("visits", "labs").Term("2026-01-01", "2030-01-01").Obj())
	for i := range registered {
		m.put(tb, builder.Organization(fmt.Sprintf("operator-%d", i)).Roles(v1alpha1.RoleOperator).Obj())
	}
	for i := range catalogued {
		m.put(tb, builder.Resource(fmt.Sprintf("other-%d", i)).Obj())
	}
	for i := range rivalsBeside {
		m.put(tb, builder.Agreement(fmt.Sprintf("rival-%d", i)).OperatedBy(fmt.Sprintf("operator-%d", i)).Over("visits").Term("2026-01-01", "2030-01-01").Obj())
	}
	editionDigest, classDigest := digest.Edition(edition), digest.Class(class)
	for i := range endedBefore {
		grant := builder.Grant(fmt.Sprintf("ended-%d", i)).Under("large").Holder("developer").Input("visits").Term("2026-02-01", "2029-01-01").Obj()
		m.put(tb, grant, builder.Decision(fmt.Sprintf("end-%d", i)).Terminates(v1alpha1.OnDeveloperGrant, grant.Name).ActedOn("2026-03-01").Obj())
	}
	grants := make([]*v1alpha1.DeveloperGrant, grantsInForce)
	for i := range grants {
		grant := builder.Grant(fmt.Sprintf("grant-%d", i)).Under("large").Holder("developer").Input("visits").Input("labs").Term("2026-02-01", "2029-01-01").Obj()
		m.put(tb, grant)
		for _, act := range nineActs(grant, digest.Grant(grant, editionDigest, classDigest)) {
			m.put(tb, act)
		}
		grants[i] = grant
	}
	return m, grants
}

// nineActs bring a grant into force in Ningxia.
func nineActs(grant *v1alpha1.DeveloperGrant, digests digest.Parts) []*v1alpha1.Decision {
	var acts []*v1alpha1.Decision
	for _, of := range []struct {
		step   v1alpha1.StepReference
		action v1alpha1.Action
		by     string
		part   v1alpha1.Part
	}{
		{"grant/submit", v1alpha1.ActionSubmit, "developer", v1alpha1.PartApplication},
		{"grant/forward", v1alpha1.ActionForward, builder.Operator, v1alpha1.PartApplication},
		{"grant/approve", v1alpha1.ActionApprove, builder.Bureau, v1alpha1.PartApplication},
		{"grant/approve", v1alpha1.ActionApprove, builder.SourceUnit, v1alpha1.PartApplication},
		{"grant/sign", v1alpha1.ActionSign, builder.Operator, v1alpha1.PartAll},
		{"grant/sign", v1alpha1.ActionSign, "developer", v1alpha1.PartAll},
		{"grant/file", v1alpha1.ActionFile, builder.Operator, v1alpha1.PartAll},
		{"grant/file", v1alpha1.ActionReceive, builder.Bureau, ""},
	} {
		act := builder.Decision(fmt.Sprintf("%s-%d", grant.Name, len(acts)+1)).By(of.by).ActedOn("2026-02-02").
			Does(of.action, v1alpha1.OnDeveloperGrant, grant.Name).Step(of.step)
		if of.part == "" {
			act.Regards(acts[len(acts)-1])
		} else {
			act.Covers(of.part, digests[of.part])
		}
		acts = append(acts, act.Obj())
	}
	return acts
}

// BenchmarkVerdictUnderABoundedEdition is what a look at one grant takes under an
// edition for which other chains have to be looked at: the facts from the cache,
// the verdict, and what status shows.
func BenchmarkVerdictUnderABoundedEdition(b *testing.B) {
	m, grants := boundedDomain(b, 2*rivalsBeside)
	shared, err := kube.NewShared(b.Context(), m)
	if err != nil {
		b.Fatal(err)
	}
	now := time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC)
	b.ReportAllocs()
	used := processors()
	for i := 0; b.Loop(); i++ {
		grant, at := grants[i%len(grants)], now.Add(time.Duration(i)*time.Millisecond)
		facts, err := kube.Observer{Reader: m, Shared: shared}.Grant(b.Context(), grant)
		if err != nil {
			b.Fatal(err)
		}
		facts.Guards.Proven = true
		if v := authorization.DecideGrant(facts, at); v.Force != authorization.InForce {
			b.Fatal(v.Message())
		}
		_ = facts.Proceedings(v1alpha1.DecisionSubject{Kind: v1alpha1.OnDeveloperGrant, Name: v1alpha1.ObjectName(grant.Name)}, at)
	}
	b.ReportMetric(float64(processors()-used)/float64(b.N), "cpu-ns/op") // what others do on the machine is not in it
}

// processors is the time on processors of this process so far.
func processors() time.Duration {
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		return 0
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}
