// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"fmt"
	"strings"

	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	"k8s.io/apimachinery/pkg/types"
	"sigs.k8s.io/controller-runtime/pkg/client"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	names "github.com/publicdata-io/mandate/internal/sandbox"
)

// The two inputs of medtechGrant.
const (
	kept = "outpatient-visits"
	lost = "drug-settlements"
)

// suspendsInput takes one input of a grant and leaves the other.
func (s *stage) suspendsInput(ctx context.Context) error {
	namespace, err := s.sandbox(ctx, medtechGrant)
	if err != nil {
		return err
	}
	keptInput, err := s.input(ctx, kept)
	if err != nil {
		return err
	}
	lostInput, err := s.input(ctx, lost)
	if err != nil {
		return err
	}
	s.story.say("The grant rests on two bodies of data, of two source units (数源单位). %s, of the insurance bureau, suspends the "+
		"use of theirs. The API shows each input on its own:", source)
	if _, err := s.decides(ctx, source, "kubectl create -f config/samples/decisions/suspend-one-input.yaml"); err != nil {
		return err
	}
	if err := s.await(ctx, "the input "+lost+" is gone and "+kept+" is left", func(ctx context.Context) error {
		return s.splits(ctx, namespace, keptInput, lostInput)
	}); err != nil {
		return err
	}
	if _, err := s.allowed(ctx, admin, "kubectl -n demo-health get developergrant "+medtechGrant+
		` -o jsonpath='{range .status.inputs[*]}{.resource}: inForce={.inForce} {.reason} {.message}{"\n"}{end}'`,
		kept+": inForce=true", lost+": inForce=false Suspended"); err != nil {
		return err
	}
	return s.showsNetwork(ctx, namespace, keptInput, lostInput)
}

// input is what the names of one input are derived from.
type input struct{ agreement, resource types.UID }

func (i input) label() string  { return names.InputLabel(i.agreement, i.resource) }
func (i input) egress() string { return names.EgressName(i.resource) }

func (s *stage) input(ctx context.Context, name string) (input, error) {
	resource, agreement := &v1alpha1.DataResource{}, &v1alpha1.OperationAgreement{}
	if err := s.mandate.Admin.Get(ctx, types.NamespacedName{Namespace: domain, Name: name}, resource); err != nil {
		return input{}, fmt.Errorf("read DataResource %s: %w", name, err)
	}
	if err := s.mandate.Admin.Get(ctx, types.NamespacedName{Namespace: domain, Name: sampleAgreement}, agreement); err != nil {
		return input{}, fmt.Errorf("read OperationAgreement %s: %w", sampleAgreement, err)
	}
	return input{agreement: agreement.UID, resource: resource.UID}, nil
}

// splits returns nil once status, labels and policies all say the same.
func (s *stage) splits(ctx context.Context, namespace string, keptInput, lostInput input) error {
	grant, err := s.grant(ctx, medtechGrant)
	if err != nil {
		return err
	}
	inForce := map[string]bool{}
	for _, in := range grant.Status.Inputs {
		inForce[string(in.Resource)] = in.InForce != nil && *in.InForce
	}
	if !inForce[kept] || inForce[lost] {
		return fmt.Errorf("status.inputs says %v", inForce)
	}
	box := &corev1.Namespace{}
	if err := s.mandate.Admin.Get(ctx, types.NamespacedName{Name: namespace}, box); err != nil {
		return fmt.Errorf("read the sandbox: %w", err)
	}
	if box.Labels[keptInput.label()] == "" || box.Labels[lostInput.label()] != "" {
		return fmt.Errorf("the sandbox has the labels %v", box.Labels)
	}
	for in, open := range map[input]bool{keptInput: true, lostInput: false} {
		if got, err := s.leadsOut(ctx, namespace, in.egress()); err != nil || got != open {
			return fmt.Errorf("the policy %s lets out: %t (%w)", in.egress(), got, err)
		}
	}
	return isOpen(grant)
}

// leadsOut says whether a policy of the sandbox allows any egress.
func (s *stage) leadsOut(ctx context.Context, namespace, name string) (bool, error) {
	var all networkingv1.NetworkPolicyList
	if err := s.mandate.Admin.List(ctx, &all, client.InNamespace(namespace)); err != nil {
		return false, fmt.Errorf("list network policies: %w", err)
	}
	for _, policy := range all.Items {
		if policy.Name == name {
			return len(policy.Spec.Egress) > 0, nil
		}
	}
	return false, nil
}

// showsNetwork shows the sandbox's side and the data's.
func (s *stage) showsNetwork(ctx context.Context, namespace string, keptInput, lostInput input) error {
	s.story.say("The network says the same. On the side of the sandbox, the policy that led to the insurer's data leads nowhere, the other one still does:")
	if _, err := s.allowed(ctx, admin, "kubectl -n "+namespace+
		` get networkpolicies -o custom-columns='NAME:.metadata.name,EGRESS:.spec.egress[*].to'`, keptInput.egress()); err != nil {
		return err
	}
	s.story.say("On the side of the data, the owner's pods let in whoever bears the label of that input, and only we can set it. The " +
		"sandbox keeps one label and has lost the other, and the policy in front of the hospital visits still asks for the one it has:")
	out, err := s.allowed(ctx, admin, "kubectl get namespace "+namespace+
		" -o jsonpath='{.metadata.labels}' | tr ',' '\\n' | grep input-", keptInput.label())
	if err != nil {
		return err
	}
	if strings.Contains(out, lostInput.label()) {
		return surprise{expected: "the sandbox has lost the label " + lostInput.label(), happened: out}
	}
	allow := names.AllowName(keptInput.agreement, keptInput.resource)
	_, err = s.allowed(ctx, admin, "kubectl -n demo-health get networkpolicy "+allow+
		" -o jsonpath='{.spec.ingress[*].from[*].namespaceSelector.matchLabels}'", keptInput.label())
	if err == nil {
		s.story.check("One input is gone and the other is in force, by the API, by the label and by the policies.")
	}
	return err
}
