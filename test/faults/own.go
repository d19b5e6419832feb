// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package faults

import (
	"net/http"
	"slices"
	"strings"

	"sigs.k8s.io/controller-runtime/pkg/client"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
)

// A hundred domains of other plans share the API server. A list over the whole
// cluster is one of the plan's own objects, as its watches are: the others have
// no part in it, and five sixths of what the API server said were theirs.

// domainLabel marks what people make in a domain, or for one.
const domainLabel = "faults.mandate.publicdata.io/domain"

func (w *world) mark(o client.Object) {
	labels := o.GetLabels()
	if labels == nil {
		labels = map[string]string{}
	}
	labels[domainLabel] = w.name
	o.SetLabels(labels)
}

// inDomain are the collections of what people make in a domain.
var inDomain = []string{grants, agreements, resources, plans, calls, objections}

// made are the collections of what people make that is in no namespace of the
// plan's own, and parts those of what the operator makes in sandboxes alone.
var (
	made  = []string{decisions, editions, parties, classKinds, calendars}
	parts = []string{quotas, bindings, "/api/v1/limitranges", "/api/v1/serviceaccounts", "/api/v1/configmaps"}
)

// own has a list over the whole cluster be one of the plan's own domain.
func (w wire) own(req *http.Request) *http.Request {
	of := w.process.world
	switch path := req.URL.Path; {
	case slices.Contains(inDomain, path):
		own := req.Clone(req.Context())
		own.URL.Path = ourGroup + "namespaces/" + of.name + "/" + kindOf(path)
		return own
	case slices.Contains(made, path):
		return selecting(req, domainLabel+"="+of.name)
	case slices.Contains(parts, path):
		return selecting(req, v1alpha1.GrantUIDLabel+" in ("+strings.Join(of.grantUIDs(), ",")+")")
	}
	return req
}

// selecting is a list of what a label selector selects, too.
func selecting(req *http.Request, selector string) *http.Request {
	own := req.Clone(req.Context())
	query := own.URL.Query()
	if before := query.Get("labelSelector"); before != "" {
		selector = before + "," + selector
	}
	query.Set("labelSelector", selector)
	own.URL.RawQuery = query.Encode()
	return own
}

// grantUIDs are those of the grants of the domain so far, and one of none.
func (w *world) grantUIDs() []string {
	uids := []string{"none"}
	for _, c := range w.house.hub.record(w.name) {
		if uid := string(c.meta.UID); c.kind == grants && !slices.Contains(uids, uid) {
			uids = append(uids, uid)
		}
	}
	return uids
}
