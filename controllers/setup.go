// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

// Package controllers lists the operator's controllers.
package controllers

import (
	"context"
	"fmt"
	"time"

	"k8s.io/utils/clock"
	ctrl "sigs.k8s.io/controller-runtime"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/controllers/dataresource"
	"github.com/publicdata-io/mandate/controllers/decision"
	"github.com/publicdata-io/mandate/controllers/developergrant"
	"github.com/publicdata-io/mandate/controllers/domain"
	"github.com/publicdata-io/mandate/controllers/gauges"
	"github.com/publicdata-io/mandate/controllers/guards"
	"github.com/publicdata-io/mandate/controllers/heartbeat"
	"github.com/publicdata-io/mandate/controllers/implementationplan"
	"github.com/publicdata-io/mandate/controllers/jurisdiction"
	"github.com/publicdata-io/mandate/controllers/kube"
	"github.com/publicdata-io/mandate/controllers/objection"
	"github.com/publicdata-io/mandate/controllers/operationagreement"
	"github.com/publicdata-io/mandate/controllers/organization"
	"github.com/publicdata-io/mandate/controllers/purge"
	"github.com/publicdata-io/mandate/controllers/sandboxclass"
	"github.com/publicdata-io/mandate/controllers/selection"
	"github.com/publicdata-io/mandate/controllers/usage"
	"github.com/publicdata-io/mandate/controllers/workcalendar"
	"github.com/publicdata-io/mandate/internal/ordering"
)

// grantWorkers is how many grants are provisioned at once: enough for the API
// server to be the bound while a third of them waits to read together.
const grantWorkers = 24

// Option changes how the operator is set up.
type Option func(*kube.Abreast)

// AskCache has what rests on live reads ask the cache about the Decisions of a
// namespace that holds so many, where the cache comes in time as far as the store
// was. Unset it is kube.ManyDecisions and kube.CatchUp.
func AskCache(many int64, patience time.Duration) Option {
	return func(a *kube.Abreast) { a.Many, a.Patience = many, patience }
}

// abreast follows how far the cache of Decisions is.
func abreast(ctx context.Context, mgr ctrl.Manager, options []Option) (*kube.Abreast, error) {
	progress, err := kube.NewProgress(ctx, mgr.GetCache())
	if err != nil {
		return nil, err
	}
	a := &kube.Abreast{
		Live: mgr.GetAPIReader(), Cache: mgr.GetClient(), Many: kube.ManyDecisions, Patience: kube.CatchUp,
		Seen: func() string { return progress.Seen(ordering.KindDecision) },
	}
	for _, change := range options {
		change(a)
	}
	return a, nil
}

// Setup adds the operator's controllers to a manager.
func Setup(ctx context.Context, mgr ctrl.Manager, now clock.PassiveClock, options ...Option) error {
	if err := kube.Index(ctx, mgr.GetFieldIndexer()); err != nil {
		return err
	}
	c, live := mgr.GetClient(), mgr.GetAPIReader()
	writer := &kube.Writer{Client: c, Live: live, Ledger: kube.NewLedger()}
	if err := mgr.Add(kube.NewRecall(live, writer.Ledger, mgr.GetScheme())); err != nil {
		return fmt.Errorf("recall what was written before: %w", err)
	}
	if err := gauges.Register(c); err != nil {
		return fmt.Errorf("register the gauges of links: %w", err)
	}
	up, err := abreast(ctx, mgr, options)
	if err != nil {
		return err
	}
	told := mgr.GetEventRecorder(v1alpha1.FieldOwner)
	watch, err := kube.NewGuardWatch(mgr.GetCache(), now)
	if err != nil {
		return err
	}
	watch.Gives = true
	shared, err := kube.NewShared(ctx, mgr.GetFieldIndexer())
	if err != nil {
		return err
	}
	if err := shared.Follow(ctx, mgr.GetCache()); err != nil {
		return err
	}
	if err := mgr.Add(watch); err != nil {
		return fmt.Errorf("watch the guards: %w", err)
	}
	for _, r := range []interface{ SetupWithManager(ctrl.Manager) error }{
		&guards.Prober{Client: c, Live: live, Clock: now, Watch: watch},
		&heartbeat.Reconciler{Client: c, Clock: now},
		&workcalendar.Reconciler{Client: c, Clock: now, Events: told},
		&jurisdiction.Reconciler{Client: c, Clock: now},
		&organization.Reconciler{Client: c, Clock: now, Events: told},
		&sandboxclass.Reconciler{Client: c, Clock: now},
		&decision.Reconciler{Client: c, Clock: now},
		&dataresource.Reconciler{Client: c, Live: live, Clock: now, Events: told, Writer: writer},
		&dataresource.Strays{Client: c, Live: live},
		&implementationplan.Reconciler{Client: c, Clock: now, Events: told},
		&selection.Reconciler{Client: c, Clock: now, Events: told},
		&objection.Reconciler{Client: c, Clock: now, Events: told},
		&operationagreement.Reconciler{Client: c, Live: live, Clock: now, Events: told, Writer: writer, Guards: watch, Shared: shared, Up: up},
		&developergrant.Reconciler{Client: c, Live: live, Rounds: kube.NewRounds(live, up), Clock: now, Events: told, Writer: writer, Guards: watch, Shared: shared, Workers: grantWorkers, Lanes: kube.NewLanes()},
		&usage.Reconciler{Client: c, References: kube.References{Cache: c, Live: live, Informers: mgr.GetCache(), Clock: now}, Rounds: kube.NewTurns(live)},
		&domain.Reconciler{Client: c, Live: live},
		&purge.Reconciler{Client: c, Live: live, Clock: now, Events: told},
		&purge.Leftovers{Client: c, Live: live, Clock: now},
	} {
		if err := r.SetupWithManager(mgr); err != nil {
			return err
		}
	}
	return nil
}
