// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package kube

import (
	"slices"
	"strings"
	"unique"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
)

// act is a Decision as a cache holds it. Under an edition that asks for acts
// there are many for each grant, and nearly all of what they say others say too:
// that is held once, and beside it what is an act's own. Who reads from the cache
// gets a copy, which is the Decision again.
type act struct {
	alike *v1alpha1.Decision // shared: nobody may change it
	rare  *rare              // nil where there is nothing of the kind

	name             string
	subject, actedOn unique.Handle[string]
	uid              bits16
	digest           bits32
	version          uint64
	created          int64                  // seconds, as all below
	since            [conditionsOfAct]int64 // of the conditions, one after the other
}

// rare is what few acts have of their own.
type rare struct {
	regarding              string
	regardingUID, restored bits16
	recorded               int64
}

// conditionsOfAct are as many as a Decision has.
const conditionsOfAct = 2

var _ packed = &act{}

// pack makes an act of a Decision. What is not in the form in which the API
// server has it stays as it is among what others say too.
func pack(of *v1alpha1.Decision) *act {
	d := *of // what is changed below is copied first
	a := &act{name: strings.Clone(d.Name), subject: unique.Make(string(d.Spec.Subject.Name)), actedOn: unique.Make(string(d.Spec.ActedOn))}
	d.Name, d.Spec.Subject.Name, d.Spec.ActedOn = "", "", ""
	takeUID(&a.uid, &d.UID)
	takeDigest(&a.digest, &d.Spec.Subject.Digest)
	takeVersion(&a.version, &d.ResourceVersion)
	takeTime(&a.created, &d.CreationTimestamp)
	d.Status.Conditions = slices.Clone(d.Status.Conditions)
	for i := range min(len(d.Status.Conditions), conditionsOfAct) {
		takeTime(&a.since[i], &d.Status.Conditions[i].LastTransitionTime)
	}
	a.packRare(&d)
	a.alike = sharedActs.of(&d)
	return a
}

func (a *act) packRare(d *v1alpha1.Decision) {
	var r rare
	takeUID(&r.restored, &d.Spec.RestoredUID)
	if at := d.Spec.RecordedAt; at != nil {
		own := *at
		takeTime(&r.recorded, &own)
		d.Spec.RecordedAt = &own
	}
	if to := d.Spec.Regarding; to != nil {
		own := *to
		takeUID(&r.regardingUID, &own.UID)
		r.regarding, own.Name = strings.Clone(string(own.Name)), ""
		d.Spec.Regarding = &own
	}
	if r != (rare{}) {
		a.rare = &r
	}
}

// unpack is the Decision that an act was made of.
func (a *act) unpack() *v1alpha1.Decision {
	d := a.alike.DeepCopy()
	a.unpackMeta(&d.ObjectMeta)
	d.Spec.Subject.Name, d.Spec.ActedOn = v1alpha1.ObjectName(a.subject.Value()), v1alpha1.ActDay(a.actedOn.Value())
	giveDigest(a.digest, &d.Spec.Subject.Digest)
	for i := range min(len(d.Status.Conditions), conditionsOfAct) {
		giveTime(a.since[i], &d.Status.Conditions[i].LastTransitionTime)
	}
	if r := a.rare; r != nil {
		giveUID(r.restored, &d.Spec.RestoredUID)
		if d.Spec.RecordedAt != nil {
			giveTime(r.recorded, d.Spec.RecordedAt)
		}
		if d.Spec.Regarding != nil {
			giveUID(r.regardingUID, &d.Spec.Regarding.UID)
			d.Spec.Regarding.Name = v1alpha1.ObjectName(r.regarding)
		}
	}
	return d
}

// face is what an index asks of a Decision: all that others say too, its name, what
// it is on, its day and when it was recorded. What is an act's own beside that is
// left out: the rest of its metadata, its digest, the act it answers, the times of
// its conditions. What a face points to is shared, and nobody may change it.
func (a *act) face() *v1alpha1.Decision {
	var d v1alpha1.Decision
	a.faceInto(&d)
	return &d
}

func (a *act) faceInto(d *v1alpha1.Decision) {
	*d = *a.alike
	d.Name = a.name
	d.Spec.Subject.Name, d.Spec.ActedOn = v1alpha1.ObjectName(a.subject.Value()), v1alpha1.ActDay(a.actedOn.Value())
	giveTime(a.created, &d.CreationTimestamp)
	if a.rare != nil && d.Spec.RecordedAt != nil {
		own := *d.Spec.RecordedAt
		giveTime(a.rare.recorded, &own)
		d.Spec.RecordedAt = &own
	}
}

func (a *act) unpackMeta(meta *metav1.ObjectMeta) {
	meta.Name = a.name
	giveUID(a.uid, &meta.UID)
	giveVersion(a.version, &meta.ResourceVersion)
	giveTime(a.created, &meta.CreationTimestamp)
}

// GetObjectMeta is the metadata, by which a cache finds an object.
func (a *act) GetObjectMeta() metav1.Object {
	meta := a.alike.ObjectMeta
	a.unpackMeta(&meta)
	return &meta
}

// GetObjectKind is the kind, as far as the Decision tells it.
func (a *act) GetObjectKind() schema.ObjectKind {
	kind := a.alike.TypeMeta
	return &kind
}

// DeepCopyObject is the Decision: what a cache hands out is a copy.
func (a *act) DeepCopyObject() runtime.Object { return a.unpack() }

func (a *act) whole() runtime.Object { return a.unpack() }

// Cached is a Decision as a process gets it from its cache.
func Cached(d *v1alpha1.Decision) *v1alpha1.Decision {
	held := d.DeepCopy()
	slimDecision(held)
	return pack(held).unpack()
}
