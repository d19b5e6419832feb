// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package reach

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/apimachinery/pkg/util/wait"
	"k8s.io/client-go/rest"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/yaml"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/sandbox"
	"github.com/publicdata-io/mandate/test/builder"
)

const (
	begins, ends = "2025-01-01", "2035-12-31"
	registry     = "registry.example"
	patience     = time.Minute
)

// place is where something is tried. The cluster has no namespace.
type place struct{ name, namespace string }

// build makes a chain in force and, elsewhere, things of the names that ours
// have. It returns the places.
func build(t *testing.T) []place {
	t.Helper()
	create(t, admin,
		&corev1.Namespace{ObjectMeta: metav1.ObjectMeta{Name: builder.Domain, Labels: map[string]string{v1alpha1.DomainLabel: "true"}}},
		&corev1.Namespace{ObjectMeta: metav1.ObjectMeta{Name: "foreign"}},
		builder.Jurisdiction("demo", 1).Obj(),
		builder.Organization(builder.Bureau).Roles("DataAuthority").Obj(),
		builder.Organization(builder.Operator).Roles(v1alpha1.RoleOperator).Obj(),
		builder.Organization(builder.SourceUnit).Roles("SourceUnit").Obj(),
		builder.Organization(builder.Holder).Roles(v1alpha1.RoleDeveloper).User("person").Obj(),
		builder.Class(builder.StandardClass).Registries(registry).Rule("", []string{"configmaps"}, "get", "list").Obj(),
		builder.Resource("visits").Obj(),
		builder.Agreement("health").Over("visits").Term(begins, ends).Obj(),
		builder.Grant("g").Under("health").Input("visits").Term(begins, ends).Obj())
	box := awaitOpen(t, "g")
	awaitClosed(t)
	decide(t, builder.Decision("record").Suspends(v1alpha1.OnDeveloperGrant, "nobody").Obj())
	decide(t, builder.Decision("record").Disqualifies("nobody").Obj())
	eventually(t, "a pod is taken", func(ctx context.Context) error { return client.IgnoreAlreadyExists(admin.Create(ctx, pod(box))) })
	for text := range strings.SplitSeq(strings.ReplaceAll(foreignText, "HEX", "0123456789abcdef0123"), "---\n") {
		u := &unstructured.Unstructured{}
		if err := yaml.Unmarshal([]byte(text), &u.Object); err != nil {
			t.Fatal(err)
		}
		create(t, admin, u)
	}
	create(t, admin, pod("foreign"))
	return []place{
		{"sandbox", box}, {"domain", builder.Domain}, {"registry", v1alpha1.RegistryNamespace},
		{"system", v1alpha1.SystemNamespace}, {"foreign", "foreign"},
		{metav1.NamespaceSystem, metav1.NamespaceSystem}, {metav1.NamespaceDefault, metav1.NamespaceDefault}, {"cluster", ""},
	}
}

// foreignText are things of others that have names as ours do.
const foreignText = `
{apiVersion: v1, kind: ConfigMap, metadata: {namespace: foreign, name: mandate-grant}}
---
{apiVersion: v1, kind: ServiceAccount, metadata: {namespace: foreign, name: developer}}
---
{apiVersion: v1, kind: ResourceQuota, metadata: {namespace: foreign, name: mandate}, spec: {hard: {services: "5"}}}
---
{apiVersion: v1, kind: LimitRange, metadata: {namespace: foreign, name: mandate}, spec: {limits: [{type: Container, max: {cpu: "64"}}]}}
---
{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {namespace: foreign, name: mandate-egress-HEX}, spec: {podSelector: {}, policyTypes: [Egress], egress: [{to: [{ipBlock: {cidr: 10.0.0.0/24}}]}]}}
---
{apiVersion: rbac.authorization.k8s.io/v1, kind: RoleBinding, metadata: {namespace: foreign, name: mandate-room}, roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view}}
---
{apiVersion: rbac.authorization.k8s.io/v1, kind: RoleBinding, metadata: {namespace: mandate-system, name: mandate-door}, roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view}}
`

func pod(namespace string) *corev1.Pod {
	made := builder.Pod(namespace, "work", registry)
	if namespace == "foreign" {
		made.Spec.ServiceAccountName = sandbox.DeveloperName
	}
	return made
}

// decide records an act as a member of system:masters, who holds every verb.
func decide(t *testing.T, d *v1alpha1.Decision) {
	t.Helper()
	config := rest.CopyConfig(controlPlane.Config())
	config.Impersonate = rest.ImpersonationConfig{UserName: d.Spec.DecidedBy, Groups: []string{"system:masters"}}
	officer, err := client.New(config, client.Options{Scheme: admin.Scheme(), Mapper: admin.RESTMapper()})
	if err != nil {
		t.Fatal(err)
	}
	d.Spec.RecordedAt = nil
	create(t, officer, d)
}

func awaitOpen(t *testing.T, name string) string {
	t.Helper()
	grant := &v1alpha1.DeveloperGrant{}
	eventually(t, "the grant is open", func(ctx context.Context) error {
		err := admin.Get(ctx, types.NamespacedName{Namespace: builder.Domain, Name: name}, grant)
		for _, condition := range []string{v1alpha1.ActiveCondition, v1alpha1.SandboxReadyCondition} {
			if !meta.IsStatusConditionTrue(grant.Status.Conditions, condition) {
				err = errors.Join(err, fmt.Errorf("%s is not True: %v", condition, grant.Status.Conditions))
			}
		}
		return err
	})
	return sandbox.NamespaceName(grant.UID)
}

// awaitClosed makes a sandbox that is cut.
func awaitClosed(t *testing.T) {
	t.Helper()
	create(t, admin, builder.Grant("h").Under("health").Input("visits").Term(begins, ends).Obj())
	box := &corev1.Namespace{ObjectMeta: metav1.ObjectMeta{Name: awaitOpen(t, "h")}}
	decide(t, builder.Decision("cut").Suspends(v1alpha1.OnDeveloperGrant, "h").Obj())
	eventually(t, "the other grant is cut", func(ctx context.Context) error {
		err := admin.Get(ctx, client.ObjectKeyFromObject(box), box)
		if box.Annotations[v1alpha1.FrozenAnnotation] == "" {
			err = errors.Join(err, errors.New("it is not frozen yet"))
		}
		return err
	})
}

func create(t *testing.T, by client.Client, objects ...client.Object) {
	t.Helper()
	for _, o := range objects {
		if err := by.Create(t.Context(), o); err != nil {
			t.Fatalf("create %T %s: %v", o, o.GetName(), err)
		}
	}
}

// eventually asks until there is no error, and fails with the last one.
func eventually(t *testing.T, what string, ask func(context.Context) error) {
	t.Helper()
	var last error
	err := wait.PollUntilContextTimeout(t.Context(), 50*time.Millisecond, patience, true, func(ctx context.Context) (bool, error) {
		err := ask(ctx)
		if last == nil || err == nil || ctx.Err() == nil {
			last = err // and not that time was up
		}
		return err == nil, nil
	})
	if err != nil {
		t.Fatalf("not so within %s: %s: %v", patience, what, last)
	}
}
