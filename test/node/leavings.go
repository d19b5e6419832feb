//go:build linux

// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
)

// What a run makes outside of its node's folder bears its process id, so that it
// removes nothing of another run, and the next one what a run left that was killed.
const (
	// ownPrefix begins the names of cgroups and of the folder of keys and logs.
	ownPrefix = "mandate-node-"
	// linkPrefix is as short because the kernel lets a link have 15 letters.
	linkPrefix = "mandnode"
)

// ownName and ownLink are the names of what this run makes.
func ownName() string { return ownPrefix + strconv.Itoa(os.Getpid()) }
func ownLink() string { return linkPrefix + strconv.Itoa(os.Getpid()) }

// isLeft says whether something bears the id of a run that is over. At the start,
// what bears our own is of one that had the same id before.
func isLeft(prefix, name string) bool {
	digits, marked := strings.CutPrefix(name, prefix)
	pid, err := strconv.Atoi(digits)
	if !marked || err != nil || strconv.Itoa(pid) != digits || pid <= 0 {
		return false
	}
	return pid == os.Getpid() || errors.Is(syscall.Kill(pid, 0), syscall.ESRCH)
}

// removeLeft removes what runs left that were killed. It is called before this run
// makes anything.
func removeLeft() error {
	return errors.Join(removeLeftLinks(), removeLeftCgroups(), removeLeftFolders())
}

func removeLeftLinks() error {
	links, err := net.Interfaces()
	if err != nil {
		return fmt.Errorf("list links: %w", err)
	}
	for _, link := range links {
		if isLeft(linkPrefix, link.Name) {
			unplug(link.Name)
		}
	}
	return nil
}

func removeLeftCgroups() error {
	folders, err := hierarchies()
	if err != nil {
		return err
	}
	left := map[string]bool{}
	for _, folder := range folders {
		for _, name := range leftIn(folder) {
			left[name] = true
		}
	}
	var errs []error
	for name := range left {
		errs = append(errs, removeCgroups(name))
	}
	return errors.Join(errs...)
}

func removeLeftFolders() error {
	var errs []error
	for _, name := range leftIn(os.TempDir()) {
		errs = append(errs, os.RemoveAll(filepath.Join(os.TempDir(), name)))
	}
	return errors.Join(errs...)
}

// leftIn are the names of what was left in a folder. One that cannot be read has
// nothing of ours.
func leftIn(folder string) []string {
	var left []string
	entries, _ := os.ReadDir(folder)
	for _, entry := range entries {
		if isLeft(ownPrefix, entry.Name()) {
			left = append(left, entry.Name())
		}
	}
	return left
}
