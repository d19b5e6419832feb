//go:build linux

// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"syscall"
	"time"
)

const cgroupMount = "/sys/fs/cgroup"

// hierarchies are the folders below which each kind of cgroup lies: one where
// there is version 2 alone, else one for each controller.
func hierarchies() ([]string, error) {
	if _, err := os.Stat(filepath.Join(cgroupMount, "cgroup.controllers")); err == nil {
		return []string{cgroupMount}, nil
	}
	entries, err := os.ReadDir(cgroupMount)
	if err != nil {
		return nil, fmt.Errorf("find cgroups: %w", err)
	}
	var all []string
	for _, entry := range entries {
		folder := filepath.Join(cgroupMount, entry.Name())
		if _, err := os.Stat(filepath.Join(folder, "cgroup.procs")); err == nil && entry.IsDir() {
			all = append(all, folder)
		}
	}
	if len(all) == 0 {
		return nil, errors.New("find cgroups: none are mounted below " + cgroupMount)
	}
	return all, nil
}

// makeCgroups makes the cgroup below which kubelet puts all pods.
func makeCgroups(name string) error {
	folders, err := hierarchies()
	if err != nil {
		return err
	}
	for _, folder := range folders {
		own := filepath.Join(folder, name)
		if err := os.MkdirAll(own, 0o755); err != nil {
			return fmt.Errorf("make cgroup: %w", err)
		}
		// Of version 1 this one inherits nothing by itself.
		for _, file := range []string{"cpuset.cpus", "cpuset.mems"} {
			if err := inherit(folder, own, file); err != nil {
				return err
			}
		}
	}
	return nil
}

func inherit(parent, child, file string) error {
	value, err := os.ReadFile(filepath.Join(parent, file))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err == nil {
		err = os.WriteFile(filepath.Join(child, file), value, 0o600)
	}
	if err != nil {
		return fmt.Errorf("make cgroup: %w", err)
	}
	return nil
}

// removeCgroups removes a cgroup with all below it. What ran in them was told to
// end just before, and each is busy until it has.
func removeCgroups(name string) error {
	folders, err := hierarchies()
	if err != nil {
		return err
	}
	var last error
	for range 100 {
		last = nil
		for _, folder := range folders {
			last = errors.Join(last, removeTree(filepath.Join(folder, name)))
		}
		if last == nil {
			return nil
		}
		time.Sleep(100 * time.Millisecond)
	}
	return fmt.Errorf("remove cgroup: %w", last)
}

// removeTree removes the folders alone: the files go with them.
func removeTree(top string) error {
	var folders []string
	_ = filepath.WalkDir(top, func(path string, entry fs.DirEntry, err error) error {
		if err == nil && entry.IsDir() {
			folders = append(folders, path)
		}
		return nil
	})
	var errs []error
	for _, folder := range slices.Backward(folders) {
		if err := syscall.Rmdir(folder); err != nil && !errors.Is(err, fs.ErrNotExist) {
			errs = append(errs, &fs.PathError{Op: "rmdir", Path: folder, Err: err})
		}
	}
	return errors.Join(errs...)
}
