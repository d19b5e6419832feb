// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package plugin

import (
	"context"
	"fmt"
	"io"
	"time"

	"github.com/spf13/cobra"
	"k8s.io/cli-runtime/pkg/genericiooptions"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/acting"
	"github.com/publicdata-io/mandate/internal/explaining"
	"github.com/publicdata-io/mandate/internal/finding"
)

// newTree is `kubectl mandate tree [KIND/NAME]`.
func newTree(version string, streams genericiooptions.IOStreams) *cobra.Command {
	command, _ := asking("tree", "tree [KIND/NAME]",
		"  kubectl mandate tree -n demo-health\n  kubectl mandate tree oa/health -n demo-health --at 2026-11-10", asOf,
		version, streams, (*whyOptions).tree)
	command.Args = atMost("KIND/NAME")
	return command
}

// tree shows the whole chain of the namespace, or the part of it around one
// link.
func (o *whyOptions) tree(ctx context.Context, args []string) error {
	subject, err := linkOf(args)
	if err != nil {
		return err
	}
	observed, namespace, err := o.reach()
	if err != nil {
		return err
	}
	chain, err := observed.chain(ctx, namespace)
	if err != nil {
		return err
	}
	at := time.Now()
	if _, err := instantOf(o.at, time.UTC); err != nil {
		return err
	}
	told := map[v1alpha1.DecisionSubject]explaining.Explanation{}
	links := observed.links(ctx, namespace, chain.Subjects())
	o.unread(links...)
	for _, l := range links {
		if o.at != "" {
			at, _ = instantOf(o.at, l.zone) // read above
			if at.Before(time.Now()) {
				l.facts = l.facts.AsOf(at, l.zone)
			}
		}
		e := l.explain(at)
		e.Rest()
		if o.at == "" {
			e.Report(conditionsOf(l.facts, l.subject))
		}
		e.Procedure = nil // `why` says it, step by step
		told[l.subject] = e
	}
	branches := chain.Branches(func(subject v1alpha1.DecisionSubject) explaining.Explanation { return told[subject] })
	if subject.Name != "" {
		if branches = explaining.Only(branches, subject); len(branches) == 0 {
			return wrong("%s %s/%s is no link of a chain that exists", subject.Kind, namespace, subject.Name)
		}
	}
	if len(branches) == 0 && o.output == "" {
		_, err = fmt.Fprintln(o.Out, tell(languageOf(o.lang), finding.Say("namespace %s holds no link of a chain; name the domain with -n", namespace)))
		return err
	}
	if o.output == "" {
		_, err = io.WriteString(o.Out, explaining.Tree(branches, languageOf(o.lang)))
		return err
	}
	return o.encode(branches)
}

// linkOf reads the link of the line, if it names one.
func linkOf(args []string) (v1alpha1.DecisionSubject, error) {
	if len(args) == 0 {
		return v1alpha1.DecisionSubject{}, nil
	}
	subject, err := subjectOf(args[0])
	if err == nil && subject.Kind == v1alpha1.OnOrganization {
		err = wrong("%s %s is of no chain: ask kubectl mandate why %s", subject.Kind, subject.Name, args[0])
	}
	return subject, err
}

// reach is the cluster and the namespace of the line.
func (o *whyOptions) reach() (survey, string, error) {
	namespace, _, err := o.flags.ToRawKubeConfigLoader().Namespace()
	if err != nil {
		return survey{}, "", failed(err, "read kubeconfig")
	}
	person, err := findPerson(o.flags, o.version)
	if err != nil {
		return survey{}, "", err
	}
	observed, err := newSurvey(person.config)
	return observed, namespace, err
}

// unread says in one line what could not be read for links.
func (o *whyOptions) unread(of ...link) {
	var failures []error
	for _, l := range of {
		failures = append(failures, l.unread)
	}
	if said := notRead(failures...); len(said) > 0 {
		language := languageOf(o.lang)
		fmt.Fprintln(o.ErrOut, acting.Text(language, "unread", tell(language, joined(said))))
	}
}
