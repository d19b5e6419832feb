// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package plugin

import (
	"strings"
	"testing"
	"time"

	rbacv1 "k8s.io/api/rbac/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/test/builder"
)

// TestWhatAdmissionWouldRefuseIsSaidBeforehand lets officers act who hold less than
// the verb, or ahead of the day: what gives is refused by the plugin, in their
// language, and nothing is stored; what takes away is sent all the same.
func TestWhatAdmissionWouldRefuseIsSaidBeforehand(t *testing.T) {
	o := newOffice(t)
	reads := func(group string, more ...string) {
		name := o.namespace + "-" + group
		o.make(&rbacv1.ClusterRole{ObjectMeta: metav1.ObjectMeta{Name: name}, Rules: []rbacv1.PolicyRule{{
			APIGroups: []string{v1alpha1.GroupVersion.Group}, Resources: []string{"*"}, Verbs: append([]string{"get", "list"}, more...),
		}}}, &rbacv1.ClusterRoleBinding{
			ObjectMeta: metav1.ObjectMeta{Name: name}, RoleRef: rbacv1.RoleRef{APIGroup: rbacv1.GroupName, Kind: "ClusterRole", Name: name},
			Subjects: []rbacv1.Subject{{APIGroup: rbacv1.GroupName, Kind: "Group", Name: group}},
		})
	}
	reads("reads")
	reads("creates", "create")
	clerk := builder.Organization(o.namespace + "-clerk").Roles("SourceUnit").Obj()
	o.make(clerk)
	approves := []string{"decide", "grant/approve", "dg/g"}
	tomorrow := time.Now().AddDate(0, 0, 2).Format(time.DateOnly)
	tests := map[string]struct {
		group, lang string
		args        []string
		want        string // "" where it is recorded
	}{
		"who holds the verb":         {officers, "en", append(approves, "--on", "2025-10-28", "--dry-run", "server"), ""},
		"who may record no Decision": {"reads", "en", approves, "may record no Decision in namespace " + o.namespace + ": RBAC gives no verb create"},
		"who may, and lacks the verb": {"creates", "en", approves,
			"User li.si may not approve for Organization " + o.namespace + ": RBAC gives no verb approve on organizations.mandate.publicdata.io/" + o.namespace},
		"the same in Chinese":                    {"creates", "zh", approves, "用户 li.si 不能以组织 " + o.namespace + " 的名义作出“批准”"},
		"a clerk without transcribe":             {"creates", "en", append(approves, "--transcribed-by", clerk.Name, "--document", "1"), "may not transcribe for Organization"},
		"ahead of its day":                       {officers, "en", append(approves, "--on", tomorrow), "spec.actedOn: " + tomorrow + " lies in the future: an act that gives is not dated ahead"},
		"ahead of its day, whatever it is worth": {officers, "en", append(approves, "--on", tomorrow, "--anyway"), "an act that gives is not dated ahead"},
		"what takes away":                        {"creates", "en", []string{"halt", "dg/g", "--ground", "NX-21.4a"}, ""},
		"what is printed alone":                  {"creates", "en", append(approves, "--dry-run", "client", "--on", "2025-10-28"), ""},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			kubeconfig := kubeconfigOf(t, "li.si", test.group)
			got := call(t, append(test.args, "-n", o.namespace, "--kubeconfig", kubeconfig, "--organization", o.namespace, "--lang", test.lang)...)
			switch {
			case test.want == "" && got.failed != nil:
				t.Errorf("it is refused: %v", got.failed)
			case test.want != "" && got.failed == nil:
				t.Errorf("it is recorded, want that it is refused: %s", test.want)
			case test.want != "" && !strings.Contains(got.failed.Error(), test.want):
				t.Errorf("it is refused so: %v, want %s", got.failed, test.want)
			}
		})
	}
}
