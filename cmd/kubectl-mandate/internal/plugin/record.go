// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package plugin

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/yaml"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/acting"
	"github.com/publicdata-io/mandate/internal/procedure"
)

// judge foresees what a Decision would bring about, and refuses one that is to be
// sent and would have no effect, or that admission would refuse.
func (o *actOptions) judge(ctx context.Context, observed survey, d *v1alpha1.Decision, now time.Time) (foreseen, error) {
	ahead := observed.foresee(ctx, d, now)
	if o.dryRun == "client" {
		return ahead, nil
	}
	if ahead.refuses(d) && !o.order.Anyway {
		return ahead, errors.New(o.say("idle", ahead.idle(d, o.language())))
	}
	if h := observed.hindered(ctx, d, now, o.language()); h != nil {
		return ahead, errors.New(o.say("hindered", h))
	}
	return ahead, nil
}

// tellBeside says, beside what was recorded, what could not be read for it, why it
// has no effect, or who is waited for next. What takes away and takes nothing ends
// the line with a code of its own: whoever relies on it has to act again.
func (o *actOptions) tellBeside(scene acting.Scene, ahead foreseen, d *v1alpha1.Decision) error {
	if len(scene.Unread) > 0 {
		fmt.Fprintln(o.ErrOut, o.say("blind", blind{d, o.unread(scene), scene.Edition == nil}))
	}
	switch {
	case ahead.against == nil:
	case ahead.never() && procedure.Takes(d.Spec.Action) && o.dryRun == "none":
		return &Exit{Code: withoutEffect, error: errors.New(o.say("takesNothing", ahead.idle(d, o.language())))}
	case ahead.never() && procedure.Takes(d.Spec.Action) && o.dryRun == "server":
		return &Exit{Code: withoutEffect, error: errors.New(o.say("wouldTakeNothing", ahead.idle(d, o.language())))}
	default:
		fmt.Fprintln(o.ErrOut, o.say("noEffect", ahead.idle(d, o.language())))
	}
	if o.output != "" || o.dryRun == "client" || d.Spec.Step == "" || ahead.never() {
		return nil
	}
	if ahead.blocked != nil {
		fmt.Fprintln(o.Out, o.say("blocks", tell(o.language(), *ahead.blocked)))
	}
	for _, phrase := range ahead.waiting {
		fmt.Fprintln(o.Out, o.say("next", tell(o.language(), phrase)))
	}
	return nil
}

// unread is what could not be read for an act, in one line.
func (o *actOptions) unread(scene acting.Scene) string {
	said := make([]string, len(scene.Unread))
	for i, err := range scene.Unread {
		said[i] = In(o.language(), err)
	}
	return strings.Join(said, "; ")
}

// withoutEffect is the exit code of an act that takes away, was recorded or would
// be, and takes nothing.
const withoutEffect = 3

// blind is what is said of an act that was recorded without all that it is judged
// by.
type blind struct {
	Decision *v1alpha1.Decision
	Unread   string
	// WithoutEdition says that the edition is not known, so that no step of it was
	// looked up.
	WithoutEdition bool
}

// record creates the Decision, as far as --dry-run lets, and says so.
func (o *actOptions) record(ctx context.Context, c client.Client, d *v1alpha1.Decision) error {
	var options []client.CreateOption
	switch o.dryRun {
	case "client":
		return o.print(d, "yaml")
	case "server":
		options = append(options, client.DryRunAll)
	}
	if err := c.Create(ctx, d, options...); err != nil {
		return failed(err, "record the Decision")
	}
	return o.print(d, o.output)
}

func (o *actOptions) print(d *v1alpha1.Decision, as string) error {
	switch as {
	case "":
		name := "recorded"
		if o.dryRun == "server" {
			name = "recordable"
		}
		_, err := fmt.Fprintln(o.Out, o.say(name, d))
		return err
	case "name":
		_, err := fmt.Fprintf(o.Out, "decision.mandate.publicdata.io/%s\n", d.Name)
		return err
	case "yaml":
		d = d.DeepCopy()
		d.ManagedFields = nil
		d.APIVersion, d.Kind = v1alpha1.GroupVersion.String(), "Decision"
		out, err := yaml.Marshal(d)
		if err != nil {
			return fmt.Errorf("write the Decision: %w", err)
		}
		_, err = o.Out.Write(out)
		return err
	}
	return fmt.Errorf("print the Decision: unknown form %q", as) // readForm has judged it
}
