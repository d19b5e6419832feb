// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package cel_test

import (
	"strings"
	"testing"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"sigs.k8s.io/controller-runtime/pkg/client"
)

const (
	cohortText = `
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: mandate-room-0123456789abcdef0123}
rules:
- {apiGroups: [""], resources: [pods, configmaps], verbs: [get, list, create, delete]}
- {apiGroups: [""], resources: [pods/log], verbs: [get]}
- {apiGroups: [apps], resources: [deployments], verbs: [get, list, create, update, patch, delete]}
`
	doorText = `
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: mandate-door}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: mandate-door}
subjects:
- {kind: Group, name: "medtech:devs", apiGroup: rbac.authorization.k8s.io}
- {kind: ServiceAccount, name: flux, namespace: ci}
`
	clusterBindingText = `
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: mandate-room-0123456789abcdef0123}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cluster-admin}
`
)

// TestFenceOfTheOperator shows what the operator's account cannot give, though
// RBAC lets it through here.
func TestFenceOfTheOperator(t *testing.T) {
	rule := func(group, resource, verb string) edit {
		return set("rules", []any{map[string]any{"apiGroups": []any{group}, "resources": []any{resource}, "verbs": []any{verb}}})
	}
	named := func(name string) edit { return set("metadata.name", name) }
	subject := func(kind, name, namespace string) edit {
		s := map[string]any{"kind": kind, "name": name}
		if kind == "ServiceAccount" {
			s["namespace"] = namespace
		} else {
			s["apiGroup"] = "rbac.authorization.k8s.io"
		}
		return set("subjects", []any{s})
	}
	role := func(name string) edit { return set("roleRef.name", name) }
	with := func(base string, want string, edits ...edit) attempt {
		a := attempt{as: operator, base: base, edits: edits}
		if want != "" {
			a.want = []string{want}
		}
		return a
	}
	const beyond = "goes beyond the fixed maximum of a SandboxClass"
	tests := map[string]attempt{
		"a cohort's role":                 with(cohortText, ""),
		"a cohort's role, empty":          with(cohortText, "", unset("rules")),
		"a cohort's role, of no rules":    with(cohortText, "", set("rules", []any{})),
		"another role":                    with(cohortText, "ClusterRole view: the operator writes only ClusterRoles named mandate-room-", named("view")),
		"the role of the door":            with(cohortText, "the operator writes only ClusterRoles named mandate-room-", named("mandate-door")),
		"a cohort's role, by half a name": with(cohortText, "the operator writes only ClusterRoles named mandate-room-", named("mandate-room-0123")),
		"a rule of everything":            with(cohortText, "the rule * of * "+beyond, rule("*", "*", "*")),
		"a rule of Secrets":               with(cohortText, "the rule get of secrets "+beyond, rule("", "secrets", "get")),
		"a rule of exec":                  with(cohortText, beyond, rule("", "pods/exec", "create")),
		"a rule of tokens":                with(cohortText, beyond, rule("", "serviceaccounts/token", "create")),
		"a rule of watching":              with(cohortText, "the rule watch of pods "+beyond, rule("", "pods", "watch")),
		"a rule of writing logs":          with(cohortText, beyond, rule("", "pods/log", "delete")),
		"a rule of policies":              with(cohortText, beyond, rule("networking.k8s.io", "networkpolicies", "get")),
		"a rule of pods in another group": with(cohortText, beyond, rule("apps", "pods", "get")),
		"a rule of two groups":            with(cohortText, beyond, set("rules", []any{map[string]any{"apiGroups": []any{"", "apps"}, "resources": []any{"pods"}, "verbs": []any{"get"}}})),
		"a rule of paths":                 with(cohortText, beyond, set("rules", []any{map[string]any{"nonResourceURLs": []any{"/metrics"}, "verbs": []any{"get"}}})),
		"a role that gathers others":      with(cohortText, "carry rights from role to role", set("aggregationRule", map[string]any{"clusterRoleSelectors": []any{map[string]any{}}}), unset("rules")),
		"a role that others gather":       with(cohortText, "carry rights from role to role", set("metadata.labels", map[string]any{"rbac.authorization.k8s.io/aggregate-to-view": "true"})),
		"a binding for the cluster":       with(clusterBindingText, "ClusterRoleBinding mandate-room-0123456789abcdef0123: the operator writes ClusterRoles and RoleBindings alone"),
		"a role of a namespace":           with(roleText, "Role more in namespace SANDBOX: the operator writes ClusterRoles and RoleBindings alone"),
		"a door":                          with(doorText, ""),
		"a door for nobody":               with(doorText, "", unset("subjects")),
		"a door to another role":          with(doorText, "roleRef cluster-admin is refused", role("cluster-admin")),
		"a door to a room":                with(doorText, "roleRef mandate-room-0123456789abcdef0123 is refused", role("mandate-room-0123456789abcdef0123")),
		"a door to a Role":                with(doorText, "roleRef mandate-door is refused", set("roleRef.kind", "Role")),
		"a door for everybody":            with(doorText, "never to one whose name begins with system:", subject("Group", "system:authenticated", "")),
		"a room":                          with(roomText, ""),
		"a room to the door":              with(roomText, "roleRef mandate-door is refused", role("mandate-door")),
		"a room to another role":          with(roomText, "roleRef admin is refused", role("admin")),
		"a room for people":               with(roomText, "the room is bound to the ServiceAccount developer of its own sandbox", subject("User", "li", "")),
		"a room for another sandbox":      with(roomText, "the room is bound to the ServiceAccount developer of its own sandbox", subject("ServiceAccount", "developer", "other")),
		"a room for workload":             with(roomText, "the room is bound to the ServiceAccount developer of its own sandbox", subject("ServiceAccount", "workload", "SANDBOX")),
		"a binding of another name":       with(roomText, "is refused: the operator binds mandate-door", named("mine")),
	}
	t.Run("in a sandbox", func(t *testing.T) { checkContents(t, newSandbox(t, nil), tests) })
	t.Run("elsewhere", func(t *testing.T) {
		checkContents(t, newDomain(t), map[string]attempt{
			"a door": with(doorText, "RoleBinding mandate-door in namespace SANDBOX: the operator binds roles in sandboxes alone"),
			"a room": with(roomText, "the operator binds roles in sandboxes alone"),
		})
	})
	t.Run("deleting another role", func(t *testing.T) {
		wants(t, operator.client(t).Delete(t.Context(), clusterRole("cluster-admin"), client.DryRunAll), "ClusterRole cluster-admin: the operator writes only")
	})
}

func clusterRole(name string) *unstructured.Unstructured {
	return object("rbac.authorization.k8s.io/v1", "ClusterRole", "", name, nil)
}

// TestFenceOfCutoff shows that cutoff's account takes away and gives nothing,
// also where an emptied list reaches the fence as null.
func TestFenceOfCutoff(t *testing.T) {
	room := clusterRole("mandate-room-" + hexDigits(20))
	full := edited(parse(t, cohortText), set("metadata.name", room.GetName()))
	create(t, operator, full)
	sandbox := newSandbox(t, nil)
	for _, text := range []string{doorText, roomText} {
		u := parse(t, strings.ReplaceAll(text, "SANDBOX", sandbox))
		u.SetNamespace(sandbox)
		create(t, operator, u)
	}
	const nothing = "by cutoff is refused: it empties and deletes ClusterRoles of cohorts"
	wants(t, dryCreate(t, cutoff, edited(parse(t, cohortText), set("metadata.name", "mandate-room-ffffffffffffffffffff"), unset("rules"))), nothing)
	wants(t, dryPatch(t, cutoff, room, `{"rules":[{"apiGroups":[""],"resources":["pods"],"verbs":["get"]}]}`), "ClusterRole "+room.GetName(), nothing)
	wants(t, dryPatch(t, cutoff, room, `{"rules":null,"aggregationRule":{"clusterRoleSelectors":[{}]}}`), nothing)
	wants(t, dryPatch(t, cutoff, clusterRole("view"), `{"rules":[]}`), "ClusterRole view", nothing)
	wants(t, cutoff.client(t).Delete(t.Context(), clusterRole("cluster-admin"), client.DryRunAll), nothing)
	wants(t, dryCreate(t, cutoff, parse(t, clusterBindingText)), nothing)
	for _, name := range []string{"mandate-door", "mandate-room"} {
		binding := object("rbac.authorization.k8s.io/v1", "RoleBinding", sandbox, name, nil)
		wants(t, cutoff.client(t).Delete(t.Context(), binding, client.DryRunAll))
	}
	wants(t, dryPatch(t, cutoff, object("rbac.authorization.k8s.io/v1", "RoleBinding", sandbox, "mandate-room", nil), `{"subjects":null}`), "is refused")

	for name, patch := range map[string]string{
		"emptied":         `{"metadata":{"annotations":{"` + closedByNote + `":"1"}},"rules":[]}`,
		"emptied by null": `{"metadata":{"annotations":{"` + closedByNote + `":"2"}},"rules":null}`,
		"emptied again":   `{"metadata":{"annotations":{"` + closedByNote + `":"3"}},"rules":[]}`,
	} {
		t.Run(name, func(t *testing.T) {
			if err := cutoff.client(t).Patch(t.Context(), room.DeepCopy(), client.RawPatch(mergePatch, []byte(patch))); err != nil {
				t.Errorf("refused: %v", err)
			}
		})
	}
	t.Run("emptied, refilled", func(t *testing.T) {
		refill := `{"rules":[{"apiGroups":[""],"resources":["pods"],"verbs":["get"]}]}`
		wants(t, dryPatch(t, operator, room, refill))
		wants(t, dryPatch(t, root, room, refill), "ClusterRole "+room.GetName()+": UPDATE by root is refused, because roles named mandate-room-* hold the rights of whole cohorts")
		wants(t, dryPatch(t, rescuer, room, `{"rules":[]}`))
	})
	t.Run("deleted", func(t *testing.T) {
		wants(t, root.client(t).Delete(t.Context(), room.DeepCopy(), client.DryRunAll), "DELETE by root is refused")
		if err := cutoff.client(t).Delete(t.Context(), room.DeepCopy()); err != nil {
			t.Errorf("refused: %v", err)
		}
	})
}
