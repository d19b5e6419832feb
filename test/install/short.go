// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package install

import (
	"fmt"
	"time"
)

// ShortAgreement is an agreement beside that of the samples: it keeps what happens
// to that one from the grants of ShortGrant, which are under this.
const ShortAgreement = `apiVersion: mandate.publicdata.io/v1alpha1
kind: OperationAgreement
metadata: {name: short-term, namespace: demo-health}
spec:
  jurisdiction: demo.1
  title: 短期授权运营协议（演示）
  grantor: demo-info-centre
  operator: demo-data-group
  term: {from: "2025-01-01", to: "2035-12-31"}
  dataResources: [outpatient-visits]
`

// ShortGrant is the manifest of a grant under ShortAgreement that is in force from
// one instant to another, both in whole seconds: for showing how a grant ends.
func ShortGrant(name string, notBefore, notAfter time.Time) string {
	return fmt.Sprintf(`apiVersion: mandate.publicdata.io/v1alpha1
kind: DeveloperGrant
metadata: {name: %s, namespace: demo-health}
spec:
  jurisdiction: demo.1
  agreement: short-term
  holder: demo-medtech
  scenario: {name: 短期授权, description: Shows how a grant ends.}
  inputs:
  - {resource: outpatient-visits, necessity: Shown while it lasts}
  window: {notBefore: "%s", notAfter: "%s"}
  sandbox: {class: standard}
`, name, notBefore.UTC().Format(time.RFC3339), notAfter.UTC().Format(time.RFC3339))
}
