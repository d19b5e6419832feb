// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package checking

import (
	"slices"
	"strings"
	"time"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/authorization"
	"github.com/publicdata-io/mandate/internal/finding"
	"github.com/publicdata-io/mandate/internal/reference"
	"github.com/publicdata-io/mandate/internal/retention"
)

// Stage is the folder as it would stand on a cluster of its own.
type Stage struct {
	// Objects are those of Folder.Recorded.
	Objects []Object
	// Facts read what a Decision is judged by, or what is known of its subject,
	// out of these objects alone.
	Facts func(about *v1alpha1.Decision) *authorization.Facts
	// Now is the instant at which all of it is judged.
	Now time.Time
}

// Acts judges every Decision of the folder by its edition and by the others on its
// subject, as the operator would: what it would report as Counts=False. One of
// which a reference is missing is not judged: what it rests on is not there.
func (f Folder) Acts(s Stage) []Fault {
	c := checker{all: s.Objects}
	var faults []Fault
	for i, o := range f.Objects {
		d, ok := s.Objects[i].Object.(*v1alpha1.Decision)
		if !ok || f.misshapen(o) {
			continue
		}
		refused := o.refused(d, s.Now)
		faults = append(faults, refused...)
		if d.Spec.Subject.Kind == v1alpha1.OnNamespace || len(c.references(s.Objects[i])) > 0 {
			continue
		}
		for _, idle := range o.idle(d, s) {
			if len(refused) == 0 || idle.Reason != v1alpha1.NotYetDueReason { // that is said already
				faults = append(faults, idle)
			}
		}
		faults = append(faults, o.early(d, c, s.Now)...)
	}
	return faults
}

// misshapen says whether an object is not of the form of its kind, so that it is
// refused as it stands.
func (f Folder) misshapen(o Object) bool {
	return len(f.of(o)) > 0
}

// of are the faults of the form of an object.
func (f Folder) of(o Object) []Fault {
	return slices.DeleteFunc(slices.Clone(f.Faults), func(fault Fault) bool {
		return fault.File != o.File || fault.Kind != o.kind || fault.Namespace != o.GetNamespace() || fault.Name != nameOf(o.GetName(), o.GetGenerateName())
	})
}

// idle is why a Decision has no effect.
func (o Object) idle(d *v1alpha1.Decision, s Stage) []Fault {
	facts := s.Facts(d)
	if unread(editionOf(facts, d)) {
		return nil // said of the edition
	}
	found, _ := authorization.Counts(facts, d, s.Now)
	if d.Spec.Action == v1alpha1.ActionDispose && d.Spec.Step == "" {
		found = finding.First(retention.RecordOf(facts, d.Spec.Subject.DecisionSubject, s.Now).Judge(d, s.Now), found)
	}
	if found == nil || found.Undecided || settled[found.Reason] {
		return nil
	}
	severity := Wrong
	if found.Reason == v1alpha1.SupersededReason {
		severity = Warned // it was an act, and another one is asked for since
	}
	advice := advised[found.Reason]
	if found.Reason == v1alpha1.NoSuchStepReason {
		advice = stepsOf(editionOf(facts, d), d.Spec.Subject.Kind)
	}
	return []Fault{o.found(severity, fieldOf[found.Reason], found, advice)}
}

// settled are the reasons of acts that had their effect.
var settled = map[string]bool{v1alpha1.LiftedReason: true, v1alpha1.AnnulledReason: true}

// fieldOf is the field of a Decision that a reason is about, where the message
// does not begin with it.
var fieldOf = map[string]string{
	v1alpha1.NotEntitledReason: "spec.organization", v1alpha1.NotDistinctReason: "spec.organization", v1alpha1.BarredReason: "spec.organization",
	v1alpha1.OtherOrganizationReason: "spec.organization",
	v1alpha1.NoSuchStepReason:        "spec.step", v1alpha1.RepeatedReason: "spec.step", v1alpha1.ProcedureEndedReason: "spec.step", v1alpha1.SupersededReason: "spec.step",
	v1alpha1.RequirementMissingReason: "spec.step",
	v1alpha1.WrongActionReason:        "spec.action",
	v1alpha1.OutOfOrderReason:         "spec.actedOn", v1alpha1.NotYetDueReason: "spec.actedOn", v1alpha1.OutsideWindowReason: "spec.actedOn",
	v1alpha1.PrematureReason: "spec.actedOn", v1alpha1.RetainedReason: "spec.action",
	v1alpha1.StaleDigestReason: "spec.subject.digest", v1alpha1.PointMissingReason: "spec.findings", v1alpha1.EvidenceMissingReason: "spec.evidence",
	v1alpha1.GroundMissingReason: "spec.ground", v1alpha1.DueDateMissingReason: "spec.dueDate", v1alpha1.DocumentMissingReason: "spec.document",
	v1alpha1.RecipientMissingReason: "spec.to", v1alpha1.RegardingMissingReason: "spec.regarding", v1alpha1.RegardingUnfitReason: "spec.regarding",
}

// advised is what to do about a reason, where the message does not say it.
var advised = map[string]finding.Phrase{
	v1alpha1.NotEntitledReason:        finding.Say("record it as the act of the organisation whose it is"),
	v1alpha1.WrongActionReason:        finding.Say("write what the step asks for, or the step that is meant"),
	v1alpha1.StaleDigestReason:        finding.Say("put the content back, or have it acted on anew as it is; kubectl mandate decide fills the digest in"),
	v1alpha1.OutOfOrderReason:         finding.Say("record first what comes first"),
	v1alpha1.PointMissingReason:       finding.Say("add it, with its result"),
	v1alpha1.EvidenceMissingReason:    finding.Say("add it, with its sha256 and the days that the step asks for"),
	v1alpha1.GroundMissingReason:      finding.Say("add it"),
	v1alpha1.DueDateMissingReason:     finding.Say("add it"),
	v1alpha1.DocumentMissingReason:    finding.Say("add them"),
	v1alpha1.RecipientMissingReason:   finding.Say("add them"),
	v1alpha1.RepeatedReason:           finding.Say("leave this one out"),
	v1alpha1.NotYetDueReason:          finding.Say("record it on that day"),
	v1alpha1.RequirementMissingReason: finding.Say("bring that about first"),
}

// stepsOf are the steps that an edition has for a kind.
func stepsOf(edition *v1alpha1.Jurisdiction, kind v1alpha1.SubjectLinkKind) finding.Phrase {
	if edition == nil {
		return finding.Phrase{}
	}
	var steps []string
	for _, p := range edition.Spec.Procedures {
		for _, s := range p.Steps {
			if string(p.Of) == string(kind) {
				steps = append(steps, p.Name+"/"+s.Name)
			}
		}
	}
	if len(steps) == 0 {
		return finding.Say("the edition has none for the kind: leave the step out")
	}
	return finding.Say("the edition has: %s", strings.Join(steps, " "))
}

// editionOf is the edition that a Decision is judged by, or nil.
func editionOf(f *authorization.Facts, d *v1alpha1.Decision) *v1alpha1.Jurisdiction {
	if d.Spec.Subject.Kind == v1alpha1.OnOrganization {
		return f.Jurisdictions[d.Spec.Jurisdiction].Get()
	}
	return f.EditionOf(d.Spec.Subject.DecisionSubject).Get()
}

// lastZone is where a day begins last on earth.
var lastZone = time.FixedZone("UTC-12", -12*60*60)

// early warns of an act that is dated before what it is on was made, as far as the
// folder says when that was.
func (o Object) early(d *v1alpha1.Decision, c checker, now time.Time) []Fault {
	subject := reference.Target{Kind: string(d.Spec.Subject.Kind), Namespace: d.Namespace, Name: string(d.Spec.Subject.Name)}
	if d.Spec.Subject.Kind == v1alpha1.OnOrganization {
		subject.Namespace = ""
	}
	at := slices.IndexFunc(c.all, func(of Object) bool { return of.is(subject) })
	if at < 0 {
		return nil
	}
	day, since := string(d.Spec.ActedOn), c.all[at].GetCreationTimestamp()
	made := since.In(lastZone).Format(time.DateOnly)
	if objection, ok := c.all[at].Object.(*v1alpha1.Objection); ok {
		made = string(objection.Spec.RaisedOn)
	} else if since.Time.Equal(now) { // when it was made is not known
		return nil
	}
	if len(day) < len(time.DateOnly) || len(made) < len(time.DateOnly) || day[:10] >= made[:10] {
		return nil
	}
	found := finding.New("", nil, "spec.actedOn %s lies before %s, the day on which %s %q was made", d.Spec.ActedOn, made[:10], d.Spec.Subject.Kind, d.Spec.Subject.Name)
	return []Fault{o.found(Warned, "spec.actedOn", found, finding.Say("correct the day, unless the paper is older than its record here"))}
}
