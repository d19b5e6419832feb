// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package plugin

import (
	"crypto/sha256"
	"encoding/hex"
	"os"
	"regexp"
	"slices"
	"strings"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
)

// registry is where Decisions on Organizations lie.
const registry = "mandate-registry"

// kinds are the words by which people name a kind: as kubectl takes them.
var kinds = map[string]v1alpha1.SubjectLinkKind{
	"plan": v1alpha1.OnImplementationPlan, "implementationplan": v1alpha1.OnImplementationPlan, "implementationplans": v1alpha1.OnImplementationPlan,
	"sel": v1alpha1.OnSelection, "selection": v1alpha1.OnSelection, "selections": v1alpha1.OnSelection,
	"oa": v1alpha1.OnOperationAgreement, "operationagreement": v1alpha1.OnOperationAgreement, "operationagreements": v1alpha1.OnOperationAgreement,
	"dg": v1alpha1.OnDeveloperGrant, "developergrant": v1alpha1.OnDeveloperGrant, "developergrants": v1alpha1.OnDeveloperGrant,
	"dr": v1alpha1.OnDataResource, "dataresource": v1alpha1.OnDataResource, "dataresources": v1alpha1.OnDataResource,
	"org": v1alpha1.OnOrganization, "organization": v1alpha1.OnOrganization, "organizations": v1alpha1.OnOrganization,
	"objn": v1alpha1.OnObjection, "objection": v1alpha1.OnObjection, "objections": v1alpha1.OnObjection,
}

// subjectOf reads KIND/NAME.
func subjectOf(word string) (v1alpha1.DecisionSubject, error) {
	kind, name, _ := strings.Cut(word, "/")
	kind, _, _ = strings.Cut(strings.ToLower(kind), ".")
	known, ok := kinds[kind]
	if !ok || name == "" {
		return v1alpha1.DecisionSubject{}, wrong("%q is no KIND/NAME, such as dg/drug-safety: KIND is one of plan, sel, oa, dg, dr, org, objn or its full name", word)
	}
	return v1alpha1.DecisionSubject{Kind: known, Name: v1alpha1.ObjectName(name)}, nil
}

func namesOf(words []string) []v1alpha1.ObjectName {
	var names []v1alpha1.ObjectName
	for _, word := range words {
		names = append(names, v1alpha1.ObjectName(word))
	}
	return names
}

// readFindings reads POINT=RESULT.
func readFindings(words []string) ([]v1alpha1.PointFinding, error) {
	var findings []v1alpha1.PointFinding
	for _, word := range words {
		point, result, ok := strings.Cut(word, "=")
		if !ok {
			return nil, wrong("--finding %q is no POINT=RESULT, such as stateSecrets=Clear", word)
		}
		if results := []string{string(v1alpha1.PointClear), string(v1alpha1.PointNotClear), string(v1alpha1.PointNotApplicable)}; !slices.Contains(results, result) {
			return nil, wrong("--finding %q: a result is one of %s", word, strings.Join(results, ", "))
		}
		findings = append(findings, v1alpha1.PointFinding{Point: v1alpha1.PointName(point), Result: v1alpha1.PointResult(result)})
	}
	return findings, nil
}

// number is what a score may be.
var number = regexp.MustCompile(`^[0-9]{1,6}([.][0-9]{1,4})?$`)

// readRemarks reads POINT=NUMBER and POINT=TEXT of findings that the line has given.
func (o *actOptions) readRemarks() error {
	for _, word := range o.scores {
		finding, score := o.finding(word)
		if finding == nil || !number.MatchString(score) {
			return wrong("--finding-score %q is no POINT=NUMBER of a point that --finding names, such as feasibility=87.5", word)
		}
		finding.Score = score
	}
	for _, word := range o.remarks {
		finding, note := o.finding(word)
		if finding == nil || note == "" {
			return wrong("--finding-note %q is no POINT=TEXT of a point that --finding names", word)
		}
		finding.Note = note
	}
	return nil
}

// finding is the finding on the point before the sign of equality, nil where the line
// gives none, and what stands behind it.
func (o *actOptions) finding(word string) (*v1alpha1.PointFinding, string) {
	point, said, _ := strings.Cut(word, "=")
	at := slices.IndexFunc(o.order.Findings, func(f v1alpha1.PointFinding) bool { return string(f.Point) == point })
	if at < 0 {
		return nil, ""
	}
	return &o.order.Findings[at], said
}

// readEvidence reads NAME=FILE, takes the digest of each file, and adds the address
// that NAME=URI gives of one of them.
func readEvidence(words, addresses []string) ([]v1alpha1.Evidence, error) {
	var evidence []v1alpha1.Evidence
	for _, word := range words {
		name, file, ok := strings.Cut(word, "=")
		if !ok {
			return nil, wrong("--evidence %q is no NAME=FILE, such as emergencyPlan=plan.pdf", word)
		}
		content, err := os.ReadFile(file)
		if err != nil {
			return nil, failed(err, "read the evidence %s", name)
		}
		sum := sha256.Sum256(content)
		evidence = append(evidence, v1alpha1.Evidence{Name: v1alpha1.PointName(name), SHA256: hex.EncodeToString(sum[:])})
	}
	for _, word := range addresses {
		name, uri, _ := strings.Cut(word, "=")
		at := slices.IndexFunc(evidence, func(e v1alpha1.Evidence) bool { return string(e.Name) == name })
		if at < 0 || uri == "" {
			return nil, wrong("--evidence-uri %q is no NAME=URI of an --evidence NAME=FILE, such as publicityPage=https://www.example.org/publicity/7", word)
		}
		evidence[at].URI = uri
	}
	return evidence, nil
}

// dateEvidence reads NAME=DAY of papers that the line has given.
func dateEvidence(evidence []v1alpha1.Evidence, flag string, words []string, set func(*v1alpha1.Evidence, *v1alpha1.Date)) error {
	for _, word := range words {
		name, day, _ := strings.Cut(word, "=")
		at := slices.IndexFunc(evidence, func(e v1alpha1.Evidence) bool { return string(e.Name) == name })
		if at < 0 || !isDay(day) {
			return wrong("%s %q is no NAME=YYYY-MM-DD of a paper that --evidence names", flag, word)
		}
		set(&evidence[at], new(v1alpha1.Date(day)))
	}
	return nil
}
