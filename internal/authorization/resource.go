// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package authorization

import (
	"time"

	corev1 "k8s.io/api/core/v1"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/calendar"
	"github.com/publicdata-io/mandate/internal/content"
	"github.com/publicdata-io/mandate/internal/finding"
)

// DecideResource is the verdict on a data resource alone: whether it may be
// worked on at all, under whatever agreement.
func DecideResource(f *Facts, name v1alpha1.ObjectName, now time.Time) Verdict {
	f = f.hearing()
	found := resourceUsable(f, name, "metadata.name", now)
	return Verdict{Force: forceOf(found), Finding: found, Remark: f.applies(name), Next: f.next(now)}
}

// applies remarks on a resource that the rules apply to its source unit by
// reference, or as that unit chose (HA-2.2, GS-OP-41.1, GS-OP-41.2, YZ-7.其他.1).
func (f *Facts) applies(name v1alpha1.ObjectName) *finding.Finding {
	resource := f.Resources[name].Get()
	if resource == nil {
		return nil
	}
	unit := f.Organizations[resource.Spec.SourceUnit].Get()
	if unit == nil {
		return nil
	}
	switch unit.Spec.Applicability {
	case v1alpha1.AppliesByReference:
		return finding.New(v1alpha1.InForceReason, nil, "the rules apply to Organization %q, its source unit, by reference", unit.Name)
	case v1alpha1.AppliesOptionally:
		return finding.New(v1alpha1.InForceReason, nil, "Organization %q, its source unit, follows the rules of its own choice", unit.Name)
	}
	return nil
}

// resourceUsable finds what stands against a resource, which a field of the
// link in question names.
func resourceUsable(f *Facts, name v1alpha1.ObjectName, field string, now time.Time) *finding.Finding {
	cut := f.stands(subjectOf(v1alpha1.OnDataResource, string(name)), now)
	lookup := f.Resources[name]
	resource := lookup.Get()
	if resource == nil {
		return absentOrTaken(lookup, "DataResource", string(name), field, cut)
	}
	edition := resource.Spec.Jurisdiction
	return finding.First(
		cut,
		beingDeleted(resource.DeletionTimestamp, linkOfResource(resource)),
		f.party(resource.Spec.SourceUnit, "spec.sourceUnit of DataResource "+resource.Name, now),
		f.edition(edition, now),
		f.lapsed(subjectOf(v1alpha1.OnDataResource, resource.Name), linkOfResource(resource), resource.CreationTimestamp, now),
		f.relabelled(resource, f.Jurisdictions[edition].Get()),
		f.lawful(subjectOf(v1alpha1.OnDataResource, resource.Name), calendar.Interval{}, now),
		f.entered(subjectOf(v1alpha1.OnDataResource, resource.Name), v1alpha1.EffectCleared, now),
		contains(f.Jurisdictions[edition].Get(), linkOfResource(resource), func() content.Subject { return content.OfResource(&resource.Spec) }),
		f.served(resource),
	)
}

// served finds that a Service cannot be an endpoint: what has no selector, or
// points outside the cluster, nobody can guard.
func (f *Facts) served(resource *v1alpha1.DataResource) *finding.Finding {
	endpoint := resource.Spec.Endpoint.Service
	if endpoint == nil {
		return nil
	}
	lookup := f.Services[endpoint.Name]
	service := lookup.Get()
	if service == nil {
		return absent(lookup, "Service", endpoint.Name, "spec.endpoint.service.name of DataResource "+resource.Name)
	}
	switch {
	case service.Spec.Type == corev1.ServiceTypeExternalName:
		return finding.New(v1alpha1.UnlawfulReason, nil,
			"spec.endpoint.service.name of DataResource %q: Service %q is of type ExternalName, which nothing can guard; serve the data from pods of this namespace", resource.Name, service.Name)
	case len(service.Spec.Selector) == 0:
		return finding.New(v1alpha1.UnlawfulReason, nil,
			"spec.endpoint.service.name of DataResource %q: Service %q has no selector, so that nothing can guard what stands behind it; give it one", resource.Name, service.Name)
	case ServicePort(service, endpoint.Port) == nil:
		return finding.New(v1alpha1.ReferenceMissingReason, nil,
			"spec.endpoint.service.port of DataResource %q: Service %q has no port %d", resource.Name, service.Name, endpoint.Port)
	}
	return nil
}

// ServicePort is the Service's port of a number, or nil.
func ServicePort(service *corev1.Service, number int32) *corev1.ServicePort {
	for i := range service.Spec.Ports {
		if service.Spec.Ports[i].Port == number {
			return &service.Spec.Ports[i]
		}
	}
	return nil
}
