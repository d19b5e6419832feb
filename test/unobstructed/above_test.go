// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package unobstructed

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	admissionregistrationv1 "k8s.io/api/admissionregistration/v1"
	networkingv1 "k8s.io/api/networking/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"sigs.k8s.io/controller-runtime/pkg/client"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/test/builder"
)

// What else than its own act ends a grant.
const (
	agreementEnd  = "agreement ended"
	editionGone   = "edition gone"
	clearanceLost = "clearance annulled"
)

// cutsAbove are the cuts of what a grant rests on.
var cutsAbove = []cut{
	ofAgreement("agreement suspended", "AncestorNotInForce", decides(func(s *scene) *builder.DecisionBuilder {
		return s.act("suspend-agreement").Suspends(v1alpha1.OnOperationAgreement, named("agreement suspended"))
	})),
	ofAgreement("agreement halted", "AncestorNotInForce", decides(func(s *scene) *builder.DecisionBuilder {
		return s.act("halt-agreement").Halts(v1alpha1.OnOperationAgreement, named("agreement halted"))
	})),
	ofAgreement("agreement terminated", "AncestorNotInForce", decides(func(s *scene) *builder.DecisionBuilder {
		return s.act("terminate-agreement").Terminates(v1alpha1.OnOperationAgreement, named("agreement terminated"))
	})),
	ofAgreement("agreement deleted", "ReferenceMissing", func(ctx context.Context, t *testing.T, s *scene) error {
		return destroy(ctx, t, s.agreement("agreement deleted").Obj())
	}),
	ofAgreement("operator disqualified", "AncestorNotInForce", decides(func(s *scene) *builder.DecisionBuilder {
		return s.act("disqualify-operator").Disqualifies(s.org("operator disqualified"))
	})),
	{name: "holder disqualified", mark: "Disqualified", grant: func(s *scene) *v1alpha1.DeveloperGrant {
		return s.grantOf("holder disqualified").Holder(s.org("lost")).Term(begins, ends).Obj()
	}, act: decides(func(s *scene) *builder.DecisionBuilder { return s.act("disqualify").Disqualifies(s.org("lost")) })},
	{name: "data suspended", mark: "NoInputLeft", grant: func(s *scene) *v1alpha1.DeveloperGrant {
		return builder.Grant(named("data suspended")).In(s.domain).Edition(s.domain+".1").Under("health").
			Holder(s.org("holder")).Class(s.domain).Input("scans").Term(begins, ends).Obj()
	}, act: decides(func(s *scene) *builder.DecisionBuilder {
		return s.act("suspend-data").Suspends(v1alpha1.OnDataResource, "scans")
	})},
	{name: clearanceLost, mark: "NoInputLeft", grant: plain(clearanceLost), act: annuls},
	ofAgreement(editionGone, "ReferenceMissing", func(ctx context.Context, t *testing.T, s *scene) error {
		return destroy(ctx, t, builder.Jurisdiction(s.domain+"-gone", 1).Obj())
	}),
	ofAgreement(agreementEnd, "TermEnded", nil),
}

// ofAgreement is a cut of a grant by what becomes of an agreement of its own.
func ofAgreement(name, mark string, act func(context.Context, *testing.T, *scene) error) cut {
	return cut{name: name, mark: mark, act: act, agreement: true, grant: func(s *scene) *v1alpha1.DeveloperGrant {
		grant := s.grantOf(name).Under(named(name))
		if name == agreementEnd {
			return grant.Window(s.untilTheEnd()).Obj()
		}
		return grant.Term(begins, ends).Obj()
	}}
}

// agreement is the agreement of the cut of a name.
func (s *scene) agreement(name string) *builder.AgreementBuilder {
	operator := "group"
	if name == "operator disqualified" {
		operator = name
	}
	agreement := builder.Agreement(named(name)).In(s.domain).Edition(s.edition(name)).GrantedBy(s.org("bureau")).OperatedBy(s.org(operator)).
		Over(s.data(name))
	if name == agreementEnd {
		return agreement.Window(s.untilTheEnd())
	}
	return agreement.Term(begins, ends)
}

// edition and data are what the cut of a name is under and over: that of a
// missing edition has both to itself.
func (s *scene) edition(name string) string {
	if name == editionGone {
		return s.domain + "-gone.1"
	}
	return s.domain + ".1"
}

func (s *scene) data(name string) string {
	switch name {
	case editionGone:
		return "old"
	case clearanceLost:
		return "census"
	}
	return "visits"
}

// untilTheEnd is a term from an hour ago.
func (s *scene) untilTheEnd() (from, to string) {
	return s.end.UTC().Add(-time.Hour).Format(time.RFC3339), s.end.UTC().Format(time.RFC3339)
}

// destroy deletes what others refer to, which mandate:break-glass may, and which is
// how an edition or an agreement gets lost. The policy mandate-unused stands in the
// way of that once it is broken, as it should: to end access, nothing is deleted.
// Then its binding goes first.
func destroy(ctx context.Context, t *testing.T, o client.Object) error {
	rescuer := as(t, "rescuer", "system:masters", "mandate:break-glass")
	return around(ctx, t, "mandate-unused", func(ctx context.Context) error { return client.IgnoreNotFound(rescuer.Delete(ctx, o)) })
}

// annuls takes the clearance of data back. An Annul is recorded by the rules of
// what gives, and their policy stands in its way once it is broken: to end access,
// the data are suspended. Then its binding goes first.
func annuls(ctx context.Context, t *testing.T, s *scene) error {
	annul := s.act("annul").By(s.org("source")).Answers(v1alpha1.ActionAnnul, s.clearance).Obj()
	officer := as(t, annul.Spec.DecidedBy, officers)
	return around(ctx, t, "mandate-decisions-giving", func(ctx context.Context) error {
		return client.IgnoreAlreadyExists(officer.Create(ctx, annul.DeepCopy()))
	})
}

// around does what a policy that is broken stands in the way of, if it does without
// its binding, which is back at the end of the test.
func around(ctx context.Context, t *testing.T, policy string, do func(context.Context) error) error {
	err := do(ctx)
	if err == nil || !strings.Contains(err.Error(), "'"+policy+"'") {
		return err
	}
	rescuer := as(t, "rescuer", "system:masters", "mandate:break-glass")
	binding := &admissionregistrationv1.ValidatingAdmissionPolicyBinding{}
	if err := rescuer.Get(ctx, types.NamespacedName{Name: policy}, binding); err != nil {
		return err
	}
	if err := rescuer.Delete(ctx, binding); err != nil {
		return err
	}
	t.Cleanup(func() {
		again := &admissionregistrationv1.ValidatingAdmissionPolicyBinding{ObjectMeta: metav1.ObjectMeta{Name: binding.Name}, Spec: binding.Spec}
		if err := rescuer.Create(context.WithoutCancel(ctx), again); err != nil {
			t.Error(err)
		}
	})
	return await(ctx, patience, do)
}

// sharing are what the grants of an agreement share: its cohorts and its ways in at
// the data.
func (s *scene) sharing(ctx context.Context, agreement types.UID) ([]rbacv1.ClusterRole, []networkingv1.NetworkPolicy, error) {
	of := client.MatchingLabels{v1alpha1.AgreementUIDLabel: string(agreement)}
	var cohorts rbacv1.ClusterRoleList
	var routes networkingv1.NetworkPolicyList
	if err := errors.Join(admin.List(ctx, &cohorts, of), admin.List(ctx, &routes, of, client.InNamespace(s.domain))); err != nil {
		return nil, nil, err
	}
	if len(cohorts.Items) == 0 || len(routes.Items) == 0 {
		return nil, nil, fmt.Errorf("%d cohorts and %d routes were found, want some of both", len(cohorts.Items), len(routes.Items))
	}
	return cohorts.Items, routes.Items, nil
}

// shared tells whether what the grants of an agreement share is cut.
func (s *scene) shared(ctx context.Context, agreement types.UID) error {
	cohorts, routes, err := s.sharing(ctx, agreement)
	if err != nil {
		return err
	}
	for _, c := range cohorts {
		if len(c.Rules) > 0 {
			return fmt.Errorf("ClusterRole %s has rules", c.Name)
		}
	}
	for _, r := range routes {
		if len(r.Spec.Ingress) > 0 {
			return fmt.Errorf("NetworkPolicy %s lets somebody in", r.Name)
		}
	}
	return nil
}
