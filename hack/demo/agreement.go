// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"fmt"

	"k8s.io/apimachinery/pkg/api/meta"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
)

// sampleAgreement is the agreement of config/samples.
const sampleAgreement = "health"

// suspendsAgreement takes what twenty grants stand on, and gives it back.
func (s *stage) suspendsAgreement(ctx context.Context) error {
	readers, err := s.readsAll(ctx)
	if err != nil {
		return err
	}
	s.story.say("Every link holds only while the one above it holds. The data authority (数据主管部门) suspends the agreement, and with it "+
		"everything under it. All %d sandboxes are read meanwhile, each with the rights of its own developer account.", len(readers))
	if err := s.cutsAll(ctx, readers); err != nil {
		return err
	}
	if err := s.allSay(ctx, v1alpha1.AncestorNotInForceReason); err != nil {
		return err
	}
	if _, err := s.allowed(ctx, admin, "kubectl -n demo-health get operationagreement,developergrants", "Suspended", "AncestorNotInForce"); err != nil {
		return err
	}
	return s.liftsAgreement(ctx, readers)
}

// readsAll returns a reader for each of the twenty sandboxes.
func (s *stage) readsAll(ctx context.Context) ([]reader, error) {
	grants, err := s.grants(ctx)
	if err != nil {
		return nil, err
	}
	var readers []reader
	for i := range grants {
		if grants[i].Spec.Agreement != sampleAgreement {
			continue
		}
		if err := isOpen(&grants[i]); err != nil {
			return nil, err
		}
		read, err := s.readsFor(grants[i].Name, grants[i].Status.Sandbox.Namespace)
		if err != nil {
			return nil, err
		}
		if err := s.stillReads(ctx, read); err != nil {
			return nil, err
		}
		readers = append(readers, read)
	}
	if len(readers) != twenty {
		return nil, surprised(fmt.Sprintf("%d sandboxes are open", twenty), fmt.Errorf("%d are", len(readers)))
	}
	return readers, nil
}

// cutsAll measures from the acknowledged Decision to the first denied read of
// each of the twenty.
func (s *stage) cutsAll(ctx context.Context, readers []reader) error {
	denied := soon(func() ([]answer, error) { return allUntil(ctx, readers, false) })
	acknowledged, err := s.decides(ctx, authority, "kubectl create -f config/samples/decisions/suspend-agreement.yaml")
	if err != nil {
		return err
	}
	all := <-denied
	if all.err != nil {
		return all.err
	}
	last := all.answers[len(readers)-1].at.Sub(acknowledged)
	s.story.check("All %d were seen to be refused %s after the API server acknowledged the Decision, the first %s after it.",
		len(readers), span(last), span(all.answers[0].at.Sub(acknowledged)))
	s.measured("suspension of the agreement acknowledged → all 20 seen to deny", last)
	return nil
}

// allSay waits until every grant that was open gives the reason.
func (s *stage) allSay(ctx context.Context, reason string) error {
	return s.await(ctx, fmt.Sprintf("%d grants say %s and are frozen", twenty, reason), func(ctx context.Context) error {
		grants, err := s.grants(ctx)
		if err != nil {
			return err
		}
		said := 0
		for _, grant := range grants {
			active := meta.FindStatusCondition(grant.Status.Conditions, v1alpha1.ActiveCondition)
			ready := meta.FindStatusCondition(grant.Status.Conditions, v1alpha1.SandboxReadyCondition)
			if active != nil && active.Reason == reason && ready != nil && ready.Reason == v1alpha1.FrozenReason {
				said++
			}
		}
		if said != twenty {
			return fmt.Errorf("%d of %d do", said, twenty)
		}
		return nil
	})
}

func (s *stage) liftsAgreement(ctx context.Context, readers []reader) error {
	s.story.say("Lifted, all of them open again. The suspended input of %s stays suspended: that was another act, and asks for a lift of its own.", medtechGrant)
	acknowledged, err := s.decides(ctx, authority, liftAgreement)
	if err != nil {
		return err
	}
	allowed, err := allUntil(ctx, readers, true)
	if err != nil {
		return err
	}
	last := allowed[len(readers)-1].at.Sub(acknowledged)
	s.story.check("All %d can be read again, %s after the Lift was acknowledged.", len(readers), span(last))
	s.measured("lift of the agreement acknowledged → all 20 can be read", last)
	if _, err := s.sandbox(ctx, medtechGrant); err != nil {
		return err
	}
	_, err = s.allowed(ctx, admin, "kubectl -n demo-health get developergrant "+medtechGrant+
		` -o jsonpath='{range .status.inputs[*]}{.resource}: inForce={.inForce} {.reason}{"\n"}{end}'`,
		kept+": inForce=true", lost+": inForce=false Suspended")
	return err
}

const liftAgreement = `uid=$(kubectl -n demo-health get decision suspend-agreement -o jsonpath='{.metadata.uid}')
kubectl create -f - <<EOF
apiVersion: mandate.publicdata.io/v1alpha1
kind: Decision
metadata: {name: lift-agreement, namespace: demo-health}
spec:
  subject: {kind: OperationAgreement, name: health}
  action: Lift
  organization: demo-data-bureau
  actedOn: "2025-08-15"
  regarding: {name: suspend-agreement, uid: $uid}
  decidedBy: zhao.min
EOF`
