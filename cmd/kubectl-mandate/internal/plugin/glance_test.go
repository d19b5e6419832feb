// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package plugin

import (
	"fmt"
	"testing"

	"k8s.io/apimachinery/pkg/fields"
	"sigs.k8s.io/controller-runtime/pkg/client"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/test/builder"
)

// objections are n of them, against two grants and regarding three acts by turns.
func objections(n int) shelf {
	scheme, err := newScheme()
	if err != nil {
		panic(err)
	}
	on := shelf{scheme: scheme}
	for i := range n {
		o := builder.Objection(fmt.Sprintf("o-%d", i)).Against(v1alpha1.LinkDeveloperGrant, fmt.Sprintf("g-%d", i%2)).Obj()
		o.Spec.Regarding = &v1alpha1.DecisionReference{Name: v1alpha1.ObjectName(fmt.Sprintf("publish-%d", i%3)), UID: "u"}
		on.objects = append(on.objects, o)
	}
	return on
}

func TestAGlanceSelectsByFields(t *testing.T) {
	on := objections(12)
	g := &glance{Reader: on, scheme: on.scheme, lists: map[listKey]*listing{}}
	const against, regarding = "spec.against.name", "spec.regarding.name"
	tests := map[string]struct {
		selector fields.Selector
		want     int
	}{
		"one value":           {fields.OneTermEqualSelector(against, "g-1"), 6},
		"no such value":       {fields.OneTermEqualSelector(against, "g-2"), 0},
		"any but one":         {fields.OneTermNotEqualSelector(regarding, "publish-0"), 8},
		"two fields":          {fields.SelectorFromSet(fields.Set{against: "g-0", regarding: "publish-0"}), 2},
		"a field that is not": {fields.OneTermEqualSelector("spec.nothing", ""), 12},
	}
	for name, tc := range tests {
		var list v1alpha1.ObjectionList
		if err := g.List(t.Context(), &list, client.MatchingFieldsSelector{Selector: tc.selector}); err != nil || len(list.Items) != tc.want {
			t.Errorf("%s: %d, %v, want %d", name, len(list.Items), err, tc.want)
		}
	}
}

// Every objection to a grant asks who objects to it itself: that is looked for in
// the same list, whose fields are read once, however many ask.
func TestAGlanceReadsAFieldOnce(t *testing.T) {
	on := objections(200)
	g := &glance{Reader: on, scheme: on.scheme, lists: map[listKey]*listing{}}
	ask := func(name string) {
		if err := g.List(t.Context(), &v1alpha1.ObjectionList{}, client.MatchingFields{"spec.against.name": name}); err != nil {
			t.Fatal(err)
		}
	}
	ask("none")
	if allocated := testing.AllocsPerRun(10, func() { ask("none") }); allocated > 100 {
		t.Errorf("to ask once more took %v allocations, want few: one for each of the 200 objections is to read them again", allocated)
	}
}
