// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"fmt"
	"os"
	"slices"
	"sync"

	rbacv1 "k8s.io/api/rbac/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/yaml"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/digest"
	"github.com/publicdata-io/mandate/test/builder"
)

const (
	// secondUnit supplies one of the two inputs of every grant: two source units
	// approve, as in the worked example of Ningxia.
	secondUnit = "second-unit"
	// nine are the Decisions that bring one grant into force.
	nine = 9
)

// proceedings are the acts on the grants where the edition asks for them: the
// way of a grant in Ningxia, from the application to the receipt of the filing.
type proceedings struct {
	edition, class v1alpha1.Digest
	mu             sync.Mutex
	acts           map[v1alpha1.ObjectName][]*v1alpha1.Decision // by grant
}

// ofGrants are the rules on grants of the edition that is shipped for Ningxia,
// and the calendar by which it counts.
func ofGrants() (*v1alpha1.Jurisdiction, *v1alpha1.WorkCalendar, error) {
	shipped, calendar := &v1alpha1.Jurisdiction{}, &v1alpha1.WorkCalendar{}
	for path, into := range map[string]any{
		"config/jurisdictions/ningxia/edition.yaml": shipped, "config/calendars/china.yaml": calendar,
	} {
		text, err := os.ReadFile(path) //nolint:gosec // a file of the repository, from where the benchmark is run
		if err != nil {
			return nil, nil, fmt.Errorf("read %s, from the root of the repository: %w", path, err)
		}
		if err := yaml.UnmarshalStrict(text, into); err != nil {
			return nil, nil, fmt.Errorf("read %s: %w", path, err)
		}
	}
	edition := builder.Jurisdiction("demo", 1).SilentOn(v1alpha1.LinkDeveloperGrant)
	for _, p := range shipped.Spec.Procedures {
		if p.Of == v1alpha1.LinkDeveloperGrant && p.Effect == v1alpha1.EffectEnter {
			p.Requires = nil // that holders are recognised is done once for each, and not for each grant
			edition.Procedure(p)
		}
	}
	made := edition.Obj()
	made.Spec.Division = "990100" // as the parties are
	made.Spec.Calendar = v1alpha1.ObjectName(calendar.Name)
	made.Spec.Duties = slices.DeleteFunc(shipped.Spec.Duties, func(d v1alpha1.Duty) bool { return d.Of != v1alpha1.LinkDeveloperGrant })
	return made, calendar, nil
}

// proceed puts the rules of Ningxia in the place of those that ask for no act,
// and bounds operators where that is asked.
func proceed(objects []client.Object, bounded bool) ([]client.Object, error) {
	edition, calendar, err := ofGrants()
	if err != nil {
		return nil, err
	}
	if bounded {
		objects = append(objects, bound(edition)...)
	}
	for i, o := range objects {
		switch o := o.(type) {
		case *v1alpha1.Jurisdiction:
			objects[i] = edition
		case *v1alpha1.DataResource:
			if o.Name == "labs" {
				o.Spec.SourceUnit = secondUnit
			}
		}
	}
	unit := builder.Organization(secondUnit).Roles(v1alpha1.RoleSourceUnit).Obj()
	return append([]client.Object{calendar, unit}, append(objects, clerkRights()...)...), nil
}

// clerkRights let the officer record the acts of all parties: who acts is not
// what is measured.
func clerkRights() []client.Object {
	const name = "bench-clerk"
	return []client.Object{
		&rbacv1.ClusterRole{ObjectMeta: metav1.ObjectMeta{Name: name}, Rules: []rbacv1.PolicyRule{{
			APIGroups: []string{v1alpha1.GroupVersion.Group}, Resources: []string{"organizations"},
			Verbs: []string{"submit", "forward", "approve", "sign", "file", "receive"},
		}}},
		&rbacv1.ClusterRoleBinding{
			ObjectMeta: metav1.ObjectMeta{Name: name}, RoleRef: rbacv1.RoleRef{APIGroup: rbacv1.GroupName, Kind: "ClusterRole", Name: name},
			Subjects: []rbacv1.Subject{{APIGroup: rbacv1.GroupName, Kind: rbacv1.UserKind, Name: officer}},
		},
	}
}

// readProceedings digests what the acts rest on, as the API server has it.
func readProceedings(ctx context.Context, admin client.Client) (*proceedings, error) {
	edition, class := &v1alpha1.Jurisdiction{}, &v1alpha1.SandboxClass{}
	if err := admin.Get(ctx, client.ObjectKey{Name: "demo.1"}, edition); err != nil {
		return nil, fmt.Errorf("read the edition: %w", err)
	}
	if err := admin.Get(ctx, client.ObjectKey{Name: builder.StandardClass}, class); err != nil {
		return nil, fmt.Errorf("read the class: %w", err)
	}
	return &proceedings{edition: digest.Edition(edition), class: digest.Class(class), acts: map[v1alpha1.ObjectName][]*v1alpha1.Decision{}}, nil
}

// decide records the nine Decisions on a grant.
func (p *proceedings) decide(ctx context.Context, by client.Client, grant *v1alpha1.DeveloperGrant) error {
	digests, holder := digest.Grant(grant, p.edition, p.class), string(grant.Spec.Holder)
	acts := make([]*v1alpha1.Decision, 0, nine)
	for _, of := range []struct {
		step   v1alpha1.StepReference
		action v1alpha1.Action
		by     string
		part   v1alpha1.Part
	}{
		{"grant/submit", v1alpha1.ActionSubmit, holder, v1alpha1.PartApplication},
		{"grant/forward", v1alpha1.ActionForward, builder.Operator, v1alpha1.PartApplication},
		{"grant/approve", v1alpha1.ActionApprove, builder.Bureau, v1alpha1.PartApplication},
		{"grant/approve", v1alpha1.ActionApprove, builder.SourceUnit, v1alpha1.PartApplication},
		{"grant/approve", v1alpha1.ActionApprove, secondUnit, v1alpha1.PartApplication},
		{"grant/sign", v1alpha1.ActionSign, builder.Operator, v1alpha1.PartAll},
		{"grant/sign", v1alpha1.ActionSign, holder, v1alpha1.PartAll},
		{"grant/file", v1alpha1.ActionFile, builder.Operator, v1alpha1.PartAll},
		{"grant/file", v1alpha1.ActionReceive, builder.Bureau, ""},
	} {
		act := builder.Decision(fmt.Sprintf("%s-%d", grant.Name, len(acts)+1)).By(of.by).ActedOn(acted).
			Does(of.action, v1alpha1.OnDeveloperGrant, grant.Name).Step(of.step)
		if of.part == "" {
			act.Regards(acts[len(acts)-1])
		} else {
			act.Covers(of.part, digests[of.part])
		}
		made := act.Obj()
		made.Spec.DecidedBy = officer
		if err := by.Create(ctx, made); err != nil {
			return fmt.Errorf("record %s on grant %s: %w", of.step, grant.Name, err)
		}
		acts = append(acts, made)
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.acts[v1alpha1.ObjectName(grant.Name)] = acts
	return nil
}

// on are the acts on a grant; none where the edition asks for none.
func (p *proceedings) on(grant v1alpha1.ObjectName) []*v1alpha1.Decision {
	if p == nil {
		return nil
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.acts[grant]
}

// besides are the operators that are counted together with the one under whom
// grants are made.
const besides = 10

// bound lets an edition ask for what rests on other chains: it bounds the number
// of operators, refuses the barred, and wants the codes of its catalogue and the
// data authority of a division unique. It returns the other operators, and
// agreements over the same data that are in force too.
func bound(edition *v1alpha1.Jurisdiction) []client.Object {
	basis := edition.Spec.Procedures[len(edition.Spec.Procedures)-1].Basis
	edition.Spec.Operators = append(edition.Spec.Operators, v1alpha1.OperatorsRule{Max: 2 * besides, Basis: basis})
	for _, check := range []v1alpha1.CheckName{v1alpha1.CheckNotBarred, v1alpha1.CheckCatalogueCodeUnique, v1alpha1.CheckDataAuthorityUnique} {
		edition.Spec.Checks = append(edition.Spec.Checks, v1alpha1.CheckRule{Check: check, Basis: basis})
	}
	var others []client.Object
	for i := range besides {
		name := fmt.Sprintf("operator-%d", i)
		others = append(others,
			builder.Organization(name).Roles(v1alpha1.RoleOperator).Obj(),
			builder.Agreement(name).OperatedBy(name).Over("visits", "labs", "drugs").Term(from, until).Obj())
	}
	return others
}
