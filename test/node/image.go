//go:build linux

// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"archive/tar"
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"os"
	"runtime"
)

// nobody is whom the program in the image runs as: Pod Security asks that it be
// not root.
const nobody = "65532"

// writeImage packs one static program into an image, in the form in which docker
// saves one, which containerd imports.
func writeImage(path, programPath string) error {
	content, err := os.ReadFile(programPath)
	if err != nil {
		return fmt.Errorf("read the program of the image: %w", err)
	}
	layer, err := archive(file{"payload", 0o755, content})
	if err != nil {
		return err
	}
	config, err := json.Marshal(map[string]any{
		"architecture": runtime.GOARCH, "os": runtime.GOOS, // without them no node takes it
		"config": map[string]any{"Entrypoint": []string{"/payload"}, "User": nobody},
		"rootfs": map[string]any{"type": "layers", "diff_ids": []string{fmt.Sprintf("sha256:%x", sha256.Sum256(layer))}},
	})
	if err != nil {
		return fmt.Errorf("write image: %w", err)
	}
	manifest, err := json.Marshal([]any{map[string]any{
		"Config": "config.json", "RepoTags": []string{image}, "Layers": []string{"layer.tar"},
	}})
	if err != nil {
		return fmt.Errorf("write image: %w", err)
	}
	packed, err := archive(file{"config.json", 0o644, config}, file{"layer.tar", 0o644, layer}, file{"manifest.json", 0o644, manifest})
	if err != nil {
		return err
	}
	if err := os.WriteFile(path, packed, 0o600); err != nil {
		return fmt.Errorf("write image: %w", err)
	}
	return nil
}

type file struct {
	name    string
	mode    int64
	content []byte
}

func archive(files ...file) ([]byte, error) {
	var out bytes.Buffer
	w := tar.NewWriter(&out)
	for _, f := range files {
		if err := w.WriteHeader(&tar.Header{Name: f.name, Mode: f.mode, Size: int64(len(f.content))}); err != nil {
			return nil, fmt.Errorf("write image: %w", err)
		}
		if _, err := w.Write(f.content); err != nil {
			return nil, fmt.Errorf("write image: %w", err)
		}
	}
	if err := w.Close(); err != nil {
		return nil, fmt.Errorf("write image: %w", err)
	}
	return out.Bytes(), nil
}
