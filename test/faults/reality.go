// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package faults

import (
	"context"
	"fmt"
	"time"

	authorizationv1 "k8s.io/api/authorization/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/publicdata-io/mandate/internal/authorization"
	"github.com/publicdata-io/mandate/internal/sandbox"
)

// really asks the API server itself, for each sandbox, whether its developer may
// work in it, and finds answers that are not the verdict's.
func (w *world) really(ctx context.Context, now *state) []string {
	var found []string
	for _, box := range now.sandboxes() {
		verdict, _ := now.verdict(now.grantOf(box), time.Now())
		review := &authorizationv1.SubjectAccessReview{
			ObjectMeta: metav1.ObjectMeta{},
			Spec: authorizationv1.SubjectAccessReviewSpec{
				User:               "system:serviceaccount:" + box.Name + ":" + sandbox.DeveloperName,
				ResourceAttributes: &authorizationv1.ResourceAttributes{Namespace: box.Name, Verb: "list", Resource: "pods"},
			},
		}
		if err := w.house.admin.Create(ctx, review); err != nil {
			found = append(found, fmt.Sprintf("ask for the access to %s: %v", box.Name, err))
			continue
		}
		if want := verdict.Force == authorization.InForce; review.Status.Allowed != want {
			found = append(found, fmt.Sprintf("the developer of %s may list pods: %v, want %v", box.Name, review.Status.Allowed, want))
		}
	}
	return found
}
