// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"fmt"
	"math"
	"os"
	"runtime/debug"
	"strconv"
)

// memoryLimit is the variable that tells the memory which the container may use,
// in bytes.
const memoryLimit = "MEMORY_LIMIT"

// boundMemory has the collector work harder before the kernel would end the
// process. A tenth is left for what the kernel counts and the collector does not:
// stacks of the kernel, buffers of connections, pages of the program itself. A
// limit that GOMEMLIMIT sets stands.
func boundMemory() error {
	text := os.Getenv(memoryLimit)
	if text == "" || debug.SetMemoryLimit(-1) != math.MaxInt64 {
		return nil
	}
	limit, err := strconv.ParseInt(text, 10, 64)
	if err != nil || limit <= 0 {
		return fmt.Errorf("%s=%q: write the memory that the container may use, in bytes, or nothing", memoryLimit, text)
	}
	debug.SetMemoryLimit(limit - limit/10)
	return nil
}
