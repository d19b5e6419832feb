// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package plugin

import (
	"context"
	"strings"
	"time"

	authorizationv1 "k8s.io/api/authorization/v1"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/acting"
	"github.com/publicdata-io/mandate/internal/checking"
	"github.com/publicdata-io/mandate/internal/procedure"
)

// hindrance is why admission would refuse a Decision whatever it is about: the
// person holds no right to it, or it is dated ahead or otherwise not as it takes it.
type hindrance struct {
	Decision *v1alpha1.Decision
	// Verb is the verb on the Organization of the act that the person does not
	// hold, and Create says that it may create no Decision in the namespace.
	Verb   string
	Create bool
	// Said is what is held against its fields, in the person's language.
	Said []string
}

// hindered says beforehand what admission (mandate-decisions-giving) refuses
// afterwards, in English: that the person may not record what gives, or that it is
// not as it has to be. What takes away is never held up, and a right that could not
// be asked for is taken to be there.
func (s survey) hindered(ctx context.Context, d *v1alpha1.Decision, now time.Time, language acting.Language) *hindrance {
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
	}
	var said []string
	for _, r := range checking.Refused(d, now) {
		said = append(said, r.Field+": "+tell(language, r.Said))
	}
	if len(said) == 0 {
		return nil
	}
	return &hindrance{Decision: d, Said: said}
}

// denied says whether the person is known not to hold a right.
func (s survey) denied(ctx context.Context, right authorizationv1.ResourceAttributes) bool {
	review := &authorizationv1.SelfSubjectAccessReview{Spec: authorizationv1.SelfSubjectAccessReviewSpec{ResourceAttributes: &right}}
	err := s.client.Create(ctx, review)
	return err == nil && !review.Status.Allowed
}
