// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package procedures_test

import (
	"crypto/sha256"
	"fmt"
	"slices"
	"strings"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
)

// more is what an act says beside who, what and when.
type more func(d *domain, a *v1alpha1.Decision)

// act records an act: subject as Kind/name, step, action, organisation and the
// legal day, on which it is recorded too, at nine o'clock.
func (d *domain) act(on, step string, action v1alpha1.Action, org, day string, with ...more) *v1alpha1.Decision {
	d.t.Helper()
	a := d.compose(on, step, action, org, day, with...)
	d.acts = append(d.acts, a)
	d.deeds = append(d.deeds, deed{act: a})
	return a
}

// refused is an act that the API server refuses with a message that says so much.
// Nothing is recorded of it.
func (d *domain) refused(says, on, step string, action v1alpha1.Action, org, day string, with ...more) {
	d.t.Helper()
	d.deeds = append(d.deeds, deed{act: d.compose(on, step, action, org, day, with...), refused: says})
}

func (d *domain) compose(on, step string, action v1alpha1.Action, org, day string, with ...more) *v1alpha1.Decision {
	d.t.Helper()
	subject := subjectOf(on)
	a := &v1alpha1.Decision{ObjectMeta: metav1.ObjectMeta{Namespace: d.namespace}}
	a.Spec = v1alpha1.DecisionSpec{
		Subject: v1alpha1.ActSubject{DecisionSubject: subject}, Step: v1alpha1.StepReference(step), Action: action,
		Organization: v1alpha1.ObjectName(org), ActedOn: v1alpha1.ActDay(day), DecidedBy: "officer@" + org,
	}
	if subject.Kind == v1alpha1.OnOrganization {
		a.Namespace = v1alpha1.RegistryNamespace
		if step != "" {
			a.Spec.Jurisdiction = v1alpha1.ObjectName(d.edition.Name)
		}
	}
	for _, change := range with {
		change(d, a)
	}
	if a.CreationTimestamp.IsZero() {
		a.CreationTimestamp = metav1.NewTime(instant(day + " 09:00"))
	}
	if a.Spec.Subject.Digest == "" && step != "" {
		a.Spec.Subject.Digest = d.digest(subject, v1alpha1.PartAll, a.CreationTimestamp.Time)
	}
	a.Name = d.called(a)
	a.UID = types.UID(fmt.Sprintf("%.16x", sha256.Sum256([]byte(a.Name))))
	return a
}

// called names an act by what it is on, the step, who acts and when.
func (d *domain) called(a *v1alpha1.Decision) string {
	what := strings.ReplaceAll(string(a.Spec.Step), "/", "-")
	if what == "" {
		what = strings.ToLower(string(a.Spec.Action))
	}
	if a.Spec.Action == v1alpha1.ActionReceive {
		what += "-receipt"
	}
	day, _, _ := strings.Cut(string(a.Spec.ActedOn), "T")
	name := fmt.Sprintf("%s-%s-%s-%s", a.Spec.Subject.Name, what, a.Spec.Organization, day)
	if a.Namespace == v1alpha1.RegistryNamespace && d.at.code != "" {
		name += "-" + d.at.code // it is there for each code
	}
	for n, first := 2, name; slices.ContainsFunc(d.acts, func(o *v1alpha1.Decision) bool { return o.Name == name }); n++ {
		name = fmt.Sprintf("%s-%d", first, n)
	}
	return name
}

// digest is what an act that covers a part of a subject carries.
func (d *domain) digest(subject v1alpha1.DecisionSubject, part v1alpha1.Part, now time.Time) v1alpha1.Digest {
	d.t.Helper()
	return d.facts(subject).Report(subject, d.edition, now).Digests[part]
}

// application lets an act cover the application of a grant alone.
func application(d *domain, a *v1alpha1.Decision) { covers(v1alpha1.PartApplication)(d, a) }

// covers lets an act cover a part of a grant.
func covers(part v1alpha1.Part) more {
	return func(d *domain, a *v1alpha1.Decision) {
		a.Spec.Subject.Part = part
		a.Spec.Subject.Digest = d.digest(a.Spec.Subject.DecisionSubject, part, instant(string(a.Spec.ActedOn)+" 09:00"))
	}
}

func regarding(act *v1alpha1.Decision) more {
	return func(_ *domain, a *v1alpha1.Decision) {
		a.Spec.Regarding = &v1alpha1.DecisionReference{Name: v1alpha1.ObjectName(act.Name), UID: string(act.UID)}
	}
}

// papers are what an act carries, with the days that its step asks for: issued on
// the day of the act, and valid for three years of 365 days.
func papers(names ...v1alpha1.PointName) more {
	return func(d *domain, a *v1alpha1.Decision) {
		rule := d.rule(a.Spec.Step)
		for _, name := range names {
			paper := v1alpha1.Evidence{Name: name, SHA256: strings.Repeat("0", 64)}
			if slices.Contains(rule.Dated, name) {
				paper.IssuedOn = new(v1alpha1.Date(a.Spec.ActedOn[:len(time.DateOnly)]))
			}
			if slices.Contains(rule.Expires, name) {
				paper.ValidUntil = new(v1alpha1.Date(instant(string(a.Spec.ActedOn[:len(time.DateOnly)])+" 12:00").AddDate(0, 0, 3*365).Format(time.DateOnly)))
			}
			a.Spec.Evidence = append(a.Spec.Evidence, paper)
		}
	}
}

// rule is a step of the edition; one without rules for any other.
func (d *domain) rule(ref v1alpha1.StepReference) v1alpha1.Step {
	procedure, name, _ := strings.Cut(string(ref), "/")
	for _, p := range d.edition.Spec.Procedures {
		for _, s := range p.Steps {
			if p.Name == procedure && s.Name == name {
				return s
			}
		}
	}
	return v1alpha1.Step{}
}

// shownAt is what was published, and the address at which it can be read.
func shownAt(name v1alpha1.PointName, uri string) more {
	return func(_ *domain, a *v1alpha1.Decision) {
		a.Spec.Evidence = append(a.Spec.Evidence, v1alpha1.Evidence{Name: name, SHA256: strings.Repeat("0", 64), URI: uri})
	}
}

func allClear(points ...v1alpha1.PointName) more {
	return func(_ *domain, a *v1alpha1.Decision) {
		for _, p := range points {
			a.Spec.Findings = append(a.Spec.Findings, v1alpha1.PointFinding{Point: p, Result: v1alpha1.PointClear})
		}
	}
}

// resolved is the paper of a collective decision of that day.
func resolved(number, body string) more {
	return func(_ *domain, a *v1alpha1.Decision) {
		on := v1alpha1.Date(a.Spec.ActedOn)
		a.Spec.Document = &v1alpha1.DecisionDocument{Number: number, IssuedOn: &on, Body: body, SHA256: strings.Repeat("0", 64)}
	}
}

func ground(id string) more {
	return func(_ *domain, a *v1alpha1.Decision) { a.Spec.Ground = id }
}

func dueOn(day v1alpha1.Date) more {
	return func(_ *domain, a *v1alpha1.Decision) { a.Spec.DueDate = &day }
}

func outcome(o v1alpha1.Outcome) more {
	return func(_ *domain, a *v1alpha1.Decision) { a.Spec.Outcome = o }
}

// only narrows an act to some of the data.
func only(inputs ...v1alpha1.ObjectName) more {
	return func(_ *domain, a *v1alpha1.Decision) { a.Spec.Scope = &v1alpha1.DecisionScope{Inputs: inputs} }
}

// to names who is told, or who is named for a later step.
func to(organisations ...v1alpha1.ObjectName) more {
	return func(_ *domain, a *v1alpha1.Decision) { a.Spec.To = organisations }
}

// subjectOf reads Kind/name.
func subjectOf(name string) v1alpha1.DecisionSubject {
	kind, name, _ := strings.Cut(name, "/")
	return v1alpha1.DecisionSubject{Kind: v1alpha1.SubjectLinkKind(kind), Name: v1alpha1.ObjectName(name)}
}
