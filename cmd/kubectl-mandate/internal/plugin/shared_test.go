// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package plugin

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	corev1 "k8s.io/api/core/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/cli-runtime/pkg/genericiooptions"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/acting"
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
			"this Suspend " + before + "labs, mirror,", " is served from the same place; to end that:\n  " + line("suspend", "labs") + "\n  " + line("suspend", "mirror") + "\n",
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

// TestTheRecordComesBeforeTheWarning halts a resource of a domain of which the lists
// may take their time.
func TestTheRecordComesBeforeTheWarning(t *testing.T) {
	b := newBare(t)
	o := newActOptions("v0", genericiooptions.IOStreams{Out: &bytes.Buffer{}, ErrOut: &bytes.Buffer{}})
	halt := builder.Decision("h").Halts(v1alpha1.OnDataResource, "visits").Obj()
	if err := o.carryOut(t.Context(), survey{b, newGlance(b)}, acting.Scene{}, foreseen{}, halt); err != nil {
		t.Fatal(err)
	}
	if want := []string{"create *v1alpha1.Decision", "list *v1alpha1.DataResourceList"}; !slices.Equal(*b.asked, want) {
		t.Errorf("asked is %q, want %q", *b.asked, want)
	}
}

// TestWhatTakesTheWholeKeepsNothing beside the inputs that its line names.
func TestWhatTakesTheWholeKeepsNothing(t *testing.T) {
	edition := builder.Jurisdiction("demo", 1).Procedure(v1alpha1.Procedure{
		Name: "stop", Of: v1alpha1.LinkOperationAgreement, Effect: v1alpha1.EffectSuspended,
		Steps: []v1alpha1.Step{{Name: "suspend", Act: v1alpha1.ActionSuspend}},
	}).Obj()
	narrowing := edition.DeepCopy()
	narrowing.Spec.Procedures[len(narrowing.Spec.Procedures)-1].Scope = v1alpha1.ScopeInputs
	of := func(step v1alpha1.StepReference) *v1alpha1.Decision {
		return builder.Decision("s").Does(v1alpha1.ActionSuspend, v1alpha1.OnOperationAgreement, "health").Step(step).Only("visits").Obj()
	}
	for name, tc := range map[string]struct {
		act     *v1alpha1.Decision
		edition *v1alpha1.Jurisdiction
		want    int
	}{
		"a step that takes the whole": {of("stop/suspend"), edition, 0},
		"a step that takes inputs":    {of("stop/suspend"), narrowing, 1},
		"no step":                     {of(""), edition, 1},
		"an edition that is not read": {of("stop/suspend"), nil, 1},
	} {
		if got := len(takenBy(tc.act, tc.edition)); got != tc.want {
			t.Errorf("%s: %d inputs are taken beside others, want %d", name, got, tc.want)
		}
	}
}

// TestServicesAreFoundWithoutAsking where they are served: no moment bounds that.
func TestServicesAreFoundWithoutAsking(t *testing.T) {
	got, err := mapper{}.RESTMapping(corev1.SchemeGroupVersion.WithKind("Service").GroupKind(), "v1")
	if err != nil || got.Resource != corev1.SchemeGroupVersion.WithResource("services") {
		t.Errorf("Services are served at %+v: %v", got, err)
	}
}
