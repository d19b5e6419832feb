// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package builder

import (
	"strings"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
)

// DecisionBuilder makes a Decision.
type DecisionBuilder struct{ decision v1alpha1.Decision }

// Decision begins an act of Bureau of 2026-03-01.
func Decision(name string) *DecisionBuilder {
	b := &DecisionBuilder{v1alpha1.Decision{ObjectMeta: meta("Decision", Domain, name)}}
	return b.By(Bureau).On("2026-03-01")
}

// Suspends takes away until lifted.
func (b *DecisionBuilder) Suspends(kind v1alpha1.SubjectLinkKind, name string) *DecisionBuilder {
	return b.acts(v1alpha1.ActionSuspend, kind, name)
}

// Halts stops at once.
func (b *DecisionBuilder) Halts(kind v1alpha1.SubjectLinkKind, name string) *DecisionBuilder {
	return b.acts(v1alpha1.ActionHalt, kind, name)
}

// Terminates ends an agreement or a grant for good.
func (b *DecisionBuilder) Terminates(kind v1alpha1.SubjectLinkKind, name string) *DecisionBuilder {
	return b.acts(v1alpha1.ActionTerminate, kind, name)
}

// Disqualifies ends an organisation's standing for good.
func (b *DecisionBuilder) Disqualifies(organization string) *DecisionBuilder {
	return b.acts(v1alpha1.ActionDisqualify, v1alpha1.OnOrganization, organization)
}

// Disposes lets a frozen sandbox be purged.
func (b *DecisionBuilder) Disposes(sandbox string) *DecisionBuilder {
	return b.acts(v1alpha1.ActionDispose, v1alpha1.OnNamespace, sandbox)
}

// Lifts gives back what a Suspend took.
func (b *DecisionBuilder) Lifts(act *v1alpha1.Decision) *DecisionBuilder {
	return b.Answers(v1alpha1.ActionLift, act)
}

// Releases gives back what a Halt stopped.
func (b *DecisionBuilder) Releases(act *v1alpha1.Decision) *DecisionBuilder {
	return b.Answers(v1alpha1.ActionRelease, act)
}

// Answers regards another act, fittingly or not.
func (b *DecisionBuilder) Answers(action v1alpha1.Action, act *v1alpha1.Decision) *DecisionBuilder {
	b.acts(action, act.Spec.Subject.Kind, string(act.Spec.Subject.Name))
	b.decision.Spec.Regarding = &v1alpha1.DecisionReference{Name: v1alpha1.ObjectName(act.Name), UID: string(act.UID)}
	return b
}

// acts acts on a subject.
func (b *DecisionBuilder) acts(action v1alpha1.Action, kind v1alpha1.SubjectLinkKind, name string) *DecisionBuilder {
	b.decision.Spec.Action = action
	b.decision.Spec.Subject.DecisionSubject = v1alpha1.DecisionSubject{Kind: kind, Name: v1alpha1.ObjectName(name)}
	if kind == v1alpha1.OnOrganization {
		b.decision.Namespace = v1alpha1.RegistryNamespace
	}
	return b
}

// RegardingUID replaces the UID that the act names.
func (b *DecisionBuilder) RegardingUID(uid types.UID) *DecisionBuilder {
	b.decision.Spec.Regarding.UID = string(uid)
	return b
}

// In puts the act into a domain.
func (b *DecisionBuilder) In(domain string) *DecisionBuilder {
	b.decision.Namespace = domain
	return b
}

// UID gives the Decision a UID.
func (b *DecisionBuilder) UID(uid types.UID) *DecisionBuilder {
	b.decision.UID = uid
	return b
}

// By says whose act it is.
func (b *DecisionBuilder) By(organization string) *DecisionBuilder {
	b.decision.Spec.Organization = v1alpha1.ObjectName(organization)
	b.decision.Spec.DecidedBy = "officer@" + organization
	return b
}

// On is the legal day or instant of the act, which is recorded at that instant,
// or at 01:00 UTC of that day.
func (b *DecisionBuilder) On(day string) *DecisionBuilder {
	b.decision.Spec.ActedOn = v1alpha1.ActDay(day)
	if !strings.Contains(day, "T") {
		day += "T01:00:00Z"
	}
	return b.Recorded(day)
}

// ActedOn is the legal day of the act, which is recorded at another time.
func (b *DecisionBuilder) ActedOn(day string) *DecisionBuilder {
	b.decision.Spec.ActedOn = v1alpha1.ActDay(day)
	return b
}

// Recorded is when the act was recorded (RFC 3339).
func (b *DecisionBuilder) Recorded(at string) *DecisionBuilder {
	b.decision.CreationTimestamp = metav1.NewTime(Instant(at))
	return b
}

// Restored makes the Decision one that came back from a backup, with the UID
// and the time of recording that it had.
func (b *DecisionBuilder) Restored(uid types.UID, recordedAt string) *DecisionBuilder {
	at := metav1.NewTime(Instant(recordedAt))
	b.decision.Spec.RestoredUID, b.decision.Spec.RecordedAt = string(uid), &at
	return b
}

// Only narrows the act to some inputs.
func (b *DecisionBuilder) Only(inputs ...string) *DecisionBuilder {
	b.decision.Spec.Scope = &v1alpha1.DecisionScope{Inputs: names(inputs)}
	return b
}

// Because gives the ground.
func (b *DecisionBuilder) Because(ground string) *DecisionBuilder {
	b.decision.Spec.Ground = ground
	return b
}

// Noting adds a note for readers.
func (b *DecisionBuilder) Noting(note string) *DecisionBuilder {
	b.decision.Spec.Note = note
	return b
}

// Document is the paper of the act.
func (b *DecisionBuilder) Document(document v1alpha1.DecisionDocument) *DecisionBuilder {
	b.decision.Spec.Document = &document
	return b
}

// Obj is the Decision.
func (b *DecisionBuilder) Obj() *v1alpha1.Decision { return b.decision.DeepCopy() }
