// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package guard

import (
	_ "embed" // the table of probes
	"encoding/json"
	"fmt"
	"strings"

	"sigs.k8s.io/yaml"
)

// Probe is one request of the operator that one policy has to refuse, and no
// other: a dry run, which is never stored. To the policies that exempt the
// operator, its dry runs in the probe sandbox are a stranger's.
type Probe struct {
	// Policy is the name of the policy.
	Policy string `json:"policy"`
	// Method and Path are those of HTTP.
	Method string `json:"method"`
	Path   string `json:"path"`
	// Body is the object or the patch.
	Body json.RawMessage `json:"body,omitempty"`
	// Grant says that the request is put to a DeveloperGrant, any that is there,
	// whose place and name stand in Path as {namespace} and {name}. Where there is
	// none, there is nothing that the policy could fail to guard.
	Grant bool `json:"grant,omitempty"`
	// Otherwise is the status of the answer where the policy is not in the way,
	// beside success.
	Otherwise int `json:"otherwise,omitempty"`
}

// ProbeSandbox is the sandbox of no grant, and empty, that requests are made in
// which are never stored. No UID has this digest.
const ProbeSandbox = "sandbox-00000000000000000000"

// probesText has a request for each policy that a request of the operator can
// put to the proof. All others are held by their digests alone; docs/cut.md names
// each of them, and why.
//
//go:embed probes.yaml
var probesText []byte

// Probes are the requests, at most one for each policy.
func Probes() ([]Probe, error) {
	var probes []Probe
	if err := yaml.UnmarshalStrict(probesText, &probes); err != nil {
		return nil, fmt.Errorf("read the probes of policies: %w", err)
	}
	return probes, nil
}

// On is the probe of a grant, put to one.
func (p Probe) On(namespace, name string) Probe {
	p.Path = strings.NewReplacer("{namespace}", namespace, "{name}", name).Replace(p.Path)
	return p
}

// Outcome is what a probe showed. The zero Outcome is that it showed nothing.
type Outcome int

const (
	// Unclear says that something else kept the answer from us.
	Unclear Outcome = iota
	// Bites says that this policy refused the request.
	Bites
	// Idle says that the request came through as if there were no such policy.
	Idle
)

// Judge tells what the answer to a probe shows. answer is the body as it came:
// an object, or a Status with a message.
func (p Probe) Judge(status int, answer string) Outcome {
	accepted := status/100 == 2
	switch {
	case !accepted && strings.Contains(answer, "ValidatingAdmissionPolicy '"+p.Policy+"' with binding"):
		return Bites
	case accepted, p.Otherwise != 0 && status == p.Otherwise:
		return Idle
	}
	return Unclear
}

// Fault says of a policy that it is idle: the same text whichever grant it was
// put to.
func (p Probe) Fault() string {
	if p.Grant {
		return fmt.Sprintf("ValidatingAdmissionPolicy %s does not refuse what it has to (%s of a DeveloperGrant)", p.Policy, p.Method)
	}
	return fmt.Sprintf("ValidatingAdmissionPolicy %s does not refuse what it has to (%s %s)", p.Policy, p.Method, p.Path)
}
