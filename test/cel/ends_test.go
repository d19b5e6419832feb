// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package cel_test

import (
	"context"
	"fmt"
	"maps"
	"strconv"
	"testing"

	policyv1 "k8s.io/api/policy/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"sigs.k8s.io/controller-runtime/pkg/client"
)

// TestNoDeletionGivesAPodMoreThanFiveSeconds shows that nobody, by whatever way,
// lets a node give a pod longer than it was given at its birth, and that nothing
// stands in the way of whoever gives it less, or says nothing.
func TestNoDeletionGivesAPodMoreThanFiveSeconds(t *testing.T) {
	sandbox, elsewhere := podsSandbox(t, nil), newDomain(t)
	furnish(t, elsewhere)
	for _, namespace := range []string{sandbox, elsewhere} { // a pod without a node is deleted at once, whatever is asked for
		create(t, root, edited(parse(t, podText), set("metadata.namespace", namespace), set("spec.nodeName", "n1")))
	}
	everybody := []person{root, operator, cutoff, rescuer, {name: namespaceUser, groups: []string{masters}}}
	tests := map[string]struct {
		grace *int64
		want  string // follows who asks
	}{
		"nothing said": {nil, ""},
		"none":         {new(int64(0)), ""},
		"a second":     {new(int64(1)), ""},
		"five seconds": {new(int64(5)), ""},
		"six":          {new(int64(6)), "with gracePeriodSeconds 6 is refused, because so long its node would let it go on, also after the end of the term: leave it out (kubectl delete pod without --grace-period), or give at most 5"},
		"an hour":      {new(int64(3600)), "with gracePeriodSeconds 3600 is refused"},
		"all the time": {new(int64(1) << 62), "with gracePeriodSeconds 4611686018427387904 is refused"},
	}
	for _, way := range waysToDelete {
		for name, tc := range tests {
			t.Run(way.name+", "+name, func(t *testing.T) {
				for _, p := range everybody {
					var want []string
					if tc.want != "" {
						want = []string{"Pod train in sandbox " + sandbox + ": " + way.says + " by " + p.name + " " + tc.want}
					}
					wants(t, way.ends(t, p, sandbox, tc.grace), want...)
				}
				wants(t, way.ends(t, root, elsewhere, tc.grace))
			})
		}
	}
}

// waysToDelete are the requests by which a pod is told to end.
var waysToDelete = []struct {
	name, says string
	ends       func(t *testing.T, p person, namespace string, grace *int64) error
}{
	{"deleted", "DELETE", func(t *testing.T, p person, namespace string, grace *int64) error {
		return p.clientset(t).CoreV1().Pods(namespace).Delete(t.Context(), "train", gently(grace))
	}},
	{"deleted by the query", "DELETE", func(t *testing.T, p person, namespace string, grace *int64) error {
		request := p.clientset(t).CoreV1().RESTClient().Delete().Namespace(namespace).Resource("pods").Name("train").Param("dryRun", metav1.DryRunAll)
		if grace != nil {
			request = request.Param("gracePeriodSeconds", strconv.FormatInt(*grace, 10))
		}
		return request.Do(t.Context()).Error()
	}},
	{"deleted with all others", "DELETE", func(t *testing.T, p person, namespace string, grace *int64) error {
		return p.clientset(t).CoreV1().Pods(namespace).DeleteCollection(t.Context(), gently(grace), metav1.ListOptions{})
	}},
	{"evicted", "eviction", func(t *testing.T, p person, namespace string, grace *int64) error {
		eviction := &policyv1.Eviction{ObjectMeta: metav1.ObjectMeta{Namespace: namespace, Name: "train"}, DeleteOptions: new(gently(grace))}
		return p.clientset(t).PolicyV1().Evictions(namespace).Evict(t.Context(), eviction)
	}},
}

// gently are the options of a dry run that gives a pod so long to end.
func gently(grace *int64) metav1.DeleteOptions {
	return metav1.DeleteOptions{GracePeriodSeconds: grace, DryRun: []string{metav1.DryRunAll}}
}

// TestAnEvictionThatSaysNothingIsLetIn is for who drains a node, whose evictions
// may have no options at all. It stores what it asks: a dry run is an option.
func TestAnEvictionThatSaysNothingIsLetIn(t *testing.T) {
	sandbox := podsSandbox(t, nil)
	create(t, root, edited(parse(t, podText), set("metadata.namespace", sandbox)))
	eviction := &policyv1.Eviction{ObjectMeta: metav1.ObjectMeta{Namespace: sandbox, Name: "train"}}
	wants(t, root.clientset(t).PolicyV1().Evictions(sandbox).Evict(t.Context(), eviction))
}

// TestAPodFromBeforeIsLetGo is for a pod that was given longer than five seconds
// before there was a bound: who deletes it and says nothing asks, by what the API
// server fills in, for as long as it has.
func TestAPodFromBeforeIsLetGo(t *testing.T) {
	sandbox := podsSandbox(t, nil)
	before := edited(parse(t, podText), set("metadata.namespace", sandbox), set("spec.nodeName", "n1"),
		set("spec.activeDeadlineSeconds", int64(3600)), set("spec.terminationGracePeriodSeconds", int64(30)))
	ctx := context.WithoutCancel(t.Context()) // the bindings come back after the test
	withoutBinding(t, "MutatingAdmissionPolicyBinding", "mandate-sandbox-pods-stamp", func() error {
		return root.client(t).Create(ctx, edited(parse(t, podText), set("metadata.namespace", sandbox), set("metadata.name", "stamped")), client.DryRunAll)
	})
	withoutBinding(t, "ValidatingAdmissionPolicyBinding", deadlinePolicy, func() error {
		err := root.client(t).Create(ctx, edited(before, set("metadata.name", "later")), client.DryRunAll)
		if !refusedBy(err, deadlinePolicy) {
			return &unheard{want: deadlinePolicy, err: err}
		}
		return nil
	})
	if err := eventually(t.Context(), func(ctx context.Context) error { return keepsItsTime(ctx, t, before) }); err != nil {
		t.Fatal(err)
	}
	create(t, root, before)
	for _, grace := range []*int64{nil, new(int64(0)), new(int64(20)), new(int64(30))} {
		wants(t, waysToDelete[0].ends(t, root, sandbox, grace))
	}
	wants(t, waysToDelete[0].ends(t, root, sandbox, new(int64(31))), "with gracePeriodSeconds 31 is refused")
}

// keepsItsTime tells whether a pod would be stored with the time that it asks for.
func keepsItsTime(ctx context.Context, t *testing.T, pod *unstructured.Unstructured) error {
	t.Helper()
	stored := pod.DeepCopy()
	if err := root.client(t).Create(ctx, stored, client.DryRunAll); err != nil {
		return err
	}
	if got, _, _ := unstructured.NestedInt64(stored.Object, "spec", "terminationGracePeriodSeconds"); got != 30 {
		return fmt.Errorf("it is given %d", got)
	}
	return nil
}

// TestNothingKeepsANodeFromTheEndOfTheTerm shows what a pod may not ask of its
// node, which looks at the term between two things that it does to the pod.
func TestNothingKeepsANodeFromTheEndOfTheTerm(t *testing.T) {
	has := func(fields map[string]any) map[string]any {
		c := map[string]any{"name": "work", "image": "registry.example/team/train:1"}
		maps.Copy(c, fields)
		return c
	}
	container := func(fields map[string]any) edit {
		return set("spec.containers", []any{map[string]any{"name": "first", "image": "registry.example/team/train:1"}, has(fields)})
	}
	sidecar := func(fields map[string]any) edit {
		c := has(fields)
		c["restartPolicy"] = "Always"
		return set("spec.initContainers", []any{c})
	}
	probe := func(which string, grace int64) map[string]any {
		p := map[string]any{"exec": map[string]any{"command": []any{"true"}}}
		if grace != 0 {
			p["terminationGracePeriodSeconds"] = grace
		}
		return map[string]any{which: p}
	}
	hook := func(which, kind string, fields map[string]any) map[string]any {
		return map[string]any{"lifecycle": map[string]any{which: map[string]any{kind: fields}}}
	}
	command, port := map[string]any{"command": []any{"sleep", "9999"}}, map[string]any{"port": int64(80)}
	sleep := func(seconds int64) map[string]any { return map[string]any{"seconds": seconds} }
	slow := func(which string) []string {
		return []string{"Pod train in sandbox sandbox-", ": " + which + ".terminationGracePeriodSeconds 6 of container work is more than 5, and so long its node would wait" +
			" for the container without looking at the end of the term: give at most 5, or leave it out, so that what the pod has to end by itself is taken"}
	}
	endless := []string{"Pod train in sandbox sandbox-", ": lifecycle.postStart of container work is refused, because its node does not look at the end of the term before" +
		" such a hook has ended, and nothing bounds it: put the work at the start of the command of the container, or into an init container; postStart.sleep is let in"}
	beyond := []string{"must be non-negative and less than terminationGracePeriodSeconds (5)"}
	tests := map[string]struct {
		edit edit
		want []string
	}{
		"a probe that says nothing":         {container(probe("livenessProbe", 0)), nil},
		"a probe of five seconds":           {container(probe("livenessProbe", 5)), nil},
		"a probe of six":                    {container(probe("livenessProbe", 6)), slow("livenessProbe")},
		"a probe of the start, of five":     {container(probe("startupProbe", 5)), nil},
		"a probe of the start, of six":      {container(probe("startupProbe", 6)), slow("startupProbe")},
		"a probe of readiness, of any":      {container(probe("readinessProbe", 1)), []string{"must not be set for readinessProbes"}},
		"a sidecar's probe of six":          {sidecar(probe("livenessProbe", 6)), slow("livenessProbe")},
		"a sidecar's, of the start, of six": {sidecar(probe("startupProbe", 6)), slow("startupProbe")},
		"a sidecar's probe of five":         {sidecar(probe("startupProbe", 5)), nil},
		"a hook that runs a command":        {container(hook("postStart", "exec", command)), endless},
		"a hook that asks by HTTP":          {container(hook("postStart", "httpGet", port)), endless},
		"a hook that connects":              {container(hook("postStart", "tcpSocket", port)), endless},
		"a hook that sleeps":                {container(hook("postStart", "sleep", sleep(5))), nil},
		"a hook that sleeps longer":         {container(hook("postStart", "sleep", sleep(6))), beyond},
		"a sidecar's hook":                  {sidecar(hook("postStart", "exec", command)), endless},
		"a hook at the end":                 {container(hook("preStop", "exec", command)), nil}, // of the five seconds
		"a hook at the end that sleeps":     {container(hook("preStop", "sleep", sleep(5))), nil},
		"a hook at the end, longer":         {container(hook("preStop", "sleep", sleep(6))), beyond},
	}
	sandbox, elsewhere := podsSandbox(t, nil), newDomain(t)
	furnish(t, elsewhere)
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			pod := edited(parse(t, podText), tc.edit)
			for _, p := range []person{root, operator, rescuer} {
				wants(t, dryCreate(t, p, edited(pod, set("metadata.namespace", sandbox))), tc.want...)
			}
			if len(tc.want) == 2 { // ours, which holds in sandboxes alone
				wants(t, dryCreate(t, root, edited(pod, set("metadata.namespace", elsewhere))))
			}
		})
	}
}

// TestAPodHasTenContainersAtMost bounds how late a node is that goes through all
// containers of a pod which run together before it looks at the end of the term.
func TestAPodHasTenContainersAtMost(t *testing.T) {
	of := func(name string, count int, policy string) []any {
		list := make([]any, 0, count)
		for i := range count {
			c := map[string]any{"name": fmt.Sprint(name, i), "image": "registry.example/team/train:1"}
			if policy != "" {
				c["restartPolicy"] = policy
			}
			list = append(list, c)
		}
		return list
	}
	many := func(said string) []string {
		return []string{"Pod train in sandbox sandbox-", ": " + said + " are more than 10 that run together, and its node can go through each of them" +
			" before it looks at the end of the term: make several pods of them"}
	}
	const with = " with restartPolicy Always"
	tests := map[string]struct {
		containers, sidecars, first int
		want                        []string
	}{
		"ten":                          {containers: 10},
		"eleven":                       {containers: 11, want: many("spec.containers (11) and spec.initContainers" + with + " (0)")},
		"ten with sidecars":            {containers: 1, sidecars: 9},
		"eleven with sidecars":         {containers: 1, sidecars: 10, want: many("spec.containers (1) and spec.initContainers" + with + " (10)")},
		"ten, after others one by one": {containers: 10, first: 5},
		"one more, after others":       {containers: 9, sidecars: 2, first: 5, want: many("spec.containers (9) and spec.initContainers" + with + " (2)")},
	}
	sandbox, elsewhere := podsSandbox(t, nil), newDomain(t)
	furnish(t, elsewhere)
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			pod := edited(parse(t, podText), set("spec.containers", of("work", tc.containers, "")),
				set("spec.initContainers", append(of("first", tc.first, ""), of("sidecar", tc.sidecars, "Always")...)))
			for _, p := range []person{root, operator, rescuer} {
				wants(t, dryCreate(t, p, edited(pod, set("metadata.namespace", sandbox))), tc.want...)
			}
			wants(t, dryCreate(t, root, edited(pod, set("metadata.namespace", elsewhere))))
		})
	}
}
