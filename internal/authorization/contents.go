// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package authorization

import (
	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/content"
	"github.com/publicdata-io/mandate/internal/finding"
)

// contains finds what the edition asks a link to contain and it does not, each
// with its rows. It is asked after the procedure: what is still to be written
// then is awaited with its act.
func contains(edition *v1alpha1.Jurisdiction, l link, of func() content.Subject) *finding.Finding {
	if edition == nil || edition.Spec.Content == nil {
		return nil
	}
	subject := of()
	missing := content.Missing(edition, subject, v1alpha1.PartAll, nil)
	if len(missing) == 0 {
		return nil
	}
	return finding.New(v1alpha1.UnlawfulReason, nil,
		"%s lacks what Jurisdiction %q asks it to contain: %s; add it", l, edition.Name, finding.All("; ", subject.Told(missing)...))
}

// containedNot is the same of an agreement that was adopted: nobody can add to it.
func containedNot(edition *v1alpha1.Jurisdiction, l link, subject content.Subject) *finding.Finding {
	missing := content.Missing(edition, subject, v1alpha1.PartAll, nil)
	if len(missing) == 0 {
		return nil
	}
	return finding.New(v1alpha1.UnlawfulReason, nil,
		"%s lacks what Jurisdiction %q asks it to contain: %s; what was adopted is fixed, and one that revises or renews it contains it", l, edition.Name, finding.All("; ", subject.Told(missing)...))
}
