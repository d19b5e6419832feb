// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package integration

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/rest"
	"sigs.k8s.io/controller-runtime/pkg/client"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/test/builder"
)

// The term of whatever a test gives no other term.
const (
	begins = "2025-01-01"
	ends   = "2035-12-31"
)

// domain is a data domain of one test: a namespace, and a chain in which every
// name is its own, down to the edition and the class, so that tests share
// nothing but the two processes.
type domain struct {
	t    *testing.T
	name string
	// edition and class are pinned by what the test does not say otherwise of.
	edition, class string
	// The parties. authority has no part in the agreement.
	bureau, operator, source, holder, authority string
	// developer is the user who belongs to the holder.
	developer string

	planned []client.Object
}

var (
	domains  atomic.Int32
	unlawful = regexp.MustCompile(`[^a-z0-9]+`)
)

// newDomain makes the namespace and plans a chain: an agreement `health` of
// bureau with operator over visits and labs of source.
func newDomain(t *testing.T) *domain {
	t.Helper()
	name := unlawful.ReplaceAllString(strings.ToLower(strings.TrimPrefix(t.Name(), "Test")), "-")
	name = fmt.Sprintf("%s-%d", strings.Trim(name[:min(len(name), 36)], "-"), domains.Add(1))
	d := &domain{
		t: t, name: name, edition: name + ".1", class: name,
		bureau: name + "-bureau", operator: name + "-group", source: name + "-source",
		holder: name + "-holder", authority: name + "-authority", developer: name + ":developer",
	}
	d.create(&corev1.Namespace{ObjectMeta: metav1.ObjectMeta{Name: name, Labels: map[string]string{v1alpha1.DomainLabel: "true"}}})
	d.planned = []client.Object{
		builder.Jurisdiction(name, 1).Obj(),
		builder.Organization(d.bureau).Roles("DataAuthority").Obj(),
		builder.Organization(d.operator).Roles(v1alpha1.RoleOperator).Obj(),
		builder.Organization(d.source).Roles("SourceUnit").Obj(),
		builder.Organization(d.holder).Roles(v1alpha1.RoleDeveloper).User(d.developer).Obj(),
		builder.Organization(d.authority).Roles("SecurityAuthority").Obj(),
		builder.Class(d.class).Registries(registry).Rule("", []string{"configmaps"}, "get", "list").Obj(),
		d.resource("visits").Obj(),
		d.resource("labs").Obj(),
		d.agreement("health").Over("visits", "labs").Term(begins, ends).Obj(),
	}
	return d
}

func (d *domain) resource(name string) *builder.ResourceBuilder {
	return builder.Resource(name).In(d.name).Edition(d.edition).SuppliedBy(d.source)
}

func (d *domain) agreement(name string) *builder.AgreementBuilder {
	return builder.Agreement(name).In(d.name).Edition(d.edition).GrantedBy(d.bureau).OperatedBy(d.operator)
}

// ungranted begins a grant of the holder under health, without term.
func (d *domain) ungranted(name string) *builder.GrantBuilder {
	return builder.Grant(name).In(d.name).Edition(d.edition).Under("health").Holder(d.holder).Class(d.class)
}

// grant begins a grant of the holder under health.
func (d *domain) grant(name string) *builder.GrantBuilder {
	return d.ungranted(name).Term(begins, ends)
}

// act begins an act of an organisation, of yesterday.
func (d *domain) act(name, organization string) *builder.DecisionBuilder {
	yesterday := time.Now().Add(-24 * time.Hour).UTC().Format(time.RFC3339)
	return builder.Decision(d.name + "-" + name).In(d.name).By(organization).On(yesterday)
}

// with puts objects in place of those planned of the same kind and name.
func (d *domain) with(objects ...client.Object) *domain {
	for _, o := range objects {
		d.without(o)
		d.planned = append(d.planned, o)
	}
	return d
}

// without takes an object out of the plan and returns it.
func (d *domain) without(like client.Object) client.Object {
	d.t.Helper()
	for i, o := range d.planned {
		if fmt.Sprintf("%T", o) == fmt.Sprintf("%T", like) && o.GetName() == like.GetName() {
			d.planned = append(d.planned[:i:i], d.planned[i+1:]...)
			return o
		}
	}
	return nil
}

// established makes what is planned.
func (d *domain) established() *domain {
	d.t.Helper()
	d.create(d.planned...)
	return d
}

// create makes objects as the administrator.
func (d *domain) create(objects ...client.Object) {
	d.t.Helper()
	for _, o := range objects {
		if err := admin.Create(d.t.Context(), o); err != nil {
			d.t.Fatalf("create %T %s: %v", o, client.ObjectKeyFromObject(o), err)
		}
	}
}

// again makes an object that was there before once more, as a new object.
func (d *domain) again(o client.Object) client.Object {
	d.t.Helper()
	o.SetResourceVersion("")
	o.SetUID("")
	o.SetDeletionTimestamp(nil)
	o.SetFinalizers(nil)
	d.create(o)
	return o
}

// remove deletes an object, in use or not, and awaits that it is gone.
func (d *domain) remove(o client.Object) {
	d.t.Helper()
	if err := breakingGlass(d.t).Delete(d.t.Context(), o); err != nil {
		d.t.Fatalf("delete %T %s: %v", o, client.ObjectKeyFromObject(o), err)
	}
	d.eventually("the object is gone", func(ctx context.Context) error {
		seen := o.DeepCopyObject().(client.Object)
		err := admin.Get(ctx, client.ObjectKeyFromObject(o), seen)
		if client.IgnoreNotFound(err) == nil && (err != nil || seen.GetUID() != o.GetUID()) {
			return nil
		}
		return errors.Join(err, fmt.Errorf("%T %s is still there", o, o.GetName()))
	})
}

// decide records an act as the officer of the organisation.
func (d *domain) decide(b *builder.DecisionBuilder) *v1alpha1.Decision {
	d.t.Helper()
	decision := b.Obj()
	if err := as(d.t, decision.Spec.DecidedBy, officers).Create(d.t.Context(), decision); err != nil {
		d.t.Fatalf("record Decision %s: %v", decision.Name, err)
	}
	return decision
}

// officers is the group of all who decide in the tests. Who may decide for
// whom is the admission policies' question, and tested with them.
const officers = "integration:officers"

// appoint gives the officers every verb of every organisation.
func appoint(ctx context.Context) error {
	role := &rbacv1.ClusterRole{
		ObjectMeta: metav1.ObjectMeta{Name: "integration-officers"},
		Rules: []rbacv1.PolicyRule{
			{APIGroups: []string{v1alpha1.GroupVersion.Group}, Resources: []string{"decisions"}, Verbs: []string{"create"}},
			{APIGroups: []string{v1alpha1.GroupVersion.Group}, Resources: []string{"organizations"},
				Verbs: []string{"suspend", "lift", "halt", "release", "terminate", "disqualify", "dispose", "restore", "apply", "approve", "receive", "appoint"}},
		},
	}
	binding := &rbacv1.ClusterRoleBinding{
		ObjectMeta: metav1.ObjectMeta{Name: role.Name},
		RoleRef:    rbacv1.RoleRef{APIGroup: rbacv1.GroupName, Kind: "ClusterRole", Name: role.Name},
		Subjects:   []rbacv1.Subject{{APIGroup: rbacv1.GroupName, Kind: rbacv1.GroupKind, Name: officers}},
	}
	for _, o := range []client.Object{role, binding} {
		if err := admin.Create(ctx, o); err != nil {
			return fmt.Errorf("appoint officers: %w", err)
		}
	}
	return nil
}

// as is the access of somebody else.
func as(t *testing.T, user string, groups ...string) client.Client {
	t.Helper()
	cfg := rest.CopyConfig(adminConfig)
	cfg.Impersonate = rest.ImpersonationConfig{UserName: user, Groups: groups}
	c, err := client.New(cfg, client.Options{Scheme: admin.Scheme(), Mapper: admin.RESTMapper()})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// breakingGlass is an administrator who may do by hand what is otherwise
// Mandate's alone.
func breakingGlass(t *testing.T) client.Client {
	t.Helper()
	return as(t, "rescuer", "system:masters", v1alpha1.BreakGlassGroup)
}

// byOperatorsHand is an administrator whom our policies take for the operator:
// what it does is what a stranger could do were they gone.
func byOperatorsHand(t *testing.T) client.Client {
	t.Helper()
	return as(t, "system:serviceaccount:"+v1alpha1.SystemNamespace+":mandate-operator", "system:masters")
}
