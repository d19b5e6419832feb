// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package faults

import (
	"regexp"
	"strings"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/guard"
	"github.com/publicdata-io/mandate/internal/sandbox"
)

// Collections that decide what belongs to whom.
const (
	namespaces  = "/api/v1/namespaces"
	ourGroup    = "/apis/mandate.publicdata.io/v1alpha1/"
	grants      = ourGroup + "developergrants"
	agreements  = ourGroup + "operationagreements"
	resources   = ourGroup + "dataresources"
	decisions   = ourGroup + "decisions"
	editions    = ourGroup + "jurisdictions"
	parties     = ourGroup + "organizations"
	classKinds  = ourGroup + "sandboxclasses"
	calendars   = ourGroup + "workcalendars"
	plans       = ourGroup + "implementationplans"
	calls       = ourGroup + "selections"
	objections  = ourGroup + "objections"
	services    = "/api/v1/services"
	heartbeats  = ourGroup + "heartbeats"
	rbac        = "/apis/rbac.authorization.k8s.io/v1/"
	cohortRoles = rbac + "clusterroles"
	bindings    = rbac + "rolebindings"
	policies    = "/apis/networking.k8s.io/v1/networkpolicies"
	quotas      = "/api/v1/resourcequotas"
	pods        = "/api/v1/pods"
)

// domainName is the form of every name that a plan gives: the domain, and what
// follows it after a hyphen or a dot.
var domainName = regexp.MustCompile(`^(q[0-9]+q)($|[-.])`)

// owner is the domain that an object belongs to, empty for what all share. What
// is of a domain that is over is not known. The hub is locked.
func (h *Hub) owner(c *change) (domain string, known bool) {
	place := c.meta.Namespace
	if place == "" || place == v1alpha1.RegistryNamespace {
		place = c.meta.Name
	}
	if uid := c.meta.Labels[v1alpha1.AgreementUIDLabel]; uid != "" && c.meta.Namespace == "" && h.parents[uid] != "" {
		domain = h.parents[uid]
	}
	if match := domainName.FindStringSubmatch(place); match != nil {
		domain = match[1]
	} else if house, ok := h.houses[place]; ok {
		domain = house
	}
	if domain != "" {
		return domain, h.domains[domain] != nil
	}
	foreign := strings.HasPrefix(place, "sandbox-") && place != guard.ProbeSandbox || c.meta.Labels[v1alpha1.AgreementUIDLabel] != ""
	return "", !foreign
}

// learn notes the names that will be derived from an object's UID.
func (h *Hub) learn(domain string, c *change) {
	switch c.kind {
	case grants:
		h.houses[sandbox.NamespaceName(c.meta.UID)] = domain
	case agreements:
		h.parents[string(c.meta.UID)] = domain
	}
}
