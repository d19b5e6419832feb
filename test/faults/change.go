// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package faults

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strconv"
	"sync"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/fields"
	"k8s.io/apimachinery/pkg/labels"
	"sigs.k8s.io/controller-runtime/pkg/client"
)

// change is one revision of one object, as etcd ordered it.
type change struct {
	revision uint64
	// seen is when it reached us, some milliseconds after it was made.
	seen time.Time
	// kind is the path of the collection, such as /api/v1/namespaces.
	kind    string
	deleted bool
	meta    *metav1.PartialObjectMetadata
	raw     json.RawMessage
	// object is the typed object; it is read and never written.
	object func() (client.Object, error)
}

func newChange(kind string, deleted bool, raw json.RawMessage) (*change, error) {
	c := &change{kind: kind, deleted: deleted, raw: raw, seen: time.Now(), meta: &metav1.PartialObjectMetadata{}}
	if err := json.Unmarshal(raw, c.meta); err != nil {
		return nil, fmt.Errorf("read the metadata of a change of %s: %w", kind, err)
	}
	revision, err := strconv.ParseUint(c.meta.ResourceVersion, 10, 64)
	if err != nil {
		return nil, fmt.Errorf("read the revision of %s %s: %w", kind, c.key(), err)
	}
	c.revision = revision
	c.object = sync.OnceValues(c.decode)
	return c, nil
}

// decode reads the typed object, or nil where the kind is not judged.
func (c *change) decode() (client.Object, error) {
	prototype := prototypes[c.kind]
	if prototype == nil {
		return nil, nil
	}
	object := reflect.New(reflect.TypeOf(prototype).Elem()).Interface().(client.Object)
	if err := json.Unmarshal(c.raw, object); err != nil {
		return nil, fmt.Errorf("decode %s %s: %w", c.kind, c.key(), err)
	}
	return object, nil
}

// key is the object's namespace/name.
func (c *change) key() string { return c.meta.Namespace + "/" + c.meta.Name }

// frame is the change as an event of a watch.
func (c *change) frame(event string, metadataOnly bool) []byte {
	object := c.raw
	if metadataOnly {
		only := *c.meta
		only.TypeMeta = metav1.TypeMeta{APIVersion: "meta.k8s.io/v1", Kind: "PartialObjectMetadata"}
		encoded, err := json.Marshal(&only)
		if err != nil {
			panic(fmt.Sprintf("encode the metadata of %s: %v", c.key(), err)) // decoded from JSON
		}
		object = encoded
	}
	return frame(event, object)
}

func frame(event string, object json.RawMessage) []byte {
	out := make([]byte, 0, len(object)+40)
	out = append(out, `{"type":"`+event+`","object":`...)
	out = append(out, object...)
	return append(out, '}', '\n')
}

// selection is what a request asks for.
type selection struct {
	kind, namespace string
	selector        labels.Selector
	fields          fields.Selector
	metadataOnly    bool
}

func (s selection) takes(c *change) bool {
	return !c.deleted && (s.namespace == "" || s.namespace == c.meta.Namespace) &&
		s.selector.Matches(labels.Set(c.meta.Labels)) && (s.fields.Empty() || s.fields.Matches(c.fields()))
}

// fields are those of an object by which our processes select.
func (c *change) fields() fields.Set {
	var object struct {
		Spec struct{ ServiceAccountName string }
	}
	_ = json.Unmarshal(c.raw, &object) // another kind has no such field, or another one of the name
	return fields.Set{"metadata.name": c.meta.Name, "metadata.namespace": c.meta.Namespace, "spec.serviceAccountName": object.Spec.ServiceAccountName}
}

// fold is what exists of a kind at a revision, 0 being the last.
func fold(changes []*change, kind string, at uint64) map[string]*change {
	state := map[string]*change{}
	for _, c := range changes {
		if c.kind != kind || (at != 0 && c.revision > at) {
			continue
		}
		if c.deleted {
			delete(state, c.key())
		} else {
			state[c.key()] = c
		}
	}
	return state
}
