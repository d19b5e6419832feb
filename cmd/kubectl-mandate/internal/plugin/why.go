// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package plugin

import (
	"context"
	"encoding/json"
	"io"
	"os"
	"time"

	"github.com/spf13/cobra"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/cli-runtime/pkg/genericclioptions"
	"k8s.io/cli-runtime/pkg/genericiooptions"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/controllers/kube"
	"github.com/publicdata-io/mandate/internal/acting"
	"github.com/publicdata-io/mandate/internal/authorization"
	"github.com/publicdata-io/mandate/internal/finding"
	"github.com/publicdata-io/mandate/internal/jurisdiction"
)

// whyOptions are what a line that asks for a reason says.
type whyOptions struct {
	genericiooptions.IOStreams
	flags   *genericclioptions.ConfigFlags
	version string
	lang    string
	output  string
	at      string

	jurisdiction string
}

// newWhy is `kubectl mandate why KIND/NAME`.
func newWhy(version string, streams genericiooptions.IOStreams) *cobra.Command {
	command, o := asking("why", "why KIND/NAME",
		"  kubectl mandate why dg/drug-safety -n demo-health\n  kubectl mandate why dg/drug-safety -n demo-health --at 2026-11-10", asOf,
		version, streams, func(o *whyOptions, ctx context.Context, args []string) error { return o.run(ctx, args[0]) })
	command.Args = words("KIND/NAME")
	command.Flags().StringVar(&o.jurisdiction, "jurisdiction", "", "the edition under which an Organization is asked: it pins none")
	return command
}

func (o *whyOptions) run(ctx context.Context, word string) error {
	subject, err := subjectOf(word)
	if err != nil {
		return err
	}
	observed, namespace, err := o.reach()
	if err != nil {
		return err
	}
	if subject.Kind == v1alpha1.OnOrganization {
		namespace = registry
	}
	about := &v1alpha1.Decision{}
	about.Namespace, about.Spec.Subject.DecisionSubject, about.Spec.Jurisdiction = namespace, subject, v1alpha1.ObjectName(o.jurisdiction)
	facts, err := observed.factsFor(ctx, about)
	o.unread(link{unread: err})
	if name := v1alpha1.ObjectName(o.jurisdiction); name != "" && facts.Jurisdictions[name].IsMissing() {
		return wrong("Jurisdiction %s of --jurisdiction does not exist; name one that is applied", name)
	}
	if facts.SubjectMissing(subject) {
		return o.missing(ctx, observed, subject, namespace)
	}
	if err := o.tell(link{subject: subject, namespace: namespace, facts: facts, unread: err}); err != nil {
		return err
	}
	if facts.SubjectUnread(subject) {
		return wrong("%s %s/%s could not be read: nothing can be told of it; ask who may read it", subject.Kind, namespace, subject.Name)
	}
	return nil
}

// missing says that there is no such object, and why it may be looked for in the
// wrong place.
func (o *whyOptions) missing(ctx context.Context, observed survey, subject v1alpha1.DecisionSubject, namespace string) error {
	if subject.Kind == v1alpha1.OnOrganization {
		return wrong("%s %s does not exist", subject.Kind, subject.Name)
	}
	if err := observed.known(ctx, namespace); err != nil {
		return err
	}
	if *o.flags.Namespace == "" {
		return wrong("%s %s/%s does not exist: the line says no -n, so that it asks in namespace %s; name the domain with -n", subject.Kind, namespace, subject.Name, namespace)
	}
	return wrong("%s %s/%s does not exist", subject.Kind, namespace, subject.Name)
}

// facts reads what the verdict rests on. Whether the guards hold is for the
// processes of Mandate to prove; here the law is asked.
func (s survey) facts(ctx context.Context, subject v1alpha1.DecisionSubject, namespace string) (*authorization.Facts, error) {
	about := &v1alpha1.Decision{}
	about.Namespace, about.Spec.Subject.DecisionSubject = namespace, subject
	return s.factsFor(ctx, about)
}

// factsFor reads what a Decision is judged by.
func (s survey) factsFor(ctx context.Context, about *v1alpha1.Decision) (*authorization.Facts, error) {
	return kube.Observer{Reader: s.glance, Guards: taken{}, Parallel: true}.Subject(ctx, about)
}

// taken takes the guards for proven.
type taken struct{}

// Guards are what is taken for granted of them.
func (taken) Guards() authorization.Guards { return authorization.Guards{Proven: true} }

// tell writes the explanation.
func (o *whyOptions) tell(l link) error {
	l.edition = l.facts.EditionOf(l.subject).Get()
	if l.subject.Kind == v1alpha1.OnOrganization {
		l.edition = l.facts.Jurisdictions[v1alpha1.ObjectName(o.jurisdiction)].Get()
	}
	l.zone = zoneOf(l.edition)
	at, err := instantOf(o.at, l.zone)
	if err != nil {
		return err
	}
	if at.Before(time.Now()) && o.at != "" {
		l.facts = l.facts.AsOf(at, l.zone)
	}
	e := l.explain(at)
	e.Rest()
	if o.at == "" {
		e.Report(conditionsOf(l.facts, l.subject))
	}
	if o.output == "" {
		_, err = io.WriteString(o.Out, e.Text(languageOf(o.lang)))
		return err
	}
	return o.encode(e)
}

// conditionsOf are those that the object of a link reports.
func conditionsOf(facts *authorization.Facts, subject v1alpha1.DecisionSubject) []metav1.Condition {
	switch name := subject.Name; subject.Kind {
	case v1alpha1.OnImplementationPlan:
		return reportedBy(facts.Plans[name].Get(), func(o *v1alpha1.ImplementationPlan) []metav1.Condition { return o.Status.Conditions })
	case v1alpha1.OnSelection:
		return reportedBy(facts.Selections[name].Get(), func(o *v1alpha1.Selection) []metav1.Condition { return o.Status.Conditions })
	case v1alpha1.OnOperationAgreement:
		return reportedBy(facts.Agreement.Get(), func(o *v1alpha1.OperationAgreement) []metav1.Condition { return o.Status.Conditions })
	case v1alpha1.OnDataResource:
		return reportedBy(facts.Resources[name].Get(), func(o *v1alpha1.DataResource) []metav1.Condition { return o.Status.Conditions })
	case v1alpha1.OnOrganization:
		return reportedBy(facts.Organizations[name].Get(), func(o *v1alpha1.Organization) []metav1.Condition { return o.Status.Conditions })
	case v1alpha1.OnObjection:
		return reportedBy(facts.Objection.Get(), func(o *v1alpha1.Objection) []metav1.Condition { return o.Status.Conditions })
	default:
		return reportedBy(facts.Grant, func(o *v1alpha1.DeveloperGrant) []metav1.Condition { return o.Status.Conditions })
	}
}

func reportedBy[T any](object *T, conditions func(*T) []metav1.Condition) []metav1.Condition {
	if object == nil {
		return nil
	}
	return conditions(object)
}

// encode writes an answer in the form of --output.
func (o *whyOptions) encode(answer any) error {
	if o.output != "json" {
		return wrong("--output %q is not json", o.output)
	}
	writer := json.NewEncoder(o.Out)
	writer.SetIndent("", "  ")
	return writer.Encode(answer)
}

// verdict is that of the cluster. Of a subject that could not be read it is named
// here: the facts do not know what they were to be read for.
func verdict(facts *authorization.Facts, subject v1alpha1.DecisionSubject, at time.Time) authorization.Verdict {
	if facts.SubjectUnread(subject) {
		return authorization.Verdict{Force: authorization.Undecided, Finding: finding.Unread(subject.Kind, string(subject.Name))}
	}
	switch subject.Kind {
	case v1alpha1.OnImplementationPlan:
		return authorization.DecidePlan(facts, subject.Name, at)
	case v1alpha1.OnSelection:
		return authorization.DecideSelection(facts, subject.Name, at)
	case v1alpha1.OnOperationAgreement:
		return authorization.DecideAgreement(facts, at)
	case v1alpha1.OnDataResource:
		return authorization.DecideResource(facts, subject.Name, at)
	case v1alpha1.OnOrganization:
		return authorization.DecideOrganization(facts, subject.Name, at)
	case v1alpha1.OnObjection:
		return authorization.DecideObjection(facts, at)
	default:
		return authorization.DecideGrant(facts, at)
	}
}

// zoneOf are the clocks of an edition, UTC where it is not known.
func zoneOf(edition *v1alpha1.Jurisdiction) *time.Location {
	if edition == nil {
		return time.UTC
	}
	zone, err := jurisdiction.Zone(edition)
	if err != nil {
		return time.UTC
	}
	return zone
}

// instantOf reads --at.
func instantOf(word string, zone *time.Location) (time.Time, error) {
	if word == "" {
		return time.Now(), nil
	}
	if at, err := time.Parse(time.RFC3339, word); err == nil {
		return at, nil
	}
	at, err := time.ParseInLocation(time.DateOnly, word, zone)
	if err != nil {
		return time.Time{}, wrong("--at %q is neither a day (2026-11-10) nor an instant (2026-11-10T09:00:00+08:00)", word)
	}
	return at, nil
}

// languageOf is the language of the flag or of the environment.
func languageOf(flag string) acting.Language {
	return acting.LanguageOf(flag, os.Getenv("LC_ALL"), os.Getenv("LC_MESSAGES"), os.Getenv("LANG"))
}
