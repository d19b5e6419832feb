// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package attacks

import (
	"context"

	corev1 "k8s.io/api/core/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/publicdata-io/mandate/internal/sandbox"
)

const rbacGroup = rbacv1.GroupName

// rights are the ways to more rights, and to more of the cluster.
func (w *world) rights() []row {
	roles, rooms, quotas, fence := policy("sandbox-roles"), policy("rooms"), policy("sandbox-quotas"), policy("fence-operator")
	role := &rbacv1.Role{ObjectMeta: metav1.ObjectMeta{Namespace: w.box, Name: "attack"}, Rules: []rbacv1.PolicyRule{rule("", "pods", "get")}}
	binding := &rbacv1.RoleBinding{
		ObjectMeta: metav1.ObjectMeta{Namespace: w.box, Name: "attack"}, RoleRef: clusterRole(w.room), Subjects: users(string(stranger)),
	}
	door := &rbacv1.RoleBinding{ObjectMeta: metav1.ObjectMeta{Namespace: w.box, Name: sandbox.DoorName}}
	second := &rbacv1.RoleBinding{
		ObjectMeta: metav1.ObjectMeta{Namespace: w.box, Name: "attack"}, RoleRef: clusterRole("cluster-admin"), Subjects: users(string(stranger)),
	}
	cohort := &rbacv1.ClusterRole{ObjectMeta: metav1.ObjectMeta{Name: w.room}}
	more := patching(cohort, fields{"rules": []any{fields{"apiGroups": []any{""}, "resources": []any{"pods/exec"}, "verbs": []any{"create"}}}})
	quota := &corev1.ResourceQuota{ObjectMeta: metav1.ObjectMeta{Namespace: w.box, Name: sandbox.QuotaName}}
	limits := &corev1.LimitRange{ObjectMeta: metav1.ObjectMeta{Namespace: w.box, Name: sandbox.LimitsName}}
	raise := patching(quota, fields{"spec": fields{"hard": fields{"services.loadbalancers": "5"}}})
	wide := []string{"in sandbox " + w.box, "rights in a sandbox follow from its grant alone"}
	return []row{
		{way: "a Role of one's own", who: developer, attack: creating(role), beside: []layer{roles},
			closed: w.unless(developer, rule(rbacGroup, "roles", "create", "escalate"))},
		{way: "a Role of one's own", who: tenant, attack: creating(role), closed: roles, says: wide},
		{way: "a RoleBinding for somebody else", who: developer, attack: creating(binding), beside: []layer{roles},
			closed: w.unless(developer, rule(rbacGroup, "rolebindings", "create"))},
		{way: "a RoleBinding for somebody else", who: tenant, attack: creating(binding), closed: roles, says: wide},
		{way: "somebody added to the door", who: tenant, closed: roles, says: wide,
			attack: patching(door, fields{"subjects": []any{fields{"apiGroup": rbacGroup, "kind": "User", "name": string(stranger)}}})},
		{way: "all RoleBindings deleted as a collection", who: tenant, attack: clearing(binding), closed: roles, says: wide},
		{way: "cluster-admin bound in a sandbox with the operator's stolen token", who: thief, attack: creating(second), closed: fence,
			says: []string{"roleRef cluster-admin is refused"}},
		{way: "a cohort's ClusterRole widened with the operator's stolen token", who: thief, attack: w.widen, closed: fence,
			says: []string{"create of pods/exec goes beyond the fixed maximum"}},
		{way: "a cohort's ClusterRole widened", who: developer, attack: more, beside: []layer{rooms},
			closed: w.unless(developer, rule(rbacGroup, "clusterroles", "patch", "escalate"))},
		{way: "a cohort's ClusterRole widened", who: tenant, attack: more, closed: rooms,
			says: []string{"ClusterRole " + w.room, "hold the rights of whole cohorts of sandboxes"}},
		{way: "the quota raised", who: developer, attack: raise, beside: []layer{quotas},
			closed: w.unless(developer, rule("", "resourcequotas", "patch"))},
		{way: "the quota raised", who: tenant, attack: raise, closed: quotas,
			says: []string{"ResourceQuota mandate in sandbox " + w.box, "follows from its SandboxClass alone"}},
		{way: "the quota raised in its status, by which the API server counts", who: tenant, closed: quotas,
			attack: patchingStatus(quota, fields{"status": fields{"hard": fields{"services.loadbalancers": "5"}}}), says: []string{"of its status"}},
		{way: "the quota deleted", who: tenant, attack: deleting(quota), closed: quotas, says: []string{"DELETE by tenant"}},
		{way: "the limits deleted", who: tenant, attack: deleting(limits), closed: quotas, says: []string{"LimitRange mandate"}},
	}
}

// cluster are the ways that need rights over the whole cluster.
func (w *world) cluster() []row {
	named := func(apiVersion, kind, name string, spec fields) attempt {
		return creating(thing(apiVersion, kind, "", name, spec))
	}
	rows := []row{}
	for _, way := range []struct {
		way, group, resource string
		attack               attempt
	}{
		{"a webhook that is sent every object", "admissionregistration.k8s.io", "validatingwebhookconfigurations",
			named("admissionregistration.k8s.io/v1", "ValidatingWebhookConfiguration", "attack", fields{"webhooks": []any{}})},
		{"an admission policy's binding deleted", "admissionregistration.k8s.io", "validatingadmissionpolicybindings",
			deleting(thing("admissionregistration.k8s.io/v1", "ValidatingAdmissionPolicyBinding", "", "mandate-sandbox-connect", nil))},
		{"an APIService that is sent requests", "apiregistration.k8s.io", "apiservices",
			named("apiregistration.k8s.io/v1", "APIService", "v1.attack.example", fields{"spec": fields{
				"group": "attack.example", "version": "v1", "groupPriorityMinimum": int64(10), "versionPriority": int64(10),
				"insecureSkipTLSVerify": true, "service": fields{"namespace": w.box, "name": "work"},
			}})},
		{"a CustomResourceDefinition", "apiextensions.k8s.io", "customresourcedefinitions", creating(routeClass("attacks", "Attack"))},
		{"a CertificateSigningRequest", "certificates.k8s.io", "certificatesigningrequests",
			named("certificates.k8s.io/v1", "CertificateSigningRequest", "attack", fields{"spec": fields{
				"request": signingRequest(), "signerName": "attack.example/any", "usages": []any{"client auth"},
			}})},
		{"a ClusterRoleBinding", rbacGroup, "clusterrolebindings",
			creating(&rbacv1.ClusterRoleBinding{ObjectMeta: metav1.ObjectMeta{Name: "attack"}, RoleRef: clusterRole(w.room), Subjects: users("x")})},
		{"a namespace of one's own", "", "namespaces", creating(&corev1.Namespace{ObjectMeta: metav1.ObjectMeta{Name: "attack"}})},
		{"a PersistentVolume of the node's disk", "", "persistentvolumes", named("v1", "PersistentVolume", "attack", fields{"spec": fields{
			"capacity": fields{"storage": "1Gi"}, "accessModes": []any{"ReadWriteOnce"}, "hostPath": fields{"path": "/data"},
		}})},
	} {
		verb := "create"
		if way.resource == "validatingadmissionpolicybindings" {
			verb = "delete"
		}
		rows = append(rows, row{way: way.way, who: developer, attack: way.attack,
			closed: w.unless(developer, rule(way.group, way.resource, verb), rule(rbacGroup, "clusterroles", "bind"))})
	}
	return rows
}

// widen writes the cohort's ClusterRole whole, since the operator has no right
// to patch one.
func (w *world) widen(ctx context.Context, a *access) error {
	cohort := &rbacv1.ClusterRole{}
	if err := admin.Get(ctx, types.NamespacedName{Name: w.room}, cohort); err != nil {
		return err
	}
	cohort.Rules = append(cohort.Rules, rule("", "pods/exec", "create"))
	return a.Update(ctx, cohort, client.DryRunAll)
}
