// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package kube

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/client-go/tools/cache"
	clocktesting "k8s.io/utils/clock/testing"
	"sigs.k8s.io/yaml"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/config/crd"
)

// TestAKindThatIsLackingIsNoneAfterAWhile lists, a second apart, and tells after
// each what came of it.
func TestAKindThatIsLackingIsNoneAfterAWhile(t *testing.T) {
	lacking := apierrors.NewGenericServerResponse(404, "list", schema.GroupResource{Resource: "sandboxclasses"}, "", "", 0, false)
	busy := errors.New("busy")
	tests := map[string]struct {
		answers []error
		want    string // of each: f for found, e for an error, n for none
	}{
		"served":                           {[]error{nil, nil}, "ff"},
		"lacking for a moment":             {[]error{lacking, lacking, nil}, "eef"},
		"lacking for longer":               {[]error{lacking, lacking, lacking, lacking, lacking, lacking, lacking}, "eeeeenn"},
		"back again":                       {[]error{lacking, lacking, lacking, lacking, lacking, lacking, nil, lacking}, "eeeeenfe"},
		"another error is none of absence": {[]error{busy, busy, busy, busy, busy, busy, busy}, "eeeeeee"},
		"another error begins anew":        {[]error{lacking, lacking, lacking, busy, lacking, lacking, lacking}, "eeeeeee"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			clock := clocktesting.NewFakePassiveClock(time.Unix(0, 0).Add(time.Hour))
			asked := 0
			l := &noneIfAbsent{of: "SandboxClass", clock: clock, ListerWatcherWithContext: &cache.ListWatch{
				ListWithContextFunc: func(context.Context, metav1.ListOptions) (runtime.Object, error) {
					return &v1alpha1.SandboxClassList{}, tc.answers[asked]
				},
			}}
			var got strings.Builder
			for asked = range tc.answers {
				found, err := l.list(t.Context(), metav1.ListOptions{})
				_, ours := found.(*v1alpha1.SandboxClassList)
				switch {
				case err != nil:
					got.WriteByte('e')
				case ours:
					got.WriteByte('f')
				case meta.LenList(found) == 0:
					got.WriteByte('n')
				}
				clock.SetTime(clock.Now().Add(time.Second))
			}
			if got.String() != tc.want {
				t.Errorf("got %s, want %s", &got, tc.want)
			}
		})
	}
}

// TestWhatMayBeLackingIsMappedAsItIsServed compares the places that are known with
// the definitions that are shipped.
func TestWhatMayBeLackingIsMappedAsItIsServed(t *testing.T) {
	known := meta.NewDefaultRESTMapper(nil)
	for kind, scope := range mayLack {
		known.Add(kind, scope)
	}
	m := mapper{RESTMapper: meta.NewDefaultRESTMapper(nil), known: known} // of a server that lacks all of them
	files, err := crd.Files.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		if !strings.HasPrefix(file.Name(), "mandate.") {
			continue
		}
		text, err := crd.Files.ReadFile(file.Name())
		if err != nil {
			t.Fatal(err)
		}
		definition := struct {
			Spec struct {
				Scope string
				Names struct{ Kind, Plural string }
			}
		}{}
		if err := yaml.Unmarshal(text, &definition); err != nil {
			t.Fatal(err)
		}
		spec := definition.Spec
		found, err := m.RESTMapping(v1alpha1.GroupVersion.WithKind(spec.Names.Kind).GroupKind(), v1alpha1.GroupVersion.Version)
		if err != nil {
			t.Errorf("%s: %v", spec.Names.Kind, err)
			continue
		}
		if found.Resource.Resource != spec.Names.Plural || (found.Scope.Name() == meta.RESTScopeNameNamespace) != (spec.Scope == "Namespaced") {
			t.Errorf("%s is known as %s in a scope %s, but is %s in %s", spec.Names.Kind, found.Resource.Resource, found.Scope.Name(), spec.Names.Plural, spec.Scope)
		}
	}
	if _, err := m.RESTMapping(schema.GroupKind{Group: "cilium.io", Kind: "CiliumEndpoint"}, "v2"); !meta.IsNoMatchError(err) {
		t.Errorf("a kind of others is mapped: %v", err)
	}
}
