// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package plugin

import (
	"strings"
	"testing"

	rbacv1 "k8s.io/api/rbac/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/test/builder"
)

// TestWhoeverTakesDataIsToldThroughWhomItIsReached takes visits, which labs and, by a
// Service, mirror are served with, as somebody who may read Services or may not.
func TestWhoeverTakesDataIsToldThroughWhomItIsReached(t *testing.T) {
	o := newOffice(t)
	app := map[string]string{"app": "visits"}
	service := builder.Service("mirror").Selecting(app).Obj()
	service.Namespace = o.namespace
	unit := o.namespace + "-unit"
	of := func(name string) *builder.ResourceBuilder {
		return builder.Resource(name).In(o.namespace).Edition(o.edition.Name).SuppliedBy(unit)
	}
	o.make(builder.Organization(unit).Roles(v1alpha1.RoleSourceUnit).Obj(), service,
		of("visits").Obj(), of("labs").Pods(app, 5432).Obj(), of("mirror").Service("mirror", 5432).Obj(), of("drugs").Obj(),
		of("lonely").CIDR("192.0.2.0/28", 5432).Obj(),
		of("bare").SuppliedBy("nobody").Pods(map[string]string{"app": "drugs"}, 5432).Obj())
	o.make(builder.Organization(o.namespace+"-group").Roles(v1alpha1.RoleOperator).Obj(), builder.Agreement("both").GrantedBy(o.namespace).OperatedBy(o.namespace+"-group").In(o.namespace).Edition(o.edition.Name).Over("visits", "labs", "drugs").Term("2025-01-01", "2035-12-31").Obj())
	sees := "services-" + o.namespace
	o.make(&rbacv1.ClusterRole{ObjectMeta: metav1.ObjectMeta{Name: sees}, Rules: []rbacv1.PolicyRule{{APIGroups: []string{""}, Resources: []string{"services"}, Verbs: []string{"list"}}}},
		&rbacv1.ClusterRoleBinding{
			ObjectMeta: metav1.ObjectMeta{Name: sees}, RoleRef: rbacv1.RoleRef{APIGroup: rbacv1.GroupName, Kind: "ClusterRole", Name: sees},
			Subjects: []rbacv1.Subject{{APIGroup: rbacv1.GroupName, Kind: "Group", Name: sees}},
		})
	line := func(verb, name string) string {
		return "kubectl mandate " + verb + " dr/" + name + " -n " + o.namespace
	}
	const (
		before = "is of DataResource visits alone, whose data can be reached all the same by whoever was granted DataResource "
		unread = "could not be told in full: you may not read Services in namespace "
	)
	tests := map[string]struct {
		groups      []string
		args        string
		want, never []string
	}{
		"who reads Services": {[]string{officers, sees}, "suspend dr/visits", []string{
			"this Suspend " + before + "labs, mirror,", "the data of DataResource visits can be reached through DataResource labs, mirror; to end that:\n  " + line("suspend", "labs") + "\n  " + line("suspend", "mirror") + "\n",
		}, []string{"drugs", unread}},
		"by the same stop, for the same body": {[]string{officers, sees}, "halt dr/visits --organization " + o.namespace + " --ground NX-21.4a --dry-run server", []string{
			"this Halt " + before, "  " + line("halt", "labs") + " --organization " + o.namespace + " --ground NX-21.4a\n",
		}, nil},
		"who reads none": {[]string{officers}, "halt dr/visits", []string{
			"this Halt " + before + "labs,", unread + o.namespace + "; the condition Active", "kubectl describe dr/visits -n " + o.namespace, line("halt", "labs"),
		}, []string{line("halt", "mirror")}},
		"of what is alone":       {[]string{officers}, "suspend dr/lonely", nil, []string{"place", "reached"}},
		"beside what is no data": {[]string{officers, sees}, "suspend dr/drugs", nil, []string{"reached"}},
		"in Chinese":             {[]string{officers}, "suspend dr/visits --lang zh", []string{"获准使用数据资源 labs 者仍可访问其数据", "您无权读取命名空间"}, nil},
		"of an input of an agreement that keeps another": {[]string{officers, sees}, "halt oa/both --input visits --dry-run server", []string{
			"this Halt is of DataResource visits alone, whose data can be reached all the same through DataResource labs, which OperationAgreement both keeps,", "  kubectl mandate halt oa/both -n " + o.namespace + " --input labs\n",
		}, []string{"mirror"}},
		"of all inputs that are served there": {[]string{officers, sees}, "halt oa/both --input visits --input labs --dry-run server", nil, []string{"reached"}},
		"of a grant":                          {[]string{officers}, "suspend dg/g", nil, []string{"reached"}},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			kubeconfig := kubeconfigOf(t, "zhang.san", tc.groups...)
			args := append([]string{"--lang", "en", "-n", o.namespace, "--kubeconfig", kubeconfig}, strings.Fields(tc.args)...)
			got := call(t, args...)
			if got.failed != nil {
				t.Fatal(got.failed)
			}
			for _, want := range tc.want {
				if !strings.Contains(got.err, want) {
					t.Errorf("it does not tell %q, but\n%s", want, got.err)
				}
			}
			for _, never := range tc.never {
				if strings.Contains(got.err, never) {
					t.Errorf("it tells %q:\n%s", never, got.err)
				}
			}
		})
	}
}
