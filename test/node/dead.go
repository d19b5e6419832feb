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
	"k8s.io/client-go/rest"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/yaml"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/test/install"
)

const (
	shortGrant = "a-minute"
	shortLife  = 75 * time.Second
	// promised is by how much a pod may outlive the term when nobody of ours is
	// left: the beat that stood for the time at its birth was that old at most.
	promised = time.Minute
	// byItself is what a pod has to end by itself, as admission bounds it.
	byItself = 5 * time.Second
	// leeway is for a node that looks once a second, and for a busy machine.
	leeway = 15 * time.Second
)

// dies lets a term end with all processes of Mandate killed: only the node is
// left to end what runs.
func (w *world) dies(ctx context.Context) error {
	w.say("A grant ends in %s. Pods are made, then everything of Mandate is killed, then more pods are made while the last beat is fresh.", shortLife)
	namespace, end, err := w.shortSandbox(ctx)
	if err != nil {
		return err
	}
	by, err := w.named("system:serviceaccount:" + namespace + ":developer")
	if err != nil {
		return err
	}
	marks, err := w.allRun(ctx, by, namespace, "before")
	if err != nil {
		return err
	}
	for _, p := range w.processes {
		p.Kill()
	}
	w.processes = nil // that they are dead is no failure any more
	w.say("Operator and cutoffs are dead.")
	later, err := w.allRun(ctx, by, namespace, "after")
	if err != nil {
		return err
	}
	if err := refusesToLast(ctx, by, namespace, "before-"+defies); err != nil {
		return err
	}
	w.say("%d pods talk. The term ends in %s, and the node may take %s longer.", len(marks)+len(later), span(time.Until(end)), promised)
	watching, cancel := context.WithDeadlineCause(ctx, end.Add(promised+leeway), fmt.Errorf("%s after the end of the term", promised+leeway))
	defer cancel()
	return w.nodeEnds(<-watchAll(watching, append(marks, later...)), end, len(marks))
}

// nodeEnds judges when the last byte came. Of the first so many, cutoff saw the
// start and made them end with the term, but for what a pod may take to end by
// itself.
func (w *world) nodeEnds(all []seen, end time.Time, shortened int) error {
	figures := newTable()
	var errs []error
	for i, s := range all {
		if s.err != nil {
			errs = append(errs, fmt.Errorf("%s: %w", s.what, s.err))
			continue
		}
		if late := s.at.Sub(end); i < shortened && late > byItself+leeway {
			errs = append(errs, fmt.Errorf("%s: %s after the end of the term, want %s at most", s.what, span(late), byItself+leeway))
		}
		figures.add(s.what, s.at.Sub(end))
	}
	figures.print("From the end of the term, everything of ours dead, to")
	return errors.Join(errs...)
}

// shortSandbox makes a grant that ends soon, and says when.
func (w *world) shortSandbox(ctx context.Context) (string, time.Time, error) {
	maker, err := w.as(editor)
	if err != nil {
		return "", time.Time{}, err
	}
	// The API server runs on this machine, so that its clock is ours.
	now := time.Now().Truncate(time.Second)
	end := now.Add(shortLife)
	agreement, grant := &v1alpha1.OperationAgreement{}, &v1alpha1.DeveloperGrant{}
	if err := errors.Join(yaml.UnmarshalStrict([]byte(install.ShortAgreement), agreement),
		yaml.UnmarshalStrict([]byte(install.ShortGrant(shortGrant, now, end)), grant)); err != nil {
		return "", end, fmt.Errorf("read the short chain: %w", err)
	}
	for _, object := range []client.Object{agreement, grant} {
		if err := maker.Create(ctx, object); err != nil {
			return "", end, fmt.Errorf("make %s: %w", object.GetName(), err)
		}
	}
	namespace, err := w.sandbox(ctx, shortGrant)
	return namespace, end, err
}

// named returns the access of whoever has a name, by the administrator: a term
// as short has no door.
func (w *world) named(name string) (client.Client, error) {
	access := w.cluster.Config()
	access.Impersonate = rest.ImpersonationConfig{UserName: name}
	c, err := client.New(access, client.Options{Scheme: w.mandate.Admin.Scheme(), Mapper: w.mandate.Admin.RESTMapper()})
	if err != nil {
		return nil, fmt.Errorf("make client: %w", err)
	}
	return c, nil
}

// allRun makes a pod of each manner and says how long each may run.
func (w *world) allRun(ctx context.Context, by client.Client, namespace, when string) ([]mark, error) {
	var marks []mark
	for _, manner := range []string{talks, defies, lingers} {
		r, err := w.runs(ctx, by, namespace, when+"-"+manner, manner)
		if err != nil {
			return nil, err
		}
		marks = append(marks, mark{"last byte of a pod made " + when + ", that " + doing[manner], r.stream.end})
		found := &corev1.Pod{}
		if err := w.mandate.Admin.Get(ctx, client.ObjectKeyFromObject(r.pod), found); err != nil {
			return nil, fmt.Errorf("read pod %s: %w", r.pod.Name, err)
		}
		if found.Spec.ActiveDeadlineSeconds == nil {
			return nil, fmt.Errorf("pod %s has no end", found.Name)
		}
		w.say("Pod %s may run for %d s.", found.Name, *found.Spec.ActiveDeadlineSeconds)
	}
	return marks, nil
}
