// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package install

import (
	"bytes"
	"context"
	"fmt"
	"os/exec"
	"strings"
)

// Kubectl runs the cluster's own kubectl as its administrator in the folder of
// the repository and returns what it writes. The error holds what kubectl says.
func (i *Installation) Kubectl(ctx context.Context, stdin string, args ...string) (string, error) {
	command := exec.CommandContext(ctx, i.cluster.Kubectl(), append([]string{"--kubeconfig", i.AdminKubeconfig()}, args...)...)
	command.Dir = i.Root
	command.Stdin = strings.NewReader(stdin)
	var out, told bytes.Buffer
	command.Stdout, command.Stderr = &out, &told
	if err := command.Run(); err != nil {
		return out.String(), fmt.Errorf("kubectl %s: %w: %s", strings.Join(args, " "), err, strings.TrimSpace(told.String()))
	}
	return out.String(), nil
}

func wrap(doing string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s: %w", doing, err)
}
