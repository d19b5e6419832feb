// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package reach

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"golang.org/x/sync/errgroup"
	authorizationv1 "k8s.io/api/authorization/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/client-go/discovery"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/rest"
)

// resource is one that the API server has; sub is empty for the thing itself.
type resource struct {
	schema.GroupVersionResource
	sub        string
	kind       string
	namespaced bool
}

// String is how RBAC writes it.
func (r resource) String() string {
	name := r.Resource
	if r.sub != "" {
		name += "/" + r.sub
	}
	if r.Group != "" {
		name += "." + r.Group
	}
	return name
}

// verbs are all that RBAC knows of resources.
var verbs = []string{"get", "list", "watch", "create", "update", "patch", "delete", "deletecollection"}

// beyond are verbs that no request has and that other rights rest on, and what
// discovery does not list.
var beyond = []authorizationv1.ResourceAttributes{
	{Verb: "impersonate", Resource: "users"}, {Verb: "impersonate", Resource: "groups"}, {Verb: "impersonate", Resource: "serviceaccounts"},
	{Verb: "impersonate", Group: "authentication.k8s.io", Resource: "userextras/scopes"}, {Verb: "impersonate", Group: "authentication.k8s.io", Resource: "uids"},
	{Verb: "escalate", Group: "rbac.authorization.k8s.io", Resource: "clusterroles"}, {Verb: "escalate", Group: "rbac.authorization.k8s.io", Resource: "roles"},
	{Verb: "bind", Group: "rbac.authorization.k8s.io", Resource: "clusterroles"}, {Verb: "bind", Group: "rbac.authorization.k8s.io", Resource: "roles"},
	{Verb: "approve", Group: "certificates.k8s.io", Resource: "signers"}, {Verb: "sign", Group: "certificates.k8s.io", Resource: "signers"},
	{Verb: "attest", Group: "certificates.k8s.io", Resource: "signers"}, {Verb: "request-serviceaccounts-token-audience", Resource: "*"},
	{Verb: "use", Group: "policy", Resource: "podsecuritypolicies"}, {Verb: "get", Resource: "nodes/proxy"}, {Verb: "*", Group: "*", Resource: "*"},
}

// resources asks for all versions and keeps one of each resource.
func resources(t *testing.T) []resource {
	t.Helper()
	d, err := discovery.NewDiscoveryClientForConfig(controlPlane.Config())
	if err != nil {
		t.Fatal(err)
	}
	_, lists, err := d.ServerGroupsAndResources()
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]resource{}
	for _, list := range lists {
		gv, err := schema.ParseGroupVersion(list.GroupVersion)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range list.APIResources {
			name, sub, _ := strings.Cut(r.Name, "/")
			one := resource{GroupVersionResource: gv.WithResource(name), sub: sub, kind: r.Kind, namespaced: r.Namespaced}
			if _, known := found[one.String()]; !known { // the preferred version comes first
				found[one.String()] = one
			}
		}
	}
	return slices.SortedFunc(maps.Values(found), func(a, b resource) int { return strings.Compare(a.String(), b.String()) })
}

func clientsOf(config *rest.Config) kubernetes.Interface { return kubernetes.NewForConfigOrDie(config) }

// right is what RBAC gives an account.
type right struct {
	resource
	verb  string
	place place
}

// rights asks RBAC for every resource, verb and place.
func rights(t *testing.T, thief *rest.Config, all []resource, places []place) []right {
	t.Helper()
	clients := clientsOf(thief)
	var asked []right
	for _, r := range all {
		for _, verb := range verbs {
			for _, p := range places {
				if r.namespaced || p.namespace == "" {
					asked = append(asked, right{r, verb, p})
				}
			}
		}
	}
	allowed := make([]bool, len(asked))
	var group errgroup.Group
	group.SetLimit(16)
	for i, r := range asked {
		group.Go(func() (err error) {
			allowed[i], err = may(t.Context(), clients, authorizationv1.ResourceAttributes{
				Namespace: r.place.namespace, Verb: r.verb, Group: r.Group, Version: r.Version, Resource: r.Resource, Subresource: r.sub,
			})
			return err
		})
	}
	if err := group.Wait(); err != nil {
		t.Fatal(err)
	}
	t.Logf("%d rights asked for", len(asked))
	var given []right
	for i, r := range asked {
		if allowed[i] {
			given = append(given, r)
		}
	}
	return given
}

func may(ctx context.Context, clients kubernetes.Interface, what authorizationv1.ResourceAttributes) (bool, error) {
	if resource, sub, ok := strings.Cut(what.Resource, "/"); ok {
		what.Resource, what.Subresource = resource, sub
	}
	review := &authorizationv1.SelfSubjectAccessReview{Spec: authorizationv1.SelfSubjectAccessReviewSpec{ResourceAttributes: &what}}
	answer, err := clients.AuthorizationV1().SelfSubjectAccessReviews().Create(ctx, review, metav1.CreateOptions{})
	if err != nil {
		return false, fmt.Errorf("ask for %s %s: %w", what.Verb, what.Resource, err)
	}
	return answer.Status.Allowed, nil
}

// special are the verbs of beyond that are given, and rights that are given for
// single objects by name.
func special(t *testing.T, thief *rest.Config, places []place) []string {
	t.Helper()
	clients := clientsOf(thief)
	said := map[string]bool{}
	for _, what := range beyond {
		allowed, err := may(t.Context(), clients, what)
		if err != nil {
			t.Fatal(err)
		}
		if allowed {
			said[fmt.Sprintf("%s %s of group %q", what.Verb, what.Resource, what.Group)] = true
		}
	}
	for _, p := range places {
		namespace := p.namespace
		if namespace == "" {
			namespace = metav1.NamespaceDefault
		}
		review := &authorizationv1.SelfSubjectRulesReview{Spec: authorizationv1.SelfSubjectRulesReviewSpec{Namespace: namespace}}
		answer, err := clients.AuthorizationV1().SelfSubjectRulesReviews().Create(t.Context(), review, metav1.CreateOptions{})
		if err != nil {
			t.Fatal(err)
		}
		for _, rule := range answer.Status.ResourceRules {
			if len(rule.ResourceNames) > 0 {
				said[fmt.Sprintf("%s %s of group %q named %s in %s", strings.Join(rule.Verbs, ", "), strings.Join(rule.Resources, ", "),
					strings.Join(rule.APIGroups, ", "), strings.Join(rule.ResourceNames, ", "), p.name)] = true
			}
		}
		for _, rule := range answer.Status.NonResourceRules {
			said[fmt.Sprintf("%s %s", strings.Join(rule.Verbs, ", "), strings.Join(slices.Sorted(slices.Values(rule.NonResourceURLs)), " "))] = true
		}
	}
	return slices.Sorted(maps.Keys(said))
}
