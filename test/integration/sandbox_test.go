// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package integration

import (
	"context"
	"errors"
	"fmt"
	"strings"

	authorizationv1 "k8s.io/api/authorization/v1"
	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"sigs.k8s.io/controller-runtime/pkg/client"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/sandbox"
	"github.com/publicdata-io/mandate/test/builder"
)

// registry is whence pods of the class may come.
const registry = "registry.example"

// box is the sandbox of a grant.
func box(g *v1alpha1.DeveloperGrant) string { return sandbox.NamespaceName(g.UID) }

// developerOf is the account that works in a sandbox.
func developerOf(namespace string) string {
	return "system:serviceaccount:" + namespace + ":" + sandbox.DeveloperName
}

func get(ctx context.Context, namespace, name string, into client.Object) error {
	return admin.Get(ctx, types.NamespacedName{Namespace: namespace, Name: name}, into)
}

// namespace reads a sandbox.
func (d *domain) namespace(name string) *corev1.Namespace {
	d.t.Helper()
	found := &corev1.Namespace{}
	if err := get(d.t.Context(), "", name, found); err != nil {
		d.t.Fatal(err)
	}
	return found
}

// may asks the cluster's own authorizer; resource is resource or
// resource/subresource.
func may(ctx context.Context, user, verb, resource, namespace, name string) (bool, error) {
	attributes := &authorizationv1.ResourceAttributes{Namespace: namespace, Verb: verb, Name: name}
	attributes.Resource, attributes.Subresource, _ = strings.Cut(resource, "/")
	review := &authorizationv1.SubjectAccessReview{Spec: authorizationv1.SubjectAccessReviewSpec{User: user, ResourceAttributes: attributes}}
	err := admin.Create(ctx, review)
	return review.Status.Allowed, err
}

// mayEnter finds that the door of a sandbox is not as wanted for a user.
func mayEnter(ctx context.Context, user, namespace string, want bool) error {
	return rightIs(ctx, want, user, "create", "serviceaccounts/token", namespace, sandbox.DeveloperName)
}

// mayWork finds that the room of a sandbox is not as wanted.
func mayWork(ctx context.Context, namespace string, want bool) error {
	return rightIs(ctx, want, developerOf(namespace), "list", "pods", namespace, "")
}

func rightIs(ctx context.Context, want bool, user, verb, resource, namespace, name string) error {
	got, err := may(ctx, user, verb, resource, namespace, name)
	if err == nil && got != want {
		return fmt.Errorf("%s may %s %s %s in %s: %v, want %v", user, verb, resource, name, namespace, got, want)
	}
	return err
}

// awaitOpen waits until a grant is open: its status, its door and its room.
func (d *domain) awaitOpen(name string) *v1alpha1.DeveloperGrant {
	d.t.Helper()
	grant := d.awaitGrant(name, open)
	d.eventually("door and room of "+name+" are open", func(ctx context.Context) error {
		return errors.Join(mayEnter(ctx, d.developer, box(grant), true), mayWork(ctx, box(grant), true))
	})
	return grant
}

// awaitFrozen waits until a grant is cut for a reason, with nothing left.
func (d *domain) awaitFrozen(name, reason string, words ...string) *v1alpha1.DeveloperGrant {
	d.t.Helper()
	grant := d.awaitGrant(name, frozen(reason), words...)
	d.awaitCut(box(grant))
	return grant
}

// awaitCut waits until nothing is left of the access to a sandbox.
func (d *domain) awaitCut(namespace string) {
	d.t.Helper()
	d.eventually("nothing is left of the access to "+namespace, func(ctx context.Context) error {
		return errors.Join(rightsLeft(ctx, namespace), marksLeft(ctx, namespace), routesLeft(ctx, namespace), podsLeft(ctx, namespace),
			mayEnter(ctx, d.developer, namespace, false), mayWork(ctx, namespace, false))
	})
}

// rightsLeft finds bindings of a sandbox that was cut.
func rightsLeft(ctx context.Context, namespace string) error {
	var bindings rbacv1.RoleBindingList
	if err := admin.List(ctx, &bindings, client.InNamespace(namespace)); err != nil {
		return err
	}
	if len(bindings.Items) > 0 {
		return fmt.Errorf("RoleBinding %s is left", bindings.Items[0].Name)
	}
	return nil
}

// marksLeft finds that a sandbox is not marked as cut.
func marksLeft(ctx context.Context, namespace string) error {
	marked := &corev1.Namespace{}
	if err := get(ctx, "", namespace, marked); err != nil {
		return err
	}
	closed, froze := marked.Annotations[v1alpha1.ClosedByAnnotation], marked.Annotations[v1alpha1.FrozenAnnotation]
	if closed == "" || closed != froze {
		return fmt.Errorf("closed by %q, frozen by %q", closed, froze)
	}
	if inputs := inputLabels(marked); len(inputs) > 0 {
		return fmt.Errorf("labels %v are left", inputs)
	}
	return nil
}

func inputLabels(o metav1.Object) map[string]string {
	found := map[string]string{}
	for key, value := range o.GetLabels() {
		if strings.HasPrefix(key, v1alpha1.InputLabelPrefix) {
			found[key] = value
		}
	}
	return found
}

// routesLeft finds policies that let anything out or in, and a quota that
// allows anything.
func routesLeft(ctx context.Context, namespace string) error {
	var policies networkingv1.NetworkPolicyList
	if err := admin.List(ctx, &policies, client.InNamespace(namespace)); err != nil {
		return err
	}
	for _, p := range policies.Items {
		if len(p.Spec.Egress)+len(p.Spec.Ingress) > 0 {
			return fmt.Errorf("NetworkPolicy %s still lets %v out and %v in", p.Name, p.Spec.Egress, p.Spec.Ingress)
		}
	}
	quota := &corev1.ResourceQuota{}
	if err := get(ctx, namespace, sandbox.QuotaName, quota); err != nil {
		return err
	}
	for name, most := range quota.Spec.Hard {
		if !most.IsZero() {
			return fmt.Errorf("the quota still allows %s of %s", most.String(), name)
		}
	}
	return nil
}

func podsLeft(ctx context.Context, namespace string) error {
	var pods corev1.PodList
	if err := admin.List(ctx, &pods, client.InNamespace(namespace)); err != nil {
		return err
	}
	if len(pods.Items) > 0 {
		return fmt.Errorf("pod %s is left", pods.Items[0].Name)
	}
	return nil
}

// startPod starts a pod as the developer of a sandbox would. Without nodes it
// stays pending.
func (d *domain) startPod(namespace, name string) *corev1.Pod {
	d.t.Helper()
	developer := as(d.t, developerOf(namespace), "system:serviceaccounts", "system:serviceaccounts:"+namespace)
	var pod *corev1.Pod
	d.eventually("a pod is taken in "+namespace, func(ctx context.Context) error {
		pod = pending(namespace, name)
		return developer.Create(ctx, pod)
	})
	return pod
}

func pending(namespace, name string) *corev1.Pod {
	return builder.Pod(namespace, name, registry)
}

// allow reads the data-side policy of a resource under an agreement.
func (d *domain) allow(ctx context.Context, agreement *v1alpha1.OperationAgreement, resource string) (*networkingv1.NetworkPolicy, error) {
	dr := &v1alpha1.DataResource{}
	if err := get(ctx, d.name, resource, dr); err != nil {
		return nil, err
	}
	policy := &networkingv1.NetworkPolicy{}
	return policy, get(ctx, d.name, sandbox.AllowName(agreement.UID, dr.UID), policy)
}

// routeIs finds that the data side of a resource is not open or closed as
// wanted.
func (d *domain) routeIs(ctx context.Context, agreement *v1alpha1.OperationAgreement, resource string, want bool) error {
	policy, err := d.allow(ctx, agreement, resource)
	if err == nil && (len(policy.Spec.Ingress) > 0) != want {
		return fmt.Errorf("NetworkPolicy %s of %s lets in %v, want open: %v", policy.Name, resource, policy.Spec.Ingress, want)
	}
	return err
}

// cohortOf is the ClusterRole that the room of a sandbox is bound to.
func (d *domain) cohortOf(namespace string) string {
	d.t.Helper()
	name, err := cohort(d.t.Context(), namespace)
	if err != nil {
		d.t.Fatal(err)
	}
	return name
}

// cohort is cohortOf while a room may be bound anew.
func cohort(ctx context.Context, namespace string) (string, error) {
	room := &rbacv1.RoleBinding{}
	err := get(ctx, namespace, sandbox.RoomName, room)
	return room.RoleRef.Name, err
}

// closedRoute finds that a policy lets anything in or out.
func closedRoute(ctx context.Context, namespace, name string) error {
	policy := &networkingv1.NetworkPolicy{}
	if err := get(ctx, namespace, name, policy); err != nil {
		return err
	}
	if len(policy.Spec.Ingress)+len(policy.Spec.Egress) > 0 {
		return fmt.Errorf("NetworkPolicy %s lets in %v and out %v", name, policy.Spec.Ingress, policy.Spec.Egress)
	}
	return nil
}

func emptyCohort(ctx context.Context, name string) error {
	role := &rbacv1.ClusterRole{}
	if err := get(ctx, "", name, role); err != nil {
		return err
	}
	if len(role.Rules) > 0 {
		return fmt.Errorf("cohort %s still has rules %v", name, role.Rules)
	}
	return nil
}
