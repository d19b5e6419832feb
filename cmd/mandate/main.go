// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

// Command mandate runs the processes of Mandate: the operator, which gives, and
// cutoff, which takes away.
package main

import (
	"fmt"
	"os"
	_ "time/tzdata" // editions name zones, and images carry none

	"github.com/spf13/cobra"
	ctrl "sigs.k8s.io/controller-runtime"
)

// version is set when the program is linked.
var version = "unknown"

func main() {
	root := &cobra.Command{
		Use:           "mandate",
		Short:         "Authorised operation of public data on Kubernetes",
		Version:       version,
		SilenceUsage:  true,
		SilenceErrors: true,

		PersistentPreRunE: func(cmd *cobra.Command, _ []string) error {
			go giveBack(cmd.Context())
			return boundMemory()
		},
	}
	root.AddCommand(operatorCommand(), cutoffCommand())
	if err := until(ctrl.SetupSignalHandler(), lastBreath, root.ExecuteContext); err != nil {
		fmt.Fprintln(os.Stderr, "mandate:", err)
		os.Exit(1)
	}
}
