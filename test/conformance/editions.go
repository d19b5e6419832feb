// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package conformance

import (
	"fmt"
	"os"
	"path/filepath"

	"sigs.k8s.io/yaml"

	"github.com/publicdata-io/mandate/api/v1alpha1"
)

// folders are the folders of the parent editions, by the prefix of the rows
// that they rest on. Both texts of a jurisdiction are one edition.
var folders = map[string]string{
	"NX": "ningxia", "HA": "henan", "SY": "shiyan", "GS-REG": "gansu", "GS-OP": "gansu", "YZ": "yanzhou",
}

// Edition reads the parent edition of a regulation out of the repository's
// root, as it is shipped.
func Edition(root, regulation string) (*v1alpha1.Jurisdiction, error) {
	file := filepath.Join(root, "config", "jurisdictions", folders[regulation], "edition.yaml")
	content, err := os.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("read the edition of %s: %w", regulation, err)
	}
	edition := &v1alpha1.Jurisdiction{}
	if err := yaml.UnmarshalStrict(content, edition); err != nil {
		return nil, fmt.Errorf("read the edition of %s: %s: %w", regulation, file, err)
	}
	return edition, nil
}
