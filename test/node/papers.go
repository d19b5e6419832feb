//go:build linux

// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"
)

// keptPrefix begins the names of logs that are kept on purpose. No run removes them.
const keptPrefix = "mandate-node-logs-"

// papers is the folder of a run for keys and logs, which goes with it.
type papers string

// makePapers makes the folder, readable for us alone.
func makePapers() (papers, error) {
	p := papers(filepath.Join(os.TempDir(), ownName()))
	for _, folder := range []string{string(p), p.keys(), p.logs()} {
		if err := os.Mkdir(folder, 0o700); err != nil {
			return "", fmt.Errorf("make folder for keys and logs: %w", err)
		}
	}
	return p, nil
}

func (p papers) keys() string { return filepath.Join(string(p), "keys") }
func (p papers) logs() string { return filepath.Join(string(p), "logs") }

// end removes the folder. The logs of what failed, and no key, are kept, and end
// says where.
func (p papers) end(failed bool) (kept string, err error) {
	if failed {
		kept = filepath.Join(os.TempDir(), fmt.Sprintf("%s%d-%d", keptPrefix, time.Now().Unix(), os.Getpid()))
		err = os.Rename(p.logs(), kept)
	}
	return kept, errors.Join(err, os.RemoveAll(string(p)))
}
