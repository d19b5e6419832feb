// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"fmt"
	"time"

	corev1 "k8s.io/api/core/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"sigs.k8s.io/controller-runtime/pkg/client"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/test/builder"
	"github.com/publicdata-io/mandate/test/cluster"
)

// The agreements of the domain.
const (
	large       = "large"        // all measured grants, of one end
	small       = "small"        // ten grants of one end
	hundredEnds = "hundred-ends" // grants of a hundred ends
)

const (
	from, until = "2025-01-01", "2035-12-31"
	// acted is the legal day of every act. What counts is when it is recorded.
	acted = "2025-06-01"
	// holders share the grants.
	holders = 5
	// ends of the agreement hundredEnds.
	ends = 100
)

// createDomain applies one data domain without grants: an edition, the parties,
// a class, three resources and three agreements over them.
func createDomain(ctx context.Context, admin client.Client, o options) (err error) {
	objects := []client.Object{
		&corev1.Namespace{ObjectMeta: metav1.ObjectMeta{Name: builder.Domain, Labels: map[string]string{v1alpha1.DomainLabel: "true"}}},
		builder.Jurisdiction("demo", 1).Obj(),
		builder.Organization(builder.Bureau).Roles("DataAuthority").Obj(),
		builder.Organization(builder.Operator).Roles(v1alpha1.RoleOperator).Obj(),
		builder.Organization(builder.SourceUnit).Roles("SourceUnit").Obj(),
		builder.Class(builder.StandardClass).Obj(),
	}
	for i := range holders {
		name := holder(i)
		objects = append(objects, builder.Organization(name).Roles(v1alpha1.RoleDeveloper).Group(name+":developers").Obj())
	}
	for _, name := range []string{"visits", "labs", "drugs"} {
		objects = append(objects, builder.Resource(name).Obj())
	}
	for _, name := range []string{large, small, hundredEnds} {
		objects = append(objects, builder.Agreement(name).Over("visits", "labs", "drugs").Term(from, until).Obj())
	}
	if o.procedures() {
		if objects, err = proceed(objects, o.bounded); err != nil {
			return err
		}
	}
	for _, object := range append(objects, officerRights()...) {
		if err := admin.Create(ctx, object); err != nil {
			return fmt.Errorf("create %T %s: %w", object, object.GetName(), err)
		}
	}
	return nil
}

func holder(i int) string { return fmt.Sprintf("developer-%d", i%holders) }

// newGrants are grants over two of the three resources, numbered from first on.
func newGrants(agreement string, first, count int) []*v1alpha1.DeveloperGrant {
	grants := make([]*v1alpha1.DeveloperGrant, count)
	for i := range grants {
		n := first + i
		to := until
		if agreement == hundredEnds {
			to = time.Date(2034, 1, 1+n%ends, 0, 0, 0, 0, time.UTC).Format(time.DateOnly)
		}
		grants[i] = builder.Grant(fmt.Sprintf("%s-%05d", agreement, n)).Under(agreement).Holder(holder(n)).
			Input("visits").Input("labs").Term(from, to).Obj()
	}
	return grants
}

// officer is the user who decides for the bureau.
const officer = "officer@" + builder.Bureau

// officerRights are the verbs of the acts on the bureau, and the right to record
// them in the domain.
func officerRights() []client.Object {
	const verbs, records = "bench-officer", "bench-recorder"
	subjects := []rbacv1.Subject{{APIGroup: rbacv1.GroupName, Kind: rbacv1.UserKind, Name: officer}}
	role := func(name string) rbacv1.RoleRef {
		return rbacv1.RoleRef{APIGroup: rbacv1.GroupName, Kind: "ClusterRole", Name: name}
	}
	return []client.Object{
		&rbacv1.ClusterRole{ObjectMeta: metav1.ObjectMeta{Name: verbs}, Rules: []rbacv1.PolicyRule{{
			APIGroups: []string{v1alpha1.GroupVersion.Group}, Resources: []string{"organizations"}, ResourceNames: []string{builder.Bureau},
			Verbs: []string{"suspend", "lift"},
		}}},
		&rbacv1.ClusterRole{ObjectMeta: metav1.ObjectMeta{Name: records}, Rules: []rbacv1.PolicyRule{{
			APIGroups: []string{v1alpha1.GroupVersion.Group}, Resources: []string{"decisions"}, Verbs: []string{"create", "get", "list", "watch"},
		}}},
		&rbacv1.ClusterRoleBinding{ObjectMeta: metav1.ObjectMeta{Name: verbs}, RoleRef: role(verbs), Subjects: subjects},
		&rbacv1.RoleBinding{ObjectMeta: metav1.ObjectMeta{Namespace: builder.Domain, Name: records}, RoleRef: role(records), Subjects: subjects},
	}
}

func newOfficer(c *cluster.Cluster, scheme *runtime.Scheme) (client.Client, error) {
	config, err := c.AddUser(officer)
	if err != nil {
		return nil, err
	}
	return newClient(config, scheme)
}

// lift records the lift of a suspension.
func (b *bench) lift(ctx context.Context, act *v1alpha1.Decision) error {
	if err := b.officer.Create(ctx, builder.Decision(b.decisionName()).Lifts(act).ActedOn(acted).Obj()); err != nil {
		return fmt.Errorf("lift Decision %s: %w", act.Name, err)
	}
	return nil
}

func (b *bench) decisionName() string {
	b.decisions++
	return fmt.Sprintf("act-%05d", b.decisions)
}
