// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package guard

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	admissionregistrationv1 "k8s.io/api/admissionregistration/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
)

// Digest is what a spec comes to, field by field, with the defaults of the API
// filled in. Labels, annotations and status have no part in it.
type Digest map[string][sha256.Size]byte

// Of digests a policy or a binding.
func Of(object runtime.Object) (Key, Digest, error) {
	switch o := object.(type) {
	case *admissionregistrationv1.ValidatingAdmissionPolicy:
		spec := o.Spec.DeepCopy()
		fill(&spec.FailurePolicy, admissionregistrationv1.Fail)
		fillMatch(spec.MatchConstraints)
		return digested(validatingPolicy, o.Name, spec)
	case *admissionregistrationv1.MutatingAdmissionPolicy:
		spec := o.Spec.DeepCopy()
		fill(&spec.FailurePolicy, admissionregistrationv1.Fail)
		fillMatch(spec.MatchConstraints)
		return digested(mutatingPolicy, o.Name, spec)
	case *admissionregistrationv1.ValidatingAdmissionPolicyBinding:
		spec := o.Spec.DeepCopy()
		fillMatch(spec.MatchResources)
		slices.Sort(spec.ValidationActions) // the API takes them as a set
		return digested(validatingBinding, o.Name, spec)
	case *admissionregistrationv1.MutatingAdmissionPolicyBinding:
		spec := o.Spec.DeepCopy()
		fillMatch(spec.MatchResources)
		return digested(mutatingBinding, o.Name, spec)
	}
	return Key{}, nil, fmt.Errorf("digest a guard: %T is no policy and no binding", object)
}

func fill[T any](field **T, value T) {
	if *field == nil {
		*field = &value
	}
}

// fillMatch fills in what the API server fills in (defaults of
// admissionregistration.k8s.io/v1).
func fillMatch(match *admissionregistrationv1.MatchResources) {
	if match == nil {
		return
	}
	fill(&match.MatchPolicy, admissionregistrationv1.Equivalent)
	fill(&match.NamespaceSelector, metav1.LabelSelector{})
	fill(&match.ObjectSelector, metav1.LabelSelector{})
	for _, rules := range [][]admissionregistrationv1.NamedRuleWithOperations{match.ResourceRules, match.ExcludeResourceRules} {
		for i := range rules {
			fill(&rules[i].Scope, admissionregistrationv1.AllScopes)
		}
	}
}

func digested(kind, name string, spec any) (Key, Digest, error) {
	key := Key{Kind: kind, Name: name}
	text, err := json.Marshal(spec)
	if err != nil {
		return key, nil, fmt.Errorf("encode the spec of %s: %w", key, err)
	}
	var fields map[string]any
	if err := json.Unmarshal(text, &fields); err != nil {
		return key, nil, fmt.Errorf("take the spec of %s apart: %w", key, err)
	}
	digest := Digest{}
	for field, value := range fields {
		text, err := json.Marshal(spaced(value))
		if err != nil {
			return key, nil, fmt.Errorf("encode spec.%s of %s: %w", field, key, err)
		}
		digest[field] = sha256.Sum256(text)
	}
	return key, digest, nil
}

// spaced writes every run of blanks and line breaks in a text as one blank: the
// tools that write YAML fold the lines of a long expression in ways of their own.
// No expression of ours has more than one blank where it means something.
func spaced(value any) any {
	switch v := value.(type) {
	case string:
		return strings.Join(strings.Fields(v), " ")
	case []any:
		for i := range v {
			v[i] = spaced(v[i])
		}
	case map[string]any:
		for key := range v {
			v[key] = spaced(v[key])
		}
	}
	return value
}
