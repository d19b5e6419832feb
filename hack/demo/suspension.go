// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"k8s.io/apimachinery/pkg/api/meta"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
)

// conditionsOf shows the conditions of a grant, a line each.
func conditionsOf(grant string) string {
	return "kubectl -n demo-health get developergrant " + grant +
		` -o jsonpath='{range .status.conditions[*]}{.type}={.status} ({.reason}) {.message}{"\n"}{end}'`
}

// suspendsGrant takes a grant away by a Decision.
func (s *stage) suspendsGrant(ctx context.Context) error {
	namespace, err := s.sandbox(ctx, medtechGrant)
	if err != nil {
		return err
	}
	s.story.say("Acts of people are Decisions (决定). Nobody edits or deletes one. Who may decide for whom is RBAC: a verb, on "+
		"one organisation by name. %s is an officer of the information centre, the other party of the agreement.", agency)
	if _, err := s.allowed(ctx, agency, "kubectl auth can-i suspend organizations.mandate.publicdata.io/demo-info-centre", "yes"); err != nil {
		return err
	}
	s.story.say("%s, an officer of the insurance bureau, cannot decide in that name:", source)
	if err := s.refused(ctx, source, "sed s/li.na/wang.fang/ config/samples/decisions/suspend-drug-safety.yaml | kubectl create -f -", "may not suspend for spec.organization demo-info-centre"); err != nil {
		return err
	}
	s.story.say("While %s suspends the grant, the developer reads the sandbox without pause, with the token of the door.", agency)
	if err := s.cutsGrant(ctx, namespace); err != nil {
		return err
	}
	s.story.say("The grant says why. Its sandbox is frozen (冻结): no rights, no routes, no quota, no pods; what was made in it stays as evidence.")
	if err := s.isFrozen(ctx, medtechGrant); err != nil {
		return err
	}
	if _, err := s.allowed(ctx, admin, conditionsOf(medtechGrant), "Active=False (Suspended)", "suspend-drug-safety", "Frozen"); err != nil {
		return err
	}
	if _, err := s.allowed(ctx, admin, "kubectl -n "+namespace+" get pods,rolebindings", "No resources found"); err != nil {
		return err
	}
	s.story.say("A command that starts now gets no token any more, and tells the developer why and what to do:")
	return s.refused(ctx, inside, "kubectl get pods", "(Suspended)", "its sandbox has no door", "Lift")
}

// cutsGrant measures from the acknowledged Decision to the first denied read.
func (s *stage) cutsGrant(ctx context.Context, namespace string) error {
	read, err := s.readsInside(namespace)
	if err != nil {
		return err
	}
	if err := s.stillReads(ctx, read); err != nil {
		return err
	}
	denied := soon(func() ([]answer, error) { return allUntil(ctx, []reader{read}, false) })
	acknowledged, err := s.decides(ctx, agency, "kubectl create -f config/samples/decisions/suspend-drug-safety.yaml")
	if err != nil {
		return err
	}
	first := <-denied
	if first.err != nil {
		return first.err
	}
	took := first.answers[0].at.Sub(acknowledged)
	s.story.check("The developer was refused %s after the API server acknowledged the Decision, with a token that is good for another nine minutes:", span(took))
	s.story.answer(first.answers[0].refusal)
	s.measured("suspension of a grant acknowledged → first denied read", took)
	return nil
}

// stillReads is the control: without it, a reader who never could read would
// pass for one who was refused.
func (s *stage) stillReads(ctx context.Context, read reader) error {
	got, err := read.read(ctx)
	if err == nil && got.refusal != "" {
		err = errors.New(got.refusal)
	}
	if err != nil {
		return surprised("the sandbox of "+read.grant+" can be read before it is cut", err)
	}
	return nil
}

func (s *stage) isFrozen(ctx context.Context, name string) error {
	return s.await(ctx, "the sandbox of "+name+" is frozen", func(ctx context.Context) error {
		grant, err := s.grant(ctx, name)
		if err != nil {
			return err
		}
		ready := meta.FindStatusCondition(grant.Status.Conditions, v1alpha1.SandboxReadyCondition)
		if ready == nil || ready.Reason != v1alpha1.FrozenReason {
			return fmt.Errorf("the condition SandboxReady is %+v", ready)
		}
		return nil
	})
}

// liftsGrant gives the grant back.
func (s *stage) liftsGrant(ctx context.Context) error {
	s.story.say("Only the organisation that suspended can lift, and the Lift names the act that it answers, by name and UID: " +
		"two suspensions need two lifts.")
	const lift = `uid=$(kubectl -n demo-health get decision suspend-drug-safety -o jsonpath='{.metadata.uid}')
sed "s/uid: \"\"/uid: $uid/" config/samples/decisions/lift-drug-safety.yaml | kubectl create -f -`
	acknowledged, err := s.decides(ctx, agency, lift)
	if err != nil {
		return err
	}
	namespace, err := s.sandbox(ctx, medtechGrant)
	if err != nil {
		return err
	}
	read, err := s.readsInside(namespace)
	if err != nil {
		return err
	}
	if _, err := read.until(ctx, true); err != nil {
		return err
	}
	s.story.check("The sandbox is ready and can be read again, %s after the Lift was acknowledged.", span(time.Since(acknowledged)))
	if _, err := s.allowed(ctx, inside, "kubectl get services,pods", "inside"); err != nil {
		return err
	}
	s.story.say("Rights, routes and quota are back, and what was stored. A pod that nothing else recreates is not.")
	return nil
}
