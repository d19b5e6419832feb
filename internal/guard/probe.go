// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package guard

import (
	_ "embed" // the table of probes
	"encoding/json"
	"fmt"
	"net/http"
	"strings"

	"sigs.k8s.io/yaml"
)

// Probe is one request that one policy has to refuse, and that is never stored:
// it is a dry run, or fails of itself.
type Probe struct {
	// Policy is the name of the policy.
	Policy string `json:"policy"`
	// Cutoff says that the request is cutoff's, not the operator's.
	Cutoff bool `json:"cutoff,omitempty"`
	// Method and Path are those of HTTP.
	Method string `json:"method"`
	Path   string `json:"path"`
	// Type is the media type of Body where it is a patch: merge-patch+json or
	// apply-patch+yaml.
	Type string `json:"type,omitempty"`
	// Body is the object or the patch.
	Body json.RawMessage `json:"body,omitempty"`
	// Otherwise is the status of the answer where the policy is not in the way;
	// zero is success.
	Otherwise int `json:"otherwise,omitempty"`
	// Stamp is, for a policy that mutates, what the answer has to contain.
	Stamp string `json:"stamp,omitempty"`
}

// probesText has a request for each policy.
//
//go:embed probes.yaml
var probesText []byte

// Probes are the requests, one for each policy.
func Probes() ([]Probe, error) {
	var probes []Probe
	if err := yaml.UnmarshalStrict(probesText, &probes); err != nil {
		return nil, fmt.Errorf("read the probes of policies: %w", err)
	}
	return probes, nil
}

// Outcome is what a probe showed. The zero Outcome is that it showed nothing.
type Outcome int

const (
	// Unclear says that something else kept the answer from us.
	Unclear Outcome = iota
	// Bites says that this policy refused the request, or stamped it.
	Bites
	// Idle says that the request came through as if there were no such policy.
	Idle
)

// Judge tells what the answer to a probe shows. answer is the body as it came:
// an object, or a Status with a message.
func (p Probe) Judge(status int, answer string) Outcome {
	accepted := status >= http.StatusOK && status < http.StatusMultipleChoices
	switch {
	case p.Stamp != "" && accepted && strings.Contains(answer, p.Stamp):
		return Bites
	case p.Stamp != "" && accepted:
		return Idle
	case p.Stamp != "":
		return Unclear
	case status >= http.StatusBadRequest && strings.Contains(answer, "ValidatingAdmissionPolicy '"+p.Policy+"' with binding"):
		return Bites
	case p.Otherwise == 0 && accepted, status == p.Otherwise:
		return Idle
	}
	return Unclear
}

// Fault says of a policy that it is idle.
func (p Probe) Fault() string {
	if p.Stamp != "" {
		return fmt.Sprintf("MutatingAdmissionPolicy %s does not stamp what it has to (%s %s)", p.Policy, p.Method, p.Path)
	}
	return fmt.Sprintf("ValidatingAdmissionPolicy %s does not refuse what it has to (%s %s)", p.Policy, p.Method, p.Path)
}
