// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package attacks

import (
	"testing"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/publicdata-io/mandate/test/builder"
)

// mistakes are the bad inputs that must be refused at apply.
func mistakes(t *testing.T, good map[string]*unstructured.Unstructured) []mistake {
	t.Helper()
	organization, class, resource := good["Organization"], good["SandboxClass"], good["DataResource"]
	agreement, grant, suspension := good["OperationAgreement"], good["DeveloperGrant"], good["Decision"]
	as := []string{"--as", "outsider", "--as-group", "attacks:recorders"}
	recorders(t)
	window := fields{"notBefore": "2026-01-01T00:00:00Z", "notAfter": "2026-02-01T00:00:00Z"}
	rules := func(resource, verb string) []any {
		return []any{fields{"apiGroup": "", "resources": []any{resource}, "verbs": []any{verb}}}
	}
	at := func(block string) fields {
		return fields{"cidr": fields{"block": block, "ports": []any{fields{"port": int64(5432)}}}}
	}
	through := func(name string) fields {
		return fields{"service": fields{"name": name, "port": int64(5432)}, "otherConsumers": []any{}}
	}
	fresh := func(u *unstructured.Unstructured, pairs ...any) *unstructured.Unstructured {
		return differing(u, append([]any{"metadata.name", "attempt"}, pairs...)...)
	}
	lift := fresh(suspension, "spec.action", "Lift", "spec.regarding", fields{"name": "suspend-g", "uid": "0"})
	return []mistake{
		{"a term that ends before it begins", fresh(grant, "spec.term.to", "2024-12-31"), nil},
		{"an agreement that ends before it begins", fresh(agreement, "spec.term.to", "2024-12-31"), nil},
		{"a day that no calendar has", fresh(grant, "spec.term.to", "2027-02-29"), nil},
		{"a window that ends before it begins", fresh(grant, "spec.term", nil, "spec.window", fields{"notBefore": "2026-02-01T00:00:00Z", "notAfter": "2026-01-01T00:00:00Z"}), nil},
		{"both term and window", fresh(grant, "spec.window", window), nil},
		{"neither term nor window", fresh(grant, "spec.term", nil), nil},
		{"a reference that is no name", fresh(grant, "spec.agreement", "Health Agreement"), nil},
		{"an input that is no name", fresh(grant, "spec.inputs", []any{fields{"resource": "visits/2026", "necessity": "x"}}), nil},
		{"a credit code with a wrong check character", fresh(organization, "spec.uscc", "91110108MA01A1B2C0"), nil},
		{"the whole Internet as a data endpoint", fresh(resource, "spec.endpoint", at("0.0.0.0/0")), nil},
		{"the metadata service as a data endpoint", fresh(resource, "spec.endpoint", at("169.254.169.254/32")), nil},
		{"a Service without selector", fresh(resource, "spec.endpoint", through("no-selector")), nil},
		{"a Service of type ExternalName", fresh(resource, "spec.endpoint", through("elsewhere")), nil},
		{"a class beyond the fixed maximum: exec", fresh(class, "spec.rules", rules("pods/exec", "create")), nil},
		{"a class beyond the fixed maximum: Secrets", fresh(class, "spec.rules", rules("secrets", "get")), nil},
		{"a class beyond the fixed maximum: watch", fresh(class, "spec.rules", rules("pods", "watch")), nil},
		{"a label of ours on a new namespace", thing("v1", "Namespace", "", "attempt", fields{"metadata": fields{"labels": fields{"mandate.publicdata.io/sandbox": "true"}}}), nil},
		{"a label of ours on a namespace that is there", nil, []string{"label", "namespace", "default", "mandate.publicdata.io/input-0123456789abcdef0123=true"}},
		{"the domain's label on a namespace that is there", nil, []string{"label", "namespace", "default", "mandate.publicdata.io/domain=true"}},
		{"the domain's label taken off", nil, []string{"label", "namespace", refusals, "mandate.publicdata.io/domain-"}},
		{"another grantor", differing(agreement, "spec.grantor", "another"), nil},
		{"another operator", differing(agreement, "spec.operator", "another"), nil},
		{"another jurisdiction of an agreement", differing(agreement, "spec.jurisdiction", "demo.2"), nil},
		{"another holder", differing(grant, "spec.holder", "another"), nil},
		{"another jurisdiction of a grant", differing(grant, "spec.jurisdiction", "demo.2"), nil},
		{"another scenario", differing(grant, "spec.scenario.name", "another"), nil},
		{"another endpoint", differing(resource, "spec.endpoint", at("10.20.0.0/16")), nil},
		{"another quota in a class", differing(class, "spec.quota.pods", "99"), nil},
		{"a suspension by somebody without the verb", fresh(suspension, "spec.decidedBy", "outsider"), as},
		{"a suspension in another's name", fresh(suspension, "spec.decidedBy", "officer@"+builder.Bureau), nil},
		{"a Decision edited", differing(suspension, "spec.ground", "another"), nil},
		{"a Decision deleted", nil, []string{"delete", "decision", "-n", refusals, "suspend-g"}},
		{"a lift dated in the future", differing(lift, "spec.actedOn", tomorrow()), nil},
		{"a Decision on a grant in the registry", fresh(suspension, "metadata.namespace", "mandate-registry"), nil},
	}
}
