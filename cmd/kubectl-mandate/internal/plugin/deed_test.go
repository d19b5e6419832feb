// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package plugin

import (
	"strings"
	"testing"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/controller-runtime/pkg/client"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
)

// TestEveryActionCanBeWritten records those for which no verb and no step of its own
// stands, each by one line of decide.
func TestEveryActionCanBeWritten(t *testing.T) {
	o := newOffice(t)
	o.make(&corev1.Namespace{ObjectMeta: metav1.ObjectMeta{Name: registry}})
	org, bars := "org/"+o.namespace, o.edition.DeepCopy()
	bars.ObjectMeta = metav1.ObjectMeta{Name: o.namespace + ".2"}
	bars.Spec.Edition, bars.Spec.Checks = 2, []v1alpha1.CheckRule{{Check: v1alpha1.CheckNotBarred, Basis: []v1alpha1.BasisID{"policy"}}}
	o.make(bars)
	approve := o.recorded(o.call("decide", "Approve", "dg/g"))
	if approve.Step != "grant/approve" || approve.Subject.Digest == "" {
		t.Errorf("an Approve is %+v, want it on grant/approve with the digest", approve)
	}
	sandbox := "ns/sandbox-0123456789abcdef0123"
	for _, tc := range []struct {
		namespace string
		line      []string
		holds     func(v1alpha1.DecisionSpec) bool
	}{
		{o.namespace, []string{"Annul", "dg/g"}, func(d v1alpha1.DecisionSpec) bool { return strings.HasPrefix(string(d.Regarding.Name), "g-approve-") }},
		{o.namespace, []string{"Terminate", "dg/g"}, func(d v1alpha1.DecisionSpec) bool { return d.Step == "" }},
		{o.namespace, []string{"Dispose", sandbox}, func(d v1alpha1.DecisionSpec) bool { return d.Subject.Kind == v1alpha1.OnNamespace }},
		{registry, []string{"Bar", org, "--jurisdiction", bars.Name, "--due", "2031-12-31"}, func(d v1alpha1.DecisionSpec) bool {
			return string(d.Jurisdiction) == bars.Name && *d.DueDate == "2031-12-31"
		}},
		{registry, []string{"Disqualify", org}, func(d v1alpha1.DecisionSpec) bool { return d.Jurisdiction == "" }},
	} {
		got := o.call(append([]string{"decide"}, tc.line...)...)
		if got.failed != nil {
			t.Errorf("decide %v: %v", tc.line, got.failed)
			continue
		}
		var list v1alpha1.DecisionList
		if err := world.admin.List(t.Context(), &list, client.InNamespace(tc.namespace), client.MatchingFields{"spec.action": tc.line[0]}); err != nil {
			t.Fatal(err)
		}
		if len(list.Items) != 1 || !tc.holds(list.Items[0].Spec) {
			t.Errorf("decide %v has recorded %+v", tc.line, list.Items)
		}
	}
}

// TestAnActionThatIsNone, or lacks what it needs, is told before anything is recorded.
func TestAnActionThatIsNone(t *testing.T) {
	o := newOffice(t)
	for _, tc := range []struct {
		line   []string
		en, zh string
	}{
		{[]string{"Anull", "dg/g"}, `"Anull" is no action; the actions are Submit, Apply`, "“Anull”不是行为名称；行为有：Submit"},
		{[]string{"Annul", "dg/g", "--action", "Receive"}, "--action Receive is of a step, and the line names the action Annul", "--action 签收 Receive 用于步骤，而命令已写明行为 撤回 Annul"},
		{[]string{"Halt", "ns/sandbox-0"}, "ns/sandbox-0 is a Namespace, on which there is no act but Dispose", "ns/sandbox-0 是命名空间，对其只能作出 Dispose"},
		{[]string{"Annul", "dg/g"}, "An Annul answers an earlier act, and nothing on DeveloperGrant " + o.namespace + "/g is open to one", "“撤回”须针对先前的行为"},
		{[]string{"Annul", "dg/mistyped"}, "DeveloperGrant " + o.namespace + "/mistyped does not exist", "mistyped 不存在"},
		{[]string{"Disqualify", "org/mistyped"}, "Organization mistyped does not exist, so that this Disqualify would take nothing away", "组织机构 mistyped 不存在，该“取消资格”不会收回任何权利"},
		{[]string{"Dispose", "dg/g"}, "(Retained): the Decisions on DeveloperGrant \"g\" are kept for good", "（予以保留 Retained）"},
		{[]string{"Bar", "org/" + o.namespace, "--due", "2031-12-31"}, "A Bar is under one edition, without which it bars nobody: name it with --jurisdiction.", "限制申请须依据一个法规版本"},
		{[]string{"Sign", "dg/g"}, "A Sign is an act of a procedure, and Jurisdiction " + o.edition.Name + " has no step of it for a DeveloperGrant. It has: grant/approve (Approve).", "“签订”属于程序中的行为"},
	} {
		for lang, want := range map[string]string{"en": tc.en, "zh": tc.zh} {
			got := call(t, append(append([]string{"decide"}, tc.line...), "-n", o.namespace, "--kubeconfig", o.kubeconfig, "--lang", lang)...)
			if got.failed == nil || !strings.Contains(In(languageOf(lang), got.failed), want) {
				t.Errorf("decide %v ends with %v, want %s", tc.line, got.failed, want)
			}
		}
	}
}
