// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package kube

import (
	"maps"
	"strconv"
	"strings"
	"unique"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/client-go/tools/cache"
)

// part is the metadata of an object that lies in a sandbox, as a cache holds it.
// There are some nine for each grant in force, and but for where it lies, its UID,
// its version and its age, a part is like that of any other sandbox: that is held
// once.
type part struct {
	alike       *metav1.PartialObjectMetadata // shared: nobody may change it
	annotations map[string]string

	namespace, name unique.Handle[string]
	uid             bits16
	version         uint64
	content         uint64 // of a quota, see contentVersion
	created         int64  // seconds
}

var _ packed = &part{}

// holdParts has an informer of metadata hold parts.
func holdParts(informer cache.SharedIndexInformer) cache.SharedIndexInformer {
	return packing{informer, func(slimmed any) any {
		if o, ok := slimmed.(*metav1.PartialObjectMetadata); ok {
			return packPart(o)
		}
		return slimmed
	}}
}

// packPart makes a part of metadata. What is not in the form in which the API
// server has it stays as it is among what others say too.
func packPart(of *metav1.PartialObjectMetadata) *part {
	o := *of // what is changed below is its own
	p := &part{namespace: unique.Make(o.Namespace), name: unique.Make(o.Name), annotations: o.Annotations}
	o.Namespace, o.Name, o.Annotations = "", "", nil
	takeContent(&p.content, &o.ObjectMeta)
	takeUID(&p.uid, &o.UID)
	takeVersion(&p.version, &o.ResourceVersion)
	takeTime(&p.created, &o.CreationTimestamp)
	p.alike = sharedParts.of(&o)
	return p
}

func (p *part) unpackMeta(o *metav1.ObjectMeta) {
	o.Namespace, o.Name, o.Annotations = p.namespace.Value(), p.name.Value(), p.annotations
	giveUID(p.uid, &o.UID)
	giveVersion(p.version, &o.ResourceVersion)
	giveTime(p.created, &o.CreationTimestamp)
	if p.content != 0 {
		o.SetSelfLink(versionOfContent(o.UID, p.content))
	}
}

// takeContent moves the version of a quota's content into a number.
func takeContent(into *uint64, from *metav1.ObjectMeta) {
	version := from.GetSelfLink() // see keepContentVersion
	_, digits, _ := strings.Cut(version, " ")
	if content, err := strconv.ParseUint(digits, 16, 64); err == nil && content != 0 && versionOfContent(from.UID, content) == version {
		*into = content
		from.SetSelfLink("")
	}
}

// GetObjectMeta is the metadata, by which a cache finds an object. What it points
// to is shared, and nobody may change it.
func (p *part) GetObjectMeta() metav1.Object {
	meta := p.alike.ObjectMeta
	p.unpackMeta(&meta)
	return &meta
}

// GetObjectKind is the kind, as far as the metadata tells it.
func (p *part) GetObjectKind() schema.ObjectKind {
	kind := p.alike.TypeMeta
	return &kind
}

// DeepCopyObject is the metadata: what a cache hands out is a copy.
func (p *part) DeepCopyObject() runtime.Object { return p.whole() }

// whole is the metadata that the part was made of.
func (p *part) whole() runtime.Object {
	o := p.alike.DeepCopy()
	p.unpackMeta(&o.ObjectMeta)
	o.Annotations = maps.Clone(o.Annotations)
	return o
}
