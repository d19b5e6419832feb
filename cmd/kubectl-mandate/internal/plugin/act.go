// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package plugin

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	"k8s.io/cli-runtime/pkg/genericclioptions"
	"k8s.io/cli-runtime/pkg/genericiooptions"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/acting"
	"github.com/publicdata-io/mandate/internal/finding"
	"github.com/publicdata-io/mandate/internal/procedure"
)

// actOptions are what a line that records an act says.
type actOptions struct {
	genericiooptions.IOStreams
	flags   *genericclioptions.ConfigFlags
	version string
	lang    string
	output  string
	dryRun  string

	paperFile, issued string

	order      acting.Order
	paper      v1alpha1.DecisionDocument
	inputs, to []string
	findings   []string
	// scores and remarks are those of findings.
	scores, remarks []string
	evidence        []string
	// evidenceIssued and evidenceUntil are the days of papers.
	evidenceIssued, evidenceUntil []string
	addresses                     []string
}

// newDecide is `kubectl mandate decide STEP KIND/NAME`.
func newDecide(version string, streams genericiooptions.IOStreams) *cobra.Command {
	o := newActOptions(version, streams)
	command := &cobra.Command{
		Use:         "decide STEP|ACTION KIND/NAME",
		Annotations: worded("decide", ""),
		Example: "  kubectl mandate decide grant/approve dg/drug-safety -n demo-health --document 演示卫函〔2025〕7号\n" +
			"  kubectl mandate decide Annul dg/drug-safety -n demo-health\n" +
			"  kubectl mandate decide Bar org/demo-pharma --jurisdiction demo.1 --due 2028-12-31\n" +
			"  kubectl mandate decide Dispose ns/sandbox-0123456789abcdef0123 -n demo-health",
		Args: words("STEP|ACTION", "KIND/NAME"),
		RunE: func(command *cobra.Command, args []string) error {
			if err := o.readDeed(args[0]); err != nil {
				return err
			}
			return o.run(command.Context(), args[1])
		},
	}
	o.addFlags(command)
	command.Flags().StringVar((*string)(&o.order.Action), "action", "", "the action, where it is not that of the step: Receive")
	return command
}

// newAct is a command that records one action that takes away or gives back.
func newAct(action v1alpha1.Action, version string, streams genericiooptions.IOStreams) *cobra.Command {
	o := newActOptions(version, streams)
	o.order.Action = action
	name := strings.ToLower(string(action))
	command := &cobra.Command{
		Use:         name + " KIND/NAME",
		Annotations: worded("act", string(action)),
		Example:     "  kubectl mandate " + name + " dg/drug-safety -n demo-health",
		Args:        words("KIND/NAME"),
		RunE:        func(command *cobra.Command, args []string) error { return o.run(command.Context(), args[0]) },
	}
	o.addFlags(command)
	return command
}

func newActOptions(version string, streams genericiooptions.IOStreams) *actOptions {
	return &actOptions{IOStreams: streams, flags: newFlags(), version: version, dryRun: "none"}
}

func (o *actOptions) addFlags(command *cobra.Command) {
	own := command.Flags()
	own.StringVar(&o.lang, "lang", "", langUsage)
	own.StringVarP(&o.output, "output", "o", "", "yaml or name: print the Decision so")
	own.StringVar(&o.dryRun, "dry-run", "none", "none, client (print only) or server (ask admission, store nothing)")
	own.BoolVar(&o.order.Anyway, "anyway", false, "record it although it would have no effect, would be on more than its line says, or names what does not exist")
	own.StringVar((*string)(&o.order.Organization), "organization", "", "whose act it is (default: the Organization that lists you)")
	own.StringVar((*string)(&o.order.Jurisdiction), "jurisdiction", "", "the edition of an act on an Organization")
	own.StringVar((*string)(&o.order.ActedOn), "on", "", "the legal day of the act, YYYY-MM-DD (default: today)")
	own.StringVar((*string)(&o.order.Regarding), "regarding", "", "the Decision that is answered (default: the only one that can be)")
	own.StringSliceVar(&o.inputs, "input", nil, "narrow the act to these inputs")
	own.StringSliceVar(&o.to, "to", nil, "the Organizations that are told")
	own.StringVar(&o.order.Ground, "ground", "", "why, such as a row of the edition's grounds")
	own.StringVar(&o.order.Note, "note", "", "a remark for readers")
	own.StringVar((*string)(&o.order.TranscribedBy), "transcribed-by", "", "the Organization whose clerk records the paper of another body")
	own.StringVar(&o.paper.Number, "document", "", "the number of the act's paper")
	own.StringVar(&o.paper.Body, "body", "", "the body that issued the paper")
	own.StringVar(&o.paper.SHA256, "document-sha256", "", "the digest of the paper's bytes")
	own.StringVar(&o.paperFile, "document-file", "", "the paper, of which the digest is taken")
	own.StringVar(&o.issued, "document-issued", "", "the day on which the paper was issued, YYYY-MM-DD (default: the day of the act)")
	o.addContents(own)
	o.flags.AddFlags(own)
}

// addContents adds the flags of what steps ask for: those by which something is taken
// away or given back too.
func (o *actOptions) addContents(own *pflag.FlagSet) {
	own.StringVar((*string)(&o.order.Outcome), "outcome", "", "Approve, Reject or Return, where the step allows outcomes")
	own.StringVar((*string)(&o.order.DueDate), "due", "", "the last day by which the act is to be answered, or that is barred, YYYY-MM-DD")
	own.StringArrayVar(&o.findings, "finding", nil, "a judgement on a point, as POINT=Clear, NotClear or NotApplicable; may be repeated")
	own.StringArrayVar(&o.scores, "finding-score", nil, "what a review gave on a point of --finding, as POINT=NUMBER; may be repeated")
	own.StringArrayVar(&o.remarks, "finding-note", nil, "a remark on a point of --finding, as POINT=TEXT; may be repeated")
	own.StringArrayVar(&o.evidence, "evidence", nil, "a paper that the act carries, as NAME=FILE, of which the digest is taken; may be repeated")
	own.StringArrayVar(&o.evidenceIssued, "evidence-issued", nil, "the day on which a paper of --evidence was issued, as NAME=YYYY-MM-DD; may be repeated")
	own.StringArrayVar(&o.evidenceUntil, "evidence-until", nil, "the last day on which a paper of --evidence is valid, as NAME=YYYY-MM-DD; may be repeated")
	own.StringArrayVar(&o.addresses, "evidence-uri", nil, "where such a paper is kept or can be read, as NAME=URI; may be repeated")
}

// run composes the Decision, and records it.
func (o *actOptions) run(ctx context.Context, subject string) error {
	if err := o.read(subject); err != nil {
		return err
	}
	person, err := findPerson(o.flags, o.version)
	if err != nil {
		return err
	}
	observed, err := newSurvey(person.config)
	if err != nil {
		return err
	}
	scene, err := observed.scene(ctx, o.order, o.order.Jurisdiction, time.Now())
	if err != nil {
		return err
	}
	decision, err := o.compose(ctx, observed, scene)
	if err != nil {
		return err
	}
	for _, said := range acting.Beforehand(o.order, scene) {
		fmt.Fprintln(o.ErrOut, finding.Line(said.Text(o.language())))
	}
	ahead, err := o.judge(ctx, observed, decision, time.Now())
	if err != nil {
		return err
	}
	return o.carryOut(ctx, observed, scene, ahead, decision)
}

// carryOut records the Decision, and says then what is beside it. Nothing is looked
// at in between: what takes away does not wait for a warning.
func (o *actOptions) carryOut(ctx context.Context, observed survey, scene acting.Scene, ahead foreseen, d *v1alpha1.Decision) error {
	if err := o.record(ctx, observed.client, d); err != nil {
		return err
	}
	if !ahead.never() {
		o.tellShared(observed.shares(ctx, d, scene.Edition, time.Now()))
	}
	return o.tellBeside(scene, ahead, d)
}

// compose makes the Decision that the line means, or says why it means none.
func (o *actOptions) compose(ctx context.Context, observed survey, scene acting.Scene) (*v1alpha1.Decision, error) {
	if scene.Absent && !o.order.Anyway && (procedure.Takes(o.order.Action) || len(scene.Acts) == 0) {
		return nil, observed.mistyped(ctx, o.order)
	}
	if o.order.Jurisdiction != "" && scene.Edition == nil && !o.order.Takes() {
		return nil, wrong("Jurisdiction %s of --jurisdiction does not exist; name one that is applied", o.order.Jurisdiction)
	}
	decision, err := acting.Compose(o.order, scene)
	if refusal := (*acting.Refusal)(nil); errors.As(err, &refusal) {
		return nil, errors.New(finding.Line(refusal.Text(o.language())))
	}
	return decision, err
}

// read takes the line's words into the order.
func (o *actOptions) read(subject string) error {
	err := o.readForm()
	if err != nil {
		return err
	}
	if o.order.Subject, err = o.subjectOf(subject); err != nil {
		return err
	}
	if o.order.Namespace, _, err = o.flags.ToRawKubeConfigLoader().Namespace(); err != nil {
		return failed(err, "read kubeconfig")
	}
	if o.order.Subject.Kind == v1alpha1.OnOrganization {
		o.order.Namespace = registry
	}
	if err := o.readDays(); err != nil {
		return err
	}
	o.order.Inputs, o.order.To = namesOf(o.inputs), namesOf(o.to)
	if err := o.readPaper(); err != nil {
		return err
	}
	if o.order.Findings, err = readFindings(o.findings); err != nil {
		return err
	}
	if err := o.readRemarks(); err != nil {
		return err
	}
	if o.order.Evidence, err = readEvidence(o.evidence, o.addresses); err != nil {
		return err
	}
	if err := dateEvidence(o.order.Evidence, "--evidence-issued", o.evidenceIssued, func(e *v1alpha1.Evidence, day *v1alpha1.Date) { e.IssuedOn = day }); err != nil {
		return err
	}
	return dateEvidence(o.order.Evidence, "--evidence-until", o.evidenceUntil, func(e *v1alpha1.Evidence, day *v1alpha1.Date) { e.ValidUntil = day })
}

func (o *actOptions) language() acting.Language {
	return languageOf(o.lang)
}

func (o *actOptions) say(name string, about any) string {
	return finding.Line(acting.Text(o.language(), name, about))
}
