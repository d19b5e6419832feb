// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package reach

import (
	"strings"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

// attempt is one body of a write: what is there or was there, merged with a
// patch. An empty patch is what the process itself would write.
type attempt struct{ name, patch string }

// inAll are tried with every resource.
var inAll = []attempt{
	{"as it is", `{}`},
	{"a label of others", `{"metadata":{"labels":{"stolen":"x"}}}`},
	{"a note of others", `{"metadata":{"annotations":{"stolen":"x"}}}`},
	{"a mark of ours", `{"metadata":{"annotations":{"mandate.publicdata.io/not-after":"2099-01-01T00:00:00Z"}}}`},
	{"a finalizer", `{"metadata":{"finalizers":["stolen.example/hold"]}}`},
	{"an owner", `{"metadata":{"ownerReferences":[{"apiVersion":"v1","kind":"Node","name":"gone","uid":"0"}]}}`},
}

const (
	everything = `{"apiGroups":["*"],"resources":["*"],"verbs":["*"]}`
	thief      = `{"kind":"User","name":"thief","apiGroup":"rbac.authorization.k8s.io"}`
	closing    = `"metadata":{"annotations":{"mandate.publicdata.io/closed-by":"stolen"}}`
)

// inOne are tried with one resource: what it is for, and what would widen it.
var inOne = map[string][]attempt{
	"configmaps":      {{"other data", `{"data":{"until":"2099"}}`}},
	"serviceaccounts": {{"token mounted", `{"automountServiceAccountToken":true}`}, {"a Secret named", `{"secrets":[{"name":"stolen"}]}`}},
	"limitranges":     {{"raised", `{"spec":{"limits":[{"type":"Container","max":{"cpu":"1000"}}]}}`}, {"none", `{"spec":{"limits":[]}}`}},
	"resourcequotas": {
		{"raised", `{"spec":{"hard":{"pods":"1000"}}}`}, {"without bounds", `{"spec":{"hard":null}}`},
		{"to zero", `{` + closing + `,"spec":{"hard":{"pods":"0"}}}`},
		{"of narrower scope", `{"spec":{"scopeSelector":{"matchExpressions":[{"scopeName":"Terminating","operator":"Exists"}]}}}`},
	},
	"namespaces": {
		{"closed", `{` + closing + `}`}, {"opened", `{"metadata":{"annotations":{"mandate.publicdata.io/closed-by":null}}}`},
		{"closed for no cause", `{"metadata":{"annotations":{"mandate.publicdata.io/closed-by":""}}}`},
		{"made a sandbox", `{"metadata":{"labels":{"mandate.publicdata.io/sandbox":"true"}}}`},
		{"no sandbox any more", `{"metadata":{"labels":{"mandate.publicdata.io/sandbox":null}}}`},
		{"made a domain", `{"metadata":{"labels":{"mandate.publicdata.io/domain":"true"}}}`},
		{"given an input", `{"metadata":{"labels":{"mandate.publicdata.io/input-ffffffffffffffffffff":"true"}}}`},
		{"privileged", `{"metadata":{"labels":{"pod-security.kubernetes.io/enforce":"privileged"}}}`},
		{"marked for purge", `{"metadata":{"annotations":{"mandate.publicdata.io/purge":"stolen"}}}`},
		{"marked as disposable", `{"metadata":{"annotations":{"mandate.publicdata.io/disposable":"true"}}}`},
	},
	"networkpolicies.networking.k8s.io": {
		{"closed", `{` + closing + `,"spec":{"ingress":[],"egress":[]}}`},
		{"open to everybody", `{"spec":{"ingress":[{}],"egress":[{}]}}`},
		{"open to every address", `{"spec":{"egress":[{"to":[{"ipBlock":{"cidr":"0.0.0.0/0"}}]}],"ingress":[{"from":[{"ipBlock":{"cidr":"0.0.0.0/0"}}]}]}}`},
		{"out to a block of addresses", `{"spec":{"egress":[{"to":[{"ipBlock":{"cidr":"203.0.113.0/24"}}]}]}}`},
		{"in from a namespace", `{"spec":{"ingress":[{"from":[{"namespaceSelector":{"matchLabels":{"kubernetes.io/metadata.name":"foreign"}}}]}]}}`},
		{"of fewer pods", `{"spec":{"podSelector":{"matchLabels":{"stolen":"x"}}}}`},
	},
	"clusterroles.rbac.authorization.k8s.io": {
		{"emptied", `{` + closing + `,"rules":[]}`}, {"every right", `{"rules":[` + everything + `]}`},
		{"reading Secrets", `{"rules":[{"apiGroups":[""],"resources":["secrets"],"verbs":["get"]}]}`},
		{"reading pods", `{"rules":[{"apiGroups":[""],"resources":["pods"],"verbs":["get"]}]}`},
		{"listing pods", `{"rules":[{"apiGroups":[""],"resources":["pods"],"verbs":["list"]}]}`},
		{"aggregated", `{"aggregationRule":{"clusterRoleSelectors":[{}]}}`},
		{"part of admin", `{"metadata":{"labels":{"rbac.authorization.k8s.io/aggregate-to-admin":"true"}}}`},
	},
	"rolebindings.rbac.authorization.k8s.io": {
		{"for the thief", `{"subjects":[` + thief + `]}`},
		{"for everybody", `{"subjects":[{"kind":"Group","name":"system:authenticated","apiGroup":"rbac.authorization.k8s.io"}]}`},
		{"to cluster-admin", `{"roleRef":{"name":"cluster-admin"}}`},
	},
	"developergrants.mandate.publicdata.io": {
		{"no longer paused", `{"spec":{"suspend":false}}`}, {"paused", `{"spec":{"suspend":true}}`},
		{"its finalizer off", `{"metadata":{"finalizers":null}}`},
	},
	"pods": {
		{"another image", `{"spec":{"containers":[{"name":"work","image":"registry.example/other"}]}}`},
		{"a deadline", `{"spec":{"activeDeadlineSeconds":60}}`},
	},
	"heartbeats.mandate.publicdata.io": {
		{"a beat", `{"spec":{"renewTime":"2026-01-01T00:00:00Z"}}`}, {"a beat of the future", `{"spec":{"renewTime":"2099-01-01T00:00:00Z"}}`},
	},
	"events.events.k8s.io":       {{"other words", `{"note":"stolen"}`}},
	"events":                     {{"other words", `{"message":"stolen"}`}},
	"leases.coordination.k8s.io": {{"another leader", `{"spec":{"holderIdentity":"thief"}}`}},
}

// inStatus are tried with the status of ours.
var inStatus = []attempt{
	{"as it is", `{}`}, {"a lie", `{"status":{"conditions":[]}}`}, {"disposable", `{"status":{"disposable":true}}`}, {"unused", `{"status":{"unused":true}}`},
}

// writtenBefore are things that nobody has made yet, of the names they have.
var writtenBefore = map[string]string{
	"events.events.k8s.io": `{"apiVersion":"events.k8s.io/v1","kind":"Event","metadata":{"name":"told"},"type":"Normal","reason":"Told","action":"Tell",
		"eventTime":"2026-01-01T00:00:00.000000Z","reportingController":"mandate","reportingInstance":"0","regarding":{"kind":"DeveloperGrant","name":"g","namespace":"PLACE"}}`,
	"events": `{"apiVersion":"v1","kind":"Event","metadata":{"name":"told"},"type":"Normal","reason":"Told","message":"told",
		"involvedObject":{"kind":"Lease","name":"mandate-operator","namespace":"PLACE"}}`,
}

// attempts are those for a resource; nil says that nobody thought of it.
func attempts(r resource) []attempt {
	switch {
	case r.sub == "status" && r.Group == "mandate.publicdata.io":
		return inStatus
	case r.sub != "":
		return nil
	}
	one, known := inOne[r.String()]
	if !known {
		return nil
	}
	return append(append([]attempt{}, inAll...), one...)
}

// everybodys are resources that every authenticated user may ask about itself.
func everybodys(r resource) bool {
	return r.Group == "authorization.k8s.io" && strings.HasPrefix(r.Resource, "selfsubject") || r.Group == "authentication.k8s.io" && r.Resource == "selfsubjectreviews"
}

// bare takes off what the API server puts on, so that an object can be created.
func bare(u *unstructured.Unstructured) *unstructured.Unstructured {
	u = u.DeepCopy()
	for _, field := range []string{"uid", "resourceVersion", "creationTimestamp", "managedFields", "generation", "selfLink"} {
		unstructured.RemoveNestedField(u.Object, "metadata", field)
	}
	unstructured.RemoveNestedField(u.Object, "status")
	return u
}
