// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package supervision

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/yaml"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/test/cluster"
)

// kinds are all kinds of Mandate.
var kinds = []string{
	"DataResource", "Decision", "DeveloperGrant", "Heartbeat", "ImplementationPlan", "Jurisdiction", "Objection",
	"OperationAgreement", "Organization", "SandboxClass", "Selection", "WorkCalendar",
}

func of(kind string) schema.GroupVersionKind { return v1alpha1.GroupVersion.WithKind(kind) }

// listed are the objects of a kind that somebody sees; in all namespaces where
// none is given.
func listed(t *testing.T, c client.Client, kind string, in ...client.ListOption) ([]unstructured.Unstructured, error) {
	t.Helper()
	list := &unstructured.UnstructuredList{}
	list.SetGroupVersionKind(of(kind + "List"))
	err := c.List(t.Context(), list, in...)
	return list.Items, err
}

// refusedByRights says that RBAC, and no policy, refused a request.
func refusedByRights(t *testing.T, what string, err error) {
	t.Helper()
	if !apierrors.IsForbidden(err) || !strings.Contains(err.Error(), "cannot ") {
		t.Errorf("%s: got %v, want it refused for want of the right", what, err)
	}
}

// TestASupervisorReadsTheChainAndDecidesNothing lets a department that
// supervises read every object of every kind, and change none: neither write
// nor delete the chain, nor record an act, not even a suspension.
func TestASupervisorReadsTheChainAndDecidesNothing(t *testing.T) {
	supervisor := person(t, "cyberspace-administration")
	bind(t, "cyberspace-administration", "mandate-viewer", "")
	eventually(t, func(context.Context) error {
		_, err := listed(t, supervisor, "Organization")
		return err
	})
	for _, kind := range kinds {
		t.Run(kind, func(t *testing.T) {
			seen, err := listed(t, supervisor, kind)
			there, all := listed(t, admin, kind)
			if err := errors.Join(err, all); err != nil || len(seen) != len(there) {
				t.Fatalf("sees %d of %d: %v", len(seen), len(there), err)
			}
			made := &unstructured.Unstructured{}
			made.SetGroupVersionKind(of(kind))
			made.SetName("of-a-supervisor")
			made.SetNamespace(domain)
			refusedByRights(t, "create", supervisor.Create(t.Context(), made, client.DryRunAll))
			for i := range min(len(there), 1) {
				patch := client.RawPatch("application/merge-patch+json", []byte(`{"metadata":{"labels":{"seen":"by-me"}}}`))
				refusedByRights(t, "patch", supervisor.Patch(t.Context(), there[i].DeepCopy(), patch))
				refusedByRights(t, "patch the status", supervisor.Status().Patch(t.Context(), there[i].DeepCopy(), patch))
				refusedByRights(t, "update", supervisor.Update(t.Context(), there[i].DeepCopy()))
				refusedByRights(t, "delete", supervisor.Delete(t.Context(), there[i].DeepCopy()))
			}
		})
	}
}

// TestASupervisorSeesWhatGoesOnInSandboxes reads what the cluster holds for the
// grants, by the cluster's own role for readers: conditions and messages of the
// chain, what happened, what runs, and which ways are open.
func TestASupervisorSeesWhatGoesOnInSandboxes(t *testing.T) {
	authority := person(t, "data-authority")
	bind(t, "data-authority", "view", "")
	grant := &v1alpha1.DeveloperGrant{}
	eventually(t, func(ctx context.Context) error { return opened(ctx, authority, "drug-safety", grant) })
	sandbox := client.InNamespace(grant.Status.Sandbox.Namespace)
	var routes networkingv1.NetworkPolicyList
	var pods corev1.PodList
	var quotas corev1.ResourceQuotaList
	for what, list := range map[string]client.ObjectList{"ways": &routes, "pods": &pods, "quotas": &quotas} {
		if err := authority.List(t.Context(), list, sandbox); err != nil {
			t.Errorf("read the %s of %s: %v", what, sandbox, err)
		}
	}
	if len(routes.Items) < 2 || len(quotas.Items) != 1 {
		t.Errorf("sees %d ways and %d quotas", len(routes.Items), len(quotas.Items))
	}
	var events corev1.EventList
	if err := authority.List(t.Context(), &events, client.InNamespace(domain)); err != nil || len(events.Items) == 0 {
		t.Errorf("sees %d events: %v", len(events.Items), err)
	}
	refusedByRights(t, "read a secret", authority.List(t.Context(), &corev1.SecretList{}, sandbox))
}

func opened(ctx context.Context, c client.Client, name string, grant *v1alpha1.DeveloperGrant) error {
	if err := c.Get(ctx, client.ObjectKey{Namespace: domain, Name: name}, grant); err != nil {
		return err
	}
	for _, condition := range grant.Status.Conditions {
		if condition.Type == v1alpha1.SandboxReadyCondition && condition.Status == "True" {
			return nil
		}
	}
	return fmt.Errorf("the sandbox of %s is not ready", name)
}

// TestASupervisorOfAPlaceSeesThatPlace shows nothing of another territory.
func TestASupervisorOfAPlaceSeesThatPlace(t *testing.T) {
	const elsewhere = "another-city"
	namespace := &corev1.Namespace{}
	namespace.Name, namespace.Labels = elsewhere, map[string]string{v1alpha1.DomainLabel: "true"}
	if err := admin.Create(t.Context(), namespace); err != nil {
		t.Fatal(err)
	}
	city := person(t, "city-authority")
	bind(t, "city-authority", "mandate-viewer", domain)
	eventually(t, func(context.Context) error {
		_, err := listed(t, city, "DeveloperGrant", client.InNamespace(domain))
		return err
	})
	for _, kind := range []string{"DeveloperGrant", "OperationAgreement", "DataResource", "ImplementationPlan", "Selection", "Decision"} {
		if seen, err := listed(t, city, kind, client.InNamespace(domain)); err != nil {
			t.Errorf("of its own territory it sees %d of %s: %v", len(seen), kind, err)
		}
		_, err := listed(t, city, kind, client.InNamespace(elsewhere))
		refusedByRights(t, "list "+kind+" of "+elsewhere, err)
		_, err = listed(t, city, kind)
		refusedByRights(t, "list "+kind+" everywhere", err)
	}
}

// TestAnOperatorWritesNothingOfTheChain gives an operator the persona that is
// shipped for it and finds that it cannot make the agreement that it works
// under, nor the plan, nor set what holds for all: classes, editions, calendars,
// organisations.
func TestAnOperatorWritesNothingOfTheChain(t *testing.T) {
	const staff = "operator-staff"
	operator := person(t, staff)
	role := persona(t, "operator.yaml", "demo-data-group")
	record := persona(t, "recorder.yaml", "demo-data-group")
	for _, r := range []*rbacv1.ClusterRole{role, record} {
		if err := admin.Create(t.Context(), r); err != nil {
			t.Fatal(err)
		}
		bind(t, staff, r.Name, "")
	}
	bind(t, staff, "mandate-viewer", "")
	eventually(t, func(context.Context) error {
		_, err := listed(t, operator, "OperationAgreement")
		return err
	})
	for _, kind := range kinds {
		if kind == "Decision" {
			continue // acts of its own, each with its verb
		}
		made := &unstructured.Unstructured{}
		made.SetGroupVersionKind(of(kind))
		made.SetName("of-an-operator")
		made.SetNamespace(domain)
		refusedByRights(t, "create "+kind, operator.Create(t.Context(), made, client.DryRunAll))
		there, err := listed(t, operator, kind)
		if err != nil {
			t.Fatal(err)
		}
		for i := range min(len(there), 1) {
			refusedByRights(t, "update "+kind, operator.Update(t.Context(), there[i].DeepCopy()))
			refusedByRights(t, "delete "+kind, operator.Delete(t.Context(), there[i].DeepCopy()))
		}
	}
}

// persona is a shipped one of an organisation.
func persona(t *testing.T, file, organization string) *rbacv1.ClusterRole {
	t.Helper()
	root, err := cluster.RepositoryRoot()
	if err != nil {
		t.Fatal(err)
	}
	content, err := os.ReadFile(filepath.Join(root, "config", "personas", file))
	if err != nil {
		t.Fatal(err)
	}
	role := &rbacv1.ClusterRole{}
	if err := yaml.UnmarshalStrict([]byte(strings.ReplaceAll(string(content), "ORGANIZATION", organization)), role); err != nil {
		t.Fatal(err)
	}
	return role
}
