// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package plugin

import (
	"context"
	"time"

	"github.com/spf13/cobra"
	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"sigs.k8s.io/controller-runtime/pkg/client"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/acting"
	"github.com/publicdata-io/mandate/internal/procedure"
)

// mistyped refuses an act that takes away from what is known not to exist: it would
// be recorded for ever, and take nothing from what was meant. Admission never
// refuses one, and neither does the line with --anyway: the act binds the name.
func (s survey) mistyped(ctx context.Context, o acting.Order) error {
	if !procedure.Takes(o.Action) {
		return s.unknown(ctx, o)
	}
	if o.Subject.Kind == v1alpha1.OnOrganization {
		return wrong("%s %s does not exist, so that this %s would take nothing away; nothing was recorded. Look at the name; to bind it before it appears, add --anyway",
			o.Subject.Kind, o.Subject.Name, o.Action)
	}
	namespace := &corev1.Namespace{}
	err := s.client.Get(ctx, client.ObjectKey{Name: o.Namespace}, namespace)
	switch {
	case apierrors.IsNotFound(err):
		return wrong("namespace %s does not exist; name the domain with -n", o.Namespace)
	case err == nil && namespace.Labels[v1alpha1.DomainLabel] != "true":
		return wrong("namespace %s is no data domain, so that this %s of %s %s would take nothing away; nothing was recorded. Name the domain with -n; to record it here all the same, add --anyway",
			o.Namespace, o.Action, o.Subject.Kind, o.Subject.Name)
	}
	return wrong("%s %s/%s does not exist, so that this %s would take nothing away; nothing was recorded. Look at the name and at -n; to bind the name before it appears, add --anyway",
		o.Subject.Kind, o.Namespace, o.Subject.Name, o.Action)
}

// unknown refuses an act that gives back, or lets go, what nobody ever decided on.
func (s survey) unknown(ctx context.Context, o acting.Order) error {
	if o.Subject.Kind == v1alpha1.OnOrganization {
		return wrong("%s %s does not exist", o.Subject.Kind, o.Subject.Name)
	}
	if err := s.known(ctx, o.Namespace); err != nil {
		return err
	}
	return wrong("%s %s/%s does not exist", o.Subject.Kind, o.Namespace, o.Subject.Name)
}

// words asks for the arguments of a line by their names.
func words(names ...string) cobra.PositionalArgs {
	return func(command *cobra.Command, args []string) error {
		switch {
		case len(args) < len(names):
			return wrong("%s is missing: the line is %s", names[len(args)], command.UseLine())
		case len(args) > len(names):
			return wrong("%q is one word too many: the line is %s", args[len(names)], command.UseLine())
		}
		return nil
	}
}

// atMost asks for one argument or none.
func atMost(name string) cobra.PositionalArgs {
	return func(command *cobra.Command, args []string) error {
		return words([]string{name}[:min(len(args), 1)]...)(command, args)
	}
}

// readDays refuses days that are none before anything is read or recorded.
func (o *actOptions) readDays() error {
	if word := string(o.order.ActedOn); word != "" {
		if _, err := time.Parse(time.RFC3339Nano, word); err != nil && !isDay(word) {
			return wrong("--on %q is neither a day (2026-11-10) nor an instant (2026-11-10T09:00:00+08:00)", word)
		}
	}
	for _, of := range []struct{ flag, word string }{{"--due", string(o.order.DueDate)}, {"--document-issued", o.issued}} {
		if of.word != "" && !isDay(of.word) {
			return wrong("%s %q is no day: write it as YYYY-MM-DD", of.flag, of.word)
		}
	}
	return nil
}

func isDay(word string) bool {
	_, err := time.Parse(time.DateOnly, word)
	return err == nil
}
