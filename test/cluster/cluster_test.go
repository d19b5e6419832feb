// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package cluster_test

import (
	"context"
	"errors"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/publicdata-io/mandate/test/cluster"
)

// TestControlPlane starts one whole control plane and asks of it what an API
// server alone would not do.
func TestControlPlane(t *testing.T) {
	began := time.Now()
	c, err := cluster.Start(t.Context(), cluster.Options{Fast: true, APIServerArgs: []string{"--min-request-timeout=2"}})
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("started in %s", time.Since(began).Round(time.Millisecond))
	pids := c.PIDs()
	t.Run("server version is at least the one required", func(t *testing.T) { versionIsStated(t, c) })
	t.Run("new namespaces get account and root certificate", func(t *testing.T) { namespaceIsFurnished(t, c) })
	t.Run("deleting a namespace finishes", func(t *testing.T) { namespaceIsDeleted(t, c) })
	t.Run("a requested token is its account's", func(t *testing.T) { tokenIsIssued(t, c) })
	t.Run("a quota is counted and enforced", func(t *testing.T) { quotaIsEnforced(t, c) })
	t.Run("owned objects go with their owner", func(t *testing.T) { garbageIsCollected(t, c) })
	t.Run("a user has the rights of name and groups only", func(t *testing.T) { userIsKnown(t, c) })
	t.Run("a watch ends by itself", func(t *testing.T) { watchEnds(t, c) })
	t.Run("kubeconfigs are complete", func(t *testing.T) { kubeconfigIsComplete(t, c) })

	began = time.Now()
	if err := errors.Join(c.Stop(), c.Stop()); err != nil {
		t.Error(err)
	}
	t.Logf("stopped in %s", time.Since(began).Round(time.Millisecond))
	if len(pids) != 3 {
		t.Errorf("got components %v, want three", pids)
	}
	for name, pid := range pids {
		if isAlive(pid) {
			t.Errorf("%s (pid %d) is still there after Stop", name, pid)
		}
	}
}

func versionIsStated(t *testing.T, c *cluster.Cluster) {
	got, err := clientOf(t, c.Config()).Discovery().ServerVersion()
	if err != nil {
		t.Fatal(err)
	}
	if got.Major != "1" || got.GitVersion == "" || got.GitCommit == "$Format:%H$" {
		t.Errorf("server states its version oddly: %+v", *got)
	}
}

func namespaceIsFurnished(t *testing.T, c *cluster.Cluster) {
	core := clientOf(t, c.Config()).CoreV1()
	makeNamespace(t, c, "furnished")
	eventually(t, func(ctx context.Context) error {
		_, noAccount := core.ServiceAccounts("furnished").Get(ctx, "default", metav1.GetOptions{})
		_, noRoot := core.ConfigMaps("furnished").Get(ctx, "kube-root-ca.crt", metav1.GetOptions{})
		return errors.Join(noAccount, noRoot)
	})
}

// watchEnds measures what bounds a watch that nobody ends, which docs/cut.md rests
// on: between once and twice --min-request-timeout, or, however long that is, what
// it was opened for.
func watchEnds(t *testing.T, c *cluster.Cluster) {
	for name, tc := range map[string]struct {
		asked       *int64
		least, most time.Duration
	}{
		"that names no time":                    {nil, 2 * time.Second, 4 * time.Second},
		"that names less":                       {new(int64(1)), time.Second, time.Second},
		"that names more than the server gives": {new(int64(7)), 7 * time.Second, 7 * time.Second},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			began := time.Now()
			stream, err := clientOf(t, c.Config()).CoreV1().Secrets("default").Watch(t.Context(), metav1.ListOptions{TimeoutSeconds: tc.asked})
			if err != nil {
				t.Fatal(err)
			}
			defer stream.Stop()
			for range stream.ResultChan() {
				continue // until the API server ends it
			}
			const busy = 3 * time.Second // a machine that does other things
			if lasted := time.Since(began); lasted < tc.least || lasted > tc.most+busy {
				t.Errorf("it lasted %s, want between %s and %s", lasted.Round(100*time.Millisecond), tc.least, tc.most)
			}
		})
	}
}

func namespaceIsDeleted(t *testing.T, c *cluster.Cluster) {
	core := clientOf(t, c.Config()).CoreV1()
	makeNamespace(t, c, "doomed")
	makeConfigMap(t, c, "doomed", &corev1.ConfigMap{ObjectMeta: metav1.ObjectMeta{Name: "content"}})
	if err := core.Namespaces().Delete(t.Context(), "doomed", metav1.DeleteOptions{}); err != nil {
		t.Fatal(err)
	}
	eventually(t, func(ctx context.Context) error {
		_, err := core.Namespaces().Get(ctx, "doomed", metav1.GetOptions{})
		return wantNotFound(err)
	})
}

func tokenIsIssued(t *testing.T, c *cluster.Cluster) {
	const want = "system:serviceaccount:default:default"
	if got := whoAmI(t, c.ConfigWithToken(requestToken(t, c))); got.Username != want {
		t.Errorf("token belongs to %q, want %q", got.Username, want)
	}
}

func quotaIsEnforced(t *testing.T, c *cluster.Cluster) {
	core := clientOf(t, c.Config()).CoreV1()
	makeNamespace(t, c, "limited")
	quota := &corev1.ResourceQuota{
		ObjectMeta: metav1.ObjectMeta{Name: "limit"},
		Spec: corev1.ResourceQuotaSpec{Hard: corev1.ResourceList{
			"services.loadbalancers": resource.MustParse("0"),
			"count/secrets":          resource.MustParse("1"),
		}},
	}
	if _, err := core.ResourceQuotas("limited").Create(t.Context(), quota, metav1.CreateOptions{}); err != nil {
		t.Fatal(err)
	}
	eventually(t, func(ctx context.Context) error {
		seen, err := core.ResourceQuotas("limited").Get(ctx, "limit", metav1.GetOptions{})
		if err == nil && len(seen.Status.Used) != len(quota.Spec.Hard) {
			err = errors.New("quota's status is not filled in")
		}
		return err
	})
	create := func(name string) error {
		_, err := core.Secrets("limited").Create(t.Context(), &corev1.Secret{ObjectMeta: metav1.ObjectMeta{Name: name}}, metav1.CreateOptions{})
		return err
	}
	if err := create("first"); err != nil {
		t.Errorf("create within the quota: %v", err)
	}
	if err := create("second"); !apierrors.IsForbidden(err) {
		t.Errorf("create beyond the quota: got %v, want Forbidden", err)
	}
}

func garbageIsCollected(t *testing.T, c *cluster.Cluster) {
	core := clientOf(t, c.Config()).CoreV1()
	owner := makeConfigMap(t, c, "default", &corev1.ConfigMap{ObjectMeta: metav1.ObjectMeta{Name: "owner"}})
	makeConfigMap(t, c, "default", &corev1.ConfigMap{ObjectMeta: metav1.ObjectMeta{
		Name:            "owned",
		OwnerReferences: []metav1.OwnerReference{{APIVersion: "v1", Kind: "ConfigMap", Name: owner.Name, UID: owner.UID}},
	}})
	if err := core.ConfigMaps("default").Delete(t.Context(), "owner", metav1.DeleteOptions{}); err != nil {
		t.Fatal(err)
	}
	eventually(t, func(ctx context.Context) error {
		_, err := core.ConfigMaps("default").Get(ctx, "owned", metav1.GetOptions{})
		return wantNotFound(err)
	})
}

func userIsKnown(t *testing.T, c *cluster.Cluster) {
	access, err := c.AddUser("officer", "agency")
	if err != nil {
		t.Fatal(err)
	}
	got := whoAmI(t, access)
	if got.Username != "officer" || len(got.Groups) == 0 || got.Groups[0] != "agency" {
		t.Errorf("user is %+v, want officer of agency", got)
	}
	_, err = clientOf(t, access).CoreV1().Namespaces().List(t.Context(), metav1.ListOptions{})
	if !apierrors.IsForbidden(err) {
		t.Errorf("list namespaces without a right: got %v, want Forbidden", err)
	}
}
