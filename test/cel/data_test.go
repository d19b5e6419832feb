// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package cel_test

import (
	"context"
	"errors"
	"testing"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"sigs.k8s.io/controller-runtime/pkg/client"
)

func TestServicesOfDataResources(t *testing.T) {
	domain, other := newDomain(t), newDomain(t)
	service := func(namespace, name string, spec map[string]any) {
		spec["ports"] = []any{map[string]any{"port": int64(5432)}}
		create(t, root, object("v1", "Service", namespace, name, spec))
	}
	service(domain, "selects", map[string]any{"selector": map[string]any{"app": "visits"}})
	service(domain, "selects-nothing", map[string]any{})
	service(domain, "elsewhere", map[string]any{"type": "ExternalName", "externalName": "db.example"})
	service(domain, "elsewhere-selecting", map[string]any{"type": "ExternalName", "externalName": "db.example", "selector": map[string]any{"app": "visits"}})
	service(other, "far", map[string]any{"type": "ExternalName", "externalName": "db.example"})
	resource := func(name string) *unstructured.Unstructured {
		return edited(parse(t, resourceText), set("metadata.namespace", domain), set("spec.endpoint", map[string]any{
			"service": map[string]any{"name": name, "port": int64(5432)}, "otherConsumers": []any{},
		}))
	}
	tests := map[string]struct {
		made *unstructured.Unstructured
		want []string
	}{
		"a service that selects":               {resource("selects"), nil},
		"a service that is not there":          {resource("absent"), nil},
		"one of that name in another domain":   {resource("far"), nil},
		"pods, among services of every kind":   {edited(parse(t, resourceText), set("metadata.namespace", domain)), nil},
		"a service without selector":           {resource("selects-nothing"), []string{"DataResource outpatient-visits: spec.endpoint.service.name selects-nothing is a Service without selector", "name a Service with a selector, or give the addresses as spec.endpoint.cidr"}},
		"a service of another name":            {resource("elsewhere"), []string{"spec.endpoint.service.name elsewhere is a Service of type ExternalName (to db.example)"}},
		"a service of another name, selecting": {resource("elsewhere-selecting"), []string{"is a Service of type ExternalName (to db.example)"}},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			// Services become known to the policy within milliseconds.
			if tc.want != nil {
				_ = eventually(t.Context(), func(context.Context) error {
					if !refusedBy(dryCreate(t, root, tc.made), "mandate-data-endpoints") {
						return errors.New("the policy does not know the Service yet")
					}
					return nil
				})
			}
			wants(t, dryCreate(t, root, tc.made), tc.want...)
		})
	}
	t.Run("a domain without services", func(t *testing.T) {
		wants(t, dryCreate(t, root, edited(resource("absent"), set("metadata.namespace", newDomain(t)))))
	})
}

const allowText = `
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: mandate-allow-0123456789abcdef0123, labels: {mandate.publicdata.io/part: allow}}
spec:
  podSelector: {matchLabels: {app: visits}}
  policyTypes: [Ingress]
  ingress: [{from: [{namespaceSelector: {matchLabels: {mandate.publicdata.io/sandbox: "true", mandate.publicdata.io/input-0123456789abcdef0123: "true"}}}]}]
`

func TestPoliciesOfTheDataSide(t *testing.T) {
	domain := newDomain(t)
	allow := edited(parse(t, allowText), set("metadata.namespace", domain))
	baseline := edited(allow, set("metadata.name", "mandate-baseline-0123456789abcdef0123"), unset("spec.ingress"))
	unlabelled := edited(allow, set("metadata.name", "mandate-allow-ffffffffffffffffffff"), unset("metadata.labels"))
	foreign := edited(allow, set("metadata.name", "reports"), unset("metadata.labels"))
	const alone = "protect data: who may read it is said by the DataResource (spec.endpoint.otherConsumers) and by agreements"
	for name, tc := range map[string]struct {
		as   person
		made *unstructured.Unstructured
		want []string
	}{
		"ours":                 {root, allow, []string{"NetworkPolicy mandate-allow-0123456789abcdef0123 in namespace " + domain + ": CREATE by root is refused", alone}},
		"ours by cutoff":       {cutoff, baseline, []string{shut}},
		"ours by name alone":   {root, unlabelled, []string{alone}},
		"ours by label alone":  {root, edited(foreign, set("metadata.labels", map[string]any{"mandate.publicdata.io/part": "x"})), []string{"NetworkPolicy reports", alone}},
		"another's":            {root, foreign, nil},
		"ours by the operator": {operator, allow, nil},
	} {
		t.Run(name, func(t *testing.T) { wants(t, dryCreate(t, tc.as, tc.made), tc.want...) })
	}
	for _, u := range []*unstructured.Unstructured{allow, baseline} {
		create(t, operator, u)
	}
	create(t, root, foreign)
	const mark = `"metadata":{"annotations":{"` + closedByNote + `":"812"}},`
	for name, tc := range map[string]struct {
		as    person
		of    *unstructured.Unstructured
		patch string
		want  []string
	}{
		"opened":                            {root, allow, `{"spec":{"ingress":[{}]}}`, []string{alone}},
		"its label taken off":               {root, allow, `{"metadata":{"labels":null}}`, []string{alone}},
		"closed by cutoff":                  {cutoff, allow, `{` + mark + `"spec":{"ingress":[]}}`, nil},
		"closed by cutoff, by null":         {cutoff, allow, `{` + mark + `"spec":{"ingress":null}}`, nil},
		"opened by cutoff":                  {cutoff, allow, `{"spec":{"ingress":[{}]}}`, []string{shut}},
		"of other pods by cutoff":           {cutoff, allow, `{"spec":{"ingress":[],"podSelector":{"matchLabels":{"app":"x"}}}}`, []string{shut}},
		"without its label by cutoff":       {cutoff, allow, `{"metadata":{"labels":null},"spec":{"ingress":[]}}`, []string{shut}},
		"the baseline by cutoff":            {cutoff, baseline, `{"metadata":{"annotations":{"a":"b"}}}`, []string{shut}},
		"the baseline by operator":          {operator, baseline, `{"spec":{"ingress":[{"from":[{"podSelector":{"matchLabels":{"app":"reports"}}}]}]}}`, nil},
		"another's":                         {root, foreign, `{"spec":{"ingress":[]}}`, nil},
		"another's, made to look like ours": {root, foreign, `{"metadata":{"labels":{"mandate.publicdata.io/part":"allow"}}}`, []string{alone}},
	} {
		t.Run(name, func(t *testing.T) { wants(t, dryPatch(t, tc.as, tc.of, tc.patch), tc.want...) })
	}
	for name, tc := range map[string]struct {
		as   person
		of   *unstructured.Unstructured
		want []string
	}{
		"the baseline deleted":             {root, baseline, []string{"DELETE by root is refused", alone}},
		"the baseline deleted by cutoff":   {cutoff, baseline, []string{shut}},
		"the baseline deleted by operator": {operator, baseline, []string{"NetworkPolicy " + baseline.GetName() + " in namespace " + domain + ": DELETE by the operator is refused"}},
		"another's deleted":                {root, foreign, nil},
	} {
		t.Run(name, func(t *testing.T) {
			wants(t, tc.as.client(t).Delete(t.Context(), tc.of.DeepCopy(), client.DryRunAll), tc.want...)
		})
	}
	t.Run("all deleted", func(t *testing.T) {
		all := object(allow.GetAPIVersion(), allow.GetKind(), "", "", nil)
		wants(t, root.client(t).DeleteAllOf(t.Context(), all, client.InNamespace(domain), client.DryRunAll), alone)
	})
}
