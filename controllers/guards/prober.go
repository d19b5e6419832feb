// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

// Package guards proves that the admission policies bite: before anything is
// given, and every minute, it dry-runs requests of its own that each of them has
// to refuse, and it publishes the answer in the Heartbeat.
package guards

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"golang.org/x/sync/errgroup"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/apimachinery/pkg/util/wait"
	"k8s.io/client-go/discovery"
	"k8s.io/client-go/rest"
	"k8s.io/utils/clock"
	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/publicdata-io/mandate/controllers/kube"
	"github.com/publicdata-io/mandate/internal/guard"
)

const (
	// proveEvery is how often the guards are proven while they bite.
	proveEvery = time.Minute
	// idleEvery is how often they are tried while one of them does not.
	idleEvery = 5 * time.Second
	// tick is how soon a proof follows that could not be had, or that is due
	// because a guard came back.
	tick = 500 * time.Millisecond
	// answerLimit bounds the wait for one answer.
	answerLimit = 5 * time.Second
	// firstLimit is how long giving waits for the first proof before it is
	// reported that there is none.
	firstLimit = 10 * time.Second
	// atOnce is how many requests are under way at once.
	atOnce = 8
)

// Prober proves the guards. It runs where the operator leads.
type Prober struct {
	// Client makes the probe sandbox and publishes the answer; Live reads from
	// the API server.
	Client client.Client
	Live   client.Reader
	Clock  clock.PassiveClock
	// Watch takes the answers, and knows whether the guards stand.
	Watch *kube.GuardWatch

	api    rest.Interface
	probes []guard.Probe
	begun  time.Time
	next   time.Time
	proved bool
	placed bool
	// told says that there was an answer, or none for too long.
	told bool
}

// +kubebuilder:rbac:groups="",resources=namespaces,verbs=get;create;patch
// +kubebuilder:rbac:groups="",resources=configmaps;limitranges,verbs=create
// +kubebuilder:rbac:groups=networking.k8s.io,resources=networkpolicies,verbs=create
// +kubebuilder:rbac:groups=rbac.authorization.k8s.io,resources=clusterroles;rolebindings,verbs=create
// +kubebuilder:rbac:groups=mandate.publicdata.io,resources=developergrants,verbs=get;list;watch;patch
// +kubebuilder:rbac:groups=mandate.publicdata.io,resources=heartbeats,verbs=get;list;watch;create
// +kubebuilder:rbac:groups=mandate.publicdata.io,resources=heartbeats/status,verbs=patch

// SetupWithManager adds the proof to what the leader runs.
func (p *Prober) SetupWithManager(mgr ctrl.Manager) error {
	probes, err := guard.Probes()
	if err != nil {
		return err
	}
	api, err := discovery.NewDiscoveryClientForConfigAndClient(mgr.GetConfig(), mgr.GetHTTPClient())
	if err != nil {
		return fmt.Errorf("connect to prove the guards: %w", err)
	}
	p.probes, p.api = probes, api.RESTClient()
	if err := mgr.Add(p); err != nil {
		return fmt.Errorf("add the proof of the guards: %w", err)
	}
	return nil
}

// Start proves the guards until the context ends.
func (p *Prober) Start(ctx context.Context) error {
	p.begun = p.Clock.Now()
	wait.UntilWithContext(ctx, func(ctx context.Context) {
		p.step(ctx)
		if !p.told {
			return // what whoever led before has published stands, until we know
		}
		if err := p.publish(ctx); err != nil && ctx.Err() == nil {
			ctrl.LoggerFrom(ctx).Error(err, "what is known of the guards could not be published; it is tried again")
		}
	}, tick)
	return nil
}

// step tries the guards where that is due.
func (p *Prober) step(ctx context.Context) {
	now := p.Clock.Now()
	if now.Before(p.next) && (!p.proved || p.Watch.Proven()) {
		return
	}
	if err := p.place(ctx); err != nil {
		ctrl.LoggerFrom(ctx).V(1).Info("the guards could not be tried; it is tried again", "error", err)
		p.giveUpWaiting(now)
		return
	}
	outcome, fault := p.round(ctx)
	p.proved = outcome == guard.Bites
	switch outcome {
	case guard.Bites:
		p.next = now.Add(proveEvery)
		p.Watch.Note(func(r *guard.Record) { r.Bit(now) })
	case guard.Idle:
		p.next = now.Add(idleEvery)
		p.Watch.Note(func(r *guard.Record) { r.Idle(fault, now) })
	default:
		p.giveUpWaiting(now)
		return
	}
	p.decide()
}

// giveUpWaiting lets it be reported that there is no proof.
func (p *Prober) giveUpWaiting(now time.Time) {
	if now.Sub(p.begun) >= firstLimit {
		p.decide()
	}
}

func (p *Prober) decide() {
	p.told = true
	p.Watch.Decided()
}

// round makes every request once. One idle guard is an answer; one answer that
// could not be had is none.
func (p *Prober) round(ctx context.Context) (guard.Outcome, string) {
	probes, err := p.targeted(ctx)
	if err != nil {
		ctrl.LoggerFrom(ctx).V(1).Info("the guards could not be tried; it is tried again", "error", err)
		return guard.Unclear, ""
	}
	outcomes := p.tryAll(ctx, probes)
	faults, unclear := map[guard.Key]string{}, false
	for i, outcome := range outcomes {
		switch outcome {
		case guard.Idle:
			faults[guard.Key{Name: probes[i].Policy}] = probes[i].Fault()
		case guard.Unclear:
			unclear = true
		}
	}
	switch {
	case len(faults) > 0:
		return guard.Idle, guard.Tell(faults)
	case unclear:
		return guard.Unclear, ""
	}
	return guard.Bites, ""
}

// tryAll makes the requests, those that would delete once all others are
// answered: for half a minute after one, dry or not, the API server reads the
// namespace from its store for each request that creates something in it.
func (p *Prober) tryAll(ctx context.Context, probes []guard.Probe) []guard.Outcome {
	outcomes := make([]guard.Outcome, len(probes))
	for _, deletes := range []bool{false, true} {
		var group errgroup.Group
		group.SetLimit(atOnce)
		for i := range probes {
			if (probes[i].Method == http.MethodDelete) != deletes {
				continue
			}
			group.Go(func() error {
				outcomes[i] = p.try(ctx, probes[i])
				return nil
			})
		}
		_ = group.Wait() // they keep their answers themselves
	}
	return outcomes
}

// try makes one request, which is never stored.
func (p *Prober) try(ctx context.Context, probe guard.Probe) guard.Outcome {
	ctx, cancel := context.WithTimeout(ctx, answerLimit)
	defer cancel()
	kind := "application/json"
	if probe.Method == http.MethodPatch {
		kind = string(types.MergePatchType)
	}
	var status int
	answer := p.api.Verb(probe.Method).AbsPath(probe.Path).Param("dryRun", metav1.DryRunAll).
		SetHeader("Content-Type", kind).Body([]byte(probe.Body)).Do(ctx).StatusCode(&status)
	body, err := answer.Raw()
	outcome := probe.Judge(status, string(body))
	if outcome == guard.Unclear {
		ctrl.LoggerFrom(ctx).V(1).Info("a guard could not be tried", "policy", probe.Policy, "status", status, "answer", string(body), "error", err)
	}
	return outcome
}
