// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"fmt"
	"os"
	"path/filepath"
)

// The people of the story. Each is known to the API server by a client
// certificate, and has the rights that config/samples gives to the group.
const (
	admin     = "admin"     // the platform engineer
	editor    = "liu.yang"  // keeps the domain's chain
	developer = "zhang.wei" // of demo-medtech, a holder of grants
	agency    = "li.na"     // officer of demo-info-centre, the implementing agency
	source    = "wang.fang" // officer of demo-insurance-bureau, a source unit
	authority = "zhao.min"  // officer of demo-data-bureau, the data authority
)

var groups = map[string][]string{
	editor:    {"demo-health:editors"},
	developer: {"demo-medtech:developers"},
	agency:    {"demo-info-centre:officers"},
	source:    {"demo-insurance-bureau:officers"},
	authority: {"demo-data-bureau:officers"},
}

// person is somebody who types commands.
type person struct {
	name       string
	kubeconfig string
	home       string // so that nothing is written into the audience's own
}

// cast gives everybody a kubeconfig and a home, in the cluster's folder.
func (s *stage) cast() error {
	folder := s.peopleFolder()
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return fmt.Errorf("make folder for people: %w", err)
	}
	if err := s.cluster.Kubeconfig(filepath.Join(folder, admin+".kubeconfig")); err != nil {
		return err
	}
	for name, groups := range groups {
		if err := s.cluster.KubeconfigFor(filepath.Join(folder, name+".kubeconfig"), name, groups...); err != nil {
			return err
		}
	}
	for _, name := range []string{admin, editor, developer, agency, source, authority} {
		p := person{name: name, kubeconfig: filepath.Join(folder, name+".kubeconfig"), home: filepath.Join(folder, name)}
		if err := os.MkdirAll(p.home, 0o700); err != nil {
			return fmt.Errorf("make home of %s: %w", name, err)
		}
		s.people[name] = p
	}
	// Reading through the door, we run the plugin ourselves.
	return os.Setenv("PATH", s.path())
}

func (s *stage) peopleFolder() string { return filepath.Join(s.cluster.Dir(), "people") }

// inside is the developer after `kubectl mandate login`, as which commands run
// in the sandbox.
const inside = developer + " in the sandbox"

func (s *stage) entersBy(kubeconfig string) {
	p := s.people[developer]
	s.people[inside] = person{name: inside, kubeconfig: kubeconfig, home: p.home}
}
