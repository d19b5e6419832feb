// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package plugin

import (
	"context"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/acting"
	"github.com/publicdata-io/mandate/internal/authorization"
	"github.com/publicdata-io/mandate/internal/finding"
	"github.com/publicdata-io/mandate/internal/procedure"
	"github.com/publicdata-io/mandate/internal/retention"
)

// foreseen is what a Decision would bring about, were it recorded now.
type foreseen struct {
	// against is why it would have no effect, or nil.
	against *finding.Finding
	// waiting is who would be waited for next.
	waiting []finding.Phrase
	// blocked is how the act would block its own step, or nil.
	blocked *finding.Phrase
}

// foresee judges a Decision before it is recorded, by the rules of the cluster,
// from what the person may read.
func (s survey) foresee(ctx context.Context, d *v1alpha1.Decision, now time.Time) foreseen {
	as := recordedAt(d, metav1.NewTime(now))
	facts, _ := survey{client: s.client, glance: s.glance.with(as)}.factsFor(ctx, as) // what is not read holds nothing against it
	facts = facts.Remembering()
	against, _ := authorization.Counts(facts, as, now)
	if as.Spec.Action == v1alpha1.ActionDispose && as.Spec.Step == "" && as.Spec.Subject.Kind != v1alpha1.OnNamespace {
		against = finding.First(retention.RecordOf(facts, as.Spec.Subject.DecisionSubject, now).Judge(as, now), against)
	}
	if subject := d.Spec.Subject.DecisionSubject; against == nil && facts.SubjectMissing(subject) {
		against = finding.New(v1alpha1.SubjectMissingReason, nil,
			"%s %q does not exist; the act binds the name, and has its effect when it appears; where another name was meant, act on that one too", subject.Kind, subject.Name)
	}
	heard := facts.Report(d.Spec.Subject.DecisionSubject, facts.Jurisdictions[d.Spec.Jurisdiction].Get(), now)
	return foreseen{against: against, waiting: procedure.Awaited(heard.Progress), blocked: blockedAt(heard.Progress, d.Spec.Step)}
}

// blockedAt is what blocks a step, of a judgement on it that is not favourable.
func blockedAt(progress []procedure.Progress, at v1alpha1.StepReference) *finding.Phrase {
	for i := range progress {
		for j := range progress[i].Steps {
			s := &progress[i].Steps[j]
			if s.State == v1alpha1.StepBlocked && progress[i].Procedure.Name+"/"+s.Step.Name == string(at) {
				said := finding.Say("%s: %s", at, s.Said)
				return &said
			}
		}
	}
	return nil
}

// refuses says whether the Decision is better not recorded: it gives, and would
// have no effect, now or later. What takes away nothing holds up, not even a word
// beforehand.
func (f foreseen) refuses(d *v1alpha1.Decision) bool {
	never := f.against != nil && !f.against.Undecided && f.against.Reason != v1alpha1.NotYetDueReason
	return never && !procedure.Takes(d.Spec.Action)
}

// never says whether the Decision has no effect as it is recorded, and neither a
// day that comes nor an object that appears gives it one.
func (f foreseen) never() bool {
	return f.against != nil && !f.against.Undecided && f.against.Reason != v1alpha1.NotYetDueReason && f.against.Reason != v1alpha1.SubjectMissingReason
}

// idleOf are those of some acts that are known to have no effect. One whose day has
// not come, or that was lifted, has its own. All are judged by one hearing: acts
// that do not count stay for ever, and there may be thousands.
func idleOf(facts *authorization.Facts, acts []*v1alpha1.Decision, now time.Time) map[types.UID]bool {
	idle := map[types.UID]bool{}
	facts = facts.Remembering()
	for _, d := range acts {
		found, _ := authorization.Counts(facts, d, now)
		idle[d.UID] = found != nil && !found.Undecided && found.Reason != v1alpha1.NotYetDueReason && found.Reason != v1alpha1.LiftedReason
	}
	return idle
}

// Idle is what is said of an act that would have no effect.
type idle struct {
	Decision *v1alpha1.Decision
	Finding  *finding.Finding
	Message  string
	// Flag is what of the line says what is missing, if anything does.
	Flag string
}

// flagOf says by which flag a line gives what a reason finds missing.
var flagOf = map[string]string{
	v1alpha1.EvidenceMissingReason: "--evidence, --evidence-issued, --evidence-until, --evidence-uri", v1alpha1.PointMissingReason: "--finding",
	v1alpha1.GroundMissingReason: "--ground, --note", v1alpha1.DueDateMissingReason: "--due", v1alpha1.RecipientMissingReason: "--to",
	v1alpha1.DocumentMissingReason: "--document, --body, --document-file, --document-issued", v1alpha1.RegardingMissingReason: "--regarding",
	v1alpha1.RegardingUnfitReason: "--regarding",
}

func (f foreseen) idle(d *v1alpha1.Decision, language acting.Language) idle {
	return idle{Decision: d, Finding: f.against, Message: tell(language, f.against.Said) + cited(language, f.against.Basis), Flag: flagOf[f.against.Reason]}
}
