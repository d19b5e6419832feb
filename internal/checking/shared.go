// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package checking

import (
	"cmp"
	"slices"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/types"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/finding"
	"github.com/publicdata-io/mandate/internal/sandbox"
)

// shared warns of data that is served from the same place as other data of the
// folder, as far as the resources and the Services of the folder tell. Also where
// it is of another source unit, or of other origin: admission refuses the later of
// them, but where two Services lead there, and who knows which is the later.
func (p places) shared(o Object) []Fault {
	resource, ok := o.Object.(*v1alpha1.DataResource)
	if !ok {
		return nil
	}
	ours, theirs := p.beside(resource)
	var faults []Fault
	if with := sandbox.Naming(neighbours(ours)); !with.IsZero() {
		fault := o.fault("spec.endpoint", finding.Say("is the same place as that of %s, and no network tells them apart: whoever is granted one reaches all, and an act that takes one leaves the others open; give each a Service or a port of its own", with))
		fault.Severity = Warned
		faults = append(faults, fault)
	}
	if with := sandbox.Naming(neighbours(theirs)); !with.IsZero() {
		fault := o.fault("spec.endpoint", finding.Say("is the same place as that of %s, which is data of another source unit or of other origin, so that whoever clears the one would open the other; the later is refused where admission sees it: give it pods, addresses or a port of its own", with))
		fault.Severity = Warned
		faults = append(faults, fault)
	}
	return faults
}

func neighbours(names []v1alpha1.ObjectName) []sandbox.Neighbour {
	of := make([]sandbox.Neighbour, len(names))
	for i, name := range names {
		of[i].Name = name
	}
	return of
}

// places are where the resources of each domain of a folder are served. They are
// found once for all of them: a folder may hold thousands.
type places map[string][]sandbox.Place

func (f Folder) places() places {
	services := map[types.NamespacedName]*corev1.Service{}
	for _, s := range slices.Backward(f.services) { // of two of one name, the first
		services[types.NamespacedName{Namespace: s.Namespace, Name: s.Name}] = s
	}
	of := places{}
	for _, o := range f.Objects {
		if r, ok := o.Object.(*v1alpha1.DataResource); ok {
			of[r.Namespace] = append(of[r.Namespace], sandbox.PlaceOf(r, func(name string) *corev1.Service {
				return services[types.NamespacedName{Namespace: r.Namespace, Name: name}]
			}))
		}
	}
	return of
}

// beside are the names of what is served from the place of a resource: of the same
// data as it is, and of any other.
func (p places) beside(resource *v1alpha1.DataResource) (ours, theirs []v1alpha1.ObjectName) {
	domain := p[resource.Namespace]
	self := slices.IndexFunc(domain, func(place sandbox.Place) bool { return place.Resource == resource })
	if self < 0 || len(domain[self].Beside(domain)) == 0 {
		return nil, nil
	}
	var same, other []sandbox.Place
	for _, place := range domain {
		if whose(place.Resource) == whose(resource) {
			same = append(same, place)
		} else {
			other = append(other, place)
		}
	}
	return domain[self].Beside(same), domain[self].Beside(other)
}

// data is whose data a resource is, and of which origin.
type data struct {
	unit   v1alpha1.ObjectName
	origin v1alpha1.Origin
}

func whose(r *v1alpha1.DataResource) data {
	return data{r.Spec.SourceUnit, cmp.Or(r.Spec.Origin, v1alpha1.OriginPublic)}
}
