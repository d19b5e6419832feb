// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package kube

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"
	"sigs.k8s.io/controller-runtime/pkg/client"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
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
