// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"fmt"

	"github.com/spf13/cobra"
	"k8s.io/utils/clock"
	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/manager"

	"github.com/publicdata-io/mandate/controllers/cutoff"
	"github.com/publicdata-io/mandate/controllers/kube"
)

func cutoffCommand() *cobra.Command {
	p := &process{}
	cmd := &cobra.Command{
		Use:   "cutoff",
		Short: "Take away: end access at once when a link no longer holds",
		Long:  "Cutoff takes away what is no longer in force. It runs in any number of replicas without a leader, and can empty, close and delete but neither fill, open nor create.",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			mgr, now, api, err := p.manager(cmd.Context(), func(o *manager.Options) {
				o.Cache, o.MapperProvider = kube.CutoffCacheOptions(clock.RealClock{}), kube.CutoffMapper
			})
			if err != nil {
				return err
			}
			go warn(api)
			if err := now.Floor(cmd.Context(), mgr.GetAPIReader()); err != nil { // a cut needs no Heartbeat
				ctrl.Log.Error(err, "time may be told from before the last beat")
			}
			deadlines := cutoff.NewDeadlines(now, clock.RealClock{}, api.RESTClient())
			if err := cutoff.Setup(cmd.Context(), mgr, deadlines); err != nil {
				return err
			}
			if err := start(cmd.Context(), mgr); err != nil {
				return fmt.Errorf("run cutoff: %w", err)
			}
			return nil
		},
	}
	p.flags(cmd)
	return cmd
}
