// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package plugin

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"

	"k8s.io/client-go/tools/clientcmd"
	"k8s.io/client-go/util/homedir"

	"github.com/publicdata-io/mandate/internal/login"
)

// hand writes the kubeconfig to where it was asked for, and says what it is.
// The line to run goes to standard output, for eval.
func (o *loginOptions) hand(p person, s login.Scene, access login.Access) error {
	switch {
	case o.output == "-":
		s.File = "-"
		return o.toStdout(s, access)
	case o.merge:
		file, err := mergeInto(p, s, access)
		if err != nil {
			return err
		}
		s.File = file
		return o.say(s, "done.merge")
	}
	file, err := o.file(s, access)
	if err != nil {
		return err
	}
	s.File = file
	if err := writeFile(s, access); errors.Is(err, syscall.ENAMETOOLONG) {
		return failed(err, "the name of the file for this sandbox is too long; write it to another with -o FILE")
	} else if err != nil {
		return err
	}
	return o.say(s, "done.file")
}

func (o *loginOptions) toStdout(s login.Scene, access login.Access) error {
	content, err := clientcmd.Write(*login.Kubeconfig(access))
	if err != nil {
		return fmt.Errorf("write kubeconfig: %w", err)
	}
	if _, err := o.Out.Write(content); err != nil {
		return fmt.Errorf("write kubeconfig: %w", err)
	}
	_, err = fmt.Fprintln(o.ErrOut, login.In(languageOf(o.lang), "done", s))
	return err
}

func (o *loginOptions) say(s login.Scene, next string) error {
	if _, err := fmt.Fprintf(o.ErrOut, "%s\n\n%s\n", login.In(languageOf(o.lang), "done", s), login.In(languageOf(o.lang), next, s)); err != nil {
		return err
	}
	_, err := fmt.Fprintln(o.Out, login.In(languageOf(o.lang), next+".line", s))
	return err
}

// file is the absolute path of the kubeconfig to write.
func (o *loginOptions) file(s login.Scene, access login.Access) (string, error) {
	path := o.output
	if path == "" {
		folder := login.ServerFolder(access.Cluster.Server)
		path = filepath.Join(homedir.HomeDir(), clientcmd.RecommendedHomeDir, "mandate", folder, s.FileName())
	}
	path, err := filepath.Abs(path)
	if err != nil {
		return "", fmt.Errorf("find kubeconfig: %w", err)
	}
	return path, nil
}

// writeFile writes a kubeconfig that only its owner reads. It replaces nothing
// but what an earlier login wrote, and that at once: a kubectl that reads
// meanwhile sees the old one or the new one.
func writeFile(s login.Scene, access login.Access) error {
	if err := mayReplace(s, access); err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(s.File), 0o700); err != nil {
		return fmt.Errorf("make folder for kubeconfig: %w", err)
	}
	content, err := clientcmd.Write(*login.Kubeconfig(access))
	if err != nil {
		return fmt.Errorf("write kubeconfig: %w", err)
	}
	draft, err := os.CreateTemp(filepath.Dir(s.File), ".mandate-*") // 0600
	if err != nil {
		return fmt.Errorf("write kubeconfig: %w", err)
	}
	_, err = draft.Write(content)
	err = errors.Join(err, draft.Close())
	if err == nil {
		err = os.Rename(draft.Name(), s.File)
	}
	if err != nil {
		return fmt.Errorf("write kubeconfig: %w", errors.Join(err, os.Remove(draft.Name())))
	}
	return nil
}

func mayReplace(s login.Scene, access login.Access) error {
	info, err := os.Stat(s.File)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return fmt.Errorf("look for kubeconfig: %w", err)
	case info.Mode().IsRegular() && info.Size() == 0: // mktemp's
		return nil
	}
	old, err := clientcmd.LoadFromFile(s.File)
	if err != nil || !login.OnlyDoors(old, access.Cluster.Server) {
		return login.Refuse("overwrite", s)
	}
	return nil
}

// mergeInto adds the access to the kubeconfig in use, under kubectl's own lock,
// and returns the file.
func mergeInto(p person, s login.Scene, access login.Access) (string, error) {
	if len(p.files) == 0 {
		return "", login.Refuse("homeless", s)
	}
	config, err := p.access.GetStartingConfig()
	if err != nil {
		return "", fmt.Errorf("read kubeconfig: %w", err)
	}
	if old := config.Clusters[access.Entry]; old != nil && old.Server != access.Cluster.Server {
		return "", login.Refuse("entry", s)
	}
	login.AddTo(config, access)
	if err := clientcmd.ModifyConfig(p.access, *config, false); err != nil {
		return "", fmt.Errorf("write kubeconfig: %w", err)
	}
	return p.access.GetDefaultFilename(), nil
}
