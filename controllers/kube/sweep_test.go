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

// acts is an API server that holds Decisions, and counts what it is asked.
type acts struct {
	client.Reader
	on    map[string]string // the subject of each, by name
	asked int
}

// Get finds any object.
func (a *acts) Get(_ context.Context, key client.ObjectKey, o client.Object, _ ...client.GetOption) error {
	a.asked++
	o.SetName(key.Name)
	return nil
}

// List lists them all.
func (a *acts) List(_ context.Context, list client.ObjectList, opts ...client.ListOption) error {
	a.asked++
	options := client.ListOptions{}
	options.ApplyOptions(opts)
	into := list.(*v1alpha1.DecisionList)
	for name, subject := range a.on {
		d := v1alpha1.Decision{}
		d.Name, d.Namespace, d.Spec.Subject.Name = name, options.Namespace, v1alpha1.ObjectName(subject)
		into.Items = append(into.Items, d)
	}
	into.ResourceVersion = "7"
	return nil
}

func TestASweepAsksForEverythingOnce(t *testing.T) {
	server := &acts{on: map[string]string{"a": "g", "b": "h", "c": "h"}}
	sweep := NewSweep(server, nil)
	for subject, want := range map[string]int{"g": 1, "h": 2, "i": 0} {
		var found v1alpha1.DecisionList
		err := sweep.List(t.Context(), &found, client.InNamespace("demo"), client.MatchingFields{SubjectNameField: subject})
		if err != nil || len(found.Items) != want || found.ResourceVersion != "7" {
			t.Errorf("%d Decisions on %s at %q, want %d: %v", len(found.Items), subject, found.ResourceVersion, want, err)
		}
		for i := range found.Items {
			if diff := cmp.Diff(subject, string(found.Items[i].Spec.Subject.Name)); diff != "" {
				t.Errorf("the subject (-want +got):\n%s", diff)
			}
		}
		agreement := &v1alpha1.OperationAgreement{}
		if err := sweep.Get(t.Context(), client.ObjectKey{Namespace: "demo", Name: "health"}, agreement); err != nil || agreement.Name != "health" {
			t.Errorf("read %q: %v", agreement.Name, err)
		}
	}
	if server.asked != 2 {
		t.Errorf("the API server was asked %d times, want one list and one object", server.asked)
	}
}
