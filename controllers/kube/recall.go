// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package kube

import (
	"context"
	"fmt"

	"golang.org/x/sync/errgroup"
	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/client/apiutil"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
)

const (
	// recallPage is how many whole objects are held at once for each kind.
	recallPage = 500
	// recallKinds is how many kinds are listed at once.
	recallKinds = 2
)

// Recall fills the ledger of a process that has just come to write, from what
// the API server holds, so that what stands as planned is not written again:
// a write for each object of ten thousand sandboxes takes many minutes, a list
// of them seconds. It must be added to the manager that runs the writers, who
// wait for it. Failing costs those writes and nothing else.
type Recall struct {
	Live   client.Reader
	Ledger *Ledger
	Scheme *runtime.Scheme
}

// NewRecall makes a ledger wait for its recall.
func NewRecall(live client.Reader, ledger *Ledger, scheme *runtime.Scheme) *Recall {
	ledger.recalled = make(chan struct{})
	return &Recall{Live: live, Ledger: ledger, Scheme: scheme}
}

// NeedLeaderElection lets the ledger be as young as the leadership: whoever led
// before wrote until then.
func (r *Recall) NeedLeaderElection() bool { return true }

// Start lists all that a writer writes, once.
func (r *Recall) Start(ctx context.Context) error {
	defer close(r.Ledger.recalled)
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(recallKinds)
	for _, list := range []client.ObjectList{
		&networkingv1.NetworkPolicyList{}, &corev1.ResourceQuotaList{}, &corev1.LimitRangeList{},
		&corev1.ServiceAccountList{}, &corev1.ConfigMapList{}, &rbacv1.RoleBindingList{}, &rbacv1.ClusterRoleList{},
	} {
		group.Go(func() error { return r.recall(ctx, list) })
	}
	if err := group.Wait(); err != nil && ctx.Err() == nil {
		ctrl.LoggerFrom(ctx).Error(err, "what stands in the cluster is written again, since it could not be read")
	}
	return nil
}

func (r *Recall) recall(ctx context.Context, list client.ObjectList) error {
	for {
		options := []client.ListOption{client.HasLabels{v1alpha1.PartLabel}, client.Limit(recallPage), client.Continue(list.GetContinue())}
		if err := r.Live.List(ctx, list, options...); err != nil {
			return fmt.Errorf("list %T: %w", list, err)
		}
		err := meta.EachListItem(list, func(item runtime.Object) error {
			object, ok := item.(client.Object)
			if !ok {
				return fmt.Errorf("%T is no object", item)
			}
			kind, err := apiutil.GVKForObject(object, r.Scheme)
			if err != nil {
				return fmt.Errorf("tell the kind of %T: %w", object, err)
			}
			version := versionOf(kind.GroupKind(), object)
			r.Ledger.Wrote(kind.GroupKind(), asPlanned(object), version)
			return nil
		})
		if err != nil || list.GetContinue() == "" {
			return err
		}
	}
}

// asPlanned takes from an object all that the API server adds, and the mark that
// a writer adds to what it was asked to write. Whatever else is there differs
// from any plan and is repaired.
func asPlanned(object client.Object) client.Object {
	object.GetObjectKind().SetGroupVersionKind(schema.GroupVersionKind{})
	object.SetUID("")
	object.SetResourceVersion("")
	object.SetGeneration(0)
	object.SetCreationTimestamp(metav1.Time{})
	object.SetManagedFields(nil)
	marks := object.GetAnnotations()
	delete(marks, v1alpha1.OpenedByAnnotation)
	object.SetAnnotations(marks)
	if quota, ok := object.(*corev1.ResourceQuota); ok {
		quota.Status = corev1.ResourceQuotaStatus{}
	}
	return object
}
