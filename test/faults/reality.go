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
		want := verdict.Force == authorization.InForce
		switch may, err := w.mayListPods(ctx, box.Name, want); {
		case err != nil:
			found = append(found, fmt.Sprintf("ask for the access to %s: %v", box.Name, err))
		case may != want:
			found = append(found, fmt.Sprintf("the developer of %s may list pods: %v, want %v", box.Name, may, want))
		}
	}
	return found
}

// hearsay is how long the API server's authorizer may take to hear of a write, by
// a watch of its own that no record shows.
const hearsay = 3 * time.Second

// mayListPods asks until the answer is the wanted one, or the authorizer must have
// heard of every write.
func (w *world) mayListPods(ctx context.Context, box string, want bool) (bool, error) {
	for until := time.Now().Add(hearsay); ; {
		review := &authorizationv1.SubjectAccessReview{
			ObjectMeta: metav1.ObjectMeta{},
			Spec: authorizationv1.SubjectAccessReviewSpec{
				User:               "system:serviceaccount:" + box + ":" + sandbox.DeveloperName,
				ResourceAttributes: &authorizationv1.ResourceAttributes{Namespace: box, Verb: "list", Resource: "pods"},
			},
		}
		if err := w.house.admin.Create(ctx, review); err != nil {
			return false, fmt.Errorf("ask the API server: %w", err)
		}
		if review.Status.Allowed == want || !time.Now().Before(until) {
			return review.Status.Allowed, nil
		}
		select {
		case <-ctx.Done():
			return false, fmt.Errorf("wait for the authorizer: %w", ctx.Err())
		case <-time.After(50 * time.Millisecond):
		}
	}
}
