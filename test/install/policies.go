// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package install

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	admissionregistrationv1 "k8s.io/api/admissionregistration/v1"
	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/wait"
	"k8s.io/client-go/rest"
	"k8s.io/utils/ptr"
	"sigs.k8s.io/controller-runtime/pkg/client"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
)

// sentinel is the name of a policy that is made after all others, and of the
// one object that it refuses.
const sentinel = "mandate-install-sentinel"

const (
	probeEvery = 50 * time.Millisecond
	// biteLimit is far above the second or two that a policy needs.
	biteLimit = time.Minute
)

// awaitPolicies waits until the API server has taken up every admission policy.
// It takes them up in rounds, a second apart, each round all that it has seen:
// when the one that was made last refuses, no other is behind. Mutating
// policies have rounds of their own.
func (i *Installation) awaitPolicies(ctx context.Context) error {
	policy, binding := sentinelPolicy()
	for _, object := range []client.Object{policy, binding} {
		if err := i.Admin.Create(ctx, object); err != nil {
			return fmt.Errorf("make %s: %w", sentinel, err)
		}
	}
	err := errors.Join(i.await(ctx, i.sentinelBites), i.awaitStamp(ctx))
	for _, object := range []client.Object{binding, policy} {
		if deleted := i.Admin.Delete(ctx, object); deleted != nil {
			err = errors.Join(err, fmt.Errorf("delete %s: %w", sentinel, deleted))
		}
	}
	return wrap("wait until the admission policies bite", err)
}

func sentinelPolicy() (client.Object, client.Object) {
	meta := metav1.ObjectMeta{Name: sentinel}
	rule := admissionregistrationv1.NamedRuleWithOperations{
		ResourceNames: []string{sentinel},
		RuleWithOperations: admissionregistrationv1.RuleWithOperations{
			Operations: []admissionregistrationv1.OperationType{admissionregistrationv1.Create},
			Rule: admissionregistrationv1.Rule{
				APIGroups: []string{""}, APIVersions: []string{"v1"}, Resources: []string{"configmaps"},
			},
		},
	}
	return &admissionregistrationv1.ValidatingAdmissionPolicy{ObjectMeta: meta,
			Spec: admissionregistrationv1.ValidatingAdmissionPolicySpec{
				FailurePolicy: ptr.To(admissionregistrationv1.Fail),
				MatchConstraints: &admissionregistrationv1.MatchResources{
					ResourceRules: []admissionregistrationv1.NamedRuleWithOperations{rule},
				},
				Validations: []admissionregistrationv1.Validation{{Expression: "false"}},
			},
		}, &admissionregistrationv1.ValidatingAdmissionPolicyBinding{ObjectMeta: meta,
			Spec: admissionregistrationv1.ValidatingAdmissionPolicyBindingSpec{
				PolicyName:        sentinel,
				ValidationActions: []admissionregistrationv1.ValidationAction{admissionregistrationv1.Deny},
			},
		}
}

func (i *Installation) sentinelBites(ctx context.Context) error {
	forbidden := &corev1.ConfigMap{ObjectMeta: metav1.ObjectMeta{Name: sentinel, Namespace: metav1.NamespaceDefault}}
	err := i.Admin.Create(ctx, forbidden, client.DryRunAll)
	switch {
	case err == nil:
		return errors.New("the policy that was made last refuses nothing yet")
	case apierrors.IsInvalid(err):
		return nil
	}
	return err
}

// awaitStamp makes a data domain, in which alone grants are made, for as long as
// it takes. A domain is deleted by break-glass alone.
func (i *Installation) awaitStamp(ctx context.Context) error {
	config := rest.CopyConfig(i.cluster.Config())
	config.Impersonate = rest.ImpersonationConfig{UserName: sentinel, Groups: []string{"system:masters", "mandate:break-glass"}}
	rescuer, err := client.New(config, client.Options{Scheme: i.Admin.Scheme(), Mapper: i.Admin.RESTMapper()})
	if err != nil {
		return fmt.Errorf("make client: %w", err)
	}
	domain := &corev1.Namespace{ObjectMeta: metav1.ObjectMeta{Name: sentinel, Labels: map[string]string{v1alpha1.DomainLabel: "true"}}}
	if err := i.Admin.Create(ctx, domain); err != nil {
		return fmt.Errorf("make namespace %s: %w", sentinel, err)
	}
	return errors.Join(i.await(ctx, i.grantsAreStamped), rescuer.Delete(ctx, domain))
}

// grantsAreStamped asks the one mutating policy to act on a grant that is never
// stored.
func (i *Installation) grantsAreStamped(ctx context.Context) error {
	grant := &v1alpha1.DeveloperGrant{
		ObjectMeta: metav1.ObjectMeta{Name: sentinel, Namespace: sentinel},
		Spec: v1alpha1.DeveloperGrantSpec{
			Jurisdiction: "demo.1", Agreement: "none", Holder: "none",
			Scenario: v1alpha1.Scenario{Name: "none", Description: "never stored"},
			Inputs:   []v1alpha1.Input{{Resource: "none", Necessity: "none"}},
			Term:     &v1alpha1.Term{From: "2025-01-01", To: "2025-01-02"},
			Sandbox:  v1alpha1.SandboxRequest{Class: "none"},
		},
	}
	if err := i.Admin.Create(ctx, grant, client.DryRunAll); err != nil {
		return err
	}
	if !slices.Contains(grant.Finalizers, v1alpha1.CutFinalizer) {
		return errors.New("a new DeveloperGrant gets no finalizer " + v1alpha1.CutFinalizer)
	}
	return nil
}

// await calls the probe until it returns nil, or gives up with its last error.
func (i *Installation) await(ctx context.Context, probe func(context.Context) error) error {
	var last error
	err := wait.PollUntilContextTimeout(ctx, probeEvery, biteLimit, true, func(ctx context.Context) (bool, error) {
		err := probe(ctx)
		if err == nil || ctx.Err() == nil { // the end of the wait is no answer
			last = err
		}
		return err == nil, nil
	})
	if err != nil {
		return errors.Join(err, last)
	}
	return nil
}
