// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package kube

import (
	"fmt"

	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/fields"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/selection"
	clientgoscheme "k8s.io/client-go/kubernetes/scheme"
	"k8s.io/utils/clock"
	"sigs.k8s.io/controller-runtime/pkg/cache"
	"sigs.k8s.io/controller-runtime/pkg/client"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/sandbox"
)

// NewScheme knows the kinds of Kubernetes and ours.
func NewScheme() (*runtime.Scheme, error) {
	scheme := runtime.NewScheme()
	if err := clientgoscheme.AddToScheme(scheme); err != nil {
		return nil, fmt.Errorf("register the kinds of Kubernetes: %w", err)
	}
	if err := v1alpha1.AddToScheme(scheme); err != nil {
		return nil, fmt.Errorf("register the kinds of Mandate: %w", err)
	}
	return scheme, nil
}

// CacheOptions keep only what is ours of the kinds that others use too, and
// drop what nobody reads.
func CacheOptions() cache.Options {
	part, err := labels.NewRequirement(v1alpha1.PartLabel, selection.Exists, nil)
	if err != nil {
		panic(err) // the key is a constant
	}
	ours := cache.ByObject{Label: labels.NewSelector().Add(*part)}
	return cache.Options{
		DefaultTransform: slim,
		NewInformer:      informers(gotByOperator...),
		ByObject: map[client.Object]cache.ByObject{
			&corev1.Namespace{}: ours, &corev1.LimitRange{}: ours,
			&corev1.ResourceQuota{}:  {Label: ours.Label, Transform: keepContentVersion},
			&corev1.ServiceAccount{}: ours, &corev1.ConfigMap{}: ours, &networkingv1.NetworkPolicy{}: ours,
			&rbacv1.RoleBinding{}: ours, &rbacv1.ClusterRole{}: ours,
			// Pods of sandboxes run as no other account.
			&corev1.Pod{}: {Field: fields.OneTermEqualSelector("spec.serviceAccountName", sandbox.WorkloadName), Transform: keepLifetime},
		},
	}
}

// CutoffCacheOptions are CacheOptions for who decides by what stands in a spec
// and never looks at what was reported. By paced it waits before it believes that the
// API server lacks a kind; no term is told by it.
func CutoffCacheOptions(paced clock.PassiveClock) cache.Options {
	options := CacheOptions()
	options.DefaultTransform = withoutStatus
	options.NewInformer = absentIsNone(informers(append(gotByCutoff, decisionKind)...), paced)
	return options
}

// keepLifetime keeps of a pod when it started and how long it may run.
func keepLifetime(o any) (any, error) {
	pod, ok := o.(*corev1.Pod)
	if !ok {
		return o, nil // the mark of a deletion that nobody saw
	}
	return &corev1.Pod{
		ObjectMeta: metav1.ObjectMeta{
			Namespace: pod.Namespace, Name: pod.Name, UID: pod.UID, ResourceVersion: pod.ResourceVersion,
			CreationTimestamp: pod.CreationTimestamp, DeletionTimestamp: pod.DeletionTimestamp,
		},
		Spec:   corev1.PodSpec{ServiceAccountName: pod.Spec.ServiceAccountName, ActiveDeadlineSeconds: pod.Spec.ActiveDeadlineSeconds},
		Status: corev1.PodStatus{StartTime: pod.Status.StartTime},
	}, nil
}
