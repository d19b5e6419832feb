// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"k8s.io/apimachinery/pkg/api/meta"
	"k8s.io/apimachinery/pkg/watch"
	"sigs.k8s.io/controller-runtime/pkg/client"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
)

// twenty is how many grants config/samples holds.
const twenty = 20

// medtechGrant is the grant that most of the story is about: it has two inputs,
// and the people of demo-medtech hold it.
const medtechGrant = "drug-safety"

// appliesSamples applies a whole chain and waits for its sandboxes.
func (s *stage) appliesSamples(ctx context.Context) error {
	s.story.say("The samples are an invented chain: nine organisations, the rules they act under (an edition of no law), three " +
		"bodies of data (数据资源), the agreement by which the information centre lets the data group operate them, and " +
		"twenty grants (开发利用授权) to developers, each for one scenario.")
	opened := make(chan opening, 1)
	if err := s.watchOpening(ctx, opened); err != nil {
		return err
	}
	s.story.brief = true
	if _, err := s.allowed(ctx, admin, "kubectl apply --server-side -k config/samples", "serverside-applied"); err != nil {
		return err
	}
	s.story.say("For every grant in force there is now a sandbox (沙箱): a namespace with its guards, made by the operator alone.")
	s.story.brief = true
	if _, err := s.allowed(ctx, admin, "kubectl -n demo-health wait developergrants --all --for=condition=SandboxReady --timeout=90s", "condition met"); err != nil {
		return err
	}
	if err := s.toldOpening(ctx, opened); err != nil {
		return err
	}
	if _, err := s.allowed(ctx, admin, "kubectl -n demo-health get operationagreements,dataresources", "outpatient-visits", "True"); err != nil {
		return err
	}
	if _, err := s.allowed(ctx, admin, "kubectl -n demo-health get developergrants", medtechGrant, "InForce"); err != nil {
		return err
	}
	return s.looksInside(ctx)
}

// looksInside shows what one sandbox is made of.
func (s *stage) looksInside(ctx context.Context) error {
	namespace, err := s.sandbox(ctx, medtechGrant)
	if err != nil {
		return err
	}
	s.story.say("Inside each: everything denied in both directions but the granted data, no load balancers, bounds on what it " +
		"uses, one account for pods and one for people. Room and door are explained below.")
	_, err = s.allowed(ctx, admin, "kubectl -n "+namespace+" get networkpolicies,resourcequotas,limitranges,serviceaccounts,rolebindings,configmaps -o name",
		"networkpolicy.networking.k8s.io/mandate-default-deny", "resourcequota/mandate", "rolebinding.rbac.authorization.k8s.io/mandate-door",
		"rolebinding.rbac.authorization.k8s.io/mandate-room", "serviceaccount/developer")
	return err
}

// opening is how long each sandbox took, from the grant being stored to the
// status saying that the sandbox is ready, both as a watch tells it.
type opening struct {
	took []time.Duration
	err  error
}

// watchOpening measures in the background and tells once all twenty are open.
func (s *stage) watchOpening(ctx context.Context, told chan<- opening) error {
	watcher, err := client.NewWithWatch(s.cluster.Config(), client.Options{Scheme: s.mandate.Admin.Scheme()})
	if err != nil {
		return fmt.Errorf("make client: %w", err)
	}
	events, err := watcher.Watch(ctx, &v1alpha1.DeveloperGrantList{}, client.InNamespace(domain))
	if err != nil {
		return fmt.Errorf("watch DeveloperGrants: %w", err)
	}
	go func() {
		defer events.Stop()
		told <- timeOpening(events.ResultChan())
	}()
	return nil
}

func timeOpening(events <-chan watch.Event) opening {
	stored, took := map[string]time.Time{}, map[string]time.Duration{}
	for event := range events {
		grant, ok := event.Object.(*v1alpha1.DeveloperGrant)
		if !ok {
			continue
		}
		now := time.Now()
		if _, known := stored[grant.Name]; !known {
			stored[grant.Name] = now
		}
		if _, known := took[grant.Name]; !known && isOpen(grant) == nil {
			took[grant.Name] = now.Sub(stored[grant.Name])
		}
		if len(took) == twenty {
			var all []time.Duration
			for _, d := range took {
				all = append(all, d)
			}
			slices.Sort(all)
			return opening{took: all}
		}
	}
	return opening{err: errors.New("the watch of DeveloperGrants ended early")}
}

func (s *stage) toldOpening(ctx context.Context, told <-chan opening) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(patience):
		return surprised(fmt.Sprintf("%d grants open within %s", twenty, patience), nil)
	case o := <-told:
		if o.err != nil {
			return o.err
		}
		s.story.check("%d sandboxes are ready: half of them within %s of their grant being stored, the last within %s.",
			twenty, span(o.took[twenty/2]), span(o.took[twenty-1]))
		s.measured("grant stored → sandbox ready, median of 20", o.took[twenty/2])
		s.measured("grant stored → sandbox ready, slowest of 20", o.took[twenty-1])
		return nil
	}
}

// isOpen returns nil for a grant in force whose sandbox is ready, else what is
// missing.
func isOpen(grant *v1alpha1.DeveloperGrant) error {
	for _, kind := range []string{v1alpha1.ActiveCondition, v1alpha1.SandboxReadyCondition} {
		condition := meta.FindStatusCondition(grant.Status.Conditions, kind)
		if condition == nil {
			return fmt.Errorf("DeveloperGrant %s has no condition %s", grant.Name, kind)
		}
		if condition.Status != "True" || condition.Reason == v1alpha1.NotNeededReason {
			return fmt.Errorf("DeveloperGrant %s has %s=%s (%s): %s", grant.Name, kind, condition.Status, condition.Reason, condition.Message)
		}
	}
	if grant.Status.Sandbox == nil {
		return fmt.Errorf("DeveloperGrant %s names no sandbox", grant.Name)
	}
	return nil
}
