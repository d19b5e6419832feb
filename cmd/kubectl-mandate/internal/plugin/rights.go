// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package plugin

import (
	"context"
	"strings"
	"time"

	authorizationv1 "k8s.io/api/authorization/v1"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/procedure"
)

// hindrance is why admission would refuse a Decision whatever it is about: the
// person holds no right to it, or it is dated ahead.
type hindrance struct {
	Decision *v1alpha1.Decision
	// Verb is the verb on the Organization of the act that the person does not
	// hold, and Create says that it may create no Decision in the namespace.
	Verb   string
	Create bool
	// Now is when the act is recorded, where its legal day comes after.
	Now string
}

// hindered asks beforehand what admission (mandate-decisions-giving) refuses
// afterwards, in English: whether the person may record what gives, and whether its
// day has come anywhere on earth. What takes away is never held up, and a right that
// could not be asked for is taken to be there.
func (s survey) hindered(ctx context.Context, d *v1alpha1.Decision, now time.Time) *hindrance {
	if procedure.Takes(d.Spec.Action) {
		return nil
	}
	verb := strings.ToLower(string(d.Spec.Action))
	if d.Spec.TranscribedBy != "" {
		verb = "transcribe"
	}
	resources := authorizationv1.ResourceAttributes{Group: v1alpha1.GroupVersion.Group, Version: v1alpha1.GroupVersion.Version}
	of, create := resources, resources
	of.Resource, of.Name, of.Verb = "organizations", string(d.Spec.Organization), verb
	create.Resource, create.Namespace, create.Verb = "decisions", d.Namespace, "create"
	switch {
	case s.denied(ctx, create):
		return &hindrance{Decision: d, Create: true}
	case s.denied(ctx, of):
		return &hindrance{Decision: d, Verb: verb}
	case begunAnywhere(d.Spec.ActedOn).After(now):
		return &hindrance{Decision: d, Now: now.UTC().Format(time.RFC3339)}
	}
	return nil
}

// denied says whether the person is known not to hold a right.
func (s survey) denied(ctx context.Context, right authorizationv1.ResourceAttributes) bool {
	review := &authorizationv1.SelfSubjectAccessReview{Spec: authorizationv1.SelfSubjectAccessReviewSpec{ResourceAttributes: &right}}
	err := s.client.Create(ctx, review)
	return err == nil && !review.Status.Allowed
}

// begunAnywhere is when a legal day has begun somewhere on earth (UTC+14), or the
// instant itself; zero for what is neither, of which admission says it.
func begunAnywhere(on v1alpha1.ActDay) time.Time {
	if day, err := time.ParseInLocation(time.DateOnly, string(on), time.FixedZone("UTC+14", 14*60*60)); err == nil {
		return day
	}
	at, err := time.Parse(time.RFC3339, string(on))
	if err != nil {
		return time.Time{}
	}
	return at
}
