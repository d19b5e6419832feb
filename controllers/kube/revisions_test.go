// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package kube

import (
	"context"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
	"sigs.k8s.io/controller-runtime/pkg/client"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/test/builder"
)

// versions is an API server that holds grants of which some revise others, and
// notes by which selector it is asked.
type versions struct {
	client.Reader
	revises map[string]string
	asked   []string
}

// List lists those that revise any.
func (v *versions) List(_ context.Context, list client.ObjectList, opts ...client.ListOption) error {
	options := client.ListOptions{}
	options.ApplyOptions(opts)
	v.asked = append(v.asked, options.Namespace+" "+options.FieldSelector.String())
	into := list.(*v1alpha1.DeveloperGrantList)
	for name, earlier := range v.revises {
		g := v1alpha1.DeveloperGrant{}
		g.Name, g.Namespace, g.Spec.Revises = name, options.Namespace, v1alpha1.ObjectName(earlier)
		into.Items = append(into.Items, g)
	}
	into.ResourceVersion = "7"
	return nil
}

// Ten thousand grants that open together ask once what revises any of them.
func TestARoundAsksOnceWhatRevisesAnything(t *testing.T) {
	server := &versions{revises: map[string]string{"g-2": "g", "h-2": "h"}}
	live, leave, err := NewRounds(server).Join(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer leave()
	for earlier, want := range map[string][]string{"g": {"g-2"}, "h": {"h-2"}, "i": nil} {
		var found v1alpha1.DeveloperGrantList
		err := live.List(t.Context(), &found, client.InNamespace("demo"), client.MatchingFields{RevisesField: earlier})
		if err != nil || found.ResourceVersion != "7" {
			t.Errorf("what revises %q was read at %q, want at 7: %v", earlier, found.ResourceVersion, err)
		}
		var got []string
		for i := range found.Items {
			got = append(got, found.Items[i].Name)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("what revises %q (-want +got):\n%s", earlier, diff)
		}
	}
	if diff := cmp.Diff([]string{"demo spec.revises!="}, server.asked); diff != "" {
		t.Errorf("what the API server was asked (-want +got):\n%s", diff)
	}
}

// counted is a reader that counts what it is asked.
type counted struct {
	client.Reader
	asked int
}

// Get gets, and counts it.
func (c *counted) Get(ctx context.Context, key client.ObjectKey, o client.Object, opts ...client.GetOption) error {
	c.asked++
	return c.Reader.Get(ctx, key, o, opts...)
}

// List lists, and counts it.
func (c *counted) List(ctx context.Context, list client.ObjectList, opts ...client.ListOption) error {
	c.asked++
	return c.Reader.List(ctx, list, opts...)
}

// A long history costs no more for each of its versions than the one before.
func TestALongHistoryIsReadOnce(t *testing.T) {
	asked := func(versions int, of string) int {
		objects := []client.Object{builder.Jurisdiction("demo", 1).Obj(), builder.Agreement("v0").Over("visits").Obj()}
		for i := 1; i < versions; i++ {
			objects = append(objects, builder.Agreement(fmt.Sprintf("v%d", i)).Revises(fmt.Sprintf("v%d", i-1)).Over("visits").Obj())
		}
		reader := &counted{Reader: affectedBy(t, objects...).Reader}
		agreement := &v1alpha1.OperationAgreement{}
		if err := reader.Get(t.Context(), client.ObjectKey{Namespace: objects[1].GetNamespace(), Name: of}, agreement); err != nil {
			t.Fatal(err)
		}
		if _, err := (Observer{Reader: reader}).Agreement(t.Context(), agreement); err != nil {
			t.Fatal(err)
		}
		return reader.asked
	}
	for of, of8 := range map[string]string{"v3": "v7", "v0": "v0"} {
		four, eight := asked(4, of), asked(8, of8)
		t.Logf("%s of 4 and %s of 8: %d and %d readings", of, of8, four, eight)
		if eight > 3*four {
			t.Errorf("a history of eight versions takes %d readings, one of four %d; want about twice as many", eight, four)
		}
	}
}
