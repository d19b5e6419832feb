// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package faults

import "runtime/debug"

// unknownRevision is of a build that does not say what it was made from.
const unknownRevision = "unknown"

// Revision is what this program was built from: the commit, and "+" where files
// had been changed since. A build that does not say is of a revision of its own.
func Revision() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return unknownRevision
	}
	return revisionOf(info.Settings)
}

func revisionOf(settings []debug.BuildSetting) string {
	commit, changed := unknownRevision, ""
	for _, setting := range settings {
		switch {
		case setting.Key == "vcs.revision" && setting.Value != "":
			commit = setting.Value
		case setting.Key == "vcs.modified" && setting.Value == "true":
			changed = "+"
		}
	}
	return commit + changed
}
