// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

// Package unobstructed answers one question: does each kind of cut still succeed
// when our own admission policies are broken or their parameters are missing?
//
// Cutoff runs as it is shipped and does every kind of cut on sandboxes in force,
// with all policies broken at once: once their validations fail, once their
// conditions, but for those that keep a cut out (doors). A write that passes where
// every policy that matches it is healthy (all other tests) and where every one of
// them is broken (this one) passes in any mix of the two: no policy looks at
// another. With -each, every policy is also broken in turn, both ways at once, with
// a control of its own.
//
// Beside the policies it asks whether cutoff begins, and cuts, where a kind that
// grants rest on is defined no more.
package unobstructed

import (
	"context"
	"flag"
	"fmt"
	"syscall"
	"testing"

	rbacv1 "k8s.io/api/rbac/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/rest"
	"sigs.k8s.io/controller-runtime/pkg/client"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/test/cluster"
	"github.com/publicdata-io/mandate/test/install"
)

// What the tests of this package share.
var (
	controlPlane *cluster.Cluster
	installed    *install.Installation
	// admin is a member of system:masters, whom RBAC refuses nothing.
	admin  client.Client
	cutoff *cluster.Process
)

// each breaks every policy in turn, too.
var each = flag.Bool("each", false, "break every policy in turn, beside all at once")

func TestMain(m *testing.M) {
	install.Suite{Begin: func(ctx context.Context, c *cluster.Cluster, i *install.Installation) (func(int) error, error) {
		controlPlane, installed, admin = c, i, i.Admin
		if err := appoint(ctx); err != nil {
			return nil, err
		}
		var err error
		cutoff, err = i.StartCutoff(ctx, "cutoff")
		return func(int) error { return cutoff.Failure() }, err
	}}.Main(m)
}

// startOperator lets the operator give; the function it returns stops it, so
// that it neither mends nor reports while policies are broken.
func startOperator(t *testing.T) (stop func()) {
	t.Helper()
	operator, err := installed.StartOperator(t.Context(), "operator")
	if err != nil {
		t.Fatal(err)
	}
	stopped := false
	stop = func() {
		if stopped {
			return
		}
		stopped = true
		if err := operator.Failure(); err != nil {
			t.Error(err)
		}
		_ = syscall.Kill(operator.PID(), syscall.SIGTERM) // fails only when it has ended
		<-operator.Ended()
	}
	t.Cleanup(stop)
	return stop
}

// officers is the group of all who decide here.
const officers = "unobstructed:officers"

// appoint gives the officers every verb of every organisation.
func appoint(ctx context.Context) error {
	role := &rbacv1.ClusterRole{
		ObjectMeta: metav1.ObjectMeta{Name: "unobstructed-officers"},
		Rules: []rbacv1.PolicyRule{
			{APIGroups: []string{v1alpha1.GroupVersion.Group}, Resources: []string{"decisions"}, Verbs: []string{"create"}},
			{APIGroups: []string{v1alpha1.GroupVersion.Group}, Resources: []string{"organizations"},
				Verbs: []string{"suspend", "halt", "terminate", "disqualify", "clear", "annul"}},
		},
	}
	binding := &rbacv1.ClusterRoleBinding{
		ObjectMeta: metav1.ObjectMeta{Name: role.Name},
		RoleRef:    rbacv1.RoleRef{APIGroup: rbacv1.GroupName, Kind: "ClusterRole", Name: role.Name},
		Subjects:   []rbacv1.Subject{{APIGroup: rbacv1.GroupName, Kind: rbacv1.GroupKind, Name: officers}},
	}
	for _, o := range []client.Object{role, binding} {
		if err := admin.Create(ctx, o); err != nil {
			return fmt.Errorf("appoint officers: %w", err)
		}
	}
	return nil
}

// as is the access of somebody else.
func as(t *testing.T, user string, groups ...string) client.Client {
	t.Helper()
	cfg := rest.CopyConfig(controlPlane.Config())
	cfg.Impersonate = rest.ImpersonationConfig{UserName: user, Groups: groups}
	c, err := client.New(cfg, client.Options{Scheme: admin.Scheme(), Mapper: admin.RESTMapper()})
	if err != nil {
		t.Fatal(err)
	}
	return c
}
