// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package sandbox

import (
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
)

// exits are the counts that are zero in every sandbox: what would serve the
// data to the outside.
var exits = []corev1.ResourceName{
	"services.loadbalancers", "services.nodeports",
	"count/ingresses.networking.k8s.io",
	"count/httproutes.gateway.networking.k8s.io",
	"count/grpcroutes.gateway.networking.k8s.io",
	"count/tlsroutes.gateway.networking.k8s.io",
	"count/referencegrants.gateway.networking.k8s.io",
}

func (b builder) quota() Object {
	q := b.class.Spec.Quota
	hard := corev1.ResourceList{
		corev1.ResourcePods:           q.Pods,
		corev1.ResourceRequestsCPU:    q.CPU,
		corev1.ResourceLimitsCPU:      q.CPU,
		corev1.ResourceRequestsMemory: q.Memory,
		corev1.ResourceLimitsMemory:   q.Memory,
	}
	storage := q.Storage
	if len(b.class.Spec.StorageClasses) == 0 {
		storage = resource.Quantity{}
	}
	hard[corev1.ResourceRequestsStorage] = storage
	for _, class := range b.class.Spec.StorageClasses {
		hard[corev1.ResourceName(string(class)+".storageclass.storage.k8s.io/requests.storage")] = storage
	}
	for _, name := range exits {
		hard[name] = resource.Quantity{}
	}
	return &corev1.ResourceQuota{ObjectMeta: b.meta(QuotaName, PartQuota), Spec: corev1.ResourceQuotaSpec{Hard: hard}}
}

// EmptyQuota is the quota of a frozen sandbox: every figure at zero, so that
// nothing new starts whoever asks.
func EmptyQuota() corev1.ResourceList {
	empty := corev1.ResourceList{
		corev1.ResourcePods: {}, corev1.ResourceRequestsStorage: {},
		corev1.ResourceRequestsCPU: {}, corev1.ResourceLimitsCPU: {},
		corev1.ResourceRequestsMemory: {}, corev1.ResourceLimitsMemory: {},
	}
	for _, name := range exits {
		empty[name] = resource.Quantity{}
	}
	return empty
}

func (b builder) limits() Object {
	l := b.class.Spec.Limits
	per := corev1.ResourceList{corev1.ResourceCPU: l.CPU, corev1.ResourceMemory: l.Memory}
	return &corev1.LimitRange{
		ObjectMeta: b.meta(LimitsName, PartLimits),
		Spec: corev1.LimitRangeSpec{Limits: []corev1.LimitRangeItem{{
			Type: corev1.LimitTypeContainer, Default: per, DefaultRequest: per,
		}}},
	}
}
