// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package install_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	authenticationv1 "k8s.io/api/authentication/v1"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/wait"
	"k8s.io/client-go/kubernetes"
	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/log/zap"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/test/cluster"
	"github.com/publicdata-io/mandate/test/install"
)

// TestTwentyGrantsOpen runs the shipped program with the shipped rights.
func TestTwentyGrantsOpen(t *testing.T) {
	ctrl.SetLogger(zap.New(zap.WriteTo(t.Output())))
	c, err := cluster.Start(t.Context(), cluster.Options{Fast: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := c.Stop(); err != nil {
			t.Error(err)
		}
	})
	installed, err := install.Apply(t.Context(), c, install.Options{})
	if err != nil {
		t.Fatal(err)
	}
	accountsAreThoseThatAreShipped(t, installed)
	operator := started(t)(installed.StartOperator(t.Context(), "operator"))
	cutoff := started(t)(installed.StartCutoff(t.Context(), "cutoff"))
	if err := installed.ApplySamples(t.Context()); err != nil {
		t.Fatal(err)
	}
	err = eventually(t.Context(), func(ctx context.Context) error {
		return errors.Join(operator.Failure(), cutoff.Failure(), twentyAreReady(ctx, installed.Admin))
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := eventually(t.Context(), func(ctx context.Context) error { return beats(ctx, installed.Admin) }); err != nil {
		t.Fatal(err)
	}
	appliesAgain(t, installed)
}

// appliesAgain applies once more what runs by now, as an upgrade and every tool of
// GitOps do: nothing of it has become ours, so that nothing differs or conflicts.
func appliesAgain(t *testing.T, installed *install.Installation) {
	for _, folder := range []string{"config/default", "config/samples"} {
		for _, verb := range []string{"diff", "apply"} {
			if said, err := installed.Kubectl(t.Context(), "", verb, "--server-side", "-k", folder); err != nil {
				t.Errorf("%s again: %v\n%s", folder, err, said)
			}
		}
	}
}

// beats says whether cutoff has beaten, and has thus written its canary.
func beats(ctx context.Context, reader client.Reader) error {
	heart := &v1alpha1.Heartbeat{}
	if err := reader.Get(ctx, client.ObjectKey{Name: v1alpha1.HeartbeatName}, heart); err != nil {
		return err
	}
	if heart.Spec.RenewTime == nil {
		return errors.New("cutoff has not beaten yet")
	}
	return nil
}

func started(t *testing.T) func(*cluster.Process, error) *cluster.Process {
	return func(p *cluster.Process, err error) *cluster.Process {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return p
	}
}

func twentyAreReady(ctx context.Context, reader client.Reader) error {
	var grants v1alpha1.DeveloperGrantList
	if err := reader.List(ctx, &grants); err != nil {
		return err
	}
	ready := 0
	for _, grant := range grants.Items {
		if meta.IsStatusConditionTrue(grant.Status.Conditions, "Active") &&
			meta.IsStatusConditionTrue(grant.Status.Conditions, "SandboxReady") {
			ready++
		}
	}
	if ready != 20 || len(grants.Items) != 20 {
		return fmt.Errorf("%d of %d grants are active with their sandbox ready, want 20 of 20", ready, len(grants.Items))
	}
	return nil
}

// accountsAreThoseThatAreShipped asks the API server who the processes are.
func accountsAreThoseThatAreShipped(t *testing.T, installed *install.Installation) {
	for _, account := range []string{install.OperatorAccount, install.CutoffAccount} {
		config, err := installed.AccountConfig(t.Context(), account)
		if err != nil {
			t.Fatal(err)
		}
		review, err := kubernetes.NewForConfigOrDie(config).AuthenticationV1().SelfSubjectReviews().
			Create(t.Context(), &authenticationv1.SelfSubjectReview{}, metav1.CreateOptions{})
		if err != nil {
			t.Fatal(err)
		}
		want := "system:serviceaccount:mandate-system:" + account
		if got := review.Status.UserInfo.Username; got != want {
			t.Errorf("the account is %s, want %s", got, want)
		}
	}
}

func eventually(ctx context.Context, probe func(context.Context) error) error {
	var last error
	err := wait.PollUntilContextTimeout(ctx, 100*time.Millisecond, 2*time.Minute, true, func(ctx context.Context) (bool, error) {
		last = probe(ctx)
		return last == nil, nil
	})
	if err != nil {
		return errors.Join(err, last)
	}
	return nil
}
