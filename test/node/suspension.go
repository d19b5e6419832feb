//go:build linux

// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"sigs.k8s.io/controller-runtime/pkg/client"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
)

const (
	// tooLong is after what something is broken; it is no goal.
	tooLong = 10 * time.Second
	// watchFor is how long is waited to say by how much.
	watchFor = 15 * time.Second
	// breath is between two looks, so that looking does not take the processor
	// from who cuts.
	breath = 5 * time.Millisecond
)

// suspends cuts a grant again and again while its pods talk, and somebody who
// stepped in listens.
func (w *world) suspends(ctx context.Context, rounds int) error {
	w.say("A grant is suspended %d times. Each time two pods of it keep a connection to a server outside: one ends when it is told to, "+
		"the other defies that and asked for an hour. An exec, an attach and a log that is followed were opened by break-glass.", rounds)
	figures := newTable()
	var errs []error
	for round := range rounds {
		if err := w.suspendsOnce(ctx, round, figures); err != nil {
			errs = append(errs, fmt.Errorf("round %d: %w", round+1, err))
			break
		}
	}
	figures.print("From the answer to Suspend to")
	return errors.Join(errs...)
}

// suspendsOnce is one round.
func (w *world) suspendsOnce(ctx context.Context, round int, figures *table) error {
	namespace, err := w.sandbox(ctx, grantOfTwo)
	if err != nil {
		return err
	}
	inside, err := w.enters(ctx, namespace)
	if err != nil {
		return err
	}
	marks, err := w.opens(ctx, inside, namespace, round)
	if err != nil {
		return err
	}
	w.say("Round %d: bytes go both ways, the exec, the attach and the log print.", round+1)
	marks = append(w.looks(inside, namespace), marks...)
	watching, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	seen := watchAll(watching, marks)
	answered, act, err := w.decides(ctx, agency, fmt.Sprintf(`{subject: {kind: DeveloperGrant, name: %s}, action: Suspend, organization: demo-info-centre,
		actedOn: "%s", ground: shown on a node, document: {number: "%d", issuedOn: "%[2]s", body: demo}, decidedBy: li.na}`, grantOfTwo, day(2*round), w.acts))
	if err != nil {
		return err
	}
	time.AfterFunc(watchFor, func() { cancel(fmt.Errorf("%s after the answer", watchFor)) })
	if err := errors.Join(judge(<-seen, answered, figures), w.letsNothingIn(ctx, inside, namespace)); err != nil {
		return err
	}
	_, _, err = w.decides(ctx, agency, fmt.Sprintf(`{subject: {kind: DeveloperGrant, name: %s}, action: Lift, organization: demo-info-centre,
		actedOn: "%s", regarding: {name: %s, uid: %s}, document: {number: "%d", issuedOn: "%[2]s", body: demo}, decidedBy: li.na}`,
		grantOfTwo, day(2*round+1), act.Name, act.UID, w.acts))
	return err
}

// day is a day on which an act was, in the order of acts.
func day(n int) string { return time.Date(2025, 6, 2+n, 0, 0, 0, 0, time.UTC).Format(time.DateOnly) }

// opens makes pods and all that is open to them.
func (w *world) opens(ctx context.Context, inside client.Client, namespace string, round int) ([]mark, error) {
	var marks []mark
	names := map[string]string{}
	for _, manner := range []string{talks, defies} {
		names[manner] = fmt.Sprintf("%s-%d", manner, round)
		r, err := w.runs(ctx, inside, namespace, names[manner], manner)
		if err != nil {
			return nil, err
		}
		marks = append(marks, mark{"last byte of a pod that " + doing[manner], r.stream.end})
	}
	for _, open := range []struct {
		what string
		args []string
	}{
		{"last byte of an exec in the pod that defies", []string{"exec", names[defies], "--", "/payload", "tick"}},
		{"last byte of an attach to it", []string{"attach", names[defies]}},
		{"last byte of its log, followed", []string{"logs", "-f", names[defies]}},
	} {
		f, err := w.follow(ctx, open.what, append([]string{"-n", namespace}, open.args...)...)
		if err != nil {
			return nil, err
		}
		marks = append(marks, mark{open.what, f.end})
	}
	return marks, nil
}

var doing = map[string]string{
	talks: "ends when told", defies: "defies and asked for an hour", lingers: "defies, its hook never ends",
}

// looks are what is looked at over and over from outside.
func (w *world) looks(inside client.Client, namespace string) []mark {
	again := func(what string, done func(context.Context) (bool, error)) mark {
		return mark{what, func(ctx context.Context) (time.Time, error) { return until(ctx, done) }}
	}
	return []mark{
		again("first denied read of the developer", func(ctx context.Context) (bool, error) {
			err := inside.List(ctx, &corev1.PodList{}, client.InNamespace(namespace), client.Limit(1))
			return apierrors.IsForbidden(err), ignore(err, apierrors.IsForbidden)
		}),
		again("namespace closed", func(ctx context.Context) (bool, error) {
			box := &corev1.Namespace{}
			err := w.mandate.Admin.Get(ctx, client.ObjectKey{Name: namespace}, box)
			return box.Annotations[v1alpha1.ClosedByAnnotation] != "", err
		}),
		again("no pod in a live list", func(ctx context.Context) (bool, error) {
			var pods corev1.PodList
			err := w.mandate.Admin.List(ctx, &pods, client.InNamespace(namespace))
			return err == nil && len(pods.Items) == 0, err
		}),
	}
}

// letsNothingIn tries to start a pod in the closed sandbox, with the developer's
// token and as one whom RBAC refuses nothing.
func (w *world) letsNothingIn(ctx context.Context, inside client.Client, namespace string) error {
	for who, by := range map[string]client.Client{"the developer": inside, "a cluster admin": w.mandate.Admin} {
		err := by.Create(ctx, makePod(namespace, "late", talks, outerIP+":1"))
		if !apierrors.IsForbidden(err) {
			return fmt.Errorf("a pod of %s in the closed sandbox was not refused: %w", who, err)
		}
	}
	return nil
}

func ignore(err error, expected func(error) bool) error {
	if expected(err) {
		return nil
	}
	return err
}
