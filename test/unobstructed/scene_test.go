// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package unobstructed

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/apimachinery/pkg/util/wait"
	"sigs.k8s.io/controller-runtime/pkg/client"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/sandbox"
	"github.com/publicdata-io/mandate/test/builder"
)

const (
	registry     = "registry.example"
	begins, ends = "2025-01-01", "2035-12-31"
	// patience bounds every wait: long, because tests run beside each other.
	patience = 2 * time.Minute
	// bystander is the grant that no cut is for.
	bystander = "bystander"
)

// scene is a domain of its own with a grant for each kind of cut, all in force,
// a pod at work in each.
type scene struct {
	domain string
	// end is when the terms are over that end in it.
	end time.Time
	// agreements are the UIDs of those that a cut has to itself, by its name.
	agreements map[string]types.UID
	// clearance is the act by which data entered that a cut has to itself.
	clearance *v1alpha1.Decision
}

// scenes counts the domains.
var scenes int

// newScene makes the scene with the operator at work, and leaves it with the
// operator gone.
func newScene(t *testing.T) *scene {
	t.Helper()
	stop := startOperator(t)
	scenes++
	s := &scene{domain: fmt.Sprintf("scene-%d", scenes), agreements: map[string]types.UID{}}
	began := time.Now()
	s.create(t, &corev1.Namespace{ObjectMeta: metav1.ObjectMeta{Name: s.domain, Labels: map[string]string{v1alpha1.DomainLabel: "true"}}})
	s.create(t, s.chain()...)
	s.clears(t, s.data(clearanceLost))
	s.open(t, func(c cut) bool { return !c.timed() })
	took := time.Since(began)
	t.Logf("the sandboxes of %d cuts and more were open after %s", len(cuts)-2, took.Round(100*time.Millisecond))
	s.end = time.Now().Add(8*time.Second + took).Truncate(time.Second)
	s.open(t, cut.timed)
	for _, c := range cuts {
		s.startPod(t, c.name)
	}
	stop()
	return s
}

// open makes the grants of some cuts, with the agreements that they have to
// themselves, and waits until all are in force, and lead to their data.
func (s *scene) open(t *testing.T, some func(cut) bool) {
	t.Helper()
	for _, c := range cuts {
		if !some(c) {
			continue
		}
		if c.agreement {
			agreement := s.agreement(c.name).Obj()
			s.create(t, agreement)
			s.agreements[c.name] = agreement.UID
		}
		s.create(t, c.grant(s))
	}
	for _, c := range cuts {
		if some(c) {
			s.awaitOpen(t, c.name)
		}
		if some(c) && c.agreement {
			s.awaitShared(t, c.name)
		}
	}
}

func (s *scene) org(role string) string { return s.domain + "-" + string(noSpace(role)) }

// chain is everything above the grants but the agreements that a cut has to
// itself. Holder lost is what one of the cuts is for.
func (s *scene) chain() []client.Object {
	resource := func(name, edition string) client.Object {
		return builder.Resource(name).In(s.domain).Edition(edition).SuppliedBy(s.org("source")).Obj()
	}
	edition := s.domain + ".1"
	return []client.Object{
		builder.Jurisdiction(s.domain, 1).Obj(), builder.Jurisdiction(s.domain+"-gone", 1).Obj(), s.clearing(),
		builder.Organization(s.org("bureau")).Roles("DataAuthority").Obj(),
		builder.Organization(s.org("group")).Roles(v1alpha1.RoleOperator).Obj(),
		builder.Organization(s.org("operator disqualified")).Roles(v1alpha1.RoleOperator).Obj(),
		builder.Organization(s.org("source")).Roles("SourceUnit").Obj(),
		builder.Organization(s.org("holder")).Roles(v1alpha1.RoleDeveloper).User(s.domain + ":developer").Obj(),
		builder.Organization(s.org("lost")).Roles(v1alpha1.RoleDeveloper).User(s.domain + ":lost").Obj(),
		builder.Class(s.domain).Registries(registry).Rule("", []string{"configmaps"}, "get", "list").Obj(),
		resource("visits", edition), resource("labs", edition), resource("scans", edition), resource("old", s.edition(editionGone)), resource(s.data(clearanceLost), s.clearing().Name),
		builder.Agreement("health").In(s.domain).Edition(edition).GrantedBy(s.org("bureau")).OperatedBy(s.org("group")).
			Over("visits", "labs", "scans", s.data(clearanceLost)).Term(begins, ends).Obj(),
		builder.Service("reports").Obj(),
	}
}

// clearing is another edition of the same code, under which data enter by an act.
func (s *scene) clearing() *v1alpha1.Jurisdiction {
	return builder.Jurisdiction(s.domain, 2).SilentOn(v1alpha1.LinkDataResource).Procedure(v1alpha1.Procedure{
		Name: "resource", Of: v1alpha1.LinkDataResource, Effect: v1alpha1.EffectCleared,
		Steps: []v1alpha1.Step{{
			Name: "clear", Act: v1alpha1.ActionClear, By: []v1alpha1.Party{builder.The(v1alpha1.PartySourceUnit)}, Basis: []v1alpha1.BasisID{"policy"},
		}},
	}).Obj()
}

// clears records the act by which data enter, once the operator has told what it
// is to cover.
func (s *scene) clears(t *testing.T, data string) {
	t.Helper()
	resource := &v1alpha1.DataResource{}
	eventually(t, "the digests of "+data+" are told", func(ctx context.Context) error {
		err := admin.Get(ctx, types.NamespacedName{Namespace: s.domain, Name: data}, resource)
		if err == nil && len(resource.Status.Digests) == 0 {
			err = errors.New("none is")
		}
		return err
	})
	s.clearance = s.act("clear").By(s.org("source")).Does(v1alpha1.ActionClear, v1alpha1.OnDataResource, data).
		Step("resource/clear").Covers(v1alpha1.PartAll, resource.Status.Digests[0].Digest).Obj()
	if err := as(t, s.clearance.Spec.DecidedBy, officers).Create(t.Context(), s.clearance); err != nil {
		t.Fatal(err)
	}
}

// grantOf begins the grant of a cut.
func (s *scene) grantOf(name string) *builder.GrantBuilder {
	grant := builder.Grant(named(name)).In(s.domain).Edition(s.edition(name)).Under("health").Holder(s.org("holder")).Class(s.domain)
	return grant.Input(s.data(name))
}

func (s *scene) grant(name string) *v1alpha1.DeveloperGrant {
	return s.grantOf(name).Term(begins, ends).Obj()
}

func named(cut string) string { return "g-" + string(noSpace(cut)) }

func noSpace(text string) []byte {
	out := []byte(text)
	for i := range out {
		if out[i] == ' ' {
			out[i] = '-'
		}
	}
	return out
}

// create makes objects as the administrator, once the policies, which may have
// been broken just now, let it.
func (s *scene) create(t *testing.T, objects ...client.Object) {
	t.Helper()
	for _, o := range objects {
		if _, ok := o.(*corev1.Service); ok {
			o.SetNamespace(s.domain)
		}
		eventually(t, fmt.Sprintf("%T %s is made", o, o.GetName()), func(ctx context.Context) error {
			err := admin.Create(ctx, o)
			if apierrors.IsAlreadyExists(err) {
				return nil
			}
			return err
		})
	}
}

// awaitOpen waits until the grant of a cut is in force and its sandbox stands.
func (s *scene) awaitOpen(t *testing.T, cut string) {
	t.Helper()
	eventually(t, "the grant for "+cut+" is open", func(ctx context.Context) error {
		grant, err := s.read(ctx, cut)
		for _, condition := range []string{v1alpha1.ActiveCondition, v1alpha1.SandboxReadyCondition} {
			if !meta.IsStatusConditionTrue(grant.Status.Conditions, condition) {
				err = errors.Join(err, fmt.Errorf("%s is not True: %v", condition, grant.Status.Conditions))
			}
		}
		return err
	})
}

// awaitShared waits until what the grants of a cut's agreement share is there, which
// comes after the sandbox: an operator that is stopped before makes it no more.
func (s *scene) awaitShared(t *testing.T, cut string) {
	t.Helper()
	eventually(t, "what the agreement for "+cut+" shares is there", func(ctx context.Context) error {
		_, _, err := s.sharing(ctx, s.agreements[cut])
		return err
	})
}

func (s *scene) read(ctx context.Context, cut string) (*v1alpha1.DeveloperGrant, error) {
	grant := &v1alpha1.DeveloperGrant{}
	return grant, admin.Get(ctx, types.NamespacedName{Namespace: s.domain, Name: named(cut)}, grant)
}

// box is the sandbox of the grant of a cut.
func (s *scene) box(ctx context.Context, cut string) (string, error) {
	grant, err := s.read(ctx, cut)
	return sandbox.NamespaceName(grant.UID), err
}

func (s *scene) startPod(t *testing.T, cut string) {
	t.Helper()
	eventually(t, "a pod is taken for "+cut, func(ctx context.Context) error {
		namespace, err := s.box(ctx, cut)
		if err != nil {
			return err
		}
		return client.IgnoreAlreadyExists(admin.Create(ctx, pod(namespace)))
	})
}

func pod(namespace string) *corev1.Pod {
	return builder.Pod(namespace, "work", registry)
}

// eventually asks until there is no error, and fails with the last one.
func eventually(t *testing.T, what string, ask func(context.Context) error) {
	t.Helper()
	if err := await(t.Context(), patience, ask); err != nil {
		t.Fatalf("not so within %s: %s: %v", patience, what, err)
	}
}

func await(ctx context.Context, limit time.Duration, ask func(context.Context) error) error {
	var last error
	err := wait.PollUntilContextTimeout(ctx, 50*time.Millisecond, limit, true, func(ctx context.Context) (bool, error) {
		err := ask(ctx)
		if last == nil || err == nil || ctx.Err() == nil {
			last = err // and not that time was up
		}
		return err == nil, nil
	})
	if err != nil {
		return errors.Join(err, last)
	}
	return nil
}
