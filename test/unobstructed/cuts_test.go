// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package unobstructed

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	"k8s.io/apimachinery/pkg/types"
	"sigs.k8s.io/controller-runtime/pkg/client"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/sandbox"
	"github.com/publicdata-io/mandate/test/builder"
)

const termEnd = "term end"

// cut is one kind of taking away.
type cut struct {
	name string
	// grant is whom it strikes.
	grant func(*scene) *v1alpha1.DeveloperGrant
	// act does it; nil where time does.
	act func(context.Context, *testing.T, *scene) error
	// mark begins the mark of the close: the reason of the cut and no other.
	mark string
	// agreement says that it is one of an agreement of its own, which is cut with
	// the sandbox.
	agreement bool
}

// cuts are all kinds of cut, and a grant that none is for.
var cuts = append([]cut{
	{name: bystander, grant: plain(bystander)},
	{name: "suspended", grant: plain("suspended"), mark: "Suspended", act: decides(func(s *scene) *builder.DecisionBuilder {
		return s.act("suspend").Suspends(v1alpha1.OnDeveloperGrant, named("suspended"))
	})},
	{name: "halted", grant: plain("halted"), mark: "Halted", act: decides(func(s *scene) *builder.DecisionBuilder {
		return s.act("halt").Halts(v1alpha1.OnDeveloperGrant, named("halted"))
	})},
	{name: "terminated", grant: plain("terminated"), mark: "Terminated", act: decides(func(s *scene) *builder.DecisionBuilder {
		return s.act("terminate").Terminates(v1alpha1.OnDeveloperGrant, named("terminated"))
	})},
	{name: "paused", grant: plain("paused"), mark: "Suspended", act: func(ctx context.Context, _ *testing.T, s *scene) error {
		grant, err := s.read(ctx, "paused")
		if err != nil {
			return err
		}
		return admin.Patch(ctx, grant, client.RawPatch(types.MergePatchType, []byte(`{"spec":{"suspend":true}}`)))
	}},
	{name: "deleted", grant: plain("deleted"), mark: "", act: func(ctx context.Context, _ *testing.T, s *scene) error {
		grant, err := s.read(ctx, "deleted")
		if err != nil {
			return err
		}
		return admin.Delete(ctx, grant)
	}},
	{name: "part suspended", grant: func(s *scene) *v1alpha1.DeveloperGrant {
		return s.grantOf("part suspended").Input("labs").Term(begins, ends).Obj()
	}, act: decides(func(s *scene) *builder.DecisionBuilder {
		return s.act("suspend-part").Suspends(v1alpha1.OnDeveloperGrant, named("part suspended")).Only("labs")
	})},
	{name: termEnd, mark: "TermEnded", grant: func(s *scene) *v1alpha1.DeveloperGrant {
		return s.grantOf(termEnd).Window(s.untilTheEnd()).Obj()
	}},
}, cutsAbove...)

// timed says whether a cut is one that time does.
func (c cut) timed() bool { return c.act == nil && c.name != bystander }

func plain(name string) func(*scene) *v1alpha1.DeveloperGrant {
	return func(s *scene) *v1alpha1.DeveloperGrant { return s.grant(name) }
}

// act begins an act of the bureau, of yesterday.
func (s *scene) act(name string) *builder.DecisionBuilder {
	yesterday := time.Now().Add(-24 * time.Hour).UTC().Format(time.RFC3339)
	return builder.Decision(s.domain + "-" + name).In(s.domain).By(s.org("bureau")).On(yesterday)
}

// decides records an act as the officer of its organisation.
func decides(act func(*scene) *builder.DecisionBuilder) func(context.Context, *testing.T, *scene) error {
	return func(ctx context.Context, t *testing.T, s *scene) error {
		decision := act(s).Obj()
		return as(t, decision.Spec.DecidedBy, officers).Create(ctx, decision)
	}
}

// done tells what is left of the access of a cut.
func (c cut) done(ctx context.Context, s *scene) error {
	namespace, err := s.box(ctx, c.name)
	if err != nil {
		return err
	}
	box := &corev1.Namespace{}
	if err := admin.Get(ctx, types.NamespacedName{Name: namespace}, box); err != nil {
		return err
	}
	if c.name == "part suspended" {
		return partial(ctx, box)
	}
	errs := []error{marked(box, c.mark), noRights(ctx, namespace), noWayOut(ctx, namespace, 0), noPods(ctx, namespace)}
	for key := range box.Labels {
		if strings.HasPrefix(key, v1alpha1.InputLabelPrefix) {
			errs = append(errs, fmt.Errorf("label %s is still there", key))
		}
	}
	if c.agreement {
		errs = append(errs, s.shared(ctx, s.agreements[c.name]))
	}
	return errors.Join(errs...)
}

// partial tells whether one of two inputs was taken and the pods with it.
func partial(ctx context.Context, box *corev1.Namespace) error {
	var errs []error
	inputs := 0
	for key := range box.Labels {
		if strings.HasPrefix(key, v1alpha1.InputLabelPrefix) {
			inputs++
		}
	}
	if inputs != 1 {
		errs = append(errs, fmt.Errorf("%d inputs are left, want one of two", inputs))
	}
	if by := box.Annotations[v1alpha1.ClosedByAnnotation]; by != "" {
		errs = append(errs, fmt.Errorf("it is closed by %s, want it open for what is left", by))
	}
	return errors.Join(append(errs, noWayOut(ctx, box.Name, 1), noPods(ctx, box.Name))...)
}

// marked tells whether the cut is complete, and for its own reason.
func marked(box *corev1.Namespace, reason string) error {
	by := box.Annotations[v1alpha1.ClosedByAnnotation]
	if by == "" || !strings.HasPrefix(by, reason) {
		return fmt.Errorf("it is closed by %q, want a mark that begins with %q", by, reason)
	}
	if frozen := box.Annotations[v1alpha1.FrozenAnnotation]; frozen != by {
		return fmt.Errorf("it is closed by %q and frozen for %q", by, frozen)
	}
	return nil
}

func noRights(ctx context.Context, namespace string) error {
	var bindings rbacv1.RoleBindingList
	if err := admin.List(ctx, &bindings, client.InNamespace(namespace)); err != nil {
		return err
	}
	for _, b := range bindings.Items {
		return fmt.Errorf("RoleBinding %s is still there", b.Name)
	}
	return nil
}

// noWayOut tells whether so many egress policies are open and no more, and that
// the quota gives nothing once none is.
func noWayOut(ctx context.Context, namespace string, open int) error {
	var policies networkingv1.NetworkPolicyList
	if err := admin.List(ctx, &policies, client.InNamespace(namespace)); err != nil {
		return err
	}
	ways := 0
	for _, p := range policies.Items {
		ways += len(p.Spec.Egress)
	}
	if ways != open {
		return fmt.Errorf("%d ways lead out, want %d", ways, open)
	}
	if open > 0 {
		return nil
	}
	quota := &corev1.ResourceQuota{}
	if err := admin.Get(ctx, types.NamespacedName{Namespace: namespace, Name: sandbox.QuotaName}, quota); err != nil {
		return err
	}
	if pods := quota.Spec.Hard.Pods(); !pods.IsZero() {
		return fmt.Errorf("the quota gives %s pods", pods)
	}
	return nil
}

func noPods(ctx context.Context, namespace string) error {
	var pods corev1.PodList
	if err := admin.List(ctx, &pods, client.InNamespace(namespace)); err != nil {
		return err
	}
	if len(pods.Items) > 0 {
		return fmt.Errorf("%d pods are left", len(pods.Items))
	}
	return nil
}
