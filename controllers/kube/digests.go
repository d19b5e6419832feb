// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package kube

import (
	"sync"

	"k8s.io/apimachinery/pkg/types"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/publicdata-io/mandate/internal/guard"
)

// digested remembers what each policy and binding came to. They are looked at
// with every beat and hardly ever change, and to digest all of them takes some
// tens of milliseconds.
var digested = &digests{known: map[types.UID]digest{}}

// digests are by the UID of an object: the one of its last version is kept.
type digests struct {
	mu    sync.Mutex
	known map[types.UID]digest
}

type digest struct {
	version string
	key     guard.Key
	fields  guard.Digest
}

// of digests a policy or a binding, once for each of its versions.
func (d *digests) of(object client.Object) (guard.Key, guard.Digest, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	uid, version := object.GetUID(), object.GetResourceVersion()
	if known, ok := d.known[uid]; ok && known.version == version {
		return known.key, known.fields, nil
	}
	key, fields, err := guard.Of(object)
	if err == nil && uid != "" && version != "" {
		d.known[uid] = digest{version: version, key: key, fields: fields}
	}
	return key, fields, err
}
