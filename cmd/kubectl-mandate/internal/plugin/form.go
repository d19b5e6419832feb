// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package plugin

import (
	"crypto/sha256"
	"encoding/hex"
	"os"
	"slices"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
)

// readForm judges how the act is to be shown before anything is read or recorded:
// what was recorded stays, and a line that failed is typed again.
func (o *actOptions) readForm() error {
	switch {
	case !slices.Contains([]string{"", "yaml", "name"}, o.output):
		return wrong("--output %q is neither yaml nor name", o.output)
	case !slices.Contains([]string{"none", "client", "server"}, o.dryRun):
		return wrong("--dry-run %q is none of none, client and server", o.dryRun)
	case o.dryRun == "client" && o.output == "name":
		return wrong("--output name has nothing to print with --dry-run=client: the API server completes the name; use --dry-run=server or --output yaml")
	}
	return nil
}

// readPaper reads the paper of the act. When it was issued is left to the day of
// the act where nothing is said.
func (o *actOptions) readPaper() error {
	if o.paper.Number == "" {
		return o.withoutPaper()
	}
	o.order.Document = &o.paper
	if o.issued != "" {
		day := v1alpha1.Date(o.issued)
		o.paper.IssuedOn = &day
	}
	if o.paperFile == "" {
		return nil
	}
	if o.paper.SHA256 != "" {
		return wrong("--document-file and --document-sha256 both say the digest of the paper: give one of them")
	}
	content, err := os.ReadFile(o.paperFile)
	if err != nil {
		return failed(err, "read %s", o.paperFile)
	}
	sum := sha256.Sum256(content)
	o.paper.SHA256 = hex.EncodeToString(sum[:])
	return nil
}

// withoutPaper refuses what is said of a paper that has no number: it would be
// left out of an act that nobody can mend.
func (o *actOptions) withoutPaper() error {
	for _, of := range []struct{ flag, value string }{
		{"--document-file", o.paperFile}, {"--body", o.paper.Body}, {"--document-sha256", o.paper.SHA256}, {"--document-issued", o.issued},
	} {
		if of.value != "" {
			return wrong("%s %s is of a paper without a number: give that with --document", of.flag, of.value)
		}
	}
	return nil
}
