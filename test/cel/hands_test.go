// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package cel_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"sigs.k8s.io/controller-runtime/pkg/client"
)

// TestTheClustersOwnHands shows that the guards of a sandbox leave the cluster
// its own work: each wait is for a controller of the real controller manager.
func TestTheClustersOwnHands(t *testing.T) {
	sandbox := podsSandbox(t, nil)
	await := func(what string, f func(context.Context) error) {
		t.Helper()
		if err := eventually(t.Context(), f); err != nil {
			t.Errorf("%s: %v", what, err)
		}
	}
	exists := func(apiVersion, kind, name string) func(context.Context) error {
		return func(ctx context.Context) error {
			u := object(apiVersion, kind, sandbox, name, nil)
			return admin.Get(ctx, client.ObjectKeyFromObject(u), u)
		}
	}
	await("the account that every namespace has", exists("v1", "ServiceAccount", "default"))
	await("the certificate that every namespace has", exists("v1", "ConfigMap", "kube-root-ca.crt"))

	quota := edited(parse(t, quotaText), set("metadata.namespace", sandbox), set("spec.hard", map[string]any{"pods": "2"}))
	create(t, operator, quota)
	used := func(want string) func(context.Context) error {
		return func(ctx context.Context) error {
			if err := admin.Get(ctx, client.ObjectKeyFromObject(quota), quota); err != nil {
				return err
			}
			got, _, _ := unstructured.NestedString(quota.Object, "status", "used", "pods")
			if got != want {
				return fmt.Errorf("%q pods are counted, want %s", got, want)
			}
			return nil
		}
	}
	await("the count of a new quota", used("0"))
	deployment := parse(t, `
apiVersion: apps/v1
kind: Deployment
metadata: {name: train, labels: {app: train}}
spec:
  replicas: 3
  selector: {matchLabels: {app: train}}
  template:
    metadata: {labels: {app: train}}
    spec:
      serviceAccountName: workload
      containers: [{name: main, image: registry.example/team/train:1}]
`)
	deployment.SetNamespace(sandbox)
	create(t, root, deployment)
	await("pods of a Deployment, up to the quota", used("2"))
	service := edited(parse(t, serviceText), set("metadata.namespace", sandbox))
	create(t, root, service)
	await("endpoints of a Service", exists("v1", "Endpoints", "db"))
	await("a pod that finishes is counted off", func(ctx context.Context) error {
		zero := edited(deployment, set("spec.replicas", int64(0)))
		if err := admin.Patch(ctx, zero, client.RawPatch(mergePatch, []byte(`{"spec":{"replicas":0}}`))); err != nil {
			return err
		}
		return used("0")(ctx)
	})
	job := parse(t, `
apiVersion: batch/v1
kind: Job
metadata: {name: once}
spec:
  template:
    spec:
      serviceAccountName: workload
      restartPolicy: Never
      containers: [{name: main, image: registry.example/team/train:1}]
`)
	job.SetNamespace(sandbox)
	create(t, root, job)
	await("the pod of a Job", used("1"))
	if err := admin.Delete(t.Context(), job, client.PropagationPolicy("Background")); err != nil {
		t.Fatal(err)
	}
	await("the pod of a Job that is deleted is let go", used("0"))

	create(t, operator, edited(parse(t, networkPolicyText), set("metadata.namespace", sandbox)))
	for _, text := range []string{doorText, roomText, limitsText, configText} {
		u := parse(t, strings.ReplaceAll(text, "SANDBOX", sandbox))
		u.SetNamespace(sandbox)
		create(t, operator, u)
	}
	if err := rescuer.client(t).Delete(t.Context(), namespace(sandbox, nil, nil)); err != nil {
		t.Fatalf("break-glass deletes the sandbox: %v", err)
	}
	await("a sandbox in deletion goes, with all that is in it", namespaceIsGone(sandbox))
}

func namespaceIsGone(name string) func(context.Context) error {
	return func(ctx context.Context) error {
		u := namespace(name, nil, nil)
		err := admin.Get(ctx, client.ObjectKeyFromObject(u), u)
		if apierrors.IsNotFound(err) {
			return nil
		}
		conditions, _, _ := unstructured.NestedSlice(u.Object, "status", "conditions")
		return errors.Join(err, fmt.Errorf("it is still there: %v", conditions))
	}
}

// TestDomainsGoWhenNothingIsRetained shows both ends of deleting a data domain
// as break-glass: policies on its data go with it; a Decision in it holds it.
func TestDomainsGoWhenNothingIsRetained(t *testing.T) {
	empty, full := newDomain(t), newDomain(t)
	create(t, operator, edited(parse(t, allowText), set("metadata.namespace", empty)))
	kept := recordDecision(t, full, "kept")
	for _, name := range []string{empty, full} {
		if err := rescuer.client(t).Delete(t.Context(), namespace(name, nil, nil)); err != nil {
			t.Fatalf("break-glass deletes a domain: %v", err)
		}
	}
	if err := eventually(t.Context(), namespaceIsGone(empty)); err != nil {
		t.Error(err)
	}
	if err := admin.Get(t.Context(), client.ObjectKeyFromObject(kept), kept); err != nil {
		t.Errorf("the Decision is gone: %v", err)
	}
	err := eventually(t.Context(), func(ctx context.Context) error {
		u := namespace(full, nil, nil)
		if err := admin.Get(ctx, client.ObjectKeyFromObject(u), u); err != nil {
			return err
		}
		conditions, _, _ := unstructured.NestedSlice(u.Object, "status", "conditions")
		if said := fmt.Sprint(conditions); !strings.Contains(said, "mandate-decisions-retained") {
			return fmt.Errorf("the namespace does not say what holds it: %s", said)
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
}
