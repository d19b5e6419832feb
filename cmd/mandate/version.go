// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"fmt"
	"strconv"

	kubernetes "k8s.io/apimachinery/pkg/version"
	"k8s.io/client-go/discovery"
	ctrl "sigs.k8s.io/controller-runtime"
)

// oldest is the oldest minor version of Kubernetes that Mandate gives on: older
// ones lack what isolation and the end of access rest on.
const oldest = 36

// recentEnough is an error where Kubernetes lacks what the end of access rests on,
// or does not say how old it is. Nothing is granted there: the operator ends by it.
// Cutoff says it and goes on: what was given before a control plane was rolled back
// is still to be taken away.
func recentEnough(api discovery.ServerVersionInterface) error {
	info, err := api.ServerVersion()
	if err != nil {
		return fmt.Errorf("ask for the version of Kubernetes: %w", err)
	}
	if minor(info) < oldest {
		return fmt.Errorf("this is Kubernetes %s; Mandate needs 1.%d or later, and grants nothing on anything older", info.GitVersion, oldest)
	}
	return nil
}

// warn says why nothing is granted, to whoever looks why.
func warn(api discovery.ServerVersionInterface) {
	if err := recentEnough(api); err != nil {
		ctrl.Log.Error(err, "nothing is granted on this Kubernetes; what was granted before is cut all the same")
	}
}

func minor(info *kubernetes.Info) int {
	digits := 0
	for digits < len(info.Minor) && info.Minor[digits] >= '0' && info.Minor[digits] <= '9' {
		digits++
	}
	number, err := strconv.Atoi(info.Minor[:digits])
	if err != nil || info.Major != "1" {
		return 0
	}
	return number
}
