// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"fmt"

	"github.com/spf13/cobra"
	"k8s.io/utils/clock"
	"sigs.k8s.io/controller-runtime/pkg/manager"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/controllers"
	"github.com/publicdata-io/mandate/controllers/kube"
)

func operatorCommand() *cobra.Command {
	p := &process{}
	elect := true
	cmd := &cobra.Command{
		Use:   "operator",
		Short: "Give: provision sandboxes, repair what drifts, report",
		Long:  "The operator brings the cluster to what the chain of authority gives and reports why. Taking away is cutoff's. Replicas elect a leader.",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			mgr, now, api, err := p.manager(cmd.Context(), func(o *manager.Options) {
				o.LeaderElection = elect
				o.LeaderElectionID = "mandate-operator"
				o.LeaderElectionNamespace = v1alpha1.SystemNamespace
				o.LeaderElectionReleaseOnCancel = true
			})
			if err != nil {
				return err
			}
			if err := recentEnough(api); err != nil {
				return err
			}
			if err := now.Floor(cmd.Context(), mgr.GetAPIReader()); err != nil {
				return err
			}
			kube.AwaitFirstBeat(cmd.Context(), mgr.GetAPIReader(), now, clock.RealClock{})
			if err := controllers.Setup(cmd.Context(), mgr, now); err != nil {
				return err
			}
			if err := start(cmd.Context(), mgr); err != nil {
				return fmt.Errorf("run the operator: %w", err)
			}
			return nil
		},
	}
	p.flags(cmd)
	cmd.Flags().BoolVar(&elect, "leader-elect", true, "elect a leader among replicas")
	return cmd
}
