// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package login

import (
	"net/url"
	"regexp"
	"strings"
)

var (
	sandboxName = regexp.MustCompile(`^sandbox-[0-9a-f]{20}$`)
	plainWord   = regexp.MustCompile(`^[A-Za-z0-9_@%+=:,./-]+$`)
)

// IsSandbox says whether a namespace has a name that Mandate gives to sandboxes.
func IsSandbox(namespace string) bool { return sandboxName.MatchString(namespace) }

// Entry names the context of a sandbox: by its grant where that is known.
func (s Scene) Entry() string {
	if s.Grant == "" {
		return "mandate:" + s.Sandbox
	}
	return "mandate:" + s.Namespace + "/" + s.Grant
}

// FileName names the kubeconfig of a sandbox. Names in Kubernetes hold no
// underscore, so that two grants never share one.
func (s Scene) FileName() string {
	if s.Grant == "" {
		return s.Sandbox + ".yaml"
	}
	return s.Namespace + "_" + s.Grant + ".yaml"
}

// ServerFolder names the folder of a cluster's kubeconfigs, as kubectl names
// that of its cache: grants of two clusters may share a name.
func ServerFolder(server string) string {
	host := server
	if u, err := url.Parse(server); err == nil && u.Host != "" {
		host = u.Host + strings.TrimRight(u.Path, "/")
	}
	return strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9', r == '.', r == '-':
			return r
		}
		return '_'
	}, host)
}

// Quote is a word as a POSIX shell takes it.
func Quote(word string) string {
	if plainWord.MatchString(word) {
		return word
	}
	return "'" + strings.ReplaceAll(word, "'", `'\''`) + "'"
}
