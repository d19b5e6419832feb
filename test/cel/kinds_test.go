// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package cel_test

// One valid object of each kind. Tables say how theirs differ.
const (
	jurisdictionText = `
apiVersion: mandate.publicdata.io/v1alpha1
kind: Jurisdiction
metadata: {name: sample.7}
spec:
  code: sample
  edition: 7
  title: A sample of rules, no law
  timeZone: Asia/Shanghai
  effectiveFrom: "2025-01-01"
  tiers:
  - {tier: 1, holder: Operator, inputs: [Resource], basis: [policy]}
  terms:
    OperationAgreement: {max: {years: 3}, basis: [policy]}
  procedures:
  - {name: enter, of: OperationAgreement, effect: Enter, none: true, basis: [policy]}
  halt:
    by: [{ref: Grantor}, {role: SecurityAuthority}]
    basis: [policy]
`
	organizationText = `
apiVersion: mandate.publicdata.io/v1alpha1
kind: Organization
metadata: {name: data-group}
spec:
  displayName: 宁夏数据集团
  uscc: 91640100MA0000001P
  legalForm: LegalPerson
  division: "640100"
  roles: [Operator]
`
	classText = `
apiVersion: mandate.publicdata.io/v1alpha1
kind: SandboxClass
metadata: {name: small}
spec:
  networkEngine: Kubernetes
  isolation: Unproven
  podSecurity: {level: restricted, version: v1.36}
  quota: {cpu: "4", memory: 8Gi, pods: "10", storage: 20Gi}
  limits: {cpu: 500m, memory: 512Mi}
  rules:
  - {apiGroup: "", resources: [pods], verbs: [get, list, create, delete]}
  registries: [registry.example/team]
  storageClasses: [fast]
  retentionDays: 180
`
	resourceText = `
apiVersion: mandate.publicdata.io/v1alpha1
kind: DataResource
metadata: {name: outpatient-visits}
spec:
  jurisdiction: sample.7
  sourceUnit: health-commission
  catalogue: {code: "640000-H-001", name: Outpatient visits}
  classification: {level: General3, standard: GB/T 43697-2024}
  endpoint:
    pods: {matchLabels: {app: visits}, ports: [{port: 5432}]}
    otherConsumers: []
`
	agreementText = `
apiVersion: mandate.publicdata.io/v1alpha1
kind: OperationAgreement
metadata: {name: health-2025}
spec:
  jurisdiction: sample.7
  grantor: data-bureau
  coGrantors: [health-commission]
  operator: data-group
  dataResources: [outpatient-visits]
  term: {from: "2025-01-01", to: "2027-12-31"}
  documents:
  - {name: agreement, title: Agreement, sha256: "0000000000000000000000000000000000000000000000000000000000000000"}
  clauses:
  - {key: securityReview, document: agreement, at: 第一条}
`
	grantText = `
apiVersion: mandate.publicdata.io/v1alpha1
kind: DeveloperGrant
metadata: {name: risk-model}
spec:
  jurisdiction: sample.7
  agreement: health-2025
  holder: medtech
  scenario: {name: Risk model, description: A model of readmission risk}
  inputs:
  - {resource: outpatient-visits, necessity: The events that are modelled}
  term: {from: "2025-03-01", to: "2026-02-28"}
  sandbox: {class: small}
`
	planText = `
apiVersion: mandate.publicdata.io/v1alpha1
kind: ImplementationPlan
metadata: {name: plan-2025}
spec:
  jurisdiction: sample.7
  division: "640000"
  title: A plan
  mode: ByField
  field: health
  drafter: data-bureau
  term: {from: "2025-01-01", to: "2027-12-31"}
  dataResources: [outpatient-visits]
  products:
  - {name: Risk model, form: Model, class: Industry}
  documents:
  - {name: plan, title: Plan, sha256: "0000000000000000000000000000000000000000000000000000000000000000"}
  clauses:
  - {key: feasibility, document: plan, at: 第三章}
`
	callText = `
apiVersion: mandate.publicdata.io/v1alpha1
kind: Selection
metadata: {name: call-2025}
spec:
  jurisdiction: sample.7
  seeks: Operator
  organiser: data-bureau
  plan: plan-2025
  method: PublicTender
  applicationWindow: {from: "2024-10-08", to: "2024-10-31"}
  documents:
  - {name: notice, title: Notice, sha256: "0000000000000000000000000000000000000000000000000000000000000000"}
  clauses:
  - {key: announcement, document: notice, at: 一}
`
	objectionText = `
apiVersion: mandate.publicdata.io/v1alpha1
kind: Objection
metadata: {name: objection-1}
spec:
  against: {kind: Selection, name: call-2025}
  regarding: {name: publish-1, uid: 7b0a4a1e-0000-4000-8000-000000000001}
  objector: {name: Medtech, organization: medtech, identity: licence}
  raisedOn: "2025-01-15"
  ground: A reviewer is related to the applicant
  evidence: [register]
  documents:
  - {name: licence, title: Licence, sha256: "0000000000000000000000000000000000000000000000000000000000000000"}
  - {name: register, title: Register, sha256: "0000000000000000000000000000000000000000000000000000000000000001"}
`
	suspendText = `
apiVersion: mandate.publicdata.io/v1alpha1
kind: Decision
metadata: {name: suspend-1}
spec:
  subject: {kind: DeveloperGrant, name: risk-model}
  action: Suspend
  organization: data-bureau
  actedOn: "2026-01-15"
  decidedBy: officer
`
	liftText = `
apiVersion: mandate.publicdata.io/v1alpha1
kind: Decision
metadata: {name: lift-1}
spec:
  subject: {kind: DeveloperGrant, name: risk-model}
  action: Lift
  organization: data-bureau
  actedOn: "2026-01-15"
  regarding: {name: suspend-1, uid: 7b0a4a1e-0000-4000-8000-000000000001}
  decidedBy: officer
`
)
