// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package cel_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"sigs.k8s.io/controller-runtime/pkg/client"

	mandate "github.com/publicdata-io/mandate/test/install"
)

// TestEachGuardIsNeeded is the positive control of this package: for each
// policy an attack that it alone refuses, and that works once the policy's
// binding is taken away.
func TestEachGuardIsNeeded(t *testing.T) {
	domain, sandbox := newDomain(t), podsSandbox(t, nil)
	closed := podsSandbox(t, map[string]string{closedByNote: "test"})
	makes := func(p person, text, namespace string, edits ...edit) func() error {
		u := edited(parse(t, strings.ReplaceAll(text, "SANDBOX", namespace)), edits...)
		if namespace != "" {
			u.SetNamespace(namespace)
		}
		return func() error { return dryCreate(t, p, u) }
	}
	patch := func(p person, u *unstructured.Unstructured, text string) func() error {
		return func() error { return dryPatch(t, p, u, text) }
	}
	remove := func(p person, u *unstructured.Unstructured) func() error {
		return func() error { return p.client(t).Delete(t.Context(), u.DeepCopy(), client.DryRunAll) }
	}
	there := func(p person, text, namespace string, edits ...edit) *unstructured.Unstructured {
		u := edited(parse(t, strings.ReplaceAll(text, "SANDBOX", namespace)), edits...)
		if namespace != "" {
			u.SetNamespace(namespace)
		}
		create(t, p, u)
		return u
	}
	decision := there(officer, suspendText, domain)
	grant := there(root, grantText, domain)
	room := there(operator, cohortText, "", set("metadata.name", "mandate-room-"+hexDigits(20)))
	policy := there(operator, networkPolicyText, sandbox)
	quota := there(operator, quotaText, newSandbox(t, nil))
	there(root, serviceText, domain, set("metadata.name", "headless"), unset("spec.selector"))
	box := namespace(sandbox, nil, nil)
	furnish(t, domain)
	pod := there(root, podText, domain)
	started := there(root, podText, sandbox)
	referred := there(root, resourceText, domain, set("metadata.name", "referred"))
	minister := set("spec.decidedBy", "minister")
	under := set("spec.jurisdiction", contentEdition(t, domain))
	approved, applied := there(root, planText, domain, set("metadata.name", "approved")), there(root, grantText, domain, set("metadata.name", "applied"))
	fix(t, approved, "All")
	fix(t, applied, "Application")
	over := there(root, grantText, domain, set("metadata.name", "over"))
	end(t, over)

	attacks := map[string]func() error{
		"mandate-content-plans":           makes(root, planText, domain, under),
		"mandate-content-selections":      makes(root, callText, domain, under),
		"mandate-content-agreements":      makes(root, agreementText, domain, under),
		"mandate-content-resources":       makes(root, resourceText, domain, under),
		"mandate-content-grants":          makes(root, grantText, domain, set("metadata.name", "lacking"), under),
		"mandate-objections":              remove(root, there(root, objectionText, domain)),
		"mandate-ended":                   patch(root, over, `{"spec":{"term":{"to":"2030-12-31"}}}`),
		"mandate-parts-fixed":             patch(root, approved, `{"spec":{"title":"Another"}}`),
		"mandate-parts-fixed-grants":      patch(root, applied, `{"spec":{"sandbox":{"class":"large"}}}`),
		"mandate-decisions-taking":        makes(officer, suspendText, domain, set("metadata.name", "x"), minister),
		"mandate-decisions-giving":        makes(officer, liftText, domain, minister),
		"mandate-decisions-restored":      makes(officer, suspendText, domain, set("metadata.name", "x"), set("spec.recordedAt", "2020-01-01T00:00:00Z")),
		"mandate-decisions-immutable":     patch(officer, decision, `{"metadata":{"labels":{"hidden":"true"}}}`),
		"mandate-decisions-retained":      remove(officer, decision),
		"mandate-organizations":           makes(outsider, organizationText, "", set("metadata.name", "mine"), set("spec.subjects", []any{map[string]any{"kind": "User", "name": "me"}})),
		"mandate-namespaces":              patch(root, box, `{"metadata":{"annotations":{"`+notAfterNote+`":"2099-01-01T00:00:00Z"}}}`),
		"mandate-namespaces-shape":        patch(root, box, `{"metadata":{"labels":{"pod-security.kubernetes.io/enforce":"privileged"}}}`),
		"mandate-namespaces-retained":     remove(root, box),
		"mandate-sandbox-pods":            makes(root, podText, closed),
		"mandate-sandbox-pods-placed":     makes(root, podText, sandbox, set("metadata.name", "placed"), set("spec.tolerations", []any{map[string]any{"operator": "Exists"}})),
		"mandate-sandbox-chain":           makes(root, resourceText, sandbox),
		"mandate-sandbox-services":        makes(root, serviceText, sandbox, set("spec.externalIPs", []any{"203.0.113.9"})),
		"mandate-sandbox-endpoints":       makes(root, sliceText, sandbox),
		"mandate-sandbox-routes":          makes(root, ingressText, sandbox),
		"mandate-sandbox-volumes":         makes(root, claimText, sandbox, set("spec.storageClassName", "nfs")),
		"mandate-sandbox-network":         patch(root, policy, `{"spec":{"egress":[{}]}}`),
		"mandate-sandbox-quotas":          patch(root, quota, `{"spec":{"hard":{"pods":"1000"}}}`),
		"mandate-sandbox-roles":           makes(root, roleText, sandbox),
		"mandate-sandbox-identities":      makes(root, accountText, sandbox),
		"mandate-sandbox-secrets":         makes(root, endlessText, sandbox),
		"mandate-data-endpoints-apart":    makes(root, resourceText, domain, set("spec.sourceUnit", "another-unit")), // the pods of what is referred to
		"mandate-data-endpoints":          makes(root, resourceText, domain, set("spec.endpoint", map[string]any{"service": map[string]any{"name": "headless", "port": int64(5432)}, "otherConsumers": []any{}})),
		"mandate-data-peers":              makes(root, resourceText, domain, set("spec.endpoint.otherConsumers", []any{map[string]any{"ipBlock": map[string]any{"cidr": "x"}}})),
		"mandate-data-policies":           makes(root, allowText, domain),
		"mandate-rooms":                   patch(root, room, `{"rules":[{"apiGroups":["*"],"resources":["*"],"verbs":["*"]}]}`),
		"mandate-fence-operator":          patch(operator, room, `{"rules":[{"apiGroups":["*"],"resources":["*"],"verbs":["*"]}]}`),
		"mandate-domains":                 makes(root, agreementText, "default"),
		"mandate-fence-operator-contents": makes(operator, configText, domain),
		"mandate-fence-operator-grants":   patch(operator, grant, `{"spec":{"suspend":true}}`),
		"mandate-sandbox-pod-deletions": func() error {
			return root.client(t).DeleteAllOf(t.Context(), started.DeepCopy(), client.InNamespace(sandbox), client.GracePeriodSeconds(3600), client.DryRunAll)
		},
		"mandate-sandbox-pod-status": func() error {
			lent := client.RawPatch(mergePatch, []byte(`{"status":{"podIP":"10.0.0.9","podIPs":[{"ip":"10.0.0.9"}]}}`))
			return root.client(t).Status().Patch(t.Context(), started.DeepCopy(), lent, client.DryRunAll)
		},
		"mandate-fence-operator-namespaces": patch(operator, namespace(domain, nil, nil), `{"metadata":{"labels":{"pod-security.kubernetes.io/enforce":"privileged"}}}`),
		"mandate-fence-cutoff-pods":         remove(cutoff, pod),
		"mandate-data-consumers":            makes(root, resourceText, domain, set("spec.endpoint.otherConsumers", []any{map[string]any{"namespaceSelector": map[string]any{}}})),
		"mandate-fence-cutoff-rights":       patch(cutoff, room, `{"rules":[{"apiGroups":["*"],"resources":["*"],"verbs":["*"]}]}`),
		"mandate-fence-cutoff-namespaces":   patch(cutoff, box, `{"metadata":{"annotations":{"`+notAfterNote+`":"2099-01-01T00:00:00Z"}}}`),
		"mandate-fence-cutoff-network":      patch(cutoff, policy, `{"spec":{"egress":[{}]}}`),
		"mandate-fence-cutoff-quotas":       patch(cutoff, quota, `{"spec":{"hard":{"pods":"1000"}}}`),
		"mandate-grants":                    patch(root, grant, `{"metadata":{"finalizers":null}}`),
		"mandate-sandbox-tokens":            func() error { return askToken(t, root, closed, "developer", 600, nil) },
		"mandate-status": func() error {
			open := client.RawPatch(mergePatch, []byte(`{"status":{"disposable":true}}`))
			return officer.client(t).Status().Patch(t.Context(), decision.DeepCopy(), open, client.DryRunAll)
		},
		"mandate-heartbeats":    patch(root, object(apiVersion, "Heartbeat", "", "operator", nil), `{"spec":{"holder":"me"}}`),
		"mandate-crds-retained": remove(root, object("apiextensions.k8s.io/v1", "CustomResourceDefinition", "", "decisions.mandate.publicdata.io", nil)),
		"mandate-unused":        remove(root, referred),
		"mandate-sandbox-purge": remove(operator, marked(t, time.Now().Add(time.Hour).UTC().Format(time.RFC3339))),
		"mandate-sandbox-beat":  withoutBeat(t, makes(root, podText, sandbox, set("metadata.name", "late"), set("spec.activeDeadlineSeconds", int64(60)))),
		"mandate-sandbox-connect": func() error {
			err := root.clientset(t).CoreV1().RESTClient().Verb(http.MethodPost).Namespace(sandbox).
				Resource("pods").Name("absent").SubResource("exec").Do(t.Context()).Error()
			if apierrors.IsNotFound(err) {
				return nil // let through, to a pod that does not exist
			}
			return err
		},
	}
	for _, p := range policies() {
		if p.GetKind() == "ValidatingAdmissionPolicy" && attacks[p.GetName()] == nil && p.GetName() != deadlinePolicy {
			t.Errorf("no attack shows that %s is needed", p.GetName())
		}
	}
	t.Cleanup(func() { // for the tests that follow
		if err := awaitPolicies(context.WithoutCancel(t.Context())); err != nil {
			t.Error(err)
		}
	})
	for name, attack := range attacks {
		t.Run(name, func(t *testing.T) { checkGuard(t, name, attack) })
	}
	t.Run(deadlinePolicy, func(t *testing.T) { // which refuses nothing while pods are stamped
		endless := makes(root, podText, sandbox, set("metadata.name", "endless"))
		withoutBinding(t, "MutatingAdmissionPolicyBinding", "mandate-sandbox-pods-stamp", endless)
		checkGuard(t, deadlinePolicy, endless)
	})
}

const deadlinePolicy = "mandate-sandbox-pods-deadline"

// withoutBeat is an attack at a time when cutoff has not beaten for long. The
// beat that tests rest on goes on meanwhile, so that it is set back each time.
func withoutBeat(t *testing.T, attack func() error) func() error {
	t.Helper()
	t.Cleanup(func() {
		if err := mandate.Beat(context.WithoutCancel(t.Context()), beater); err != nil {
			t.Error(err)
		}
	})
	return func() error {
		if err := mandate.BeatAt(t.Context(), beater, time.Now().Add(-time.Hour)); err != nil {
			return err
		}
		err := attack()
		for range 20 { // parameters follow a write within milliseconds
			if err == nil {
				err = attack()
			}
		}
		return errors.Join(err, mandate.Beat(t.Context(), beater))
	}
}

// withoutBinding takes a binding away until the end of the test, and tells by
// what is let through only then that it is back.
func withoutBinding(t *testing.T, kind, name string, back func() error) {
	t.Helper()
	ctx := context.WithoutCancel(t.Context())
	for _, o := range manifests("policy") {
		if o.GetKind() != kind || o.GetName() != name {
			continue
		}
		if err := admin.Delete(ctx, o.DeepCopy()); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() {
			if err := errors.Join(admin.Create(ctx, o), eventually(ctx, func(context.Context) error { return back() })); err != nil {
				t.Error(err)
			}
		})
	}
}

// checkGuard shows an attack refused, then working without the one binding. The
// binding comes back at once, and bites again about a second later.
func checkGuard(t *testing.T, policy string, attack func() error) {
	t.Helper()
	refused := func(context.Context) error {
		if err := attack(); !refusedBy(err, policy) {
			return fmt.Errorf("got %w, want the refusal of %s", err, policy)
		}
		return nil
	}
	if err := eventually(t.Context(), refused); err != nil {
		t.Fatal(err)
	}
	ctx := context.WithoutCancel(t.Context())
	for _, o := range manifests("policy") {
		if o.GetKind() != "ValidatingAdmissionPolicyBinding" || o.GetName() != policy {
			continue
		}
		if err := admin.Delete(ctx, o.DeepCopy()); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() {
			if err := admin.Create(ctx, o); err != nil {
				t.Error(err)
			}
		})
	}
	started := time.Now()
	if err := eventually(ctx, func(context.Context) error { return attack() }); err != nil {
		t.Errorf("the attack does not work without the guard: %v", err)
	}
	t.Logf("without its binding the guard bit on for %s", time.Since(started).Round(time.Millisecond))
}
