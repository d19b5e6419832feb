// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

// Package supervision answers one question: what do those see who supervise, and
// what can they, and those whom they supervise, not do?
//
// Both processes run over the sample chain, on an API server that writes the
// audit log which config/audit asks for.
package supervision

import (
	"context"
	"errors"
	"path/filepath"
	"testing"
	"time"

	rbacv1 "k8s.io/api/rbac/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/wait"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/publicdata-io/mandate/test/cluster"
	"github.com/publicdata-io/mandate/test/install"
)

// domain is the data domain of the sample chain.
const domain = "demo-health"

// patience bounds every wait.
const patience = 2 * time.Minute

// What the tests of this package share.
var (
	controlPlane *cluster.Cluster
	// admin is a member of system:masters.
	admin client.Client
	// auditLog is where the API server writes what happened, among its other log.
	auditLog string
)

func TestMain(m *testing.M) {
	root, err := cluster.RepositoryRoot()
	if err != nil {
		panic(err)
	}
	install.Suite{
		Cluster: cluster.Options{APIServerArgs: []string{
			"--audit-policy-file=" + filepath.Join(root, "config", "audit", "policy.yaml"), "--audit-log-path=-", "--audit-log-mode=blocking",
		}},
		Begin: begin,
	}.Main(m)
}

func begin(ctx context.Context, c *cluster.Cluster, i *install.Installation) (func(int) error, error) {
	controlPlane, admin, auditLog = c, i.Admin, filepath.Join(c.LogDir(), "kube-apiserver.log")
	if err := i.ApplySamples(ctx); err != nil {
		return nil, err
	}
	operator, cutoff, err := i.StartBoth(ctx)
	return install.Failures(operator, cutoff), err
}

// person is a user who is known by a client certificate.
func person(t *testing.T, name string, groups ...string) client.Client {
	t.Helper()
	config, err := controlPlane.AddUser(name, groups...)
	if err != nil {
		t.Fatal(err)
	}
	c, err := client.New(config, client.Options{Scheme: admin.Scheme()})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// bind gives a user a role, in one namespace or, where that is empty, in all.
func bind(t *testing.T, user, role, namespace string) {
	t.Helper()
	var binding client.Object
	meta := metav1.ObjectMeta{GenerateName: "supervision-", Namespace: namespace}
	subjects := []rbacv1.Subject{{APIGroup: rbacv1.GroupName, Kind: rbacv1.UserKind, Name: user}}
	ref := rbacv1.RoleRef{APIGroup: rbacv1.GroupName, Kind: "ClusterRole", Name: role}
	if namespace == "" {
		binding = &rbacv1.ClusterRoleBinding{ObjectMeta: meta, Subjects: subjects, RoleRef: ref}
	} else {
		binding = &rbacv1.RoleBinding{ObjectMeta: meta, Subjects: subjects, RoleRef: ref}
	}
	if err := admin.Create(t.Context(), binding); err != nil {
		t.Fatal(err)
	}
}

// eventually asks until there is no error.
func eventually(t *testing.T, ask func(ctx context.Context) error) {
	t.Helper()
	var last error
	err := wait.PollUntilContextTimeout(t.Context(), 200*time.Millisecond, patience, true, func(ctx context.Context) (bool, error) {
		last = ask(ctx)
		return last == nil, nil
	})
	if err != nil {
		t.Fatal(errors.Join(err, last))
	}
}
