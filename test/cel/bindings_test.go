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

// A policy that refuses one Lease, which no policy of ours asks for. The API server reads all policies anew
// when one changes, so that once this one bites, all that was done before it
// does. Each has a name of its own, because one that is deleted bites on for a
// while.
const canaryText = `
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata: {name: CANARY}
spec:
  matchConstraints:
    resourceRules:
    - {apiGroups: [coordination.k8s.io], apiVersions: ["*"], operations: [CREATE], resources: [leases]}
  validations:
  - expression: object.metadata.name != 'CANARY'
`

// awaitPolicies returns once every change of a validating policy or binding
// made before the call is in effect.
func awaitPolicies(ctx context.Context) (err error) {
	canary := "canary-" + hexDigits(8)
	policy := &unstructured.Unstructured{}
	if err := yaml.Unmarshal([]byte(strings.ReplaceAll(canaryText, "CANARY", canary)), &policy.Object); err != nil {
		return err
	}
	binding := object(policy.GetAPIVersion(), "ValidatingAdmissionPolicyBinding", "", canary, map[string]any{
		"policyName": canary, "validationActions": []any{"Deny"},
	})
	for _, o := range []*unstructured.Unstructured{policy, binding} {
		if err := admin.Create(ctx, o); err != nil {
			return fmt.Errorf("make canary: %w", err)
		}
		defer func() { err = errors.Join(err, admin.Delete(ctx, o)) }()
	}
	return eventually(ctx, func(ctx context.Context) error {
		err := admin.Create(ctx, object("coordination.k8s.io/v1", "Lease", "default", canary, nil), client.DryRunAll)
		if !refusedBy(err, canary) {
			return fmt.Errorf("the canary is let through: %w", err)
		}
		return nil
	})
}

// refusedBy tells whether an error is the refusal of a policy.
func refusedBy(err error, policy string) bool {
	return err != nil && strings.Contains(err.Error(), "ValidatingAdmissionPolicy '"+policy+"'")
}
