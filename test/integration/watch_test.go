// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package integration

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/apimachinery/pkg/watch"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/rest"
	"sigs.k8s.io/controller-runtime/pkg/client"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
)

// asDeveloper are the clients of who has a token of a sandbox.
func asDeveloper(t *testing.T, namespace string) kubernetes.Interface {
	t.Helper()
	cfg := rest.CopyConfig(adminConfig)
	cfg.Impersonate = rest.ImpersonationConfig{UserName: developerOf(namespace), Groups: []string{"system:authenticated"}}
	clients, err := kubernetes.NewForConfig(cfg)
	if err != nil {
		t.Fatal(err)
	}
	return clients
}

// A watch is authorised when it is opened, and not again: one that was opened
// before a cut goes on. That is why no class gives any; here break-glass does, for
// as long as it takes to open one.
func TestAWatchThatWasOpenedBeforeACutGoesOn(t *testing.T) {
	t.Parallel()
	d := newDomain(t).established()
	d.create(d.grant("g").Input("visits").Obj())
	name := box(d.awaitOpen("g"))
	note := &corev1.ConfigMap{ObjectMeta: metav1.ObjectMeta{Namespace: name, Name: "note"}}
	d.create(note)
	configs := asDeveloper(t, name).CoreV1().ConfigMaps(name)
	const seconds = 20
	open := func(ctx context.Context) (watch.Interface, error) {
		return configs.Watch(ctx, metav1.ListOptions{TimeoutSeconds: new(int64(seconds))})
	}
	if _, err := open(t.Context()); !apierrors.IsForbidden(err) {
		t.Fatalf("the class gives a watch: %v", err)
	}
	stream, opened := d.opened(d.cohortOf(name), open)
	defer stream.Stop()
	d.decide(d.act("suspend", d.bureau).Suspends(v1alpha1.OnDeveloperGrant, "g"))
	d.awaitFrozen("g", "Suspended")
	if _, err := configs.List(t.Context(), metav1.ListOptions{}); !apierrors.IsForbidden(err) {
		t.Errorf("a list after the cut: %v", err)
	}
	if _, err := open(t.Context()); !apierrors.IsForbidden(err) {
		t.Errorf("a watch that is opened after the cut: %v", err)
	}
	after := client.RawPatch(types.MergePatchType, []byte(`{"metadata":{"annotations":{"after":"the cut"}}}`))
	if err := admin.Patch(t.Context(), note, after); err != nil {
		t.Fatal(err)
	}
	told := false
	for event := range stream.ResultChan() { // until the API server ends it
		config, ok := event.Object.(*corev1.ConfigMap)
		told = told || ok && config.Annotations["after"] != ""
	}
	if !told {
		t.Error("the watch told nothing of what came after the cut: docs/cut.md says that it does")
	}
	if lasted := time.Since(opened).Round(time.Second); lasted < (seconds-1)*time.Second || lasted > (seconds+5)*time.Second {
		t.Errorf("the watch lasted %s, want the %d s that it was opened for", lasted, seconds)
	}
}

// opened opens a watch of ConfigMaps by a cohort to which break-glass adds it. The
// operator takes that back within a moment.
func (d *domain) opened(cohort string, open func(context.Context) (watch.Interface, error)) (stream watch.Interface, at time.Time) {
	d.t.Helper()
	widened := client.RawPatch(types.JSONPatchType, []byte(`[{"op":"add","path":"/rules/-","value":{"apiGroups":[""],"resources":["configmaps"],"verbs":["watch"]}}]`))
	d.eventually("a watch is opened", func(context.Context) error {
		if err := breakingGlass(d.t).Patch(d.t.Context(), &rbacv1.ClusterRole{ObjectMeta: named(cohort)}, widened); err != nil {
			return err
		}
		var err error
		for range 50 {
			at = time.Now()
			if stream, err = open(d.t.Context()); err == nil {
				return nil
			}
		}
		return fmt.Errorf("it was taken back before: %w", err)
	})
	d.eventually("the operator takes the rule back", func(ctx context.Context) error {
		role := &rbacv1.ClusterRole{}
		if err := get(ctx, "", cohort, role); err != nil {
			return err
		}
		for _, rule := range role.Rules {
			if slices.Contains(rule.Verbs, "watch") {
				return fmt.Errorf("it gives %v", role.Rules)
			}
		}
		return nil
	})
	return stream, at
}
