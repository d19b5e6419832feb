// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package cutoff

import (
	"fmt"
	"hash/fnv"
)

// cause is the mark of a cut: the reason, and a digest of what stands against
// the link, which names the acts in force. Another act is another mark, so that
// every cut is a write, also of what is closed already, and a giving write that
// rests on the older acts fails.
func cause(reason, message string) string {
	hash := fnv.New64a()
	_, _ = hash.Write([]byte(message)) // never fails
	return fmt.Sprintf("%s %x", reason, hash.Sum64())
}
