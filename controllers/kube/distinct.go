// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package kube

import "sigs.k8s.io/controller-runtime/pkg/reconcile"

// distinct are requests in the order in which they came, each once.
type distinct struct {
	all  []reconcile.Request
	seen map[reconcile.Request]struct{}
}

// distinctOf are requests without those that came before.
func distinctOf(requests []reconcile.Request) *distinct {
	d := &distinct{}
	d.add(requests...)
	return d
}

func (d *distinct) add(requests ...reconcile.Request) {
	if d.seen == nil {
		d.seen = map[reconcile.Request]struct{}{}
	}
	for _, request := range requests {
		if _, known := d.seen[request]; !known {
			d.seen[request] = struct{}{}
			d.all = append(d.all, request)
		}
	}
}
