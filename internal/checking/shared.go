// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package checking

import (
	"cmp"

	corev1 "k8s.io/api/core/v1"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/finding"
	"github.com/publicdata-io/mandate/internal/sandbox"
)

// shared warns of data that is served from the same place as other data of the
// folder, as far as the resources and the Services of the folder tell. Also where
// it is of another source unit, or of other origin: admission refuses the later of
// them, but where two Services lead there, and who knows which is the later.
func (f Folder) shared(o Object) []Fault {
	resource, ok := o.Object.(*v1alpha1.DataResource)
	if !ok {
		return nil
	}
	var ours, theirs []sandbox.Place
	for _, place := range f.places(resource.Namespace) {
		if whose(place.Resource) == whose(resource) {
			ours = append(ours, place)
		} else {
			theirs = append(theirs, place)
		}
	}
	self := sandbox.PlaceOf(resource, f.service(resource.Namespace))
	var faults []Fault
	if with := sandbox.Naming(neighbours(self.Beside(ours))); !with.IsZero() {
		fault := o.fault("spec.endpoint", finding.Say("is the same place as that of %s, and no network tells them apart: whoever is granted one reaches all, and an act that takes one leaves the others open; give each a Service or a port of its own", with))
		fault.Severity = Warned
		faults = append(faults, fault)
	}
	if with := sandbox.Naming(neighbours(self.Beside(theirs))); !with.IsZero() {
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

// places are where the resources of a domain are served.
func (f Folder) places(namespace string) []sandbox.Place {
	var places []sandbox.Place
	for _, o := range f.Objects {
		if r, ok := o.Object.(*v1alpha1.DataResource); ok && r.Namespace == namespace {
			places = append(places, sandbox.PlaceOf(r, f.service(namespace)))
		}
	}
	return places
}

// service tells the Services of the folder that are of a namespace.
func (f Folder) service(namespace string) sandbox.Services {
	return func(name string) *corev1.Service {
		for _, s := range f.services {
			if s.Name == name && s.Namespace == namespace {
				return s
			}
		}
		return nil
	}
}

// data is whose data a resource is, and of which origin.
type data struct {
	unit   v1alpha1.ObjectName
	origin v1alpha1.Origin
}

func whose(r *v1alpha1.DataResource) data {
	return data{r.Spec.SourceUnit, cmp.Or(r.Spec.Origin, v1alpha1.OriginPublic)}
}
