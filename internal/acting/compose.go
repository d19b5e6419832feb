// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package acting

import (
	"strings"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/jurisdiction"
)

// Compose makes the Decision that an Order means. Its errors are Refusals.
func Compose(o Order, s Scene) (*v1alpha1.Decision, error) {
	o, rule, refusal := resolve(o, s)
	if refusal != nil {
		return nil, refusal
	}
	organization, refusal := whose(o, s)
	if refusal != nil {
		return nil, refusal
	}
	o.Organization = organization
	regarding, refusal := answered(o, s, rule)
	if refusal != nil {
		return nil, refusal
	}
	if refusal := unborne(o, s, rule); refusal != nil {
		return nil, refusal
	}
	d := write(o, s)
	d.Spec.Regarding = regarding
	if o.Action == v1alpha1.ActionAnnul && d.Spec.Jurisdiction == "" {
		d.Spec.Jurisdiction = editionOf(regarding, s)
	}
	bind(d, s, rule)
	return d, nil
}

func write(o Order, s Scene) *v1alpha1.Decision {
	d := &v1alpha1.Decision{
		TypeMeta:   metav1.TypeMeta{APIVersion: v1alpha1.GroupVersion.String(), Kind: "Decision"},
		ObjectMeta: metav1.ObjectMeta{GenerateName: prefix(o), Namespace: o.Namespace},
		Spec: v1alpha1.DecisionSpec{
			Subject: v1alpha1.ActSubject{DecisionSubject: o.Subject}, Step: o.Step, Action: o.Action, Outcome: o.Outcome,
			Organization: o.Organization, ActedOn: o.ActedOn, To: o.To, Findings: o.Findings, Evidence: o.Evidence,
			Ground: o.Ground, Note: o.Note, Document: o.Document, TranscribedBy: o.TranscribedBy, DecidedBy: s.User,
		},
	}
	if d.Spec.ActedOn == "" {
		d.Spec.ActedOn = today(o, s)
	}
	if d.Spec.Document != nil && d.Spec.Document.IssuedOn == nil {
		paper := *d.Spec.Document
		day, _, _ := strings.Cut(string(d.Spec.ActedOn), "T")
		issued := v1alpha1.Date(day)
		paper.IssuedOn, d.Spec.Document = &issued, &paper
	}
	if o.DueDate != "" {
		d.Spec.DueDate = &o.DueDate
	}
	if len(o.Inputs) > 0 {
		d.Spec.Scope = &v1alpha1.DecisionScope{Inputs: o.Inputs}
	}
	switch {
	case pins(o, s):
		d.Spec.Jurisdiction = v1alpha1.ObjectName(s.Edition.Name)
	case s.Edition == nil && under(o):
		d.Spec.Jurisdiction = o.Jurisdiction // whether or not it could be read
	}
	return d
}

// pins says whether the record names the edition of the act: a step on an
// organisation, which pins none itself, what takes such an act back, and a Bar, which
// is under one edition.
func pins(o Order, s Scene) bool {
	return s.Edition != nil && (under(o) || o.Subject.Kind == v1alpha1.OnOrganization && o.Step != "")
}

// under says whether an act is under one edition though it is on no step of it.
func under(o Order) bool {
	return o.Subject.Kind == v1alpha1.OnOrganization && (o.Action == v1alpha1.ActionAnnul || o.Action == v1alpha1.ActionBar)
}

// editionOf is the edition that the record of an answered act names.
func editionOf(ref *v1alpha1.DecisionReference, s Scene) v1alpha1.ObjectName {
	for _, d := range s.Acts {
		if ref != nil && d.Name == string(ref.Name) {
			return d.Spec.Jurisdiction
		}
	}
	return ""
}

// bind gives a giving act the digest of what it covers. What takes away binds
// the name alone.
func bind(d *v1alpha1.Decision, s Scene, rule *rule) {
	if rule == nil || rule.runs() || rule.step.Act == v1alpha1.ActionReceive {
		return
	}
	part := rule.step.Covers
	if part == "" {
		part = v1alpha1.PartAll
	}
	if digest := s.Digests[part]; digest != "" {
		d.Spec.Subject.Part, d.Spec.Subject.Digest = part, digest
	}
}

// today is the civil day by the edition's clocks, or by those where it begins
// last: an act is never dated before its day has begun. What takes away has its
// effect at once whatever its day, so that without an edition it is dated by the
// clocks on which all editions agree; what gives, and names no edition in the record,
// would wait until its day has begun where days begin last.
func today(o Order, s Scene) v1alpha1.ActDay {
	zone := time.FixedZone("UTC-12", -12*60*60)
	known := s.Edition
	switch {
	case o.Takes() && known == nil:
		known = agreed(s.Editions)
	case !o.Takes() && o.Subject.Kind == v1alpha1.OnOrganization && !pins(o, s):
		known = nil
	}
	if known != nil {
		if of, err := jurisdiction.Zone(known); err == nil {
			zone = of
		}
	}
	return v1alpha1.ActDay(s.Now.In(zone).Format(time.DateOnly))
}

// agreed is one of the editions where all have the same clocks, else nil.
func agreed(editions []v1alpha1.Jurisdiction) *v1alpha1.Jurisdiction {
	var known *v1alpha1.Jurisdiction
	for i := range editions {
		if known = &editions[i]; known.Spec.TimeZone != editions[0].Spec.TimeZone {
			return nil
		}
	}
	return known
}

// prefix begins the name of the Decision; the API server completes it.
func prefix(o Order) string {
	name := string(o.Subject.Name)
	if len(name) > 40 {
		name = name[:40]
	}
	return strings.TrimRight(name, "-.") + "-" + strings.ToLower(string(o.Action)) + "-"
}
