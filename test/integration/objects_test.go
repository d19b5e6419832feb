// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package integration

import (
	"context"
	"fmt"
	"slices"
	"testing"

	networkingv1 "k8s.io/api/networking/v1"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/client/apiutil"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/sandbox"
)

// fromCluster are the objects that the cluster puts into every namespace.
var fromCluster = []string{"ServiceAccount/default", "ConfigMap/kube-root-ca.crt"}

// children are the objects of a namespace that the cluster did not put there.
func children(t *testing.T, namespace string) []client.Object {
	t.Helper()
	var found []client.Object
	for _, list := range childKinds() {
		if err := admin.List(t.Context(), list, client.InNamespace(namespace)); err != nil {
			t.Fatal(err)
		}
		items, err := meta.ExtractList(list)
		if err != nil {
			t.Fatal(err)
		}
		for _, item := range items {
			o := item.(client.Object)
			if !slices.Contains(fromCluster, kindOf(o)+"/"+o.GetName()) {
				found = append(found, o)
			}
		}
	}
	return found
}

func kindOf(o client.Object) string {
	kind, err := apiutil.GVKForObject(o, admin.Scheme())
	if err != nil {
		panic(err) // the scheme knows whatever the tests read
	}
	return kind.Kind
}

func matches(selector *metav1.LabelSelector, set map[string]string) bool {
	s, err := metav1.LabelSelectorAsSelector(selector)
	return err != nil || s.Matches(labels.Set(set))
}

// ignoreNotFound takes what is gone for no error.
func ignoreNotFound(err error) error { return client.IgnoreNotFound(err) }

// baselines finds pods of the domain, by their label app, that no policy of
// ours isolates.
func (d *domain) baselines(ctx context.Context, apps ...string) error {
	var policies networkingv1.NetworkPolicyList
	err := admin.List(ctx, &policies, client.InNamespace(d.name), client.MatchingLabels{v1alpha1.PartLabel: sandbox.PartBaseline})
	if err != nil {
		return err
	}
	for _, app := range apps {
		if !slices.ContainsFunc(policies.Items, func(p networkingv1.NetworkPolicy) bool {
			return matches(&p.Spec.PodSelector, map[string]string{"app": app}) && len(p.Spec.Ingress) == 0
		}) {
			return fmt.Errorf("nothing isolates the pods %s", app)
		}
	}
	return nil
}
