// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package digest

import (
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/intstr"
	"sigs.k8s.io/yaml"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
)

// same asks that a value is written as by way of its tree.
func same(t *testing.T, value any) {
	t.Helper()
	want, err := throughTree(value)
	if err != nil {
		t.Fatal(err)
	}
	c := canonical{}
	if c.value(reflect.ValueOf(value)); c.err != nil || string(c.text) != string(want) {
		t.Fatalf("%T is written (%v)\n%s\nwant\n%s", value, c.err, c.text, want)
	}
}

func TestEveryEditionIsWrittenAsByItsTree(t *testing.T) {
	files, err := filepath.Glob("../../config/jurisdictions/*/edition.yaml")
	if err != nil || len(files) == 0 {
		t.Fatalf("%d editions: %v", len(files), err)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var edition v1alpha1.Jurisdiction
		if err := yaml.UnmarshalStrict(data, &edition); err != nil {
			t.Fatal(err)
		}
		same(t, edition.Spec)
		same(t, &edition)
	}
}

// Whatever the fields of a spec hold, it is written as by its tree.
func TestWhateverASpecHoldsItIsWrittenAsByItsTree(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for range 300 {
		for _, of := range []reflect.Type{
			reflect.TypeFor[v1alpha1.DeveloperGrantSpec](), reflect.TypeFor[v1alpha1.OperationAgreementSpec](),
			reflect.TypeFor[v1alpha1.ImplementationPlanSpec](), reflect.TypeFor[v1alpha1.SelectionSpec](),
			reflect.TypeFor[v1alpha1.DataResourceSpec](), reflect.TypeFor[v1alpha1.OrganizationSpec](),
			reflect.TypeFor[v1alpha1.ObjectionSpec](), reflect.TypeFor[v1alpha1.SandboxClassSpec](),
			reflect.TypeFor[v1alpha1.JurisdictionSpec](), reflect.TypeFor[v1alpha1.DecisionSpec](),
		} {
			v := reflect.New(of).Elem()
			fill(random, v, 0)
			same(t, v.Interface())
		}
	}
}

// fill puts something, or nothing, in every field.
func fill(r *rand.Rand, v reflect.Value, depth int) {
	if known(r, v) || v.Kind() != reflect.Struct && r.IntN(4) == 0 || depth > 7 {
		return
	}
	switch v.Kind() {
	case reflect.Bool:
		v.SetBool(r.IntN(2) == 0)
	case reflect.Int, reflect.Int32, reflect.Int64:
		v.SetInt(r.Int64N(100) - 20)
	case reflect.String:
		v.SetString([]string{"a", "b", "<c&d>", "数据", "\"\\", "line\nbreak", "e\u2028f", "a"}[r.IntN(8)])
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(r, v.Elem(), depth+1)
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				fill(r, v.Field(i), depth+1)
			}
		}
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), r.IntN(4), 4))
		for i := range v.Len() {
			fill(r, v.Index(i), depth+1)
		}
	case reflect.Map:
		fillMap(r, v, depth)
	}
}

// known fills what is written by a method of its own.
func known(r *rand.Rand, v reflect.Value) bool {
	switch set := v.Addr().Interface().(type) {
	case *resource.Quantity:
		*set = *resource.NewMilliQuantity(max(0, r.Int64N(5000)-500), resource.DecimalSI) // of ten, one is 0
	case *metav1.Time:
		*set = metav1.NewTime(time.Unix(r.Int64N(1<<31), 0))
	case *metav1.MicroTime:
		*set = metav1.NewMicroTime(time.Unix(r.Int64N(1<<31), 0))
	case *intstr.IntOrString:
		*set = intstr.FromInt32(r.Int32N(9))
	default:
		return false
	}
	return true
}

func fillMap(r *rand.Rand, v reflect.Value, depth int) {
	v.Set(reflect.MakeMap(v.Type()))
	for range r.IntN(4) {
		key, value := reflect.New(v.Type().Key()).Elem(), reflect.New(v.Type().Elem()).Elem()
		fill(r, key, depth+1)
		fill(r, value, depth+1)
		v.SetMapIndex(key, value)
	}
}

func TestWhatHasNoTypeOfOursIsWrittenAsByItsTree(t *testing.T) {
	type inner struct {
		B string `json:"b,omitempty"`
	}
	type outer struct {
		inner

		Name   *string           `json:"name,omitempty"`
		Any    any               `json:"any"`
		Bytes  []byte            `json:"bytes"`
		Nil    []string          `json:"nil"`
		Counts map[string]uint16 `json:"counts"`
		Ratio  float64           `json:"ratio"`
		Never  string            `json:"-"`
		Plain  bool
	}
	word := "z"
	for _, value := range []any{
		nil, true, "", "\xff", 7, []string{}, []any{"b", 1, "a"}, []any{"b", nil}, []*string{&word, nil}, []map[string]any{{"name": "b"}, {"key": "a"}},
		[]outer{{Name: &word}, {inner: inner{B: "b"}, Any: map[string]any{"x": 1.5}}}, outer{Bytes: []byte("x"), Counts: map[string]uint16{"b": 1, "a": 2}, Ratio: 1e21},
		corev1.ResourceList{"cpu": resource.MustParse("1500m"), "memory": resource.MustParse("1Gi")},
		map[int]string{2: "b", 10: "a"}, metav1.NewTime(time.Unix(0, 0)), [2]string{"b", "a"},
	} {
		same(t, value)
	}
}
