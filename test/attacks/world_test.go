// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package attacks

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/apimachinery/pkg/util/intstr"
	"k8s.io/apimachinery/pkg/util/wait"
	"sigs.k8s.io/controller-runtime/pkg/client"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/sandbox"
	"github.com/publicdata-io/mandate/test/builder"
)

const (
	registry     = "registry.example"
	storageClass = "fast"
	// otherDomain holds objects of the same names as builder.Domain.
	otherDomain = "demo-other"
	rival       = "pharma"

	begins, ends = "2025-01-01", "2035-12-31"
	// patience is for sandboxes to open, guarding for guards to come and go,
	// which takes them a second or two: long enough for a busy machine.
	patience = time.Minute
	guarding = 15 * time.Second
)

// world is what is attacked: two domains with objects of the same names, and
// sandboxes in force.
type world struct {
	agreement *v1alpha1.OperationAgreement
	visits    *v1alpha1.DataResource
	// box is the sandbox of the grant g; short that of a grant that ends sooner
	// than a token would, and later than the test; rival that of another holder;
	// foreign that of a grant of the other domain under the same names.
	box, short, rival, foreign string
	// room is the cohort's ClusterRole, decision a recorded act.
	room     string
	decision *v1alpha1.Decision
	people   map[persona]*access
}

// build makes the world and waits until its sandboxes are open.
func build(t *testing.T) *world {
	t.Helper()
	w := &world{}
	create(t, classesOfRoutes()...)
	create(t, parties()...)
	for _, domain := range []string{builder.Domain, otherDomain} {
		create(t, chain(domain)...)
	}
	now := time.Now().UTC()
	brief := builder.Grant("short").Under("health").Input("visits").
		Window(now.Add(-time.Hour).Format(time.RFC3339), now.Add(9*time.Minute).Format(time.RFC3339)).Obj()
	create(t, brief, builder.Grant("p").Under("health").Holder(rival).Input("visits").Term(begins, ends).Obj())
	w.box, w.short, w.rival = open(t, builder.Domain, "g"), open(t, builder.Domain, "short"), open(t, builder.Domain, "p")
	w.foreign = open(t, otherDomain, "g")
	w.agreement, w.visits = &v1alpha1.OperationAgreement{}, &v1alpha1.DataResource{}
	read(t, builder.Domain, "health", w.agreement)
	read(t, builder.Domain, "visits", w.visits)
	w.enter(t)
	return w
}

func parties() []client.Object {
	return []client.Object{
		builder.Jurisdiction("demo", 1).Obj(),
		builder.Organization(builder.Bureau).Roles("DataAuthority").Obj(),
		builder.Organization(builder.Operator).Roles(v1alpha1.RoleOperator).Obj(),
		builder.Organization(builder.SourceUnit).Roles("SourceUnit").Obj(),
		builder.Organization(builder.Holder).Roles(v1alpha1.RoleDeveloper).User(string(person)).Obj(),
		builder.Organization(rival).Roles(v1alpha1.RoleDeveloper).User(string(stranger)).Obj(),
		builder.Class(builder.StandardClass).Registries(registry).StorageClasses(storageClass).
			Rule("", []string{"configmaps", "services"}, "get", "list", "create", "update", "patch").
			Rule("", []string{"persistentvolumeclaims"}, "get", "list", "create").Obj(),
	}
}

// chain is the same in each domain.
func chain(domain string) []client.Object {
	resource := func(name string) client.Object { return builder.Resource(name).In(domain).Obj() }
	return []client.Object{
		&corev1.Namespace{ObjectMeta: metav1.ObjectMeta{Name: domain, Labels: map[string]string{v1alpha1.DomainLabel: "true"}}},
		resource("visits"), resource("labs"),
		builder.Agreement("health").In(domain).Over("visits", "labs").Term(begins, ends).Obj(),
		builder.Grant("g").In(domain).Under("health").Input("visits").Term(begins, ends).Obj(),
	}
}

// enter lets everybody in who has a right to be in, and gives them something to
// attack: a pod and a Service of the developer, and a Decision.
func (w *world) enter(t *testing.T) {
	t.Helper()
	w.people = cast(t, w)
	bindings := &corev1.ServiceAccount{}
	read(t, w.box, sandbox.WorkloadName, bindings)
	w.room = roomOf(t, w.box)
	developer := w.people[developer]
	eventually(t, "the developer starts a pod", func(ctx context.Context) error {
		return client.IgnoreAlreadyExists(developer.Create(ctx, pod(w.box, "work")))
	})
	if err := developer.Create(t.Context(), service(w.box, "work")); err != nil {
		t.Fatal(err)
	}
	w.decision = builder.Decision("record").Suspends(v1alpha1.OnDeveloperGrant, "nobody").ActedOn("2026-03-01").Obj()
	w.decision.Spec.DecidedBy, w.decision.Spec.RecordedAt = string(officer), nil
	if err := w.people[officer].Create(t.Context(), w.decision); err != nil {
		t.Fatal(err)
	}
}

func service(namespace, name string) *corev1.Service {
	return &corev1.Service{
		ObjectMeta: metav1.ObjectMeta{Namespace: namespace, Name: name},
		Spec: corev1.ServiceSpec{
			Selector: map[string]string{"app": name},
			Ports:    []corev1.ServicePort{{Name: "http", Port: 80, TargetPort: intstr.FromInt32(8080)}},
		},
	}
}

// open waits until a grant has its sandbox, and returns its name.
func open(t *testing.T, domain, name string) string {
	t.Helper()
	grant := &v1alpha1.DeveloperGrant{}
	eventually(t, "grant "+domain+"/"+name+" is open", func(ctx context.Context) error {
		err := admin.Get(ctx, types.NamespacedName{Namespace: domain, Name: name}, grant)
		for _, condition := range []string{v1alpha1.ActiveCondition, "SandboxReady"} {
			if !meta.IsStatusConditionTrue(grant.Status.Conditions, condition) {
				err = errors.Join(err, fmt.Errorf("%s is not True: %v", condition, grant.Status.Conditions))
			}
		}
		return err
	})
	return sandbox.NamespaceName(grant.UID)
}

func create(t *testing.T, objects ...client.Object) {
	t.Helper()
	for _, o := range objects {
		if err := admin.Create(t.Context(), o); err != nil {
			t.Fatalf("create %T %s: %v", o, o.GetName(), err)
		}
	}
}

func read(t *testing.T, namespace, name string, into client.Object) {
	t.Helper()
	if err := admin.Get(t.Context(), types.NamespacedName{Namespace: namespace, Name: name}, into); err != nil {
		t.Fatal(err)
	}
}

// eventually asks until there is no error, and fails with the last one.
func eventually(t *testing.T, what string, ask func(context.Context) error) {
	t.Helper()
	within(t, patience, what, ask)
}

// soon is eventually for guards.
func soon(t *testing.T, what string, ask func(context.Context) error) {
	t.Helper()
	within(t, guarding, what, ask)
}

func within(t *testing.T, limit time.Duration, what string, ask func(context.Context) error) {
	t.Helper()
	var last error
	err := wait.PollUntilContextTimeout(t.Context(), 50*time.Millisecond, limit, true, func(ctx context.Context) (bool, error) {
		err := ask(ctx)
		if last == nil || err == nil || ctx.Err() == nil {
			last = err // and not that time was up
		}
		return err == nil, nil
	})
	if err != nil {
		t.Fatalf("not so within %s: %s: %v", limit, what, last)
	}
}
