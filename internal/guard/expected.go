// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

// Package guard answers: do the admission policies that hold what is given
// stand as they were shipped, and do they bite?
package guard

import (
	"bytes"
	"fmt"
	"io/fs"
	"strings"

	admissionregistrationv1 "k8s.io/api/admissionregistration/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"sigs.k8s.io/yaml"
)

// Expected are the policies and bindings as they are shipped.
type Expected map[Key]Digest

// Key names a policy or a binding; both are cluster-scoped.
type Key struct{ Kind, Name string }

func (k Key) String() string { return k.Kind + " " + k.Name }

// The kinds that guards consist of.
const (
	validatingPolicy  = "ValidatingAdmissionPolicy"
	validatingBinding = "ValidatingAdmissionPolicyBinding"
	mutatingPolicy    = "MutatingAdmissionPolicy"
	mutatingBinding   = "MutatingAdmissionPolicyBinding"
)

// ReadExpected reads a folder with a kustomization that lists files of policies
// and bindings, and nothing else.
func ReadExpected(folder fs.FS) (Expected, error) {
	text, err := fs.ReadFile(folder, "kustomization.yaml")
	if err != nil {
		return nil, fmt.Errorf("read the list of policies: %w", err)
	}
	var listed struct{ Resources []string }
	if err := yaml.Unmarshal(text, &listed); err != nil {
		return nil, fmt.Errorf("read the list of policies: %w", err)
	}
	expected := Expected{}
	for _, name := range listed.Resources {
		text, err := fs.ReadFile(folder, name)
		if err != nil {
			return nil, fmt.Errorf("read policy file %s: %w", name, err)
		}
		for document := range bytes.SplitSeq(text, []byte("\n---\n")) {
			if err := expected.add(document); err != nil {
				return nil, fmt.Errorf("read policy file %s: %w", name, err)
			}
		}
	}
	return expected, nil
}

func (e Expected) add(document []byte) error {
	var head struct {
		Kind     string
		Metadata struct{ Name string }
	}
	if err := yaml.Unmarshal(document, &head); err != nil {
		return fmt.Errorf("read what it is: %w", err)
	}
	var object runtime.Object
	switch head.Kind {
	case "":
		return nil // comments alone
	case validatingPolicy:
		object = &admissionregistrationv1.ValidatingAdmissionPolicy{}
	case validatingBinding:
		object = &admissionregistrationv1.ValidatingAdmissionPolicyBinding{}
	case mutatingPolicy:
		object = &admissionregistrationv1.MutatingAdmissionPolicy{}
	case mutatingBinding:
		object = &admissionregistrationv1.MutatingAdmissionPolicyBinding{}
	default:
		return fmt.Errorf("kind %q is no policy and no binding", head.Kind)
	}
	if err := yaml.UnmarshalStrict(document, object); err != nil {
		return fmt.Errorf("read %s %s: %w", head.Kind, head.Metadata.Name, err)
	}
	key, digest, err := Of(object)
	if err != nil {
		return err
	}
	e[key] = digest
	return nil
}

// Policies are the names of the policies, without their bindings.
func (e Expected) Policies() []string {
	var names []string
	for key := range e {
		if strings.HasSuffix(key.Kind, "Policy") {
			names = append(names, key.Name)
		}
	}
	return names
}
