// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package attacks

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	admissionregistrationv1 "k8s.io/api/admissionregistration/v1"
	corev1 "k8s.io/api/core/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/apimachinery/pkg/util/wait"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/util/retry"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/publicdata-io/mandate/internal/sandbox"
	"github.com/publicdata-io/mandate/test/install"
)

// layer is one object of the cluster that closes a way.
type layer struct {
	// object names it, as the table shows it.
	object string
	// marks is how the API server says that this layer refused.
	marks string
	// rank is when the API server asks it: of two layers, the one with the
	// lower rank is heard.
	rank int
	// invalid is that it refuses as Invalid, and not as Forbidden.
	invalid bool
	// binding is set where the layer is an admission policy.
	binding string
	// remove takes it away, and restore puts it back as it was.
	remove, restore func(context.Context) error
}

// policy is a ValidatingAdmissionPolicyBinding.
func policy(name string) layer {
	name = "mandate-" + name
	binding := &admissionregistrationv1.ValidatingAdmissionPolicyBinding{ObjectMeta: metav1.ObjectMeta{Name: name}}
	return layer{
		object: "ValidatingAdmissionPolicyBinding `" + name + "`", binding: name, rank: 2,
		marks: "ValidatingAdmissionPolicy '" + name + "' with binding '" + name + "' denied request",
		remove: func(ctx context.Context) error {
			if err := admin.Get(ctx, types.NamespacedName{Name: name}, binding); err != nil {
				return err
			}
			return admin.Delete(ctx, binding)
		},
		restore: func(ctx context.Context) error {
			return admin.Create(ctx, anew(binding).(client.Object))
		},
	}
}

// unless is that a persona's rights, which come from the role named, hold none
// of the rules.
func (w *world) unless(who persona, rules ...rbacv1.PolicyRule) layer {
	name := fmt.Sprintf("attacks-control-%d", controls.Add(1))
	verb, resource := rules[0].Verbs[0], rules[0].Resources[0]
	return layer{
		object: fmt.Sprintf("no rule `%s %s` in %s", verb, resource, rightsOf[who]),
		marks:  fmt.Sprintf("cannot %s resource %q", verb, resource),
		remove: func(ctx context.Context) (err error) {
			give(ctx, name, w.people[who].user, rules, func(all ...any) { err = fmt.Errorf("give %s: %v", name, all) })
			return err
		},
		restore: func(ctx context.Context) error {
			for _, o := range []client.Object{
				&rbacv1.ClusterRoleBinding{ObjectMeta: metav1.ObjectMeta{Name: name}},
				&rbacv1.ClusterRole{ObjectMeta: metav1.ObjectMeta{Name: name}},
			} {
				if err := admin.Delete(ctx, o); err != nil {
					return err
				}
			}
			return nil
		},
	}
}

var controls atomic.Int32

// rightsOf says where the rights of a persona are written.
var rightsOf = map[persona]string{
	developer: "ClusterRole `mandate-room-*`",
	person:    "ClusterRole `mandate-door`",
	stranger:  "RoleBinding `mandate-door` (it is bound to the holder's people alone)",
	editor:    "ClusterRole `mandate-editor`",
	officer:   "the officer's own ClusterRole",
	thief:     "ClusterRole `mandate-operator`",
}

// quota is the ResourceQuota of the sandbox. No account may delete it, and the
// operator's may not leave it without a bound of the pods: it is taken away by
// leaving it that bound alone, which no way of a row comes near.
func (w *world) quota() layer {
	var taken corev1.ResourceList
	limit := func(ctx context.Context, to func(corev1.ResourceList) corev1.ResourceList) error {
		return retry.RetryOnConflict(retry.DefaultRetry, func() error {
			quota := &corev1.ResourceQuota{}
			if err := admin.Get(ctx, types.NamespacedName{Namespace: w.box, Name: sandbox.QuotaName}, quota); err != nil {
				return err
			}
			quota.Spec.Hard = to(quota.Spec.Hard)
			return byOperatorsHand().Update(ctx, quota)
		})
	}
	return layer{
		object: "ResourceQuota `" + sandbox.QuotaName + "` of the sandbox", rank: 3,
		marks: "exceeded quota: " + sandbox.QuotaName,
		remove: func(ctx context.Context) error {
			return limit(ctx, func(was corev1.ResourceList) corev1.ResourceList {
				taken = was
				return corev1.ResourceList{corev1.ResourcePods: was[corev1.ResourcePods]}
			})
		},
		restore: func(ctx context.Context) error {
			return limit(ctx, func(corev1.ResourceList) corev1.ResourceList { return taken })
		},
	}
}

// podSecurity are the namespace's labels by which the API server holds pods to
// the standard. No account may take them off, the operator's neither, so that
// the policy that keeps everybody from it is lifted for just that long.
func (w *world) podSecurity() layer {
	taken := map[string]string{}
	return layer{
		object: "label `pod-security.kubernetes.io/enforce` of the sandbox", rank: 1,
		marks: "violates PodSecurity",
		remove: func(ctx context.Context) error {
			return w.relabel(ctx, func(labels map[string]string) {
				for key, value := range labels {
					if strings.HasPrefix(key, "pod-security.kubernetes.io/") {
						taken[key] = value
						delete(labels, key)
					}
				}
			})
		},
		restore: func(ctx context.Context) error {
			return w.relabel(ctx, func(labels map[string]string) { maps.Copy(labels, taken) })
		},
	}
}

// relabel changes the labels of the sandbox, with the policy lifted that keeps
// them as they are.
func (w *world) relabel(ctx context.Context, change func(map[string]string)) (err error) {
	shape := policy("namespaces-shape")
	if err := shape.remove(ctx); err != nil {
		return fmt.Errorf("lift %s: %w", shape.object, err)
	}
	defer func() { err = errors.Join(err, shape.restore(context.WithoutCancel(ctx))) }()
	return retry.OnError(wait.Backoff{Duration: 50 * time.Millisecond, Steps: int(guarding / (50 * time.Millisecond))}, refusedStill, func() error {
		namespace := &corev1.Namespace{}
		if err := admin.Get(ctx, types.NamespacedName{Name: w.box}, namespace); err != nil {
			return err
		}
		change(namespace.Labels)
		return admin.Update(ctx, namespace)
	})
}

// refusedStill tells whether a policy is not lifted yet, or an object changed
// meanwhile.
func refusedStill(err error) bool { return apierrors.IsForbidden(err) || apierrors.IsConflict(err) }

// immutable is the rule of a CRD by which a spec stays as it was written.
func immutable(crd string) layer {
	path := []string{"schema", "openAPIV3Schema", "properties", "spec", "x-kubernetes-validations"}
	var rules []any
	edit := func(ctx context.Context, change func([]any) []any) error {
		return retry.RetryOnConflict(retry.DefaultRetry, func() error {
			definition := &unstructured.Unstructured{}
			definition.SetAPIVersion("apiextensions.k8s.io/v1")
			definition.SetKind("CustomResourceDefinition")
			if err := admin.Get(ctx, types.NamespacedName{Name: crd}, definition); err != nil {
				return err
			}
			versions, _, _ := unstructured.NestedSlice(definition.Object, "spec", "versions")
			version := versions[0].(map[string]any)
			found, _, _ := unstructured.NestedSlice(version, path...)
			_ = unstructured.SetNestedSlice(version, change(found), path...)
			_ = unstructured.SetNestedSlice(definition.Object, versions, "spec", "versions")
			return admin.Update(ctx, definition)
		})
	}
	return layer{
		object: "CustomResourceDefinition `" + crd + "`, rule `self == oldSelf`", rank: 4, invalid: true,
		marks: "is invalid",
		remove: func(ctx context.Context) error {
			return edit(ctx, func(found []any) []any {
				rules = slices.Clone(found)
				return slices.DeleteFunc(found, func(r any) bool { return r.(map[string]any)["rule"] == "self == oldSelf" })
			})
		},
		restore: func(ctx context.Context) error {
			return edit(ctx, func([]any) []any { return rules })
		},
	}
}

// byOperatorsHand is an administrator whom our policies take for the operator:
// what it does is what anybody could do were they gone.
func byOperatorsHand() client.Client {
	config := rest.CopyConfig(controlPlane.Config())
	config.Impersonate = rest.ImpersonationConfig{
		UserName: "system:serviceaccount:mandate-system:" + install.OperatorAccount, Groups: []string{"system:masters"},
	}
	c, err := client.New(config, client.Options{Scheme: admin.Scheme(), Mapper: admin.RESTMapper()})
	if err != nil {
		panic(err) // a copy of an access that works
	}
	return c
}

// anew is an object that can be created again.
func anew(o client.Object) any {
	again := o.DeepCopyObject().(client.Object)
	again.SetResourceVersion("")
	again.SetUID("")
	again.SetManagedFields(nil)
	return again
}
