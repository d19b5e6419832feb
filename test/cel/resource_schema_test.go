// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package cel_test

import "testing"

func TestAddresses(t *testing.T) {
	block := func(b string) []edit {
		return []edit{set("spec.endpoint", map[string]any{
			"cidr": map[string]any{"block": b, "ports": []any{map[string]any{"port": int64(443)}}},
		})}
	}
	tests := map[string]refusal{}
	for _, good := range []string{"10.0.0.0/8", "10.20.0.0/24", "203.0.113.7/32", "192.168.1.0/24", "2001:db8::/32", "fd12:3456:789a::/48", "2001:db8::1/128"} {
		tests[good] = refusal{base: resourceText, edits: block(good)}
	}
	tests["10.20.0.1/24"] = refusal{
		base: resourceText, edits: block("10.20.0.1/24"),
		want: []string{"DataResource outpatient-visits: spec.endpoint.cidr.block 10.20.0.1/24 has bits beyond its prefix: write 10.20.0.0/24"},
	}
	const wide, special, none = "is too wide for a data endpoint: /8 or longer for IPv4, /16 or longer for IPv6",
		"overlaps link-local, loopback, multicast, unspecified or cloud metadata addresses", "is not a CIDR such as 10.20.0.0/24"
	for why, blocks := range map[string][]string{
		wide: {"0.0.0.0/0", "::/0", "10.0.0.0/7", "128.0.0.0/1", "2000::/3", "2001::/15"},
		special: {
			"169.254.0.0/16", "169.254.169.254/32", "169.0.0.0/8", "127.0.0.1/32", "127.0.0.0/8", "0.0.0.0/32", "0.0.0.0/8",
			"224.0.0.1/32", "239.255.255.250/32", "fe80::/10", "fe80::1/128", "::1/128", "ff02::1/128",
			"fd00:ec2::254/128", "100.100.100.200/32", "100.0.0.0/8", "168.63.129.16/32",
		},
		none: {"10.0.0.1", "10.0.0.0/33", "10.0.0.256/32", "example.org", "10.0.0.0/8 ", "::ffff:169.254.169.254/128", "::ffff:10.0.0.1/128"},
	} {
		for _, b := range blocks {
			tests[b] = refusal{base: resourceText, edits: block(b), want: []string{"spec.endpoint.cidr.block", "block " + b + " " + why}}
		}
	}
	checkSchema(t, tests)
}

func TestEndpoints(t *testing.T) {
	pods := map[string]any{"matchLabels": map[string]any{"app": "visits"}, "ports": []any{map[string]any{"port": int64(5432)}}}
	service := map[string]any{"name": "visits", "port": int64(5432)}
	endpoint := func(fields map[string]any) []edit { return []edit{set("spec.endpoint", fields)} }
	among := func(key, operator string, values ...any) map[string]any {
		term := map[string]any{"key": key, "operator": operator}
		if len(values) > 0 {
			term["values"] = values
		}
		return map[string]any{"namespaceSelector": map[string]any{"matchExpressions": []any{term}}}
	}
	consumer := func(peer map[string]any) []edit {
		return endpoint(map[string]any{"pods": pods, "otherConsumers": []any{peer}})
	}
	checkSchema(t, map[string]refusal{
		"a service": {base: resourceText, edits: endpoint(map[string]any{"service": service, "otherConsumers": []any{}})},
		"nowhere": {
			base: resourceText, edits: endpoint(map[string]any{}),
			want: []string{"spec.endpoint", "exactly one of pods, service and cidr is given"},
		},
		"two places": {
			base: resourceText, edits: endpoint(map[string]any{"pods": pods, "service": service, "otherConsumers": []any{}}),
			want: []string{"spec.endpoint", "exactly one of pods, service and cidr is given"},
		},
		"nothing said of other consumers": {
			base: resourceText, edits: endpoint(map[string]any{"pods": pods}),
			want: []string{"spec.endpoint.otherConsumers", "otherConsumers is required with pods or service"},
		},
		"another consumer": {
			base: resourceText, edits: endpoint(map[string]any{"pods": pods, "otherConsumers": []any{
				map[string]any{"podSelector": map[string]any{"matchLabels": map[string]any{"app": "reports"}}},
			}}),
		},
		"a consumer that is everybody": {
			base: resourceText, edits: endpoint(map[string]any{"pods": pods, "otherConsumers": []any{map[string]any{}}}),
			want: []string{"spec.endpoint.otherConsumers", "every peer has an ipBlock, a podSelector or a namespaceSelector"},
		},
		"a consumer by its addresses": {base: resourceText, edits: consumer(map[string]any{"ipBlock": map[string]any{"cidr": "10.9.8.0/24"}})},
		"a consumer of another namespace": {
			base: resourceText, edits: consumer(map[string]any{"namespaceSelector": map[string]any{"matchLabels": map[string]any{"kubernetes.io/metadata.name": "reports"}}}),
		},
		"consumers of every namespace": {
			base: resourceText, edits: consumer(map[string]any{"namespaceSelector": map[string]any{}, "podSelector": map[string]any{}}),
			want: []string{"DataResource outpatient-visits: spec.endpoint.otherConsumers namespaceSelector {} selects every namespace, all sandboxes too"},
		},
		"consumers of every address": {
			base: resourceText, edits: consumer(map[string]any{"ipBlock": map[string]any{"cidr": "0.0.0.0/0"}}),
			want: []string{"spec.endpoint.otherConsumers ipBlock.cidr 0.0.0.0/0 is every address, those of all sandboxes too"},
		},
		"consumers of every address, of six bytes": {
			base: resourceText, edits: consumer(map[string]any{"ipBlock": map[string]any{"cidr": "::/0"}}),
			want: []string{"ipBlock.cidr ::/0 is every address"},
		},
		"consumers of half of all addresses": {
			base: resourceText, edits: consumer(map[string]any{"ipBlock": map[string]any{"cidr": "128.0.0.0/1"}}),
			want: []string{"DataResource outpatient-visits: spec.endpoint.otherConsumers ipBlock.cidr 128.0.0.0/1 is too wide, sandboxes may be among it: write the addresses of the consumer, such as 10.9.8.0/24, and no block wider than /8 (IPv4) or /32 (IPv6)"},
		},
		"consumers of a seventh bit": {
			base: resourceText, edits: consumer(map[string]any{"ipBlock": map[string]any{"cidr": "10.0.0.0/7"}}),
			want: []string{"ipBlock.cidr 10.0.0.0/7 is too wide"},
		},
		"consumers of the widest block": {base: resourceText, edits: consumer(map[string]any{"ipBlock": map[string]any{"cidr": "10.0.0.0/8"}})},
		"consumers of many addresses, of six bytes": {
			base: resourceText, edits: consumer(map[string]any{"ipBlock": map[string]any{"cidr": "fc00::/31"}}),
			want: []string{"ipBlock.cidr fc00::/31 is too wide"},
		},
		"consumers of the widest block, of six bytes": {base: resourceText, edits: consumer(map[string]any{"ipBlock": map[string]any{"cidr": "fd00::/32"}})},
		"consumers of every namespace but one": {
			base: resourceText, edits: consumer(among("kubernetes.io/metadata.name", "NotIn", "x")),
			want: []string{"DataResource outpatient-visits: spec.endpoint.otherConsumers namespaceSelector with key kubernetes.io/metadata.name and operator NotIn selects every namespace" +
				" that it does not exclude: name the namespace of the consumer, such as matchLabels {kubernetes.io/metadata.name: reports}"},
		},
		"consumers of every namespace without a label": {
			base: resourceText, edits: consumer(among("nosuch", "DoesNotExist")),
			want: []string{"namespaceSelector with key nosuch and operator DoesNotExist selects every namespace that it does not exclude"},
		},
		"consumers of every namespace that has a name": {
			base: resourceText, edits: consumer(among("kubernetes.io/metadata.name", "Exists")),
			want: []string{"namespaceSelector with key kubernetes.io/metadata.name and operator Exists selects every namespace"},
		},
		"consumers of namespaces by name":  {base: resourceText, edits: consumer(among("kubernetes.io/metadata.name", "In", "reports", "audit"))},
		"consumers of namespaces by label": {base: resourceText, edits: consumer(among("reports", "Exists"))},
		"a consumer of bits beyond": {
			base: resourceText, edits: consumer(map[string]any{"ipBlock": map[string]any{"cidr": "10.20.0.1/24"}}),
			want: []string{"ipBlock.cidr 10.20.0.1/24 has bits beyond its prefix: write 10.20.0.0/24, or a longer prefix"},
		},
		"a consumer of no address": {
			base: resourceText, edits: consumer(map[string]any{"ipBlock": map[string]any{"cidr": "reports.example"}}),
			want: []string{"ipBlock.cidr reports.example is no block of addresses"},
		},
		"a label that is none": {
			base: resourceText, edits: endpoint(map[string]any{"pods": map[string]any{"matchLabels": map[string]any{"app": "outpatient visits"}, "ports": pods["ports"]}, "otherConsumers": []any{}}),
			want: []string{"spec.endpoint.matchLabels app: outpatient visits is no label"},
		},
		"a label of no key": {
			base: resourceText, edits: endpoint(map[string]any{"pods": map[string]any{"matchLabels": map[string]any{"the app": "visits"}, "ports": pods["ports"]}, "otherConsumers": []any{}}),
			want: []string{"spec.endpoint.matchLabels the app: visits is no label"},
		},
		"pods by no label": {
			base: resourceText, edits: endpoint(map[string]any{"pods": map[string]any{"matchLabels": map[string]any{}, "ports": pods["ports"]}, "otherConsumers": []any{}}),
			want: []string{"spec.endpoint.pods.matchLabels", "at least 1"},
		},
		"no port": {
			base: resourceText, edits: endpoint(map[string]any{"pods": map[string]any{"matchLabels": pods["matchLabels"], "ports": []any{}}, "otherConsumers": []any{}}),
			want: []string{"spec.endpoint.pods.ports", "at least 1"},
		},
		"port 0": {
			base: resourceText, edits: endpoint(map[string]any{"service": map[string]any{"name": "visits", "port": int64(0)}, "otherConsumers": []any{}}),
			want: []string{"spec.endpoint.service.port", "greater than or equal to 1"},
		},
		"port 65536": {
			base: resourceText, edits: endpoint(map[string]any{"service": map[string]any{"name": "visits", "port": int64(65536)}, "otherConsumers": []any{}}),
			want: []string{"spec.endpoint.service.port", "less than or equal to 65535"},
		},
		"a service of another namespace": {
			base: resourceText, edits: endpoint(map[string]any{"service": map[string]any{"name": "other/visits", "port": int64(1)}, "otherConsumers": []any{}}),
			want: []string{"spec.endpoint.service.name", "other/visits", "should match"},
		},
		"no classification": {base: resourceText, edits: []edit{unset("spec.classification")}, want: []string{"spec.classification", "Required value"}},
		"no level":          {base: resourceText, edits: []edit{unset("spec.classification.level")}, want: []string{"spec.classification.level", "Required value"}},
		"a level that is none": {
			base: resourceText, edits: []edit{set("spec.classification.level", "Secret")},
			want: []string{"spec.classification.level", `"Secret"`, `"General1"`},
		},
	})
}

func TestSandboxClasses(t *testing.T) {
	rule := func(group any, resources, verbs []any) []edit {
		return []edit{set("spec.rules", []any{map[string]any{"apiGroup": group, "resources": resources, "verbs": verbs}})}
	}
	get := []any{"get"}
	tests := map[string]refusal{
		"all of the core group":   {base: classText, edits: rule("", []any{"pods", "configmaps", "services", "persistentvolumeclaims"}, []any{"get", "list", "create", "update", "patch", "delete"})},
		"what can only be read":   {base: classText, edits: rule("", []any{"pods/log", "events", "resourcequotas", "limitranges"}, []any{"get", "list"})},
		"all of apps":             {base: classText, edits: rule("apps", []any{"deployments", "statefulsets"}, []any{"create"})},
		"all of batch":            {base: classText, edits: rule("batch", []any{"jobs", "cronjobs"}, []any{"create"})},
		"no rules":                {base: classText, edits: []edit{unset("spec.rules")}},
		"a group beyond":          {base: classText, edits: rule("rbac.authorization.k8s.io", []any{"rolebindings"}, get), want: []string{"spec.rules[0].apiGroup", "rbac.authorization.k8s.io"}},
		"no group":                {base: classText, edits: []edit{set("spec.rules", []any{map[string]any{"resources": get, "verbs": get}})}, want: []string{"spec.rules[0].apiGroup", "Required value"}},
		"privileged pods":         {base: classText, edits: []edit{set("spec.podSecurity.level", "privileged")}, want: []string{"spec.podSecurity.level", `"privileged"`, `"restricted"`}},
		"a moving version":        {base: classText, edits: []edit{set("spec.podSecurity.version", "latest")}, want: []string{"spec.podSecurity.version", "latest", "should match"}},
		"a registry as an url":    {base: classText, edits: []edit{set("spec.registries", []any{"https://registry.example"})}, want: []string{"spec.registries[0]", "https://registry.example", "should match"}},
		"two registries in one":   {base: classText, edits: []edit{set("spec.registries", []any{"a.example,b.example"})}, want: []string{"spec.registries[0]", "a.example,b.example", "should match"}},
		"every registry":          {base: classText, edits: []edit{set("spec.registries", []any{"*"})}, want: []string{"spec.registries[0]", "should match"}},
		"no retention":            {base: classText, edits: []edit{unset("spec.retentionDays")}, want: []string{"spec.retentionDays", "Required value"}},
		"a negative quota":        {base: classText, edits: []edit{set("spec.quota.memory", "-1Gi")}, want: []string{"spec.quota.memory", "memory -1Gi is negative: a quota is zero or more"}},
		"negative pods":           {base: classText, edits: []edit{set("spec.quota.pods", int64(-1))}, want: []string{"spec.quota.pods", "pods -1 is negative"}},
		"half a pod":              {base: classText, edits: []edit{set("spec.quota.pods", "500m")}, want: []string{"spec.quota.pods", "pods 500m is no whole number"}},
		"pods as a number":        {base: classText, edits: []edit{set("spec.quota.pods", int64(10))}},
		"no storage":              {base: classText, edits: []edit{set("spec.quota.storage", "0")}},
		"negative storage":        {base: classText, edits: []edit{set("spec.quota.storage", "-1")}, want: []string{"spec.quota.storage", "storage -1 is negative"}},
		"a negative limit":        {base: classText, edits: []edit{set("spec.limits.cpu", "-500m")}, want: []string{"spec.limits.cpu", "cpu -500m is negative: a limit is zero or more"}},
		"limits of all there is":  {base: classText, edits: []edit{set("spec.limits.cpu", "4000m"), set("spec.limits.memory", "8192Mi")}},
		"more cpu than there is":  {base: classText, edits: []edit{set("spec.limits.cpu", "4001m")}, want: []string{"spec.limits.cpu", "limits.cpu 4001m is more than quota.cpu 4: no container"}},
		"more memory than exists": {base: classText, edits: []edit{set("spec.limits.memory", "8193Mi")}, want: []string{"spec.limits.memory", "limits.memory 8193Mi is more than quota.memory 8Gi"}},
		"a quota that is no size": {base: classText, edits: []edit{set("spec.quota.cpu", "much")}, want: []string{"spec.quota.cpu", "should match"}},
	}
	beyond := map[string][]string{
		"": {
			"*", "pods/exec", "pods/attach", "pods/portforward", "pods/proxy", "pods/ephemeralcontainers", "pods/status", "pods/eviction", "pods/*",
			"services/proxy", "secrets", "serviceaccounts", "serviceaccounts/token", "namespaces", "nodes", "nodes/proxy", "endpoints",
			"persistentvolumes", "replicationcontrollers", "resourcequotas/status", "bindings", "podtemplates",
		},
		"apps":  {"*", "daemonsets", "deployments/scale", "controllerrevisions", "statefulsets/status"},
		"batch": {"*", "jobs/status"},
	}
	for group, resources := range beyond {
		for _, r := range resources {
			tests["beyond "+group+" "+r] = refusal{
				base: classText, edits: rule(group, []any{r}, get),
				want: []string{"spec.rules[0].resources", "resources " + r + " of API group", "beyond the fixed maximum", "pods, pods/log, configmaps"},
			}
		}
	}
	for _, verb := range []string{"watch", "*", "deletecollection", "escalate", "bind", "impersonate", "approve"} {
		tests["verb "+verb] = refusal{base: classText, edits: rule("", []any{"pods"}, []any{verb}), want: []string{"spec.rules[0].verbs[0]", `"` + verb + `"`, `"get"`}}
	}
	for _, r := range []string{"pods/log", "events", "resourcequotas", "limitranges"} {
		tests["writing "+r] = refusal{base: classText, edits: rule("", []any{r}, []any{"get", "create"}), want: []string{"spec.rules[0].verbs", "verbs get, create go beyond the fixed maximum", "can only be read"}}
	}
	tests["writing replicasets"] = refusal{base: classText, edits: rule("apps", []any{"replicasets"}, []any{"patch"}), want: []string{"spec.rules[0].verbs", "can only be read"}}
	checkSchema(t, tests)
}
