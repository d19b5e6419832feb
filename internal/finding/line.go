// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package finding

import "strings"

// Line writes out what would break a line or a column: a ground, a name or a remark
// is what anybody wrote who may write it.
var Line = strings.NewReplacer("\r\n", `\n`, "\n", `\n`, "\r", `\r`, "\t", `\t`).Replace
