// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package builder

import (
	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
)

// Does is any act on a subject.
func (b *DecisionBuilder) Does(action v1alpha1.Action, kind v1alpha1.SubjectLinkKind, name string) *DecisionBuilder {
	return b.acts(action, kind, name)
}

// Step names the step of a procedure, as `<procedure>/<step>`.
func (b *DecisionBuilder) Step(step v1alpha1.StepReference) *DecisionBuilder {
	b.decision.Spec.Step = step
	return b
}

// Covers binds the act to the digest of a part.
func (b *DecisionBuilder) Covers(part v1alpha1.Part, digest v1alpha1.Digest) *DecisionBuilder {
	b.decision.Spec.Subject.Part, b.decision.Spec.Subject.Digest = part, digest
	return b
}

// Regards names the act that this one answers, received or reviewed.
func (b *DecisionBuilder) Regards(act *v1alpha1.Decision) *DecisionBuilder {
	b.decision.Spec.Regarding = &v1alpha1.DecisionReference{Name: v1alpha1.ObjectName(act.Name), UID: string(act.UID)}
	return b
}

// Under names the edition under which an act on an organisation is done.
func (b *DecisionBuilder) Under(edition string) *DecisionBuilder {
	b.decision.Spec.Jurisdiction = v1alpha1.ObjectName(edition)
	return b
}
