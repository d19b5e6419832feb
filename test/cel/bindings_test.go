// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package cel_test

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/types"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/yaml"
)

const mergePatch = types.MergePatchType

// A policy that refuses one ConfigMap. The API server reads all policies anew
// when one changes, so that once this one bites, all made before it do.
const canaryText = `
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata: {name: canary}
spec:
  matchConstraints:
    resourceRules:
    - {apiGroups: [""], apiVersions: ["*"], operations: [CREATE], resources: [configmaps]}
  validations:
  - expression: object.metadata.name != 'canary'
`

// awaitPolicies returns once every validating policy and binding made before
// the call bites.
func awaitPolicies(ctx context.Context) (err error) {
	policy := &unstructured.Unstructured{}
	if err := yaml.Unmarshal([]byte(canaryText), &policy.Object); err != nil {
		return err
	}
	binding := object(policy.GetAPIVersion(), "ValidatingAdmissionPolicyBinding", "", "canary", map[string]any{
		"policyName": "canary", "validationActions": []any{"Deny"},
	})
	for _, o := range []*unstructured.Unstructured{policy, binding} {
		if err := admin.Create(ctx, o); err != nil {
			return fmt.Errorf("make canary: %w", err)
		}
		defer func() { err = errors.Join(err, admin.Delete(ctx, o)) }()
	}
	return eventually(ctx, func(ctx context.Context) error {
		err := admin.Create(ctx, object("v1", "ConfigMap", "default", "canary", nil), client.DryRunAll)
		if !refusedBy(err, "canary") {
			return fmt.Errorf("the canary is let through: %w", err)
		}
		return nil
	})
}

// refusedBy tells whether an error is the refusal of a policy.
func refusedBy(err error, policy string) bool {
	return err != nil && strings.Contains(err.Error(), "ValidatingAdmissionPolicy '"+policy+"'")
}
